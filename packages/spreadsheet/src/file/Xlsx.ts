/**
 * Reads workbooks of Excel 2007 and later, WPS and other programs (xlsx, and xlsm without running its macros; ECMA-376,
 * transitional or strict). The reader emits rows while it reads a sheet, so a sheet is never in memory as a whole.
 */
import * as Day from "@liulinhui/core/Day"
import * as Option from "effect/Option"
import type { Archive } from "./Archive.ts"
import { damaged, refuse } from "./FileRefusal.ts"
import type { Cell, Item } from "./Item.ts"
import type { Limits } from "./Limits.ts"
import * as NumberFormat from "./NumberFormat.ts"
import { RowBuilder } from "./RowBuilder.ts"
import { attribute, type Attributes, parse, parseWhole, type XmlHandlers } from "./Xml.ts"

interface SheetPart {
  readonly name: string
  readonly hidden: boolean
  readonly part: string
}

/** Data that is shared by the cells of all sheets, such as texts and formats. */
interface Shared {
  readonly strings: ReadonlyArray<string>
  readonly shapes: ReadonlyArray<NumberFormat.Shape | undefined>
  readonly is1904: boolean
}

const ignore = (): void => undefined
const nothing: XmlHandlers = { open: ignore, text: ignore, close: ignore }

/**
 * Returns the name of the part that a relationship points to. The target is absolute, or relative to the part that
 * contains the relationship.
 */
const resolve = (from: string, target: string): string => {
  const path = target.startsWith("/") ? [] : from.split("/").slice(0, -1)
  for (const step of target.split("/")) {
    if (step === "..") path.pop()
    else if (step !== "." && step !== "") path.push(step)
  }
  return path.join("/")
}

const relationshipsOf = (part: string): string => {
  const at = part.lastIndexOf("/") + 1
  return `${part.slice(0, at)}_rels/${part.slice(at)}.rels`
}

interface Relationship {
  readonly id: string
  /**
   * The last segment of the type of a relationship. Only the segments before it are different in transitional and
   * strict files.
   */
  readonly type: string
  readonly target: string
}

const small = async (
  archive: Archive,
  name: string,
  handlers: Partial<XmlHandlers>,
  limits: Limits
): Promise<void> => {
  if (archive.sizeOf(name) > limits.kept) {
    refuse("part-too-large", {}, { most: Math.ceil(limits.kept / 1024 / 1024) })
  }
  await parseWhole(archive.read(name), { ...nothing, ...handlers }, limits)
}

const relationships = async (
  archive: Archive,
  part: string,
  limits: Limits
): Promise<ReadonlyArray<Relationship>> => {
  const found: Array<Relationship> = []
  const name = relationshipsOf(part)
  if (!archive.has(name)) return found
  const open = (element: string, attributes: Attributes): void => {
    const { Id: id, Target: target, TargetMode: mode, Type: type } = attributes
    if (element !== "Relationship" || mode === "External" || id === undefined || target === undefined) return
    found.push({ id, type: (type ?? "").split("/").at(-1) ?? "", target: resolve(part, target) })
  }
  await small(archive, name, { open }, limits)
  return found
}

const workbookOf = async (archive: Archive, part: string, limits: Limits) => {
  const relations = await relationships(archive, part, limits)
  const targets = new Map(relations.map(({ id, target }) => [id, target]))
  const worksheets = new Set(relations.filter(({ type }) => type === "worksheet").map(({ target }) => target))
  const sheets: Array<SheetPart> = []
  let is1904 = false
  const open = (element: string, attributes: Attributes): void => {
    if (element === "workbookPr") is1904 = /^(1|true)$/.test(attributes["date1904"] ?? "")
    if (element !== "sheet") return
    const target = targets.get(attribute(attributes, "id") ?? "")
    // Sheets for charts and macros have no rows, so they are left out.
    if (target === undefined || !worksheets.has(target)) return
    const hidden = (attributes["state"] ?? "visible") !== "visible"
    sheets.push({ name: attributes["name"] ?? "", hidden, part: target })
  }
  await small(archive, part, { open }, limits)
  if (sheets.length > limits.sheets) refuse("too-many-sheets", {}, { most: limits.sheets })
  const of = (type: string): string | undefined => relations.find((one) => one.type === type)?.target
  return { sheets, is1904, strings: of("sharedStrings"), styles: of("styles") }
}

