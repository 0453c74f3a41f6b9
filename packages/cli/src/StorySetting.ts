/** The beginning of a story: its model is adopted, and its roster is imported. */
import type { DistrictId } from "@liulinhui/core/Id"
import { CommandId } from "@liulinhui/core/Ledger"
import type { Language } from "@liulinhui/core/Text"
import type { ModelFile } from "@liulinhui/model-file"
import { Governance } from "@liulinhui/service/Governance"
import type { Story } from "@liulinhui/testing/Story"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as DistrictFiles from "./DistrictFiles.ts"
import { apply, previewOf, type RosterFile } from "./Importing.ts"
import { chosen } from "./Ledgers.ts"
import { say } from "./Say.ts"

/** The files with which a story begins, after they were read and checked. */
export interface StorySetting {
  readonly model: Option.Option<ModelFile>
  readonly roster: Option.Option<RosterFile>
}

/**
 * Prepares the ledger for a story: adopts the given model, and imports the given roster. A story without an importer
 * begins with an empty registry.
 */
export const prepare = Effect.fnUntraced(function* (
  { importer, events }: Story,
  { model, roster }: StorySetting,
  named: Option.Option<DistrictId>,
  language: Language,
  print: (line: string) => Effect.Effect<void>
) {
  const at = events[0]?.at ?? ""
  if (Option.isSome(model)) {
    yield* Governance.use(({ adopt }) => adopt(model.value.document)).pipe(
      Effect.catchTag("ModelRefused", (problems) => DistrictFiles.refused(model.value, problems))
    )
    yield* print(say(language, "replay.adopted", { at }))
  }
  const district = yield* chosen(named)
  if (Option.isNone(roster) || importer === undefined) return district
  const found = yield* previewOf(district, roster.value, { on: Option.none() }, language)
  const written = yield* apply(district, importer, CommandId.make("replay/import"), found, language)
  if (written !== undefined) yield* print(say(language, "replay.imported", { at, by: importer, ...written }))
  return district
})
