/**
 * A pairing problem as data: the branches and the groups that they may lead, the points of each pair, and the pairs
 * that people have settled before. The points of your criteria are included. So a proposal in the ledger can be
 * checked years later from the entry alone.
 */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { StatedReason } from "../kernel/StatedReason.ts"
import { BranchFields } from "../place/Branch.ts"
import { GroupFields } from "../place/Group.ts"
import { BranchId, GroupId, Tag } from "../place/Id.ts"

/** The most that one pair may be worth or cost, in points: ±2⁴⁰. */
export const mostPoints = 2 ** 40

/** The points of one pair: a whole number, so that optimality is exact. */
export const Points = Schema.Int.check(Schema.isBetween({ minimum: -mostPoints, maximum: mostPoints }))

/**
 * A branch that leads a group.
 *
 * @category models
 */
export const PairRef = Schema.Struct({ branch: BranchId, group: GroupId })
export interface PairRef extends Schema.Schema.Type<typeof PairRef> {}

/**
 * A pair that people have decided, with their reason. A pin must be in the plan, a ban must not.
 *
 * @category models
 */
export const Settled = Schema.Struct({ branch: BranchId, group: GroupId, reason: StatedReason })
export interface Settled extends Schema.Schema.Type<typeof Settled> {}

/**
 * How to weigh points against changes:
 *
 * - `best-score`: the best score; among plans with this score, the fewest changed pairs;
 * - `fewest-changes`: the fewest changed pairs; among those plans, the best score;
 * - `pricePerChange`: each changed pair costs this many points (or every `forChanges` of them do, for a price that is
 *   not a whole number); among equal plans, the fewest changed pairs.
 *
 * A changed pair is a pair of the plan that is not in force.
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

/** Whether a case that is already open follows its group when another branch begins to lead the group. */
export const OpenCases = Schema.Literals(["follow", "stay"])
export type OpenCases = typeof OpenCases.Type

/**
 * Integer weights by the name of a criterion. A criterion without a weight does not count. `strengths`, `territory`,
 * `people` and `continuity` are built in (see `pairing/Criteria`). Any other name is a table of the problem.
 */
const CriteriaWeights = Schema.Record(
  Tag,
  Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 1_000_000 }))
)
type CriteriaWeights = typeof CriteriaWeights.Type

const pins = Schema.Array(Settled).pipe(Schema.withDecodingDefaultTypeKey(Effect.succeed([])))

/**
 * The fields under `pairing:` in a model.
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

/** The fields of a branch that a problem needs. A `Branch` of the district has them. */
export const Giver = Schema.Struct({
  id: BranchId,
  strengths: BranchFields.strengths.pipe(Schema.withDecodingDefaultTypeKey(Effect.succeed({}))),
  buildings: BranchFields.buildings.pipe(Schema.withDecodingDefaultTypeKey(Effect.succeed([]))),
  people: BranchFields.people.pipe(Schema.withDecodingDefaultTypeKey(Effect.succeed(0))),
  leads: BranchFields.leads.pipe(Schema.withDecodingDefaultTypeKey(Effect.succeed({ least: 0, most: 1 })))
})
export interface Giver extends Schema.Schema.Type<typeof Giver> {}

/** The fields of a group that a problem needs. A `Group` of the district has them. */
export const Needer = Schema.Struct({
  id: GroupId,
  needs: GroupFields.needs.pipe(Schema.withDecodingDefaultTypeKey(Effect.succeed({}))),
  buildings: GroupFields.buildings.pipe(Schema.withDecodingDefaultTypeKey(Effect.succeed([]))),
  ledBy: GroupFields.ledBy.pipe(Schema.withDecodingDefaultTypeKey(Effect.succeed(1)))
})
export interface Needer extends Schema.Schema.Type<typeof Needer> {}

/** The points of a criterion for one pair. */
export const Entry = Schema.Struct({ branch: BranchId, group: GroupId, points: Points })
export interface Entry extends Schema.Schema.Type<typeof Entry> {}

/**
 * A pairing problem. In a file, every field except `branches`, `groups` and `criteria` is optional.
 *
 * @category models
 */
export const Problem = Schema.Struct({
  branches: Schema.Array(Giver),
  groups: Schema.Array(Needer),
  criteria: CriteriaWeights,
  /** The points of criteria that are not built in, by name. Pairs that are not listed have 0. */
  tables: Schema.Record(Tag, Schema.Array(Entry)).pipe(Schema.withDecodingDefaultTypeKey(Effect.succeed({}))),
  pins,
  bans: pins,
  /**
   * The pairs in force, for continuity and for counting changes. They may include branches and groups that do not
   * exist any more.
   */
  inForce: Schema.Array(PairRef).pipe(Schema.withDecodingDefaultTypeKey(Effect.succeed([]))),
  policy: Policy.pipe(Schema.withDecodingDefaultTypeKey(Effect.succeed("best-score" as const)))
})
export interface Problem extends Schema.Schema.Type<typeof Problem> {}
