/**
 * Turns the items of a file into the rows of a roster. It finds the column names of each sheet, then reads each row
 * cell by cell, and keeps only the values. It collects problems with the places of their cells. Equal remarks are
 * counted, and are reported once for each column.
 */
import {
  type Cell,
  type Item,
  isEmpty,
  letterOf,
  type MergeItem,
  type RowItem,
  textOf
} from "../file/Item.ts"
import type { Limits } from "../file/Limits.ts"
import type { MessageId } from "../words/Catalogue.ts"
import { problem, type SheetProblem, type Where } from "../Problem.ts"
import { type Tag } from "@liulinhui/core/Id"
import * as Result from "effect/Result"
import { type Column, isAdded } from "./Columns.ts"
import * as Header from "./Header.ts"
import { fill } from "./Merged.ts"
import { isColumn, type Lookup, lookup, type Mapping, type Target } from "./Mapping.ts"
import { read, type Values } from "./Values.ts"
import type { Roster, RosterRow, RosterSheet } from "./Roster.ts"
import { Remarks } from "./Remarks.ts"
import * as SensitiveNumber from "./SensitiveNumber.ts"

/** The number of rows at the top of a sheet in which column names are searched. */
const topRows = 50

type Draft = { -readonly [C in Column]?: Values[C] }

const noColumns: ReadonlySet<Column> = new Set()

const totals = /^(?:合计|小计|总计|共计|累计|总数|汇总|total|subtotal|sum)[:：]?(?:[\d,.]+.{0,6})?$/i
const footnote =
  /^(?:制表|填表|填报|审核|统计|联系人|负责人|单位|注|说明|备注|备注说明|日期|以上|续表|第.+页|page)/i

const compact = (cell: Cell): string => textOf(cell).replace(/\s+/g, "")

interface OpenSheet {
  readonly name: string
  skipped: MessageId | undefined
  readonly top: Array<RowItem>
  readonly merges: Array<MergeItem>
  header: Header.Header | undefined
  index: number
  width: number
}

/** Builds a roster from the items of one file (sheets, rows and merged cells), which it receives in order. */
export class RosterReader {
  private readonly mapping: Mapping
  private readonly lookup: Lookup
  private readonly limits: Limits
  private readonly sheets: Array<RosterSheet> = []
  private readonly rows: Array<RosterRow> = []
  private readonly problems: Array<SheetProblem> = []
  private readonly remarks = new Remarks()
  private readonly targets = new Map<string, Target>()
  private sheet: OpenSheet | undefined
  private stopped = false

  constructor(mapping: Mapping, limits: Limits) {
    this.mapping = mapping
    this.lookup = lookup(mapping)
    this.limits = limits
  }

  take(item: Item): void {
    switch (item._tag) {
      case "Sheet":
        this.endSheet()
        this.sheet = {
          name: item.name,
          skipped: this.skips(item.name, item.hidden),
          top: [],
          merges: [],
          header: undefined,
          index: -1,
          width: 0
        }
        return
      case "Row":
        this.row(item)
        return
      case "Merge":
        this.sheet?.merges.push(item)
        return
      case "Remark":
        this.remarks.add(item.code, {})
    }
  }

  /**
   * Returns the roster. Call it after the last item. If a problem ended the reading early, `broken` is this problem.
   */
  end(file: string, broken?: SheetProblem): Roster {
    this.endSheet()
    if (broken !== undefined) this.problems.push(broken)
    else if (this.sheets.length === 0) this.problems.push(problem("no-header", {}, { rows: topRows }))
    return {
      file,
      sheets: this.sheets,
      rows: this.filled(),
      problems: this.problems,
      remarks: this.remarks.all(),
      mapping: { ...this.mapping, columns: Object.fromEntries(this.targets) }
    }
  }

  private filled(): ReadonlyArray<RosterRow> {
    const bySheet = Map.groupBy(this.rows, ({ sheet }) => sheet)
    const fillDown = this.mapping.fillDown === true
    return this.sheets.flatMap((sheet, at) => fill(bySheet.get(at) ?? [], sheet, fillDown))
  }

  private skips(name: string, hidden: boolean): MessageId | undefined {
    const { sheets } = this.mapping
    if (sheets !== undefined) return name === "" || sheets.includes(name) ? undefined : "sheet-not-chosen"
    return hidden ? "sheet-hidden" : undefined
  }

  private endSheet(): void {
    const { sheet } = this
    this.sheet = undefined
    if (sheet === undefined) return
    if (sheet.header === undefined && sheet.skipped === undefined) this.begin(sheet)
    const { name, skipped, top } = sheet
    if (skipped !== undefined && top.length > 0 && name !== "") this.remarks.add(skipped, { sheet: name })
  }

