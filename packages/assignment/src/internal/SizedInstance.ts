/**
 * The form of a problem with sizes that the search reads. All goals are one whole number: the worth of a pair, of which
 * a plan should have as much as possible. A point of an earlier goal is worth more than everything of the later goals.
 */
import type { Sized } from "../SizedProblem.ts"

// Every array index in this file is in range. The compiler cannot know this, so the code says `as number`.

export interface Instance {
  readonly rows: number
  readonly columns: number
  readonly needs: Int32Array
  readonly sizes: Int32Array
  readonly most: Int32Array
  readonly room: Int32Array
  /** The row and the column of each allowed pair. Pairs are numbered by row, then by column. */
  readonly row: Int32Array
  readonly column: Int32Array
  /** The allowed pairs of each column. */
  readonly pairs: ReadonlyArray<Int32Array>
  /** The worth of each allowed pair, from 0. */
  readonly worth: Float64Array
  /** The price of a row is at most this number: a pair that is missing costs as much. */
  readonly dearest: number
  /** Rows may have fewer pairs than they need. So the worth of a plan is its number of pairs. */
  readonly fill: boolean
  /** Prices are whole numbers of 1 / `scale`. 0 if the numbers are too large for exact sums. */
  readonly scale: number
  readonly goals: ReadonlyArray<Goal>
}

/** How a goal is part of the worth of pairs. */
interface Goal {
  /** How much worth one unit of the goal has. */
  readonly unit: number
  /** The largest cost of each row: a pair with this cost has no worth for the goal. */
  readonly dear: Float64Array
}

/** The largest scale: prices of linear programmes are fractions with small denominators. */
const finest = 1024

const scaleFor = (
  { columns, needs, pairs, most }: Pick<Instance, "columns" | "needs" | "pairs" | "most">,
  dearest: number
): number => {
  let terms = needs.reduce((sum, each) => sum + each, 0)
  for (let j = 0; j < columns; j++) terms += Math.min(most[j] as number, (pairs[j] as Int32Array).length)
  // A sum has at most `terms` prices and `terms` worths, and each worth is less than the largest price.
  const largest = 4 * (terms + 1) * dearest
  let scale = finest
  while (scale >= 1 && largest * scale > Number.MAX_SAFE_INTEGER) scale /= 2
  return scale >= 1 ? scale : 0
}

const structureOf = ({ allowed, columns, rows }: Sized) => {
  const row = new Int32Array(allowed.column.length)
  for (let i = 0; i < rows.count; i++) row.fill(i, allowed.start[i], allowed.start[i + 1])
  const lists: Array<Array<number>> = Array.from({ length: columns.count }, () => [])
  for (let a = 0; a < row.length; a++) {
    const i = row[a] as number
    const j = allowed.column[a] as number
    if ((rows.needs[i] as number) > 0 && (rows.sizes[i] as number) <= (columns.room[j] as number)) {
      lists[j]?.push(a)
    }
  }
  return {
    rows: rows.count,
    columns: columns.count,
    needs: rows.needs,
    sizes: rows.sizes,
    most: columns.most,
    room: columns.room,
    row,
    column: allowed.column,
    pairs: lists.map((list) => Int32Array.from(list))
  }
}

/** The instance of a problem: its plans have all pairs that the rows need. */
export const instanceOf = (problem: Sized): Instance => {
  const structure = structureOf(problem)
  const { needs, row, rows } = structure
  const worth = new Float64Array(row.length)
  const goals: Array<Goal> = []
  let unit = 1
  for (let goal = problem.costs.length - 1; goal >= 0; goal--) {
    const costs = problem.costs[goal] as ArrayLike<number>
    const most = new Float64Array(rows).fill(-Infinity)
    const least = new Float64Array(rows).fill(Infinity)
    for (let a = 0; a < row.length; a++) {
      const i = row[a] as number
      most[i] = Math.max(most[i] as number, costs[a] as number)
      least[i] = Math.min(least[i] as number, costs[a] as number)
    }
    let range = 0
    for (let i = 0; i < rows; i++) {
      if ((most[i] as number) === -Infinity) most[i] = 0
      else range += (needs[i] as number) * ((most[i] as number) - (least[i] as number))
    }
    for (let a = 0; a < row.length; a++) {
      worth[a] = (worth[a] as number) + unit * ((most[row[a] as number] as number) - (costs[a] as number))
    }
    goals.unshift({ unit, dear: most })
    unit *= range + 1
  }
  const dearest = 2 * worth.reduce((largest, each) => Math.max(largest, each), 0) + 1
  return { ...structure, worth, dearest, fill: false, scale: scaleFor(structure, dearest), goals }
}

/** The instance of the question how many pairs a plan can have. */
export const fillingOf = (problem: Sized): Instance => {
  const structure = structureOf(problem)
  const dearest = 3
  return {
    ...structure,
    worth: new Float64Array(structure.row.length).fill(1),
    dearest,
    fill: true,
    scale: scaleFor(structure, dearest),
    goals: []
  }
}

/** The sum of the worth of some pairs. */
export const worthOf = ({ worth }: Instance, pairs: Iterable<number>): number => {
  let sum = 0
  for (const a of pairs) sum += worth[a] as number
  return sum
}

/** Whether pairs keep the needs of all rows, and the numbers and room of all columns. */
export const isPlan = (instance: Instance, pairs: ReadonlyArray<number>): boolean => {
  const { column, columns, fill, most, needs, room, row, rows, sizes } = instance
  const has = new Int32Array(rows)
  const count = new Int32Array(columns)
  const used = new Float64Array(columns)
  for (const a of pairs) {
    const i = row[a] as number
    const j = column[a] as number
    has[i] = (has[i] as number) + 1
    count[j] = (count[j] as number) + 1
    used[j] = (used[j] as number) + (sizes[i] as number)
  }
  for (let i = 0; i < rows; i++) {
    if (fill ? (has[i] as number) > (needs[i] as number) : has[i] !== needs[i]) return false
  }
  for (let j = 0; j < columns; j++) {
    if ((count[j] as number) > (most[j] as number) || (used[j] as number) > (room[j] as number)) return false
  }
  return true
}
