/**
 * Reads the two files of a district: its model (`district.yaml`) and its registry (`registry.csv`). Both files are read
 * and checked against each other before either is used. All mistakes in both files are reported at once, each with its
 * file and its line or row.
 */
import type { Day } from "@liulinhui/core/Day"
import { TaggedError } from "@liulinhui/core/Failure"
import { checkBuildings, type Model, read as readModel } from "@liulinhui/core/Model"
import * as Registry from "@liulinhui/core/Registry"
import {
  formatProblem as formatModelProblem,
  type ModelFile,
  ModelFileRefused,
  readModelFile,
  refusal
} from "@liulinhui/model-file"
import type { ModelRefused } from "@liulinhui/service/Governance"
import { sixHearts } from "@liulinhui/six-hearts"
import { readRegistry, type RegistrySheet } from "@liulinhui/spreadsheet"
import type { Language } from "@liulinhui/core/Text"
import { Texts } from "@liulinhui/texts"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { language as asked } from "./Words.ts"

/** The built-in models that a model file may extend. */
export const bases = { "six-hearts": sixHearts }

/** The contents of the two files of a district. They were checked, separately and against each other. */
export interface DistrictFiles {
  readonly file: ModelFile
  readonly model: Model
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

const readFile = (path: string, language: Language) =>
  FileSystem.FileSystem.use((files) => files.readFile(path)).pipe(
    Effect.catch(({ reason }) =>
      Effect.flatMap(Texts.Current, (texts) =>
        Effect.fail([
          Texts.words(texts, language).say("cli.file.unreadable", { file: path, why: reason._tag })
        ])
      )
    )
  )

/** Reads and checks a model file, without the registry file. */
const model = (path: string, language: Language) =>
  Effect.flatMap(readFile(path, language), (bytes) =>
    Effect.fromResult(
      Result.mapError(modelOf(new TextDecoder().decode(bytes), path), (error) =>
        error.problems.map(formatModelProblem)
      )
    )
  )

const modelOf = (
  text: string,
  path: string
): Result.Result<{ readonly file: ModelFile; readonly model: Model }, ModelFileRefused> =>
  Result.flatMap(readModelFile(text, { file: path, bases }), (file) =>
    Result.mapBoth(readModel(file.document), {
      onSuccess: (model) => ({ file, model }),
      // The cast is safe: a refusal of a model contains at least one problem.
      onFailure: ({ problems }) => refusal(file, problems) as ModelFileRefused
    })
  )

// The key from which ids of residents are made. Any text is good enough, because this command imports nothing and does
// not store the ids.
const key = "liulinhui check keeps no ids"

const registry = (path: string, on: Day, language: Language) =>
  Effect.flatMap(readFile(path, language), (bytes) =>
    Effect.mapError(readRegistry(bytes, { file: path, on, key }), (error) =>
      error.format(language).split("\n")
    )
  )

const emptyLines: ReadonlyArray<string> = []

/**
 * Reads only a model file, without a registry file. Fails with every mistake in the file.
 *
 * @category reading
 */
export const readModelAlone = (path: string) => Effect.map(readModelFor(path), ({ model }) => model)

/**
 * Reads only a model file, and also returns the line of each of its parts. Fails with every mistake in the file.
 *
 * @category reading
 */
export const readModelFor = (path: string) =>
  Effect.flatMap(asked, (language) => model(path, language)).pipe(
    Effect.mapError((lines) => new FilesRefused({ lines }))
  )

/**
 * Reads the model file and the registry file. Fails with every mistake in both files.
 *
 * @category reading
 */
export const read = Effect.fn("DistrictFiles.read")(function* (options: {
  readonly model: string
  readonly registry: string
  readonly on: Day
  readonly language: Language
}) {
  const [first, second] = yield* Effect.all([
    Effect.result(model(options.model, options.language)),
    Effect.result(registry(options.registry, options.on, options.language))
  ])
  if (Result.isFailure(first) || Result.isFailure(second)) {
    return yield* new FilesRefused({
      lines: [
        ...(Result.isFailure(first) ? first.failure : emptyLines),
        ...(Result.isFailure(second) ? second.failure : emptyLines)
      ]
    })
  }
  const files: DistrictFiles = { ...first.success, sheet: second.success }
  const buildings = new Map(files.sheet.data.buildings.map((building) => [building.id, building]))
  const mismatched = refusal(files.file, checkBuildings(files.model, { ...Registry.empty, buildings }))
  return mismatched === undefined
    ? files
    : yield* new FilesRefused({ lines: mismatched.problems.map(formatModelProblem) })
})

/**
 * Converts the problems that the adoption of a model has found to an error with the lines of the model file.
 *
 * @category errors
 */
export const refused = (file: ModelFile, { problems }: ModelRefused): FilesRefused =>
  new FilesRefused({ lines: refusal(file, problems)?.problems.map(formatModelProblem) ?? emptyLines })
