/**
 * Plans the next round of visits: which walker (a person who makes visits) visits which members. The goals, in this
 * order: visit as many missing members as possible; as many as possible by a person who knows the building; as many as
 * possible by the person who visited them before. Nobody gets more visits than the person can make. Each list is in
 * walking order (by door).
 *
 * The plan is an optimal assignment with a proof (`@liulinhui/assignment`). It is only a proposal, and people may
 * change it.
 */
import * as Result from "effect/Result"
import * as Assignment from "@liulinhui/assignment"
import type { ActorId } from "../place/Id.ts"
import { byPlace, type Missing } from "./Coverage.ts"
import { compareLabels } from "./Walk.ts"

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
  const [left, away, changed]: [Array<number>, Array<number>, Array<number>] = [[], [], []]
  gaps.forEach((gap, row) => {
    const before = problem.before?.get(gap.id)
    walkers.forEach((walker, at) => {
      if (banned.has(`${walker.id} ${gap.id}`)) return
      column.push(at)
      left.push(0)
      away.push(walker.buildings.includes(gap.place.building ?? "") ? 0 : 1)
      changed.push(walker.id === before ? 0 : 1)
    })
    column.push(walkers.length)
    left.push(1)
    away.push(0)
    changed.push(0)
    start[row + 1] = column.length
  })
  return {
    rows: { count: gaps.length, least: 1, most: 1 },
    columns: {
      count: walkers.length + 1,
      least: 0,
      most: Int32Array.from([...walkers.map(({ most }) => most), gaps.length])
    },
    allowed: { start, column: Int32Array.from(column) },
    costs: [Int32Array.from(left), Int32Array.from(away), Int32Array.from(changed)]
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
