/**
 * A mapping states the meaning of each column of a file. By default the usual names decide. The mapping in effect is part
 * of the result, so that it can be shown, saved, edited, and used for the next file. As a file it is YAML or JSON:
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

/** The meaning of a column: a column of the roster, `drop`, `leave-out`, or values that are tags of the resident. */
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
  /** By column name. Default: the usual meaning of the name; `leave-out` if it has none. */
  columns: Schema.Record(Schema.NonEmptyString, Target),
  /** The row of the column names. Default: the row with the most usual names. */
  headerRow: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1000 }))),
  /** The sheets to read. Default: all visible sheets with column names. */
  sheets: Schema.optionalKey(Schema.NonEmptyArray(Schema.NonEmptyString)),
  /** Ids of buildings that the file calls by other names than the registry, by the name in the file. */
  buildings: Schema.optionalKey(Schema.Record(Schema.NonEmptyString, BuildingId)),
  /** Whether the sheet's name is the building, for sheets without a column for it. */
  buildingFromSheetName: Schema.optionalKey(Schema.Boolean),
  /** Whether an empty cell of a building or a flat repeats the cell above. For text files, which have no merged cells. */
  fillDown: Schema.optionalKey(Schema.Boolean)
})
export interface Mapping extends Schema.Schema.Type<typeof Mapping> {}

/** The mapping by usual names only. */
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
  const places = new Set(mapping.failure.map(({ path }) => formatPath(path.slice(0, 3))))
  return refuse(
    [...places].map((path) => problem("mapping-entry", { found: path }, { targets: targets.join(", ") }))
  )
}

const targets: ReadonlyArray<string> = [...columns, "drop", "leave-out"]

/** A mapping as YAML text, to save and edit. */
export const formatMapping = (mapping: Mapping): string => stringify(mapping, { lineWidth: 0 })

/** Finds the meaning of a column by its name. */
export type Lookup = (name: string) => Target | undefined

/** The lookup by a mapping, then by the usual names; it returns undefined for an unknown name. */
export const lookup = ({ columns }: Mapping): Lookup => {
  const byName = new Map(Object.entries(columns).map(([name, target]) => [normal(name), target]))
  return (name) => byName.get(normal(name)) ?? usual(name)
}

/** Whether a target is a column of the roster. */
export const isColumn = (target: Target | undefined): target is Column =>
  typeof target === "string" && target !== "drop" && target !== "leave-out"
