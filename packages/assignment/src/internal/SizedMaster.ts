/**
 * The linear programme over choices of columns (Dantzig & Wolfe, "Decomposition principle for linear programs", 1960):
 * each column mixes choices of rows, and each row gets its pairs. Its dual prices give the best bound that prices can
 * give. The primal simplex method solves it, and gets new choices from the knapsacks of the columns.
 *
 * The simplex method calculates with rounded numbers. So it only proposes prices: every bound is computed again from
 * whole prices.
 */
import { bestChoice, type Choice, type Fixed, type Rest, restOf, type Work } from "./SizedColumn.ts"
import type { Instance } from "./SizedInstance.ts"

// Every array index in this file is in range. The compiler cannot know this, so the code says `as number`.

/** A variable of the programme: a choice of a column. */
interface Variable {
  readonly column: number
  readonly pairs: ReadonlyArray<number>
  /** The rows of the programme in which the variable has a 1. */
  readonly entries: ReadonlyArray<number>
}

/** All variables that were found. They are shared by all parts of a search. */
export interface Pool {
  readonly variables: Array<Variable>
  readonly known: Map<string, number>
}

/**
 * A basis of the programme. Variable i below `rows` is a missing pair of row i; the next ones are the columns without any
 * row; the others are in the pool.
 */
export interface Basis {
  readonly members: Int32Array
  readonly inverse: Float64Array
  readonly amounts: Float64Array
  pivots: number
}

/** The basis in which every pair is missing. */
export const firstBasis = ({ columns, needs, rows }: Instance): Basis => {
  const size = rows + columns
  const inverse = new Float64Array(size * size)
  for (let k = 0; k < size; k++) inverse[k * size + k] = 1
  const amounts = new Float64Array(size).fill(1)
  amounts.set(needs)
  return { members: Int32Array.from({ length: size }, (_, k) => k), inverse, amounts, pivots: 0 }
}

export const copyOf = ({ amounts, inverse, members, pivots }: Basis): Basis => ({
  members: members.slice(),
  inverse: inverse.slice(),
  amounts: amounts.slice(),
  pivots
})

/** The bound that prices prove: no plan of a part has more worth than `bound` / scale. */
export interface Bound {
  readonly bound: number
  readonly prices: Float64Array
  readonly choices: ReadonlyArray<Choice>
}

/** The profit of each pair at given prices, in units of 1 / scale. */
export const profitsOf = ({ row, scale, worth }: Instance, prices: Float64Array): Float64Array =>
  worth.map((each, a) => each * scale - (prices[row[a] as number] as number))

/** A part of the plans, as the programme reads it. */
export interface Part {
  readonly instance: Instance
  readonly pool: Pool
  readonly work: Work
  readonly fixed: Fixed
  readonly rests: ReadonlyArray<Rest>
  /** The worth of each variable in the part, if it is known. */
  readonly costs: Array<number | undefined>
}

export const partOf = (instance: Instance, pool: Pool, work: Work, fixed: Fixed): Part => {
  work.done += 40 * fixed.length
  return {
    instance,
    pool,
    work,
    fixed,
    rests: instance.pairs.map((_, j) => restOf(instance, j, fixed)),
    costs: []
  }
}

/** Computes the bound of a part from whole prices. All numbers are exact. */
export const boundOf = ({ instance, rests, work }: Part, prices: Float64Array): Bound => {
  const profit = profitsOf(instance, prices)
  work.done += 8 * profit.length
  let bound = 0
  for (let i = 0; i < instance.rows; i++) bound += (instance.needs[i] as number) * (prices[i] as number)
  const choices: Array<Choice> = []
  for (const rest of rests) {
    const choice = bestChoice(rest, profit, work)
    choices.push(choice)
    bound += choice.profit
  }
  return { bound, prices, choices }
}

/** The worth of a variable in a part. A variable that the part does not permit costs more than missing pairs. */
const costOf = (part: Part, id: number): number => (part.costs[id] ??= computedCost(part, id))

const computedCost = ({ fixed, instance, pool, rests }: Part, id: number): number => {
  const { columns, dearest, fill, rows, worth } = instance
  if (id < rows) return fill ? 0 : -dearest
  const variable = pool.variables[id - rows - columns]
  const pairs = variable?.pairs ?? []
  let sum = 0
  for (const a of pairs) {
    if (fixed[a] === -1) return -dearest * (pairs.length + 1)
    sum += worth[a] as number
  }
  for (const a of (rests[variable?.column ?? id - rows] as Rest).taken) {
    if (!pairs.includes(a)) return -dearest * (pairs.length + 1)
  }
  return sum
}

