/** The result of a request: its events, or all reasons for its refusal. */
import type * as Result from "effect/Result"
import * as Context from "../contexts/Context.ts"
import type { CommandRefusal } from "./CommandRefusal.ts"
import type { AnyContext } from "../contexts/contexts.ts"
import type { District } from "../district/District.ts"
import type { JournalEvent } from "../district/Journal.ts"

// A context without requests has no reasons.
type Deciding<Each> = Each extends AnyContext ? (keyof Each["requests"] extends never ? never : Each) : never

type ReasonIn<Decided> =
  Decided extends Result.Failure<infer _, infer Reasons extends ReadonlyArray<unknown>>
    ? Reasons[number]
    : never

/**
 * Any reason why a request is refused: tagged plain data. The message catalogues contain the words for people.
 *
 * @category refusals
 */
export type Reason = CommandRefusal | ReasonIn<ReturnType<Deciding<AnyContext>["decide"]>>

/** Events for one stream, with the version that the decision saw. */
export type Change = Context.Change<JournalEvent>

/** The result of a request. */
export type Decision = Context.Decision<JournalEvent, Reason>

/** A request of an actor to a district on a day, with the district. */
export type Asking = Context.Asking<District>
