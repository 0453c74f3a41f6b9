/** A ledger, a key store and a store of bookmarks in memory. They are written only with the types of fp-ts. */
import * as E from "fp-ts/lib/Either.js"
import { pipe } from "fp-ts/lib/function.js"
import type { IO } from "fp-ts/lib/IO.js"
import * as O from "fp-ts/lib/Option.js"
import * as RA from "fp-ts/lib/ReadonlyArray.js"
import * as RM from "fp-ts/lib/ReadonlyMap.js"
import * as S from "fp-ts/lib/string.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import { Ports } from "../src/index.ts"

type Records<Value> = Map<string, Value>

const get =
  <Value>(map: Records<Value>, key: string): IO<O.Option<Value>> =>
  () =>
    O.fromNullable(map.get(key))

/** Returns the entries of a map whose keys are in the given list. */
const among =
  <Value>(map: ReadonlyMap<string, Value>) =>
  <Key extends string>(keys: ReadonlyArray<Key>): ReadonlyMap<Key, Value> =>
    new Map(
      pipe(
        keys,
        RA.filterMap((key) => O.map((value: Value) => [key, value] as const)(O.fromNullable(map.get(key))))
      )
    )

/** Makes a new, empty ledger in memory. An append is complete within one turn of the event loop. */
export const fpLedger = (): Ports.LedgerPort => {
  const entries: Records<ReadonlyArray<Ports.StoredEntry>> = new Map()
  const of = (district: string) =>
    pipe(
      get(entries, district)(),
      O.getOrElse((): ReadonlyArray<Ports.StoredEntry> => [])
    )
  const headOf = (district: string) =>
    pipe(
      of(district),
      RA.last,
      O.match(
        () => ({ position: 0, hash: "" }),
        ({ hash, position }) => ({ position, hash })
      )
    )
  const receiptsOf = (district: string): ReadonlyMap<string, Ports.StoredReceipt> => {
    const known = new Map<string, Ports.StoredReceipt>()
    for (const { commandId, fingerprint, position } of of(district)) {
      const { first = position, ...before } = known.get(commandId) ?? {}
      known.set(commandId, {
        ...before,
        ...(fingerprint === undefined ? {} : { fingerprint }),
        first,
        last: position
      })
    }
    return known
  }
  return {
    append: (district, { plan }) =>
      TE.fromIOEither(() =>
        pipe(
          plan({
            head: headOf(district),
            versions: new Map(of(district).map(({ stream, version }) => [stream, version])),
            receipts: receiptsOf(district)
          }),
          E.map((written) => {
            if (written.length > 0) entries.set(district, [...of(district), ...written])
          })
        )
      ),
    receipts: (district, commandIds) => TE.fromIO(() => among(receiptsOf(district))(commandIds)),
    read: (district, after, limit) => TE.fromIO(() => of(district).slice(after, after + limit)),
    readStream: (district, stream, after, limit) =>
      TE.fromIO(() =>
        of(district)
          .filter((entry) => entry.stream === stream && entry.version > after)
          .slice(0, limit)
      ),
    head: (district) => TE.fromIO(() => headOf(district)),
    districts: TE.fromIO(() => RM.keys(S.Ord)(entries))
  }
}

/** Makes a new, empty store of bookmarks. */
export const fpBookmarks = (): Ports.BookmarksPort => {
  const positions: Records<number> = new Map()
  const position = (key: string) =>
    pipe(
      get(positions, key)(),
      O.getOrElse(() => 0)
    )
  return {
    get: (district, reader) => TE.fromIO(() => position(`${district}/${reader}`)),
    advance: (district, reader, to) =>
      TE.fromIO(() => {
        const key = `${district}/${reader}`
        positions.set(key, Math.max(position(key), to))
      })
  }
}

type KeyRecord =
  Awaited<ReturnType<ReturnType<Ports.KeyStorePort["find"]>>> extends E.Either<
    infer _,
    ReadonlyMap<infer _, infer R>
  >
    ? R
    : never

/** Makes a new, empty key store. */
export const fpKeys = (): Ports.KeyStorePort => {
  const districts: Map<string, Map<string, KeyRecord>> = new Map()
  const owned: Map<string, Parameters<Ports.KeyStorePort["rewrap"]>[0]> = new Map()
  const of = (district: string): Map<string, KeyRecord> => {
    const records = districts.get(district) ?? new Map<string, KeyRecord>()
    districts.set(district, records)
    return records
  }
  return {
    find: (district, owners) => TE.fromIO(() => among(of(district))(owners)),
    keep: (district, keys) =>
      TE.fromIO(() => {
        for (const [owner, key] of keys) {
          if (of(district).has(owner)) continue
          of(district).set(owner, { _tag: "Held", ...key })
          owned.set(`${district}/${owner}`, { district, owner, ...key })
        }
        return among(of(district))([...keys.keys()])
      }),
    destroy: (district, owner) =>
      TE.fromIO(() => {
        of(district).set(owner, { _tag: "Destroyed" })
        owned.delete(`${district}/${owner}`)
      }),
    rewrap: ({ district, master, owner, wrapped }, next) =>
      TE.fromIO(() => {
        const record = of(district).get(owner)
        const isSeen = record?._tag === "Held" && record.wrapped === wrapped && record.master === master
        if (isSeen) {
          of(district).set(owner, { _tag: "Held", ...next })
          owned.set(`${district}/${owner}`, { district, owner, ...next })
        }
        return isSeen
      }),
    wrappedOtherwise: (master, limit) =>
      TE.fromIO(() =>
        pipe(
          [...owned.values()],
          RA.filter((key) => key.master !== master),
          RA.takeLeft(limit)
        )
      )
  }
}
