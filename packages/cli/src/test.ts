/**
 * The command `liulinhui test FOLDER`: runs every story of a folder, each on a new ledger in memory, and says which of
 * them hold. Then it says which stages, steps and rules the stories meet. For the steps that no story takes it can print
 * generated stories.
 */
import { dayAt } from "@liulinhui/core/Calendar"
import type { Model } from "@liulinhui/core/Model"
import { PlaybookId } from "@liulinhui/core/Playbook"
import { millisOf } from "@liulinhui/testing/Story"
import * as StoryCoverage from "@liulinhui/testing/StoryCoverage"
import * as StoryPaths from "@liulinhui/testing/StoryPaths"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type * as Schema from "effect/Schema"
import { CommandFailed } from "./CommandFailed.ts"
import * as DistrictFiles from "./DistrictFiles.ts"
import { json, printData, printProblems } from "./Envelope.ts"
import { readFile } from "./Importing.ts"
import { say } from "./Say.ts"
import { coverageLines, noPathText, pathText } from "./StoryCoverageLines.ts"
import { readFolder, type StoryFolder } from "./StoryFolder.ts"
import type { StorySetting } from "./StorySetting.ts"
import { tryStory } from "./StoryTrial.ts"
import { language as languageAsked } from "./Words.ts"

/** The generated stories for the steps that no story takes. They begin on the first day of the first story. */
const pathsFor = (
  document: Schema.Json,
  model: Model,
  { stories }: StoryFolder,
  coverage: StoryCoverage.StoryCoverage,
  wanted: Option.Option<PlaybookId>
) => {
  const first = stories[0]?.story.events[0]?.at ?? ""
  const generated = StoryPaths.make(document, dayAt(millisOf(first), model.timeZone))
  const found = coverage.playbooks
    .filter(({ playbook }) => Option.isNone(wanted) || wanted.value === playbook)
    .map(({ playbook, steps }) => generated.through(playbook, steps.missed))
  return {
    paths: found.flatMap(({ paths }) => paths),
    without: found.flatMap(({ without }) => without)
  }
}

const coverageJson = ({ playbooks, rules }: StoryCoverage.StoryCoverage): Schema.JsonObject => ({
  playbooks: playbooks.map(({ playbook, stages, steps }) => ({
    playbook,
    stages: { met: stages.met, missed: stages.missed },
    steps: { met: steps.met, missed: steps.missed }
  })),
  rules: { met: rules.met, missed: rules.missed }
})

/**
 * @category commands
 */
export const test = Command.make(
  "test",
  {
    folder: Argument.String("folder").pipe(
      Argument.withDescription("The folder with the stories, such as . for the present one")
    ),
    model: Flag.String("model").pipe(
      Flag.withDescription("The model that the stories begin with. Default: the one in the folder"),
      Flag.optional
    ),
    roster: Flag.String("roster").pipe(
      Flag.withDescription("The roster that the stories begin with. Default: the one in the folder, if any"),
      Flag.optional
    ),
    paths: Flag.Boolean("paths").pipe(
      Flag.withDescription("Print generated stories for the steps that no story takes"),
      Flag.withDefault(false)
    ),
    playbook: Flag.String("playbook").pipe(
      Flag.withDescription("Only the generated stories of this playbook"),
      Flag.withSchema(PlaybookId),
      Flag.optional
    ),
    json
  },
  Effect.fn(function* ({ folder, json, model: modelNamed, paths: hasPaths, playbook, roster }) {
    const language = yield* languageAsked
    const found = yield* readFolder(folder, { model: modelNamed, roster }, language)
    const { file: modelFile, model } = yield* DistrictFiles.readModelFor(found.model)
    if (Option.isSome(playbook) && !model.playbooks.has(playbook.value)) {
      const known = [...model.playbooks.keys()]
      const message = say(language, "test.noPlaybook", { playbook: playbook.value, known })
      return yield* new CommandFailed({ exit: 2, message })
    }
    const print = (line: string) => (json ? Effect.void : Console.log(line))
    const isImported = found.stories.some(({ story }) => story.importer !== undefined)
    const setting: StorySetting = {
      model: Option.some(modelFile),
      roster:
        isImported && Option.isSome(found.roster)
          ? Option.some(yield* readFile(found.roster.value, undefined, language))
          : Option.none()
    }
    const tried = yield* Effect.forEach(
      found.stories,
      Effect.fnUntraced(function* (story) {
        const one = yield* tryStory(story, setting, language)
        const { differences, events, file } = one
        yield* print(
          differences.length === 0
            ? say(language, "test.holds", { file, events })
            : say(language, "test.differs", { file, n: differences.length })
        )
        for (const { event, line, text } of differences) {
          yield* Console.error(say(language, "test.difference", { file, line, event: event + 1, text }))
        }
        return one
      })
    )
    const met = tried.reduce((all, one) => StoryCoverage.both(all, one.met), StoryCoverage.none)
    const coverage = StoryCoverage.coverageOf(model, met)
    const generated =
      hasPaths || Option.isSome(playbook)
        ? pathsFor(modelFile.document, model, found, coverage, playbook)
        : undefined
    const differences = tried.flatMap((one) => one.differences)
    if (json) {
      const data = {
        stories: tried.map(({ differences: own, events, file }) => ({
          file,
          events,
          holds: own.length === 0
        })),
        coverage: coverageJson(coverage),
        ...(generated === undefined
          ? {}
          : {
              paths: generated.paths.map((path) => ({ ...path })),
              without: generated.without.map((one) => ({ ...one }))
            })
      }
      const problems = differences.map(({ difference, event, file, line, text }) => ({
        _tag: difference._tag,
        file,
        line,
        event,
        text
      }))
      yield* problems.length === 0 ? printData("test", data) : printProblems("test", problems, data)
    } else {
      yield* Console.log(["", ...coverageLines(model, coverage, language)].join("\n"))
      const isMissing = coverage.playbooks.some(({ steps }) => steps.missed.length > 0)
      if (generated === undefined && isMissing) {
        yield* Console.log(say(language, "test.hint", { folder, playbook: [...model.playbooks.keys()][0] }))
      }
      for (const path of generated?.paths ?? []) yield* Console.log(`\n${pathText(model, path, language)}`)
      for (const one of generated?.without ?? []) yield* Console.log(noPathText(model, one, language))
    }
    const failing = tried.filter((one) => one.differences.length > 0)
    if (failing.length > 0) {
      const counts = { stories: failing.length, all: tried.length, n: differences.length }
      return yield* new CommandFailed({ message: say(language, "test.failed", counts) })
    }
    yield* print(`\n${say(language, "test.done", { n: tried.length })}`)
  })
).pipe(Command.withDescription("Run every story of a folder, and say what the stories do not meet"))
