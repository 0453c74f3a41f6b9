/**
 * A mapping says what each column of a file means. Default: a column has the meaning that its name usually has. After
 * reading, the result contains the mapping that was used, so that a program can show it, save it, edit it, and use it
 * for the next file. A mapping file is YAML or JSON:
 *
 * ```yaml
 * version: 1
 * columns:
 *   楼号: building
 *   室号: unit
 *   姓名: name
 *   出生年月: birth
 *   政治面貌: { tags: { 中共党员: party-member } }
 *   公民身份号码: drop
 *   备注: leave-out
 * buildings: { 12号甲: b12a }
 * ```
 */
import { StrictReader, formatPath } from "@liulinhui/core/Problem"
import { BuildingId, Tag } from "@liulinhui/core/Id"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { parse as parseYaml, stringify } from "yaml"
import { problem, type SheetProblem, SheetRefused } from "../Problem.ts"
import { type Column, columns, normal, usual } from "./Columns.ts"

/**
 * The meaning of a column of a file: a column of the roster, `drop`, `leave-out`, or a table that turns the values of
 * its cells into tags of the resident.
 */
export const Target = Schema.Union([
  Schema.Literals([...columns, "drop", "leave-out"]),
  Schema.Struct({ tags: Schema.Record(Schema.NonEmptyString, Tag) })
])
export type Target = typeof Target.Type

/**
 * The meaning of each column of a file.
 *
 * @category models
 */
export const Mapping = Schema.Struct({
  version: Schema.Literal(1),
  /**
   * The meaning of columns. The key is the name of the column. Default: the meaning that the name usually has, or
   * `leave-out` if the name is unknown.
   */
  columns: Schema.Record(Schema.NonEmptyString, Target),
  /** The row that contains the column names. Default: the row with the most known names. */
  headerRow: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1000 }))),
  /** The sheets to read. Default: all visible sheets that have column names. */
  sheets: Schema.optionalKey(Schema.NonEmptyArray(Schema.NonEmptyString)),
  /**
   * The buildings whose names in the file are different from those in the registry. The key is the name in the file,
   * the value is the id of the building.
   */
  buildings: Schema.optionalKey(Schema.Record(Schema.NonEmptyString, BuildingId)),
  /** Whether the name of a sheet is the building, if the sheet has no column for buildings. */
  buildingFromSheetName: Schema.optionalKey(Schema.Boolean),
  /**
   * Whether an empty cell in a column for buildings or flats repeats the cell above it. Use this for text files, which
   * cannot have merged cells.
   */
  fillDown: Schema.optionalKey(Schema.Boolean)
})
export interface Mapping extends Schema.Schema.Type<typeof Mapping> {}

/** The mapping that uses only the usual meanings of names. */
export const none: Mapping = { version: 1, columns: {} }

const read = StrictReader.reader(Mapping)

/**
 * Reads a mapping from YAML or JSON text. Unknown keys are refused.
 *
 * @example
 * ```ts
 * import { formatMapping, parseMapping } from "@liulinhui/spreadsheet"
 * import * as Result from "effect/Result"
 * import { strict as assert } from "node:assert"
 *
 * const mapping = Result.getOrThrow(parseMapping("version: 1\ncolumns: { 门牌号: building, 房号: unit }\n"))
 * assert.equal(mapping.columns["房号"], "unit")
 * assert.deepEqual(Result.getOrThrow(parseMapping(formatMapping(mapping))), mapping)
 *
 * const wrong = parseMapping("version: 1\ncolumns: { 房号: flat }\n", "columns.yaml")
 * assert.ok(Result.isFailure(wrong))
 * assert.match(wrong.failure.format("zh"), /columns\.yaml “columns\.房号”/)
 * ```
 * @category conversions
 */
export const parseMapping = (text: string, file = "mapping"): Result.Result<Mapping, SheetRefused> => {
  const refuse = ([first = problem("mapping-not-yaml"), ...others]: ReadonlyArray<SheetProblem>) =>
    Result.fail(new SheetRefused({ file, problems: [first, ...others] }))
  const value = Result.try((): unknown => parseYaml(text, { maxAliasCount: 0, uniqueKeys: true }))
  if (Result.isFailure(value)) {
    const reason = value.failure instanceof Error ? (value.failure.message.split("\n")[0] ?? "") : ""
    return refuse([problem("mapping-not-yaml", { found: reason })])
  }
  const mapping = read(value.success)
  if (Result.isSuccess(mapping)) return Result.succeed(mapping.success)
  const places = new Set(mapping.failure.problems.map(({ path }) => formatPath(path.slice(0, 3))))
  return refuse(
    [...places].map((path) => problem("mapping-entry", { found: path }, { targets: targets.join(", ") }))
  )
}

const targets: ReadonlyArray<string> = [...columns, "drop", "leave-out"]

/** Formats a mapping as YAML text, so that people can save and edit it. */
export const formatMapping = (mapping: Mapping): string => stringify(mapping, { lineWidth: 0 })

/** Returns the meaning of a column with this name. */
export type Lookup = (name: string) => Target | undefined

/**
 * Makes a function that returns the meaning of a column name. The function first looks the name up in the mapping, and
 * then in the list of usual names. It returns `undefined` for an unknown name.
 */
export const lookup = ({ columns }: Mapping): Lookup => {
  const byName = new Map(Object.entries(columns).map(([name, target]) => [normal(name), target]))
  return (name) => byName.get(normal(name)) ?? usual(name)
}

/** Returns whether the given meaning of a column is a column of the roster. */
export const isColumn = (target: Target | undefined): target is Column =>
  typeof target === "string" && target !== "drop" && target !== "leave-out"
