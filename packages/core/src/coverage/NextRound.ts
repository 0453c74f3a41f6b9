/**
 * Plans the next round of visits: which walker (a person who makes visits) visits which members. The goals are data of
 * the model (see `proposals/Goals`). The default goals are, in this order: visit as many missing members as possible; as
 * many as possible by a person who knows the building; as many as possible by the person who visited them before; leave
 * the members with the least need for later; leave those for later who were visited most recently. Nobody gets more visits
 * than the person can make. Each list is in walking order (by door).
 *
 * The plan is an optimal assignment with a proof (`@liulinhui/assignment`). It is only a proposal, and people may
 * change it.
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Assignment from "@liulinhui/assignment"
import type { ActorId } from "../place/Id.ts"
import { type Goal, Goals, levelsOf } from "../proposals/Goals.ts"
import { NeedPoints } from "../proposals/Need.ts"
import { byPlace, type Missing } from "./Coverage.ts"
import { compareLabels } from "./Walk.ts"

/** The goals of a round if a model does not list any. */
const usualGoals: Goals = ["served", "place", "continuity", "need", "unvisited"]

/**
 * The section `rounds:` of a model.
 *
 * ```yaml
 * rounds: { goals: [served, need, { place: 2, continuity: 1 }], need: { from: 70, livesAlone: 20 } }
 * ```
 *
 * @category models
 */
export const RoundScheme = Schema.Struct({
  /** The goals of a round, in order. Default: `served`, `place`, `continuity`, `need`, `unvisited`. */
  goals: Schema.optionalKey(Goals),
  /** The points for the needs of members. Default: those of the companion scheme, if the model has one. */
  need: Schema.optionalKey(NeedPoints)
})
export interface RoundScheme extends Schema.Schema.Type<typeof RoundScheme> {}

/** A walker: a person who can visit members. */
export interface Walker {
  readonly id: ActorId
  /** The maximum number of members that the walker can visit. */
  readonly most: number
  /** The buildings in which the walker lives or often is. */
  readonly buildings: ReadonlyArray<string>
}

/**
 * The input for the plan of a round of visits.
 *
 * @category models
 */
export interface RoundProblem {
  readonly gaps: ReadonlyArray<Missing>
  readonly walkers: ReadonlyArray<Walker>
  /** The walker (visitor) who visited each member last. The key is the id of the member. */
  readonly before?: ReadonlyMap<string, ActorId>
  /** Pairs of a walker (visitor) and a member whom this walker must not visit, for example after a quarrel. */
  readonly bans?: ReadonlyArray<{ readonly walker: ActorId; readonly member: string }>
  /** The goals. Default: as in {@link RoundScheme}. */
  readonly goals?: Goals
  /** The points of need of each member. The key is the id of the member. Default: 0. */
  readonly needs?: ReadonlyMap<string, number>
  /** The number of days since each member was last visited. The key is the id of the member. Default: 0. */
  readonly unvisited?: ReadonlyMap<string, number>
}

/** The members whom one walker (visitor) visits, in walking order (by door). */
export interface WalkingList {
  readonly walker: ActorId
  readonly visits: ReadonlyArray<Missing & { readonly ownBuilding: boolean; readonly again: boolean }>
}

/**
 * The plan of a round of visits.
 *
 * @category models
 */
export interface Round {
  /** The lists of the walkers (visitors) who have members to visit, sorted by the id of the walker. */
  readonly lists: ReadonlyArray<WalkingList>
  /**
   * The members who are left for a later round, in walking order (by door). They include members whom a visit cannot
   * reach.
   */
  readonly left: ReadonlyArray<Missing>
  /**
   * The optimal assignment with its proof. To check it, use `AssignmentCheck` of `@liulinhui/assignment` with
   * {@link assignmentOf}.
   */
  readonly solution: Assignment.Solution
}

const walkersOf = ({ walkers }: RoundProblem): ReadonlyArray<Walker> =>
  walkers.toSorted((a, b) => compareLabels(a.id, b.id))
