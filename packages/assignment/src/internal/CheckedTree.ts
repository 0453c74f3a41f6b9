/**
 * Checks the tree of a proof: computes the bound of each part again from the prices of its step. This shares no code with
 * the search.
 */
import type { SearchProof } from "../SizedProblem.ts"
import { keeps, type Question } from "./CheckedQuestion.ts"

// ---------------------------------------------------------------------------------------------------------- one column

/** What is decided about each pair in a part of the plans: all of them have it, none has it, or it is open. */
export type Decided = ReadonlyArray<"in" | "out" | "open">

/** The pairs of a column that matter at given prices, and the largest profits of its open pairs. */
interface Knapsack {
  /** The profit of the pairs that are in. −∞ if they do not fit. */
  readonly base: number
  readonly open: ReadonlyArray<number>
  readonly count: number
  readonly room: number
}

const knapsackOf = (
  { own, problem: { columns, rows }, row }: Question,
  j: number,
  decided: Decided,
  profit: ReadonlyArray<number>
): Knapsack => {
  let [base, count, room] = [0, columns.most[j] ?? 0, columns.room[j] ?? 0]
  const open: Array<number> = []
  for (const a of own[j] ?? []) {
    if (decided[a] === "open") open.push(a)
    if (decided[a] !== "in") continue
    base += profit[a] ?? 0
    count -= 1
    room -= rows.sizes[row[a] ?? 0] ?? 0
  }
  return count < 0 || room < 0
    ? { base: -Infinity, open: [], count: 0, room: 0 }
    : { base, open, count: Math.min(count, open.length), room }
}

/**
 * The largest profit of some open pairs, for each count and each sum of sizes that they can have: `best[count]` maps a sum
 * of sizes to a profit. Choices that take more room for less profit are left out.
 */
type Front = ReadonlyArray<ReadonlyArray<readonly [room: number, profit: number]>>

/** Merges two lists of choices that are sorted by room, without choices that take more room for no more profit. */
const merged = (
  one: ReadonlyArray<readonly [number, number]>,
  two: ReadonlyArray<readonly [number, number]>
): ReadonlyArray<readonly [number, number]> => {
  const found: Array<readonly [number, number]> = []
  let [k, l] = [0, 0]
  let most = -Infinity
  for (;;) {
    const [a, b] = [one[k], two[l]]
    const next =
      a === undefined ? b : b === undefined || a[0] < b[0] || (a[0] === b[0] && a[1] >= b[1]) ? a : b
    if (next === undefined) return found
    if (next === a) k++
    else l++
    if (next[1] <= most) continue
    most = next[1]
    found.push(next)
  }
}

/** Adds a pair to the choices of a front. */
const extended = (front: Front, size: number, profit: number, room: number): Front =>
  front.map((list, count) => {
    if (count === 0) return list
    const more = (front[count - 1] ?? []).flatMap(([used, sum]): ReadonlyArray<readonly [number, number]> =>
      used + size <= room ? [[used + size, sum + profit]] : []
    )
    return merged(list, more)
  })

/** The largest profit of a choice from each of two fronts, with at most `count` pairs that fit into `room`. */
const joined = (one: Front, two: Front, count: number, room: number): number => {
  let largest = -Infinity
  for (let c = 0; c <= count; c++) {
    const [left, right] = [one[c] ?? [], two[count - c] ?? []]
    let l = right.length - 1
    for (const [used, profit] of left) {
      while (l >= 0 && used + (right[l]?.[0] ?? 0) > room) l--
      if (l < 0) break
      largest = Math.max(largest, profit + (right[l]?.[1] ?? 0))
    }
  }
  return largest
}

/** The largest profit of a list of choices that fits into a room. */
const mostIn = (list: ReadonlyArray<readonly [number, number]>, room: number): number =>
  list.findLast(([used]) => used <= room)?.[1] ?? -Infinity

const emptyFront = (count: number): Front => Array.from({ length: count + 1 }, () => [[0, 0] as const])

/** The best profit of a column, and, for its open pairs, the best profit of the choices with the pair and without it. */
interface Best {
  readonly profit: number
  readonly with: ReadonlyMap<number, number>
  readonly without: ReadonlyMap<number, number>
}

const bestOf = (
  question: Question,
  { base, count, open, room }: Knapsack,
  profit: ReadonlyArray<number>,
  decides: boolean
): Best => {
  const { problem, row } = question
  const size = (a: number): number => problem.rows.sizes[row[a] ?? 0] ?? 0
  const items = open.filter((a) => (profit[a] ?? 0) > 0)
  const before = [emptyFront(count)]
  for (const a of items) before.push(extended(before.at(-1) ?? [], size(a), profit[a] ?? 0, room))
  const all = before.at(-1) ?? []
  const top = base + (all[count]?.at(-1)?.[1] ?? 0)
  const [withIt, without] = [new Map<number, number>(), new Map<number, number>()]
  if (decides) {
    const fits = (a: number): boolean => count > 0 && size(a) <= room
    for (const a of open) {
      if ((profit[a] ?? 0) > 0) continue
      withIt.set(
        a,
        fits(a) ? base + (profit[a] ?? 0) + mostIn(all[count - 1] ?? [], room - size(a)) : -Infinity
      )
      without.set(a, top)
    }
    let after = emptyFront(count)
    for (const [k, a] of items.entries().toArray().toReversed()) {
      const front = before[k] ?? []
      withIt.set(
        a,
        fits(a) ? base + (profit[a] ?? 0) + joined(front, after, count - 1, room - size(a)) : -Infinity
      )
      without.set(a, base + joined(front, after, count, room))
      after = extended(after, size(a), profit[a] ?? 0, room)
    }
  }
  return { profit: top, with: withIt, without }
}

