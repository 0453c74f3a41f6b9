/**
 * A legally regulated vote of owners: the electorate with its weights, the ballots, and whether the vote has succeeded
 * ("carried").
 *
 * Votes are counted in two ways at once: by the floor area that the owner owns exclusively, and by the number of
 * owners, called heads (Civil Code Art. 278). First, enough owners must take part; then enough of them must agree. All
 * numbers are whole numbers, with areas in square centimetres: a share that is one square centimetre short is not
 * reached. Heads are counted as in the Supreme People's Court's 2020 interpretation on property in buildings, Arts. 8
 * and 9. Thresholds have changed over the years, so they are data, each with its first day.
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaGetter from "effect/SchemaGetter"
import { Day, DayFromIso, toIso } from "../kernel/Day.ts"
import { format as formatRatio, isAtLeast, isMoreThan, Ratio, RatioFromText } from "../kernel/Ratio.ts"
import { makeFor, objections } from "../kernel/Rule.ts"
import { TaggedError } from "../kernel/TaggedError.ts"
import { Text } from "../kernel/Text.ts"
import { HouseholdId, Tag } from "../place/Id.ts"

/** The result of a poll on a day: `carried` (it has succeeded), `failed`, or `open`. */
export const PollResult = Schema.Literals(["carried", "failed", "open"])
export type PollResult = typeof PollResult.Type

// ---------------------------------------------------------------------------------------------------------- rule sets

/** A share that must be reached (`at least`) or exceeded (`more than`). */
export const Threshold = Schema.Struct({ kind: Schema.Literals(["at least", "more than"]), share: Ratio })
export interface Threshold extends Schema.Schema.Type<typeof Threshold> {}

const threshold = /^(at least|more than) (\d{1,15}\/\d{1,15})$/

const readThreshold = (text: string): Threshold => {
  const [, kind, share] = threshold.exec(text) as unknown as [string, Threshold["kind"], string]
  return { kind, share: Schema.decodeSync(RatioFromText)(share) }
}

/** A threshold as it is written in a model: `at least 2/3`, `more than 1/2`. */
const ThresholdFromText = Schema.String.check(
  Schema.isPattern(/^(at least|more than) \d{1,15}\/0*[1-9]\d{0,14}$/, {
    expected: 'a threshold such as "at least 2/3" or "more than 1/2"'
  })
).pipe(
  Schema.decodeTo(Threshold, {
    decode: SchemaGetter.transform(readThreshold),
    encode: SchemaGetter.transform(({ kind, share }: Threshold) => `${kind} ${formatRatio(share)}`)
  })
)

/** A threshold for the area and a threshold for the heads. Both must be met. */
const Thresholds = Schema.Struct({ area: ThresholdFromText, heads: ThresholdFromText })

const isHalfOrMore = ({ share }: Threshold): boolean => 2 * share.over >= share.under

/**
 * The legal requirements for a vote, from the day `from` on.
 *
 * - `participation`: how much of the electorate must take part. Missing if the law does not require it.
 * - `of`: whether the votes in favour are counted as a share of those who take part, or of all owners.
 * - `silence`: how an owner without a ballot is counted. `absent`: the owner does not take part. `with-majority`: the
 *   owner is counted with the opinion that has more votes, separately for area and heads, as local rules may say. If
 *   the votes are equal, silence does not count.
 *
 * @category models
 */
export const Terms = Schema.Struct({
  from: DayFromIso,
  participation: Schema.optionalKey(Thresholds),
  consent: Thresholds,
  of: Schema.Literals(["participating", "all"]),
  silence: Schema.Literals(["absent", "with-majority"]),
  source: Schema.optionalKey(Schema.NonEmptyString)
}).check(
  Schema.makeFilter(
    ({ consent, silence }) =>
      silence === "absent" || (isHalfOrMore(consent.area) && isHalfOrMore(consent.heads)),
    { expected: "consent of at least 1/2 where silence follows the majority" }
  )
)
export interface Terms extends Schema.Schema.Type<typeof Terms> {}

/**
 * When the result of a poll is final.
 *
 * - `at-close`: after the last day of the poll. Until then, a ballot that was recorded wrongly can be withdrawn and
 *   cast again.
 * - `when-decided`: as soon as no further ballot can change the result. After that, no ballot can be withdrawn.
 */
export const Finality = Schema.Literals(["at-close", "when-decided"])
export type Finality = typeof Finality.Type

/** A kind of vote (a rule set), as it is written in a model under its id. */
export const RuleSetFields = Schema.Struct({
  name: Text,
  terms: Schema.NonEmptyArray(Terms),
  /** When the result of a poll is final. Default: `at-close`. */
  final: Schema.optionalKey(Finality)
})

