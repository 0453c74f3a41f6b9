/**
 * A column of days (one for each row), stored bit by bit: in each block of 32 rows, word j contains bit j of the 16-bit
 * codes of all 32 rows. A block has 64 bytes, one cache line. Comparing 32 rows with a constant takes 16 operations,
 * one for each bit (Y. Li and J. Patel, "BitWeaving: Fast Scans for Main Memory Data Processing", SIGMOD 2013, the
 * vertical layout).
 *
 * Every array index in this file is in range, so array reads are cast to `number`.
 */
import { type Day } from "@liulinhui/core/Day"
import type { Bits } from "./Bits.ts"

/** A column with one day code (a 16-bit number) for each row. A row that was never set has code 0. */
export interface DayColumn {
  readonly rows: number
  /** The bits of the day codes: 16 words for each block of 32 rows. */
  readonly planes: Int32Array
}

const epoch = 25_568 // the number of days from 1899-12-31 (the day before the first code) to 1970-01-01 (day 0)

/** The first and the last day that have a 16-bit code: 1900-01-01 and 2079-06-03. */
export const first = (1 - epoch) as Day
export const last = (65_533 - epoch) as Day
/** The code of "never" (there was no contact). It is less than the code of every day. */
export const never = 0
/**
 * The codes that mean "the row has no such day" and "the day is unknown". Both are greater than the code of every day.
 */
export const noDay = 65_534
export const unknownDay = 65_535

/** Converts a day between {@link first} and {@link last} to its code: 1 to 65,533. */
export const code = (day: Day): number => day + epoch

/** Converts any day to its code. Throws a `RangeError` if the day is out of range. */
export const checkedCode = (day: Day): number => {
  if (day >= first && day <= last) return code(day)
  throw new RangeError(`day ${day} does not fit a column: days must be between 1900 and 2079`)
}

/** Converts a code (a 16-bit number) to the day that it represents. */
export const day = (code: number): Day => (code - epoch) as Day

/** The number of 32-bit words that a column of days needs for this number of rows. */
const wordsFor = (rows: number): number => ((rows + 31) >>> 5) << 4

/** Makes a column of days with code 0 ("never") in every row. */
export const make = (rows: number): DayColumn => ({ rows, planes: new Int32Array(wordsFor(rows)) })

/** Makes a column of days from the given codes, one code for each row. */
export const fromCodes = (codes: ArrayLike<number>): DayColumn => {
  const column = make(codes.length)
  for (let row = 0; row < codes.length; row++) set(column, row, codes[row] as number)
  return column
}

/** Returns the day code (a 16-bit number) of a row. */
export const get = ({ planes }: DayColumn, row: number): number => {
  const [base, shift] = [(row >>> 5) << 4, row & 31]
  let code = 0
  for (let bit = 15; bit >= 0; bit--) code = (code << 1) | (((planes[base + bit] as number) >>> shift) & 1)
  return code
}

/** Sets the day code (a 16-bit number) of a row. */
export const set = (column: DayColumn, row: number, code: number): void => {
  const { planes } = column
  const [base, mask] = [(row >>> 5) << 4, 1 << (row & 31)]
  for (let changed = get(column, row) ^ code; changed !== 0; changed &= changed - 1) {
    const at = base + 31 - Math.clz32(changed & -changed)
    planes[at] = (planes[at] as number) ^ mask
  }
}

/**
 * Finds the rows whose day code is at least `least` (1 to 65,535), and writes them as a bit set to `bits`.
 *
 * Goes from the lowest bit to the highest. If the bit of the constant is 1, the bit of the code must be 1 and its lower
 * bits must be at least those of the constant. If the bit of the constant is 0, one of these two conditions is enough.
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
