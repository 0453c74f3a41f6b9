/** Reading a JSON file that a command is given, against what it should hold. */
import * as Document from "@liulinhui/core/kernel/StrictReader"
import { formatPath } from "@liulinhui/core/kernel/Problem"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { CommandFailed } from "./CommandFailed.ts"

const json = Schema.decodeUnknownResult(Schema.fromJsonString(Schema.Unknown))

/** What a file holds, or every mistake in it. */
export const readJson = Effect.fnUntraced(function* <S extends Schema.ConstraintDecoder<unknown>>(
  file: string,
  schema: S
) {
  const text = yield* FileSystem.FileSystem.use((files) => files.readFileString(file)).pipe(
    Effect.mapError(({ message }) => new CommandFailed({ message: `${file} cannot be read: ${message}` }))
  )
  const parsed = json(text)
  if (Result.isFailure(parsed)) return yield* new CommandFailed({ message: `${file} is no JSON` })
  const read = Document.reader(schema)(parsed.success)
  if (Result.isSuccess(read)) return read.success
  return yield* new CommandFailed({
    message: read.failure.map(({ message, path }) => `${file}: ${formatPath(path)}: ${message}`).join("\n")
  })
})
