/**
 * The count of a vote of owners, and whether the vote has carried (was successful).
 *
 * An area that is not known is never counted as 0, or as any other fixed number. Instead, each test is computed for the
 * smallest and for the largest area that the unit can have. The vote has carried, or has failed, only if both
 * computations have the same result.
 */
import * as Result from "effect/Result"
import { Day, toIso } from "../kernel/Day.ts"
import { isAtLeast, isMoreThan } from "../kernel/Ratio.ts"
import { objections } from "../kernel/Rule.ts"
import { TaggedError } from "../kernel/TaggedError.ts"
import { type HouseholdId, Tag } from "../place/Id.ts"
import { largestArea } from "../place/Registry.ts"
import {
  type Ballot,
  ballotRules,
  type Elector,
  type Opinion,
  type OwnerKey,
  type Poll,
  type PollResult,
  type Rejected,
  type Terms,
  termsOn,
  type Threshold
} from "./Poll.ts"

/** The weight of some votes: their area in square centimetres, and their number of heads (owners). */
export interface Weight {
  /** The sum of those areas that are known. */
  readonly area: number
  readonly heads: number
  /** The number of units whose area is not known. Missing if all areas are known. */
  readonly unknown?: number
}

/**
 * One test of a vote, such as "enough area takes part". `part` are the votes that count for it, `whole` is the total,
 * and `threshold` is the required share. `part` and `whole` contain only areas that are known.
 */
export interface Test {
  readonly of: "participation" | "consent"
  readonly measure: "area" | "heads"
  readonly part: number
  readonly whole: number
  readonly threshold: Threshold
  /** Whether the test is met. `unknown` if this depends on areas that are not known. */
  readonly met: Met
}

/** Whether a condition is met. `unknown` if this is not certain. */
export type Met = boolean | "unknown"

/**
 * The minimum numbers of further ballots that would decide an open poll. A field is missing if no number of ballots is
 * enough, or if the number depends on areas that are not known.
 *
 * @category models
 */
export interface Fewest {
  /**
   * The minimum number of further ballots in favour with which the poll would succeed if it closed immediately after
   * them.
   */
  readonly toPass?: number
  /**
   * The minimum number of further ballots in favour after which the poll succeeds, no matter how all other owners vote.
   */
  readonly toCarry?: number
  /**
   * The minimum number of further ballots against or abstaining after which the poll fails, no matter how all other
   * owners vote.
   */
  readonly toFail?: number
}

/**
 * The count of the ballots of a poll on a day, and what it means for the result.
 *
 * @category models
 */
export interface Tally {
  readonly terms: Terms
  /** The result. It is `open` as long as further ballots can still change it. */
  readonly result: PollResult
  readonly electorate: Weight
  readonly agree: Weight
  readonly against: Weight
  readonly abstain: Weight
  /** The owners without a ballot that counts. */
  readonly silent: Weight
  /** The conditions of the vote, checked with the present ballots as if the poll closed now. */
  readonly tests: ReadonlyArray<Test>
  readonly fewest: Fewest
  /** The units whose area must still be entered, because the result depends on it. */
  readonly areasNeeded: ReadonlyArray<HouseholdId>
  readonly rejected: ReadonlyArray<Rejected>
}

const weight = (area: number, heads: number, unknown: number): Weight => ({
  area,
  heads,
  ...(unknown === 0 ? {} : { unknown })
})
const zero: Weight = { area: 0, heads: 0 }
const unknownIn = ({ unknown = 0 }: Weight): number => unknown
const plus = (a: Weight, b: Weight): Weight =>
  weight(a.area + b.area, a.heads + b.heads, unknownIn(a) + unknownIn(b))
const less = (a: Weight, b: Weight): Weight =>
  weight(a.area - b.area, a.heads - b.heads, unknownIn(a) - unknownIn(b))
