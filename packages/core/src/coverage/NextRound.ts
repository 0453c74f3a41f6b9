/**
 * From gaps to feet: who visits whom on the next round. In this order: as many of the missing as can be are visited, as
 * many as can be by somebody who knows the building, and as many as can be by whoever visited them before; nobody gets
 * more than they can do. Each list is in walking order.
 *
 * It is an optimal assignment with a proof (`@liulinhui/assignment`), a proposal that people may change.
 */
import * as Result from "effect/Result"
import * as Assignment from "@liulinhui/assignment"
import type { Reasons } from "../kernel/Rule.ts"
import type { ActorId } from "../place/Id.ts"
import { byPlace, type Missing } from "./Coverage.ts"
import { compareLabels } from "./Walk.ts"

/** Somebody who can go on the round. */
export interface Walker {
  readonly id: ActorId
  /** The most members to visit. */
  readonly most: number
  /** The buildings where they live or go anyway. */
  readonly buildings: ReadonlyArray<string>
}

/**
 * What a round is planned from.
 *
 * @category models
 */
export interface RoundProblem {
  readonly gaps: ReadonlyArray<Missing>
  readonly walkers: ReadonlyArray<Walker>
  /** Who visited whom before, by the member's id. */
  readonly before?: ReadonlyMap<string, ActorId>
  /** Who must not visit whom: a quarrel, a relative who asked for somebody else. */
  readonly bans?: ReadonlyArray<{ readonly walker: ActorId; readonly member: string }>
}

/** One walker's list. */
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
  /** For everybody who has somebody to visit, by id. */
  readonly lists: ReadonlyArray<WalkingList>
  /** Who is left for a later round, in walking order; whoever no visit reaches is always among them. */
  readonly left: ReadonlyArray<Missing>
  /** The optimal plan with its proof, for `AssignmentCheck` of `@liulinhui/assignment` with {@link assignmentOf}. */
  readonly solution: Assignment.Solution
}

const walkersOf = ({ walkers }: RoundProblem): ReadonlyArray<Walker> =>
  walkers.toSorted((a, b) => compareLabels(a.id, b.id))
// Whom no contact reaches (a state has to come about) nobody need visit.
const isReachable = ({ wants }: Missing): boolean => wants !== undefined
const gapsOf = ({ gaps }: RoundProblem): ReadonlyArray<Missing> => gaps.filter(isReachable).toSorted(byPlace)

/**
 * The round in terms of the kernel: the missing are rows, in walking order; walkers are columns, by id; a last column
 * takes whoever is left for later.
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
 * Plans the next round. There is always a plan: who cannot be visited is left for later. Fails only where the numbers
 * pass the limits of the engine.
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
