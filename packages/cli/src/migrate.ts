/**
 * `liulinhui migrate LEDGER PLAYBOOK --as ACTOR`: moves the open cases of a playbook to the version that the model has
 * now; with `--dry-run` it tells what each would become, and writes nothing.
 */
import { formatDue } from "@liulinhui/core/casework/CaseWords"
import { PlaybookId, StageId } from "@liulinhui/core/casework/Playbook"
import type { Language } from "@liulinhui/core/kernel/Text"
import type { District } from "@liulinhui/core/district/District"
import { Governance } from "@liulinhui/service/Governance"
import * as Migration from "@liulinhui/service/CaseMigration"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { actor, commandId, inWords } from "./Acting.ts"
import { batchId } from "./batch.ts"
import { batchLines, refusedCount, refusedLine } from "./BatchLines.ts"
import { language } from "./check.ts"
import { CommandFailed } from "./CommandFailed.ts"
import { readJson } from "./JsonFile.ts"
import { chosen, district, services } from "./Ledgers.ts"
import { ledgerArgument } from "./Stores.ts"

const previewLines = (
  district: District,
  previews: ReadonlyArray<Migration.Preview>,
  language: Language
): ReturnType<typeof batchLines> => ({
  lines: previews.map(({ case: id, from, outcome }) => {
    if (Result.isFailure(outcome)) return refusedLine(district, id, outcome.failure, language)
    const { due, provisional, stage, version } = outcome.success
    const move = `${from.stage} (${from.version}) → ${stage} (${version})`
    if (due === undefined) return language === "zh" ? `${id}：${move}` : `${id}: ${move}`
    const day = formatDue(due, provisional, language)
    return language === "zh" ? `${id}：${move}，${day}到期` : `${id}: ${move}, due by ${day}`
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
      Flag.withDescription("Tell what each case would become, and write nothing"),
      Flag.withDefault(false)
    ),
    by: actor,
    id: batchId,
    district,
    language
  },
  Effect.fn(function* ({ by, district, dryRun, id, language, ledger, map, playbook }) {
    const stages = Option.isSome(map) ? yield* readJson(map.value, Schema.Record(StageId, StageId)) : {}
    const { lines, refused } = yield* Effect.gen(function* () {
      const named = yield* chosen(district)
      const self: Migration.Migration = {
        district: named,
        id: Option.getOrElse(id, () => commandId("migrate")),
        by,
        playbook,
        stages
      }
      const governance = yield* Governance
      if (dryRun) {
        const previews = yield* Migration.dryRun(self)
        return yield* governance.read(named, (state) => previewLines(state, previews, language))
      }
      const each = yield* Migration.migrate(self)
      return yield* governance.read(named, (state) => batchLines(state, each, language))
    }).pipe(Effect.catchTag("Refused", inWords(language)), Effect.provide(services(ledger)))
    const none =
      language === "zh" ? "没有在办案件需要迁移。" : "No open case lives by another version of the playbook."
    yield* Console.log(lines.length === 0 ? none : lines.join("\n"))
    if (refused > 0) {
      return yield* new CommandFailed({ message: refusedCount(refused, lines.length, language) })
    }
  })
).pipe(Command.withDescription("Move the open cases of a playbook to the version that the model has now"))
