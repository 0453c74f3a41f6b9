/**
 * The registry as a residents' committee keeps it: one sheet, one row per resident, with the flat and the building in
 * the same row, so that it can be sorted, filtered and corrected in any spreadsheet program. A flat in which nobody
 * lives has a row without a resident, a building without flats a row without a flat.
 *
 * - Columns go by name, in Chinese or English, in any order; every column is there, no other is.
 * - What is said of a building or a flat may stand on each of its rows, or on one and be left empty on the others (the
 *   way merged cells come out of a workbook); where two rows say it, they say the same. Ids stand on every row.
 * - A row of empty cells says nothing and is passed over. Nothing else is.
 */
import * as Day from "@liulinhui/core/kernel/Day"
import type { Language, Text } from "@liulinhui/core/kernel/Text"
import type { BuildingId, HouseholdId, Tag } from "@liulinhui/core/place/Id"
import * as Registry from "@liulinhui/core/place/Registry"
import { type IntakeRefusal, mistakes, type RegistryData } from "@liulinhui/core/place/RegistryRules"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import { guard, rowsOf, textOf, unguard, write } from "./CsvText.ts"
import { cellOf as refusalCell, codeOf } from "./RefusalCell.ts"
import {
  type Column,
  columnNamed,
  columns,
  dateText,
  names,
  nameText,
  ofBuilding,
  ofHousehold,
  ofResident,
  type Read,
  read,
  text
} from "./RegistryColumns.ts"
import { type SheetProblem, SheetRefused } from "./Sheet.ts"

/**
 * A registry as it was read, and the way back from a refusal of the registry's rules to the row.
 *
 * @category models
 */
export interface RegistrySheet {
  readonly data: RegistryData
  /** A refusal of the import of `data`, as a problem of this sheet. */
  readonly locate: (refusal: IntakeRefusal) => SheetProblem
}

/** How a file is read. */
export interface ReadOptions {
  /** The file's name, for messages. */
  readonly file?: string
  /** The day of the import: nobody is born, or joins the Party, after it. */
  readonly on: Day.Day
}

type Header = ReadonlyMap<Column, { readonly at: number; readonly name: string }>

const readHeader = (cells: ReadonlyArray<string>): Result.Result<Header, ReadonlyArray<SheetProblem>> => {
  const problems: Array<SheetProblem> = []
  const header = new Map<Column, { readonly at: number; readonly name: string }>()
  for (const [at, cell] of cells.entries()) {
    const name = cell.trim()
    const column = columnNamed(name)
    if (column === undefined) {
      const missing = columns.filter((column) => !cells.some((cell) => columnNamed(cell) === column))
      problems.push({
        row: 1,
        column: name,
        code: "unknown-column",
        found: name,
        expected:
          missing.length === 0
            ? text("没有这一列", "no such column")
            : text(
                `${missing.map((column) => names[column].zh[0]).join("、")}之一，或没有这一列`,
                `one of ${missing.map((column) => `${names[column].zh[0]}/${names[column].en[0]}`).join(", ")}, or no such column`
              )
      })
    } else if (header.has(column)) {
      problems.push({
        row: 1,
        column: name,
        code: "duplicate-column",
        found: name,
        expected: text("每列只有一个", "each column once")
      })
    } else header.set(column, { at, name })
  }
  for (const column of columns) {
    if (header.has(column)) continue
    const { en, zh } = names[column]
    problems.push({
      row: 1,
      column: zh[0],
      code: "missing-column",
      found: "",
      expected: text(`名为“${zh[0]}”（或 ${en[0]}）的一列`, `a column named ${zh[0]} (or ${en[0]})`)
    })
  }
  return problems.length === 0 ? Result.succeed(header) : Result.fail(problems)
}

/** What was said of something, by the first row that said it; no value where it could not be read. */
interface Said<A> {
  readonly row: number
  readonly cell: string
  readonly value: Option.Option<A>
}

/** One thing to be said of a building or a household. */
interface Slot<A> {
  said?: Said<A>
}

interface BuildingSlots {
  readonly id: BuildingId
  readonly row: number
  readonly label: Slot<string>
  readonly floors: Slot<number>
}

