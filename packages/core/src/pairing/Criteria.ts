/**
 * Criteria for pairing Party branches with groups. A criterion is a named pure function that returns whole points for a
 * pair of a branch and a group. The model sets a weight for each criterion, and the weighted points of a pair are added
 * up.
 *
 * Four criteria are built in. You can add a criterion: {@link tabulate} writes its points into the pairing problem as a
 * table. So the problem remains data, and can be checked later without the code of the criterion.
 */
import { type BranchId, type GroupId, Tag } from "../place/Id.ts"
import type { Entry, Giver, Needer, Problem } from "./PairingProblem.ts"

/**
 * A criterion for pairing branches with groups. Its points may be negative.
 *
 * @category models
 */
export interface Criterion {
  readonly name: Tag
  readonly points: (branch: Giver, group: Needer, problem: Problem) => number
}

/**
 * The criterion that compares strengths with needs: for every need of the group, the weight of the need is multiplied
 * by the weight of the same strength of the branch. The products are added up. Each product is from 0 to 10,000.
 */
export const strengths: Criterion = {
  name: Tag.make("strengths"),
  points: (branch, group) => {
    let points = 0
    for (const tag in group.needs) {
      // This cast is safe: the keys of `needs` are tags.
      const key = tag as Tag
      points += (group.needs[key] ?? 0) * (branch.strengths[key] ?? 0)
    }
    return points
  }
}

/**
 * The criterion that counts buildings: those that the group serves and in which members of the branch live. If the
 * group serves the whole district, all buildings with members of the branch count.
 */
export const territory: Criterion = {
  name: Tag.make("territory"),
  points: (branch, group) => {
    const lived = new Set(branch.buildings)
    if (group.buildings.length === 0) return lived.size
    return new Set(group.buildings.filter((building) => lived.has(building))).size
  }
}

/** The criterion that counts the available people of the branch. */
export const people: Criterion = { name: Tag.make("people"), points: (branch) => branch.people }

/** The criterion that prefers present pairs: 1 point if the branch leads the group already, otherwise 0. */
export const continuity: Criterion = {
  name: Tag.make("continuity"),
  points: (branch, group, { inForce }) =>
    inForce.some((pair) => pair.branch === branch.id && pair.group === group.id) ? 1 : 0
}

/** The built-in criteria, which can be used in every pairing problem. */
export const builtIn: ReadonlyArray<Criterion> = [strengths, territory, people, continuity]

/** The names of all criteria that can have a weight in a problem. */
export const known = (tables: Problem["tables"]): ReadonlyArray<Tag> => [
  ...builtIn.map(({ name }) => name),
  // This cast is safe: the keys of `tables` are tags.
  ...(Object.keys(tables) as Array<Tag>)
]

/**
 * Returns the pairing problem with a table of the points of your criterion, and with a weight for the criterion.
 *
 * @example
 * ```ts
 * import * as Pairing from "@liulinhui/core/Pairing"
 * import { Problem } from "@liulinhui/core/Pairing"
 * import { Tag } from "@liulinhui/core/Id"
 * import * as Schema from "effect/Schema"
 * import { strict as assert } from "node:assert"
 *
 * const problem = Schema.decodeUnknownSync(Problem)({
 *   branches: [{ id: "b-1", people: 12 }],
 *   groups: [{ id: "joy" }],
 *   criteria: {}
 * })
 * const many: Pairing.Criterion = {
 *   name: Tag.make("many-people"),
 *   points: (branch) => (branch.people >= 10 ? 1 : 0)
 * }
 * const weighed = Pairing.tabulate(problem, many, 50)
 * assert.deepEqual(weighed.tables, { "many-people": [{ branch: "b-1", group: "joy", points: 1 }] })
 * assert.deepEqual(weighed.criteria, { "many-people": 50 })
 * ```
 * @category constructors
 */
export const tabulate = (problem: Problem, criterion: Criterion, weight: number): Problem => ({
  ...problem,
  criteria: { ...problem.criteria, [criterion.name]: weight },
  tables: {
    ...problem.tables,
    [criterion.name]: problem.branches.flatMap((branch) =>
      problem.groups.flatMap((group) => {
        const points = criterion.points(branch, group, problem)
        return points === 0 ? [] : [{ branch: branch.id, group: group.id, points }]
      })
    )
  }
})

/** Computes the weighted points of the pairs (a branch and a group) of a problem. */
export interface Scorer {
  readonly points: (branch: Giver, group: Needer) => number
  /** The weighted points of a pair by criterion. Criteria without a weight are left out. */
  readonly byCriterion: (branch: Giver, group: Needer) => Readonly<Record<Tag, number>>
}

type Part = (branch: Giver, group: Needer) => number

const fromEntries = (entries: ReadonlyArray<Entry>): Part => {
  const points = new Map<BranchId, Map<GroupId, number>>()
  for (const entry of entries) {
    const row = points.get(entry.branch) ?? new Map<GroupId, number>()
    points.set(entry.branch, row.set(entry.group, (row.get(entry.group) ?? 0) + entry.points))
  }
  return (branch, group) => points.get(branch.id)?.get(group.id) ?? 0
}

/**
 * Computes the points for the criterion "continuity". The pairs in force are found with an index, and not by searching
 * a list.
 */
const inForce = (problem: Problem): Part => {
  const groups = new Map<BranchId, Set<GroupId>>()
  for (const pair of problem.inForce) {
    groups.set(pair.branch, (groups.get(pair.branch) ?? new Set()).add(pair.group))
  }
  return (branch, group) => (groups.get(branch.id)?.has(group.id) === true ? 1 : 0)
}

/** Makes the scorer of a pairing problem, which computes the points of its pairs. */
export const scorer = (problem: Problem): Scorer => {
  const parts: Array<readonly [Tag, Part]> = []
  for (const name of known(problem.tables)) {
    const weight = problem.criteria[name] ?? 0
    if (weight === 0) continue
    const own = builtIn.find((criterion) => criterion.name === name)
    const part =
      own === continuity
        ? inForce(problem)
        : own === undefined
          ? fromEntries(problem.tables[name] ?? [])
          : (branch: Giver, group: Needer) => own.points(branch, group, problem)
    parts.push([name, (branch, group) => weight * part(branch, group)])
  }
  return {
    points: (branch, group) => {
      let sum = 0
      for (const [, part] of parts) sum += part(branch, group)
      return sum
    },
    byCriterion: (branch, group) => {
      const points: Record<Tag, number> = {}
      for (const [name, part] of parts) points[name] = part(branch, group)
      return points
    }
  }
}
