/**
 * What the figures of a rule come to if things go on as they do: when the target is met at the pace of the last weeks,
 * how many contacts a day it takes to meet it by a date, and who can still be reached by then with the people there are.
 *
 * It is arithmetic, not prophecy: every number stands beside those it is made of, and divisions round to the side that
 * promises less.
 */
import { add, type Day, until } from "../kernel/Day.ts"
import type { Coverage, Missing } from "./Coverage.ts"
import type { CoverageRule } from "./CoverageRule.ts"
import { needed } from "./Target.ts"
import { compareLabels } from "./Walk.ts"

/** Members gained, net of those lost again, over so many days. */
export interface Pace {
  readonly since: Day
  readonly reachedThen: number
  readonly reachedNow: number
  readonly gained: number
  readonly days: number
}

/** What it takes to meet the target by a day. */
export interface Needed {
  readonly by: Day
  /** Days on which contacts can be made, from the day after today until then. */
  readonly days: number
  /** Contacts with as many missing members as are short, those who want fewest first; none where that cannot be. */
  readonly contacts: number | undefined
  /** Contacts with members who are reached now and will not be any more by then. */
  readonly renewals: number
  /** Both together, a day, rounded up; none where contacts cannot do it. */
  readonly perDay: number | undefined
}

/** Whom the people of one part can reach by a day. */
export interface Reachable {
  /** The part, such as the id of a building or a group. */
  readonly part: string
  /** Contacts a day. */
  readonly capacity: number
  /** Contacts that can be made by then: capacity times days. */
  readonly contacts: number
  /** Who can still be reached, taken in walking order. */
  readonly inTime: ReadonlyArray<Missing>
  /** Who cannot any more, or whom no contact reaches. */
  readonly late: ReadonlyArray<Missing>
}

/**
 * A forecast, with everything it is computed from.
 *
 * @category models
 */
export interface Forecast {
  readonly asOf: Day
  readonly reached: number
  readonly of: number
  /** How many must be reached to meet the target. */
  readonly target: number
  /** How many are short of it: `target - reached`, never less than 0, part by part where the target differs. */
  readonly short: number
  readonly pace: Pace
  /** The day on which the target is met at this pace: today where it is met; none where nothing is gained. */
  readonly metOn?: Day
  readonly needed?: Needed
  readonly reachable: ReadonlyArray<Reachable>
}

const targetOf = (
  { target }: CoverageRule,
  { ratio, parts }: Coverage
): { target: number; short: number } => {
  const all =
    typeof target === "object"
      ? parts.map(({ quota, ratio }) => ({ reached: ratio.reached, target: needed(quota, ratio.of) }))
      : [{ reached: ratio.reached, target: needed(target, ratio.of) }]
  return all.reduce(
    (sum, part) => ({
      target: sum.target + part.target,
      short: sum.short + Math.max(0, part.target - part.reached)
    }),
    { target: 0, short: 0 }
  )
}

/** The fewest contacts that reach so many of the missing. */
const fewestContacts = (gaps: ReadonlyArray<Missing>, count: number): number | undefined => {
  const wants = gaps.flatMap(({ wants }) => (wants === undefined ? [] : [wants])).sort((a, b) => a - b)
  return wants.length < count ? undefined : wants.slice(0, count).reduce((sum, one) => sum + one, 0)
}

const neededBy = (rule: CoverageRule, now: Coverage, short: number, by: Day, days: number): Needed => {
  const contacts = fewestContacts(now.gaps, short)
  const times = rule.reached.times ?? 1
  const renewals = now.reached.filter(({ lapses }) => lapses !== undefined && lapses <= by).length * times
  const total = contacts === undefined ? undefined : contacts + renewals
  const perDay =
    total === undefined || (total > 0 && days <= 0) ? undefined : total === 0 ? 0 : Math.ceil(total / days)
  return { by, days, contacts, renewals, perDay }
}

const reachableBy = (
  gaps: ReadonlyArray<Missing>,
  days: number,
  capacity: Readonly<Record<string, number>>,
  partOf: (member: Missing) => string
): ReadonlyArray<Reachable> => {
  const parts = new Map<string, Array<Missing>>(Object.keys(capacity).map((part) => [part, []]))
  for (const gap of gaps) {
    const part = partOf(gap)
    const known = parts.get(part)
    if (known === undefined) parts.set(part, [gap])
    else known.push(gap)
  }
  return [...parts]
    .map(([part, members]): Reachable => {
      const perDay = capacity[part] ?? 0
      const contacts = perDay * Math.max(0, days)
      const [inTime, late]: [Array<Missing>, Array<Missing>] = [[], []]
      let left = contacts
      for (const member of members) {
        // Somebody who wants two contacts wants them on two days.
        if (member.wants !== undefined && member.wants <= left && member.wants <= days) {
          left -= member.wants
          inTime.push(member)
        } else late.push(member)
      }
      return { part, capacity: perDay, contacts, inTime, late }
    })
    .sort((a, b) => compareLabels(a.part, b.part))
}

