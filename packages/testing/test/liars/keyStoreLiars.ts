/** Key stores that are broken on purpose: each breaks one rule of the port, and keeps all other rules. */
import type { DistrictId } from "@liulinhui/core/Id"
import type { KeyRecord, KeyStoreShape, Owner, WrappedKey } from "@liulinhui/core/Vault"
import * as MemoryKeys from "@liulinhui/vault/MemoryKeys"
import * as Effect from "effect/Effect"
import { Buffer } from "node:buffer"

export const twoTurns = Effect.andThen(Effect.yieldNow, Effect.yieldNow)

export const held = (key: WrappedKey): KeyRecord => ({ _tag: "Held", ...key })

export interface LyingStore {
  readonly name: string
  readonly caughtBy: string
  /** Makes a broken key store from a correct one. Each call of the returned function opens the same store again. */
  readonly make: (honest: KeyStoreShape) => () => KeyStoreShape
  readonly bytes?: (honest: KeyStoreShape) => Uint8Array
}

export const but =
  (lies: (honest: KeyStoreShape) => Partial<KeyStoreShape>): LyingStore["make"] =>
  (honest) => {
    const lying = { ...honest, ...lies(honest) }
    return () => lying
  }

/** Makes a key store that confuses ids. The two functions map different ids of districts or owners to the same id. */
export const mixing = (
  district: (id: DistrictId) => DistrictId,
  owner: (id: Owner) => Owner
): LyingStore["make"] =>
  but((honest) => {
    const back = (owners: Iterable<Owner>, records: ReadonlyMap<Owner, KeyRecord>) =>
      new Map(
        [...owners].flatMap((each) => {
          const record = records.get(owner(each))
          return record === undefined ? [] : [[each, record] as const]
        })
      )
    return {
      find: (id, owners) =>
        Effect.map(honest.find(district(id), owners.map(owner)), (records) => back(owners, records)),
      keep: (id, keys) =>
        Effect.map(
          honest.keep(district(id), new Map([...keys].map(([each, key]) => [owner(each), key]))),
          (records) => back(keys.keys(), records)
        ),
      destroy: (id, each) => honest.destroy(district(id), owner(each))
    }
  })

/** Makes a key store that stores a new key even if the owner already has a key. */
const overwriting = () => {
  const records = new Map<string, KeyRecord>()
  const of = (district: DistrictId, owners: Iterable<Owner>) =>
    new Map(
      [...owners].flatMap((owner) => {
        const record = records.get(`${district} ${owner}`)
        return record === undefined ? [] : [[owner, record] as const]
      })
    )
  return { records, of }
}