/** The rows of the programme in which a variable has a 1. */
const entriesOf = ({ instance: { columns, rows }, pool }: Part, id: number): ReadonlyArray<number> =>
  pool.variables[id - rows - columns]?.entries ?? [id]

/** Computes the inverse again from the members, so that rounding errors do not grow. */
const renew = (part: Part, basis: Basis): void => {
  const { inverse, members } = basis
  const size = members.length
  const matrix = new Float64Array(size * size)
  for (let k = 0; k < size; k++) {
    for (const r of entriesOf(part, members[k] as number)) matrix[r * size + k] = 1
  }
  const result = new Float64Array(size * size)
  for (let k = 0; k < size; k++) result[k * size + k] = 1
  for (let k = 0; k < size; k++) {
    let best = k
    for (let r = k + 1; r < size; r++) {
      if (Math.abs(matrix[r * size + k] as number) > Math.abs(matrix[best * size + k] as number)) best = r
    }
    const lead = matrix[best * size + k] as number
    if (Math.abs(lead) < 1e-9) return
    for (const list of [matrix, result]) {
      for (let c = 0; c < size; c++) {
        const value = list[best * size + c] as number
        list[best * size + c] = list[k * size + c] as number
        list[k * size + c] = value / lead
      }
    }
    for (let r = 0; r < size; r++) {
      const factor = matrix[r * size + k] as number
      if (r === k || factor === 0) continue
      for (let c = k; c < size; c++) {
        matrix[r * size + c] = (matrix[r * size + c] as number) - factor * (matrix[k * size + c] as number)
      }
      for (let c = 0; c < size; c++) {
        const value = result[k * size + c] as number
        if (value !== 0) result[r * size + c] = (result[r * size + c] as number) - factor * value
      }
    }
  }
  inverse.set(result)
  part.work.done += size * size * size
  for (let k = 0; k < size; k++) {
    let amount = 0
    for (let c = 0; c < size; c++) {
      amount += (inverse[k * size + c] as number) * rightOf(part.instance, c)
    }
    basis.amounts[k] = Math.max(0, amount)
  }
}

const rightOf = ({ needs, rows }: Instance, r: number): number => (r < rows ? (needs[r] as number) : 1)

/** The dual prices of a basis. */
const dualsOf = (part: Part, { inverse, members }: Basis): Float64Array => {
  const size = members.length
  const duals = new Float64Array(size)
  for (let k = 0; k < size; k++) {
    const cost = costOf(part, members[k] as number)
    if (cost === 0) continue
    for (let c = 0; c < size; c++) {
      duals[c] = (duals[c] as number) + cost * (inverse[k * size + c] as number)
    }
  }
  part.work.done += size * size
  return duals
}

const gainOf = (part: Part, duals: Float64Array, id: number): number => {
  let gain = costOf(part, id)
  for (const r of entriesOf(part, id)) gain -= duals[r] as number
  return gain
}

/** Lets a variable enter the basis. The duals change with it. */
const enter = (part: Part, basis: Basis, duals: Float64Array, id: number, gain: number): boolean => {
  const { amounts, inverse, members } = basis
  const size = members.length
  const lead = new Float64Array(size)
  for (const r of entriesOf(part, id)) {
    for (let k = 0; k < size; k++) lead[k] = (lead[k] as number) + (inverse[k * size + r] as number)
  }
  let leaves = -1
  let ratio = Infinity
  for (let k = 0; k < size; k++) {
    const value = lead[k] as number
    if (value < 1e-7) continue
    const each = (amounts[k] as number) / value
    if (each < ratio - 1e-10 || (each < ratio + 1e-10 && value > (lead[leaves] as number) + 1e-10)) {
      leaves = k
      ratio = Math.min(ratio, each)
    }
  }
  if (leaves < 0) return false
  const value = lead[leaves] as number
  const amount = (amounts[leaves] as number) / value
  const from = leaves * size
  for (let c = 0; c < size; c++) inverse[from + c] = (inverse[from + c] as number) / value
  for (let k = 0; k < size; k++) {
    const factor = lead[k] as number
    if (k === leaves || Math.abs(factor) < 1e-12) continue
    const to = k * size
    for (let c = 0; c < size; c++) {
      inverse[to + c] = (inverse[to + c] as number) - factor * (inverse[from + c] as number)
    }
    amounts[k] = Math.max(0, (amounts[k] as number) - factor * amount)
    part.work.done += size
  }
  amounts[leaves] = amount
  members[leaves] = id
  for (let c = 0; c < size; c++) {
    duals[c] = (duals[c] as number) + gain * (inverse[from + c] as number)
  }
  basis.pivots++
  return true
}

