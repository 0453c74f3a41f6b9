/**
 * Checks the answers of `Sized`: whether a plan keeps all needs and room, and whether its proof shows that no plan is
 * better, and that no plan which is as good comes earlier. This checker shares no code with the search.
 *
 * Why prices prove a bound: let each row have a price. The worth of a plan is the sum of the prices times the needs, plus
 * the profits of its pairs (their worth minus the price of their row). The profits of the pairs of a column are at most
 * those of the best choice that fits into the column. So the prices times the needs, plus the best profit of each column,
 * are at least the worth of any plan. If the bound with a pair is too low, no wanted plan has the pair; if the bound
 * without it is too low, all wanted plans have it.
 */
import * as AssignmentCheck from "./AssignmentCheck.ts"
import type { Assignment } from "./Problem.ts"
import {
  costQuestion,
  indexesOf,
  keeps,
  type Question,
  questionOf,
  rowsOf,
  worthOf
} from "./internal/CheckedQuestion.ts"
import { type Decided, pricesAreExact, walk } from "./internal/CheckedTree.ts"
import type { SearchProof, Sized, SizedSolution, SizesShortfall } from "./SizedProblem.ts"

/**
 * What is wrong with an answer: the first mistake that the checker finds.
 *
 * @category models
 */
export type SizedFlaw =
  /** The pairs are not allowed, not in order, or do not keep the needs and the room. */
  | { readonly _tag: "NoPlan" }
  | { readonly _tag: "WrongTotal"; readonly goal: number; readonly stated: number; readonly found: number }
  /** The prices of the assignment problem do not prove the plan. */
  | { readonly _tag: "NotOptimal"; readonly flaw?: AssignmentCheck.Flaw }
  /** The lists of prices have a wrong length, or numbers that are not whole or too large. */
  | { readonly _tag: "BadPrices" }
  /** A tree has a step that is invalid, or leaves a part open. `step` is its index. */
  | { readonly _tag: "PartOpen"; readonly tree: "best" | "first"; readonly step: number }
  | { readonly _tag: "WrongUnique"; readonly stated: boolean }
  | { readonly _tag: "WrongGap"; readonly stated: number }

/** The assignment problem without sizes: a column takes at most as many rows as fit, the smallest ones first. */
const relaxedOf = ({
  own,
  problem,
  row
}: Question): { readonly relaxed: Assignment; readonly loose: boolean } => {
  const { allowed, columns, costs, rows } = problem
  let loose = true
  const most = columns.most.map((limit, j) => {
    const sizes = (own[j] ?? [])
      .filter((a) => (rows.needs[row[a] ?? 0] ?? 0) > 0)
      .map((a) => rows.sizes[row[a] ?? 0] ?? 0)
      .sort((a, b) => a - b)
    const fit = (list: ReadonlyArray<number>): number => {
      let left = columns.room[j] ?? 0
      const count = list.filter((size) => left >= 0 && (left -= size) >= 0).length
      return count === list.length ? limit : Math.min(limit, count)
    }
    const count = fit(sizes)
    if (count !== fit(sizes.toReversed())) loose = false
    return count
  })
  return {
    relaxed: {
      rows: { count: rows.count, least: rows.needs, most: rows.needs },
      columns: { count: columns.count, least: 0, most },
      allowed,
      costs
    },
    loose
  }
}

/** Whether all plans of a part come after a plan: the part agrees with it up to one of its pairs, which is out. */
const comesAfter = (plan: ReadonlySet<number>, decided: Decided): boolean => {
  for (const [a, state] of decided.entries()) {
    if (state === "open" || (state === "in" && !plan.has(a))) return false
    if (state === "out" && plan.has(a)) return true
  }
  return false
}

const open = (tree: "best" | "first", step: number | undefined): SizedFlaw | undefined =>
  step === undefined ? undefined : { _tag: "PartOpen", tree, step }

