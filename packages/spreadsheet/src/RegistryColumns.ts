/**
 * The columns of a registry sheet: what each is called in Chinese and in English, and how its cells are read.
 */
import type { Day } from "@liulinhui/core/kernel/Day"
import * as Days from "@liulinhui/core/kernel/Day"
import type { Language, Text } from "@liulinhui/core/kernel/Text"
import { BuildingId, HouseholdId, ResidentId, Tag } from "@liulinhui/core/place/Id"
import { Building, Household } from "@liulinhui/core/place/Registry"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"

/** The names that a column may have: the Chinese and the English one that are written first, others are read too. */
export const names = {
  building: { zh: ["楼栋", "楼栋号", "幢"], en: ["building"] },
  label: { zh: ["门牌", "门牌号"], en: ["building label", "label"] },
  floors: { zh: ["总层数", "楼层数"], en: ["floors"] },
  household: { zh: ["户号", "户编号"], en: ["household"] },
  unit: { zh: ["室号", "房号"], en: ["unit"] },
  floor: { zh: ["楼层", "所在楼层"], en: ["floor"] },
  area: { zh: ["面积", "面积(m2)", "建筑面积", "面积(平方米)"], en: ["area", "area m2"] },
  householdTags: { zh: ["户标签"], en: ["household tags"] },
  resident: { zh: ["人员编号", "居民编号"], en: ["resident"] },
  name: { zh: ["姓名"], en: ["name"] },
  birth: { zh: ["出生日期"], en: ["birth", "birth date"] },
  partySince: { zh: ["入党日期"], en: ["party since"] },
  tags: { zh: ["标签", "人员标签"], en: ["tags"] }
} as const satisfies Record<string, Record<Language, readonly [string, ...ReadonlyArray<string>]>>

export type Column = keyof typeof names
export const columns = Object.keys(names) as ReadonlyArray<Column> // the keys of a literal table

/** What may be said of a building, a household or a resident beside the id. */
export const ofBuilding = ["label", "floors"] as const
export const ofHousehold = ["unit", "floor", "area", "householdTags"] as const
export const ofResident = ["name", "birth", "partySince", "tags"] as const

// Full-width letters and brackets, ㎡, capitals, underscores and spaces make no difference in a column's name.
const normal = (name: string): string =>
  name
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s_]+/g, " ")
    .trim()

const columnByName: ReadonlyMap<string, Column> = new Map(
  columns.flatMap((column) =>
    [...names[column].zh, ...names[column].en].map((name) => [normal(name), column])
  )
)

/** The column that goes by a name. */
export const columnNamed = (name: string): Column | undefined => columnByName.get(normal(name))

/** A short text in both languages. */
export const text = (zh: string, en: string): Text => ({ zh, en })

/** A cell read as a value, or what it should have been. */
export type Read<A> = (cell: string) => Result.Result<A, { readonly code: string; readonly expected: Text }>

const reader =
  <A>(code: string, expected: Text, read: (cell: string) => Option.Option<A>): Read<A> =>
  (cell) =>
    Result.fromOption(read(cell), () => ({ code, expected }))

const guarded = <A>(is: (value: unknown) => value is A): ((value: unknown) => Option.Option<A>) =>
  Option.liftPredicate(is)

const idText = text(
  "以字母或数字开头、由字母、数字和 - _ . 组成的编号，至多 64 个字符",
  "an id of 1–64 letters, digits and - _ . that begins with a letter or a digit"
)
const whole = /^(?:0|-?[1-9]\d{0,3})$/
const squareMetres = /^(\d{1,6})(?:\.(\d{1,4}))?$/
const yearFirst =
  /^(\d{4})(?:-(\d{1,2})-(\d{1,2})|\/(\d{1,2})\/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})|年(\d{1,2})月(\d{1,2})日)$/

const dateOf = (cell: string): Option.Option<Day> => {
  const found = yearFirst.exec(cell)
  if (found === null) return Option.none()
  const [year, month, day] = found.slice(1).filter((part) => part !== undefined)
  return Days.fromCivil(Number(year), Number(month), Number(day))
}

// Exact: whole square metres and four decimals are two integers, so that no binary fraction comes in.
const areaOf = (cell: string): Option.Option<number> => {
  const found = squareMetres.exec(cell)
  if (found === null) return Option.none()
  const area = Number(found[1]) * 10_000 + Number((found[2] ?? "").padEnd(4, "0"))
  return guarded(Schema.is(Household.fields.area))(area)
}

const intOf = (is: (value: unknown) => value is number): ((cell: string) => Option.Option<number>) => {
  const within = guarded(is)
  return (cell) => (whole.test(cell) ? within(Number(cell)) : Option.none())
}

const tagOf = guarded(Schema.is(Tag))
const tagsOf = (cell: string): Option.Option<ReadonlyArray<Tag>> =>
  Option.all(
    cell
      .split(/[;；、]/)
      .map((tag) => tag.trim())
      .filter((tag) => tag !== "")
      .map(tagOf)
  )

export const nameText = text("姓名", "a name")
export const dateText = text("形如 1950-03-01 的日期", "a date such as 1950-03-01")
const readDate = reader("not-a-date", dateText, dateOf)
const readTags = reader(
  "not-tags",
  text(
    "以分号隔开的标签，每个由字母、数字和 - _ . 组成",
    "tags of letters, digits and - _ ., with ; between them"
  ),
  tagsOf
)
const filled = (text: string): Option.Option<string> => (text === "" ? Option.none() : Option.some(text))

/** How the cells of each column are read. An empty cell is not read: it says nothing. */
export const read = {
  building: reader("not-an-id", idText, guarded(Schema.is(BuildingId))),
  label: reader(
    "empty",
    text("门牌，如 12号楼", "what stands on the building's door, such as 12号楼"),
    filled
  ),
  floors: reader(
    "not-floors",
    text("1 到 200 的整数", "a whole number from 1 to 200"),
    intOf(Schema.is(Building.fields.floors))
  ),
  household: reader("not-an-id", idText, guarded(Schema.is(HouseholdId))),
  unit: reader("empty", text("室号，如 301", "what stands on the flat's door, such as 301"), filled),
  floor: reader(
    "not-a-floor",
    text("-10 到 200 的整数", "a whole number from -10 to 200"),
    intOf(Schema.is(Household.fields.floor))
  ),
  area: reader(
    "not-an-area",
    text(
      "以平方米计的面积，如 58.20，至多四位小数，不超过 100000",
      "an area in square metres such as 58.20, of at most four decimals, up to 100000"
    ),
    areaOf
  ),
  householdTags: readTags,
  resident: reader("not-an-id", idText, guarded(Schema.is(ResidentId))),
  name: reader("empty", nameText, filled),
  birth: readDate,
  partySince: readDate,
  tags: readTags
}