/**
 * A forecast from the answers to a rule today and on an earlier day.
 *
 * `by` asks what it takes until a day (that day included); `daysUntil` counts the days on which contacts can be made
 * between two days, the first left out, where it is not every day; `capacity` is contacts a day by part, and `partOf`
 * says to which part a missing member belongs (the building, where it is left out).
 *
 * @example
 * ```ts
 * import * as CoverageForecast from "@liulinhui/core/coverage/CoverageForecast"
 * import { evaluate } from "@liulinhui/core/coverage/Coverage"
 * import { CoverageRule } from "@liulinhui/core/coverage/CoverageRule"
 * import * as Day from "@liulinhui/core/kernel/Day"
 * import { BuildingId, ContactKind } from "@liulinhui/core/place/Id"
 * import * as Registry from "@liulinhui/core/place/Registry"
 * import { building } from "@liulinhui/core/place/Subject"
 * import * as Schema from "effect/Schema"
 * import { strict as assert } from "node:assert"
 *
 * const rule = Schema.decodeUnknownSync(CoverageRule)({
 *   id: "surveyed",
 *   name: { zh: "排摸", en: "Every building surveyed" },
 *   of: "buildings",
 *   reached: { by: ["survey"] },
 *   target: "all"
 * })
 * const [monday, thursday] = [Day.make("2026-03-02"), Day.make("2026-03-05")]
 * const ids = ["b1", "b2", "b3", "b4"].map((id) => BuildingId.make(id))
 * const facts = {
 *   registry: Registry.fold(
 *     ids.map((id) => ({ _tag: "BuildingEntered", on: monday, building: { id, label: id, floors: 6 } }))
 *   ),
 *   contacts: ids.slice(0, 2).map((id, n) => ({
 *     kind: ContactKind.make("survey"),
 *     subject: building(id),
 *     on: Day.add(monday, n + 1),
 *     source: n + 1
 *   })),
 *   exclusions: [],
 *   cases: [],
 *   pairs: [],
 *   branchesOf: () => [],
 *   groupsOf: () => [],
 *   headsOf: () => []
 * }
 * const forecast = CoverageForecast.forecast(rule, {
 *   now: evaluate(rule, facts, thursday),
 *   before: evaluate(rule, facts, monday),
 *   by: Day.make("2026-03-06")
 * })
 * // Two in three days; two are missing, so three days more.
 * assert.equal(Day.toIso(forecast.metOn ?? monday), "2026-03-08")
 * assert.equal(forecast.needed?.perDay, 2)
 * ```
 * @category forecasting
 */
export const forecast = (
  rule: CoverageRule,
  input: {
    readonly now: Coverage
    /** The answer on an earlier day, some weeks ago. */
    readonly before: Coverage
    readonly by?: Day
    readonly daysUntil?: (from: Day, until: Day) => number
    readonly capacity?: Readonly<Record<string, number>>
    readonly partOf?: (member: Missing) => string
  }
): Forecast => {
  const { now, before, by, capacity } = input
  const { target, short } = targetOf(rule, now)
  const pace: Pace = {
    since: before.asOf,
    reachedThen: before.ratio.reached,
    reachedNow: now.ratio.reached,
    gained: now.ratio.reached - before.ratio.reached,
    days: until(before.asOf, now.asOf)
  }
  const wait =
    short === 0
      ? 0
      : pace.gained > 0 && pace.days > 0
        ? Math.ceil((short * pace.days) / pace.gained)
        : undefined
  const days = by === undefined ? 0 : (input.daysUntil ?? until)(now.asOf, by)
  return {
    asOf: now.asOf,
    reached: now.ratio.reached,
    of: now.ratio.of,
    target,
    short,
    pace,
    ...(wait === undefined ? {} : { metOn: add(now.asOf, wait) }),
    ...(by === undefined ? {} : { needed: neededBy(rule, now, short, by, days) }),
    reachable:
      by === undefined || capacity === undefined
        ? []
        : reachableBy(now.gaps, days, capacity, input.partOf ?? (({ place }) => place.building ?? ""))
  }
}
