/**
 * The context of the clock: a person confirms that the clock of the machine is right after a long time without entries.
 * See `model/ClockJump`.
 */
import * as Schema from "effect/Schema"
import { type Day, DayFromIso } from "../kernel/Day.ts"
import { makeFor, objections, precondition, verdict } from "../kernel/Rule.ts"
import * as Result from "effect/Result"
import { StreamId } from "../kernel/StreamId.ts"
import { type Jump, jumpOf } from "../model/ClockJump.ts"
import { ActorId } from "../place/Id.ts"
import { type Asking, change, type Decision, make, type RequestOf } from "./Context.ts"

/** The stream of the ledger that contains the confirmed jumps of the clock. */
const stream: StreamId = StreamId.make("clock")

/**
 * The events of the clock.
 *
 * @category events
 */
const ClockEvent = Schema.TaggedUnion({
  /** An actor has confirmed the day that the clock shows. `last` is the day of the entry before. */
  ClockConfirmed: { on: DayFromIso, by: ActorId, last: DayFromIso }
})
type ClockEvent = typeof ClockEvent.Type

/**
 * Why a request is refused because of the clock.
 *
 * @category refusals
 */
export type ClockRefusal =
  /** The clock is far ahead of the last entry, and nobody has confirmed it. */
  | ({ readonly _tag: "ClockJumped" } & Jump)
  /** The confirmed day is not the day that the clock shows. */
  | { readonly _tag: "ClockShowsAnotherDay"; readonly day: Day; readonly today: Day }

const requests = {
  /** Confirms that the clock is right: today is this day. Needed after a long time without entries. */
  ConfirmClock: { day: DayFromIso }
}

/** @category rules */
export const notJumped = precondition({
  id: "clock-not-jumped",
  name: "after a long time without entries, nothing is recorded until somebody has confirmed the day",
  reasons: ["ClockJumped"]
})

export const showsTheDay = makeFor<{ readonly day: Day; readonly today: Day }, ClockRefusal>()({
  id: "clock-shows-the-day",
  name: "a clock is confirmed with the day that it shows",
  reasons: ["ClockShowsAnotherDay"],
  objections: ({ day, today }) => (day === today ? [] : [{ _tag: "ClockShowsAnotherDay", day, today }])
})

const decide = (asking: Asking, { day }: RequestOf<typeof requests>): Decision<ClockEvent, ClockRefusal> => {
  const { actor, district, model, on } = asking
  return Result.map(verdict(objections([showsTheDay], { day, today: on }), day), () => {
    const jump = jumpOf(district, model, on)
    return jump === undefined
      ? []
      : change<ClockEvent>(asking, stream, [{ _tag: "ClockConfirmed", on, by: actor.id, last: jump.last }])
  })
}

/** @category contexts */
export const clockContext = make({
  id: "clock",
  events: ClockEvent,
  opens: true,
  initial: () => ({}),
  apply: () => undefined,
  requests,
  authorities: { ConfirmClock: { may: "case", about: "the district" } },
  rules: [notJumped, showsTheDay],
  decide
})
