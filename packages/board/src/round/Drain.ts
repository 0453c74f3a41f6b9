/**
 * Sends the touches of an outbox. Every step is saved before and after it is taken, so the device may lose its line or
 * its power at any moment: after that, the touch is asked about by its id.
 */
import { type CoverageNow, goneFrom, meanwhile, type Meanwhile, type RoundNow } from "./Contest.ts"
import { advance, type Entry, next, type Outbox, type State } from "./Outbox.ts"
import { requestOf, type Touch, type TouchRequest } from "./Touch.ts"

/** An answer of the service, or why the service has not answered. */
export type Answered<A> =
  | { readonly _tag: "Answer"; readonly value: A }
  /** The service has refused it, and nothing is recorded. */
  | { readonly _tag: "Refused"; readonly reasons: ReadonlyArray<string> }
  /** The session has ended, and nothing is recorded. */
  | { readonly _tag: "SignedOut" }
  /** There is no answer: no line, or the service is not available. Whether it did the work is not known. */
  | { readonly _tag: "Lost" }

/** The service, as a device reaches it. */
export interface Service {
  /** Records a request under a command id. Recording it again returns the first result. */
  readonly submit: (id: string, request: TouchRequest) => Promise<Answered<null>>
  /** Whether a request is recorded under a command id. Nothing is written. */
  readonly isRecorded: (id: string, request: TouchRequest) => Promise<Answered<boolean>>
  readonly round: () => Promise<Answered<RoundNow>>
  readonly coverage: (rules: ReadonlyArray<string>) => Promise<Answered<CoverageNow>>
}

/** The outbox on the device. */
export interface Box {
  readonly read: () => Outbox
  /** Saves an outbox. It is on the disk of the device when the promise resolves. */
  readonly save: (outbox: Outbox) => Promise<void>
}

/**
 * Why sending has stopped.
 *
 * - `Done`: there is nothing to send, or the next touch may be sent at the time `until`.
 * - `NoLine`: there was no answer. Try again later.
 * - `SignedOut`: the person must sign in again.
 */
export type Stopped =
  | { readonly _tag: "Done"; readonly until?: number }
  | { readonly _tag: "NoLine" }
  | { readonly _tag: "SignedOut" }

type Checked =
  | { readonly _tag: "Found"; readonly found: ReadonlyArray<Meanwhile> }
  | { readonly _tag: "SignedOut" }
  | { readonly _tag: "Lost" }

/** A question that the service refuses (for example because the mandate is new) prevents nothing: the submission decides. */
const orNothing = <A>(answer: Answered<A>, nothing: A): Exclude<Answered<A>, { readonly _tag: "Refused" }> =>
  answer._tag === "Refused" ? { _tag: "Answer", value: nothing } : answer

/** What was recorded for the doors of a touch since its list was made. */
const check = async (service: Service, { visits }: Touch): Promise<Checked> => {
  const round = await service.round()
  if (round._tag === "Refused") return { _tag: "Found", found: [] }
  if (round._tag !== "Answer") return round
  const rules = [...new Set(goneFrom(visits, round.value).flatMap((visit) => visit.rules))]
  if (rules.length === 0) return { _tag: "Found", found: meanwhile(visits, round.value, []) }
  const coverage = orNothing(await service.coverage(rules), [])
  return coverage._tag === "Answer"
    ? { _tag: "Found", found: meanwhile(visits, round.value, coverage.value) }
    : coverage
}

/** Takes one touch one step further. Returns why sending must stop, or `undefined` if it goes on. */
const step = async (
  service: Service,
  box: Box,
  { isSure, state, touch }: Entry
): Promise<Stopped | undefined> => {
  const request = requestOf(touch)
  const note = (to: State): Promise<void> => box.save(advance(box.read(), touch.id, to))
  if (state._tag === "Sending") {
    const known = await service.isRecorded(touch.id, request)
    if (known._tag === "Lost") return { _tag: "NoLine" }
    if (known._tag === "SignedOut") return known
    // A refusal says as well that nothing is recorded under this id. The submission returns its reasons.
    await note(known._tag === "Answer" && known.value ? { _tag: "Sent" } : { _tag: "Waiting" })
    return undefined
  }
  if (!isSure) {
    const checked = await check(service, touch)
    if (checked._tag === "Lost") return { _tag: "NoLine" }
    if (checked._tag === "SignedOut") return checked
    if (checked.found.length > 0) {
      await note({ _tag: "Contested", found: checked.found })
      return undefined
    }
  }
  // The person may have taken it back while the service was asked.
  if (!box.read().some(({ touch: { id } }) => id === touch.id)) return undefined
  await note({ _tag: "Sending" })
  const answer = await service.submit(touch.id, request)
  switch (answer._tag) {
    case "Answer":
      await note({ _tag: "Sent" })
      return undefined
    case "Refused":
      await note({ _tag: "Refused", reasons: answer.reasons })
      return undefined
    case "SignedOut":
      await note({ _tag: "Waiting" })
      return answer
    case "Lost":
      return { _tag: "NoLine" }
  }
}

/**
 * Sends what is due, one touch after another, until nothing is due or the service cannot be reached.
 *
 * @param now the clock of the device, in milliseconds since 1970
 * @category operations
 */
export const drain = async (service: Service, box: Box, now: () => number): Promise<Stopped> => {
  for (;;) {
    const following = next(box.read(), now())
    if (following._tag === "Rest") return { _tag: "Done" }
    if (following._tag === "Wait") return { _tag: "Done", until: following.until }
    const stopped = await step(service, box, following.entry)
    if (stopped !== undefined) return stopped
  }
}
