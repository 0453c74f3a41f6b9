/**
 * Problems and remarks about an imported file. Each message contains the sheet, the row and the column as a spreadsheet
 * program shows them, the content of the cell, and what the user must do. All problems of a file are reported together.
 * Equal problems are reported in one line.
 */
import { TaggedError } from "@liulinhui/core/Failure"
import * as Schema from "effect/Schema"
import type { Column, MessageId } from "./words/Catalogue.ts"
import { type Args, catalogueOf, format, type Wording } from "./words/Wording.ts"
import { zh } from "./words/zh.ts"

// The cast is safe: the catalogue has no other messages.
const [firstId, ...otherIds] = Object.keys(zh.messages) as [MessageId, ...Array<MessageId>]

/** The names of all messages of this package. */
export const messageIds: readonly [MessageId, ...ReadonlyArray<MessageId>] = [firstId, ...otherIds]

/**
 * One problem of an imported file. It may contain personal data, so show it only to the person who imports the file.
 *
 * @category models
 */
export const SheetProblem = Schema.Struct({
  /** The name of the sheet. Empty for a text file, or if the problem concerns the whole file. */
  sheet: Schema.String,
  /** The number of the row, from 1, as a spreadsheet program shows it. 0 if the problem does not concern one row. */
  row: Schema.Int,
  /** The letters of the column, such as `C`. Empty if the problem does not concern one column. */
  letter: Schema.String,
  /** The name of the column in the file. Empty if the problem does not concern one column. */
  column: Schema.String,
  /** The code of the problem, such as `not-a-date`. It does not change between releases. */
  code: Schema.Literals(messageIds),
  /** The content of the cell. Empty if the cell is empty. Identity, telephone and card numbers are masked. */
  found: Schema.String,
  /** The other arguments of the message template, by name. */
  args: Schema.Record(Schema.String, Schema.Union([Schema.String, Schema.Int]))
})
export interface SheetProblem extends Schema.Schema.Type<typeof SheetProblem> {}

/** The place of a problem in the imported file, and the content of the cell at this place. */
export interface Where {
  readonly sheet?: string
  readonly row?: number
  readonly letter?: string
  readonly column?: string
  readonly found?: string
}

const longest = 60

/** Creates a problem at a place of the file. */
export const problem = (
  code: MessageId,
  where: Where = {},
  args: SheetProblem["args"] = {}
): SheetProblem => {
  const { column = "", found = "", letter = "", row = 0, sheet = "" } = where
  const short = found.length > longest ? `${found.slice(0, longest)}…` : found
  return { sheet, row, letter, column, code, found: short, args }
}

/** Describes the place of a problem in words, such as the sheet and the row. */
const place = ({ column, letter, row, sheet }: SheetProblem, wording: Wording): string =>
  [
    ...(sheet === "" ? [] : [format(wording, "place-sheet", { sheet })]),
    ...(row === 0 ? [] : [format(wording, "place-row", { row })]),
    ...(letter !== ""
      ? [format(wording, "place-column", { letter, column })]
      : column === ""
        ? []
        : [format(wording, "place-heading", { column })])
  ].join(catalogueOf(wording).labels.places)

const isColumn = (id: unknown): id is Column => typeof id === "string" && Object.hasOwn(zh.columns, id)

/** Returns the names of the column that a message is about, in the reader's language. */
const columnNames = ({ column }: SheetProblem["args"], wording: Wording): Args => {
  if (!isColumn(column)) return {}
  const { columns, labels } = catalogueOf(wording)
  const [name, ...others] = columns[column]
  return { name, others: others.slice(0, 3).join(labels.list) }
}

const message = ({ args, code, found }: SheetProblem, wording: Wording): string =>
  format(wording, code, { ...args, ...columnNames(args, wording), found })

const line = (where: string, what: string, wording: Wording): string =>
  where === "" ? what : format(wording, "line", { place: where, message: what })

/**
 * Formats a problem as one line of text.
 *
 * @example
 * ```ts
 * import { formatProblem } from "@liulinhui/spreadsheet"
 * import { strict as assert } from "node:assert"
 *
 * const problem = {
 *   sheet: "居民",
 *   row: 12,
 *   letter: "E",
 *   column: "出生日期",
 *   code: "no-such-day",
 *   found: "1950-02-29",
 *   args: {}
 * } as const
 * assert.equal(
 *   formatProblem(problem, "zh"),
 *   "「居民」表 第 12 行 E 列「出生日期」：没有“1950-02-29”这一天，请核对"
 * )
 * assert.equal(
 *   formatProblem(problem, "en"),
 *   'sheet "居民", row 12, column E "出生日期": there is no day "1950-02-29"; check it'
 * )
 * ```
 * @category operations
 */
export const formatProblem = (self: SheetProblem, wording: Wording): string =>
  line(place(self, wording), message(self, wording), wording)

