/**
 * Solves the assignment problem: finds the cheapest way to pair rows with columns, if only some pairs are allowed and
 * each row and each column has a lower and an upper bound for its number of pairs. (In the literature: the
 * transportation problem with unit arcs. Its simplest form is the linear assignment problem.)
 *
 * - Costs are integers, so an optimal plan is exactly optimal. A problem may have several goals in order: the second
 *   goal is optimised over the plans that are best for the first goal, and so on. "As many pairs as possible" may be
 *   the very first goal.
 * - For each goal, a solution contains a price for each row and each column (in the literature: dual variables). With
 *   these prices, `AssignmentCheck` verifies that the plan keeps all bounds and that no plan is better. For this, it
 *   looks only once at every allowed pair.
 * - If no plan exists, the answer is a minimal set of items (rows or columns) that need more pairs than the other side
 *   can provide. `AssignmentCheck` also verifies this answer.
 *
 * The shape of the problem decides which solver is used: a solver for full matrices (Jonker & Volgenant 1987, Crouse
 * 2016), one for few columns that take many rows each, or successive shortest paths over the allowed pairs (Ahuja,
 * Magnanti & Orlin 1993). The same problem always has the same answer. With {@link canonical}, the plan is even the
 * same for every solver.
 */
export { fromMatrix, solveMatrix } from "./Matrix.ts"
export type { Bounds, MatrixOptions, MatrixRefusal } from "./Matrix.ts"
export { canonical, isUnique } from "./Optima.ts"
export { AssignmentRefused, largestCost } from "./Problem.ts"
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