/**
 * A kind of vote: its terms as they changed over the years, in any order. A poll uses the terms that are in force on
 * the day on which it opens.
 *
 * @category models
 */
export const RuleSet = Schema.Struct({ id: Tag, ...RuleSetFields.fields })
export interface RuleSet extends Schema.Schema.Type<typeof RuleSet> {}

/** The terms that are in force on a day: of all terms that have begun by then, the latest. */
export const termsOn = ({ terms }: RuleSet, on: Day): Terms | undefined =>
  terms.reduce<Terms | undefined>(
    (found, one) => (one.from <= on && (found === undefined || found.from < one.from) ? one : found),
    undefined
  )

// ---------------------------------------------------------------------------------------------------------- electorate

/** A key that identifies an owner. It is never a name. */
export const OwnerKey = Schema.String.check(Schema.isPattern(/^[\p{L}\p{N}][\p{L}\p{N}._:-]{0,99}$/u))
export type OwnerKey = typeof OwnerKey.Type

/**
 * A unit, such as a flat, which may have several owners. It is always one head.
 *
 * @category models
 */
export const Unit = Schema.Struct({
  id: HouseholdId,
  /**
   * The floor area for exclusive use, in square centimetres. It comes from the property register, otherwise from the
   * survey, otherwise from the contract.
   */
  area: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 1_000_000_000 })),
  /**
   * The owner. Missing if the unit is unsold or not yet handed over. All such units together are one head, for which
   * the developer votes.
   */
  owner: Schema.optionalKey(OwnerKey)
})
export interface Unit extends Schema.Schema.Type<typeof Unit> {}

/** The voter for all units that are unsold or not yet handed over. */
const developer: OwnerKey = "developer"

/** A voter: one head, with the total area of the owner's units. */
export interface Elector {
  readonly owner: OwnerKey
  readonly area: number
  readonly units: ReadonlyArray<HouseholdId>
}

/**
 * The electorate: who may vote, with areas. Several units of one owner are one head, and all unsold units together are
 * one head. If a common part of the building, such as a stairwell, is shared by only some owners, only these owners
 * vote (Shanghai property-management rules Art. 69): in that case, pass the units that share it.
 *
 * @example
 * ```ts
 * import { electorate } from "@liulinhui/core/Poll"
 * import { HouseholdId } from "@liulinhui/core/Id"
 * import { strict as assert } from "node:assert"
 *
 * const unit = (id: string, area: number, owner?: string) => ({
 *   id: HouseholdId.make(id),
 *   area,
 *   ...(owner === undefined ? {} : { owner })
 * })
 * const electors = electorate([unit("101", 500_000, "li"), unit("102", 600_000, "li"), unit("201", 700_000)])
 * assert.deepEqual(
 *   electors.map(({ owner, area }) => [owner, area]),
 *   [["li", 1_100_000], ["developer", 700_000]]
 * )
 * ```
 * @category electorate
 */
export const electorate = (
  units: Iterable<Unit>,
  sharing?: ReadonlySet<HouseholdId>
): ReadonlyArray<Elector> => {
  const electors = new Map<OwnerKey, { owner: OwnerKey; area: number; units: Array<HouseholdId> }>()
  for (const { area, id, owner = developer } of units) {
    if (sharing !== undefined && !sharing.has(id)) continue
    const elector = electors.get(owner)
    if (elector === undefined) electors.set(owner, { owner, area, units: [id] })
    else {
      elector.area += area
      elector.units.push(id)
    }
  }
  return [...electors.values()]
}

// ------------------------------------------------------------------------------------------------------------- ballots

/** An opinion: for, against, or neither. An owner who abstains takes part in the vote. */
export const Opinion = Schema.Literals(["agree", "against", "abstain"])
export type Opinion = typeof Opinion.Type

/** A person who votes in place of an owner. */
export const Proxy = Schema.Struct({
  by: OwnerKey,
  /** A reference to the document in which the owner authorised the proxy. */
  authority: Schema.optionalKey(Schema.NonEmptyString),
  /** The opinion that the owner stated in that document. */
  stated: Schema.optionalKey(Opinion)
})

/**
 * A ballot. A proxy may vote only with a written authorisation, and only for the opinion that is stated in it (Shanghai
 * property-management rules Art. 18).
 *
 * @category models
 */
export const Ballot = Schema.Struct({
  owner: OwnerKey,
  opinion: Opinion,
  on: DayFromIso,
  proxy: Schema.optionalKey(Proxy)
})
export interface Ballot extends Schema.Schema.Type<typeof Ballot> {}

/**
 * A poll: its electorate, its rules, and its first and last day (both included).
 *
 * @category models
 */
