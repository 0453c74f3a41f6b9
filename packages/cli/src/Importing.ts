/**
 * Compares a roster (a list of residents) with the registry of a district, and writes the differences to the ledger.
 */
import { mayAsk } from "@liulinhui/core/Governance"
import type { Day } from "@liulinhui/core/Day"
import type { Language } from "@liulinhui/core/Text"
import type { ActorId, DistrictId } from "@liulinhui/core/Id"
import { ofDistrict, Vault } from "@liulinhui/core/Vault"
import { type CommandId, Ledger, type Receipt } from "@liulinhui/core/Ledger"
import { Governance } from "@liulinhui/service/Governance"
import { partsOf } from "@liulinhui/service/Projection"
import {
  formatProblem,
  importId,
  type Mapping,
  preview,
  type Preview,
  type PreviewOptions,
  problemOf,
  readRoster,
  type Roster
} from "@liulinhui/spreadsheet"
import { Reason as ReasonWords } from "@liulinhui/texts"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import { basename } from "node:path"
import { unknownActor } from "./Acting.ts"
import { CommandFailed } from "./CommandFailed.ts"
import { requestWords, say, wordsFor } from "./Say.ts"
import { readBytes } from "./TextFile.ts"

/** A roster file: its bytes, and the list of residents in it. */
export interface RosterFile {
  readonly bytes: Uint8Array
  readonly roster: Roster
}

const inLines = (language: Language, file: string, mistakes: ReadonlyArray<string>) =>
  new CommandFailed({
    message: [say(language, "import.refused", { file }), ...mistakes.map((line) => `  ${line}`)].join("\n")
  })

/** Reads a roster file. Fails with all problems of the file. */
export const readFile = Effect.fnUntraced(function* (
  path: string,
  mapping: Mapping | undefined,
  language: Language
) {
  const bytes = yield* readBytes(path, language)
  const roster = yield* readRoster(bytes, {
    file: basename(path),
    ...(mapping === undefined ? {} : { mapping })
  }).pipe(Effect.mapError((error) => inLines(language, path, error.format(language).split("\n"))))
  return { bytes, roster } satisfies RosterFile
})

/**
 * The secret key from which the ids of new residents are made. It is derived from the district's data key. So a person
 * gets the same id in every import, and without the vault nobody can connect an id with a person.
 */
export const residentKey = (district: DistrictId) =>
  Vault.use(({ mac }) => mac(district, [ofDistrict], "the ids of residents in an import"))

/**
 * Makes the preview of a roster: its differences from the registry of a district. Fails with all problems of the
 * roster.
 */
export const previewOf = Effect.fnUntraced(function* (
  district: DistrictId,
  { roster }: RosterFile,
  options: Omit<PreviewOptions, "registry" | "key" | "on"> & { readonly on: Option.Option<Day> },
  language: Language
) {
  // The district is folded first, which fails if its keys are lost. Otherwise the code below would make new ones.
  yield* Governance.use(({ read }) => read(district, () => undefined))
  const key = yield* residentKey(district)
  const found = yield* Governance.use(({ read }) =>
    read(district, ({ registry }, today) =>
      preview(roster, { ...options, registry, key, on: Option.getOrElse(options.on, () => today) })
    )
  )
  return Result.isSuccess(found)
    ? found.success
    : yield* inLines(language, roster.file, found.failure.format(language).split("\n"))
})

/**
 * Checks that the actor may make all requests of the import, before anything is written. So it never happens that only
 * a part of the import is written because a permission is missing.
 */
const allowed = Effect.fnUntraced(function* (
  district: DistrictId,
  by: ActorId,
  { requests }: Preview,
  language: Language
) {
  const found = yield* Governance.use(({ read }) =>
    read(district, (state, on) => {
      const { actors, model } = state
      const actor = actors.get(by)
      if (model === undefined || actor === undefined) {
        return unknownActor(language, by, actors.keys())
      }
      const denied = requests.find((request) => !mayAsk(request, { actor, district: state, model, on }))
      return denied === undefined
        ? undefined
        : say(language, "do.notAllowed", {
            by,
            tag: denied._tag,
            request: requestWords(language, denied._tag)
          })
    })
  )
  if (found !== undefined) return yield* new CommandFailed({ message: found })
})

/**
 * The position of the first entry of a request. A large import is written in parts, before the entry of the receipt. This
 * entry only completes the import.
 */
const firstOf = Effect.fnUntraced(function* (district: DistrictId, { first }: Receipt) {
  const ledger = yield* Ledger
  const [entry] = yield* ledger.read(district, first - 1, 1)
  const parts = entry === undefined ? undefined : partsOf(entry)
  if (parts === undefined) return first
  const [part] = yield* ledger.readStream(district, parts, 0, 1)
  return part?.position ?? first
})

/**
 * Writes the changes of a preview. Returns the first and the last position of the entries, or `undefined` if nothing
 * changed. One request contains all buildings, flats and residents, and is accepted or refused as a whole. After it,
 * each return and each departure of a resident is a separate request. If the process crashes between two requests, run
 * the same import again: it writes the remaining changes.
 */
export const apply = Effect.fnUntraced(function* (
  district: DistrictId,
  by: ActorId,
  id: CommandId,
  found: Preview,
  language: Language
) {
  yield* allowed(district, by, found, language)
  const { submit } = yield* Governance
  let first: number | undefined
  let last: number | undefined
  for (const request of found.requests) {
    const { receipt } = yield* submit({ district, id: importId(id, request), by, request }).pipe(
      Effect.catchTag("Refused", ({ reasons }) =>
        Effect.fail(
          inLines(language, found.file, [
            ...reasons.map((reason) => {
              const problem = problemOf(found, reason)
              return problem === undefined
                ? ReasonWords.say(wordsFor(language), reason)
                : formatProblem(problem, language)
            }),
            ...(last === undefined ? [] : [say(language, "import.partly", { last })])
          ])
        )
      )
    )
    if (Option.isNone(receipt)) continue
    first ??= yield* firstOf(district, receipt.value)
    last = receipt.value.last
  }
  return first === undefined || last === undefined ? undefined : { first, last }
})
