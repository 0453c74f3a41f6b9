/**
 * A column of days, sliced by bits: of each block of 32 rows, word j holds bit j of the 16-bit codes of all 32. A block
 * is 64 bytes, one cache line, and comparing all of its rows with a constant takes one operation a bit, sixteen for 32
 * rows (Y. Li and J. Patel, "BitWeaving: Fast Scans for Main Memory Data Processing", SIGMOD 2013, the vertical layout).
 *
 * As in `internal/Bits`, array reads are cast to `number`: indices lie within the arrays by construction of the loops.
 */
import { type Day } from "@liulinhui/core/kernel/Day"
import type { Bits } from "./Bits.ts"

/** Codes of days for a number of rows; a row that was never set has code 0. */
export interface DayColumn {
  readonly rows: number
  /** 16 words for each 32 rows. */
  readonly planes: Int32Array
}

const epoch = 25_568 // days from 1899-12-31 to 1970-01-01

/** The first and the last day that a code stands for: 1900-01-01 and 2079-06-03. */
export const first = (1 - epoch) as Day
export const last = (65_533 - epoch) as Day
/** Nothing happened yet. It comes before every day. */
export const never = 0
/** There is no such day, or it is not known. Both come after every day. */
export const noDay = 65_534
export const unknownDay = 65_535

/** The code of a day between {@link first} and {@link last}: 1 to 65,533. */
export const code = (day: Day): number => day + epoch

/** The code of a day from outside. Throws a `RangeError` for one that no code stands for. */
export const checkedCode = (day: Day): number => {
  if (day >= first && day <= last) return code(day)
  throw new RangeError(`day ${day} does not fit a column: days lie between 1900 and 2079`)
}

/** The day of a code. */
export const day = (code: number): Day => (code - epoch) as Day

/** Words that hold so many rows. */
const wordsFor = (rows: number): number => ((rows + 31) >>> 5) << 4

/** A column of code 0 throughout. */
export const make = (rows: number): DayColumn => ({ rows, planes: new Int32Array(wordsFor(rows)) })

/** A column of given codes. */
export const fromCodes = (codes: ArrayLike<number>): DayColumn => {
  const column = make(codes.length)
  for (let row = 0; row < codes.length; row++) set(column, row, codes[row] as number)
  return column
}

/** The code of a row. */
export const get = ({ planes }: DayColumn, row: number): number => {
  const [base, shift] = [(row >>> 5) << 4, row & 31]
  let code = 0
  for (let bit = 15; bit >= 0; bit--) code = (code << 1) | (((planes[base + bit] as number) >>> shift) & 1)
  return code
}

/** Gives a row a code. */
export const set = (column: DayColumn, row: number, code: number): void => {
  const { planes } = column
  const [base, mask] = [(row >>> 5) << 4, 1 << (row & 31)]
  for (let changed = get(column, row) ^ code; changed !== 0; changed &= changed - 1) {
    const at = base + 31 - Math.clz32(changed & -changed)
    planes[at] = (planes[at] as number) ^ mask
  }
}

/**
 * Rows whose code is at least `least` (1 to 65,535).
 *
 * From the lowest bit up, a number is at least a constant where its bit is set and the rest below is at least the
 * constant's rest, or, where the constant's bit is 0, where either of the two holds.
 */
export const atLeast = ({ planes }: DayColumn, least: number, bits: Bits): void => {
  for (let at = 0, p = 0; at < bits.length; at++, p += 16) {
    let r = (least & 1) === 0 ? -1 : (planes[p] as number)
    r = (least & 0x2) === 0 ? r | (planes[p + 1] as number) : r & (planes[p + 1] as number)
    r = (least & 0x4) === 0 ? r | (planes[p + 2] as number) : r & (planes[p + 2] as number)
    r = (least & 0x8) === 0 ? r | (planes[p + 3] as number) : r & (planes[p + 3] as number)
    r = (least & 0x10) === 0 ? r | (planes[p + 4] as number) : r & (planes[p + 4] as number)
    r = (least & 0x20) === 0 ? r | (planes[p + 5] as number) : r & (planes[p + 5] as number)
    r = (least & 0x40) === 0 ? r | (planes[p + 6] as number) : r & (planes[p + 6] as number)
    r = (least & 0x80) === 0 ? r | (planes[p + 7] as number) : r & (planes[p + 7] as number)
    r = (least & 0x100) === 0 ? r | (planes[p + 8] as number) : r & (planes[p + 8] as number)
    r = (least & 0x200) === 0 ? r | (planes[p + 9] as number) : r & (planes[p + 9] as number)
    r = (least & 0x400) === 0 ? r | (planes[p + 10] as number) : r & (planes[p + 10] as number)
    r = (least & 0x800) === 0 ? r | (planes[p + 11] as number) : r & (planes[p + 11] as number)
    r = (least & 0x1000) === 0 ? r | (planes[p + 12] as number) : r & (planes[p + 12] as number)
    r = (least & 0x2000) === 0 ? r | (planes[p + 13] as number) : r & (planes[p + 13] as number)
    r = (least & 0x4000) === 0 ? r | (planes[p + 14] as number) : r & (planes[p + 14] as number)
    r = (least & 0x8000) === 0 ? r | (planes[p + 15] as number) : r & (planes[p + 15] as number)
    bits[at] = r
  }
}
