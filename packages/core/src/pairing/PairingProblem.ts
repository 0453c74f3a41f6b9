/**
 * A pairing problem as data: which branches may lead which groups, what each pair is worth, and what people have
 * settled beforehand. All of it is data, scores of a criterion that a user adds included, so that a proposal kept in
 * the ledger can be checked again years later from the entry alone.
 */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { StatedReason } from "../kernel/StatedReason.ts"
import { BranchFields } from "../place/Branch.ts"
import { GroupFields } from "../place/Group.ts"
import { BranchId, GroupId, Tag } from "../place/Id.ts"

/** The most that one pair may be worth or cost, in points: ±2⁴⁰. */
export const mostPoints = 2 ** 40

/** Points of one pair: a whole number, so that optimal means optimal. */
export const Points = Schema.Int.check(Schema.isBetween({ minimum: -mostPoints, maximum: mostPoints }))

/**
 * A branch that leads a group.
 *
 * @category models
 */
export const PairRef = Schema.Struct({ branch: BranchId, group: GroupId })
export interface PairRef extends Schema.Schema.Type<typeof PairRef> {}

/**
 * A pair on which people have decided, with their reason: as a pin it must be, as a ban it must not be.
 *
 * @category models
 */
export const Settled = Schema.Struct({ branch: BranchId, group: GroupId, reason: StatedReason })
export interface Settled extends Schema.Schema.Type<typeof Settled> {}

/**
 * How to weigh points against leaving things as they are:
 *
 * - `best-score`: the best score, and among the plans that reach it the fewest changed pairs;
 * - `fewest-changes`: the fewest changed pairs, and among those plans the best score;
 * - `pricePerChange`: each changed pair costs so many points (or so many for every `forChanges` of them, for a price
 *   that is no whole number); among equals the fewest changed pairs.
 *
 * A changed pair is one of the plan that is not in force.
 *
 * @category models
 */
export const Policy = Schema.Union([
  Schema.Literals(["best-score", "fewest-changes"]),
  Schema.Struct({
    pricePerChange: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: mostPoints })),
    forChanges: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 100_000 })))
  })
])
export type Policy = typeof Policy.Type

/** What becomes of a case already open when another branch begins to lead its group. */
export const OpenCases = Schema.Literals(["follow", "stay"])
export type OpenCases = typeof OpenCases.Type

/**
 * Integer weights by the name of a criterion; a criterion that is not named counts for nothing. `strengths`,
 * `territory`, `people` and `continuity` are built in (see `pairing/Criteria`), any other name is a table of the
 * problem.
 */
export const CriteriaWeights = Schema.Record(
  Tag,
  Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 1_000_000 }))
)
export type CriteriaWeights = typeof CriteriaWeights.Type

const pins = Schema.Array(Settled).pipe(Schema.withDecodingDefaultTypeKey(Effect.succeed([])))

/**
 * What a model says under `pairing:`.
 *
 * ```yaml
 * pairing:
 *   criteria: { strengths: 1, territory: 500, continuity: 2000 }
 *   pins:
 *     - { branch: branch-1, group: peace, reason: its secretary is a trained mediator }
 *   bans: []
 *   repair: best-score # or fewest-changes, or { pricePerChange: 500 }
 *   openCases: follow # or stay
 * ```
 */
export const PairingFields = {
  criteria: CriteriaWeights,
  pins,
  bans: pins,
  repair: Policy.pipe(Schema.withDecodingDefaultTypeKey(Effect.succeed("best-score" as const))),
  openCases: OpenCases.pipe(Schema.withDecodingDefaultTypeKey(Effect.succeed("follow" as const)))
}

/** What a problem needs to know of a branch: a `Branch` of the district is one. */
export const Giver = Schema.Struct({
  id: BranchId,
  strengths: BranchFields.strengths.pipe(Schema.withDecodingDefaultTypeKey(Effect.succeed({}))),
  buildings: BranchFields.buildings.pipe(Schema.withDecodingDefaultTypeKey(Effect.succeed([]))),
  people: BranchFields.people.pipe(Schema.withDecodingDefaultTypeKey(Effect.succeed(0))),
  leads: BranchFields.leads.pipe(Schema.withDecodingDefaultTypeKey(Effect.succeed({ least: 0, most: 1 })))
})
export interface Giver extends Schema.Schema.Type<typeof Giver> {}

/** What a problem needs to know of a group: a `Group` of the district is one. */
export const Needer = Schema.Struct({
  id: GroupId,
  needs: GroupFields.needs.pipe(Schema.withDecodingDefaultTypeKey(Effect.succeed({}))),
  buildings: GroupFields.buildings.pipe(Schema.withDecodingDefaultTypeKey(Effect.succeed([]))),
  ledBy: GroupFields.ledBy.pipe(Schema.withDecodingDefaultTypeKey(Effect.succeed(1)))
})
export interface Needer extends Schema.Schema.Type<typeof Needer> {}

/** Points of a criterion for one pair. */
export const Entry = Schema.Struct({ branch: BranchId, group: GroupId, points: Points })
export interface Entry extends Schema.Schema.Type<typeof Entry> {}

/**
 * A pairing problem. In a file, everything but `branches`, `groups` and `criteria` may be left out.
 *
 * @category models
 */
export const Problem = Schema.Struct({
  branches: Schema.Array(Giver),
  groups: Schema.Array(Needer),
  criteria: CriteriaWeights,
  /** Points of criteria that are not built in, by their names; pairs that are not listed have 0. */
  tables: Schema.Record(Tag, Schema.Array(Entry)).pipe(Schema.withDecodingDefaultTypeKey(Effect.succeed({}))),
  pins,
  bans: pins,
  /** The pairs in force, for continuity and for counting changes. Branches and groups that are gone may appear. */
  inForce: Schema.Array(PairRef).pipe(Schema.withDecodingDefaultTypeKey(Effect.succeed([]))),
  policy: Policy.pipe(Schema.withDecodingDefaultTypeKey(Effect.succeed("best-score" as const)))
})
export interface Problem extends Schema.Schema.Type<typeof Problem> {}
