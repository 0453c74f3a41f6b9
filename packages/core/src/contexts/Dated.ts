/**
 * The day on which a fact happened, and the day on which it is written down. Every request that records a fact may give
 * the first; an entry has both if they differ. Folding, deadlines and statutory clocks go by the day on which it happened.
 */
import type * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { type Day, DayFromIso } from "../kernel/Day.ts"
import { type Instant, InstantFromText } from "../kernel/Instant.ts"
import { makeFor, objections, type Reasons, verdict } from "../kernel/Rule.ts"
import { dayAt } from "../kernel/TimeZone.ts"
import { earliest } from "../model/LateFacts.ts"
import type { Authority } from "../model/Role.ts"
import { mandatesOn } from "../place/Actor.ts"
import type { Asking } from "./Context.ts"
import { format, type ModelSlice } from "./ModelContext.ts"

/** The field of a request that records a fact. Default: today. */
export const happened = {
  /** The day on which it happened. */
  on: Schema.optionalKey(DayFromIso)
}

/** The fields of a request that records a fact of which the hour may count. */
export const happenedAt = {
  ...happened,
  /** The instant at which it happened, if hours count. Its day is the day on which it happened. */
  at: Schema.optionalKey(InstantFromText)
}

/** A fact as a request dates it. */
export interface Happened {
  readonly on?: Day
  readonly at?: Instant
}

/** A fact with its days. `recorded` is there if it was written down on another day. */
export interface Dated {
  readonly on: Day
  readonly recorded?: Day
  readonly at?: Instant
}

/**
 * Why a fact cannot be dated so.
 *
 * @category refusals
 */
export type DatedRefusal =
  | { readonly _tag: "FactInFuture"; readonly on: Day; readonly today: Day }
  /** The actor may date a fact to `earliest` or later. */
  | { readonly _tag: "FactTooLongAgo"; readonly on: Day; readonly earliest: Day }
  /** The instant is on another day than the day that is given. */
  | { readonly _tag: "InstantOnAnotherDay"; readonly on: Day; readonly day: Day }
  /** The district writes an earlier ledger format, which cannot hold this. An operator upgrades it. */
  | { readonly _tag: "FormatNeeded"; readonly format: number }

/** A fact that is to be dated, and who does so. */
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

const notTooLongAgo = rule({
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
 * The rules in force for dating a fact.
 *
 * @category rules
 */
export const datedRules = [notInFuture, notTooLongAgo, onItsDay, withBothDays] as const

/** Whether a mandate in force has a role that keeps cases. */
const keepsCases = ({ actor, model, on }: Asking): boolean => {
  const keeping: Authority = "case"
  return mandatesOn(actor, on).some(({ role }) => model.roles.get(role)?.may.includes(keeping) === true)
}

/**
 * The days of a fact, or all reasons against dating it so.
 *
 * @category decisions
 */
export const dated = (
  asking: Asking<ModelSlice>,
  { at, on: given }: Happened,
  isKeeper: boolean = keepsCases(asking)
): Result.Result<Dated, Reasons<DatedRefusal>> => {
  const { model, on: today } = asking
  const day = at === undefined ? undefined : dayAt(at, model.timeZone)
  const on = given ?? day ?? today
  return verdict(objections(datedRules, { asking, on, day, isKeeper }), {
    on,
    ...(on === today ? {} : { recorded: today }),
    // Format 0 has no field for the instant.
    ...(at === undefined || asking.district.format < format ? {} : { at })
  })
}