interface HouseholdSlots {
  readonly id: HouseholdId
  readonly row: number
  readonly building: Slot<BuildingId>
  readonly unit: Slot<string>
  readonly floor: Slot<number>
  readonly area: Slot<number>
  readonly householdTags: Slot<ReadonlyArray<Tag>>
}

const valueOf = <A>({ said }: Slot<A>): Option.Option<A> => said?.value ?? Option.none()

const same = (some: unknown, other: unknown): boolean =>
  Array.isArray(some) && Array.isArray(other)
    ? new Set(some).symmetricDifference(new Set(other)).size === 0
    : some === other

/** The rows under a header, read cell by cell; what is wrong gathers in `problems`. */
const reading = (header: Header) => {
  const problems: Array<SheetProblem> = []
  const named = (column: Column): string => header.get(column)?.name ?? names[column].zh[0]

  const complain = (row: number, column: Column, code: string, found: string, expected: Text): void => {
    problems.push({ row, column: named(column), code, found, expected })
  }

  const cellOf = (cells: ReadonlyArray<string>, column: Column): string =>
    unguard((cells[header.get(column)?.at ?? -1] ?? "").trim())

  /** The value of a cell, where it has one; an empty cell has none and is no mistake here. */
  const take = <A>(
    cells: ReadonlyArray<string>,
    row: number,
    column: Column,
    read: Read<A>
  ): Said<A> | undefined => {
    const cell = cellOf(cells, column)
    if (cell === "") return undefined
    const result = read(cell)
    if (Result.isFailure(result)) complain(row, column, result.failure.code, cell, result.failure.expected)
    return { row, cell, value: Result.getSuccess(result) }
  }

  /** Puts what a row says where others may have spoken before; they must agree. */
  const say = <A>(slot: Slot<A>, said: Said<A> | undefined, column: Column): void => {
    if (said === undefined) return
    const before = slot.said
    if (before === undefined || Option.isNone(before.value)) slot.said = said
    else if (Option.isSome(said.value) && !same(before.value.value, said.value.value)) {
      complain(
        said.row,
        column,
        "differs",
        said.cell,
        text(`“${before.cell}”（与第 ${before.row} 行一致）`, `"${before.cell}", as in row ${before.row}`)
      )
    }
  }

  /** A row that leaves an id empty must say nothing that only makes sense with it. */
  const saysNothingOf = (
    cells: ReadonlyArray<string>,
    row: number,
    id: Column,
    about: ReadonlyArray<Column>
  ): void => {
    const said = about.filter((column) => cellOf(cells, column) !== "")
    if (said.length === 0) return
    const list = said.map(named)
    complain(
      row,
      id,
      "no-id",
      "",
      text(`编号（该行填有${list.join("、")}）`, `an id, because the row gives ${list.join(", ")}`)
    )
  }

  /** What no row says of a building or household, though it must be said. */
  const undescribed = (
    row: number,
    id: Column,
    code: string,
    found: string,
    slots: ReadonlyArray<readonly [Column, Slot<unknown>]>
  ): void => {
    const missing = slots.filter(([, slot]) => slot.said === undefined).map(([column]) => named(column))
    if (missing.length === 0) return
    complain(
      row,
      id,
      code,
      found,
      text(
        `已登记的编号，或至少一行填写其${missing.join("、")}`,
        `an id that is described: no row gives its ${missing.join(", ")}`
      )
    )
  }

  return { problems, named, complain, cellOf, take, say, saysNothingOf, undescribed }
}

type Reading = ReturnType<typeof reading>

interface Gathered {
  readonly buildings: ReadonlyMap<BuildingId, BuildingSlots>
  readonly households: ReadonlyMap<HouseholdId, HouseholdSlots>
  readonly residents: ReadonlyArray<{ readonly row: number; readonly resident: Registry.Resident }>
}

