/**
 * The reference key store: data keys in memory, which are lost when the process ends. Use it for tests and trials, and
 * to compare other key stores with it.
 */
import type { DistrictId } from "@liulinhui/core/Id"
import { type Owner, type KeyRecord, KeyStore, type KeyStoreShape } from "@liulinhui/core/Vault"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

// The key in the map consists of a district, a slash and an owner. The id of a district contains no slash, so this key
// is unambiguous.
const key = (district: DistrictId, owner: Owner): string => `${district}/${owner}`

/**
 * Makes a new, empty key store in memory.
 *
 * @category constructors
 */
export const make = (): KeyStoreShape => {
  const records = new Map<
    string,
    { readonly district: DistrictId; readonly owner: Owner; record: KeyRecord }
  >()
  const find = (district: DistrictId, owners: Iterable<Owner>): ReadonlyMap<Owner, KeyRecord> =>
    new Map(
      [...owners].flatMap((owner) => {
        const found = records.get(key(district, owner))
        return found === undefined ? [] : [[owner, found.record] as const]
      })
    )
  return {
    find: (district, owners) => Effect.sync(() => find(district, owners)),
    keep: (district, keys) =>
      Effect.sync(() => {
        for (const [owner, wrapped] of keys) {
          const name = key(district, owner)
          if (!records.has(name)) {
            records.set(name, { district, owner, record: { _tag: "Held", ...wrapped } })
          }
        }
        return find(district, keys.keys())
      }),
    destroy: (district, owner) =>
      Effect.sync(() => {
        records.set(key(district, owner), { district, owner, record: { _tag: "Destroyed" } })
      }),
    rewrap: ({ district, master, owner, wrapped }, next) =>
      Effect.sync(() => {
        const found = records.get(key(district, owner))
        if (found?.record._tag !== "Held") return false
        if (found.record.master !== master || found.record.wrapped !== wrapped) return false
        found.record = { _tag: "Held", ...next }
        return true
      }),
    wrappedOtherwise: (master, limit) =>
      Effect.sync(() =>
        [...records.values()]
          .flatMap(({ district, owner, record }) =>
            record._tag === "Held" && record.master !== master
              ? [{ district, owner, master: record.master, wrapped: record.wrapped }]
              : []
          )
          .slice(0, limit)
      )
  }
}

/**
 * Provides a key store in memory. Its keys exist as long as the layer.
 *
 * @category layers
 */
export const layer: Layer.Layer<KeyStore> = Layer.sync(KeyStore, make)
