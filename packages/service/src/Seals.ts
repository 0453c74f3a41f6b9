/**
 * Encrypts (seals) personal and hidden values before entries are written, and decrypts (opens) them after entries are
 * read. The vault does the encryption.
 */
import type * as District from "@liulinhui/core/District"
import { Journal, Sealing, SealedRecord, ownersOf } from "@liulinhui/core/District"
import type { DistrictId } from "@liulinhui/core/Id"
import { ofDistrict, type Owner, type Sealed, type VaultShape } from "@liulinhui/core/Vault"
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

/** An event whose personal and hidden values are encrypted, ready for the ledger. */
export interface SealedEvent {
  readonly stream: string
  /** The event as it is appended to the ledger. */
  readonly event: NewEvent
  /** The data of the event as {@link open} returns them. */
  readonly readable: Schema.Json
  /**
   * The owners of the encrypted personal values of the event: the people whom these values are about. Empty if the
   * event has no such values.
   */
  readonly owners: ReadonlyArray<Owner>
}

const parse = (text: string): Schema.Json => JSON.parse(text)

/** Personal values that are encrypted together, and their owners (the people whom the values are about). */
interface Item {
  readonly path: ReadonlyArray<string>
  readonly place: string
  readonly owners: Sealed["of"]
  readonly text: string
}

/** An encoded event, with the personal values that must be encrypted. `records` is `undefined` in ledger format 0. */
interface Encoded {
  readonly where: { readonly district: DistrictId; readonly stream: string; readonly type: string }
  readonly data: Schema.Json
  readonly items: ReadonlyArray<Item>
  readonly records: ReadonlyArray<Sealing.Unsealed> | undefined
}

/**
 * Encodes an event, and finds the values that must be encrypted. In ledger format 0, each field is encrypted
 * separately. From format 1 on, each object has one record that contains all its encrypted fields.
 */
const encode = (
  district: DistrictId,
  state: District.District,
  stream: string,
  event: Journal.JournalEvent
): Encoded => {
  const { data, type } = Journal.encode(event)
  const where = { district, stream, type }
  const owners = (path: ReadonlyArray<string>) => ownersOf(state, stream, event, Sealing.around(data, path))
  if (state.format === 0) {
    const items = Sealing.valuesIn(type, data).map(({ path, value }): Item => ({
      path,
      place: Sealing.placeOf(where, { path }),
      owners: owners(path),
      text: JSON.stringify(value)
    }))
    return { where, data, items, records: undefined }
  }
  const records = Sealing.recordsIn(type, data)
  const items = records.flatMap(({ path, personal }): ReadonlyArray<Item> =>
    Object.keys(personal).length === 0
      ? []
      : [
          {
            path,
            place: Sealing.placeOfSeal(where, { _tag: "Record", path }),
            owners: owners([...path, SealedRecord.key]),
            text: JSON.stringify(personal)
          }
        ]
  )
  return { where, data, items, records }
}

/**
 * The data of an event as they are read again: without the personal values, unless these are needed to compute the
 * state of the district.
 */
const readableOf = ({ data, where: { type } }: Encoded): Schema.Json =>
  Sealing.isComputedWith(type)
    ? data
    : Sealing.replace(
        data,
        Sealing.valuesIn(type, data).map(({ path }) => ({ path, value: undefined }))
      )

