/**
 * Computes companions for elders: which volunteer should look after which elder. The goals, in this order: as many
 * elders as possible have a companion; as many as possible have one from their own building; as many as possible keep
 * their present companion. An earlier goal always has priority, so no elder loses a companion from the same building
 * for the sake of a later goal.
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
import { StatedReason } from "../kernel/StatedReason.ts"

/**
 * The section `companions:` of a model. The volunteers are the actors who have offered to be companions
 * (`place/Actor`).
 *
 * ```yaml
 * companions: { elders: { age: { atLeast: 75 }, livesAlone: true }, ledBy: warmth }
 * ```
 */
export const CompanionScheme = Schema.Struct({
  /** Selects the residents who should have a companion. */
  elders: selectorOf("residents"),
  /** The heart whose group leads the scheme. The leader of this group may decide on the companions. */
  ledBy: Tag
})
export interface CompanionScheme extends Schema.Schema.Type<typeof CompanionScheme> {}

/** A volunteer: the building in which the volunteer lives, and the maximum number of elders. Default: five. */
export const Volunteer = Schema.Struct({
  id: ActorId,
  building: Schema.optionalKey(BuildingId),
  most: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 100 })))
})
export interface Volunteer extends Schema.Schema.Type<typeof Volunteer> {}

/** An elder, and the building in which the elder lives. */
const Elder = Schema.Struct({ id: ResidentId, building: BuildingId })
interface Elder extends Schema.Schema.Type<typeof Elder> {}

/** The maximum number of elders that a volunteer looks after. */
export const mostOf = ({ most = mostElders }: Volunteer): number => most

const pair = { volunteer: ActorId, elder: ResidentId }

/**
 * The problem: the volunteers, the elders, the present companions, and the pairs that must not be made, with the
 * reason.
 *
 * @category models
 */
export const CompanionProblem = Schema.Struct({
  volunteers: Schema.Array(Volunteer),
  elders: hidden(Schema.Array(Elder)),
  inForce: hidden(Schema.Array(Schema.Struct(pair))),
  bans: Schema.Array(
    Schema.Struct({ ...pair, elder: hidden(ResidentId), reason: Schema.optionalKey(sensitive(StatedReason)) })
  )
})
export interface CompanionProblem extends Schema.Schema.Type<typeof CompanionProblem> {}

/**
 * An optimal plan of companions.
 *
 * @category models
 */
export const CompanionPlan = Schema.Struct({
  /** The pairs, sorted by elder id. */
  pairs: Schema.Array(Schema.Struct({ ...pair, sameBuilding: Schema.Boolean, kept: Schema.Boolean })),
  /** The elders who get no companion. */
  without: Schema.Array(ResidentId),
  /**
   * Whether this is the only optimal plan. If there are several, the plan is the first one, sorted by elder id and then
   * by volunteer id.
   */
  unique: Schema.Boolean,
  /** The proof, which {@link verify} checks. */
  solution: Written
})
export interface CompanionPlan extends Schema.Schema.Type<typeof CompanionPlan> {}

const byId = <A extends { readonly id: string }>(list: ReadonlyArray<A>): ReadonlyArray<A> =>
  [...list].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))

const key = (volunteer: string, elder: string): string => `${volunteer} ${elder}`

/**
 * Converts the problem for the assignment solver. Elders are rows and volunteers are columns, both sorted by id. The
 * last column means "no companion".
 */
const assignmentOf = (problem: CompanionProblem): Assignment.Assignment => {
  const volunteers = byId(problem.volunteers)
  const elders = byId(problem.elders)
  const held = new Set(problem.inForce.map(({ elder, volunteer }) => key(volunteer, elder)))
  const banned = new Set(problem.bans.map(({ elder, volunteer }) => key(volunteer, elder)))
  const start = new Int32Array(elders.length + 1)
  const column: Array<number> = []
  const without: Array<number> = []
  const apart: Array<number> = []
  const changed: Array<number> = []
  for (const [i, elder] of elders.entries()) {
    for (const [j, volunteer] of volunteers.entries()) {
      if (banned.has(key(volunteer.id, elder.id))) continue
      column.push(j)
      without.push(0)
      apart.push(volunteer.building === elder.building ? 0 : 1)
      changed.push(held.has(key(volunteer.id, elder.id)) ? 0 : 1)
    }
    column.push(volunteers.length)
    without.push(1)
    apart.push(1)
    changed.push(1)
    start[i + 1] = column.length
  }
  const full = problem.bans.length === 0
  return {
    rows: { count: elders.length, least: 1, most: 1 },
    columns: {
      count: volunteers.length + 1,
      least: 0,
      most: Int32Array.from([...volunteers.map(mostOf), elders.length])
    },
    ...(full ? {} : { allowed: { start, column: Int32Array.from(column) } }),
    costs: [Int32Array.from(without), Int32Array.from(apart), Int32Array.from(changed)]
  }
}

/**
 * Computes the best companions for all elders. This never fails: elders for whom there is no companion are listed.
 *
 * All ids must be different. 189 volunteers and 945 elders take much less than a second.
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
 * assert.ok(Companion.verify(problem, plan))
 * ```
 * @category operations
 */
export const solve = (problem: CompanionProblem): CompanionPlan => {
  const assignment = assignmentOf(problem)
  // This cannot fail: the last column has room for all elders, and all costs are 0 or 1.
  const best = Result.getOrThrow(Assignment.solve(assignment))
  const { solution, unique } = Assignment.canonical(assignment, best)
  return { ...read(problem, solution), unique, solution: written(solution) }
}

/** Converts a solution of the assignment solver into companions. */
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
 * Whether a plan is correct: it respects all bounds and bans, is optimal, contains exactly the pairs that its proof
 * proves, and states correctly whether it is the only optimal plan.
 *
 * @category operations
 */
export const verify = (problem: CompanionProblem, plan: CompanionPlan): boolean => {
  const { pairs, without } = read(problem, plan.solution)
  const assignment = assignmentOf(problem)
  return (
    AssignmentCheck.verify(assignment, plan.solution) === undefined &&
    Assignment.isUnique(assignment, plan.solution) === plan.unique &&
    JSON.stringify([pairs, without]) === JSON.stringify([plan.pairs, plan.without])
  )
}
