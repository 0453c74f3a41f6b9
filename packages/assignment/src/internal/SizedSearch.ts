/**
 * The search for the best plan, and for the first of the best plans. A part of the plans is divided by a pair: the plans
 * with it, and those without it. A part is closed if prices prove that it has no plan that is wanted (Savelsbergh, "A
 * branch-and-price algorithm for the generalized assignment problem", Operations Research 45, 1997).
 */
import { decidedPairs, type Fixed, type Work } from "./SizedColumn.ts"
import { type Instance, isPlan, worthOf } from "./SizedInstance.ts"
import {
  type Basis,
  boundOf,
  copyOf,
  firstBasis,
  partOf,
  type Part,
  type Pool,
  profitsOf,
  solveProgramme
} from "./SizedMaster.ts"

// Every array index in this file is in range. The compiler cannot know this, so the code says `as number`.

/** What the parts of a search have in common. */
export interface Search {
  readonly instance: Instance
  readonly pool: Pool
  readonly work: Work
  /** The search stops if `work` exceeds this number. */
  readonly limit: number
  /** All prices that the proof uses. */
  readonly prices: Array<ReadonlyArray<number>>
  readonly indexes: Map<string, number>
  /** Prices to begin with. */
  readonly start?: Float64Array
  /** The index of the pair of a row and a column, by row × number of columns + column. */
  readonly pairAt: ReadonlyMap<number, number>
}

export const searchOf = (instance: Instance, work: Work, limit: number, start?: Float64Array): Search => ({
  instance,
  pool: { variables: [], known: new Map() },
  work,
  limit,
  prices: [],
  indexes: new Map(),
  pairAt: new Map(
    Array.from(instance.row, (i, a) => [i * instance.columns + (instance.column[a] as number), a])
  ),
  ...(start === undefined ? {} : { start })
})

/** A plan: its pairs in ascending order, and their worth. */
export interface Found {
  readonly pairs: ReadonlyArray<number>
  readonly worth: number
}

/** The index of prices in the proof. Equal prices have one index. */
const indexOf = ({ indexes, prices }: Search, list: Float64Array): number => {
  const key = list.join(",")
  const known = indexes.get(key)
  if (known !== undefined) return known
  indexes.set(key, prices.length)
  return prices.push(Array.from(list)) - 1
}

/** The part that has all plans: the pairs that do not fit alone are fixed. */
const whole = ({ pairs, row }: Instance): Fixed => {
  const fixed = new Int8Array(row.length).fill(-1)
  for (const list of pairs) for (const a of list) fixed[a] = 0
  return fixed
}

/** The part with the given fixed pairs, ready for the programme. */
const part = ({ instance, pool, work }: Search, fixed: Fixed): Part => partOf(instance, pool, work, fixed)

/** Fixes the open pairs that prices decide, if only plans of at least `wanted` worth are of interest. */
const fixDecided = (
  { fixed, instance, rests, work }: Part,
  { bound, prices }: { readonly bound: number; readonly prices: Float64Array },
  wanted: number
): void => {
  const profit = profitsOf(instance, prices)
  const slack = bound - wanted * instance.scale
  for (const rest of rests) {
    decidedPairs(rest, profit, slack, work, (a, taken) => {
      fixed[a] = taken ? 1 : -1
    })
  }
}

const takenIn = (fixed: Fixed): Array<number> => {
  const pairs: Array<number> = []
  for (let a = 0; a < fixed.length; a++) if (fixed[a] === 1) pairs.push(a)
  return pairs
}

/** The plan that a mixture is, if it has no fractions and is in the part. */
const planOf = ({ fixed, instance }: Part, amounts: Float64Array): Found | undefined => {
  const pairs: Array<number> = []
  for (let a = 0; a < amounts.length; a++) {
    const amount = amounts[a] as number
    if (Math.abs(amount - Math.round(amount)) > 1e-6) return undefined
    if (amount > 0.5) pairs.push(a)
    if (fixed[a] === (amount > 0.5 ? -1 : 1)) return undefined
  }
  return isPlan(instance, pairs) ? { pairs, worth: worthOf(instance, pairs) } : undefined
}

/** The open pair that divides a part best: the one of which the mixture has the most, without having it wholly. */
const fractionalPair = (fixed: Fixed, amounts: Float64Array): number => {
  let best = -1
  let most = 0
  for (let a = 0; a < fixed.length; a++) {
    if (fixed[a] !== 0) continue
    const amount = amounts[a] as number
    const rank = amount > 1 - 1e-6 ? 1e-9 + amount * 1e-9 : amount + 1e-12
    if (rank > most) {
      most = rank
      best = a
    }
  }
  return best
}