const gather = (rows: ReadonlyArray<ReadonlyArray<string>>, width: number, sheet: Reading): Gathered => {
  const buildings = new Map<BuildingId, BuildingSlots>()
  const households = new Map<HouseholdId, HouseholdSlots>()
  const residents: Array<{ readonly row: number; readonly resident: Registry.Resident }> = []

  const readBuilding = (cells: ReadonlyArray<string>, row: number): Said<BuildingId> | undefined => {
    const said = sheet.take(cells, row, "building", read.building)
    if (said === undefined) {
      sheet.complain(row, "building", "empty", "", text("楼栋编号", "the id of a building"))
    }
    const label = sheet.take(cells, row, "label", read.label)
    const floors = sheet.take(cells, row, "floors", read.floors)
    if (said === undefined || Option.isNone(said.value)) return undefined
    const id = said.value.value
    const slots = buildings.get(id) ?? { id, row, label: {}, floors: {} }
    buildings.set(id, slots)
    sheet.say(slots.label, label, "label")
    sheet.say(slots.floors, floors, "floors")
    return said
  }

  const readHousehold = (
    cells: ReadonlyArray<string>,
    row: number,
    building: Said<BuildingId> | undefined
  ): HouseholdId | undefined => {
    const said = sheet.take(cells, row, "household", read.household)
    if (said === undefined) {
      sheet.saysNothingOf(cells, row, "household", [...ofHousehold, "resident", ...ofResident])
    }
    const unit = sheet.take(cells, row, "unit", read.unit)
    const floor = sheet.take(cells, row, "floor", read.floor)
    const area = sheet.take(cells, row, "area", read.area)
    const tags = sheet.take(cells, row, "householdTags", read.householdTags)
    if (said === undefined || Option.isNone(said.value)) return undefined
    const id = said.value.value
    const fresh = { id, row, building: {}, unit: {}, floor: {}, area: {}, householdTags: {} }
    const slots = households.get(id) ?? fresh
    households.set(id, slots)
    sheet.say(slots.building, building, "building")
    sheet.say(slots.unit, unit, "unit")
    sheet.say(slots.floor, floor, "floor")
    sheet.say(slots.area, area, "area")
    sheet.say(slots.householdTags, tags, "householdTags")
    return id
  }

  const readResident = (cells: ReadonlyArray<string>, row: number, household: HouseholdId | undefined) => {
    const id = sheet.take(cells, row, "resident", read.resident)
    const name = sheet.take(cells, row, "name", read.name)
    const birth = sheet.take(cells, row, "birth", read.birth)
    const partySince = sheet.take(cells, row, "partySince", read.partySince)
    const tags = sheet.take(cells, row, "tags", read.tags)
    if (id === undefined) {
      if (household !== undefined) sheet.saysNothingOf(cells, row, "resident", ofResident)
      return
    }
    if (name === undefined) sheet.complain(row, "name", "empty", "", nameText)
    if (birth === undefined) sheet.complain(row, "birth", "empty", "", dateText)
    if (household === undefined || name === undefined || birth === undefined) return
    const resident = Option.all({
      id: id.value,
      name: name.value,
      birth: birth.value,
      tags: tags?.value ?? Option.some([])
    })
    if (Option.isNone(resident)) return
    const since = partySince === undefined ? Option.none() : partySince.value
    residents.push({
      row,
      resident: {
        ...resident.value,
        household,
        ...(Option.isSome(since) ? { partySince: since.value } : {})
      }
    })
  }

  for (const [index, cells] of rows.entries()) {
    const row = index + 1
    if (row === 1 || cells.every((cell) => cell.trim() === "")) continue
    if (cells.length < width || cells.slice(width).some((cell) => cell.trim() !== "")) {
      sheet.problems.push({
        row,
        column: "",
        code: "row-width",
        found: `${cells.length}`,
        expected: text(`${width} 个单元格，与表头相同`, `${width} cells, as many as there are column names`)
      })
      continue
    }
    const building = readBuilding(cells, row)
    const household = readHousehold(cells, row, building)
    readResident(cells, row, household)
  }
  return { buildings, households, residents }
}

interface Rows {
  readonly building: ReadonlyArray<BuildingSlots>
  readonly household: ReadonlyArray<HouseholdSlots>
  readonly resident: ReadonlyArray<number>
}

