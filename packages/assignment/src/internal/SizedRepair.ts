/**
 * A cheap first plan: pairs that do not fit into their columns are moved to other columns. It may find no plan where there
 * is one, and its plan is seldom the best. The search begins with it.
 */
import type { Work } from "./SizedColumn.ts"
import { type Instance, isPlan } from "./SizedInstance.ts"

// Every array index in this file is in range. The compiler cannot know this, so the code says `as number`.

/** What each column has, while pairs are moved. */
interface State {
  readonly instance: Instance
  /** The pairs that each row may have. */
  readonly choices: ReadonlyArray<ReadonlyArray<number>>
  /** The pairs that each column has. */
  readonly own: ReadonlyArray<Array<number>>
  /** The room that each column still has. */
  readonly left: Float64Array
}

const sizeOf = ({ instance: { row, sizes } }: State, a: number): number => sizes[row[a] as number] as number

const ownOf = ({ instance: { column }, own }: State, a: number): Array<number> =>
  own[column[a] as number] as Array<number>

const put = (state: State, a: number): void => {
  ownOf(state, a).push(a)
  const j = state.instance.column[a] as number
  state.left[j] = (state.left[j] as number) - sizeOf(state, a)
}

const take = (state: State, a: number): void => {
  const list = ownOf(state, a)
  list.splice(list.indexOf(a), 1)
  const j = state.instance.column[a] as number
  state.left[j] = (state.left[j] as number) + sizeOf(state, a)
}

const fits = (state: State, a: number): boolean => {
  const { instance, left } = state
  const j = instance.column[a] as number
  const list = ownOf(state, a)
  return (
    sizeOf(state, a) <= (left[j] as number) && list.length < (instance.most[j] as number) && !list.includes(a)
  )
}

/** The pair with the most worth that fits. `undefined` if none does. */
const bestFit = (state: State, i: number): number | undefined => {
  const { worth } = state.instance
  let best: number | undefined
  for (const a of state.choices[i] as ReadonlyArray<number>) {
    if ((best === undefined || (worth[a] as number) > (worth[best] as number)) && fits(state, a)) best = a
  }
  return best
}

/**
 * Adds a pair of a row. If no pair fits, moves another row to another column for it; if this is not possible, takes the
 * place of a smaller row. Returns the row that has lost its place, −1 if no row has lost its place, `undefined` if no pair was added.
 */
const add = (state: State, i: number, work: Work): number | undefined => {
  const { choices, instance, left } = state
  const { column, row, worth } = instance
  const own = choices[i] as ReadonlyArray<number>
  work.done += 8 * own.length
  const direct = bestFit(state, i)
  if (direct !== undefined) {
    put(state, direct)
    return -1
  }
  let moved: { readonly come: number; readonly gone: number; readonly to: number | undefined } | undefined
  let most = -Infinity
  for (const come of own) {
    const list = ownOf(state, come)
    if (list.includes(come)) continue
    for (const gone of list) {
      const size = sizeOf(state, gone)
      if ((left[column[come] as number] as number) + size < sizeOf(state, come)) continue
      const other = row[gone] as number
      work.done += 8 * (choices[other] as ReadonlyArray<number>).length
      const to = bestFit(state, other)
      if (to === undefined && (moved?.to !== undefined || size >= sizeOf(state, come))) continue
      const gain =
        (worth[come] as number) - (worth[gone] as number) + (to === undefined ? 0 : (worth[to] as number))
      // A move always comes before the loss of a place.
      if (gain <= most && (to === undefined || moved?.to !== undefined)) continue
      most = gain
      moved = { come, gone, to }
    }
  }
  if (moved === undefined) return undefined
  take(state, moved.gone)
  put(state, moved.come)
  if (moved.to === undefined) return row[moved.gone] as number
  put(state, moved.to)
  return -1
}

/**
 * Repairs pairs that keep the needs of all rows, but not all room. `undefined` if no plan is found, or if the work exceeds
 * `limit`. It ends, because the sizes of the rows without a place become smaller with every step.
 */
export const repaired = (
  instance: Instance,
  pairs: ReadonlyArray<number>,
  work: Work,
  limit: number
): ReadonlyArray<number> | undefined => {
  const { columns, row, rows, sizes } = instance
  const choices: Array<Array<number>> = Array.from({ length: rows }, () => [])
  for (const list of instance.pairs) for (const a of list) choices[row[a] as number]?.push(a)
  const state: State = {
    instance,
    choices,
    own: Array.from({ length: columns }, () => []),
    left: Float64Array.from(instance.room)
  }
  work.done += row.length
  const largestFirst = (one: number, other: number): number =>
    (sizes[other] as number) - (sizes[one] as number) || one - other
  const without: Array<number> = []
  for (const a of [...pairs].sort((one, other) => largestFirst(row[one] as number, row[other] as number))) {
    if (fits(state, a)) put(state, a)
    else without.push(row[a] as number)
  }
  for (;;) {
    const i = without.sort(largestFirst).shift()
    if (i === undefined) break
    if (work.done > limit) return undefined
    const lost = add(state, i, work)
    if (lost === undefined) return undefined
    if (lost >= 0) without.push(lost)
  }
  const plan = state.own.flat().sort((a, b) => a - b)
  return isPlan(instance, plan) ? plan : undefined
}
