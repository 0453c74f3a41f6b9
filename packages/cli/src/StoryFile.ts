/** Reads a story (a file of dated events), with the line of each event. */
import { formatPath } from "@liulinhui/core/Problem"
import type { Language } from "@liulinhui/core/Text"
import { read, type Story } from "@liulinhui/testing/Story"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { isNode, LineCounter, parseDocument } from "yaml"
import { CommandFailed } from "./CommandFailed.ts"
import { parseText, readText } from "./RequestFile.ts"
import { problemWords } from "./RequestInput.ts"

/** A story from a file. */
export interface StoryFile {
  readonly file: string
  readonly story: Story
  /** The line of each event in the file, from 1. */
  readonly lines: ReadonlyArray<number>
}

/** The line on which each event of a story begins, from 1. */
const linesIn = (text: string, count: number): ReadonlyArray<number> => {
  const lines = new LineCounter()
  const document = parseDocument(text, { schema: "core", lineCounter: lines })
  return Array.from({ length: count }, (_, n) => {
    const event = document.getIn(["events", n], true)
    return isNode(event) ? lines.linePos(event.range?.[0] ?? 0).line : 1
  })
}

/** Reads a story from the text of a file. Fails with every mistake in it. */
export const readStoryText = Effect.fnUntraced(function* (file: string, text: string, language: Language) {
  const found = read(yield* parseText(file, text, language))
  if (Result.isSuccess(found)) {
    const story = found.success
    return { file, story, lines: linesIn(text, story.events.length) } satisfies StoryFile
  }
  const mistakes = found.failure.problems.map(
    (problem) => `${file}: ${formatPath(problem.path)}: ${problemWords(problem, language)}`
  )
  return yield* new CommandFailed({ exit: 2, message: mistakes.join("\n") })
})

/** Reads a story from a file. Fails with every mistake in it. */
export const readStoryFile = Effect.fnUntraced(function* (file: string, language: Language) {
  return yield* readStoryText(file, yield* readText(file, language), language)
})
