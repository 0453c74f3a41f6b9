/**
 * The command `liulinhui migrate LEDGER PLAYBOOK --as ACTOR`: migrates the open cases of a playbook to the version of
 * the playbook in the current model. With `--dry-run`, it only shows the new state of each case, and writes nothing.
 */
import { PlaybookId, StageId } from "@liulinhui/core/Playbook"
import * as District from "@liulinhui/core/District"
import { Governance } from "@liulinhui/service/Governance"
import * as Migration from "@liulinhui/service/CaseMigration"
import { Names, type Texts } from "@liulinhui/texts"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { actor, commandId } from "./Acting.ts"
import { batchId } from "./batch.ts"
import { batchLines, printBatch, refusedLine } from "./BatchLines.ts"
import { json } from "./Envelope.ts"
import { readJson } from "./JsonFile.ts"
import { chosen, district, onLedger } from "./Ledgers.ts"
import { ledgerArgument } from "./Stores.ts"
import { failed, print, speaker } from "./Words.ts"

const previewLines = (
  words: Texts.Words,
  district: District.District,
  playbook: PlaybookId,
  previews: ReadonlyArray<Migration.PlannedMove>
): ReturnType<typeof batchLines> => ({
  lines: previews.map(({ case: id, from, outcome }) => {
    if (Result.isFailure(outcome)) return refusedLine(words, district, id, outcome.failure.reasons)
    const { due, provisional, stage, version } = outcome.success
    // Returns the name of a stage in the given version of the playbook. This is the version that the case uses now, or
    // the version that it would use after the migration.
    const called = (at: StageId, on: number): string => {
      const found = district.playbooks.get(District.versionKey(playbook, on))
      return Names.say(
        words,
        found === undefined ? Names.none : Names.ofPlaybook(found.playbook),
        "stage",
        at
      )
    }
    return words.say("cli.migrate.move", {
      case: id,
      from: called(from.stage, from.version),
      old: from.version,
      to: called(stage, version),
      version,
      due: due === undefined ? undefined : words.due(due, provisional)
    })
  }),
  refused: previews.filter(({ outcome }) => Result.isFailure(outcome)).length
})

/**
 * @category commands
 */
export const migrate = Command.make(
  "migrate",
  {
    ledger: ledgerArgument,
    playbook: Argument.String("playbook").pipe(
      Argument.withDescription("The playbook's id, such as corridor-clutter"),
      Argument.withSchema(PlaybookId)
    ),
    map: Flag.File("map", { mustExist: true }).pipe(
      Flag.withDescription(
        'A JSON file that says which stage becomes which, such as {"found": "seen"}; others keep their id'
      ),
      Flag.optional
    ),
    dryRun: Flag.Boolean("dry-run").pipe(
      Flag.withDescription("Show what each case would become, and write nothing"),
      Flag.withDefault(false)
    ),
    by: actor,
    id: batchId,
    district,
    json
  },
  Effect.fn(function* ({ by, district, dryRun, id, json, ledger, map, playbook }) {
    const stages = Option.isSome(map) ? yield* readJson(map.value, Schema.Record(StageId, StageId)) : {}
    const { each, lines, refused } = yield* Effect.gen(function* () {
      const named = yield* chosen(district)
      const self: Migration.Migration = {
        district: named,
        id: Option.getOrElse(id, () => commandId("migrate")),
        by,
        playbook,
        stages
      }
      const governance = yield* Governance
      const wordsOf = yield* speaker
      if (dryRun) {
        const previews = yield* Migration.dryRun(self)
        return yield* governance.read(named, (state) => ({
          each: previews,
          ...previewLines(wordsOf(state.model), state, playbook, previews)
        }))
      }
      const each = yield* Migration.migrate(self)
      return yield* governance.read(named, (state) => ({
        each,
        ...batchLines(wordsOf(state.model), state, each)
      }))
    }).pipe(onLedger(ledger, dryRun ? "reads" : "writes"))
    if (json) yield* printBatch("migrate", each, lines)
    else yield* lines.length === 0 ? print("cli.migrate.none") : Console.log(lines.join("\n"))
    if (refused > 0) return yield* failed("cli.batch.count", { refused, all: lines.length })
  })
).pipe(Command.withDescription("Move the open cases of a playbook to the version that the model has now"))
