/**
 * The outbox of a round: the touches that were made on a device, in order, and how far each has got. It is a state
 * machine without input and output. `Drain.ts` sends the touches, and the page shows them.
 *
 * A touch may be taken back until it is sent. From then on only the service knows whether it is recorded, so a touch
 * whose answer is lost is never taken back and never sent under another id: the service is asked about its id first.
 */
import type { Meanwhile } from "./Contest.ts"
import type { Touch } from "./Touch.ts"

/**
 * How far a touch has got.
 *
 * - `Waiting`: it was never sent, or certainly not recorded. It may be taken back.
 * - `Sending`: it was sent, and the answer is not known.
 * - `Sent`: it is recorded.
 * - `Contested`: somebody else has recorded something for the same door. The person decides.
 * - `Refused`: the service has refused it, with all reasons. The person decides.
 */
export type State =
  | { readonly _tag: "Waiting" }
  | { readonly _tag: "Sending" }
  | { readonly _tag: "Sent" }
  | { readonly _tag: "Contested"; readonly found: ReadonlyArray<Meanwhile> }
  | { readonly _tag: "Refused"; readonly reasons: ReadonlyArray<string> }

/** A touch in the outbox. */
export interface Entry {
  readonly touch: Touch
  readonly state: State
  /** Whether the person wants to record it although somebody else has recorded something. */
  readonly isSure: boolean
}

/**
 * The touches of a device, in the order in which they were made.
 *
 * @category models
 */
export type Outbox = ReadonlyArray<Entry>

export const empty: Outbox = []

const subjectsOf = ({ touch: { visits } }: Pick<Entry, "touch">): ReadonlyArray<string> =>
  visits.map(({ subject }) => subject)

/** The touch that a subject has in the outbox. `undefined` if it has none. */
export const entryOf = (outbox: Outbox, subject: string): Entry | undefined =>
  outbox.find((entry) => subjectsOf(entry).includes(subject))

/**
 * Adds a touch. A second press for a subject that has a touch changes nothing, so a double tap is one touch.
 */
export const add = (outbox: Outbox, touch: Touch): Outbox =>
  subjectsOf({ touch }).some((subject) => entryOf(outbox, subject) !== undefined)
    ? outbox
    : [...outbox, { touch, state: { _tag: "Waiting" }, isSure: false }]

/** Whether a touch may be taken back: it is certainly not recorded. */
export const isUndoable = ({ state: { _tag } }: Entry): boolean => _tag !== "Sending" && _tag !== "Sent"

/** Takes a touch back. If it may be recorded already, nothing changes. */
export const undo = (outbox: Outbox, id: string): Outbox =>
  outbox.filter((entry) => entry.touch.id !== id || !isUndoable(entry))

const change = (outbox: Outbox, id: string, next: (entry: Entry) => Entry): Outbox =>
  outbox.map((entry) => (entry.touch.id === id ? next(entry) : entry))

/** Sends a contested touch all the same. */
export const insist = (outbox: Outbox, id: string): Outbox =>
  change(outbox, id, (entry) =>
    entry.state._tag === "Contested" ? { ...entry, state: { _tag: "Waiting" }, isSure: true } : entry
  )

/** Notes how far a touch has got. A recorded touch stays recorded. */
export const advance = (outbox: Outbox, id: string, state: State): Outbox =>
  change(outbox, id, (entry) => (entry.state._tag === "Sent" ? entry : { ...entry, state }))

/** Removes the recorded touches, for example because a new list shows them. */
export const withoutSent = (outbox: Outbox): Outbox => outbox.filter(({ state }) => state._tag !== "Sent")

/** The numbers that the screen shows. */
export interface Counts {
  /** The touches that are not recorded yet and need no decision. */
  readonly toSend: number
  /** The touches that wait for a decision of the person. */
  readonly toDecide: number
  readonly sent: number
}

/** Counts the touches by what is to be done with them. */
export const counts = (outbox: Outbox): Counts => {
  const of = (...tags: ReadonlyArray<State["_tag"]>): number =>
    outbox.filter(({ state }) => tags.includes(state._tag)).length
  return { toSend: of("Waiting", "Sending"), toDecide: of("Contested", "Refused"), sent: of("Sent") }
}

/** How long a touch waits before it is sent, in milliseconds, so that it can be taken back at once. */
export const grace = 8000

/**
 * What is to be done next.
 *
 * - `Send`: this touch is next.
 * - `Wait`: the next touch may be sent at the time `until`.
 * - `Rest`: there is nothing to send.
 */
export type Next =
  | { readonly _tag: "Send"; readonly entry: Entry }
  | { readonly _tag: "Wait"; readonly until: number }
  | { readonly _tag: "Rest" }

/**
 * Returns the next thing to do, at a time. Touches are sent in their order, but one that waits for a decision does not
 * stop the others. If the clock of the device was set back, a touch does not wait longer than {@link grace}.
 */
export const next = (outbox: Outbox, now: number): Next => {
  const due = ({ state, touch: { at } }: Entry): number =>
    state._tag === "Sending" || at > now ? now : at + grace
  const open = outbox.filter(({ state: { _tag } }) => _tag === "Waiting" || _tag === "Sending")
  const entry = open.find((each) => due(each) <= now)
  if (entry !== undefined) return { _tag: "Send", entry }
  return open.length === 0 ? { _tag: "Rest" } : { _tag: "Wait", until: Math.min(...open.map(due)) }
}