export interface Poll {
  readonly rules: RuleSet
  readonly opens: Day
  readonly closes: Day
  readonly electors: ReadonlyArray<Elector>
}

/**
 * Why a ballot does not count.
 *
 * @category errors
 */
export type BallotReason =
  | { readonly _tag: "NotAnElector"; readonly owner: OwnerKey }
  | { readonly _tag: "OutsideThePoll"; readonly on: Day; readonly opens: Day; readonly closes: Day }
  | { readonly _tag: "VotedAlready"; readonly owner: OwnerKey }
  | { readonly _tag: "NoWrittenAuthority"; readonly by: OwnerKey }
  | { readonly _tag: "NoStatedOpinion"; readonly by: OwnerKey }
  | { readonly _tag: "OtherOpinionStated"; readonly by: OwnerKey; readonly stated: Opinion }

/** A ballot that does not count, with all reasons. */
export interface Rejected {
  readonly ballot: Ballot
  readonly reasons: ReadonlyArray<BallotReason>
}

/**
 * The input of the rules for ballots: a ballot for a poll. `elector` is the elector whose ballot it is, who may have
 * voted before.
 */
export interface BallotQuestion {
  readonly poll: Pick<Poll, "opens" | "closes">
  readonly ballot: Ballot
  readonly elector: Elector | undefined
  readonly hasVoted: boolean
}

const rule = makeFor<BallotQuestion, BallotReason>()

const byAnElector = rule({
  id: "ballot-of-an-elector",
  name: "a ballot is of an owner who may vote in the poll",
  source: "Civil Code Art. 278; Shanghai property-management rules Art. 69",
  reasons: ["NotAnElector"],
  objections: ({ ballot: { owner }, elector }) =>
    elector === undefined ? [{ _tag: "NotAnElector", owner }] : []
})

const withinThePoll = rule({
  id: "ballot-within-poll",
  name: "a ballot is cast on a day of the poll",
  reasons: ["OutsideThePoll"],
  objections: ({ ballot: { on }, poll: { closes, opens } }) =>
    on < opens || on > closes ? [{ _tag: "OutsideThePoll", on, opens, closes }] : []
})

const votesOnce = rule({
  id: "ballot-once",
  name: "an owner votes once, with all units together",
  source: "2020 interpretation of the Supreme People's Court on property in buildings, Art. 9",
  reasons: ["VotedAlready"],
  objections: ({ ballot: { owner }, hasVoted }) => (hasVoted ? [{ _tag: "VotedAlready", owner }] : [])
})

const byProxy = rule({
  id: "ballot-by-proxy",
  name: "a proxy votes with a written authority, and for the opinion stated in it",
  source: "Shanghai property-management rules Art. 18",
  reasons: ["NoWrittenAuthority", "NoStatedOpinion", "OtherOpinionStated"],
  objections: ({ ballot: { opinion, proxy } }) => {
    if (proxy === undefined) return []
    const { authority, by, stated } = proxy
    return [
      ...(authority === undefined ? [{ _tag: "NoWrittenAuthority", by } as const] : []),
      ...(stated === undefined
        ? [{ _tag: "NoStatedOpinion", by } as const]
        : stated === opinion
          ? []
          : [{ _tag: "OtherOpinionStated", by, stated } as const])
    ]
  }
})

/**
 * The rules that every ballot must follow.
 *
 * @category rules
 */
export const ballotRules = [byAnElector, withinThePoll, votesOnce, byProxy] as const

// --------------------------------------------------------------------------------------------------------------- tally

/** The weight of votes: an area in square centimetres, and a number of heads. */
export interface Weight {
  readonly area: number
  readonly heads: number
}

/** One condition of a vote: the votes, the total of which they are a share, and the threshold. */
export interface Test {
  readonly of: "participation" | "consent"
  readonly measure: keyof Weight
  readonly part: number
  readonly whole: number
  readonly threshold: Threshold
  readonly met: boolean
}

/**
 * How few further ballots can decide an open poll. A field is missing if no number of ballots can.
 *
 * @category models
 */
export interface Fewest {
  /** The minimum number of ballots in favour with which the poll would succeed, if it closed right after them. */
  readonly toPass?: number
  /** The minimum number of ballots in favour after which the poll succeeds, however all other owners vote. */
  readonly toCarry?: number
  /** The minimum number of ballots against or abstaining after which the poll fails, however all other owners vote. */
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
  /** The owners who have not cast a ballot that counts. */
  readonly silent: Weight
  /** The conditions of the vote, checked with the present ballots as if the poll closed now. */
  readonly tests: ReadonlyArray<Test>
  readonly fewest: Fewest
  readonly rejected: ReadonlyArray<Rejected>
}