const idOf = (
  { instance: { columns, row, rows }, pool }: Part,
  j: number,
  pairs: ReadonlyArray<number>
): number => {
  if (pairs.length === 0) return rows + j
  const key = `${j}:${pairs.join(",")}`
  const known = pool.known.get(key)
  if (known !== undefined) return known
  const id = rows + columns + pool.variables.length
  pool.variables.push({ column: j, pairs, entries: [...pairs.map((a) => row[a] as number), rows + j] })
  pool.known.set(key, id)
  return id
}

/** The result of the programme: the best bound that was found, and how much of each pair the mixture has. */
export interface Programme extends Bound {
  readonly amounts: Float64Array
  /** How many pairs are missing in the mixture. */
  readonly missing: number
}

/** After so many entering variables, the prices that were found are good enough. */
const mostRounds = 400

/** How much the prices of a round stay with the best prices so far. */
const stay = 0.85

/**
 * Solves the programme of a part, from the given basis, which it changes. Stops as soon as the bound is less than
 * `target`, in units of 1 / scale. If `start` has prices, their bound is tried first.
 */
export const solveProgramme = (
  part: Part,
  basis: Basis,
  target: number,
  limit: number,
  start?: Float64Array
): Programme => {
  const { instance, work } = part
  const { columns, dearest, fill, rows, scale } = instance
  const size = rows + columns
  const largest = dearest * scale
  const tolerance = Math.max(1 / (8 * size), dearest * 1e-14)
  let best: Bound | undefined
  const consider = (prices: Float64Array): Bound => {
    const found = boundOf(part, prices)
    if (best === undefined || found.bound < best.bound) best = found
    return found
  }
  if (start !== undefined) consider(start)
  // Prices near the best ones so far need fewer rounds than the duals alone (Wentges, "Weighted Dantzig–Wolfe
  // decomposition for linear mixed-integer programming", 1997).
  let steady = true
  for (let round = 0; round < mostRounds; round++) {
    if (basis.pivots > 100) {
      renew(part, basis)
      basis.pivots = 0
    }
    const duals = dualsOf(part, basis)
    const prices = new Float64Array(rows)
    for (let i = 0; i < rows; i++) {
      const dual = (duals[i] as number) * scale
      const price = Math.round(
        steady && best !== undefined ? dual + stay * ((best.prices[i] as number) - dual) : dual
      )
      prices[i] = Math.max(fill ? 0 : -largest, Math.min(largest, price)) + 0
    }
    const { choices } = consider(prices)
    if ((best?.bound ?? 0) < target || work.done > limit) break
    const ids: Array<number> = []
    for (const [j, { pairs, profit }] of choices.entries()) {
      if (profit === -Infinity) continue
      work.done += 200
      const id = idOf(part, j, pairs)
      if (gainOf(part, duals, id) > tolerance) ids.push(id)
    }
    for (let i = 0; i < rows; i++) if (gainOf(part, duals, i) > tolerance) ids.push(i)
    if (ids.length === 0) {
      if (!steady) break
      steady = false
      continue
    }
    steady = true
    let entered = false
    for (;;) {
      work.done += 16 * ids.length
      let most = tolerance
      let next = -1
      for (const id of ids) {
        const gain = gainOf(part, duals, id)
        if (gain > most) {
          most = gain
          next = id
        }
      }
      if (next < 0 || !enter(part, basis, duals, next, most)) break
      entered = true
      if (basis.pivots > 200) break
    }
    if (!entered) break
  }
  const amounts = new Float64Array(instance.row.length)
  let missing = 0
  for (const [k, id] of basis.members.entries()) {
    const amount = basis.amounts[k] as number
    if (id < rows) missing += amount
    for (const a of part.pool.variables[id - size]?.pairs ?? []) {
      amounts[a] = (amounts[a] as number) + amount
    }
  }
  const { bound, choices, prices } = best ?? boundOf(part, new Float64Array(rows))
  return { bound, choices, prices, amounts, missing }
}