/** The maximum number of row ranges (such as `3–5`) in one line. */
const runs = 6

/** Formats row numbers as ranges: `3–5, 8`. */
const formatRows = (rows: ReadonlyArray<number>, wording: Wording): string => {
  const found: Array<[first: number, last: number]> = []
  for (const row of [...new Set(rows)].sort((a, b) => a - b)) {
    const run = found.at(-1)
    if (run !== undefined && row === run[1] + 1) run[1] = row
    else found.push([row, row])
  }
  const words = found
    .slice(0, runs)
    .map(([first, last]) => (first === last ? `${first}` : `${first}–${last}`))
  const list = words.join(catalogueOf(wording).labels.list)
  return found.length > runs ? format(wording, "and-more-rows", { rows: list }) : list
}

/** The maximum number of different problems of one kind in one column that are reported in separate lines. */
const differentOnes = 5

const many = (
  id: "repeated" | "alike",
  group: ReadonlyArray<SheetProblem>,
  first: SheetProblem,
  wording: Wording
): string => {
  const rows = formatRows(
    group.map(({ row }) => row),
    wording
  )
  const where = place({ ...first, row: 0 }, wording)
  const what = { count: group.length, rows, first: first.row, message: message(first, wording) }
  return line(where, format(wording, id, what), wording)
}

/** Formats a problem that occurs in several rows as one line. */
const repeats = (group: ReadonlyArray<SheetProblem>, wording: Wording): ReadonlyArray<string> => {
  const [first, ...others] = group
  if (first === undefined) return []
  return [others.length === 0 ? formatProblem(first, wording) : many("repeated", group, first, wording)]
}

/** Formats all problems of one kind in one column as lines of text. */
const kind = (group: ReadonlyArray<SheetProblem>, wording: Wording): ReadonlyArray<string> => {
  const different = [...Map.groupBy(group, ({ args, found }) => JSON.stringify([found, args])).values()]
  const [first] = group
  return first === undefined || different.length <= differentOnes
    ? different.flatMap((same) => repeats(same, wording))
    : [many("alike", group, first, wording)]
}

/**
 * Formats problems as lines of text, in the order of their first rows. If several rows have the same problem, it is
 * reported in one line. If one column has many different problems of one kind, they are also reported in one line.
 *
 * @example
 * ```ts
 * import { formatProblems } from "@liulinhui/spreadsheet"
 * import { strict as assert } from "node:assert"
 *
 * const problems = [3, 4, 5, 6, 9].map((row) => ({
 *   sheet: "",
 *   row,
 *   letter: "C",
 *   column: "室号",
 *   code: "damaged-cell",
 *   found: "#REF!",
 *   args: {}
 * }) as const)
 * assert.deepEqual(formatProblems(problems, "zh"), [
 *   "C 列「室号」：5 × “#REF!”是表格软件留下的错误值，请填写原来的内容（第 3–6、9 行）"
 * ])
 * ```
 * @category operations
 */
export const formatProblems = (
  problems: ReadonlyArray<SheetProblem>,
  wording: Wording
): ReadonlyArray<string> =>
  [...Map.groupBy(problems, ({ code, letter, sheet }) => `${sheet}\n${letter}\n${code}`).values()].flatMap(
    (group) => kind(group, wording)
  )

const shownLines = 100

const formatAll = (file: string, problems: ReadonlyArray<SheetProblem>, wording: Wording): string => {
  const lines = formatProblems(problems, wording)
  const shown = lines.slice(0, shownLines).map((text) => `${file} ${text}`)
  const more = lines.length - shown.length
  return [...shown, ...(more > 0 ? [format(wording, "and-more", { more })] : [])].join("\n")
}

/**
 * The imported file is refused. This error contains all problems of the file.
 *
 * @category errors
 */
export class SheetRefused extends TaggedError<SheetRefused>()(
  "SheetRefused",
  { file: Schema.String, problems: Schema.NonEmptyArray(SheetProblem) },
  ({ file, problems }) => formatAll(file, problems, "en")
) {
  /**
   * Formats the problems as at most a hundred lines of text. If there are more problems, the last line says how many.
   */
  format(wording: Wording): string {
    return formatAll(this.file, this.problems, wording)
  }
}

const inOrder = (a: SheetProblem, b: SheetProblem): number => a.row - b.row

/**
 * Creates the error that refuses a file. Returns undefined if there are no problems. The problems are sorted by sheet
 * and row.
 */
export const refusal = (file: string, problems: ReadonlyArray<SheetProblem>): SheetRefused | undefined => {
  const bySheet = [...Map.groupBy(problems, ({ sheet }) => sheet).values()]
  const [first, ...others] = bySheet.flatMap((some) => some.toSorted(inOrder))
  return first === undefined ? undefined : new SheetRefused({ file, problems: [first, ...others] })
}
