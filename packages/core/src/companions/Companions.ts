/**
 * The Elderly Companion scheme as an assignment problem: which volunteer should look after which elder. The goals are
 * data of the model (see `proposals/Goals`). The default goals are, in this order: as many elders as possible have a
 * companion; as few pairs as possible end; elders with the greatest need come first, then elders whose last visit was
 * longest ago; as many companions as possible live in the building of their elder. A plan lists each pair that would
 * end, and why.
 *
 * The plan is a proposal with a proof. People decide on it (see `companions/CompanionProposal`).
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Assignment from "@liulinhui/assignment"
import * as AssignmentCheck from "@liulinhui/assignment/AssignmentCheck"
import { Written, written } from "@liulinhui/assignment/AssignmentWritten"
import { hidden, sensitive } from "../kernel/Personal.ts"
import { mostElders } from "./Companion.ts"
import { ActorId, BuildingId, ResidentId, Tag } from "../place/Id.ts"
import { selectorOf } from "../place/Selector.ts"
import { Goal, Goals, type Level, levelsOf } from "../proposals/Goals.ts"
import { NeedPart, NeedPoints } from "../proposals/Need.ts"
import { StatedReason } from "../kernel/StatedReason.ts"

/**
 * The goals if a model does not list any: present pairs are kept, and the need of the elders decides who gets a
 * volunteer's free place.
 */
export const usualGoals: Goals = ["served", "continuity", "need", "unvisited", "place"]

/**
 * The section `companions:` of a model. The volunteers are the actors who have offered to be companions
 * (`place/Actor`).
 *
 * ```yaml
 * companions:
 *   elders: { age: { atLeast: 75 }, livesAlone: true }
 *   ledBy: warmth
 *   most: 5
 *   goals: [served, continuity, need, unvisited, place]
 *   need: { from: 70, perYear: 1, livesAlone: 20, tags: { hardship: 20 } }
 * ```
 */
export const CompanionScheme = Schema.Struct({
  /** The selector (a condition on a resident's data) of the residents who should have a companion. */
  elders: selectorOf("residents"),
  /** The heart whose group leads the scheme. The leader of this group may decide on the companions. */
  ledBy: Tag,
  /** The maximum number of elders of one volunteer. A volunteer may offer fewer. Default: 5. */
  most: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 100 }))),
  /** The goals of a plan, in order. Default: `served`, `continuity`, `need`, `unvisited`, `place`. */
  goals: Schema.optionalKey(Goals),
  /** The points for the needs of elders. */
  need: Schema.optionalKey(NeedPoints)
})
export interface CompanionScheme extends Schema.Schema.Type<typeof CompanionScheme> {}

/** The maximum number of elders of one volunteer under a scheme. */
export const mostIn = (scheme: Pick<CompanionScheme, "most"> | undefined): number =>
  scheme?.most ?? mostElders

/**
 * A volunteer: the building in which the volunteer lives, and the maximum number of elders whom the volunteer looks
 * after (default: five).
 */
export const Volunteer = Schema.Struct({
  id: ActorId,
  building: Schema.optionalKey(BuildingId),
  most: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 100 })))
})
export interface Volunteer extends Schema.Schema.Type<typeof Volunteer> {}

/** An elder, and the building in which the elder lives. */
const Elder = Schema.Struct({
  id: ResidentId,
  building: BuildingId,
  /**
   * The number of days since the last contact with the elder. If there was no contact: since the elder moved in.
   * Default: 0.
   */
  unvisited: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 100_000 })))
})
interface Elder extends Schema.Schema.Type<typeof Elder> {}

/** The maximum number of elders that a volunteer looks after. */
export const mostOf = ({ most = mostElders }: Volunteer): number => most

const pair = { volunteer: ActorId, elder: ResidentId }

/**
 * The problem for which a plan is computed: the volunteers, the elders, the present companions, and the pairs that must
 * not be made, with the reason.
 *
 * @category models
 */
export const CompanionProblem = Schema.Struct({
  volunteers: Schema.Array(Volunteer),
  elders: hidden(Schema.Array(Elder)),
  inForce: hidden(Schema.Array(Schema.Struct(pair))),
  bans: Schema.Array(
    Schema.Struct({ ...pair, elder: hidden(ResidentId), reason: Schema.optionalKey(sensitive(StatedReason)) })
  ),
  /**
   * What each elder needs, as points. Default: no elder has any need. The parts of a need are missing if the elder's
   * data were erased.
   */
  needs: Schema.optionalKey(
    Schema.Array(
      Schema.Struct({
        elder: hidden(ResidentId),
        parts: Schema.optionalKey(sensitive(Schema.Array(NeedPart)))
      })
    )
  ),
  /** The goals of a plan. Default: {@link usualGoals}. */
  goals: Schema.optionalKey(Goals)
})
export interface CompanionProblem extends Schema.Schema.Type<typeof CompanionProblem> {}

