/**
 * A forecast for a coverage rule, if the present trend continues. It answers three questions. On which day is the
 * target met at the pace of the last weeks? How many contacts a day are needed to meet it by a given date? Which
 * members can the available people still reach by then?
 *
 * This is simple arithmetic. Every number is returned together with its inputs, and divisions are rounded so that the
 * forecast is never too optimistic.
 */
import * as Schema from "effect/Schema"
import { add, Day, until } from "../kernel/Day.ts"
import type { Coverage, Missing } from "./Coverage.ts"
import type { CoverageRule } from "./CoverageRule.ts"
import { needed, type Standing } from "./Target.ts"
import { compareLabels } from "./Walk.ts"

const isDay = Schema.is(Day)

/**
 * The pace: how many members became reached in a number of days. The number of members who are not reached any more is
 * subtracted.
 */
export interface Pace {
  readonly since: Day
  readonly reachedThen: number
  readonly reachedNow: number
  readonly gained: number
  readonly days: number
}

/** How many contacts are needed to meet the target by a day, if nothing else changes until then. */
export interface Needed {
  readonly by: Day
  /** The number of days, from today to `by`, on which a contact can be made that still counts on the day `by`. */
  readonly days: number
  /**
   * The number of members who must still be reached to meet the target on the day `by`. Two groups are included:
   * members whose contacts are then too old to count, and members who are new by then.
   */
  readonly short: number
  /** The number of members who are reached now, but will not be reached any more on the day `by`. */
  readonly lapsing: number
  /**
   * The number of contacts that are needed to reach `short` more members, starting with the members who need the fewest
   * contacts. `undefined` if contacts in these days cannot meet the target.
   */
  readonly contacts: number | undefined
  /** The number of contacts that are needed each day, rounded up. `undefined` if contacts cannot meet the target. */
  readonly perDay: number | undefined
}

/** The members whom the visitors of one part of the population, such as a building, can reach by a day. */
export interface Reachable {
  /** The part of the population: for example, the id of a building or a group. */
  readonly part: string
  /** The number of contacts that the visitors of this part can make each day. */
  readonly capacity: number
  /** The number of contacts that the visitors of this part can make by the day: capacity times days. */
  readonly contacts: number
  /** The members of this part who can still be reached by the day, chosen in walking order (by door). */
  readonly inTime: ReadonlyArray<Missing>
  /** The members of this part who cannot be reached by the day, or cannot be reached by contacts at all. */
  readonly late: ReadonlyArray<Missing>
}

/**
 * A forecast for a coverage rule, with all its inputs.
 *
 * @category models
 */
export interface Forecast {
  readonly asOf: Day
  readonly standing: Standing
  readonly reached: number
  readonly of: number
  /** The number of members who must be reached to meet the target of the rule. */
  readonly target: number
  /**
   * The number of members who must still be reached to meet the target: `target - reached`, at least 0. If the target
   * has a quota for each part of the population, this is the sum over the parts.
   */
  readonly short: number
  readonly pace: Pace
  /**
   * The day on which the target is met at the present pace, or today if the target is already met. Missing if the
   * number of reached members does not grow, if there are no members to reach, or if the target is more than the number
   * of members. If the target has a quota for each part of the population, each part has a separate pace, and the day
   * is that of the last part.
   */
  readonly metOn?: Day
  readonly needed?: Needed
  readonly reachable: ReadonlyArray<Reachable>
}

/** A part of the population with its quota. If the target has only one quota, the only part is the whole population. */
interface Share {
  readonly reached: number
  readonly of: number
  readonly target: number
}

// A part of the population without members to reach needs no contacts, so it is left out.
const sharesOf = ({ target }: CoverageRule, { ratio, parts }: Coverage): ReadonlyArray<Share> =>
  (typeof target === "object" ? parts : [{ quota: target, ratio }]).map(
    ({ quota, ratio: { reached, of } }) => ({
      reached,
      of,
      target: of === 0 ? 0 : needed(quota, of)
    })
  )

const shortOf = ({ reached, target }: Share): number => Math.max(0, target - reached)
const sum = (numbers: ReadonlyArray<number>): number => numbers.reduce((all, one) => all + one, 0)

/**
 * The number of days until a part of the population meets its quota, if its pace stays the same. `undefined` if this
 * number cannot be computed.
 */
const waitOf = (share: Share, before: Share | undefined, days: number): number | undefined => {
  const short = shortOf(share)
  if (short === 0) return 0
  const gained = share.reached - (before?.reached ?? 0)
  return share.target > share.of || gained <= 0 || days <= 0 ? undefined : Math.ceil((short * days) / gained)
}

