/** Reads a story (a file of dated events), with the line of each event. */
import { formatPath } from "@liulinhui/core/Problem"
import type { Language } from "@liulinhui/core/Text"
import { read, type Story } from "@liulinhui/testing/Story"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { CommandFailed } from "./CommandFailed.ts"
import { parse, type Parsed, readText } from "./RequestFile.ts"
import { problemWords } from "./RequestInput.ts"

/** A story from a file. */
export interface StoryFile {
  readonly file: string
  readonly story: Story
  /** The line on which each event of the story begins, from 1. */
  readonly lines: ReadonlyArray<number>
}

/** Reads a story from a text that was parsed. Fails with every mistake in it. */
export const readStory = (
  file: string,
  { lineOf, value }: Parsed,
  language: Language
): Effect.Effect<StoryFile, CommandFailed> => {
  const found = read(value)
  if (Result.isSuccess(found)) {
    const story = found.success
    return Effect.succeed({ file, story, lines: story.events.map((_, n) => lineOf(["events", n])) })
  }
  const mistakes = found.failure.problems.map(
    (problem) => `${file}: ${formatPath(problem.path)}: ${problemWords(problem, language)}`
  )
  return Effect.fail(new CommandFailed({ exit: 2, message: mistakes.join("\n") }))
}

/** Reads a story from a file. Fails with every mistake in it. */
export const readStoryFile = Effect.fnUntraced(function* (file: string, language: Language) {
  const text = yield* readText(file, language)
  return yield* readStory(file, yield* parse(file, text, language), language)
})
