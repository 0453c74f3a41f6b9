/** The result of deciding a request: its events, or all reasons for its refusal. */
import type * as Result from "effect/Result"
import * as Context from "../contexts/Context.ts"
import type { ReceptionRefusal } from "../intake/IntakeRules.ts"
import type { CommandRefusal } from "./CommandRefusal.ts"
import type { AnyContext } from "../contexts/contexts.ts"
import type { District } from "../district/District.ts"
import type { JournalEvent } from "../district/Journal.ts"
import type { DecisionRefused } from "../kernel/Rule.ts"
import { tagged } from "../kernel/TaggedError.ts"

// Leaves out contexts without requests, because they have no reasons.
type Deciding<Each> = Each extends AnyContext ? (keyof Each["requests"] extends never ? never : Each) : never

type ReasonIn<Decided> =
  Decided extends Result.Failure<infer _, DecisionRefused<infer Reason>> ? Reason : never

/**
 * Any reason for which a request is refused, as plain tagged data. The texts that people read are in the message
 * catalogues.
 *
 * @category refusals
 */
export type Reason = CommandRefusal | ReasonIn<ReturnType<Deciding<AnyContext>["decide"]>> | ReceptionRefusal

/**
 * The schema of a reason, for errors that contain reasons. It checks only the tag.
 *
 * @category schemas
 */
export const Reason = tagged<Reason>()

/** New events for one stream of the ledger, with the version of the stream on which the decision is based. */
export type Change = Context.Change<JournalEvent>

/** The result of deciding a request: changes to append to the ledger, or all reasons against the request. */
export type Decision = Context.Decision<JournalEvent, Reason>

/** What a decision on a request is based on: the district, its model, the actor and the day. */
export type Asking = Context.Asking<District>