export const lyingStores: ReadonlyArray<LyingStore> = [
  {
    name: "returns a mark for an unknown owner",
    caughtBy: "leaves out owners without a record",
    make: but((honest) => ({
      find: (district, owners) =>
        Effect.map(
          honest.find(district, owners),
          (records) => new Map(owners.map((owner) => [owner, records.get(owner) ?? { _tag: "Destroyed" }]))
        )
    }))
  },
  {
    name: "finds no more than a thousand owners at once",
    caughtBy: "returns every stored key of the given owners, however many",
    make: but((honest) => ({ find: (district, owners) => honest.find(district, owners.slice(0, 1000)) }))
  },
  {
    name: "replaces the key that an owner has",
    caughtBy: "keeps the key that an owner has, and returns it to a caller that brings another",
    make: () => {
      const { of, records } = overwriting()
      const lying: KeyStoreShape = {
        ...MemoryKeys.make(),
        find: (district, owners) => Effect.sync(() => of(district, owners)),
        keep: (district, keys) =>
          Effect.sync(() => {
            for (const [owner, key] of keys) records.set(`${district} ${owner}`, held(key))
            return of(district, keys.keys())
          })
      }
      return () => lying
    }
  },
  {
    name: "returns the given key, not the stored one",
    caughtBy: "keeps the key that an owner has, and returns it to a caller that brings another",
    make: but((honest) => ({
      keep: (district, keys) =>
        Effect.as(honest.keep(district, keys), new Map([...keys].map(([owner, key]) => [owner, held(key)])))
    }))
  },
  {
    name: "looks first and writes later",
    caughtBy: "returns the same key to all callers that store one for the same owner at the same time",
    make: () => {
      const { of, records } = overwriting()
      const lying: KeyStoreShape = {
        ...MemoryKeys.make(),
        find: (district, owners) => Effect.sync(() => of(district, owners)),
        keep: (district, keys) =>
          Effect.gen(function* () {
            const there = of(district, keys.keys())
            yield* twoTurns
            for (const [owner, key] of keys) {
              if (!there.has(owner)) records.set(`${district} ${owner}`, held(key))
            }
            return of(district, keys.keys())
          })
      }
      return () => lying
    }
  },
  {
    name: "confuses owners whose names differ only in case",
    caughtBy: "separates the keys of each owner in each district, however similar their names are",
    make: mixing(
      (id) => id,
      (id) => id.toLowerCase() as Owner
    )
  },
  {
    name: "confuses a resident and a stream of the same name",
    caughtBy: "separates the keys of each owner in each district, however similar their names are",
    make: mixing(
      (id) => id,
      (id) => id.replace("stream/", "resident/") as Owner
    )
  },
  {
    name: "confuses two districts if one name is the beginning of the other",
    caughtBy: "separates the keys of each owner in each district, however similar their names are",
    make: mixing(
      (id) => id.replace(/-1$/, "") as DistrictId,
      (id) => id
    )
  },
  {
    name: "does not destroy",
    caughtBy: "returns a mark instead of a destroyed key, and allows destroying it again",
    make: but(() => ({ destroy: () => Effect.void }))
  },
  {
    name: "destroys the keys of all owners in the district",
    caughtBy: "returns a mark instead of a destroyed key, and allows destroying it again",
    make: but((honest) => {
      const known = new Set<Owner>()
      return {
        keep: (district, keys) =>
          Effect.suspend(() => {
            for (const owner of keys.keys()) known.add(owner)
            return honest.keep(district, keys)
          }),
        destroy: (district, owner) =>
          Effect.forEach([owner, ...known], (each) => honest.destroy(district, each), { discard: true })
      }
    })
  },
  {
    name: "makes a new key for a destroyed owner",
    caughtBy: "stores no new key for an owner whose key was destroyed",
    make: but((honest) => {
      const remade = new Map<Owner, WrappedKey>()
      const mixed = (records: ReadonlyMap<Owner, KeyRecord>) =>
        new Map(
          [...records].map(([owner, record]) => {
            const key = remade.get(owner)
            return [owner, record._tag === "Destroyed" && key !== undefined ? held(key) : record]
          })
        )
      return {
        find: (district, owners) => Effect.map(honest.find(district, owners), mixed),
        keep: (district, keys) =>
          Effect.map(honest.keep(district, keys), (records) => {
            for (const [owner, key] of keys) {
              if (records.get(owner)?._tag === "Destroyed") remade.set(owner, key)
            }
            return mixed(records)
          })
      }
    })
  },
  {
    name: "leaves no mark for an unknown owner",
    caughtBy: "destroys the key of an owner who never had one, so that the owner never gets one",
    make: but((honest) => ({
      destroy: (district, owner) =>
        Effect.flatMap(honest.find(district, [owner]), (records) =>
          records.has(owner) ? honest.destroy(district, owner) : Effect.void
        )
    }))
  },
  {
    name: "replaces any wrapped key",
    caughtBy: "replaces a wrapped key only if it is the one that the caller has seen",
    make: but((honest) => ({
      rewrap: (seen, next) =>
        Effect.flatMap(honest.find(seen.district, [seen.owner]), (records) => {
          const record = records.get(seen.owner)
          return honest.rewrap(record?._tag === "Held" ? { ...seen, ...record } : seen, next)
        })
    }))
  },
  {
    name: "reports that it wrapped a key anew, but does not",
    caughtBy: "replaces a wrapped key only if it is the one that the caller has seen",
    make: but((honest) => ({
      rewrap: ({ district, owner, wrapped }) =>
        Effect.map(honest.find(district, [owner]), (records) => {
          const record = records.get(owner)
          return record?._tag === "Held" && record.wrapped === wrapped
        })
    }))
  },
  {
    name: "accepts all callers that wrap a key anew at the same time",
    caughtBy: "accepts one of several callers that wrap the same key anew at the same time",
    make: but((honest) => ({
      rewrap: (seen, next) =>
        Effect.gen(function* () {
          const record = (yield* honest.find(seen.district, [seen.owner])).get(seen.owner)
          yield* twoTurns
          yield* honest.rewrap(seen, next)
          return record?._tag === "Held" && record.master === seen.master && record.wrapped === seen.wrapped
        })
    }))
  },
  {
    name: "restores a destroyed key when it is wrapped anew",
    caughtBy: "never restores a destroyed key when it is wrapped anew",
    make: but((honest) => {
      const back = new Map<string, WrappedKey>()
      return {
        find: (district, owners) =>
          Effect.map(
            honest.find(district, owners),
            (records) =>
              new Map(
                [...records].map(([owner, record]) => {
                  const key = back.get(`${district} ${owner}`)
                  return [owner, key === undefined ? record : held(key)]
                })
              )
          ),
        rewrap: (seen, next) =>
          Effect.flatMap(honest.find(seen.district, [seen.owner]), (records) => {
            if (records.get(seen.owner)?._tag !== "Destroyed") return honest.rewrap(seen, next)
            back.set(`${seen.district} ${seen.owner}`, next)
            return Effect.succeed(true)
          })
      }
    })
  },
  {
    name: "lists the keys of one district only",
    caughtBy: "lists the keys of all districts that another master key wraps, and no destroyed key",
    make: but((honest) => ({
      wrappedOtherwise: (master, limit) =>
        Effect.map(honest.wrappedOtherwise(master, limit), (found) =>
          found.filter(({ district }) => district === found[0]?.district)
        )
    }))
  },
  {
    name: "lists more keys than the given number",
    caughtBy: "lists at most the given number of keys at a time, and all of them in the end",
    make: but((honest) => ({
      wrappedOtherwise: (master, limit) => honest.wrappedOtherwise(master, limit + 1)
    }))
  },
  {
    name: "loses everything when it is closed",
    caughtBy: "is visible through another handle on the store at once, and when the store is opened again",
    make: () => () => MemoryKeys.make()
  },
  {
    name: "only marks a key as destroyed",
    caughtBy: "leaves no byte of a destroyed key in the store",
    make: (honest) => () => honest,
    bytes: () => Buffer.from(written.join(" "))
  }
]

/** All keys that were written to the key store which marks destroyed keys without overwriting them. */
export const written: Array<string> = []
