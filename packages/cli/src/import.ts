/**
 * The command `liulinhui import ROSTER LEDGER --as ACTOR`: compares a roster (a list of residents) with the registry.
 * It shows who is new, changed, moved, left or returned, and writes these changes after the user has confirmed them. A
 * second import of the same file changes nothing.
 */
import { DayFromIso } from "@liulinhui/core/Day"
import type { Language } from "@liulinhui/core/Text"
import { BuildingId } from "@liulinhui/core/Id"
import { Departure } from "@liulinhui/core/Registry"
import { CommandId } from "@liulinhui/core/Ledger"
import { Governance } from "@liulinhui/service/Governance"
import { formatMapping, parseMapping, type Preview, previewLines, writeRejects } from "@liulinhui/spreadsheet"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import { extname } from "node:path"
import { actor, commandId } from "./Acting.ts"
import { canAsk, confirm } from "./AskMissing.ts"
import { language as languageAsked } from "./Words.ts"
import { CommandFailed } from "./CommandFailed.ts"
import { json, printData } from "./Envelope.ts"
import { apply, previewOf, readFile, type RosterFile } from "./Importing.ts"
import { chosen, district, services } from "./Ledgers.ts"
import { readText } from "./RequestFile.ts"
import { previewSpeech, say } from "./Say.ts"
import { ledgerArgument } from "./Stores.ts"
import { claim, write, writePrivate } from "./TextFile.ts"

const mappingOf = Effect.fnUntraced(function* (file: Option.Option<string>, language: Language) {
  if (Option.isNone(file)) return undefined
  const read = parseMapping(yield* readText(file.value, language), file.value)
  return Result.isSuccess(read)
    ? read.success
    : yield* new CommandFailed({ exit: 2, message: read.failure.format(language) })
})

/**
 * Writes those rows of the roster that were left out to a workbook, and prints the name of its file. Returns whether
 * there were such rows.
 */
const reject = Effect.fnUntraced(function* (
  { bytes, roster }: RosterFile,
  { rejected }: Preview,
  file: string,
  language: Language
) {
  if (rejected.length === 0) return
  const workbook = yield* writeRejects(bytes, roster, rejected, { language }).pipe(
    Effect.mapError((error) => new CommandFailed({ message: error.format(language) }))
  )
  yield* writePrivate(file, workbook)
  return yield* new CommandFailed({ message: say(language, "import.rejected", { n: rejected.length, file }) })
})

/**
 * @category commands
 */
export const importCommand = Command.make(
  "import",
  {
    roster: Argument.String("roster").pipe(
      Argument.withDescription("The roster: xlsx, xls, ods or csv, as Excel, WPS or LibreOffice save it")
    ),
    ledger: ledgerArgument,
    by: actor,
    yes: Flag.Boolean("yes").pipe(
      Flag.withDescription("Write it without a question"),
      Flag.withDefault(false)
    ),
    dryRun: Flag.Boolean("dry-run").pipe(
      Flag.withDescription("Show the preview, and write nothing"),
      Flag.withDefault(false)
    ),
    acceptValid: Flag.Boolean("accept-valid").pipe(
      Flag.withDescription(
        "Leave out rows with mistakes, and write them to a workbook. Default: all or nothing"
      ),
      Flag.withDefault(false)
    ),
    rejects: Flag.String("rejects").pipe(
      Flag.withDescription("The workbook for rows that are left out. Default: ROSTER.rejects.xlsx"),
      Flag.optional
    ),
    complete: Flag.Boolean("complete").pipe(
      Flag.withDescription("The roster lists everybody in the district: residents who are missing have left"),
      Flag.withDefault(false)
    ),
    completeIn: Flag.String("complete-in").pipe(
      Flag.withDescription("A building of which the roster lists everybody; can be repeated"),
      Flag.withSchema(BuildingId),
      Flag.atLeast(0)
    ),
    departure: Flag.Literals("departure", Departure.literals).pipe(
      Flag.withDescription("How residents who are missing have left"),
      Flag.withDefault("moved-away")
    ),
    mapping: Flag.String("mapping").pipe(
      Flag.withDescription("A file that says which column is what"),
      Flag.optional
    ),
    saveMapping: Flag.String("save-mapping").pipe(
      Flag.withDescription("Write the mapping that was used to this file"),
      Flag.optional
    ),
    on: Flag.String("on").pipe(
      Flag.withDescription(
        "The day of the import, such as 2026-03-02: nobody is born after it. Default: today"
      ),
      Flag.withSchema(DayFromIso),
      Flag.optional
    ),
    all: Flag.Boolean("all").pipe(
      Flag.withDescription("Name everybody in the preview"),
      Flag.withDefault(false)
    ),
    id: Flag.String("id").pipe(
      Flag.withDescription(
        "The command id. The same id again writes nothing. Default: a new one, which is printed"
      ),
      Flag.withSchema(CommandId),
      Flag.optional
    ),
    district,
    json
  },
  Effect.fn(function* (asked) {
    const { acceptValid, all, by, complete, completeIn, departure, dryRun, json, on, yes } = asked
    const language = yield* languageAsked
    const mapping = yield* mappingOf(asked.mapping, language)
    const file = yield* readFile(asked.roster, mapping, language)
    const rejects = Option.getOrElse(
      asked.rejects,
      () => `${asked.roster.slice(0, asked.roster.length - extname(asked.roster).length)}.rejects.xlsx`
    )
    if (acceptValid) yield* claim(rejects)
    if (Option.isSome(asked.saveMapping)) {
      const saved = asked.saveMapping.value
      yield* write(saved, formatMapping(file.roster.mapping))
      yield* Console.error(say(language, "import.mappingSaved", { file: saved }))
    }
    yield* Effect.gen(function* () {
      const named = yield* chosen(asked.district)
      const options = {
        on,
        acceptValid,
        departure,
        ...(complete ? { complete } : completeIn.length > 0 ? { complete: completeIn } : {})
      }
      const found = yield* previewOf(named, file, options, language)
      const lines = yield* Governance.use(({ read }) =>
        read(named, ({ registry }) => previewLines(found, registry, previewSpeech(language), all))
      )
      const print = (written: { readonly first: number; readonly last: number } | undefined) =>
        printData("import", {
          district: named,
          dryRun: dryRun || (!yes && written === undefined),
          counts: { ...found.counts },
          requests: found.requests.length,
          ...(written === undefined ? {} : written)
        })
      if (!json) yield* Console.log(lines.join("\n"))
      if (found.requests.length === 0) {
        yield* json ? print(undefined) : Console.log(say(language, "import.same"))
        return dryRun ? undefined : yield* reject(file, found, rejects, language)
      }
      const goesOn = !dryRun && (yes || ((yield* canAsk(json)) && (yield* confirm(language))))
      if (!goesOn) {
        if (found.rejected.length > 0) {
          yield* Console.error(say(language, "import.rejectedDry", { n: found.rejected.length }))
        }
        return yield* json ? print(undefined) : Console.log(say(language, "import.would"))
      }
      const id = Option.getOrElse(asked.id, () => commandId("import"))
      const written = yield* apply(named, by, id, found, language)
      if (json) yield* print(written)
      else if (written !== undefined) yield* Console.log(say(language, "import.done", written))
      if (Option.isNone(asked.id)) yield* Console.error(say(language, "do.id", { id }))
      return yield* reject(file, found, rejects, language)
    }).pipe(Effect.provide(services(asked.ledger, dryRun ? "reads" : "writes")))
  })
).pipe(Command.withDescription("Compare a roster with the registry, and write the differences"))
