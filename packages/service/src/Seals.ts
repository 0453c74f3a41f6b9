/**
 * Encrypts personal values before entries are written to the ledger, and decrypts them after entries are read. The
 * vault has the keys.
 */
import type * as District from "@liulinhui/core/District"
import { Journal, Sealing, ownersOf } from "@liulinhui/core/District"
import type { DistrictId } from "@liulinhui/core/Id"
import type { Sealed, VaultShape } from "@liulinhui/core/Vault"
import type { Entry, NewEvent } from "@liulinhui/core/Ledger"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type * as Schema from "effect/Schema"

/** The parts of an entry that are needed to decrypt its values. */
export type Line = Pick<Entry, "district" | "stream" | "position" | "type" | "data">

/** New events for one stream of a district. */
export interface Events {
  readonly stream: string
  readonly events: ReadonlyArray<Journal.JournalEvent>
}

const parse = (text: string): Schema.Json => JSON.parse(text)

/**
 * Encodes events for the ledger, and encrypts all personal values in them. The order of the streams is kept.
 *
 * @category operations
 */
export const seal = Effect.fnUntraced(function* (
  vault: VaultShape,
  district: DistrictId,
  state: District.District,
  streams: ReadonlyArray<Events>
) {
  const encoded = streams.map(({ events, stream }) =>
    events.map((event) => {
      const { data, type } = Journal.encode(event)
      const fields = Sealing.valuesIn(type, data)
      const items = fields.map((field) => ({
        place: Sealing.placeOf({ district, stream, type }, field),
        owners: ownersOf(state, stream, event, Sealing.around(data, field.path)),
        text: JSON.stringify(field.value)
      }))
      return { type, data, fields, items }
    })
  )
  const items = encoded.flatMap((events) => events.flatMap((event) => event.items))
  const seals = items.length === 0 ? [] : yield* vault.seal(district, items)
  let next = 0
  return encoded.map((events) =>
    events.map(({ data, fields, type }): NewEvent => {
      const sealed = fields.map(({ path }) => ({ path, value: seals[next++] as Sealed }))
      return { type, data: fields.length === 0 ? data : Sealing.replace(data, sealed) }
    })
  )
})

/**
 * Returns entries with their encrypted values decrypted, if `opens` returns true for the entry. Values of other entries
 * are left out, and so are values of erased residents. By default, it decrypts only the entries with values that the
 * fold of the district needs.
 *
 * @category operations
 */
export const open = Effect.fnUntraced(function* <L extends Line>(
  vault: VaultShape,
  district: DistrictId,
  entries: ReadonlyArray<L>,
  opens: (entry: L) => boolean = ({ type }) => Sealing.isComputedWith(type)
) {
  const found = yield* Effect.fromResult(Sealing.all(entries))
  const items = found.flatMap(({ entry, fields }) =>
    opens(entry) ? fields.map((field) => ({ place: Sealing.placeOf(entry, field), sealed: field.value })) : []
  )
  const opened = items.length === 0 ? [] : yield* vault.open(district, items)
  let next = 0
  return found.map(({ entry, fields }): L => {
    if (fields.length === 0) return entry
    const isOpened = opens(entry)
    const values = fields.map(({ path }) => ({
      path,
      value: isOpened ? Option.getOrUndefined(Option.map(opened[next++] ?? Option.none(), parse)) : undefined
    }))
    return { ...entry, data: Sealing.replace(entry.data, values) }
  })
})
