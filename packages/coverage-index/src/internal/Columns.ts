/** The types of columns. Each population (all residents, all households …) is a table with one array for each field. */
import type { Population } from "@liulinhui/core/Facts"
import type { RuleId } from "@liulinhui/core/Id"
import type { Counted } from "@liulinhui/core/Coverage"
import * as Bits from "./Bits.ts"
import * as Days from "./Days.ts"
import type { Codes } from "./scans.ts"

/** A set of rows as bits, see `internal/Bits`: row i is bit i mod 32 of word i div 32. */
export type Rows = Bits.Bits

/**
 * The values of one field for all rows of a population (one row for each resident, household …). Types of columns:
 *
 * - `days`: a day for each row, see {@link days};
 * - `ints`: a 32-bit integer or a day for each row; {@link noInt} if the row has no value, {@link unknownInt} if its
 *   value is unknown;
 * - `flags`: the set of rows with yes, and the set of rows for which the answer is unknown;
 * - `sets`: for each id, the rows that have it. Used if there are few ids;
 * - `codes`: for each row, an index into a list of sets of ids. A set is `undefined` if the row has no value, `null` if
 *   its value is unknown;
 * - `one`: for each row, the related row in another population; -1 if no row is related, -2 if that is unknown;
 * - `many`: edges (relations) to rows of another population. Edge e goes from row `owners[e]` (-1 if it has no owner)
 *   to row `things[e]` of the other population. Default of `things`: edge e goes to row e.
 *
 * `unknown`: whether the value of any row is unknown.
 *
 * @category models
 */
export type Column =
  | { readonly type: "days"; readonly data: DayColumn; readonly unknown: boolean }
  | { readonly type: "ints"; readonly data: Int32Array; readonly unknown: boolean }
  | { readonly type: "flags"; readonly yes: Rows; readonly unknown?: Rows }
  | {
      readonly type: "sets"
      readonly has: Readonly<Record<string, Rows>>
      readonly unknown?: Rows
    }
  | {
      readonly type: "codes"
      readonly data: Codes
      readonly sets: ReadonlyArray<ReadonlyArray<string> | undefined | null>
    }
  | {
      readonly type: "one"
      readonly to: Population
      readonly data: Int32Array
      readonly unknown: boolean
    }
  | {
      readonly type: "many"
      readonly to: Population
      readonly owners: Int32Array
      readonly things?: Int32Array
    }

/** One population, such as all residents, as columns with one row for each member. */
export interface Table {
  readonly rows: number
  /**
   * The rows that count on the day of the columns, such as the residents who live here then. Default: all rows. A row
   * that does not count still belongs to its household.
   */
  readonly present?: Rows
  readonly fields: Readonly<Record<string, Column>>
  /**
   * For each key of a counted contact or step ({@link markKey}): the days of the k-th last contact or step, one for
   * each row; `days.never` if there was none.
   */
  readonly marks: Readonly<Record<string, DayColumn>>
  /** For each coverage rule: the rows (members) that are excluded from it on the day of the columns. */
  readonly excluded: Readonly<Record<RuleId, Rows>>
}

/**
 * A district or a city on one day, as columns: one array for each field of its residents, households and so on.
 *
 * @category models
 */
export type Columns = Readonly<Record<Population, Table>>

/** A population without rows. */
export const emptyTable: Table = { rows: 0, fields: {}, marks: {}, excluded: {} }

/** Numbers in a column must be between −2³⁰ and 2³⁰. */
export const limit = 2 ** 30

/** A column of days between 1900 and 2079, one for each row, stored bit by bit: see {@link days}. */
export type DayColumn = Days.DayColumn

/**
 * Operations on columns of days. `days.fromCodes` makes a column from one code (a 16-bit number) for each row;
 * `days.code` converts a day to its code. In a column for a field, the value is `days.noDay` if a row has no day, and
 * `days.unknownDay` if its day is unknown. In a column of contacts, it is `days.never` if there was no contact.
 * `days.get` and `days.set` read and change the code of a row.
 */
export const days = {
  make: Days.make,
  fromCodes: Days.fromCodes,
  code: Days.code,
  day: Days.day,
  get: Days.get,
  set: Days.set,
  first: Days.first,
  last: Days.last,
  never: Days.never,
  noDay: Days.noDay,
  unknownDay: Days.unknownDay
} as const

/** The value in a column of numbers that means "no number". */
export const noInt = -limit
/** The value in a column of numbers that means "unknown". */
export const unknownInt = 2 ** 30

/**
 * The name of the column for the contacts or steps that a rule counts. The name does not contain the time window, so
 * rules that differ only in their time window share a column.
 */
export const markKey = ({ by, times, through }: Counted): string => {
  // Contacts downward depend on who lives in a place on the day of the answer. Columns do not have this.
  if (through === "residents" || through === "households") {
    throw new RangeError(`the index does not count contacts through ${through}: use the plain evaluation`)
  }
  return `${[...new Set(by)].sort().join(",")} x${times ?? 1}${through === undefined ? "" : ` through ${through}`}`
}
