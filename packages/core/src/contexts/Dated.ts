/**
 * The day on which a fact (such as a contact) happened, and the day on which it is recorded. Every request that records
 * a fact may state the day on which it happened. An entry contains both days if they are different. Folding and
 * deadlines use the day on which the fact happened.
 */
import type * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { type Day, DayFromIso } from "../kernel/Day.ts"
import { type Instant, InstantFromText } from "../kernel/Instant.ts"
import { type DecisionRefused, makeFor, objections, verdict } from "../kernel/Rule.ts"
import { dayAt } from "../kernel/TimeZone.ts"
import { earliest } from "../model/LateFacts.ts"
import type { Authority } from "../model/Role.ts"
import { mandatesOn } from "../place/Actor.ts"
import type { Asking } from "./Context.ts"
import { format, type ModelSlice } from "./ModelContext.ts"

/** The field for the day of a fact, used in every request that records a fact. Default: the fact happened today. */
export const happened = {
  /** The day on which the fact happened. */
  on: Schema.optionalKey(DayFromIso)
}

/** The fields for the time of a fact, used in every request that records a fact for which the hour may be important. */
export const happenedAt = {
  ...happened,
  /**
   * The instant at which the fact happened, for rules that count hours. It must be on the day on which the fact
   * happened.
   */
  at: Schema.optionalKey(InstantFromText)
}

/** When a fact happened: its day and perhaps its instant, as stated in a request. */
export interface Happened {
  readonly on?: Day
  readonly at?: Instant
}

/** A fact with the day on which it happened. `recorded` is present only if the fact was recorded on another day. */
export interface Dated {
  readonly on: Day
  readonly recorded?: Day
  readonly at?: Instant
  /** The instant from which hours are counted. Missing if only the day of the fact is known. */
  readonly now?: Instant
}

/**
 * Why the day or instant that a request states for a fact is refused.
 *
 * @category refusals
 */
export type DatedRefusal =
  | { readonly _tag: "FactInFuture"; readonly on: Day; readonly today: Day }
  /** The fact happened too long ago. This actor may record only facts that happened on the day `earliest` or later. */
  | { readonly _tag: "FactTooLongAgo"; readonly on: Day; readonly earliest: Day }
  /** The instant of the fact is on another day than the stated day. */
  | { readonly _tag: "InstantOnAnotherDay"; readonly on: Day; readonly day: Day }
  | FormatNeeded

/**
 * The district uses an earlier ledger format, in which this fact cannot be stored. An operator must first upgrade the
 * district to a newer format.
 */
export interface FormatNeeded {
  readonly _tag: "FormatNeeded"
  readonly format: number
}

/** The input of the rules for dating: the day and instant of a fact, and the actor who records it. */
export interface DatedQuestion {
  readonly asking: Asking<ModelSlice>
  readonly on: Day
  readonly day: Day | undefined
  readonly isKeeper: boolean
}

const rule = makeFor<DatedQuestion, DatedRefusal>()

const notInFuture = rule({
  id: "fact-not-in-future",
  name: "a fact is recorded on its day or later",
  reasons: ["FactInFuture"],
  objections: ({ asking: { on: today }, on }) => (on > today ? [{ _tag: "FactInFuture", on, today }] : [])
})

export const notTooLongAgo = rule({
  id: "fact-not-too-long-ago",
  name: "a fact is recorded within the days that the model allows its actor",
  reasons: ["FactTooLongAgo"],
  objections: ({ asking: { model, on: today }, isKeeper, on }) => {
    const first = earliest(model.lateFacts, today, isKeeper)
    return on < first ? [{ _tag: "FactTooLongAgo", on, earliest: first }] : []
  }
})

const onItsDay = rule({
  id: "fact-on-its-day",
  name: "an instant is on the day of its fact",
  reasons: ["InstantOnAnotherDay"],
  objections: ({ day, on }) =>
    day === undefined || day === on ? [] : [{ _tag: "InstantOnAnotherDay", on, day }]
})

const withBothDays = rule({
  id: "fact-with-both-days",
  name: "a fact is dated back only in a district whose ledger format has both days",
  reasons: ["FormatNeeded"],
  objections: ({ asking: { district, on: today }, on }) =>
    on < today && district.format < format ? [{ _tag: "FormatNeeded", format }] : []
})

/**
 * The rules in force for the day and instant that a request states for a fact.
 *
 * @category rules
 */
export const datedRules = [notInFuture, notTooLongAgo, onItsDay, withBothDays] as const

/** Whether the actor is a keeper (may manage cases): the actor has a mandate in force with such a role. */
export const keepsCases = ({ actor, model, on }: Asking): boolean => {
  const keeping: Authority = "case"
  return mandatesOn(actor, on).some(({ role }) => model.roles.get(role)?.may.includes(keeping) === true)
}

/**
 * Returns the days of a fact (when it happened, when it is recorded), or all reasons against the stated day or instant.
 *
 * @category decisions
 */
export const dated = (
  asking: Asking<ModelSlice>,
  { at, on: given }: Happened,
  isKeeper: boolean = keepsCases(asking)
): Result.Result<Dated, DecisionRefused<DatedRefusal>> => {
  const { model, on: today } = asking
  const day = at === undefined ? undefined : dayAt(at, model.timeZone)
  const on = given ?? day ?? today
  const now = at ?? (on === today ? asking.now : undefined)
  return verdict(objections(datedRules, { asking, on, day, isKeeper }), {
    on,
    ...(on === today ? {} : { recorded: today }),
    // A district that uses ledger format 0 (an older format) has no field for the instant of a fact.
    ...(at === undefined || asking.district.format < format ? {} : { at }),
    ...(now === undefined ? {} : { now })
  })
}
