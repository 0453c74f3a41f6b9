/**
 * Sets of rows (members) with three truth values for each row: yes, no and unknown. Every array index in this file is
 * in range, so array reads are cast to `number`.
 */
import type { Rows } from "./Columns.ts"

/**
 * The answer to one condition for all rows (members): yes if the row is in the set `yes`, unknown if it is in
 * `unknown`, otherwise no. No row is in both sets.
 */
export interface Truth {
  readonly yes: Rows
  readonly unknown: Rows | undefined
}

export const and = (a: Rows, b: Rows): Rows => {
  const bits = new Int32Array(a.length)
  for (let at = 0; at < bits.length; at++) bits[at] = (a[at] as number) & (b[at] as number)
  return bits
}
export const or = (a: Rows, b: Rows): Rows => {
  const bits = new Int32Array(a.length)
  for (let at = 0; at < bits.length; at++) bits[at] = (a[at] as number) | (b[at] as number)
  return bits
}
export const andNot = (a: Rows, b: Rows): Rows => {
  const bits = new Int32Array(a.length)
  for (let at = 0; at < bits.length; at++) bits[at] = (a[at] as number) & ~(b[at] as number)
  return bits
}
export const neither = (a: Rows, b: Rows): Rows => {
  const bits = new Int32Array(a.length)
  for (let at = 0; at < bits.length; at++) bits[at] = ~((a[at] as number) | (b[at] as number))
  return bits
}
export const eitherWay = (a: Rows | undefined, b: Rows | undefined): Rows | undefined =>
  a === undefined ? b : b === undefined ? a : or(a, b)
export const possible = ({ yes, unknown }: Truth): Rows => (unknown === undefined ? yes : or(yes, unknown))

export const both = (a: Truth, b: Truth): Truth => {
  const yes = and(a.yes, b.yes)
  return a.unknown === undefined && b.unknown === undefined
    ? { yes, unknown: undefined }
    : { yes, unknown: andNot(and(possible(a), possible(b)), yes) }
}

export const either = (a: Truth, b: Truth): Truth => {
  const yes = or(a.yes, b.yes)
  const unknown = eitherWay(a.unknown, b.unknown)
  return { yes, unknown: unknown && andNot(unknown, yes) }
}

export const negate = ({ yes, unknown }: Truth): Truth => ({
  yes: neither(yes, unknown ?? yes),
  unknown
})
