/**
 * Writes rows of plain data as a workbook or as CSV. Text that a spreadsheet program would run as a formula is escaped
 * in both formats, because people also save workbooks as CSV. Door numbers and ids are text cells, so that 0101 keeps
 * its zero. Days are date cells.
 */
import * as Day from "@liulinhui/core/Day"
import type { Text } from "@liulinhui/core/Text"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as Csv from "effect/encoding/Csv"
import type { CellValue, WriteSheet } from "hucre/xlsx"
import { guard } from "../file/Formula.ts"
import { textOf, type Wording } from "../words/Wording.ts"

/** The content of a cell. `undefined` means an empty cell. */
export type Value = string | number | { readonly day: Day.Day } | undefined

/** A column of a table: its name, and a function that returns its cell for a row. */
export interface TableColumn<Row> {
  readonly heading: Text | string
  readonly value: (row: Row) => Value
  /** The width of the column in characters. Default: 12. */
  readonly width?: number
  /** The values that a person may enter in this column. They have an effect only in workbooks. */
  readonly choices?: ReadonlyArray<Text | string>
}

/** A sheet: its name, its column names and its rows. */
export interface Sheet {
  readonly name: string
  readonly headings: ReadonlyArray<string>
  readonly rows: Iterable<ReadonlyArray<Value>>
  readonly widths: ReadonlyArray<number>
  readonly choices: ReadonlyArray<ReadonlyArray<string>>
}

/** Makes a sheet from columns and rows. */
export const sheet = <Row>(
  name: string,
  columns: ReadonlyArray<TableColumn<Row>>,
  rows: Iterable<Row>,
  wording: Wording
): Sheet => ({
  name,
  headings: columns.map(({ heading }) => textOf(wording, heading)),
  rows: {
    *[Symbol.iterator]() {
      for (const row of rows) yield columns.map(({ value }) => value(row))
    }
  },
  widths: columns.map(({ width = 12 }) => width),
  choices: columns.map(({ choices = [] }) => choices.map((choice) => textOf(wording, choice)))
})

const csvText = (value: Value): string => {
  if (value === undefined) return ""
  if (typeof value === "number") return String(value)
  return typeof value === "string" ? guard(value) : Day.toIso(value.day)
}

/**
 * Writes a sheet as CSV text (RFC 4180). It begins with a byte order mark, because spreadsheet programs need this mark
 * to recognise UTF-8.
 *
 * @category writing
 */
export const toCsv = ({ headings, rows }: Sheet): string => {
  const lines = Stream.fromIterable<ReadonlyArray<string>>({
    *[Symbol.iterator]() {
      yield headings.map(guard)
      for (const row of rows) yield row.map(csvText)
    }
  })
  return `\uFEFF${Effect.runSync(
    lines.pipe(
      Stream.pipeThroughChannel(Csv.encodeString()),
      Stream.runCollect,
      Effect.map((texts) => texts.join(""))
    )
  )}`
}

const millisecondsOfDay = 86_400_000
// The first day that can be written as a date. Spreadsheet programs count 29 February 1900 as a day, although it does
// not exist. So days before 1 March 1900 are written as text.
const firstCertain = Day.make("1900-03-01")

// XML cannot contain these characters, so they are removed. (A text such as `_x0041_` would be read as a letter. So its
// first character is escaped.)
// oxlint-disable-next-line no-control-regex
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g
const cellText = (text: string): string =>
  guard(text.replace(forbidden, "").toWellFormed()).replace(/_(?=x[0-9A-Fa-f]{4}_)/g, "_x005F_")

const cellValue = (value: Value): CellValue => {
  if (value === undefined) return null
  if (typeof value === "string") return cellText(value)
  if (typeof value === "number") return value
  return value.day < firstCertain ? Day.toIso(value.day) : new Date(value.day * millisecondsOfDay)
}

/** Makes names that Excel accepts for sheets: at most 31 characters, without `[]:*?/\`, and all different. */
const sheetNames = (wanted: ReadonlyArray<string>): ReadonlyArray<string> => {
  const taken = new Set<string>()
  return wanted.map((name) => {
    const clean = name
      .replace(/[[\]:*?/\\]/g, "-")
      .replace(forbidden, "")
      .replace(/^'+|'+$/g, "")
      .trim()
    const base = clean === "" || clean.toLowerCase() === "history" ? `_${clean}` : clean
    for (let n = 1; ; n++) {
      const end = n === 1 ? "" : `(${n})`
      const next = cut(base, 31 - end.length) + end
      if (taken.has(next.toLowerCase())) continue
      taken.add(next.toLowerCase())
      return next
    }
  })
}

// Cuts a text to a length, but never cuts a character that has two code units in half.
const cut = (text: string, length: number): string => {
  const short = text.slice(0, length)
  return short.isWellFormed() ? short : short.slice(0, -1)
}

const letters = (column: number): string =>
  (column < 26 ? "" : letters(Math.floor(column / 26) - 1)) + String.fromCharCode(65 + (column % 26))

/** The largest number of rows in a sheet of a workbook. */
const lastRow = 1_048_576

const written = ({ choices, headings, rows, widths }: Sheet, name: string): WriteSheet => ({
  name,
  columns: widths.map((width) => ({ width })),
  rows: [headings.map(cellText), ...Array.from(rows, (row) => row.map(cellValue))],
  freezePane: { rows: 1 },
  dataValidations: choices.flatMap((values, at) =>
    values.length === 0
      ? []
      : [
          {
            type: "list",
            values: [...values],
            allowBlank: true,
            showErrorMessage: true,
            range: `${letters(at)}2:${letters(at)}${lastRow}`
          }
        ]
  )
})

const collected = async (stream: ReadableStream<Uint8Array>): Promise<Uint8Array> =>
  new Uint8Array(await new Response(stream).arrayBuffer())

function* lines({ headings, rows }: Sheet): Generator<Array<CellValue>, void, undefined> {
  yield headings.map(cellText)
  for (const row of rows) yield row.map(cellValue)
}

/**
 * Writes sheets as a workbook (xlsx). If there is only one sheet, it is written row by row, so that even a long sheet
 * does not fill the memory.
 *
 * @category writing
 */
export const toXlsx = (sheets: readonly [Sheet, ...ReadonlyArray<Sheet>]): Effect.Effect<Uint8Array> => {
  const names = sheetNames(sheets.map(({ name }) => name))
  const [only, ...others] = sheets
  return Effect.promise(async () => {
    const { writeXlsx, writeXlsxStream } = await import("hucre/xlsx")
    if (others.length > 0 || only.choices.some((values) => values.length > 0)) {
      return writeXlsx({ sheets: sheets.map((one, at) => written(one, names[at] ?? "")) })
    }
    return collected(
      writeXlsxStream(lines(only), {
        name: names[0] ?? "",
        columns: only.widths.map((width) => ({ width })),
        freezePane: { rows: 1 }
      })
    )
  })
}
