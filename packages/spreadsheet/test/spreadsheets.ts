/**
 * Makes spreadsheets for tests: workbooks from their parts, text in the encodings of Chinese offices, and rosters in
 * the forms in which people write them.
 */
import * as Day from "@liulinhui/core/Day"
import * as Registry from "@liulinhui/core/Registry"
import { decider } from "@liulinhui/core/Registry"
import { ActorId } from "@liulinhui/core/Id"
import {
  type Preview,
  preview,
  type PreviewOptions,
  readRoster,
  type Roster,
  type RosterOptions,
  type SheetRefused
} from "@liulinhui/spreadsheet"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { strToU8, zipSync } from "fflate"

export const on = Day.make("2026-03-02")
export const key = "a secret of the test district"

const by = ActorId.make("committee")

/** Reads a roster. Returns the roster, or the refusal. */
export const reading = (
  input: string | Uint8Array,
  options: RosterOptions = {}
): Promise<Result.Result<Roster, SheetRefused>> =>
  Effect.runPromise(Effect.result(readRoster(input, options)))

export const roster = async (input: string | Uint8Array, options: RosterOptions = {}): Promise<Roster> =>
  Result.getOrThrow(await reading(input, options))

/** Returns the preview of a file. The registry is empty by default. */
export const previewing = async (
  input: string | Uint8Array,
  { mapping, ...options }: Partial<PreviewOptions> & Pick<RosterOptions, "mapping"> = {}
): Promise<Result.Result<Preview, SheetRefused>> => {
  const read = await reading(input, mapping === undefined ? {} : { mapping })
  return Result.flatMap(read, (found) => preview(found, { registry: Registry.empty, on, key, ...options }))
}

export const previewed = async (
  input: string | Uint8Array,
  options: Partial<PreviewOptions> & Pick<RosterOptions, "mapping"> = {}
): Promise<Preview> => Result.getOrThrow(await previewing(input, options))

/** Returns the lines of the message with which a file is refused. */
export const refused = async (
  input: string | Uint8Array,
  options: Partial<PreviewOptions> & Pick<RosterOptions, "mapping"> = {}
): Promise<SheetRefused> => {
  const result = await previewing(input, options)
  if (Result.isSuccess(result)) throw new Error(`read as ${JSON.stringify(result.success.counts)}`)
  return result.failure
}

/** Returns the row, the column letter and the code of each problem. */
export const seen = ({ problems }: SheetRefused): ReadonlyArray<string> =>
  problems.map(({ code, letter, row }) => `${row} ${letter} ${code}`)

/** Returns the registry that results from the requests of a preview. */
export const applied = (
  registry: Registry.Registry,
  { requests }: Preview,
  day: Day.Day = on
): Registry.Registry => {
  let state = registry
  for (const request of requests) {
    const events = Result.getOrThrow(decider.decide(state, { ...request, on: day, by }))
    state = Registry.fold(events, state)
  }
  return state
}