/**
 * Encodes events for the ledger, and encrypts all personal and hidden values in them. The order of the streams does not
 * change.
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
    events.map((event) => encode(district, state, stream, event))
  )
  const all = encoded.flat()
  const items = all.flatMap((one) => one.items)
  const seals = items.length === 0 ? [] : yield* vault.seal(district, items)
  const sealed = new Map(items.map((item, n) => [item, seals[n] as Sealed]))
  const outer = all.flatMap(({ items: own, records = [], where }) =>
    records.map(({ hidden, path }) => {
      const item = own.find((one) => one.path === path)
      const personal = item === undefined ? undefined : sealed.get(item)
      return {
        place: Sealing.placeOfRecord(where, { path }),
        owners: [ofDistrict] as const,
        text: SealedRecord.textOf({ hidden, ...(personal === undefined ? {} : { personal }) })
      }
    })
  )
  const records = outer.length === 0 ? [] : yield* vault.seal(district, outer)
  let next = 0
  return encoded.map((events) =>
    events.map((one): SealedEvent => {
      const { data, items: own, where } = one
      const written =
        one.records === undefined
          ? Sealing.replace(
              data,
              own.map((item) => ({ path: item.path, value: sealed.get(item) as Sealed }))
            )
          : Sealing.withRecords(
              data,
              one.records.map((record) => ({ ...record, sealed: (records[next++] as Sealed).sealed }))
            )
      return {
        stream: where.stream,
        event: { type: where.type, data: written },
        readable: readableOf(one),
        owners: own.flatMap(({ owners }) => owners)
      }
    })
  )
})

/**
 * Decrypts the records of entries. In the result, the hidden fields are in their places again. The personal values are
 * still encrypted, and are separate from the entry.
 *
 * @category operations
 */
export const reveal = Effect.fnUntraced(function* <L extends Line>(
  vault: VaultShape,
  district: DistrictId,
  entries: ReadonlyArray<L>
) {
  const records = entries.map((entry) => Sealing.recordSealsIn(entry))
  const items = entries.flatMap((entry, n) =>
    (records[n] ?? []).map(({ path, value }) => ({
      place: Sealing.placeOfRecord(entry, { path }),
      sealed: value
    }))
  )
  const texts = items.length === 0 ? [] : yield* vault.open(district, items)
  let next = 0
  const revealed: Array<Sealing.Revealed<L>> = []
  for (const [n, entry] of entries.entries()) {
    const opened = (records[n] ?? []).flatMap(({ path }) =>
      Option.match(texts[next++] ?? Option.none(), {
        onNone: () => [],
        onSome: (value) => [{ path, value }]
      })
    )
    revealed.push(yield* Effect.fromResult(Sealing.reveal(entry, opened)))
  }
  return revealed
})

/**
 * Decrypts the personal values of entries whose records were decrypted by {@link reveal}. Only values for which
 * `isMeant` returns true are decrypted. Values whose owner was erased are left out.
 *
 * @category operations
 */
export const fields = Effect.fnUntraced(function* <L extends Line>(
  vault: VaultShape,
  district: DistrictId,
  revealed: ReadonlyArray<Sealing.Revealed<L>>,
  isMeant: (seal: Sealing.Seal, entry: L) => boolean
) {
  const chosen = revealed.map(({ entry, seals }) => ({
    entry,
    seals: seals.filter((one) => isMeant(one, entry))
  }))
  const items = chosen.flatMap(({ entry, seals }) =>
    seals.map((one) => ({ place: Sealing.placeOfSeal(entry, one), sealed: one.value }))
  )
  const texts = items.length === 0 ? [] : yield* vault.open(district, items)
  let next = 0
  return chosen.map(({ entry, seals }) => ({
    entry,
    fields: seals.flatMap((one) =>
      Option.match(texts[next++] ?? Option.none(), {
        onNone: () => [],
        onSome: (text) => Sealing.fieldsIn(entry.type, one, parse(text))
      })
    )
  }))
})

/**
 * Decrypts entries: the hidden fields of all entries, and the personal values of the entries for which `opens` returns
 * true. All other personal values are left out, and so are values whose owner was erased. Default of `opens`: the
 * entries whose personal values are needed to compute the state of the district.
 *
 * @category operations
 */
export const open = Effect.fnUntraced(function* <L extends Line>(
  vault: VaultShape,
  district: DistrictId,
  entries: ReadonlyArray<L>,
  opens: (entry: L) => boolean = ({ type }) => Sealing.isComputedWith(type)
) {
  const revealed = yield* reveal(vault, district, entries)
  const found = yield* fields(vault, district, revealed, (_, entry) => opens(entry))
  return found.map(({ entry, fields: opened }): L =>
    opened.length === 0 ? entry : { ...entry, data: Sealing.replace(entry.data, opened) }
  )
})
