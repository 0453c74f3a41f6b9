/** All optimal plans of a problem: whether there is only one, and which of them is the first. */
import { type Face, faceOf, isSingle, moveToFirst } from "./internal/Face.ts"
import { listed, marked, type Net, netOf } from "./internal/Net.ts"
import type { Assignment, Solution } from "./Problem.ts"
import { goalsOf, pricesOf } from "./Solve.ts"

/** The pairs that are open after all goals of a solution. */
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
 * Whether the plan of a solution is the only one that is optimal for all goals. The solution must be an optimal one.
 *
 * @category operations
 */
export const isUnique = (problem: Assignment, solution: Solution): boolean => {
  const net = netOf(problem)
  return isSingle(lastFace(problem, net, marked(net, solution.row, solution.column), solution))
}

/**
 * The first of all plans that are optimal for all goals, and whether it is the only one. Order: compare two plans at the
 * first pair, by row and then by column, that only one of them has; the plan that has it comes first. Prices stay
 * those of the given solution, which prove every optimal plan.
 *
 * The same problem always has the same canonical plan, whichever optimal plan a solver finds.
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
