/**
 * The package for a program that runs a district. It contains the functions of `@liulinhui/promise`, the Six-Heart
 * working method as a ready model to extend, the reader of model files, and the texts.
 */
import { ModelFileRefused, readModelFile } from "@liulinhui/model-file"
import { sixHearts } from "@liulinhui/six-hearts"
import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"

export {
  AppendRejected,
  ChainBroken,
  Closed,
  CommandIdReused,
  DeliveryFailed,
  DistrictIncomplete,
  DistrictUnknown,
  EntryUnreadable,
  InvalidCall,
  LedgerUnavailable,
  LetterUnknown,
  MasterKeysRefused,
  ModelRefused,
  NotAllowed,
  OwnerErased,
  Refused,
  SealBroken,
  VaultUnavailable,
  VersionConflict
} from "@liulinhui/promise"
export {
  dayFromIso,
  dayToIso,
  generateMasterKey,
  mergePatch,
  messages,
  open,
  openService
} from "@liulinhui/promise"
export type {
  AppendTask,
  BookmarksAdapter,
  CallOptions,
  Capabilities,
  CoverageAnswer,
  CoverageOptions,
  Day,
  DeadLetter,
  District,
  KeyStoreAdapter,
  LedgerAdapter,
  Notice,
  NotifierAdapter,
  Offers,
  OpenDistrict,
  Options,
  Pumped,
  Receipt,
  RequestJson,
  Round,
  SealedText,
  Service,
  StoredState,
  StoredEntry,
  StoredKey,
  StoredReceipt,
  Submission,
  VaultAdapter,
  Woken
} from "@liulinhui/promise"
export * as Texts from "@liulinhui/texts"
export { ModelFileRefused, sixHearts }

/**
 * Reads the text of a model file (YAML or JSON). The file may begin with `extends: six-hearts`. Returns the document
 * for `open` and `adopt`. Throws `ModelFileRefused` with every mistake in the text, each with its line and column.
 *
 * @param options.file the name of the file, for the messages
 * @param options.bases more models that the file may extend, by name
 * @example
 * ```ts
 * import { open, readModel } from "liulinhui"
 * import { strict as assert } from "node:assert"
 *
 * const text = `
 * extends: six-hearts
 * id: elsewhere
 * name: { zh: 别处, en: Elsewhere }
 * timeZone: Asia/Shanghai
 * branches: {}
 * pairing: { criteria: { strengths: 1 } }
 * actors: { office: { mandates: [{ role: committee, scope: { district: true } }] } }
 * `
 * const district = await open({ ledger: ":memory:", model: readModel(text, { file: "district.yaml" }) })
 * assert.ok((await district.can("office")).requests.includes("EnterBuilding"))
 * await district.close()
 * ```
 * @category reading
 */
export const readModel = (
  text: string,
  options: { readonly file: string; readonly bases?: Readonly<Record<string, Schema.Json>> }
): Schema.Json => {
  const bases = { "six-hearts": sixHearts, ...options.bases }
  const { document } = Result.getOrThrowWith(
    readModelFile(text, { file: options.file, bases }),
    (refused) => refused
  )
  return document
}
