/**
 * Plans the next round of visits: who visits whom. The goals, in this order: as many missing members as possible are
 * visited; as many as possible by a person who knows the building; as many as possible by the person who visited them
 * before. Nobody gets more visits than possible. Each list is in walking order.
 *
 * It is an optimal assignment with a proof (`@liulinhui/assignment`), and a proposal that people may change.
 */
import * as Result from "effect/Result"
import * as Assignment from "@liulinhui/assignment"
import type { Reasons } from "../kernel/Rule.ts"
import type { ActorId } from "../place/Id.ts"
import { byPlace, type Missing } from "./Coverage.ts"
import { compareLabels } from "./Walk.ts"

/** A person who can make visits. */
export interface Walker {
  readonly id: ActorId
  /** The most members to visit. */
  readonly most: number
  /** The buildings where the person lives or often goes. */
  readonly buildings: ReadonlyArray<string>
}

/**
 * The input for a plan.
 *
 * @category models
 */
export interface RoundProblem {
  readonly gaps: ReadonlyArray<Missing>
  readonly walkers: ReadonlyArray<Walker>
  /** For each member's id: the walker who visited the member last. */
  readonly before?: ReadonlyMap<string, ActorId>
  /** Who must not visit whom: for example after a quarrel, or if the member does not want this visitor. */
  readonly bans?: ReadonlyArray<{ readonly walker: ActorId; readonly member: string }>
}

/** The list of one walker. */
export interface WalkingList {
  readonly walker: ActorId
  readonly visits: ReadonlyArray<Missing & { readonly ownBuilding: boolean; readonly again: boolean }>
}

/**
 * A planned round.
 *
 * @category models
 */
export interface Round {
  /** The walkers who have members to visit, by id. */
  readonly lists: ReadonlyArray<WalkingList>
  /** The members who are left for a later round, in walking order. It always includes members whom no visit reaches. */
  readonly left: ReadonlyArray<Missing>
  /**
   * The optimal plan with its proof. To check it, use `AssignmentCheck` of `@liulinhui/assignment` with
   * {@link assignmentOf}.
   */
  readonly solution: Assignment.Solution
}

const walkersOf = ({ walkers }: RoundProblem): ReadonlyArray<Walker> =>
  walkers.toSorted((a, b) => compareLabels(a.id, b.id))
// Some members cannot be reached by contacts, because a state must change. They need no visit.
const isReachable = ({ wants }: Missing): boolean => wants !== undefined
const gapsOf = ({ gaps }: RoundProblem): ReadonlyArray<Missing> => gaps.filter(isReachable).toSorted(byPlace)

/**
 * The round for the assignment engine: the missing members are rows, in walking order; the walkers are columns, by
 * id; the last column takes the members who are left for later.
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
 * Plans the next round. There is always a plan: members who cannot be visited are left for later. It fails only if
 * the numbers exceed the limits of the engine.
 *
 * @category planning
 */
export const nextRound = (problem: RoundProblem): Result.Result<Round, Reasons<Assignment.Refusal>> => {
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