/**
 * Why a present pair would end:
 *
 * - `gone`: the volunteer does not offer to be a companion any more, or has no mandate;
 * - `refused`: the elder or the volunteer does not want the other;
 * - `full`: the volunteer now offers fewer places than the number of the volunteer's elders;
 * - a goal that comes before `continuity` (such as `served`): because the pair ends, the plan is better in this goal;
 * - `plan`: the plan as a whole is better, but no single goal is the reason.
 */
export const EndsBecause = Schema.Literals(["gone", "refused", "full", ...Goal.literals, "plan"])
export type EndsBecause = typeof EndsBecause.Type

/**
 * An optimal plan of companions.
 *
 * @category models
 */
export const CompanionPlan = Schema.Struct({
  /** The pairs of a volunteer and an elder, sorted by elder id. */
  pairs: Schema.Array(Schema.Struct({ ...pair, sameBuilding: Schema.Boolean, kept: Schema.Boolean })),
  /** The elders who get no companion. */
  without: Schema.Array(ResidentId),
  /**
   * The present pairs that would end, each with the reason, sorted by elder id. Missing in plans of earlier versions of
   * the library.
   */
  ends: Schema.optionalKey(Schema.Array(Schema.Struct({ ...pair, because: EndsBecause }))),
  /**
   * Whether this is the only optimal plan. If there are several, the plan is the first one, sorted by elder id and then
   * by volunteer id.
   */
  unique: Schema.Boolean,
  /** The proof that the plan is optimal. {@link verify} checks the proof. */
  solution: Written
})
export interface CompanionPlan extends Schema.Schema.Type<typeof CompanionPlan> {}

const byId = <A extends { readonly id: string }>(list: ReadonlyArray<A>): ReadonlyArray<A> =>
  [...list].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))

const key = (volunteer: string, elder: string): string => `${volunteer} ${elder}`

/**
 * The cost, in each goal, of choosing a volunteer for an elder. If the volunteer is `undefined`: the cost of leaving the
 * elder without a companion.
 */
type CostOf = Readonly<Record<Goal, (elder: Elder, volunteer: Volunteer | undefined) => number>>

const costsOf = ({ inForce, needs = [] }: CompanionProblem): CostOf => {
  const held = new Set(inForce.map(({ elder, volunteer }) => key(volunteer, elder)))
  const paired = new Set(inForce.map(({ elder }) => elder))
  const need = new Map(
    needs.map(({ elder, parts = [] }) => [elder, parts.reduce((sum, { points }) => sum + points, 0)])
  )
  return {
    served: (_, volunteer) => (volunteer === undefined ? 1 : 0),
    continuity: ({ id }, volunteer) =>
      paired.has(id) && (volunteer === undefined || !held.has(key(volunteer.id, id))) ? 1 : 0,
    need: ({ id }, volunteer) => (volunteer === undefined ? (need.get(id) ?? 0) : 0),
    unvisited: ({ unvisited = 0 }, volunteer) => (volunteer === undefined ? unvisited : 0),
    place: ({ building }, volunteer) => (volunteer?.building === building ? 0 : 1)
  }
}

const levelCost = (level: Level, costs: CostOf, elder: Elder, volunteer: Volunteer | undefined): number =>
  level.reduce((sum, [goal, weight]) => sum + weight * costs[goal](elder, volunteer), 0)

/**
 * Converts the problem for the assignment solver. Elders are rows and volunteers are columns, both sorted by id. The
 * last column means "no companion".
 */
const assignmentOf = (problem: CompanionProblem): Assignment.Assignment => {
  const volunteers = byId(problem.volunteers)
  const elders = byId(problem.elders)
  const banned = new Set(problem.bans.map(({ elder, volunteer }) => key(volunteer, elder)))
  const costs = costsOf(problem)
  const levels = levelsOf(problem.goals ?? usualGoals)
  const start = new Int32Array(elders.length + 1)
  const column: Array<number> = []
  const chosen: Array<readonly [Elder, Volunteer | undefined]> = []
  for (const [i, elder] of elders.entries()) {
    for (const [j, volunteer] of volunteers.entries()) {
      if (banned.has(key(volunteer.id, elder.id))) continue
      column.push(j)
      chosen.push([elder, volunteer])
    }
    column.push(volunteers.length)
    chosen.push([elder, undefined])
    start[i + 1] = column.length
  }
  const costOf = (level: Level): Float64Array =>
    Float64Array.from(chosen, ([elder, volunteer]) => levelCost(level, costs, elder, volunteer))
  const [first, ...others] = levels
  const full = problem.bans.length === 0
  return {
    rows: { count: elders.length, least: 1, most: 1 },
    columns: {
      count: volunteers.length + 1,
      least: 0,
      most: Int32Array.from([...volunteers.map(mostOf), elders.length])
    },
    ...(full ? {} : { allowed: { start, column: Int32Array.from(column) } }),
    costs: [costOf(first), ...others.map(costOf)]
  }
}

