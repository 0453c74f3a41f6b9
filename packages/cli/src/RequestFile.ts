/** Reads a request, or a part of it, as JSON or YAML, from a flag, a file or standard input. */
import type { Language } from "@liulinhui/core/Text"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import type { PlatformError } from "effect/PlatformError"
import * as Stdio from "effect/Stdio"
import * as Stream from "effect/Stream"
import type * as Schema from "effect/Schema"
import { isNode, LineCounter, parseDocument } from "yaml"
import { CommandFailed } from "./CommandFailed.ts"
import { whyOf } from "./FileReason.ts"
import { type Draft, isObject } from "./RequestInput.ts"
import { say } from "./Say.ts"

const wrong = (message: string) => Effect.fail(new CommandFailed({ exit: 2, message }))

/** A text in JSON or YAML that was parsed. */
export interface Parsed {
  readonly value: Schema.Json
  /** The line of the part at a path, from 1. The first line, if the text does not have the part. */
  readonly lineOf: (path: ReadonlyArray<string | number>) => number
}

/**
 * Parses a text in JSON or YAML. Fails with every mistake, each with its line. Each message begins with `name`, the name
 * of the file or of the flag.
 */
export const parse = (name: string, text: string, language: Language) =>
  Effect.suspend(() => {
    const lineCounter = new LineCounter()
    const document = parseDocument(text, { schema: "core", prettyErrors: true, lineCounter })
    const mistakes = document.errors.map(({ linePos, message }) =>
      say(language, "input.notData", {
        file: name,
        line: linePos?.[0].line,
        why: message.split("\n")[0]?.replace(/ at line \d+, column \d+:$/, "") ?? ""
      })
    )
    if (mistakes.length > 0) return wrong(mistakes.join("\n"))
    const parsed: Parsed = {
      // The cast is safe: with this schema, YAML can only contain JSON values.
      value: document.toJS({ maxAliasCount: 100 }) as Schema.Json,
      lineOf: (path) => {
        const part = document.getIn(path, true)
        return isNode(part) ? lineCounter.linePos(part.range?.[0] ?? 0).line : 1
      }
    }
    return Effect.succeed(parsed)
  })

const unreadable = (file: string, language: Language) => (error: PlatformError) =>
  Effect.flatMap(whyOf(error), (why) => wrong(say(language, "input.unreadable", { file, why })))

/** Reads the text of a file, or of standard input if the name is `-`. */
export const readText = Effect.fnUntraced(function* (file: string, language: Language) {
  if (file === "-") {
    const stdio = yield* Stdio.Stdio
    return yield* stdio.stdin
      .pipe(Stream.decodeText(), Stream.mkString)
      .pipe(Effect.catch(unreadable(file, language)))
  }
  return yield* FileSystem.FileSystem.use((files) => files.readFileString(file)).pipe(
    Effect.catch(unreadable(file, language))
  )
})

/** Reads the part of a request that is given by `--data` or `--file`. Without these flags, returns an empty object. */
export const readDraft = Effect.fnUntraced(function* ({
  data,
  file,
  language
}: {
  readonly data: Option.Option<string>
  readonly file: Option.Option<string>
  readonly language: Language
}) {
  const none: Draft = {}
  if (Option.isSome(data) && Option.isSome(file)) return yield* wrong(say(language, "input.both"))
  if (Option.isNone(data) && Option.isNone(file)) return none
  const name = Option.getOrElse(file, () => "--data")
  const text = Option.isSome(data) ? data.value : yield* readText(name, language)
  const { value: read } = yield* parse(name, text, language)
  return isObject(read) ? read : yield* wrong(say(language, "input.notAnObject", { file: name }))
})