const sum = (weights: ReadonlyArray<Weight>): Weight => weights.reduce(plus, zero)
const weightOf = ({ area, unknown }: Elector): Weight => weight(area, 1, unknown?.length ?? 0)

/**
 * The smallest and the largest possible value of a weight. An area that is not known is at least 1, because every unit
 * has some area.
 */
const rangeOf = (self: Weight, measure: Test["measure"]): readonly [least: number, most: number] =>
  measure === "heads"
    ? [self.heads, self.heads]
    : [self.area + unknownIn(self), self.area + unknownIn(self) * largestArea]

const meets = ({ kind, share }: Threshold, part: number, whole: number): boolean =>
  whole > 0 && (kind === "at least" ? isAtLeast(share, part, whole) : isMoreThan(share, part, whole))

/**
 * Whether `part` reaches the threshold as a share of `part` and `rest` together. The share is smallest if `part` is as
 * small and `rest` as large as possible. If it reaches the threshold only with other areas, the answer is "unknown".
 */
const hasShare = (threshold: Threshold, measure: Test["measure"], part: Weight, rest: Weight): Met => {
  const [least, most] = rangeOf(part, measure)
  const [leastRest, mostRest] = rangeOf(rest, measure)
  if (meets(threshold, least, least + mostRest)) return true
  return meets(threshold, most, most + leastRest) ? "unknown" : false
}

const every = (some: ReadonlyArray<Met>): Met =>
  some.includes(false) ? false : some.includes("unknown") ? "unknown" : true

/** If all given answers are equal, returns this answer. Otherwise returns "unknown". */
const inAnyCase = ([first = "unknown", ...others]: ReadonlyArray<Met>): Met =>
  others.every((other) => other === first) ? first : "unknown"

/** The weight of the ballots for each opinion, and the weight of the owners without a ballot. */
interface Count {
  readonly agree: Weight
  readonly against: Weight
  readonly abstain: Weight
  readonly silent: Weight
}

/**
 * How owners without a ballot are counted: with one of the two opinions, or `absent`, as owners who do not take part.
 */
type Following = "agree" | "against" | "absent"

/**
 * All possible ways in which owners without a ballot may have to be counted. There are several ways only if some areas
 * are not known.
 */
const followings = (
  { silence }: Terms,
  { against, agree }: Count,
  measure: Test["measure"]
): ReadonlyArray<Following> => {
  if (silence === "absent") return ["absent"]
  const [leastFor, mostFor] = rangeOf(agree, measure)
  const [leastAgainst, mostAgainst] = rangeOf(against, measure)
  return [
    ...(mostFor > leastAgainst ? ["agree" as const] : []),
    ...(mostAgainst > leastFor ? ["against" as const] : []),
    ...(mostFor >= leastAgainst && mostAgainst >= leastFor ? ["absent" as const] : [])
  ]
}

/** For each test: the votes that count for it (`part`), and the other votes of its total (`rest`). */
const partsOf = ({ of }: Terms, { abstain, against, agree, silent }: Count, following: Following) => {
  const none: ReadonlyArray<Weight> = []
  const follow = following === "absent" ? none : [silent]
  const stay = following === "absent" ? [silent] : none
  return {
    participation: { part: sum([agree, against, abstain, ...follow]), rest: sum(stay) },
    consent: {
      part: sum([agree, ...(following === "agree" ? follow : none)]),
      rest: sum([
        against,
        abstain,
        ...(following === "against" ? follow : none),
        ...(of === "all" ? stay : none)
      ])
    }
  }
}

/** Checks the conditions of the vote, as if the count were final. If nobody may vote, the vote does not succeed. */
const testsOf = (terms: Terms, count: Count): ReadonlyArray<Test> =>
  (["area", "heads"] as const).flatMap((measure) => {
    const cases = followings(terms, count, measure).map((following) => partsOf(terms, count, following))
    return (["participation", "consent"] as const).flatMap((of): ReadonlyArray<Test> => {
      const threshold = terms[of]?.[measure]
      const [first] = cases
      if (threshold === undefined || first === undefined) return []
      const { part, rest } = first[of]
      return [
        {
          of,
          measure,
          part: part[measure],
          whole: part[measure] + rest[measure],
          threshold,
          met: inAnyCase(cases.map((one) => hasShare(threshold, measure, one[of].part, one[of].rest)))
        }
      ]
    })
  })