/**
 * Limits for a computation that finds the goal because of which a pair ends: it computes the best plan that keeps the
 * pair. This takes as long as computing the whole plan. So it is done only in small problems, and only for a few pairs.
 */
const most = { cells: 20_000, pairs: 25 }

/** The present pairs that a plan would end, each with the reason. */
const endsOf = (
  problem: CompanionProblem,
  assignment: Assignment.Assignment,
  solution: Assignment.Solution
): NonNullable<CompanionPlan["ends"]> => {
  const volunteers = byId(problem.volunteers)
  const elders = byId(problem.elders)
  const column = new Map(volunteers.map(({ id }, at) => [id, at]))
  const row = new Map(elders.map(({ id }, at) => [id, at]))
  const banned = new Set(problem.bans.map(({ elder, volunteer }) => key(volunteer, elder)))
  const loads = Map.groupBy(problem.inForce, ({ volunteer }) => volunteer)
  const levels = levelsOf(problem.goals ?? usualGoals)
  const costs = costsOf(problem)
  let looked = 0
  const forAGoal = (pair: Assignment.Pair, elder: Elder): EndsBecause => {
    // If the elder's new companion is better than the old one in a goal before continuity, this goal is the reason.
    const next = volunteers[solution.column[pair.row] ?? volunteers.length]
    for (const level of levels) {
      if (level.some(([goal]) => goal === "continuity")) break
      const [was, is] = [volunteers[pair.column], next].map((one) => levelCost(level, costs, elder, one))
      if (was !== undefined && is !== undefined && was > is) return level[0]?.[0] ?? "plan"
    }
    if (elders.length * volunteers.length > most.cells || ++looked > most.pairs) return "plan"
    const why = Assignment.whyNot(assignment, solution, pair)
    const at = why._tag === "Costs" ? why.lost.findIndex((lost) => lost > 0) : -1
    return levels[at]?.[0]?.[0] ?? "plan"
  }
  return [...problem.inForce]
    .sort((a, b) => (a.elder < b.elder ? -1 : a.elder > b.elder ? 1 : a.volunteer < b.volunteer ? -1 : 1))
    .flatMap(({ elder, volunteer }) => {
      const i = row.get(elder)
      const who = i === undefined ? undefined : elders[i]
      if (i === undefined || who === undefined) return []
      const j = column.get(volunteer)
      if (j !== undefined && solution.column[i] === j) return []
      const one = j === undefined ? undefined : volunteers[j]
      const because: EndsBecause =
        j === undefined || one === undefined || mostOf(one) === 0
          ? "gone"
          : banned.has(key(volunteer, elder))
            ? "refused"
            : (loads.get(volunteer) ?? []).length > mostOf(one)
              ? "full"
              : forAGoal({ row: i, column: j }, who)
      return [{ volunteer, elder, because }]
    })
}

/**
 * Why a plan does not give a volunteer to an elder:
 *
 * - `Proposed`: it does;
 * - `Unknown`: the problem does not have the elder or the volunteer;
 * - `Refused`: the elder or the volunteer does not want the other;
 * - `Full`: the volunteer offers no place;
 * - `Costs`: a plan with this pair is worse: it loses `lost` in `goal`, the first goal in which it is worse. A goal that is
 *   weighed together with others has the name of the first of them;
 * - `AsGood`: a plan with this pair is equally good, but comes later in the order of ids.
 *
 * @category models
 */
export type WhyNotCompanion =
  | { readonly _tag: "Proposed" }
  | { readonly _tag: "Unknown" }
  | { readonly _tag: "Refused"; readonly reason?: string }
  | { readonly _tag: "Full" }
  | { readonly _tag: "Costs"; readonly goal: Goal; readonly lost: number }
  | { readonly _tag: "AsGood" }

/**
 * Explains why a plan does not give a volunteer to an elder. It computes the best plan with this pair, which takes as long
 * as computing the plan.
 *
 * @example
 * ```ts
 * import * as Companion from "@liulinhui/core/Companion"
 * import * as Schema from "effect/Schema"
 * import { strict as assert } from "node:assert"
 *
 * const problem = Schema.decodeUnknownSync(Companion.CompanionProblem)({
 *   volunteers: [{ id: "v-1", building: "b01" }, { id: "v-2", building: "b02" }],
 *   elders: [{ id: "e-1", building: "b01" }],
 *   inForce: [],
 *   bans: []
 * })
 * const [volunteer, elder] = [problem.volunteers[1]!.id, problem.elders[0]!.id]
 * assert.deepEqual(Companion.whyNot(problem, Companion.solve(problem), volunteer, elder), {
 *   _tag: "Costs",
 *   goal: "place",
 *   lost: 1
 * })
 * ```
 * @category operations
 */