const zero: Weight = { area: 0, heads: 0 }
const plus = (a: Weight, b: Weight): Weight => ({ area: a.area + b.area, heads: a.heads + b.heads })
const less = (a: Weight, b: Weight): Weight => ({ area: a.area - b.area, heads: a.heads - b.heads })
const weightOf = ({ area }: Elector): Weight => ({ area, heads: 1 })

const meets = ({ kind, share }: Threshold, part: number, whole: number): boolean =>
  kind === "at least" ? isAtLeast(share, part, whole) : isMoreThan(share, part, whole)

/** The weight of the ballots by opinion, and the weight of owners without a ballot. */
interface Count {
  readonly agree: Weight
  readonly against: Weight
  readonly abstain: Weight
  readonly silent: Weight
}

/** Checks the conditions of the vote on a final count. If the electorate is empty, the vote does not succeed. */
const testsOf = (
  { consent, of, participation, silence }: Terms,
  { abstain, against, agree, silent }: Count
): ReadonlyArray<Test> => {
  const test = (
    name: Test["of"],
    measure: keyof Weight,
    part: number,
    whole: number,
    threshold: Threshold
  ): Test => ({
    of: name,
    measure,
    part,
    whole,
    threshold,
    met: whole > 0 && meets(threshold, part, whole)
  })
  return (["area", "heads"] as const).flatMap((measure) => {
    const cast = agree[measure] + against[measure] + abstain[measure]
    const all = cast + silent[measure]
    const follows = silence === "with-majority" && agree[measure] !== against[measure]
    const taking = follows ? all : cast
    const agreeing = agree[measure] + (follows && agree[measure] > against[measure] ? silent[measure] : 0)
    return [
      ...(participation === undefined
        ? []
        : [test("participation", measure, taking, all, participation[measure])]),
      test("consent", measure, agreeing, of === "all" ? all : taking, consent[measure])
    ]
  })
}

const passes = (terms: Terms, count: Count): boolean => testsOf(terms, count).every(({ met }) => met)

/**
 * The least number from 0 to `most` for which a condition is true. If the condition is true for a number, it must be
 * true for all larger numbers.
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
 * The minimum numbers of further ballots that would decide the poll. Every ballot is one head, so the fastest way is
 * always to collect the ballots of the owners with the largest areas first. With one sorted list of cumulative areas, a
 * binary search answers each question.
 *
 * In the worst case for those in favour, all other owners take part and vote against. Then everybody takes part, so
 * votes in favour are a share of all owners under any terms. (If silence is counted with the majority and at least half
 * must agree, a tie makes no difference.) In the best case, all other owners vote in favour.
 */
const outlook = (terms: Terms, count: Count, silent: ReadonlyArray<Elector>): Fewest => {
  const areas = [0]
  for (const { area } of silent.toSorted((a, b) => b.area - a.area)) areas.push((areas.at(-1) ?? 0) + area)
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
  // If nobody else votes, the present participation must be enough.
  const carries = (one: Count): boolean => passes(terms, one) && passes(terms, worst(one))
  const toPass = fewest(silent.length, (n) => passes(terms, agreeing(n)))
  const toCarry = fewest(silent.length, (n) => carries(agreeing(n)))
  const toFail = fewest(silent.length, (n) => !passes(terms, best(opposed(n))))
  return {
    ...(toPass === undefined ? {} : { toPass }),
    ...(toCarry === undefined ? {} : { toCarry }),
    ...(toFail === undefined ? {} : { toFail })
  }
}

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
 * Counts a poll on a day, from the ballots that were cast by then, in order. If an owner casts two ballots, the first
 * one counts. After its last day, a poll is carried or failed. Before that, it is carried or failed only if no further
 * ballot can change the result, and otherwise open.
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
  const sums: Record<Opinion, { area: number; heads: number }> = {
    agree: { area: 0, heads: 0 },
    against: { area: 0, heads: 0 },
    abstain: { area: 0, heads: 0 }
  }
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
    sums[opinion].area += elector.area
    sums[opinion].heads += 1
  }
  const silentElectors = electors.filter(({ owner }) => !voted.has(owner))
  const count: Count = { ...sums, silent: silentElectors.map(weightOf).reduce(plus, zero) }
  const tests = testsOf(terms, count)
  const isClosed = on > closes
  const ahead = isClosed ? {} : outlook(terms, count, silentElectors)
  const carried = isClosed ? tests.every(({ met }) => met) : ahead.toCarry === 0
  const failed = isClosed ? !carried : ahead.toFail === 0
  return Result.succeed({
    terms,
    result: carried ? "carried" : failed ? "failed" : "open",
    electorate: electors.map(weightOf).reduce(plus, zero),
    ...count,
    tests,
    fewest: carried || failed ? {} : ahead,
    rejected
  })
}