const shapesOf = async (
  archive: Archive,
  part: string,
  limits: Limits
): Promise<ReadonlyArray<NumberFormat.Shape | undefined>> => {
  const codes = new Map<number, NumberFormat.Shape | undefined>()
  const shapes: Array<NumberFormat.Shape | undefined> = []
  let inCellFormats = false
  const open = (element: string, attributes: Attributes): void => {
    const id = Number(attributes["numFmtId"])
    if (element === "numFmt") codes.set(id, NumberFormat.shapeOf(attributes["formatCode"] ?? ""))
    if (element === "cellXfs") inCellFormats = true
    if (element === "xf" && inCellFormats) {
      shapes.push(codes.has(id) ? codes.get(id) : NumberFormat.builtIn(id))
    }
  }
  const close = (element: string): void => {
    if (element === "cellXfs") inCellFormats = false
  }
  await small(archive, part, { open, close }, limits)
  return shapes
}

/** Decodes escapes such as `_x000D_`, which represent characters that XML cannot contain. */
const unescaped = (text: string): string =>
  text.includes("_x")
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
    : text

/** Collects the text of a cell that is split into formatted parts. A pronunciation guide (`rPh`) is left out. */
class Runs {
  text = ""
  private inText = false
  private inPhonetic = false
  open(element: string): void {
    if (element === "t") this.inText = true
    if (element === "rPh") this.inPhonetic = true
  }
  add(text: string): void {
    if (this.inText && !this.inPhonetic) this.text += text
  }
  close(element: string): void {
    if (element === "t") this.inText = false
    if (element === "rPh") this.inPhonetic = false
  }
}

const stringsOf = async (archive: Archive, part: string, limits: Limits): Promise<ReadonlyArray<string>> => {
  const strings: Array<string> = []
  let runs = new Runs()
  const open = (element: string): void => {
    if (element === "si") runs = new Runs()
    else runs.open(element)
  }
  const close = (element: string): void => {
    if (element === "si") strings.push(unescaped(runs.text))
    else runs.close(element)
  }
  await small(archive, part, { open, close, text: (text) => runs.add(text) }, limits)
  return strings
}

const cellReference = /^\$?([A-Za-z]{1,3})\$?([1-9]\d{0,6})$/

/** Returns the column, from 0, and the row of a cell reference such as `AB12`. */
const locate = (reference: string): { readonly column: number; readonly row: number } => {
  const [, letters = "", row = ""] = cellReference.exec(reference) ?? damaged()
  let column = 0
  for (const letter of letters.toUpperCase()) column = column * 26 + letter.charCodeAt(0) - 64
  return { column: column - 1, row: Number(row) }
}

const isoDay = (text: string): Cell =>
  Option.match(Day.fromIso(text.slice(0, 10)), {
    onNone: () => text,
    onSome: (day) => ({ day, shows: "day" })
  })

/** Builds the rows of one sheet from its XML elements. */
class SheetReader implements XmlHandlers {
  private readonly shared: Shared
  private readonly rows: RowBuilder
  private type = ""
  private shape: NumberFormat.Shape | undefined
  private column = -1
  private value: string | undefined
  private formula: string | undefined
  private collecting: "value" | "formula" | undefined
  private runs: Runs | undefined
  private row = 0

  constructor(shared: Shared, rows: RowBuilder) {
    this.shared = shared
    this.rows = rows
  }

