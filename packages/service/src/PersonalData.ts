/**
 * Decrypts personal data of a resident or in a case, for an actor who may see them. Such an access is a command: the
 * rules of `core/disclosure/Disclosure` decide on it, and it is recorded in the ledger before anything is decrypted.
 * Then the entries before this record are read, and their encrypted values are decrypted. The record determines which
 * values are shown, so a repeated command shows the same values. `held` returns all data about a resident, to be shown
 * to this resident (PIPL, China's Personal Information Protection Law, Art. 45).
 */
import type { About, Extent } from "@liulinhui/core/Disclosure"
import { Journal, Sealing } from "@liulinhui/core/District"
import type { ActorId, CaseId, DistrictId, ResidentId } from "@liulinhui/core/Id"
import { ofResident, Vault } from "@liulinhui/core/Vault"
import { resident as residentSubject } from "@liulinhui/core/Registry"
import { stream as caseStream } from "@liulinhui/core/Case"
import { type CommandId, type Entry, Ledger, limits } from "@liulinhui/core/Ledger"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { Governance, type GovernanceShape } from "./Governance.ts"
import { recordOpening } from "./internal/RecordOpening.ts"
import * as Seals from "./Seals.ts"

/**
 * A personal value that was decrypted, and the entry that contains it.
 *
 * @category models
 */
export interface Value {
  readonly position: number
  /** The time when the entry with the value was recorded, in milliseconds since 1970-01-01T00:00Z. */
  readonly at: number
  readonly type: string
  readonly path: string
  readonly value: Schema.Json
}

/**
 * An entry that concerns a resident. Values that are encrypted with the resident's key are decrypted. Other encrypted
 * values are left out.
 *
 * @category models
 */
export interface Held {
  readonly position: number
  readonly at: number
  readonly stream: string
  readonly type: string
  readonly data: Schema.Json
}

/** The actor who wants to see personal data, and the command id of this access. */
export interface Opening {
  readonly district: DistrictId
  readonly id: CommandId
  readonly by: ActorId
}

type SubmitError = Effect.Error<ReturnType<GovernanceShape["submit"]>>

/**
 * The operations that decrypt personal data.
 *
 * @category models
 */
export interface PersonalDataShape {
  /**
   * Returns the decrypted values of a resident or in a case, from the entries before the record of this access.
   * Default: only the values that are marked as personal. With `extent: "sensitive"`, sensitive values such as health
   * are included.
   */
  readonly open: (
    opening: Opening & { readonly about: About; readonly extent: Extent; readonly purpose?: string }
  ) => Effect.Effect<ReadonlyArray<Value>, SubmitError>
  /**
   * Returns all data about a resident, to be shown to this resident: every entry that contains the id of the resident,
   * or a value that is encrypted with the resident's key.
   */
  readonly held: (
    opening: Opening & { readonly resident: ResidentId; readonly purpose: string }
  ) => Effect.Effect<ReadonlyArray<Held>, SubmitError>
}

/**
 * The service that decrypts personal data for actors who may see them.
 *
 * @category services
 */
export class PersonalData extends Context.Service<PersonalData, PersonalDataShape>()(
  "@liulinhui/service/PersonalData"
) {}

/** Returns whether a JSON value contains one of the given texts. */
const names = (data: Schema.Json, wanted: ReadonlySet<string>): boolean => {
  if (typeof data === "string") return wanted.has(data)
  if (typeof data !== "object" || data === null) return false
  return (Array.isArray(data) ? data : Object.values(data)).some((part: Schema.Json) => names(part, wanted))
}

const make = Effect.gen(function* () {
  const governance = yield* Governance
  const ledger = yield* Ledger
  const vault = yield* Vault

  /**
   * The entries of a district up to a position in the ledger. Adopted models are left out, because a model contains no
   * data about residents.
   */
  const entriesOf = (district: DistrictId, until: number) =>
    ledger.all(district).pipe(
      Stream.takeWhile(({ position }) => position <= until),
      Stream.filter(({ type }) => Journal.kindOf(type)?.context !== "model"),
      Stream.runCollect,
      Effect.map((found) => [...found])
    )

  /** The entries of one case up to a position in the ledger. */
  const entriesOn = Effect.fnUntraced(function* (district: DistrictId, id: CaseId, until: number) {
    const found: Array<Entry> = []
    let read = 0
    for (;;) {
      const page = yield* ledger.readStream(district, caseStream(id), read, limits.page)
      const before = page.filter(({ position }) => position <= until)
      found.push(...before)
      read += page.length
      if (page.length === 0 || before.length < page.length) return found
    }
  })

  const record = (
    opening: Opening,
    asked: { readonly about: About; readonly extent: Extent; readonly purpose?: string }
  ) => recordOpening({ governance, ledger, vault }, opening, asked)

  const isFor = (resident: ResidentId) => {
    const owner = ofResident(resident)
    return ({ value }: Sealing.Seal) => value.of.includes(owner)
  }

  return PersonalData.of({
    open: Effect.fn("PersonalData.open")(function* ({ about, extent, purpose, ...opening }) {
      const { district } = opening
      const why = purpose === undefined ? {} : { purpose }
      const stated = yield* record(opening, { about, extent, ...why })
      const isMeant = stated.resident === undefined ? () => true : isFor(stated.resident)
      const entries =
        stated.case === undefined
          ? yield* entriesOf(district, stated.position)
          : yield* entriesOn(district, stated.case, stated.position)
      const revealed = yield* Seals.reveal(vault, district, entries)
      const found = yield* Seals.fields(vault, district, revealed, isMeant)
      return found.flatMap(({ entry, fields }) =>
        fields.flatMap(({ degree, path, value }): ReadonlyArray<Value> => {
          const { at, position, type } = entry
          return stated.extent === "sensitive" || degree === "personal"
            ? [{ position, at, type, path: path.join("."), value }]
            : []
        })
      )
    }),
    held: Effect.fn("PersonalData.held")(function* ({ purpose, resident, ...opening }) {
      const { district } = opening
      const stated = yield* record(opening, { about: { resident }, extent: "sensitive", purpose })
      const wanted = new Set<string>([resident, residentSubject(resident)])
      const entries = yield* entriesOf(district, stated.position)
      const revealed = yield* Seals.reveal(vault, district, entries)
      const found = yield* Seals.fields(vault, district, revealed, isFor(resident))
      const concerned = found.filter(({ entry, fields }) => fields.length > 0 || names(entry.data, wanted))
      // Values that are encrypted only for other residents are left out.
      return concerned.map(({ entry, fields }): Held => {
        const { at, data, position, stream, type } = entry
        return { position, at, stream, type, data: Sealing.replace(data, fields) }
      })
    })
  })
})

/**
 * The layer of the service that decrypts personal data. It needs governance, its ledger and its vault.
 *
 * @category layers
 */
export const layer: Layer.Layer<PersonalData, never, Governance | Ledger | Vault> = Layer.effect(
  PersonalData,
  make
)
