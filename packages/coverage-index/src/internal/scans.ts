/**
 * The loops over columns of numbers, codes and relations. Each loop tests a condition on every row and writes one bit
 * for each row, 32 rows at a time. The loops over columns of days are in `internal/Days`.
 *
 * Every array index in this file is in range, so array reads are cast to `number`.
 */
import type { Bits } from "./Bits.ts"

const sign = 0x80000000

/** A column with few distinct values: each row contains the code of its value. */
export type Codes = Uint8Array | Uint16Array | Int32Array

// The last word may contain the bits of fewer than 32 rows, so these rows are tested one by one.
const tail = (bits: Bits, rows: number, test: (row: number) => boolean): void => {
  const start = rows & ~31
  if (start === rows) return
  let word = 0
  for (let row = start; row < rows; row++) if (test(row)) word |= 1 << (row & 31)
  bits[start >>> 5] = word
}

/**
 * Finds the rows whose value is between two bounds, both included, and writes them as a bit set to `bits`. Absolute
 * values are at most 2³⁰, so every difference between a value and a bound fits into 32 bits.
 */
export const between32 = (data: Int32Array, least: number, most: number, bits: Bits): void => {
  const words = data.length >>> 5
  for (let at = 0, row = 0; at < words; at++) {
    let outside = 0
    for (const end = row + 32; row < end; row++) {
      const value = data[row] as number
      outside = (outside >>> 1) | (((value - least) | (most - value)) & sign)
    }
    bits[at] = ~outside
  }
  tail(bits, data.length, (row) => least <= (data[row] as number) && (data[row] as number) <= most)
}

/**
 * Finds the rows whose code is marked with 1 in `table` (for each code, a zero or a one), and writes them as a bit set
 * to `bits`.
 */
export const coded = (data: Codes, table: Uint8Array, bits: Bits): void => {
  const words = data.length >>> 5
  for (let at = 0, row = 0; at < words; at++) {
    let word = 0
    for (const end = row + 32; row < end; row++) {
      word = (word >>> 1) | ((table[data[row] as number] as number) << 31)
    }
    bits[at] = word
  }
  tail(bits, data.length, (row) => table[data[row] as number] === 1)
}

/**
 * Finds the rows whose related row in another population (such as the household of a resident) is in a set, and writes
 * them as a bit set to `bits`. The related row is negative if no row is related.
 */
export const gathered = (data: Int32Array, others: Bits, bits: Bits): void => {
  const words = data.length >>> 5
  for (let at = 0, row = 0; at < words; at++) {
    let word = 0
    for (const end = row + 32; row < end; row++) {
      const other = data[row] as number
      word >>>= 1
      if (other >= 0) word |= ((others[other >>> 5] as number) >>> (other & 31)) << 31
    }
    bits[at] = word
  }
  tail(bits, data.length, (row) => {
    const other = data[row] as number
    return other >= 0 && (((others[other >>> 5] as number) >>> (other & 31)) & 1) === 1
  })
}

/**
 * `others` is a set of rows of another population. Finds the owners of these rows, such as the households of the
 * residents, and adds them to a set. Edge e goes from `owners[e]` (negative if it has no owner) to `things[e]`. Default
 * of `things`: edge e goes to row e.
 */
export const scatter = (
  owners: Int32Array,
  things: Int32Array | undefined,
  others: Bits,
  bits: Bits
): void => {
  for (let edge = 0; edge < owners.length; edge++) {
    const owner = owners[edge] as number
    const thing = things === undefined ? edge : (things[edge] as number)
    if (owner >= 0 && (((others[thing >>> 5] as number) >>> (thing & 31)) & 1) === 1) {
      bits[owner >>> 5] = (bits[owner >>> 5] as number) | (1 << (owner & 31))
    }
  }
}