  open = (element: string, attributes: Attributes): void => {
    if (this.runs !== undefined) this.runs.open(element)
    switch (element) {
      case "row":
        this.row = attributes["r"] === undefined ? this.row + 1 : Number(attributes["r"])
        this.rows.begin(this.row)
        this.column = -1
        return
      case "c": {
        const { r: reference, s: style, t: type } = attributes
        this.column = reference === undefined ? this.column + 1 : locate(reference).column
        this.type = type ?? "n"
        this.shape = style === undefined ? undefined : this.shared.shapes[Number(style)]
        this.value = undefined
        this.formula = undefined
        return
      }
      case "v":
        this.value = ""
        this.collecting = "value"
        return
      case "f":
        this.formula = ""
        this.collecting = "formula"
        return
      case "is":
        this.runs = new Runs()
        return
      case "mergeCell":
        this.merge(attributes["ref"] ?? "")
    }
  }

  text = (text: string): void => {
    if (this.runs !== undefined) this.runs.add(text)
    else if (this.collecting === "value") this.value = (this.value ?? "") + text
    else if (this.collecting === "formula") this.formula = (this.formula ?? "") + text
  }

  close = (element: string): void => {
    switch (element) {
      case "v":
      case "f":
        this.collecting = undefined
        return
      case "is":
        this.value = this.runs?.text
        this.runs = undefined
        return
      case "c":
        this.rows.put(this.column, this.cell())
        return
      case "row":
        this.rows.end()
        return
      default:
        this.runs?.close(element)
    }
  }

  private merge(reference: string): void {
    const [from = "", to = from] = reference.split(":")
    // A merged block of whole columns or whole rows, such as `A:C`, is ignored: it has no effect on a roster (list of
    // residents).
    if (!cellReference.test(from) || !cellReference.test(to)) return
    const [first, last] = [locate(from), locate(to)]
    this.rows.merge(first.row, last.row, first.column, last.column)
  }

  private cell(): Cell {
    const { formula, value } = this
    // A formula without a stored value was never calculated, so its value is unknown. So the formula itself is used as
    // the content of the cell.
    if (value === undefined) return formula === undefined ? undefined : `=${formula}`
    switch (this.type) {
      case "s":
        return this.shared.strings[Number(value)] ?? damaged()
      case "str":
      case "inlineStr":
        return unescaped(value)
      case "e":
        return value
      case "b":
        return value === "1" || value === "true"
      case "d":
        return isoDay(value)
      default: {
        if (value.trim() === "") return undefined
        const number = Number(value)
        return Number.isFinite(number)
          ? NumberFormat.shaped(number, this.shape, this.shared.is1904)
          : damaged()
      }
    }
  }
}

const workbookPart = async (archive: Archive, limits: Limits): Promise<string> => {
  const found = (await relationships(archive, "", limits)).find(({ type }) => type === "officeDocument")
  const part = found?.target ?? "xl/workbook.xml"
  if (part.endsWith(".bin")) refuse("xlsb-file")
  return archive.has(part) ? part : damaged()
}

/** Emits the items of a workbook, sheet by sheet. */
export async function* items(
  archive: Archive,
  limits: Limits
): AsyncGenerator<ReadonlyArray<Item>, void, undefined> {
  const part = await workbookPart(archive, limits)
  const workbook = await workbookOf(archive, part, limits)
  const { strings, styles } = workbook
  const shared = {
    is1904: workbook.is1904,
    shapes: styles !== undefined && archive.has(styles) ? await shapesOf(archive, styles, limits) : [],
    strings: strings !== undefined && archive.has(strings) ? await stringsOf(archive, strings, limits) : []
  }
  if (archive.names.some((name) => /vbaProject\.bin$/i.test(name))) {
    yield [{ _tag: "Remark", code: "macros-not-run" }]
  }
  if (archive.names.some((name) => name.includes("/externalLinks/"))) {
    yield [{ _tag: "Remark", code: "links-not-followed" }]
  }
  const rows = new RowBuilder(limits)
  for (const { hidden, name, part } of workbook.sheets) {
    rows.sheet({ _tag: "Sheet", name, hidden })
    for await (const _ of parse(archive.read(part), new SheetReader(shared, rows), limits)) {
      yield rows.taken()
    }
  }
}
