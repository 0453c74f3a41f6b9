/**
 * Questions about all optimal plans of a problem: whether there is only one optimal plan, and which optimal plan comes
 * first in a fixed order.
 */
import { type Face, faceOf, isSingle, moveToFirst } from "./internal/Face.ts"
import { listed, marked, type Net, netOf } from "./internal/Net.ts"
import type { Assignment, Solution } from "./Problem.ts"
import { goalsOf, pricesOf } from "./Solve.ts"

/** The pairs that are still open after all goals of a solution. Optimal plans may differ only in these pairs. */
const lastFace = (problem: Assignment, net: Net, taken: Uint8Array, solution: Solution): Face => {
  const prices = pricesOf(problem, solution)
  let face: Face | undefined
  for (const [goal, costs] of goalsOf(problem).entries()) {
    face = faceOf(
      face?.net ?? net,
      face?.place,
      taken,
      costs,
      prices[goal] ?? { rows: new Float64Array(net.rows), columns: new Float64Array(net.columns) }
    )
  }
  if (face === undefined) throw new RangeError("an assignment problem has at least one goal")
  return face
}

/**
 * Whether the plan of a solution is the only plan that is optimal for all goals. The given solution must be optimal.
 *
 * @category operations
 */
export const isUnique = (problem: Assignment, solution: Solution): boolean => {
  const net = netOf(problem)
  return isSingle(lastFace(problem, net, marked(net, solution.row, solution.column), solution))
}

/**
 * Returns the first of all plans that are optimal for all goals, and whether it is the only one. Compare two plans pair
 * by pair, by row and then by column: the first pair that only one of them has decides: the plan with this pair comes
 * first. The prices (the proof of optimality) are those of the given solution, because they prove every optimal plan.
 *
 * Use this function if the answer must not depend on the solver: the same problem always has the same canonical plan.
 *
 * @category operations
 */
export const canonical = (
  problem: Assignment,
  solution: Solution
): { readonly solution: Solution; readonly unique: boolean } => {
  const net = netOf(problem)
  const taken = marked(net, solution.row, solution.column)
  const face = lastFace(problem, net, taken, solution)
  if (isSingle(face)) return { solution, unique: true }
  moveToFirst(face)
  for (const [k, a] of face.place.entries()) taken[a] = face.taken[k] ?? 0
  return { solution: { ...solution, ...listed(net, taken) }, unique: false }
}
