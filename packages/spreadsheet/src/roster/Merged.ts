/**
 * Fills in merged cells. If the cell for a building or a flat is merged with a cell above it, it gets the content of
 * that cell. A text file has no merged cells. For text files, a mapping can state that an empty cell repeats the cell
 * above it.
 */
import type { MergeItem } from "../file/Item.ts"
import type { Column } from "./Columns.ts"
import type { RosterRow, RosterSheet } from "./Roster.ts"
import type { Values } from "./Values.ts"

/** The columns that identify a building or a flat. */
export const ofPlaces = [
  "building",
  "label",
  "floors",
  "household",
  "unit",
  "floor",
  "area",
  "householdTags"
] as const satisfies ReadonlyArray<Column>

type OfPlace = (typeof ofPlaces)[number]

// The columns that describe a flat. A merged cell in such a column is filled only if its row is about the same flat as
// the row above.
const ofFlats: ReadonlySet<Column> = new Set<Column>(["floor", "area", "householdTags"])
const doors: ReadonlyArray<OfPlace> = ["unit", "household"]

const says = ({ broken, values }: RosterRow, column: OfPlace): boolean =>
  values[column] !== undefined || broken.has(column)

const filled = (row: RosterRow, column: OfPlace, from: RosterRow): RosterRow => {
  const broken = from.broken.has(column) ? new Set([...row.broken, column]) : row.broken
  const values: Values = { ...row.values, [column]: from.values[column] }
  return { ...row, values, broken }
}

/** The merged cells of one column, sorted by their first row. */
class Merges {
  private readonly merges: ReadonlyArray<MergeItem>

  constructor(merges: ReadonlyArray<MergeItem>) {
    this.merges = merges.toSorted((a, b) => a.top - b.top)
  }

  get size(): number {
    return this.merges.length
  }

  /**
   * Returns the first row of the merged cell that contains a row. `undefined` if the row is not in a merged cell, or if
   * it is the first row of the merged cell.
   */
  above(row: number): number | undefined {
    let [low, high] = [0, this.merges.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.merges[middle]?.top ?? 0) < row) low = middle + 1
      else high = middle
    }
    const last = this.merges[low - 1]
    return last !== undefined && row <= last.bottom ? last.top : undefined
  }
}

const mergesOf = ({ header, merges }: RosterSheet): ReadonlyArray<readonly [OfPlace, Merges]> =>
  ofPlaces.flatMap((column) => {
    const at = header.of.get(column)?.at
    if (at === undefined) return []
    const here = new Merges(
      merges.filter(({ left, right, top }) => left <= at && at <= right && top > header.row)
    )
    return here.size === 0 ? [] : [[column, here] as const]
  })

/**
 * Returns a function that finds the row with the content of a merged cell. This function returns `undefined` if the
 * cell is not merged with a cell above it.
 */
export const rowAbove = (sheet: RosterSheet): ((column: Column, row: number) => number | undefined) => {
  const merges = new Map<Column, Merges>(mergesOf(sheet))
  return (column, row) => merges.get(column)?.above(row)
}

const byMerges = (rows: ReadonlyArray<RosterRow>, sheet: RosterSheet): ReadonlyArray<RosterRow> => {
  const merges = mergesOf(sheet)
  if (merges.length === 0) return rows
  const byNumber = new Map(rows.map((row) => [row.row, row]))
  return rows.map((row) =>
    merges.reduce((next, [column, here]) => {
      const from = byNumber.get(here.above(row.row) ?? 0)
      return from === undefined || says(next, column) ? next : filled(next, column, from)
    }, row)
  )
}

const fromAbove = (rows: ReadonlyArray<RosterRow>): ReadonlyArray<RosterRow> => {
  let above: RosterRow | undefined
  return rows.map((row) => {
    const before = above
    if (before === undefined) return (above = row)
    const sameBuilding = !says(row, "building") && !says(row, "label")
    const sameFlat = sameBuilding && doors.every((column) => !says(row, column))
    const columns = ofPlaces.filter((column) =>
      ofFlats.has(column) || doors.includes(column) ? sameFlat : sameBuilding
    )
    above = columns.reduce((next, column) => (says(next, column) ? next : filled(next, column, before)), row)
    return above
  })
}

/** Returns the rows of a sheet in which the merged cells are filled in. */
export const fill = (
  rows: ReadonlyArray<RosterRow>,
  sheet: RosterSheet,
  fillDown: boolean
): ReadonlyArray<RosterRow> => {
  const merged = byMerges(rows, sheet)
  return fillDown ? fromAbove(merged) : merged
}