const passes = (terms: Terms, count: Count): Met => every(testsOf(terms, count).map(({ met }) => met))

/**
 * The smallest number from 0 to `most` for which a condition is true. `undefined` if it is true for no such number.
 * If the condition is true for a number, it must also be true for all larger numbers.
 */
const fewest = (most: number, holds: (n: number) => boolean): number | undefined => {
  if (!holds(most)) return undefined
  let low = 0
  let high = most
  while (low < high) {
    const middle = (low + high) >> 1
    if (holds(middle)) high = middle
    else low = middle + 1
  }
  return low
}

/**
 * The minimum numbers of further ballots that would decide the poll. Every ballot counts as one head. So the fewest
 * ballots are needed if the owners with the largest areas vote first. The areas are sorted and added up once, and then
 * a binary search answers each question.
 *
 * In the worst case for those in favour, all other owners take part and vote against. Then everybody takes part, so the
 * votes in favour are a share of all owners, whatever the terms (legal requirements) are. (If owners without a ballot
 * are counted with the majority and at least half must agree, an equal number of votes makes no difference.) In the
 * best case, all other owners vote in favour.
 */
const outlook = (terms: Terms, count: Count, silent: ReadonlyArray<Elector>): Fewest => {
  const isUnknown = Object.values(count).some((one: Weight) => unknownIn(one) > 0)
  // If some areas are not known, it is also not known which ballots have the largest areas. Then only a result that is
  // certain without further ballots can be found.
  const further = isUnknown ? [] : silent
  const areas = [0]
  for (const { area } of further.toSorted((a, b) => b.area - a.area)) areas.push((areas.at(-1) ?? 0) + area)
  const most = (n: number): Weight => ({ area: areas[n] ?? 0, heads: n })
  const agreeing = (n: number): Count => ({
    ...count,
    agree: plus(count.agree, most(n)),
    silent: less(count.silent, most(n))
  })
  const opposed = (n: number): Count => ({
    ...count,
    against: plus(count.against, most(n)),
    silent: less(count.silent, most(n))
  })
  const worst = (one: Count): Count => ({ ...one, against: plus(one.against, one.silent), silent: zero })
  const best = (one: Count): Count => ({ ...one, agree: plus(one.agree, one.silent), silent: zero })
  const pass = (one: Count): boolean => passes(terms, one) === true
  // The poll must succeed in two cases: nobody else votes (so enough owners must take part already), and all others
  // vote against.
  const carries = (one: Count): boolean => pass(one) && pass(worst(one))
  const toPass = fewest(further.length, (n) => pass(agreeing(n)))
  const toCarry = fewest(further.length, (n) => carries(agreeing(n)))
  const toFail = fewest(further.length, (n) => passes(terms, best(opposed(n))) === false)
  return {
    ...(toPass === undefined ? {} : { toPass }),
    ...(toCarry === undefined ? {} : { toCarry }),
    ...(toFail === undefined ? {} : { toFail })
  }
}

/** The result of a poll that is over. */
const resultOf = (tests: ReadonlyArray<Test>): PollResult => {
  const met = every(tests.map((test) => test.met))
  return met === "unknown" ? met : met ? "carried" : "failed"
}

/** The result of a poll that is not over. */
const resultSoFar = ({ toCarry, toFail }: Fewest): PollResult =>
  toCarry === 0 ? "carried" : toFail === 0 ? "failed" : "open"

/**
 * The rule set of a poll has no terms (legal requirements) that are in force on the day on which the poll opens.
 *
 * @category errors
 */
