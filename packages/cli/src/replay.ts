/**
 * The command `liulinhui replay STORY LEDGER`: runs a story (a file of dated events) on a ledger, for trials, for
 * training, or to move data from another system. It sets its own clock. So the ledger must not contain entries that are
 * later than the beginning of the story.
 */
import { type Day, DayFromIso } from "@liulinhui/core/Day"
import type { Language } from "@liulinhui/core/Text"
import { dayAt } from "@liulinhui/core/Calendar"
import type { DistrictId } from "@liulinhui/core/Id"
import { Ledger } from "@liulinhui/core/Ledger"
import { Governance } from "@liulinhui/service/Governance"
import { millisOf, type Story } from "@liulinhui/testing/Story"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Clock from "effect/Clock"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { language as languageAsked } from "./Words.ts"
import { CommandFailed } from "./CommandFailed.ts"
import * as DistrictFiles from "./DistrictFiles.ts"
import { readFile } from "./Importing.ts"
import { json, printData, printProblems } from "./Envelope.ts"
import { district, services } from "./Ledgers.ts"
import { playedLines } from "./PlayedWords.ts"
import * as Replaying from "./Replaying.ts"
import { say } from "./Say.ts"
import * as SettableClock from "@liulinhui/testing/SettableClock"
import { readStoryFile } from "./StoryFile.ts"
import { prepare, type StorySetting } from "./StorySetting.ts"
import { isDatabase, shown } from "./Stores.ts"
import { begin } from "./Vaults.ts"

const usage = (message: string) => new CommandFailed({ exit: 2, message })

const isDated = Schema.is(Schema.Struct({ on: Schema.String }))
const dayOf = Schema.decodeUnknownOption(DayFromIso)

/** The day of the last entry of a district. `none` if there are no entries. */
const lastDay = Effect.fnUntraced(function* (district: DistrictId) {
  const ledger = yield* Ledger
  const { position } = yield* ledger.head(district)
  const [entry] = position === 0 ? [] : yield* ledger.read(district, position - 1, 1)
  return entry !== undefined && isDated(entry.data) ? Option.getOrUndefined(dayOf(entry.data.on)) : undefined
})

/**
 * Refuses a ledger with entries that are later than the beginning of the story, unless these entries come from an
 * earlier run of the same story.
 */
const notInThePast = Effect.fnUntraced(function* (
  district: DistrictId,
  { events }: Story,
  first: Day,
  language: Language
) {
  const last = yield* lastDay(district)
  if (last === undefined || last <= first) return
  const ledger = yield* Ledger
  const ids = events.flatMap((event, n) => (event.asked === undefined ? [] : [Replaying.idOf(event, n)]))
  const known = yield* ledger.receipts(district, ids)
  if (known.size === 0)
    return yield* new CommandFailed({ message: say(language, "replay.past", { last, first }) })
})

/**
 * @category commands
 */
export const replay = Command.make(
  "replay",
  {
    story: Argument.String("story").pipe(
      Argument.withDescription("The story: a YAML or JSON file with its events")
    ),
    ledger: Argument.String("ledger").pipe(
      Argument.withDescription("The SQLite file for the story; a new file is made if it does not exist")
    ),
    model: Flag.String("model").pipe(
      Flag.withDescription("The model that the story begins with"),
      Flag.optional
    ),
    roster: Flag.String("roster").pipe(
      Flag.withDescription("The roster that the story begins with; its importer is the story's"),
      Flag.optional
    ),
    keepGoing: Flag.Boolean("keep-going").pipe(
      Flag.withDescription("Go on after an event that is not as expected"),
      Flag.withDefault(false)
    ),
    district,
    json
  },
  Effect.fn(function* ({ district: named, json, keepGoing, ledger, model, roster, story: file }) {
    const language = yield* languageAsked
    const { story } = yield* readStoryFile(file, language)
    const first = millisOf(story.events[0]?.at ?? story.until)
    const files = yield* FileSystem.FileSystem
    const isThere = isDatabase(ledger) || (yield* files.exists(ledger))
    if (!isThere && Option.isNone(model)) return yield* usage(say(language, "replay.noModel"))
    if (Option.isSome(roster) && story.importer === undefined)
      return yield* usage(say(language, "replay.noImporter"))
    // The files are read first, so that no ledger is created for wrong files.
    const setting: StorySetting = {
      model: Option.isSome(model)
        ? Option.some((yield* DistrictFiles.readModelFor(model.value)).file)
        : Option.none(),
      roster: Option.isSome(roster)
        ? Option.some(yield* readFile(roster.value, undefined, language))
        : Option.none()
    }
    if (!isThere) {
      const { hasNewKeys } = yield* begin(ledger, language)
      if (hasNewKeys) yield* Console.error(say(language, "adopt.ledger", { ledger: shown(ledger) }))
    }
    const clock = SettableClock.make(first)
    const events: Array<Schema.JsonObject> = []
    const problems: Array<Schema.JsonObject> = []
    const print = (line: string) => (json ? Effect.void : Console.log(line))
    const count = yield* Effect.gen(function* () {
      const { districts } = yield* Ledger
      const governance = yield* Governance
      for (const one of yield* districts) {
        const timeZone = yield* governance.read(one, (state) => state.model?.timeZone ?? "UTC")
        yield* notInThePast(one, story, dayAt(first, timeZone), language)
      }
      const id = yield* prepare(story, setting, named, language, print)
      return yield* Replaying.run(id, story, clock, keepGoing, {
        lapsed: (on, cases) => print(say(language, "replay.lapsed", { on, cases })),
        played: Effect.fnUntraced(function* (played, n) {
          const { differences, event, outcome, reasons } = played
          const spoken = yield* governance.read(id, (state) => playedLines(played, state, language))
          events.push({
            at: event.at,
            ...(event.asked === undefined ? {} : { request: event.asked.request._tag, by: event.asked.by }),
            ...(outcome === undefined ? {} : { outcome }),
            reasons: reasons.map(({ _tag }) => _tag)
          })
          if (differences.length === 0) return yield* print(spoken.join("\n"))
          problems.push(...differences.map(({ _tag }, at) => ({ _tag, event: n, text: spoken[at] ?? "" })))
          yield* Console.error(spoken.join("\n"))
        })
      })
    }).pipe(Effect.provide(services(ledger, "writes")), Effect.provideService(Clock.Clock, clock.clock))
    if (json)
      yield* count === 0 ? printData("replay", { events }) : printProblems("replay", problems, { events })
    if (count > 0) return yield* new CommandFailed({ message: say(language, "replay.failed", { n: count }) })
    yield* print(say(language, "replay.done", { events: story.events.length, until: story.until }))
  })
).pipe(Command.withDescription("Run a story with its days onto a ledger, for trials, training and moving in"))
