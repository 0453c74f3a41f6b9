/**
 * Reads OpenDocument spreadsheets (ods), which LibreOffice writes. All sheets are in one part of the file. The reader
 * emits rows while it reads this part. A file can declare that a row or a cell is repeated. The repetitions are
 * compared with the limits before they are created.
 */
import * as Day from "@liulinhui/core/Day"
import * as Option from "effect/Option"
import type { Archive } from "./Archive.ts"
import { damaged, refuse } from "./FileRefusal.ts"
import type { Cell, Item } from "./Item.ts"
import type { Limits } from "./Limits.ts"
import { RowBuilder } from "./RowBuilder.ts"
import { attribute, type Attributes, parse, parseWhole, type XmlHandlers } from "./Xml.ts"

const content = "content.xml"
const manifest = "META-INF/manifest.xml"

/** Returns whether an archive is an OpenDocument spreadsheet. */
export const is = (archive: Archive): boolean => archive.has(content) && archive.has("mimetype")

/** The path of XML elements to a sheet. A table at another path is a tracked change, or a copy from another file. */
const aroundSheets = "document-content/body/spreadsheet/table"

/** Elements inside a cell whose text does not belong to the cell, such as comments. */
const asides: ReadonlySet<string> = new Set(["annotation", "table"])

const count = (attributes: Attributes, name: string): number => {
  const text = attribute(attributes, name)
  if (text === undefined) return 1
  const value = Number(text)
  return Number.isInteger(value) && value >= 1 && value <= 1_048_576 ? value : damaged()
}

class ContentReader implements XmlHandlers {
  private readonly rows: RowBuilder
  private readonly limits: Limits
  private readonly path: Array<string> = []
  private table: string | undefined
  private row = 0
  private repeated = 1
  private column = 0
  private cell: Attributes | undefined
  private shown = ""
  private paragraphs = 0
  private aside = 0
  private seen = 0

  constructor(rows: RowBuilder, limits: Limits) {
    this.rows = rows
    this.limits = limits
  }

  open = (element: string, attributes: Attributes): void => {
    this.path.push(element)
    if (this.aside > 0 || (this.cell !== undefined && asides.has(element))) {
      this.aside++
      return
    }
    if (element === "table" && this.path.join("/") === aroundSheets) {
      this.seen++
      if (this.seen > this.limits.sheets) refuse("too-many-sheets", {}, { most: this.limits.sheets })
      this.table = attribute(attributes, "name") ?? ""
      this.rows.sheet({ _tag: "Sheet", name: this.table, hidden: false })
      this.row = 0
    }
    if (this.table === undefined) return
    switch (element) {
      case "table-row":
        this.repeated = count(attributes, "number-rows-repeated")
        this.column = 0
        this.rows.begin(this.row + 1)
        return
      case "table-cell":
        this.cell = attributes
        this.shown = ""
        this.paragraphs = 0
        return
      case "covered-table-cell":
        // This cell is covered by a merged cell, so its content is not visible.
        this.aside = 1
        this.column += count(attributes, "number-columns-repeated")
        return
      case "p":
        if (this.paragraphs > 0) this.text("\n")
        this.paragraphs++
        return
      case "s":
        this.text(" ".repeat(Math.min(count(attributes, "c"), this.limits.text)))
        return
      case "tab":
        this.text("\t")
        return
      case "line-break":
        this.text("\n")
    }
  }

  text = (text: string): void => {
    if (this.cell === undefined || this.aside > 0 || this.paragraphs === 0) return
    this.shown += text
    if (this.shown.length > 2 * this.limits.text) refuse("cell-too-long", { sheet: this.table ?? "" })
  }

  close = (element: string): void => {
    this.path.pop()
    if (this.aside > 0) {
      this.aside--
      return
    }
    switch (element) {
      case "table-cell":
        if (this.cell !== undefined) this.put(this.cell)
        this.cell = undefined
        return
      case "table-row":
        if (this.table === undefined) return
        this.rows.end(this.repeated)
        this.row += this.repeated
        return
      case "table":
        this.table = undefined
    }
  }

  private put(attributes: Attributes): void {
    const times = count(attributes, "number-columns-repeated")
    const value = this.valueOf(attributes)
    const [deep, wide] = [
      count(attributes, "number-rows-spanned"),
      count(attributes, "number-columns-spanned")
    ]
    this.rows.merge(this.row + 1, this.row + deep, this.column, this.column + wide - 1)
    if (value !== undefined && value !== "") {
      for (let n = 0; n < times; n++) this.rows.put(this.column + n, value)
    }
    this.column += times
  }

  private valueOf(attributes: Attributes): Cell {
    const of = (name: string): string | undefined => attribute(attributes, name)
    switch (of("value-type")) {
      case "float":
      case "currency":
      case "percentage": {
        const number = Number(of("value") ?? damaged())
        // If the visible text of a number has leading zeros, as in `0101`, people want this text. So the cell is read
        // as text.
        return /^0\d+$/.test(this.shown) && Number(this.shown) === number ? this.shown : number
      }
      case "boolean":
        return of("boolean-value") === "true"
      case "date": {
        const iso = of("date-value") ?? ""
        const day = Day.fromIso(iso.slice(0, 10))
        return Option.isNone(day) ? iso : { day: day.value, shows: this.precision() }
      }
      default: {
        // A cell with an error has an empty `string-value`, and its visible text is the error.
        const stated = of("string-value") ?? ""
        return stated === "" ? this.shown : stated
      }
    }
  }

  // How much of a date is visible. A date that is shown as 1950年3月 was entered as a month.
  private precision(): "day" | "month" | "year" {
    const numbers = this.shown.match(/\d+/g)?.length ?? 3
    return numbers === 1 ? "year" : numbers === 2 && /\d{4}/.test(this.shown) ? "month" : "day"
  }
}

/** Emits the sheets, rows and merged cells of a spreadsheet, sheet by sheet. */
export async function* items(
  archive: Archive,
  limits: Limits
): AsyncGenerator<ReadonlyArray<Item>, void, undefined> {
  if (archive.has(manifest)) {
    const open = (element: string): void => {
      if (element === "encryption-data") refuse("password")
    }
    await parseWhole(archive.read(manifest), { open, text: () => undefined, close: () => undefined }, limits)
  }
  const rows = new RowBuilder(limits)
  const reader = new ContentReader(rows, limits)
  for await (const _ of parse(archive.read(content), reader, limits)) yield rows.taken()
}
