/** The beginning of a story: its model is adopted, and its roster is imported. */
import type { DistrictId } from "@liulinhui/core/Id"
import { CommandId } from "@liulinhui/core/Ledger"
import type { Language } from "@liulinhui/core/Text"
import { Governance } from "@liulinhui/service/Governance"
import type { Story } from "@liulinhui/testing/Story"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { CommandFailed } from "./CommandFailed.ts"
import * as DistrictFiles from "./DistrictFiles.ts"
import { apply, previewOf, readFile } from "./Importing.ts"
import { chosen } from "./Ledgers.ts"
import { say } from "./Say.ts"

/** Prepares the ledger for a story: adopts the given model, and imports the given roster. */
export const prepare = Effect.fnUntraced(function* (
  { importer, events }: Story,
  model: Option.Option<string>,
  roster: Option.Option<string>,
  named: Option.Option<DistrictId>,
  language: Language,
  print: (line: string) => Effect.Effect<void>
) {
  const at = events[0]?.at ?? ""
  if (Option.isSome(model)) {
    const { file } = yield* DistrictFiles.readModelFor(model.value)
    yield* Governance.use(({ adopt }) => adopt(file.document)).pipe(
      Effect.catchTag("ModelRefused", (problems) => DistrictFiles.refused(file, problems))
    )
    yield* print(say(language, "replay.adopted", { at }))
  }
  const district = yield* chosen(named)
  if (Option.isNone(roster)) return district
  if (importer === undefined)
    return yield* new CommandFailed({ exit: 2, message: say(language, "replay.noImporter") })
  const file = yield* readFile(roster.value, undefined, language)
  const found = yield* previewOf(district, file, { on: Option.none() }, language)
  const written = yield* apply(district, importer, CommandId.make("replay/import"), found, language)
  if (written !== undefined) yield* print(say(language, "replay.imported", { at, by: importer, ...written }))
  return district
})