/** A tree of parts that is being written, and what it searches. */
interface Tree {
  readonly search: Search
  readonly steps: Array<number>
  /** Only plans of at least this worth are of interest. It grows if a better plan is found. */
  wanted: number
  found: Found | undefined
  stopped: boolean
  /** The search ends if a plan has so much worth. */
  readonly enough: number
  /** The first bound, and the basis that proved it. */
  root: { readonly bound: number; readonly prices: Float64Array; readonly basis: Basis } | undefined
}

const consider = (tree: Tree, plan: Found | undefined): void => {
  if (plan === undefined || plan.worth < tree.wanted) return
  tree.found = plan
  tree.wanted = plan.worth + 1
}

/** Searches a part, and closes it. Divides it by the pair of which the mixture has most. */
const explore = (tree: Tree, fixed: Fixed, basis: Basis, near: Float64Array | undefined): void => {
  const { search, steps } = tree
  const { instance, limit, work } = search
  if (tree.stopped || (tree.found !== undefined && tree.found.worth >= tree.enough)) return
  const here = part(search, fixed)
  const { amounts, bound, prices } = solveProgramme(here, basis, tree.wanted * instance.scale, limit, near)
  tree.root ??= { bound, prices, basis: copyOf(basis) }
  if (work.done > limit) {
    tree.stopped = true
    return
  }
  steps.push(indexOf(search, prices))
  if (bound >= tree.wanted * instance.scale) consider(tree, planOf(here, amounts))
  if (bound < tree.wanted * instance.scale) return void steps.push(-1)
  fixDecided(here, { bound, prices }, tree.wanted)
  const divide = fractionalPair(fixed, amounts)
  if (divide < 0) {
    const pairs = takenIn(fixed)
    if (isPlan(instance, pairs)) consider(tree, { pairs, worth: worthOf(instance, pairs) })
    return void steps.push(-1)
  }
  steps.push(divide)
  const without = fixed.slice()
  work.done += 2 * basis.inverse.length
  fixed[divide] = 1
  explore(tree, fixed, copyOf(basis), prices)
  without[divide] = -1
  explore(tree, without, basis, prices)
}

/** The result of the search for the best plan. */
export interface BestFound {
  readonly found: Found | undefined
  /** The tree of the proof. Empty if the search stopped. */
  readonly steps: ReadonlyArray<number>
  readonly stopped: boolean
  /** The prices of the part with all plans: no plan has more worth than `bound` / scale. */
  readonly root: { readonly bound: number; readonly prices: Float64Array; readonly basis: Basis }
}

/**
 * Searches a plan with more worth than `known`, and proves that no plan has more worth than the best one. Stops early if
 * a plan has `enough` worth.
 */
export const searchBest = (search: Search, known: Found | undefined, enough = Infinity): BestFound => {
  const { instance } = search
  const tree: Tree = {
    search,
    steps: [],
    wanted: known === undefined ? 0 : known.worth + 1,
    found: known,
    stopped: false,
    enough,
    root: undefined
  }
  const all = whole(instance)
  explore(tree, all.slice(), firstBasis(instance), search.start)
  const prices = new Float64Array(instance.rows)
  return {
    found: tree.found,
    steps: tree.stopped ? [] : tree.steps,
    stopped: tree.stopped,
    root: tree.root ?? { ...boundOf(part(search, all), prices), basis: firstBasis(instance) }
  }
}

/** The steps of a tree which only states a bound. */
export const boundSteps = (search: Search, { root }: BestFound): ReadonlyArray<number> => [
  indexOf(search, root.prices),
  -1
]

/** The result of the search for the first plan of a given worth. */
export interface FirstFound {
  /** The first plan. `undefined` if the search stopped before. */
  readonly first: Found | undefined
  readonly another: Found | undefined
  readonly steps: ReadonlyArray<number>
  /** Whether the search stopped before it knew if there is another plan. */
  readonly stopped: boolean
}

