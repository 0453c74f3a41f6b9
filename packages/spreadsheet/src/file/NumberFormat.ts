/**
 * Interprets the number format of a cell. A format can show a number as a date, as a month only, or with leading zeros.
 * For example, a cell with the number 101 and the format 0000 shows 0101, which is the number of a door. If a cell
 * contains 1 March 1950 and shows 1950年3月, a month was entered and not a day.
 */
import * as Day from "@liulinhui/core/Day"
import type { Cell, DateCell } from "./Item.ts"

/** What a number format shows: a date (or a part of it), or digits with leading zeros. */
export type Shape =
  | { readonly _tag: "Date"; readonly shows: DateCell["shows"] }
  | { readonly _tag: "Digits"; readonly least: number }

// In the file, a built-in format is stored only as a number (ECMA-376 Part 1, 18.8.30). The numbers from 27 on are
// Chinese formats.
const months: ReadonlySet<number> = new Set([17, 27, 36, 50, 52, 57])
const days: ReadonlySet<number> = new Set([14, 15, 22, 30, 31])
const withoutYear: ReadonlySet<number> = new Set([16, 28, 29, 51, 53, 54, 58])

/** How a built-in format, given by its number, shows a number. `undefined` if the format does not show dates. */
export const builtIn = (id: number): Shape | undefined => {
  if (days.has(id)) return { _tag: "Date", shows: "day" }
  if (months.has(id)) return { _tag: "Date", shows: "month" }
  return withoutYear.has(id) ? { _tag: "Date", shows: "no year" } : undefined
}

/** How a format such as `yyyy"年"m"月"` shows a number. `undefined` if it shows an ordinary number. */
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
  // In a format without a year or a day, m means the month only if the format has no hours and seconds.
  return day || (month && !/[hs]/.test(letters)) ? { _tag: "Date", shows: "no year" } : undefined
}

const before1900 = Day.make("1899-12-30")
const first1904 = Day.make("1904-01-01")

/** Converts the serial number of a date to a day, without its hours. `undefined` if there is no such day. */
export const dayOfSerial = (serial: number, is1904: boolean): Day.Day | undefined => {
  const whole = Math.floor(serial)
  if (whole > 2_958_465 || whole < (is1904 ? 0 : 1)) return undefined
  if (is1904) return Day.add(first1904, whole)
  // Spreadsheet programs give the serial number 60 to 29 February 1900, a day that does not exist.
  return whole === 60 ? undefined : Day.add(before1900, whole < 60 ? whole + 1 : whole)
}

/** Returns a number as its format shows it: as a date, as text with leading zeros, or unchanged. */
export const shaped = (value: number, shape: Shape | undefined, is1904: boolean): Cell => {
  if (shape === undefined) return value
  if (shape._tag === "Digits") {
    return Number.isInteger(value) && value >= 0 ? String(value).padStart(shape.least, "0") : value
  }
  const day = dayOfSerial(value, is1904)
  return day === undefined ? value : { day, shows: shape.shows }
}