// -------------------------------------------------------------------------------------------------------------- a tree

/** What a tree must prove, and what its parts may leave open. */
export interface Claim {
  readonly steps: ReadonlyArray<number>
  /** Parts are closed if no plan in them has so much worth. */
  readonly wanted: number
  /** Whether a single plan, the only one of a part, agrees with the claim. */
  readonly accepts: (pairs: ReadonlyArray<number>) => boolean
  /** Whether a part may be left out: it has no steps. */
  readonly leftOut: (decided: Decided) => boolean
}

const profitsAt = (
  { row, worth }: Question,
  { prices, scale }: SearchProof,
  index: number
): ReadonlyArray<number> => worth.map((each, a) => each * scale - (prices[index]?.[row[a] ?? 0] ?? 0))

/**
 * Walks through a tree, and returns the index of its first step that is invalid or leaves a part open. Returns `undefined`
 * if the tree proves the claim. Closed parts are still read, because their steps are in the list.
 */
export const walk = (question: Question, proof: SearchProof, claim: Claim): number | undefined => {
  const { problem } = question
  const { steps } = claim
  const target = claim.wanted * proof.scale
  // The same column in the same state, at the same prices, has the same best profits.
  const known = new Map<string, { readonly plain: number; best?: Best }>()
  let at = 0
  const visit = (before: Decided, closed: boolean): number | undefined => {
    if (!closed && claim.leftOut(before)) return undefined
    if (at + 1 >= steps.length) return closed ? undefined : at
    const [index, divide] = [steps[at] ?? -1, steps[at + 1] ?? -1]
    const list = proof.prices[index]
    if (list === undefined || divide < -1 || divide >= question.row.length) return at
    let decided = before
    let isClosed = closed
    if (!isClosed) {
      const profit = profitsAt(question, proof, index)
      const columns = question.own.map((own, j) => {
        const key = `${index} ${j} ${own.map((a) => (before[a] === "in" ? 1 : before[a] === "out" ? 0 : 2)).join("")}`
        const knapsack = knapsackOf(question, j, before, profit)
        const found = known.get(key) ?? { plain: bestOf(question, knapsack, profit, false).profit }
        known.set(key, found)
        return { found, knapsack }
      })
      const rows = list.reduce((sum, price, i) => sum + price * (problem.rows.needs[i] ?? 0), 0)
      const bound = columns.reduce((sum, { found }) => sum + found.plain, rows)
      isClosed = bound < target
      if (!isClosed) {
        const now = [...before]
        for (const { found, knapsack } of columns) {
          const best = (found.best ??= bestOf(question, knapsack, profit, true))
          for (const [a, value] of best.with) if (bound - best.profit + value < target) now[a] = "out"
          for (const [a, value] of best.without) {
            if (now[a] !== "out" && bound - best.profit + value < target) now[a] = "in"
          }
        }
        decided = now
      }
    }
    if (!isClosed && !decided.includes("open")) {
      const pairs = decided.flatMap((each, a) => (each === "in" ? [a] : []))
      if (keeps(question, pairs) && !claim.accepts(pairs)) return at
      isClosed = true
    }
    if (divide < 0) {
      if (!isClosed) return at
      at += 2
      return undefined
    }
    at += 2
    const child = (state: "in" | "out"): number | undefined => {
      const here = decided[divide]
      return visit(decided.with(divide, state), isClosed || (here !== "open" && here !== state))
    }
    return child("in") ?? child("out")
  }
  const start = question.row.map((i, a) =>
    (problem.rows.needs[i] ?? 0) > 0 &&
    (problem.rows.sizes[i] ?? 0) <= (problem.columns.room[question.column[a] ?? 0] ?? 0)
      ? ("open" as const)
      : ("out" as const)
  )
  return visit(start, false) ?? (at === steps.length ? undefined : at)
}

export const pricesAreExact = (question: Question, { prices, scale }: SearchProof): boolean => {
  const { fill, largest, own, problem } = question
  const { columns, rows } = problem
  const terms =
    rows.needs.reduce((sum, each) => sum + each, 0) +
    own.reduce((sum, pairs, j) => sum + Math.min(columns.most[j] ?? 0, pairs.length), 0)
  return (
    Number.isInteger(scale) &&
    scale >= 1 &&
    4 * (terms + 1) * largest * scale <= Number.MAX_SAFE_INTEGER &&
    prices.every(
      (list) =>
        list.length === rows.count &&
        list.every(
          (price) => Number.isInteger(price) && Math.abs(price) <= largest * scale && (!fill || price >= 0)
        )
    )
  )
}