export const whyNot = (
  problem: CompanionProblem,
  plan: CompanionPlan,
  volunteer: ActorId,
  elder: ResidentId
): WhyNotCompanion => {
  const pair = {
    row: byId(problem.elders).findIndex(({ id }) => id === elder),
    column: byId(problem.volunteers).findIndex(({ id }) => id === volunteer)
  }
  if (pair.row < 0 || pair.column < 0) return { _tag: "Unknown" }
  const ban = problem.bans.find((one) => one.elder === elder && one.volunteer === volunteer)
  if (ban !== undefined)
    return { _tag: "Refused", ...(ban.reason === undefined ? {} : { reason: ban.reason }) }
  const why = Assignment.whyNot(assignmentOf(problem), plan.solution, pair)
  if (why._tag === "InPlan") return { _tag: "Proposed" }
  if (why._tag !== "Costs") return { _tag: "Full" }
  const at = why.lost.findIndex((lost) => lost > 0)
  const goal = levelsOf(problem.goals ?? usualGoals)[at]?.[0]?.[0]
  return goal === undefined ? { _tag: "AsGood" } : { _tag: "Costs", goal, lost: why.lost[at] ?? 0 }
}

/**
 * Computes the best companions for all elders. A plan always exists: elders for whom there is no companion are listed
 * in it.
 *
 * All ids must be different. For 189 volunteers and 945 elders, the computation takes much less than a second.
 *
 * @example
 * ```ts
 * import * as Companion from "@liulinhui/core/Companion"
 * import * as Schema from "effect/Schema"
 * import { strict as assert } from "node:assert"
 *
 * const problem = Schema.decodeUnknownSync(Companion.CompanionProblem)({
 *   volunteers: [{ id: "v-1", building: "b01", most: 1 }, { id: "v-2", building: "b02" }],
 *   elders: [{ id: "e-1", building: "b01" }, { id: "e-2", building: "b01" }],
 *   inForce: [{ volunteer: "v-1", elder: "e-2" }],
 *   bans: []
 * })
 * const plan = Companion.solve(problem)
 * assert.deepEqual(plan.pairs.map(({ elder, volunteer }) => [elder, volunteer]), [["e-1", "v-2"], ["e-2", "v-1"]])
 * assert.deepEqual(plan.ends, [])
 * assert.ok(Companion.verify(problem, plan))
 * ```
 * @category operations
 */
export const solve = (problem: CompanionProblem): CompanionPlan => {
  const assignment = assignmentOf(problem)
  // This cannot fail: the last column has room for all elders, and points, days and weights are bounded.
  const best = Result.getOrThrow(Assignment.solve(assignment))
  const { solution, unique } = Assignment.canonical(assignment, best)
  return {
    ...read(problem, solution),
    ends: endsOf(problem, assignment, solution),
    unique,
    solution: written(solution)
  }
}

/** Converts a solution of the assignment solver into pairs of a volunteer and an elder. */
const read = (
  problem: CompanionProblem,
  solution: Pick<Assignment.Solution, "column">
): Pick<CompanionPlan, "pairs" | "without"> => {
  const volunteers = byId(problem.volunteers)
  const held = new Set(problem.inForce.map(({ elder, volunteer }) => key(volunteer, elder)))
  const pairs: Array<CompanionPlan["pairs"][number]> = []
  const without: Array<ResidentId> = []
  for (const [i, elder] of byId(problem.elders).entries()) {
    const volunteer = volunteers[solution.column[i] ?? volunteers.length]
    if (volunteer === undefined) without.push(elder.id)
    else {
      pairs.push({
        volunteer: volunteer.id,
        elder: elder.id,
        sameBuilding: volunteer.building === elder.building,
        kept: held.has(key(volunteer.id, elder.id))
      })
    }
  }
  return { pairs, without }
}

/**
 * Whether a plan of companions is correct. A correct plan respects all limits and bans, and is optimal. It contains
 * exactly the pairs that its proof proves. It states correctly whether it is the only optimal plan.
 *
 * @category operations
 */
export const verify = (problem: CompanionProblem, plan: CompanionPlan): boolean => {
  const { pairs, without } = read(problem, plan.solution)
  const assignment = assignmentOf(problem)
  const ends = (): string => JSON.stringify(endsOf(problem, assignment, plan.solution))
  return (
    AssignmentCheck.verify(assignment, plan.solution) === undefined &&
    Assignment.isUnique(assignment, plan.solution) === plan.unique &&
    JSON.stringify([pairs, without]) === JSON.stringify([plan.pairs, plan.without]) &&
    JSON.stringify(plan.ends) === ends()
  )
}
