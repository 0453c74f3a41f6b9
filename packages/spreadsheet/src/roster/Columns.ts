/**
 * The columns of a roster: their names in every language. Some columns of a file are dropped, because they contain
 * numbers that identify a person.
 */
import type { Column, Label } from "../words/Catalogue.ts"
import { catalogues } from "../words/Wording.ts"
import { zh } from "../words/zh.ts"

export type { Column }
// The cast is safe: the catalogue has no other columns.
export const columns = Object.keys(zh.columns) as ReadonlyArray<Column>

/**
 * Names of columns whose content is dropped when a file is read. Their cells identify a person, and the district does
 * not need them.
 */
const dropped: ReadonlyArray<RegExp> = [
  /身份证|公民身份|身份号|证件号|证件编号|护照|社保号|社会保障号|医保号/,
  /电话|手机|联系方式|联系号码|微信|qq/,
  /银行|账号|卡号/,
  /\b(?:id card|id no|id number|identity|passport|phone|mobile|telephone|tel|bank)\b/
]

/** Columns that this package adds to a file of rejected rows. They are ignored when this file is imported again. */
const added: ReadonlyArray<Label> = ["rejected", "originalRow"]

const addedNames: ReadonlySet<string> = new Set(
  catalogues.flatMap(({ labels }) => added.map((label) => labels[label]))
)

/**
 * How a column of a file is used. It can be a column of the roster (list of residents). It can be dropped, for example
 * because it identifies people. Or it can be left out, for example because its name is unknown.
 */
export type Use = Column | "drop" | "leave-out"

/**
 * Returns the form of a column name that is used to compare names. Differences in width, upper and lower case, ㎡,
 * spaces and line breaks do not count.
 */
export const normal = (name: string): string =>
  name
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s_]+/g, " ")
    .replace(/(?<=[^ -~]) | (?=[^ -~])/g, "")
    .replace(/\((?:必填|选填|可不填)\)|^[*\s]+|[*:\s]+$/g, "")

const byName: ReadonlyMap<string, Column> = new Map(
  catalogues.flatMap((catalogue) =>
    columns.flatMap((column) => catalogue.columns[column].map((name) => [normal(name), column] as const))
  )
)

/** How a column with this name is used by default. `undefined` if the name is unknown. */
export const usual = (name: string): Use | undefined => {
  const key = normal(name)
  const column = byName.get(key)
  if (column !== undefined) return column
  if (dropped.some((pattern) => pattern.test(key))) return "drop"
  return addedNames.has(key) ? "leave-out" : undefined
}

/** Returns whether a column with this name was added by this package to a file of rejected rows. */
export const isAdded = (name: string): boolean => addedNames.has(normal(name))
