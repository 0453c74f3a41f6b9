/**
 * Writes the answer to a question in the format that the reader prefers: as JSON, or its lists as tables. A table has the
 * values of the JSON. Text that a spreadsheet program would run as a formula is escaped in it.
 */
import { type Sheet, toCsv, toXlsx } from "@liulinhui/spreadsheet"
import * as Effect from "effect/Effect"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import { type Format, mediaTypes } from "./Formats.ts"
import { cut, type List, type Part, rowsOf } from "./Lists.ts"
import * as Paging from "./Paging.ts"

/** What the form of an answer depends on. */
export interface Options {
  readonly format: Format
  /** The lists of the answer, the wanted one alone if the reader has named one or wants a page. */
  readonly lists: ReadonlyArray<List>
  readonly part: Part
  /** The state of the district. */
  readonly state: string
  /** The address of the request. */
  readonly url: string
  /** The name of the question, which is the name of a file. */
  readonly name: string
  readonly headers: Readonly<Record<string, string>>
}

const sheetOf = (answer: unknown, list: List, { from, to }: Part) => {
  const { columns, name } = list
  const rows = rowsOf(answer, list)
  const sheet: Sheet = {
    name,
    headings: columns.map((path) => path.join(".")),
    rows: rows.slice(from, to),
    widths: columns.map(() => 16),
    choices: columns.map(() => [])
  }
  return { sheet, isMore: rows.length > to }
}

/** The answer, which is JSON, in a format. */
export const write = (
  answer: unknown,
  options: Options
): Effect.Effect<HttpServerResponse.HttpServerResponse> => {
  const { format, headers, lists, name, part, state, url } = options
  const linked = (isMore: boolean) => ({ ...headers, ...Paging.linkTo(url, part, { isMore, state }) })
  const asFile = (isMore: boolean) => ({
    ...linked(isMore),
    "content-disposition": `attachment; filename="${name}.${format}"`
  })
  const [first, ...others] = lists
  if (format === "json" || first === undefined) {
    const { answer: shown, isMore } =
      first === undefined ? { answer, isMore: false } : cut(answer, first, part)
    return Effect.succeed(HttpServerResponse.jsonUnsafe(shown, { headers: linked(isMore) }))
  }
  const { isMore, sheet } = sheetOf(answer, first, part)
  if (format === "csv") {
    return Effect.succeed(
      HttpServerResponse.text(toCsv(sheet), {
        contentType: `${mediaTypes.csv}; charset=utf-8`,
        headers: asFile(isMore)
      })
    )
  }
  const sheets = others.map((list) => sheetOf(answer, list, part).sheet)
  return Effect.map(toXlsx([sheet, ...sheets]), (bytes) =>
    HttpServerResponse.uint8Array(bytes, { contentType: mediaTypes.xlsx, headers: asFile(isMore) })
  )
}
