/** The shape of columns: a table for each population, with one array for each field. */
import type { Population } from "@liulinhui/core/Facts"
import type { RuleId } from "@liulinhui/core/Id"
import type { Counted } from "@liulinhui/core/Coverage"
import * as Bits from "./Bits.ts"
import * as Days from "./Days.ts"
import type { Codes } from "./scans.ts"

/** A set of rows, see `internal/Bits`: row i is bit i mod 32 of word i div 32. */
export type Rows = Bits.Bits

/**
 * One field of a population.
 *
 * - `days`: a column of days, see {@link days};
 * - `ints`: 32-bit integers or days; {@link noInt} if there is none, {@link unknownInt} if it is unknown;
 * - `flags`: the rows with yes, and the rows for which it is unknown;
 * - `sets`: for each id the rows that have it, if there are few ids;
 * - `codes`: an index into sets of ids; the set is `undefined` if there is none, `null` if it is unknown;
 * - `one`: the row in another population; -1 if there is none, -2 if it is unknown;
 * - `many`: edges to rows of another population: edge e goes from row `owners[e]` (-1 if it has none) to row `things[e]`
 *   of the other population. Default of `things`: edge e goes to row e.
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

/** One population as columns. */
export interface Table {
  readonly rows: number
  /** The rows that count on the day. Default: all rows. A row that does not count still belongs to its household. */
  readonly present?: Rows
  readonly fields: Readonly<Record<string, Column>>
  /** For each {@link markKey} that the rules count: the day of the k-th last mark; `days.never` if there is none. */
  readonly marks: Readonly<Record<string, DayColumn>>
  /** For each rule: the rows with an exclusion in force. */
  readonly excluded: Readonly<Record<RuleId, Rows>>
}

/**
 * A district or a city on one day, as columns.
 *
 * @category models
 */
export type Columns = Readonly<Record<Population, Table>>

/** A population without rows. */
export const emptyTable: Table = { rows: 0, fields: {}, marks: {}, excluded: {} }

/** Numbers in a column lie between −2³⁰ and 2³⁰. */
export const limit = 2 ** 30

/** A column of days between 1900 and 2079, sliced by bits: see {@link days}. */
export type DayColumn = Days.DayColumn

/**
 * Operations on columns of days. `days.fromCodes` takes one code for each row; `days.code` returns the code of a day.
 * Fields hold `days.noDay` if there is no day and `days.unknownDay` if it is unknown; marks hold `days.never` if nothing
 * happened. `days.get` and `days.set` read and change a row.
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

/** The entry of a row without a number. */
export const noInt = -limit
/** The entry of a row whose number is unknown. */
export const unknownInt = 2 ** 30

/** The name of a count of a rule, without the time window. Rules that differ only in the window share a column. */
export const markKey = ({ by, times, through }: Counted): string =>
  `${[...new Set(by)].sort().join(",")} x${times ?? 1}${through === undefined ? "" : ` through ${through}`}`