  private row(item: RowItem): void {
    const { sheet } = this
    if (sheet === undefined || item.cells.every(isEmpty)) return
    const { header, skipped, top } = sheet
    if (header !== undefined) this.roster(sheet, header, item)
    else if (skipped === undefined || top.length === 0) top.push(item)
    if (top.length >= topRows && header === undefined && skipped === undefined) this.begin(sheet)
  }

  /** Finds the column names of a sheet, then reads the rows that were kept until then. */
  private begin(sheet: OpenSheet): void {
    const header = Header.find(sheet.top, this.lookup, this.mapping.headerRow)
    if (header === undefined) {
      sheet.skipped = "sheet-without-names"
      return
    }
    sheet.header = header
    sheet.index = this.sheets.length
    const names = sheet.top.find(({ row }) => row === header.row)
    sheet.width = names?.width ?? Math.max(...header.columns.map(({ at }) => at + 1))
    const { merges, name } = sheet
    this.sheets.push({ name, header, merges })
    const fromName = this.mapping.buildingFromSheetName === true && name !== ""
    this.problems.push(...Header.problems(header, name, fromName))
    for (const { code, letter, name: column } of Header.unread(header)) {
      if (!isAdded(column)) this.remarks.add(code, { sheet: name, letter, column })
    }
    for (const { name, target } of header.columns) this.targets.set(name, target ?? "leave-out")
    for (const item of sheet.top.splice(0)) if (item.row > header.row) this.roster(sheet, header, item)
  }

  private roster(sheet: OpenSheet, header: Header.Header, item: RowItem): void {
    if (this.stopped) return
    const where = { sheet: sheet.name, row: item.row }
    if (this.problems.length >= this.limits.problems) {
      this.stopped = true
      this.problems.push(problem("reading-stopped", where, { most: this.limits.problems }))
      return
    }
    const said = this.reasonToSkip(header, item)
    if (said !== undefined) {
      this.remarks.add(said, { ...where, found: textOf(item.cells.find((cell) => !isEmpty(cell))) })
      return
    }
    if (item.width !== undefined && item.width > sheet.width) {
      this.problems.push(problem("row-width", where, { cells: item.width, columns: sheet.width }))
      return
    }
    const beyond = item.cells.findIndex((cell, at) => at >= sheet.width && !isEmpty(cell))
    if (beyond >= 0) this.remarks.add("cell-without-name", { ...where, letter: letterOf(beyond) })
    this.rows.push(this.read(sheet, header, item))
  }

  /** Returns the code of the reason why a row is skipped. undefined if the row belongs to the roster. */
  private reasonToSkip(header: Header.Header, { cells }: RowItem): MessageId | undefined {
    if (Header.isRepeated(header, cells)) return "names-repeated"
    const filled = cells.filter((cell) => !isEmpty(cell)).map(compact)
    const name = compact(cells[header.of.get("name")?.at ?? -1])
    const isNamed = name !== "" && !totals.test(name)
    if (filled.slice(0, isNamed ? 1 : 6).some((text) => totals.test(text))) return "total-row"
    if (filled.length === 1 && footnote.test(filled[0] ?? "")) return "footnote-row"
    const isRead = header.columns.some(({ at, target }) => isColumn(target) && !isEmpty(cells[at]))
    return isRead ? undefined : "row-without-values"
  }

  private read(sheet: OpenSheet, header: Header.Header, { cells, row }: RowItem): RosterRow {
    const values: Draft = {}
    const tags: Array<Tag> = []
    let broken = noColumns
    let hasTagColumns = false
    for (const { at, letter, name: column, target } of header.columns) {
      const cell = cells[at]
      if (typeof target === "object") {
        hasTagColumns = true
        const tag = Object.hasOwn(target.tags, compact(cell)) ? target.tags[compact(cell)] : undefined
        if (tag !== undefined) tags.push(tag)
      } else if (isColumn(target) && !isEmpty(cell)) {
        const where = { sheet: sheet.name, row, letter, column }
        if (!this.put(values, target, cell, where, header.of.has("label")))
          broken = new Set([...broken, target])
      }
    }
    if (hasTagColumns) values.tags = [...new Set([...(values.tags ?? []), ...tags])]
    return { sheet: sheet.index, row, values, broken }
  }

  private put<C extends Column>(values: Draft, column: C, cell: Cell, where: Where, isId: boolean): boolean {
    const result = read(column, cell, isId)
    if (Result.isFailure(result)) {
      const { code, shown } = result.failure
      this.problems.push(
        problem(code, { ...where, found: shown ?? SensitiveNumber.mask(textOf(cell).trim()) })
      )
      return false
    }
    const { remark, value } = result.success
    const draft: { [K in C]?: Values[K] } = values
    draft[column] = value
    if (remark !== undefined) this.remarks.add(remark, { ...where, found: textOf(cell).trim() })
    return true
  }
}