/** A plan that differs from the given one by an exchange, has the same worth, and has only pairs that a part permits. */
const exchanged = (
  { instance, pairAt: at, work }: Search,
  fixed: Fixed,
  { pairs, worth }: Found,
  wants: (pairs: ReadonlyArray<number>) => boolean,
  target: number
): Found | undefined => {
  const { column, row } = instance
  const has = new Set(pairs)
  work.done += 60 * pairs.length
  const pairAt = (i: number, j: number): number | undefined => {
    const a = at.get(i * instance.columns + j)
    return a === undefined || fixed[a] === -1 ? undefined : a
  }
  const i = row[target] as number
  const j = column[target] as number
  const attempt = (
    gone: ReadonlyArray<number>,
    come: ReadonlyArray<number | undefined>
  ): Found | undefined => {
    if (gone.some((a) => fixed[a] === 1)) return undefined
    const more = come.reduce<number>(
      (sum, a) => sum + (a === undefined ? 0 : (instance.worth[a] as number)),
      0
    )
    if (more !== worthOf(instance, gone)) return undefined
    work.done += 100 * pairs.length
    const plan = new Set(pairs)
    for (const a of gone) plan.delete(a)
    for (const a of come) {
      if (a === undefined || plan.has(a)) return undefined
      plan.add(a)
    }
    const list = [...plan].sort((x, y) => x - y)
    return worthOf(instance, list) === worth && wants(list) && isPlan(instance, list)
      ? { pairs: list, worth }
      : undefined
  }
  const own = pairs.filter((a) => column[a] === j && fixed[a] === 0)
  for (const from of pairs) {
    if (row[from] !== i || fixed[from] === 1) continue
    const other = column[from] as number
    const theirs = pairs.filter((a) => column[a] === other && fixed[a] === 0)
    const plan =
      attempt([from], [target]) ??
      own.reduce<Found | undefined>(
        (found, back) => found ?? attempt([from, back], [target, pairAt(row[back] as number, other)]),
        undefined
      ) ??
      attempt(
        [...theirs, ...own],
        [
          ...theirs.map((a) => pairAt(row[a] as number, j)),
          ...own.map((a) => pairAt(row[a] as number, other))
        ]
      )
    if (plan !== undefined && plan.pairs.some((a) => !has.has(a))) return plan
  }
  return undefined
}

/**
 * Searches the first of all plans that have the largest worth, and another one. Goes from pair to pair: a pair that some
 * such plan has together with the pairs before is in the first plan. A plan that is at hand answers most of the questions;
 * for the others, the part with the pair is searched.
 */
export const searchFirst = (search: Search, known: Found, { root }: BestFound): FirstFound => {
  const { instance, limit, work } = search
  const { worth } = known
  const all = whole(instance)
  const steps: Array<number> = []
  const fixed = all.slice()
  let witness = known
  let prices = root.prices
  /** Searches a part for a plan of the wanted worth. Its steps are kept only if no such plan is found. */
  const search1 = (inside: Fixed): Found | "none" | "stopped" => {
    const tree: Tree = {
      search,
      steps: [],
      wanted: worth,
      found: undefined,
      stopped: false,
      enough: worth,
      root: undefined
    }
    explore(tree, inside, copyOf(root.basis), prices)
    if (tree.found !== undefined) return tree.found
    if (tree.stopped) return "stopped"
    for (const step of tree.steps) steps.push(step)
    return "none"
  }
  const later: Array<Fixed> = []
  for (;;) {
    if (work.done > limit) return { first: undefined, another: undefined, steps: [], stopped: true }
    const here = part(search, fixed)
    const { bound } = boundOf(here, prices)
    fixDecided(here, { bound, prices }, worth)
    steps.push(indexOf(search, prices))
    const divide = fixed.indexOf(0)
    steps.push(divide)
    if (divide < 0) break
    let plan: Found | "none" | "stopped" = witness
    if (!witness.pairs.includes(divide)) {
      const inside = fixed.slice()
      inside[divide] = 1
      plan = exchanged(search, inside, witness, (pairs) => pairs.includes(divide), divide) ?? search1(inside)
    }
    if (plan === "stopped") return { first: undefined, another: undefined, steps: [], stopped: true }
    if (plan === "none") {
      fixed[divide] = -1
      continue
    }
    witness = plan
    const without = fixed.slice()
    without[divide] = -1
    later.push(without)
    fixed[divide] = 1
  }
  const length = steps.length
  for (const a of witness.pairs) {
    for (let b = instance.row.indexOf(instance.row[a] as number); instance.row[b] === instance.row[a]; b++) {
      if (all[b] === -1 || witness.pairs.includes(b)) continue
      const another = exchanged(search, all, witness, () => true, b)
      if (another !== undefined) return { first: witness, another, steps, stopped: false }
    }
  }
  for (const without of later.toReversed()) {
    const plan = search1(without)
    if (plan === "stopped") return { first: witness, another: undefined, steps: [], stopped: true }
    if (plan !== "none")
      return { first: witness, another: plan, steps: steps.slice(0, length), stopped: false }
  }
  return { first: witness, another: undefined, steps, stopped: false }
}