/** What the rows amount to, and which rows they were: the same index in `data` and in `rows`. */
const assemble = (
  gathered: Gathered,
  sheet: Reading
): { readonly data: RegistryData; readonly rows: Rows } => {
  const buildings: Array<Registry.Building> = []
  const households: Array<Registry.Household> = []
  const buildingRows: Array<BuildingSlots> = []
  const householdRows: Array<HouseholdSlots> = []
  for (const slots of gathered.buildings.values()) {
    sheet.undescribed(
      slots.row,
      "building",
      "unknown-building",
      slots.id,
      ofBuilding.map((column) => [column, slots[column]])
    )
    const building = Option.all({ label: valueOf(slots.label), floors: valueOf(slots.floors) })
    if (Option.isNone(building)) continue
    buildings.push({ id: slots.id, ...building.value })
    buildingRows.push(slots)
  }
  for (const slots of gathered.households.values()) {
    sheet.undescribed(slots.row, "household", "unknown-household", slots.id, [
      ["unit", slots.unit],
      ["floor", slots.floor],
      ["area", slots.area]
    ])
    const household = Option.all({
      building: valueOf(slots.building),
      unit: valueOf(slots.unit),
      floor: valueOf(slots.floor),
      area: valueOf(slots.area),
      tags: slots.householdTags.said?.value ?? Option.some([])
    })
    if (Option.isNone(household)) continue
    households.push({ id: slots.id, ...household.value })
    householdRows.push(slots)
  }
  return {
    data: { buildings, households, residents: gathered.residents.map(({ resident }) => resident) },
    rows: {
      building: buildingRows,
      household: householdRows,
      resident: gathered.residents.map(({ row }) => row)
    }
  }
}

const rowOf = (slots: { readonly row: number } | undefined, slot: Slot<unknown> | undefined): number =>
  slot?.said?.row ?? slots?.row ?? 0

/** A refusal of the registry's rules, at the cell that has to change. */
const locator = (rows: Rows, sheet: Reading): ((refusal: IntakeRefusal) => SheetProblem) => {
  const households = new Map(rows.household.map(({ id, row }) => [id, row]))
  const others = {
    resident: (index: number) => rows.resident[index] ?? 0,
    household: (id: HouseholdId) => households.get(id) ?? 0
  }
  return (refusal) => {
    const { column, expected, found, of } = refusalCell(refusal, others)
    const building = rows.building[refusal.index]
    const household = rows.household[refusal.index]
    const row = {
      building: rowOf(building, column === "label" || column === "floors" ? building?.[column] : undefined),
      household: rowOf(
        household,
        column === "building" || column === "unit" || column === "floor" ? household?.[column] : undefined
      ),
      resident: others.resident(refusal.index)
    }[of]
    return { row, column: sheet.named(column), code: codeOf(refusal), found, expected }
  }
}

const refuse = (
  file: string,
  problems: ReadonlyArray<SheetProblem>
): Result.Result<never, SheetRefused> | undefined => {
  const [first, ...others] = problems.toSorted((a, b) => a.row - b.row)
  return first === undefined
    ? undefined
    : Result.fail(new SheetRefused({ file, problems: [first, ...others] }))
}

/**
 * Reads a registry from the bytes or the text of a CSV file (UTF-8, or else GB 18030) and holds it against the rules of
 * `place/RegistryRules`, so that one look tells everything that is wrong with the file: by row, in order. Where the
 * columns are not the right ones, only they are told: cells under unknown names cannot be judged.
 *
 * @example
 * ```ts
 * import * as Day from "@liulinhui/core/kernel/Day"
 * import { readRegistryCsv } from "@liulinhui/spreadsheet"
 * import * as Result from "effect/Result"
 * import { strict as assert } from "node:assert"
 *
 * const header = "楼栋,门牌,总层数,户号,室号,楼层,面积,户标签,人员编号,姓名,出生日期,入党日期,标签"
 * const row = "b01,1号楼,6,b01-301,301,3,48.20,,b01-301-1,居民0001,1950/3/1,,volunteer"
 * const on = Day.make("2026-03-02")
 *
 * const { data } = Result.getOrThrow(readRegistryCsv(`${header}\n${row}\n`, { on }))
 * assert.equal(data.households[0]?.area, 482_000) // square centimetres
 *
 * const wrong = readRegistryCsv(`${header}\n${row.replace("1950/3/1", "1850/3/1")}\n`, { on, file: "registry.csv" })
 * assert.ok(Result.isFailure(wrong))
 * assert.equal(
 *   wrong.failure.message,
 *   'registry.csv row 2, 出生日期: found "1850-03-01", expected a date within the last 130 years'
 * )
 * ```
 * @category reading
 */
