/**
 * Reads the two files of a district: its model (`district.yaml`) and its registry (`registry.csv`). Both files are read
 * and checked against each other before either is used. All mistakes in both files are reported at once, each with its
 * file and its line or row.
 */
import { isTimeZone } from "@liulinhui/core/Calendar"
import type { Day } from "@liulinhui/core/Day"
import { TaggedError } from "@liulinhui/core/Failure"
import { checkModel, type CheckOptions, type Model } from "@liulinhui/core/Model"
import { type FileProblem, inspectModelFile, locateProblems, type ModelFile } from "@liulinhui/model-file"
import type { ModelRefused } from "@liulinhui/service/Governance"
import { sixHearts } from "@liulinhui/six-hearts"
import type { RegistrySheet } from "@liulinhui/spreadsheet"
import { NoticeTexts } from "@liulinhui/texts"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { whyOf } from "./FileReason.ts"
import { problemLines } from "./ProblemLines.ts"
import { today } from "./CurrentDay.ts"
import { language, words } from "./Words.ts"

/** The built-in models that a model file may extend. */
export const bases = { "six-hearts": sixHearts }

/** A model file without mistakes, and what is seldom what the district wants, as lines of text. */
export interface CheckedFile {
  readonly file: ModelFile
  readonly model: Model
  readonly warnings: ReadonlyArray<string>
}

/** The contents of the two files of a district. They were checked, separately and against each other. */
export interface DistrictFiles extends CheckedFile {
  readonly sheet: RegistrySheet
}

/**
 * One or both files are refused, with every mistake. If a file cannot be read at all, the error contains the reason.
 *
 * @category errors
 */
export class FilesRefused extends TaggedError<FilesRefused>()(
  "FilesRefused",
  { lines: Schema.Array(Schema.String) },
  ({ lines }) => lines.join("\n")
) {}

const refusedWith = (lines: ReadonlyArray<string>) => Effect.fail(new FilesRefused({ lines }))

const readFile = (path: string) =>
  FileSystem.FileSystem.use((files) => files.readFile(path)).pipe(
    Effect.catch((error) =>
      Effect.flatMap(Effect.all([words, whyOf(error)]), ([{ say }, why]) =>
        refusedWith([say("cli.file.unreadable", { file: path, why })])
      )
    )
  )

/**
 * What the check of a model found in a file, with the place of each problem.
 *
 * @category models
 */
export interface Inspected {
  readonly file: ModelFile | undefined
  readonly model: Model | undefined
  readonly errors: ReadonlyArray<FileProblem>
  readonly warnings: ReadonlyArray<FileProblem>
}

/**
 * Checks the bytes of a model file: its text, and the model in it.
 *
 * @category checks
 */
export const inspect = (
  bytes: Uint8Array,
  path: string,
  options: Pick<CheckOptions, "on" | "registry">
): Inspected => {
  const { file, problems, unread } = inspectModelFile(bytes, { file: path, bases })
  if (file === undefined) return { file, model: undefined, errors: problems, warnings: [] }
  const checked = checkModel(file.document, {
    ...options,
    isTimeZone,
    unread,
    unwordable: NoticeTexts.problems
  })
  // The value that a text problem is about was left out, so the model lacks it, too.
  const places = new Set(problems.map(({ line }) => line))
  const errors = locateProblems(file, checked.errors).filter(({ line }) => !places.has(line))
  return {
    file,
    model: problems.length === 0 ? checked.model : undefined,
    errors: [...problems, ...errors].toSorted((a, b) => a.line - b.line || a.column - b.column),
    warnings: locateProblems(file, checked.warnings)
  }
}

const fileOf = (path: string, { errors, file, model, warnings }: Inspected, registry?: string) =>
  Effect.flatMap(words, (spoken): Effect.Effect<CheckedFile, FilesRefused> => {
    const from = { registry, ...(file === undefined ? {} : { document: file.document }) }
    const warningLines = problemLines(spoken, warnings, from)
    if (file === undefined || model === undefined) {
      const lines = problemLines(spoken, errors, from)
      return refusedWith(
        warningLines.length === 0 ? lines : [...lines, spoken.say("cli.check.warnings"), ...warningLines]
      )
    }
    return Effect.succeed({ file, model, warnings: warningLines })
  }).pipe(Effect.withSpan("DistrictFiles.check", { attributes: { path } }))

// The key from which ids of residents are made. Any text is good enough, because this command imports nothing and does
// not store the ids.
const key = "liulinhui check keeps no ids"

const registry = Effect.fnUntraced(function* (path: string, on: Day) {
  const bytes = yield* readFile(path)
  // A model alone needs no spreadsheet.
  const { readRegistry } = yield* Effect.promise(() => import("@liulinhui/spreadsheet"))
  return yield* readRegistry(bytes, { file: path, on, key }).pipe(
    Effect.catch((error) => Effect.flatMap(language, (asked) => refusedWith(error.format(asked).split("\n"))))
  )
})

/**
 * Reads only a model file, without a registry file. Fails with every mistake in the file.
 *
 * @category reading
 */
export const readModelAlone = (path: string) => Effect.map(readModelFor(path), ({ model }) => model)

/**
 * Reads only a model file, and also returns the line of each of its parts. Fails with every mistake in the file. `on` is
 * the day for which the warnings are computed; default: today.
 *
 * @category reading
 */
export const readModelFor = Effect.fn("DistrictFiles.readModelFor")(function* (
  path: string,
  on: Option.Option<Day> = Option.none()
) {
  const bytes = yield* readFile(path)
  const day = Option.isSome(on) ? on.value : yield* today
  return yield* fileOf(path, inspect(bytes, path, { on: day }))
})

const factsOf = ({ data: { buildings, households, residents } }: RegistrySheet) => ({
  buildings: new Map(buildings.map((building) => [building.id, building])),
  households,
  residents
})

/**
 * Reads the model file and the registry file. Fails with every mistake in both files.
 *
 * @category reading
 */
export const read = Effect.fn("DistrictFiles.read")(function* (options: {
  readonly model: string
  readonly registry: string
  readonly on: Day
}) {
  const { model: path, on } = options
  const sheet = yield* Effect.result(registry(options.registry, on))
  const facts = Result.isSuccess(sheet) ? { registry: factsOf(sheet.success) } : {}
  const checked = yield* Effect.result(
    Effect.flatMap(readFile(path), (bytes) =>
      fileOf(path, inspect(bytes, path, { on, ...facts }), options.registry)
    )
  )
  if (Result.isSuccess(checked) && Result.isSuccess(sheet)) {
    const files: DistrictFiles = { ...checked.success, sheet: sheet.success }
    return files
  }
  return yield* refusedWith([
    ...(Result.isFailure(checked) ? checked.failure.lines : []),
    ...(Result.isFailure(sheet) ? sheet.failure.lines : [])
  ])
})

/**
 * Converts the problems that the adoption of a model has found to an error with the lines of the model file.
 *
 * @category errors
 */
export const refused = (file: ModelFile, { problems }: ModelRefused) =>
  Effect.flatMap(words, (spoken) =>
    refusedWith(problemLines(spoken, locateProblems(file, problems), { document: file.document }))
  )