const verifySearch = (
  question: Question,
  solution: SizedSolution,
  proof: SearchProof,
  pairs: ReadonlyArray<number>
): SizedFlaw | undefined => {
  if (!pricesAreExact(question, proof)) return { _tag: "BadPrices" }
  const { another, best, first } = proof
  const worth = worthOf(question, pairs)
  const nowhere = (): boolean => false
  const notBetter = (gap: number): SizedFlaw | undefined => {
    const wanted = gap === 0 && solution.unproven === undefined ? worth + 1 : wantedAt(question, pairs, gap)
    return open(
      "best",
      walk(question, proof, {
        steps: best,
        wanted,
        accepts: (other) => worthOf(question, other) < wanted,
        leftOut: nowhere
      })
    )
  }
  if (solution.unproven !== undefined) {
    const { gap } = solution.unproven
    if (!Number.isInteger(gap) || gap < 0) return { _tag: "WrongGap", stated: gap }
    if (solution.unique) return { _tag: "WrongUnique", stated: true }
    return first.length > 0 || another !== undefined
      ? { _tag: "PartOpen", tree: "first", step: 0 }
      : notBetter(gap)
  }
  const flaw = notBetter(0)
  if (flaw !== undefined) return flaw
  if (solution.unique !== (another === undefined)) return { _tag: "WrongUnique", stated: solution.unique }
  if (another !== undefined) {
    const others = indexesOf(question.problem, another)
    if (
      others === undefined ||
      !keeps(question, others) ||
      worthOf(question, others) !== worth ||
      others.join() === pairs.join()
    ) {
      return { _tag: "WrongUnique", stated: false }
    }
  }
  const plan = new Set(pairs)
  return open(
    "first",
    walk(question, proof, {
      steps: first,
      wanted: worth,
      accepts: (other) => other.join() === pairs.join() || worthOf(question, other) < worth,
      leftOut: another === undefined ? nowhere : (decided) => comesAfter(plan, decided)
    })
  )
}

/** The worth that a plan must have to be better than a plan by more than `gap` for the first goal. */
const wantedAt = (
  { problem: { costs }, row, unit, problem }: Question,
  pairs: ReadonlyArray<number>,
  gap: number
): number => {
  const dear = Array.from({ length: problem.rows.count }, () => -Infinity)
  for (const [a, i] of row.entries()) dear[i] = Math.max(dear[i] ?? 0, costs[0][a] ?? 0)
  const points = pairs.reduce((sum, a) => sum + (dear[row[a] ?? 0] ?? 0) - (costs[0][a] ?? 0), 0)
  return (points + gap + 1) * unit
}

/**
 * Checks an answer, and returns its first flaw. Returns `undefined` if the plan keeps all needs and room, its totals are
 * right, and its proof shows what the answer states: that no plan is better, that no plan which is as good comes earlier,
 * and whether there is another one; or, if the answer is marked as unproven, that no plan is better by more than the
 * stated gap. The problem must be valid.
 *
 * @category operations
 */
export const verify = (problem: Sized, solution: SizedSolution): SizedFlaw | undefined => {
  const question = costQuestion(problem)
  const pairs = indexesOf(problem, solution)
  if (pairs === undefined || !keeps(question, pairs)) return { _tag: "NoPlan" }
  for (const [goal, costs] of problem.costs.entries()) {
    const found = pairs.reduce((sum, a) => sum + (costs[a] ?? 0), 0)
    const stated = solution.totals[goal] ?? Number.NaN
    if (found !== stated) return { _tag: "WrongTotal", goal, stated, found }
  }
  const { proof } = solution
  if (proof._tag === "Search") return verifySearch(question, solution, proof, pairs)
  if (solution.unproven !== undefined) return { _tag: "WrongGap", stated: solution.unproven.gap }
  const { loose, relaxed } = relaxedOf(question)
  const { column, row } = proof.solution
  if (indexesOf(problem, { column, row })?.join() !== pairs.join()) return { _tag: "NotOptimal" }
  if (!solution.unique && !loose) return { _tag: "WrongUnique", stated: false }
  const flaw = AssignmentCheck.verify(relaxed, proof.solution, { unique: solution.unique })
  return flaw === undefined ? undefined : { _tag: "NotOptimal", flaw }
}

/**
 * Whether a stated shortfall of sizes is true: no plan has more than `filled` pairs, and so the rows in `wanting` cannot
 * have more than `have` pairs together.
 *
 * @category operations
 */
export const verifyShortfall = (problem: Sized, shortfall: SizesShortfall): boolean => {
  const row = rowsOf(problem)
  const question = questionOf(
    problem,
    row,
    row.map(() => 1),
    1,
    true
  )
  const { filled, have, need, proof, wanting } = shortfall
  const all = problem.rows.needs.reduce((sum, each) => sum + each, 0)
  const wanted = new Map(wanting.map(({ index, needs }) => [index, needs]))
  const others = problem.rows.needs.reduce((sum, each, i) => (wanted.has(i) ? sum : sum + each), 0)
  return (
    wanted.size === wanting.length &&
    wanting.every(({ index, needs }) => problem.rows.needs[index] === needs) &&
    need === all - others &&
    have === filled - others &&
    have < need &&
    pricesAreExact(question, proof) &&
    // In all prices, the other rows cost as much as a pair is worth. So the proof is valid without them.
    proof.prices.every((list) =>
      list.every((price, i) => wanted.has(i) || problem.rows.needs[i] === 0 || price >= proof.scale)
    ) &&
    walk(question, proof, {
      steps: proof.best,
      wanted: filled + 1,
      accepts: (pairs) => pairs.length <= filled,
      leftOut: () => false
    }) === undefined
  )
}