export const readRegistryCsv = (
  input: string | Uint8Array,
  { file = "registry", on }: ReadOptions
): Result.Result<RegistrySheet, SheetRefused> => {
  const content = textOf(input)
  if (Result.isFailure(content)) {
    return Result.fail(new SheetRefused({ file, problems: [content.failure] }))
  }
  const { problem, rows } = rowsOf(content.success)
  const first = rows[0] ?? []
  const header = problem !== undefined && rows.length === 0 ? Result.fail([problem]) : readHeader(first)
  if (Result.isFailure(header)) {
    const [one, ...others] = header.failure
    // The header fails with at least one problem.
    return Result.fail(new SheetRefused({ file, problems: [one as SheetProblem, ...others] }))
  }
  const sheet = reading(header.success)
  const gathered = gather(rows, first.length, sheet)
  const assembled = assemble(gathered, sheet)
  const locate = locator(assembled.rows, sheet)
  // What refers to a row that could not be read is told at that row already.
  const broken = mistakes(Registry.empty, assembled.data, on).filter(
    ({ _tag }) => _tag !== "UnknownBuilding" && _tag !== "UnknownHousehold"
  )
  const problems = [...sheet.problems, ...broken.map(locate), ...(problem === undefined ? [] : [problem])]
  return refuse(file, problems) ?? Result.succeed({ data: assembled.data, locate })
}

const areaText = (area: number): string => {
  const fraction = String(area % 10_000).padStart(4, "0")
  return `${Math.floor(area / 10_000)}.${fraction.replace(/0{1,2}$/, "")}`
}

const residentCells = ({ birth, id, name, partySince, tags }: Registry.Resident): ReadonlyArray<string> => [
  id,
  guard(name),
  Day.toIso(birth),
  partySince === undefined ? "" : Day.toIso(partySince),
  tags.join(";")
]

const householdCells = ({ area, floor, id, tags, unit }: Registry.Household): ReadonlyArray<string> => [
  id,
  guard(unit),
  String(floor),
  areaText(area),
  tags.join(";")
]

const buildingCells = ({ floors, id, label }: Registry.Building): ReadonlyArray<string> => [
  id,
  guard(label),
  String(floors)
]

/**
 * Writes a registry as {@link readRegistryCsv} reads it, building by building and flat by flat, with every cell filled so
 * that rows can be sorted. Text that a spreadsheet program would take for a formula gets an apostrophe before it, which
 * reading takes away again. A household whose building is not given, or a resident whose household is not, is written
 * last, with nothing said of what is missing.
 *
 * @category writing
 */
export const writeRegistryCsv = (data: RegistryData, language: Language = "zh"): string => {
  const buildings = new Map(data.buildings.map((building) => [building.id, buildingCells(building)]))
  const homes = new Map(data.households.map(({ building, id }) => [id, building]))
  const residents = Map.groupBy(data.residents, ({ household }) => household)
  const households = Map.groupBy(data.households, ({ building }) => building)

  const flat = (household: Registry.Household): ReadonlyArray<ReadonlyArray<string>> => {
    const before = [
      ...(buildings.get(household.building) ?? [household.building, "", ""]),
      ...householdCells(household)
    ]
    const rows = (residents.get(household.id) ?? []).map((resident) => [
      ...before,
      ...residentCells(resident)
    ])
    return rows.length === 0 ? [before] : rows
  }
  const rows = [
    columns.map((column) => names[column][language][0]),
    ...data.buildings.flatMap((building) => {
      const rows = (households.get(building.id) ?? []).flatMap(flat)
      return rows.length === 0 ? [buildingCells(building)] : rows
    }),
    ...data.households.filter(({ building }) => !buildings.has(building)).flatMap(flat),
    ...data.residents
      .filter(({ household }) => !homes.has(household))
      .map((resident) => ["", "", "", resident.household, "", "", "", "", ...residentCells(resident)])
  ]
  return write(rows.map((cells) => columns.map((_, at) => cells[at] ?? "")))
}