/**
 * The minimum number of contacts that are enough to reach `count` of the missing members. Each member is contacted at
 * most once a day.
 */
const fewestContacts = (gaps: ReadonlyArray<Missing>, count: number, days: number): number | undefined => {
  const wants = gaps.flatMap(({ wants }) => (wants === undefined || wants > days ? [] : [wants]))
  return wants.length < count ? undefined : sum(wants.sort((a, b) => a - b).slice(0, count))
}

const neededAt = (rule: CoverageRule, now: Coverage, ahead: Coverage, days: number): Needed => {
  const short = sum(sharesOf(rule, ahead).map(shortOf))
  const reached = new Set(now.reached.map(({ id }) => id))
  const contacts = fewestContacts(ahead.gaps, short, days)
  return {
    by: ahead.asOf,
    days,
    short,
    lapsing: ahead.gaps.filter(({ id }) => reached.has(id)).length,
    contacts,
    perDay: contacts === undefined ? undefined : contacts === 0 ? 0 : Math.ceil(contacts / days)
  }
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
      const perDay = Object.hasOwn(capacity, part) ? (capacity[part] ?? 0) : 0
      const contacts = perDay * days
      const [inTime, late]: [Array<Missing>, Array<Missing>] = [[], []]
      let left = contacts
      for (const member of members) {
        // A member who needs two contacts needs them on two different days.
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
 * Computes a forecast from the answers to a rule today and on an earlier day. To get the number of contacts that are
 * needed until a later day, also pass the answer on the later day: `evaluate(rule, facts, day)` with today's facts. In
 * this answer, old contacts and exclusions do not count any more, and people who will be 60 by the later day are
 * included.
 *
 * `daysUntil` returns the number of days after the first day, up to and including the second day, on which contacts can
 * be made. Default: every day. `capacity` is the number of contacts a day for each part of the population. `partOf`
 * returns the part of a missing member. Default: the building. If the target has a quota for each part, the returned
 * number of needed contacts is a lower bound.
 *
 * @example
 * ```ts
 * import * as CoverageForecast from "@liulinhui/core/Coverage"
 * import { evaluate, CoverageRule } from "@liulinhui/core/Coverage"
 * import * as Day from "@liulinhui/core/Day"
 * import { BuildingId, ContactKind } from "@liulinhui/core/Id"
 * import * as Registry from "@liulinhui/core/Registry"
 * import { building } from "@liulinhui/core/Registry"
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
 *   ahead: evaluate(rule, facts, Day.make("2026-03-06"))
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
    /** The answer to the rule on an earlier day, some weeks ago. */
    readonly before: Coverage
    /** The answer to the rule on a later day, if nothing changes until then. */
    readonly ahead?: Coverage
    readonly daysUntil?: (from: Day, until: Day) => number
    readonly capacity?: Readonly<Record<string, number>>
    readonly partOf?: (member: Missing) => string
  }
): Forecast => {
  const { now, before, ahead, capacity } = input
  const shares = sharesOf(rule, now)
  const earlier = sharesOf(rule, before)
  const pace: Pace = {
    since: before.asOf,
    reachedThen: before.ratio.reached,
    reachedNow: now.ratio.reached,
    gained: now.ratio.reached - before.ratio.reached,
    days: until(before.asOf, now.asOf)
  }
  const waits = shares.map((share, at) => waitOf(share, earlier[at], pace.days))
  const wait = waits.includes(undefined) ? undefined : Math.max(...waits.map((days) => days ?? 0))
  const known = wait !== undefined && now.standing !== "nothing-to-reach" && isDay(now.asOf + wait)
  const figures = {
    asOf: now.asOf,
    standing: now.standing,
    reached: now.ratio.reached,
    of: now.ratio.of,
    target: sum(shares.map(({ target }) => target)),
    short: sum(shares.map(shortOf)),
    pace,
    ...(known ? { metOn: add(now.asOf, wait) } : {})
  }
  if (ahead === undefined) return { ...figures, reachable: [] }
  // A contact before the window of the later day (the period in which contacts count) has no effect on the later day.
  const opens = ahead.window === undefined ? now.asOf : add(ahead.window.from, -1)
  const from = opens < now.asOf ? now.asOf : opens
  const days = ahead.asOf <= from ? 0 : (input.daysUntil ?? until)(from, ahead.asOf)
  return {
    ...figures,
    needed: neededAt(rule, now, ahead, days),
    reachable:
      capacity === undefined
        ? []
        : reachableBy(ahead.gaps, days, capacity, input.partOf ?? (({ place }) => place.building ?? ""))
  }
}
