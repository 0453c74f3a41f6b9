/**
 * A vote of owners that is required by law: its rules, the electorate (the owners who may vote) with their weights, and
 * the ballots. `Tally` counts the votes.
 *
 * Votes are counted in two ways at the same time: by the floor area that an owner owns exclusively, and by the number
 * of owners, called heads (Civil Code Art. 278). Two conditions must be met: enough owners must take part, and enough
 * of them must agree. All numbers are whole numbers, and areas are in square centimetres. So a threshold is missed even
 * if only one square centimetre is missing. Heads are counted as in the Supreme People's Court's 2020 interpretation on
 * property in buildings, Arts. 8 and 9.
 *
 * Thresholds have changed over the years. So they are data, each with its first day.
 */
import * as Schema from "effect/Schema"
import * as SchemaGetter from "effect/SchemaGetter"
import { type Day, DayFromIso } from "../kernel/Day.ts"
import { format as formatRatio, Ratio, RatioFromText } from "../kernel/Ratio.ts"
import { makeFor } from "../kernel/Rule.ts"
import { Text } from "../kernel/Text.ts"
import { HouseholdId, ResidentId, Tag } from "../place/Id.ts"
import { largestArea } from "../place/Registry.ts"

/**
 * The result of a poll on a day: carried (successful), failed, or still open. `unknown`: the poll is over, but its
 * result depends on areas that are not known.
 */
export const PollResult = Schema.Literals(["carried", "failed", "open", "unknown"])
export type PollResult = typeof PollResult.Type

// ---------------------------------------------------------------------------------------------------------- rule sets

/** The share of votes that must be reached (`at least`) or exceeded (`more than`). */
export const Threshold = Schema.Struct({ kind: Schema.Literals(["at least", "more than"]), share: Ratio })
export interface Threshold extends Schema.Schema.Type<typeof Threshold> {}

const threshold = /^(at least|more than) (\d{1,15}\/\d{1,15})$/

const readThreshold = (text: string): Threshold => {
  const [, kind, share] = threshold.exec(text) as unknown as [string, Threshold["kind"], string]
  return { kind, share: Schema.decodeSync(RatioFromText)(share) }
}

/** A threshold as it is written in a model: `at least 2/3`, `more than 1/2`. */
const ThresholdFromText = Schema.String.check(
  Schema.isPattern(/^(at least|more than) \d{1,15}\/0*[1-9]\d{0,14}$/u, {
    expected: 'a threshold such as "at least 2/3" or "more than 1/2"'
  })
).pipe(
  Schema.decodeTo(Threshold, {
    decode: SchemaGetter.transform(readThreshold),
    encode: SchemaGetter.transform(({ kind, share }: Threshold) => `${kind} ${formatRatio(share)}`)
  })
)

/** A threshold for the area and a threshold for the heads. Both thresholds must be met. */
const Thresholds = Schema.Struct({ area: ThresholdFromText, heads: ThresholdFromText })

const isHalfOrMore = ({ share }: Threshold): boolean => 2 * share.over >= share.under

/**
 * The legal requirements for a vote, from the day `from` on.
 *
 * - `participation`: how much of the electorate (all who may vote) must take part. Missing if the law does not require
 *   a minimum.
 * - `of`: whether the votes in favour are counted as a share of the owners who take part, or of all owners.
 * - `silence`: how an owner without a ballot is counted. `absent`: the owner does not take part. `with-majority`: the
 *   owner counts as having the opinion that has more votes, separately for area and heads, as local rules may say. If
 *   both opinions have the same number of votes, owners without a ballot are not counted.
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

/** A kind of vote (a rule set), as it is written in a model. The key in the model is the id of the rule set. */
export const RuleSetFields = Schema.Struct({
  name: Text,
  terms: Schema.NonEmptyArray(Terms),
  /** When the result of a poll is final. Default: `at-close`. */
  final: Schema.optionalKey(Finality)
})

/**
 * A kind of vote, with all versions of its terms (legal requirements), in any order: they have changed over the years.
 * A poll uses the terms that are in force on the day on which it opens.
 *
 * @category models
 */
export const RuleSet = Schema.Struct({ id: Tag, ...RuleSetFields.fields })
export interface RuleSet extends Schema.Schema.Type<typeof RuleSet> {}

/** The terms (legal requirements) that are in force on a day: the latest terms that have begun by then. */
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
 * A unit, such as a flat, which may have several owners. A unit counts as one head (one vote), no matter how many
 * owners it has.
 *
 * @category models
 */
