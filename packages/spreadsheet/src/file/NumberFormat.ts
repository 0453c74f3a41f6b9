/**
 * What the number format of a cell means for its value. A format can show a number as a date, or only the month of a date,
 * or with leading zeros. A cell that contains 101 and shows 0101 is the door 0101. A cell that contains 1 March 1950 and
 * shows 1950年3月 was typed as a month.
 */
import * as Day from "@liulinhui/core/Day"
import type { Cell, DateCell } from "./Item.ts"

/** How a format shows a number. */
export type Shape =
  | { readonly _tag: "Date"; readonly shows: DateCell["shows"] }
  | { readonly _tag: "Digits"; readonly least: number }

// Built-in formats have only a number in the file (ECMA-376 Part 1, 18.8.30). Those from 27 on are Chinese.
const months: ReadonlySet<number> = new Set([17, 27, 36, 50, 52, 57])
const days: ReadonlySet<number> = new Set([14, 15, 22, 30, 31])
const withoutYear: ReadonlySet<number> = new Set([16, 28, 29, 51, 53, 54, 58])

/** The shape of a built-in format; undefined if it does not show dates. */
export const builtIn = (id: number): Shape | undefined => {
  if (days.has(id)) return { _tag: "Date", shows: "day" }
  if (months.has(id)) return { _tag: "Date", shows: "month" }
  return withoutYear.has(id) ? { _tag: "Date", shows: "no year" } : undefined
}

/** The shape of a format code such as `yyyy"年"m"月"`; undefined for an ordinary number. */
export const shapeOf = (code: string): Shape | undefined => {
  const [first = ""] = code
    .replace(/"[^"]*"|\[[^\]]*\]|\\.|_.|\*./g, "")
    .toLowerCase()
    .split(";")
  if (/^0{2,}$/.test(first)) return { _tag: "Digits", least: first.length }
  if (first.includes("general")) return undefined
  const letters = first.replace(/e[+-]/g, "")
  const [year, month, day] = [/[yeg]/.test(letters), letters.includes("m"), letters.includes("d")]
  if (year && day) return { _tag: "Date", shows: "day" }
  if (year) return { _tag: "Date", shows: month ? "month" : "year" }
  // Without a year or a day, m is a month only if there are no hours and seconds beside it.
  return day || (month && !/[hs]/.test(letters)) ? { _tag: "Date", shows: "no year" } : undefined
}

const before1900 = Day.make("1899-12-30")
const first1904 = Day.make("1904-01-01")

/** The day of a serial number, without its hours; undefined if there is no such day. */
export const dayOfSerial = (serial: number, is1904: boolean): Day.Day | undefined => {
  const whole = Math.floor(serial)
  if (whole > 2_958_465 || whole < (is1904 ? 0 : 1)) return undefined
  if (is1904) return Day.add(first1904, whole)
  // Spreadsheet programs have a 29 February 1900, serial 60. It does not exist.
  return whole === 60 ? undefined : Day.add(before1900, whole < 60 ? whole + 1 : whole)
}

/** A number as its format shows it. A number that is no date stays a number. */
export const shaped = (value: number, shape: Shape | undefined, is1904: boolean): Cell => {
  if (shape === undefined) return value
  if (shape._tag === "Digits") {
    return Number.isInteger(value) && value >= 0 ? String(value).padStart(shape.least, "0") : value
  }
  const day = dayOfSerial(value, is1904)
  return day === undefined ? value : { day, shows: shape.shows }
}
