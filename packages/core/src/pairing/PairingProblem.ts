/**
 * A pairing problem as data: the branches and the groups, the criteria for the points of each pair of a branch and a
 * group, and the pairs that people have already decided on. The points of criteria that are not built in are part of
 * the problem. So a proposal in the ledger can still be checked years later, from its entry alone.
 */
import * as Effect from "effect/Effect"
import type * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { DocumentRefused } from "../kernel/Problem.ts"
import { reader } from "../kernel/StrictReader.ts"
import { StatedReason } from "../kernel/StatedReason.ts"
import { BranchFields } from "../place/Branch.ts"
import { GroupFields } from "../place/Group.ts"
import { BranchId, GroupId, Tag } from "../place/Id.ts"

/** The maximum size of the points of one pair. Points are from −2⁴⁰ to 2⁴⁰. */
export const mostPoints = 2 ** 40

/** The points of one pair. They are whole numbers, so that the solver can compare plans exactly. */
export const Points = Schema.Int.check(Schema.isBetween({ minimum: -mostPoints, maximum: mostPoints }))

/**
 * A pair: a branch that leads a group.
 *
 * @category models
 */
export const PairRef = Schema.Struct({ branch: BranchId, group: GroupId })
export interface PairRef extends Schema.Schema.Type<typeof PairRef> {}

/**
 * A pair on which people have decided, with their reason. A pinned pair must be in the plan; a banned pair must not be
 * in the plan.
 *
 * @category models
 */
export const Settled = Schema.Struct({ branch: BranchId, group: GroupId, reason: StatedReason })
export interface Settled extends Schema.Schema.Type<typeof Settled> {}

/**
 * What the solver prefers, points or few changes:
 *
 * - `best-score`: the highest points; among these plans, the fewest changed pairs.
 * - `fewest-changes`: the fewest changed pairs; among these plans, the highest points.
 * - `pricePerChange`: each changed pair costs this many points; among equal plans, the fewest changed pairs. To state a
 *   price that is not a whole number, `forChanges` says for how many changes together the price is.
 *
 * A changed pair is a pair of the plan that is not in force now.
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

/**
 * What happens to an open case of a group when another branch begins to lead the group. `follow`: the new branch of the
 * group becomes responsible for the case. `stay`: the old branch stays responsible.
 */
export const OpenCases = Schema.Literals(["follow", "stay"])
export type OpenCases = typeof OpenCases.Type

/**
 * The weight of each criterion, an integer. The key is the name of the criterion. A criterion without a weight does not
 * count. `strengths`, `territory`, `people` and `continuity` are built in (see `pairing/Criteria`). Any other name must
 * be the name of a table in the problem.
 */
const CriteriaWeights = Schema.Record(
  Tag,
  Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 1_000_000 }))
)
type CriteriaWeights = typeof CriteriaWeights.Type

/**
 * Whether groups may get fewer branches than they need, if the branches cannot lead all of them. Then as many pairs as
 * possible come first, and all other goals come after. The limits of branches stay as they are. Default: false. Then a
 * problem without a complete plan is refused, with the reasons.
 */
const partial = Schema.optionalKey(Schema.Boolean)

const pins = Schema.Array(Settled).pipe(Schema.withDecodingDefaultTypeKey(Effect.succeed([])))

/**
 * The fields of the section `pairing:` in a model, from which pairing problems are made.
 *
 * ```yaml
 * pairing:
 *   criteria: { strengths: 1, territory: 500, continuity: 2000 }
 *   pins:
 *     - { branch: branch-1, group: peace, reason: its secretary is a trained mediator }
 *   bans: []
 *   repair: best-score # or fewest-changes, or { pricePerChange: 500 }
 *   openCases: follow # or stay
 *   partial: true # lead as many groups as possible, if the branches cannot lead all
 * ```
 */
export const PairingFields = {
  criteria: CriteriaWeights,
  pins,
  bans: pins,
  repair: Policy.pipe(Schema.withDecodingDefaultTypeKey(Effect.succeed("best-score" as const))),
  openCases: OpenCases.pipe(Schema.withDecodingDefaultTypeKey(Effect.succeed("follow" as const))),
  partial
}

/** The fields of a branch that a pairing problem needs. A `Branch` of the district has all of them. */
export const Giver = Schema.Struct({
  id: BranchId,
  strengths: BranchFields.strengths.pipe(Schema.withDecodingDefaultTypeKey(Effect.succeed({}))),
  buildings: BranchFields.buildings.pipe(Schema.withDecodingDefaultTypeKey(Effect.succeed([]))),
  people: BranchFields.people.pipe(Schema.withDecodingDefaultTypeKey(Effect.succeed(0))),
  leads: BranchFields.leads.pipe(Schema.withDecodingDefaultTypeKey(Effect.succeed({ least: 0, most: 1 })))
})
export interface Giver extends Schema.Schema.Type<typeof Giver> {}

/** The fields of a group that a pairing problem needs. A `Group` of the district has all of them. */
export const Needer = Schema.Struct({
  id: GroupId,
  needs: GroupFields.needs.pipe(Schema.withDecodingDefaultTypeKey(Effect.succeed({}))),
  buildings: GroupFields.buildings.pipe(Schema.withDecodingDefaultTypeKey(Effect.succeed([]))),
  ledBy: GroupFields.ledBy.pipe(Schema.withDecodingDefaultTypeKey(Effect.succeed(1)))
})
export interface Needer extends Schema.Schema.Type<typeof Needer> {}

/** The points of one criterion for one pair of a branch and a group. */
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
  /**
   * The points of pairs, for each criterion that is not built in. The key is the name of the criterion. A pair that is
   * not listed has 0 points.
   */
  tables: Schema.Record(Tag, Schema.Array(Entry)).pipe(Schema.withDecodingDefaultTypeKey(Effect.succeed({}))),
  pins,
  bans: pins,
  /**
   * The pairs that are in force now. They are needed for the criterion `continuity`, and for counting changes. They may
   * include branches and groups that do not exist any more.
   */
  inForce: Schema.Array(PairRef).pipe(Schema.withDecodingDefaultTypeKey(Effect.succeed([]))),
  policy: Policy.pipe(Schema.withDecodingDefaultTypeKey(Effect.succeed("best-score" as const))),
  partial
})
export interface Problem extends Schema.Schema.Type<typeof Problem> {}

/**
 * A pairing problem as a person writes it: ids are plain texts, and what is left out has its default.
 *
 * @category models
 */
export type ProblemDocument = typeof Problem.Encoded

const read = reader(Problem)

/**
 * Makes a pairing problem from plain data, or returns every mistake with its path.
 *
 * @category constructors
 * @example
 * ```ts
 * import * as Pairing from "@liulinhui/core/Pairing"
 * import * as Result from "effect/Result"
 * import { strict as assert } from "node:assert"
 *
 * const problem = Pairing.problem({
 *   branches: [{ id: "north", strengths: { mediation: 80 } }, { id: "south", strengths: { arts: 60 } }],
 *   groups: [{ id: "peace", needs: { mediation: 3 } }, { id: "joy", needs: { arts: 2 } }],
 *   criteria: { strengths: 1 }
 * })
 * const plan = Result.flatMap(problem, Pairing.solve)
 * assert.deepEqual(
 *   Result.getOrThrow(plan).pairs.map(({ branch, group }) => [branch, group]),
 *   [["north", "peace"], ["south", "joy"]]
 * )
 * ```
 */
export const problem = (document: ProblemDocument): Result.Result<Problem, DocumentRefused> => read(document)
