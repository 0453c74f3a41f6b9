/**
 * CSV text in and out, through `effect/encoding/Csv`: the bytes of a file become rows of cells, and cells are written so
 * that no spreadsheet program takes one for a formula.
 */
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Stream from "effect/Stream"
import * as Csv from "effect/encoding/Csv"
import type { SheetProblem } from "./Sheet.ts"

/** The largest file that is read, in bytes of the file or characters of its text: 64 MiB. */
export const largest = 64 * 1024 * 1024

const whole = (code: string, found: string, zh: string, en: string): SheetProblem => ({
  row: 0,
  column: "",
  code,
  found,
  expected: { zh, en }
})

const startsWith = (bytes: Uint8Array, ...first: ReadonlyArray<number>): boolean =>
  first.every((byte, i) => bytes[i] === byte)

const decodeAs = (encoding: "utf-8" | "gb18030", bytes: Uint8Array): Result.Result<string, unknown> =>
  Result.try(() => new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes))

/** The text of a file: UTF-8, or else GB 18030 (with GBK and GB 2312), which older programs write. */
export const textOf = (input: string | Uint8Array): Result.Result<string, SheetProblem> => {
  if (input.length > largest) {
    return Result.fail(
      whole(
        "too-large",
        `${input.length}`,
        `不超过 ${largest} 字节的文件`,
        `a file of at most ${largest} bytes`
      )
    )
  }
  if (typeof input === "string") return Result.succeed(input)
  if (startsWith(input, 0x50, 0x4b, 0x03, 0x04) || startsWith(input, 0xd0, 0xcf, 0x11, 0xe0)) {
    return Result.fail(
      whole(
        "workbook",
        "xlsx/xls",
        "CSV 文件：请在表格软件里另存为 CSV UTF-8",
        "a CSV file: save the workbook as CSV UTF-8 first"
      )
    )
  }
  const utf8 = decodeAs("utf-8", input)
  // A byte order mark says that the file is UTF-8: then a wrong byte is damage, not another encoding.
  const text =
    Result.isSuccess(utf8) || startsWith(input, 0xef, 0xbb, 0xbf) ? utf8 : decodeAs("gb18030", input)
  return Result.mapError(text, () =>
    whole("not-text", "?", "UTF-8 或 GB 18030 编码的文本", "text in UTF-8 or GB 18030")
  )
}

/** Rows of cells, and what stopped the reading where the text is no CSV. */
export interface Rows {
  readonly rows: ReadonlyArray<Csv.Row>
  readonly problem?: SheetProblem
}

const parse = (text: string): Result.Result<ReadonlyArray<Csv.Row>, Csv.CsvError> =>
  Effect.runSync(
    Effect.result(Stream.make(text).pipe(Stream.pipeThroughChannel(Csv.decodeString()), Stream.runCollect))
  )

// Where a line of the text begins; lines end as Csv counts them.
const lineStart = (text: string, line: number): number => {
  const breaks = /\r\n|\r|\n/g
  for (let n = 1; n < line; n++) breaks.exec(text)
  return breaks.lastIndex
}

/**
 * The rows of a CSV text, blank ones included: index 0 is the spreadsheet's row 1. Where the text breaks off (a quote
 * that is never closed), the rows before it are given beside the problem.
 */
export const rowsOf = (text: string): Rows => {
  const parsed = parse(text)
  if (Result.isSuccess(parsed)) return { rows: parsed.success }
  const { failure } = parsed
  const before = parse(text.slice(0, lineStart(text, failure.line)))
  const problem = {
    row: failure.record,
    column: "",
    code: "not-csv",
    found: failure.message,
    expected: {
      zh: "成对的引号；此行及以后各行尚未检查",
      en: "quotes in pairs; this row and those after it are not checked yet"
    }
  }
  return { rows: Result.getOrElse(before, () => []), problem }
}

// What spreadsheet programs take for the beginning of a formula, or strip before they look for one.
const formula = /^'*[=+\-@＝＋－＠\t\r\n]/
const escaped = /^'+[=+\-@＝＋－＠\t\r\n]/

/** A text as a cell that stays text: what looks like a formula gets an apostrophe before it. */
export const guard = (text: string): string => (formula.test(text) ? `'${text}` : text)

/** What {@link guard} was given. */
export const unguard = (cell: string): string => (escaped.test(cell) ? cell.slice(1) : cell)

/** CSV text with a byte order mark, by which spreadsheet programs know UTF-8, and lines that end in CR LF (RFC 4180). */
export const write = (rows: Iterable<ReadonlyArray<string>>): string =>
  `\uFEFF${Effect.runSync(
    Stream.fromIterable(rows).pipe(
      Stream.pipeThroughChannel(Csv.encodeString()),
      Stream.runCollect,
      Effect.map((lines) => lines.join(""))
    )
  )}`
