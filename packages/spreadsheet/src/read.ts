/** Reads a roster (a list of residents) or a registry from a spreadsheet file in any supported format. */
import type { Day } from "@liulinhui/core/Day"
import * as Registry from "@liulinhui/core/Registry"
import type { IntakeRefusal, RegistryData } from "@liulinhui/core/Registry"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Stream from "effect/Stream"
import { limits as usualLimits, type Limits } from "./file/Limits.ts"
import { isWorkbook, items } from "./file/open.ts"
import { problem, type SheetProblem, SheetRefused } from "./Problem.ts"
import * as Header from "./roster/Header.ts"
import { lookup, type Mapping, none } from "./roster/Mapping.ts"
import { locate, preview } from "./roster/Preview.ts"
import type { ResidentKey } from "./roster/ResidentIds.ts"
import type { Roster } from "./roster/Roster.ts"
import { RosterReader } from "./roster/RosterReader.ts"

const usualFile = "roster"

/** Options for reading a roster. */
export interface RosterOptions {
  /** The name of the file, for messages. */
  readonly file?: string
  /** The mapping, which says what each column means. Default: a column has the meaning that its name usually has. */
  readonly mapping?: Mapping
  /** Limits that replace those in the default `limits`. */
  readonly limits?: Partial<Limits>
}

/**
 * Reads a roster from the bytes of a file (xlsx, xlsm, xls, et, ods, csv, tsv), or from the text of a CSV file. Fails
 * only if the file as a whole cannot be read. Problems of single cells are listed in the roster. `preview` fails later
 * because of them.
 *
 * @example
 * ```ts
 * import { readRoster } from "@liulinhui/spreadsheet"
 * import * as Effect from "effect/Effect"
 * import { strict as assert } from "node:assert"
 *
 * const csv = "楼号;室号;姓名;公民身份号码;出生年月\n12号;0301;王 伟;11010519491231002X;1950年3月1日\n"
 * const roster = await Effect.runPromise(readRoster(csv, { file: "居民.csv" }))
 * assert.deepEqual(roster.rows[0]?.values.unit, "0301")
 * assert.deepEqual(roster.rows[0]?.values.name, "王伟")
 * assert.equal(roster.mapping.columns["公民身份号码"], "drop")
 * assert.ok(!JSON.stringify(roster).includes("11010519491231002X"))
 * ```
 * @category reading
 */
export const readRoster = (
  input: string | Uint8Array,
  { file = usualFile, limits, mapping = none }: RosterOptions = {}
): Effect.Effect<Roster, SheetRefused> => {
  const within = { ...usualLimits, ...limits }
  const score = Header.score(lookup(mapping))
  return Effect.suspend(() => {
    const reader = new RosterReader(mapping, within)
    return items(input, within, score).pipe(
      Stream.runForEachArray((some) =>
        Effect.sync(() => {
          for (const item of some) reader.take(item)
        })
      ),
      Effect.map(() => reader.end(file)),
      // If the file has a syntax error, the rows before the error are still checked.
      Effect.catch((problem) =>
        problem.code === "not-csv"
          ? Effect.succeed(reader.end(file, problem))
          : Effect.fail(new SheetRefused({ file, problems: [problem] }))
      )
    )
  })
}

/**
 * A registry that was read from a file.
 *
 * @category models
 */
export interface RegistrySheet {
  readonly data: RegistryData
  /**
   * Remarks about the file: columns that were dropped or left out, values that were derived, cells that were
   * interpreted.
   */
  readonly remarks: ReadonlyArray<SheetProblem>
  /** If the import of `data` is refused, converts the refusal to a problem of this file. */
  readonly locate: (refusal: IntakeRefusal) => SheetProblem
}

/** Options for reading a registry. */
export interface ReadOptions extends RosterOptions {
  /** The day of the import. A day of birth or of joining the Party must not be later than this day. */
  readonly on: Day
  /**
   * The secret key of the district, from which the ids of residents are made. Required unless every row contains an id.
   */
  readonly key?: ResidentKey
}

const registryOf = (
  roster: Roster,
  { key, on }: Pick<ReadOptions, "key" | "on">
): Result.Result<RegistrySheet, SheetRefused> =>
  Result.map(
    preview(roster, { registry: Registry.empty, on, ...(key === undefined ? {} : { key }) }),
    (shown) => {
      const [first] = shown.requests
      const data = first?._tag === "ImportRegistry" ? first : { buildings: [], households: [], residents: [] }
      const { buildings, households, residents } = data
      return {
        data: { buildings, households, residents },
        remarks: shown.remarks,
        locate: (refusal) => locate(shown, refusal)
      }
    }
  )

/**
 * Reads a whole registry from a spreadsheet file in any supported format, and checks it by the rules of
 * `place/RegistryRules`. Fails with all problems of the file.
 *
 * @category reading
 */
export const readRegistry = (
  input: string | Uint8Array,
  options: ReadOptions
): Effect.Effect<RegistrySheet, SheetRefused> =>
  Effect.flatMap(readRoster(input, options), (roster) => Effect.fromResult(registryOf(roster, options)))

/**
 * Reads a registry like {@link readRegistry}, but synchronously, and from text files only (csv, tsv).
 *
 * @example
 * ```ts
 * import * as Day from "@liulinhui/core/Day"
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
 *   'registry.csv row 2, column K "出生日期": "1850-03-01" is more than 130 years ago; check the year'
 * )
 * ```
 * @category reading
 */
export const readRegistryCsv = (
  input: string | Uint8Array,
  options: ReadOptions
): Result.Result<RegistrySheet, SheetRefused> =>
  isWorkbook(input)
    ? Result.fail(
        new SheetRefused({ file: options.file ?? usualFile, problems: [problem("workbook-not-text")] })
      )
    : Effect.runSync(Effect.result(readRegistry(input, options)))
