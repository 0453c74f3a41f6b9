/**
 * The columns of a roster: their usual names in Chinese and English, and the columns that are dropped because they
 * contain numbers that identify a person.
 */
import type { Language } from "@liulinhui/core/kernel/Text"

/** The usual names of each column. The first name of a language is used for writing. */
export const names = {
  building: {
    zh: ["楼栋", "楼栋号", "楼号", "楼幢", "楼幢号", "幢", "幢号", "栋", "栋号", "楼", "楼宇", "楼房号"],
    en: ["building", "building no", "block"]
  },
  label: { zh: ["门牌", "门牌号", "门牌号码", "楼门号", "门号"], en: ["building label", "label"] },
  floors: { zh: ["总层数", "楼层数", "层数", "总楼层", "地上层数"], en: ["floors", "storeys"] },
  household: { zh: ["户号", "户编号"], en: ["household", "household id"] },
  unit: {
    zh: ["室号", "房号", "室", "房间号", "房间", "房室号", "房屋号", "户室", "门室", "室号码"],
    en: ["unit", "flat", "room", "apartment"]
  },
  floor: { zh: ["楼层", "所在楼层", "所在层", "层"], en: ["floor", "level"] },
  area: {
    zh: [
      "面积",
      "面积(m2)",
      "建筑面积",
      "面积(平方米)",
      "建筑面积(平方米)",
      "建筑面积(m2)",
      "房屋面积",
      "产权面积",
      "专有面积",
      "套内面积",
      "住房面积"
    ],
    en: ["area", "area m2", "area (m2)"]
  },
  householdTags: { zh: ["户标签", "家庭标签"], en: ["household tags"] },
  resident: { zh: ["人员编号", "居民编号"], en: ["resident", "resident id"] },
  name: { zh: ["姓名", "居民姓名", "人员姓名", "住户姓名", "名字"], en: ["name", "full name"] },
  birth: {
    zh: ["出生日期", "出生年月", "出生年月日", "出生", "生日", "出生年份", "出生时间"],
    en: ["birth", "birth date", "date of birth", "birthday", "year of birth"]
  },
  partySince: {
    zh: ["入党日期", "入党时间", "入党年月", "入党年月日", "入党"],
    en: ["party since", "joined party"]
  },
  tags: { zh: ["标签", "人员标签"], en: ["tags"] }
} as const satisfies Record<string, Record<Language, readonly [string, ...ReadonlyArray<string>]>>

/** A column that is read. */
export type Column = keyof typeof names
export const columns = Object.keys(names) as ReadonlyArray<Column> // the keys of a literal table

/** Names of columns that are dropped. Their cells identify a person, and the district does not need them. */
const dropped: ReadonlyArray<RegExp> = [
  /身份证|公民身份|身份号|证件号|证件编号|护照|社保号|社会保障号|医保号/,
  /电话|手机|联系方式|联系号码|微信|qq/,
  /银行|账号|卡号/,
  /\b(?:id card|id no|id number|identity|passport|phone|mobile|telephone|tel|bank)\b/
]

/** Columns that this package adds to a file of rejected rows. They are ignored when the file is imported again. */
export const added = {
  reason: { zh: "退回原因", en: "reason for rejection" },
  row: { zh: "原行号", en: "original row" }
} as const

const addedNames: ReadonlySet<string> = new Set(Object.values(added).flatMap(({ en, zh }) => [zh, en]))

/** How a column is used. */
export type Use = Column | "drop" | "leave-out"

/** The form in which names are compared. Width, case, ㎡, blanks and line breaks make no difference. */
export const normal = (name: string): string =>
  name
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s_]+/g, " ")
    .replace(/(?<=[^ -~]) | (?=[^ -~])/g, "")
    .replace(/\((?:必填|选填|可不填)\)|^[*\s]+|[*:\s]+$/g, "")

const byName: ReadonlyMap<string, Column> = new Map(
  columns.flatMap((column) =>
    [...names[column].zh, ...names[column].en].map((name) => [normal(name), column])
  )
)

/** The default use of a column with this name; undefined if the name is unknown. */
export const usual = (name: string): Use | undefined => {
  const key = normal(name)
  const column = byName.get(key)
  if (column !== undefined) return column
  if (dropped.some((pattern) => pattern.test(key))) return "drop"
  return addedNames.has(key) ? "leave-out" : undefined
}

/** Whether this package added the column to a file of rejected rows. */
export const isAdded = (name: string): boolean => addedNames.has(normal(name))
