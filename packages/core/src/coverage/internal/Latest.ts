/**
 * For each row the latest days on which something happened, at most k of them, all different: what a rule needs that
 * asks for k contacts. Which order they come in, and how often the same one comes, makes no difference.
 */
import * as Days from "./Days.ts"

export class Latest {
  /** How many days are kept. */
  readonly times: number
  /** The latest day of each row, the one before it, and so on; `Days.never` where there are fewer. */
  private columns: ReadonlyArray<Days.DayColumn>

  constructor(times: number) {
    this.times = times
    this.columns = Array.from({ length: times }, () => Days.make(0))
  }

  grow(rows: number): void {
    this.columns = this.columns.map(({ planes }) => {
      const next = Days.make(rows)
      next.planes.set(planes)
      return next
    })
  }

  /** The column of the k-th latest days. */
  get last(): Days.DayColumn {
    return this.column(this.times - 1)
  }

  /** The k-th latest day of a row. */
  kth(row: number): number {
    return Days.get(this.last, row)
  }

  /** The days of a row, the latest first. */
  codes(row: number): ReadonlyArray<number> {
    return this.columns.map((column) => Days.get(column, row)).filter((code) => code !== Days.never)
  }

  /** Adds a day to a row; false where this changes nothing. */
  add(row: number, code: number): boolean {
    let at = 0
    for (; at < this.times; at++) {
      const known = Days.get(this.column(at), row)
      if (known === code) return false
      if (known < code) break
    }
    if (at === this.times) return false
    for (let from = this.times - 1; from > at; from--) {
      Days.set(this.column(from), row, Days.get(this.column(from - 1), row))
    }
    Days.set(this.column(at), row, code)
    return true
  }

  /** Puts days in place of those of a row. */
  replace(row: number, codes: Iterable<number>): void {
    for (const column of this.columns) Days.set(column, row, Days.never)
    for (const code of codes) this.add(row, code)
  }

  private column(at: number): Days.DayColumn {
    // Safe: `at` is below the number of columns.
    return this.columns[at] as Days.DayColumn
  }
}
