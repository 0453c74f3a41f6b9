/**
 * The cheapest way to pair the items of two sides, rows and columns, if only some pairs are allowed and each item has a
 * least and a most number of pairs. This is the transportation problem with unit arcs; its simplest form is the linear
 * assignment problem.
 *
 * - Costs are integers, so an optimal plan is exactly optimal. Goals are met in order: the second goal is optimised over
 *   the plans that are best for the first, and so on. "As many pairs as possible" may come before all of them.
 * - A solution carries prices of rows and columns for each goal. With them, `AssignmentCheck` verifies in one pass over
 *   the allowed pairs that the plan keeps all bounds and that no plan is better.
 * - If there is no plan, the answer is a minimal set of items that need more than the other side can give them. This can
 *   be checked in the same way.
 *
 * The solver depends on the shape of the problem: a full matrix (Jonker & Volgenant 1987, Crouse 2016), few columns that
 * take many rows each, or successive shortest paths over the allowed pairs (Ahuja, Magnanti & Orlin 1993). The answer
 * depends on the problem alone. With {@link canonical}, the plan does not depend on the solver either.
 */
export { fromMatrix, solveMatrix } from "./Matrix.ts"
export type { Bounds, MatrixOptions, MatrixRefusal } from "./Matrix.ts"
export { canonical, isUnique } from "./Optima.ts"
export { largestCost } from "./Problem.ts"
export type {
  Allowed,
  Assignment,
  Costs,
  Pair,
  Prices,
  Reasons,
  Refusal,
  Shortfall,
  Side,
  SideName,
  Solution
} from "./Problem.ts"
export { solve } from "./Solve.ts"
export { whyNot } from "./WhyNot.ts"
export type { WhyNot } from "./WhyNot.ts"