export class NoTerms extends TaggedError<NoTerms>()(
  "NoTerms",
  { rules: Tag, on: Day },
  ({ on, rules }) =>
    `the rules "${rules}" have no terms on ${toIso(on)}: open the poll on a later day, or add terms to the model`
) {}

/**
 * Counts a poll on a day: the ballots cast by then, in order. If an owner has two ballots, the first one counts. After
 * the last day of the poll, its result is carried (successful) or failed, or unknown if it depends on areas that are
 * not known. Until then, the result is carried or failed if no further ballots can change it, and otherwise open.
 *
 * @example
 * ```ts
 * import * as Poll from "@liulinhui/core/Poll"
 * import * as Day from "@liulinhui/core/Day"
 * import { HouseholdId } from "@liulinhui/core/Id"
 * import { pollRules } from "@liulinhui/six-hearts/Polls"
 * import * as Result from "effect/Result"
 * import * as Schema from "effect/Schema"
 * import { strict as assert } from "node:assert"
 *
 * const id = "civil-code-278-alteration"
 * const rules = Schema.decodeUnknownSync(Poll.RuleSet)({ id, ...pollRules[id] })
 * const owners = ["li", "wu", "xu", "yu"]
 * const units = owners.map((owner, at) => ({ id: HouseholdId.make(`10${at + 1}`), area: 800_000, owner }))
 * const poll = {
 *   rules,
 *   opens: Day.make("2026-03-01"),
 *   closes: Day.make("2026-03-31"),
 *   electors: Poll.electorate(units)
 * }
 * const ballots = ["li", "wu"].map((owner) => ({ owner, opinion: "agree" as const, on: Day.make("2026-03-05") }))
 * const { fewest, result } = Result.getOrThrow(Poll.tally(poll, ballots, Day.make("2026-03-06")))
 * assert.equal(result, "open")
 * // One more in favour carries it, whatever the fourth does; two against sink it.
 * assert.deepEqual(fewest, { toPass: 1, toCarry: 1, toFail: 2 })
 * ```
 * @category tally
 */
export const tally = (poll: Poll, ballots: Iterable<Ballot>, on: Day): Result.Result<Tally, NoTerms> => {
  const { closes, electors, opens, rules } = poll
  const terms = termsOn(rules, opens)
  if (terms === undefined) return Result.fail(new NoTerms({ rules: rules.id, on: opens }))
  const byOwner = new Map(electors.map((elector) => [elector.owner, elector]))
  const voted = new Set<OwnerKey>()
  const sums: Record<Opinion, Weight> = { agree: zero, against: zero, abstain: zero }
  const rejected: Array<Rejected> = []
  for (const ballot of ballots) {
    if (ballot.on > on) continue
    const { opinion, owner } = ballot
    const elector = byOwner.get(owner)
    const reasons = objections(ballotRules, { poll, ballot, elector, hasVoted: voted.has(owner) })
    if (elector === undefined || reasons.length > 0) {
      rejected.push({ ballot, reasons })
      continue
    }
    voted.add(owner)
    sums[opinion] = plus(sums[opinion], weightOf(elector))
  }
  const silentElectors = electors.filter(({ owner }) => !voted.has(owner))
  const count: Count = { ...sums, silent: sum(silentElectors.map(weightOf)) }
  const tests = testsOf(terms, count)
  const ahead = on > closes ? undefined : outlook(terms, count, silentElectors)
  const result = ahead === undefined ? resultOf(tests) : resultSoFar(ahead)
  const isDecided = result === "carried" || result === "failed"
  return Result.succeed({
    terms,
    result,
    electorate: sum(electors.map(weightOf)),
    ...count,
    tests,
    fewest: isDecided ? {} : (ahead ?? {}),
    areasNeeded: isDecided ? [] : electors.flatMap(({ unknown }) => unknown ?? []),
    rejected
  })
}