const xml = (text: string): Uint8Array =>
  strToU8(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${text}`)

const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
const packages = "http://schemas.openxmlformats.org/package/2006"

/** The XML of a sheet in a workbook: its `sheetData`, and the elements after it. */
export interface RawSheet {
  readonly name: string
  readonly data: string
  readonly after?: string
  readonly state?: string
}

/** Makes the parts of a workbook. */
export const parts = (
  sheets: ReadonlyArray<RawSheet>,
  { strings = "", styles = "", workbookPr = "" } = {}
): Record<string, Uint8Array> => ({
  "[Content_Types].xml": xml(`<Types xmlns="${packages}/content-types"/>`),
  "_rels/.rels": xml(
    `<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`
  ),
  "xl/workbook.xml": xml(
    `<workbook xmlns="${main}" xmlns:r="${office}">${workbookPr}<sheets>${sheets
      .map(
        ({ name, state = "visible" }, n) =>
          `<sheet name="${name}" sheetId="${n + 1}" state="${state}" r:id="rId${n + 1}"/>`
      )
      .join("")}</sheets></workbook>`
  ),
  "xl/_rels/workbook.xml.rels": xml(
    `<Relationships xmlns="${packages}/relationships">${sheets
      .map(
        (_, n) =>
          `<Relationship Id="rId${n + 1}" Type="${office}/worksheet" Target="worksheets/sheet${n + 1}.xml"/>`
      )
      .join(
        ""
      )}<Relationship Id="s" Type="${office}/sharedStrings" Target="/xl/sharedStrings.xml"/><Relationship Id="t" Type="${office}/styles" Target="styles.xml"/></Relationships>`
  ),
  "xl/sharedStrings.xml": xml(`<sst xmlns="${main}">${strings}</sst>`),
  "xl/styles.xml": xml(`<styleSheet xmlns="${main}">${styles}</styleSheet>`),
  ...Object.fromEntries(
    sheets.map(({ after = "", data }, n) => [
      `xl/worksheets/sheet${n + 1}.xml`,
      xml(`<worksheet xmlns="${main}"><sheetData>${data}</sheetData>${after}</worksheet>`)
    ])
  )
})

/** Makes a workbook from the XML of its sheets. */
export const workbook = (...input: Parameters<typeof parts>): Uint8Array => zipSync(parts(...input))

const escaped = (text: string): string =>
  text.replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign] ?? sign)

/** Formats rows of texts and numbers as `sheetData`, beginning at the given row. */
export const rowsOf = (rows: ReadonlyArray<ReadonlyArray<string | number | null>>, first = 1): string =>
  rows
    .map(
      (cells, n) =>
        `<row r="${first + n}">${cells
          .map((cell, at) => {
            const reference = `${String.fromCharCode(65 + at)}${first + n}`
            if (cell === null) return ""
            return typeof cell === "number"
              ? `<c r="${reference}"><v>${cell}</v></c>`
              : `<c r="${reference}" t="inlineStr"><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`
          })
          .join("")}</row>`
    )
    .join("")

/** Makes a workbook with one sheet. */
export const xlsx = (rows: ReadonlyArray<ReadonlyArray<string | number | null>>, after = ""): Uint8Array =>
  workbook([{ name: "居民", data: rowsOf(rows), after }])

/** For each character: its bytes in GB 18030, computed with the decoder. */
let gb18030Bytes: ReadonlyMap<string, ReadonlyArray<number>> | undefined

const gb18030Table = (): ReadonlyMap<string, ReadonlyArray<number>> => {
  if (gb18030Bytes !== undefined) return gb18030Bytes
  const decoder = new TextDecoder("gb18030")
  const table = new Map<string, ReadonlyArray<number>>()
  const add = (...bytes: ReadonlyArray<number>): void => {
    const text = decoder.decode(Uint8Array.from(bytes))
    if ([...text].length === 1 && text !== "\uFFFD" && !table.has(text)) table.set(text, bytes)
  }
  for (let byte = 0; byte < 0x80; byte++) add(byte)
  for (let first = 0x81; first <= 0xfe; first++) {
    for (let second = 0x40; second <= 0xfe; second++) if (second !== 0x7f) add(first, second)
  }
  gb18030Bytes = table
  return table
}

// Characters that do not fit into two bytes have four bytes that follow a rule (GB 18030-2005, 4.4).
const fourBytes = (code: number): ReadonlyArray<number> => {
  const linear = code - 0x10000 + 189_000
  return [
    0x81 + Math.floor(linear / 12_600),
    0x30 + (Math.floor(linear / 1260) % 10),
    0x81 + (Math.floor(linear / 10) % 126),
    0x30 + (linear % 10)
  ]
}

/** Encodes a text in GB 18030. */
export const gb18030 = (text: string): Uint8Array =>
  Uint8Array.from(
    [...text].flatMap((sign) => {
      const known = gb18030Table().get(sign)
      if (known !== undefined) return known
      const code = sign.codePointAt(0) ?? 0
      if (code < 0x10000) throw new Error(`"${sign}" is not in the table of this test`)
      return fourBytes(code)
    })
  )

/** Encodes a text in UTF-16, with a byte order mark. */
export const utf16 = (text: string, order: "le" | "be"): Uint8Array => {
  const bytes = new Uint8Array(2 * (text.length + 1))
  const view = new DataView(bytes.buffer)
  for (const [at, code] of [
    0xfeff,
    ...Array.from({ length: text.length }, (_, n) => text.charCodeAt(n))
  ].entries()) {
    view.setUint16(2 * at, code, order === "le")
  }
  return bytes
}

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
export const utf8Marked = (text: string): Uint8Array => new TextEncoder().encode(`\uFEFF${text}`)
