/** Reads a JSON file and checks it against a schema. */
import { StrictReader as Document, formatPath } from "@liulinhui/core/Problem"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { CommandFailed } from "./CommandFailed.ts"
import { read } from "./TextFile.ts"
import { failed } from "./Words.ts"

const json = Schema.decodeUnknownResult(Schema.fromJsonString(Schema.Unknown))

/** Returns the content of a JSON file, decoded with the schema. Fails with every mistake in it. */
export const readJson = Effect.fnUntraced(function* <S extends Schema.ConstraintDecoder<unknown>>(
  file: string,
  schema: S
) {
  const parsed = json(yield* read(file))
  if (Result.isFailure(parsed)) return yield* failed("cli.file.notJson", { file, why: undefined })
  const found = Document.reader(schema)(parsed.success)
  if (Result.isSuccess(found)) return found.success
  return yield* new CommandFailed({
    message: found.failure.problems
      .map(({ message, path }) => `${file}: ${formatPath(path)}: ${message}`)
      .join("\n")
  })
})
