/**
 * For each row (a resident, household or building), the latest k different days on which something happened, such as a
 * contact. This is enough for a rule that requires k contacts. The order in which days are added makes no difference,
 * and a repeated day has no effect.
 *
 * Days are codes as in `internal/Days`. They are stored row by row, because contacts arrive row by row. Every array
 * index in this file is in range by construction, so array reads are cast to `number`.
 */
import { never } from "./Days.ts"

export class Latest {
  /** How many days are stored for each row. */
  readonly times: number
  /**
   * The first array contains the latest day of each row, the second array the day before that one, and so on. An entry
   * is `never` if the row has fewer days.
   */
  private columns: Array<Uint16Array>
  /** For each row: its k-th latest day. */
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

  /** The stored days of a row as codes, the latest first. */
  codes(row: number): ReadonlyArray<number> {
    return this.columns.map((column) => column[row] as number).filter((code) => code !== never)
  }

  /**
   * Adds a day to a row. Returns false if the stored days stay the same, because the day, or `times` later days, are
   * stored already.
   */
  add(row: number, code: number): boolean {
    const { last, times } = this
    if (code <= (last[row] as number)) return false
    for (let at = 0; at < times - 1; at++) {
      const column = this.column(at)
      const known = column[row] as number
      if (known === code) return false
      if (known < code) {
        // The new day takes this place. The day that was here moves to the next array, which has earlier days.
        column[row] = code
        if (known === never) return true
        code = known
      }
    }
    if (code > (last[row] as number)) last[row] = code
    return true
  }

  /** Replaces all stored days of a row. */
  replace(row: number, codes: Iterable<number>): void {
    for (const column of this.columns) column[row] = never
    for (const code of codes) this.add(row, code)
  }

  private column(at: number): Uint16Array {
    // The type assertion is safe: `at` is less than the number of columns.
    return this.columns[at] as Uint16Array
  }
}
