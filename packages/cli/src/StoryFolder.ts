/** Finds the stories of a folder, and the model and the roster with which they begin. */
import type { Language } from "@liulinhui/core/Text"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import { join } from "node:path"
import { CommandFailed } from "./CommandFailed.ts"
import { whyOf } from "./FileReason.ts"
import { parse, readText } from "./RequestFile.ts"
import { isObject } from "./RequestInput.ts"
import { say } from "./Say.ts"
import { readStory, type StoryFile } from "./StoryFile.ts"

/** The stories of a folder, in the order of their names, and the files with which each of them begins. */
export interface StoryFolder {
  readonly stories: ReadonlyArray<StoryFile>
  readonly model: string
  readonly roster: Option.Option<string>
}

const usage = (message: string) => new CommandFailed({ exit: 2, message })

/** Chooses a file: the one that the user has named, or else the only one that was found. */
const onlyOne = (
  named: Option.Option<string>,
  found: ReadonlyArray<string>,
  several: (files: ReadonlyArray<string>) => string
) =>
  Option.isSome(named) || found.length <= 1
    ? Effect.succeed(Option.orElse(named, () => Option.fromUndefinedOr(found[0])))
    : Effect.fail(usage(several(found)))

/** A YAML file is a story if it has events, and a model if it has an id and no events. */
const kindOf = (value: unknown): "story" | "model" | undefined => {
  if (!isObject(value)) return undefined
  return "events" in value ? "story" : "id" in value ? "model" : undefined
}

/**
 * Reads the stories of a folder. Fails with every mistake of every story. A model or a roster that the user has named is
 * used instead of one in the folder.
 */
export const readFolder = Effect.fnUntraced(function* (
  folder: string,
  named: { readonly model: Option.Option<string>; readonly roster: Option.Option<string> },
  language: Language
) {
  const files = yield* FileSystem.FileSystem
  const names = yield* files
    .readDirectory(folder)
    .pipe(
      Effect.catch((error) =>
        Effect.flatMap(whyOf(error), (why) =>
          Effect.fail(usage(say(language, "input.unreadable", { file: folder, why })))
        )
      )
    )
  const stories: Array<StoryFile> = []
  const models: Array<string> = []
  const mistakes: Array<string> = []
  const found = names.toSorted().filter((name) => /\.ya?ml$/.test(name) && !name.startsWith("."))
  for (const name of found) {
    const file = join(folder, name)
    const text = yield* readText(file, language)
    const story = yield* Effect.result(
      Effect.gen(function* () {
        const parsed = yield* parse(file, text, language)
        const kind = kindOf(parsed.value)
        if (kind === "model") models.push(file)
        return kind === "story" ? yield* readStory(file, parsed, language) : undefined
      })
    )
    if (story._tag === "Failure") mistakes.push(story.failure.message)
    else if (story.success !== undefined) stories.push(story.success)
  }
  if (mistakes.length > 0) return yield* usage(mistakes.join("\n"))
  if (stories.length === 0) return yield* usage(say(language, "test.noStory", { folder }))
  const model = yield* onlyOne(named.model, models, (all) => say(language, "test.models", { files: all }))
  if (Option.isNone(model)) return yield* usage(say(language, "test.noModel", { folder }))
  const rosters = names.toSorted().filter((name) => /^[^.~].*\.(?:xlsx|xls|et|ods|csv)$/.test(name))
  const roster = yield* onlyOne(
    named.roster,
    rosters.map((name) => join(folder, name)),
    (all) => say(language, "test.rosters", { files: all })
  )
  return { stories, model: model.value, roster } satisfies StoryFolder
})
