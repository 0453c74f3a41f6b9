/**
 * Sets of rows as bit sets: row i is bit i mod 32 of word i div 32. Bits beyond the last row have no meaning and may be
 * 1.
 *
 * Every array index in this file is in range, so array reads are cast to `number`. A check would cost as much time as
 * the work itself.
 */

/** A set of rows, with one bit for each row. */
export type Bits = Int32Array

/** The number of 32-bit words that hold one bit for each of `rows` rows. */
export const wordsFor = (rows: number): number => (rows + 31) >>> 5

/** An empty set. */
export const none = (rows: number): Bits => new Int32Array(wordsFor(rows))

/** The set of all rows. Bits beyond the last row are 0. */
export const every = (rows: number): Bits => {
  const bits = new Int32Array(wordsFor(rows)).fill(-1)
  if ((rows & 31) !== 0) bits[bits.length - 1] = (1 << (rows & 31)) - 1
  return bits
}

/** Whether a row is in a set. */
export const has = (bits: Bits, row: number): boolean =>
  (((bits[row >>> 5] as number) >>> (row & 31)) & 1) === 1

/** Adds a row to a set. */
export const add = (bits: Bits, row: number): void => {
  bits[row >>> 5] = (bits[row >>> 5] as number) | (1 << (row & 31))
}

/** Removes a row from a set. */
export const remove = (bits: Bits, row: number): void => {
  bits[row >>> 5] = (bits[row >>> 5] as number) & ~(1 << (row & 31))
}

/** Counts the 1 bits in a 32-bit word (H. S. Warren, "Hacker's Delight", 2nd ed., 5-1). */
export const popcount = (word: number): number => {
  let x = word - ((word >>> 1) & 0x55555555)
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333)
  return Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

/**
 * The number of rows in a set (a bit set). Bits beyond the last row must be 0.
 *
 * Carry-save adders add eight words bit by bit, so that one count of 1 bits is enough for eight words (the Harley-Seal
 * count, "Hacker's Delight", 5-2).
 */
export const count = (bits: Bits): number => {
  let ones = 0
  let twos = 0
  let fours = 0
  let eights = 0
  let at = 0
  for (; at + 8 <= bits.length; at += 8) {
    const a = bits[at] as number
    const b = bits[at + 1] as number
    const c = bits[at + 2] as number
    const d = bits[at + 3] as number
    const e = bits[at + 4] as number
    const f = bits[at + 5] as number
    const g = bits[at + 6] as number
    const h = bits[at + 7] as number
    let u = ones ^ a
    const t1 = (ones & a) | (u & b)
    ones = u ^ b
    u = ones ^ c
    const t2 = (ones & c) | (u & d)
    ones = u ^ d
    u = ones ^ e
    const t3 = (ones & e) | (u & f)
    ones = u ^ f
    u = ones ^ g
    const t4 = (ones & g) | (u & h)
    ones = u ^ h
    u = twos ^ t1
    const f1 = (twos & t1) | (u & t2)
    twos = u ^ t2
    u = twos ^ t3
    const f2 = (twos & t3) | (u & t4)
    twos = u ^ t4
    u = fours ^ f1
    eights += popcount((fours & f1) | (u & f2))
    fours = u ^ f2
  }
  let sum = 8 * eights + 4 * popcount(fours) + 2 * popcount(twos) + popcount(ones)
  for (; at < bits.length; at++) sum += popcount(bits[at] as number)
  return sum
}

/** Calls `visit` for each row of a set, in order. */
export const each = (bits: Bits, visit: (row: number) => void): void => {
  for (let at = 0; at < bits.length; at++) {
    let word = bits[at] as number
    while (word !== 0) {
      visit((at << 5) + 31 - Math.clz32(word & -word))
      word &= word - 1
    }
  }
}
