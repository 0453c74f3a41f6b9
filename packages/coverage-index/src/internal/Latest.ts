/**
 * For each row the latest k different days on which something happened: enough for a rule that requires k contacts. The
 * order in which days are added, and repetitions, make no difference.
 *
 * Days are codes as in `internal/Days`, stored row by row because contacts come row by row. As in `internal/Bits`, array
 * reads are cast to `number`: every index is within its array by construction.
 */
import { never } from "./Days.ts"

export class Latest {
  /** The number of days for each row. */
  readonly times: number
  /** The latest day of each row, then the one before it, and so on; `never` if there are fewer. */
  private columns: Array<Uint16Array>
  /** The k-th latest day of each row. */
  last: Uint16Array

  constructor(times: number) {
    this.times = times
    this.last = new Uint16Array(0)
    this.columns = Array.from({ length: times }, () => this.last)
  }

  grow(rows: number): void {
    this.columns = this.columns.map((column) => {
      const next = new Uint16Array(rows)
      next.set(column)
      return next
    })
    this.last = this.column(this.times - 1)
  }

  /** The days of a row, the latest first. */
  codes(row: number): ReadonlyArray<number> {
    return this.columns.map((column) => column[row] as number).filter((code) => code !== never)
  }

  /** Adds a day to a row. Returns false if it is there already, or is too old to matter. */
  add(row: number, code: number): boolean {
    const { last, times } = this
    if (code <= (last[row] as number)) return false
    for (let at = 0; at < times - 1; at++) {
      const column = this.column(at)
      const known = column[row] as number
      if (known === code) return false
      if (known < code) {
        // The new day takes this place, and the old day moves to the next.
        column[row] = code
        if (known === never) return true
        code = known
      }
    }
    if (code > (last[row] as number)) last[row] = code
    return true
  }

  /** Replaces the days of a row. */
  replace(row: number, codes: Iterable<number>): void {
    for (const column of this.columns) column[row] = never
    for (const code of codes) this.add(row, code)
  }

  private column(at: number): Uint16Array {
    // Safe: `at` is below the number of columns.
    return this.columns[at] as Uint16Array
  }
}