// If the rule does not count contacts for a member, a visit cannot reach the member. So no visit is planned.
const isReachable = ({ wants }: Missing): boolean => wants !== undefined
const gapsOf = ({ gaps }: RoundProblem): ReadonlyArray<Missing> => gaps.filter(isReachable).toSorted(byPlace)

/**
 * The cost, in each goal, of sending a walker to a member. If the walker is `undefined`: the cost of leaving the member for
 * later.
 */
type CostOf = Readonly<Record<Goal, (gap: Missing, walker: Walker | undefined) => number>>

const costsOf = ({ before, needs, unvisited }: RoundProblem): CostOf => ({
  served: (_, walker) => (walker === undefined ? 1 : 0),
  place: ({ place }, walker) => (walker?.buildings.includes(place.building ?? "") === true ? 0 : 1),
  continuity: ({ id }, walker) => {
    const last = before?.get(id)
    return last === undefined || last === walker?.id ? 0 : 1
  },
  need: ({ id }, walker) => (walker === undefined ? (needs?.get(id) ?? 0) : 0),
  unvisited: ({ id }, walker) => (walker === undefined ? (unvisited?.get(id) ?? 0) : 0)
})

/**
 * Converts the plan of a round of visits into a problem for the assignment solver. Each missing member is a row, in
 * walking order. Each walker (visitor) is a column, sorted by id. The last column takes the members who are left for
 * later.
 */
export const assignmentOf = (problem: RoundProblem): Assignment.Assignment => {
  const gaps = gapsOf(problem)
  const walkers = walkersOf(problem)
  const banned = new Set((problem.bans ?? []).map(({ walker, member }) => `${walker} ${member}`))
  const start = new Int32Array(gaps.length + 1)
  const column: Array<number> = []
  const chosen: Array<readonly [Missing, Walker | undefined]> = []
  gaps.forEach((gap, row) => {
    walkers.forEach((walker, at) => {
      if (banned.has(`${walker.id} ${gap.id}`)) return
      column.push(at)
      chosen.push([gap, walker])
    })
    column.push(walkers.length)
    chosen.push([gap, undefined])
    start[row + 1] = column.length
  })
  const costs = costsOf(problem)
  const [first, ...others] = levelsOf(problem.goals ?? usualGoals).map((level) =>
    Float64Array.from(chosen, ([gap, walker]) =>
      level.reduce((sum, [goal, weight]) => sum + weight * costs[goal](gap, walker), 0)
    )
  )
  return {
    rows: { count: gaps.length, least: 1, most: 1 },
    columns: {
      count: walkers.length + 1,
      least: 0,
      most: Int32Array.from([...walkers.map(({ most }) => most), gaps.length])
    },
    allowed: { start, column: Int32Array.from(column) },
    costs: [first ?? new Float64Array(), ...others]
  }
}

/**
 * Plans the next round of visits. There is always a plan, because members who cannot be visited are left for later. The
 * function fails only if the numbers are too large for the assignment solver.
 *
 * @category planning
 */
export const nextRound = (problem: RoundProblem): Result.Result<Round, Assignment.AssignmentRefused> => {
  const gaps = gapsOf(problem)
  const walkers = walkersOf(problem)
  return Result.map(Assignment.solve(assignmentOf(problem)), (solution): Round => {
    const lists = new Map<number, Array<WalkingList["visits"][number]>>()
    const left = problem.gaps.filter((gap) => !isReachable(gap))
    gaps.forEach((gap, row) => {
      const at = solution.column[row] ?? walkers.length
      const walker = walkers[at]
      if (walker === undefined) {
        left.push(gap)
        return
      }
      const visits = lists.get(at) ?? []
      visits.push({
        ...gap,
        ownBuilding: walker.buildings.includes(gap.place.building ?? ""),
        again: problem.before?.get(gap.id) === walker.id
      })
      lists.set(at, visits)
    })
    return {
      lists: walkers.flatMap(({ id }, at) => {
        const visits = lists.get(at)
        return visits === undefined ? [] : [{ walker: id, visits }]
      }),
      left: left.toSorted(byPlace),
      solution
    }
  })
}