export const Unit = Schema.Struct({
  id: HouseholdId,
  /**
   * The exclusive area (the part that belongs to the owner alone) in square centimetres. It is taken from the register;
   * if that has no area, from the survey; otherwise from the contract. Missing if it is not known.
   */
  area: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: largestArea }))),
  /**
   * The owner of the unit. Missing if the unit is unsold or not yet handed over. All such units together are one head
   * (one vote), which the developer casts.
   */
  owner: Schema.optionalKey(OwnerKey),
  /**
   * The resident who is the owner of the unit. Missing if the owner is not a resident, or if it is not known which
   * resident it is.
   */
  resident: Schema.optionalKey(ResidentId)
})
export interface Unit extends Schema.Schema.Type<typeof Unit> {}

/** The voter for all units that are unsold or not yet handed over. */
const developer: OwnerKey = "developer"

/** A voter: one owner, counted as one head, with the total area of the owner's units. */
export interface Elector {
  readonly owner: OwnerKey
  /** The sum of those areas of the owner's units that are known. */
  readonly area: number
  readonly units: ReadonlyArray<HouseholdId>
  /** The units of the owner whose area is not known. Missing if all areas are known. */
  readonly unknown?: readonly [HouseholdId, ...ReadonlyArray<HouseholdId>]
  /**
   * The residents who are this owner. There are several if they own a unit together. Missing if no such resident is
   * known.
   */
  readonly residents?: readonly [ResidentId, ...ReadonlyArray<ResidentId>]
}

/**
 * The electorate: who may vote, with areas. Several units of one owner are one head (one vote), and all unsold units
 * together are one head. If a common part of the building, such as a stairwell, is shared by only some owners, only
 * these owners vote (Shanghai property-management rules Art. 69): in that case, pass the units that share that part.
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
  const electors = new Map<OwnerKey, Array<Unit>>()
  for (const unit of units) {
    const { id, owner = developer } = unit
    if (sharing !== undefined && !sharing.has(id)) continue
    const own = electors.get(owner)
    if (own === undefined) electors.set(owner, [unit])
    else own.push(unit)
  }
  return [...electors].map(([owner, own]) => electorOf(owner, own))
}

const electorOf = (owner: OwnerKey, units: ReadonlyArray<Unit>): Elector => {
  const [first, ...others] = units.flatMap(({ area, id }) => (area === undefined ? [id] : []))
  const [person, ...people] = new Set(units.flatMap(({ resident }) => resident ?? []))
  return {
    owner,
    area: units.reduce((sum, { area = 0 }) => sum + area, 0),
    units: units.map(({ id }) => id),
    ...(first === undefined ? {} : { unknown: [first, ...others] }),
    ...(person === undefined ? {} : { residents: [person, ...people] })
  }
}

/** Returns the elector (voter) after the area of a unit became known. */
export const withArea = (self: Elector, unit: HouseholdId, area: number): Elector => {
  const { unknown, ...others } = self
  if (unknown?.includes(unit) !== true) return self
  const [first, ...left] = unknown.filter((one) => one !== unit)
  return { ...others, area: self.area + area, ...(first === undefined ? {} : { unknown: [first, ...left] }) }
}

// ------------------------------------------------------------------------------------------------------------- ballots

/**
 * An opinion in a vote: for, against, or neither. An owner who abstains (has neither opinion) still takes part in the
 * vote.
 */
export const Opinion = Schema.Literals(["agree", "against", "abstain"])
export type Opinion = typeof Opinion.Type

/** A person who votes in place of an owner. */
export const Proxy = Schema.Struct({
  by: OwnerKey,
  /** A reference to the document in which the owner authorised the proxy. */
  authority: Schema.optionalKey(Schema.NonEmptyString),
  /** The opinion that the owner stated in the document that authorises the proxy. */
  stated: Schema.optionalKey(Opinion)
})

/**
 * A ballot: the vote of one owner. A proxy (a person who votes in place of the owner) may vote only with a written
 * authorisation, and only for the opinion that is stated in it (Shanghai property-management rules Art. 18).
 *
 * @category models
 */
export const Ballot = Schema.Struct({
  owner: OwnerKey,
  opinion: Opinion,
  on: DayFromIso,
  proxy: Schema.optionalKey(Proxy),
  /** A reference to the proof of inheritance. It is needed if an owner has died and the heirs vote. */
  heirs: Schema.optionalKey(Schema.NonEmptyString)
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
 * Why a ballot in a poll does not count.
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
  /** The owner had already died on the day of the ballot. Only the heirs may vote, with a proof of inheritance. */
  | { readonly _tag: "OwnerDied"; readonly owner: OwnerKey; readonly died: Day }

/** A ballot that does not count, with all reasons. */
export interface Rejected {
  readonly ballot: Ballot
  readonly reasons: ReadonlyArray<BallotReason>
}

/**
 * The input of the rules for ballots: a ballot, and its poll. `elector` is the owner who votes. `hasVoted` says whether
 * this owner has already voted.
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
