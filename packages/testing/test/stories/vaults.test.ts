/**
 * Tests the key store suite and the vault suite themselves. Each key store and each vault in this file is broken on
 * purpose: it breaks one rule of the port, and keeps all other rules. The suite must find the mistake, in the case for
 * this rule.
 */
import { describe, expect, it } from "@effect/vitest"
import type { DistrictId } from "@liulinhui/core/Id"
import {
  type Owner,
  type Sealed,
  type KeyRecord,
  type KeyStoreShape,
  type WrappedKey,
  OwnerErased,
  SealBroken,
  type VaultShape
} from "@liulinhui/core/Vault"
import { type KeyStoreCase, keyStoreCases } from "@liulinhui/testing/KeyStoreSuite"
import { type VaultCase, vaultCases } from "@liulinhui/testing/VaultSuite"
import * as Vault from "@liulinhui/vault"
import * as MasterKeys from "@liulinhui/vault/MasterKeys"
import * as MemoryKeys from "@liulinhui/vault/MemoryKeys"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import { Buffer } from "node:buffer"
import { createCipheriv, createDecipheriv, createHmac, hash, randomBytes } from "node:crypto"

const twoTurns = Effect.andThen(Effect.yieldNow, Effect.yieldNow)

const held = (key: WrappedKey): KeyRecord => ({ _tag: "Held", ...key })

// -------------------------------------------------------------------------------------------------------- key stores

interface LyingStore {
  readonly name: string
  readonly caughtBy: string
  /** Makes a broken key store from a correct one. Each call of the returned function opens the same store again. */
  readonly make: (honest: KeyStoreShape) => () => KeyStoreShape
  readonly bytes?: (honest: KeyStoreShape) => Uint8Array
}

const but =
  (lies: (honest: KeyStoreShape) => Partial<KeyStoreShape>): LyingStore["make"] =>
  (honest) => {
    const lying = { ...honest, ...lies(honest) }
    return () => lying
  }

/** Makes a key store that confuses ids. The two functions map different ids of districts or owners to the same id. */
const mixing = (district: (id: DistrictId) => DistrictId, owner: (id: Owner) => Owner): LyingStore["make"] =>
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

const lyingStores: ReadonlyArray<LyingStore> = [
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
const written: Array<string> = []

const outcomeOfStore = (promise: KeyStoreCase, { bytes, make }: Pick<LyingStore, "make" | "bytes">) =>
  Effect.suspend(() => {
    const store = MemoryKeys.make()
    const honest: KeyStoreShape = {
      ...store,
      keep: (district, keys) => {
        written.push(...[...keys.values()].map(({ wrapped }) => wrapped))
        return store.keep(district, keys)
      }
    }
    const open = make(honest)
    const another = Effect.sync(open)
    return Effect.flatMap(another, (keys) =>
      promise.check({
        keys,
        another,
        capabilities: {
          shared: true,
          ...(bytes === undefined ? {} : { bytes: Effect.sync(() => bytes(honest)) })
        }
      })
    )
  }).pipe(Effect.timeout("20 seconds"), Effect.scoped, Effect.exit)

describe("the key store suite", () => {
  it.live.each(lyingStores)("catches a key store that $name", ({ caughtBy, ...liar }) =>
    Effect.gen(function* () {
      const promise = keyStoreCases.find(({ name }) => name === caughtBy)
      expect(promise, `the suite has no case "${caughtBy}"`).toBeDefined()
      expect(Exit.isFailure(yield* outcomeOfStore(promise!, liar))).toBe(true)
    })
  )

  it.live("finds no failure of an honest key store", () =>
    Effect.gen(function* () {
      const failed: Array<string> = []
      for (const promise of keyStoreCases) {
        const outcome = yield* outcomeOfStore(promise, { make: (honest) => () => honest })
        if (Exit.isFailure(outcome)) failed.push(promise.name)
      }
      expect(failed).toEqual([])
    })
  )

  it("names each promise once", () => {
    const names = keyStoreCases.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
  })
})

// ------------------------------------------------------------------------------------------------------------- vaults

const old = MasterKeys.generate("old")
const newest = MasterKeys.generate("new")
const mastersOf = (keys: Redacted.Redacted) => Result.getOrThrow(MasterKeys.read(keys))
const masters = {
  before: mastersOf(old),
  during: mastersOf(Redacted.make(`${Redacted.value(newest)},${Redacted.value(old)}`)),
  after: mastersOf(newest)
}

/**
 * From what a vault is made: a key store, and one of three sets of master keys (`before`, `during` or `after` a change
 * of the key).
 */
interface Under {
  readonly store: KeyStoreShape
  readonly master: keyof typeof masters
}

interface LyingVault {
  readonly name: string
  readonly caughtBy: string
  /** Makes a broken vault over a key store. Each call opens the same store again. */
  readonly make: (under: Under) => VaultShape
}

const honestVault = ({ master, store }: Under): VaultShape => Vault.make(store, masters[master])

const lying =
  (lies: (honest: VaultShape, under: Under) => Partial<VaultShape>): LyingVault["make"] =>
  (under) => {
    const honest = honestVault(under)
    return { ...honest, ...lies(honest, under) }
  }

/** The mistakes that a broken vault can make in an encrypted value. Each is optional. */
interface Flaws {
  readonly nonce?: (clear: string) => Uint8Array
  readonly place?: (place: string) => string
  readonly key?: (district: DistrictId, owners: ReadonlyArray<Owner>) => string
  readonly unchecked?: true
}

/**
 * Makes a very simple vault with the given mistakes. It uses AES-256-GCM correctly, with keys that are derived from the
 * names of the owners. This vault cannot erase anybody. Other cases of the suite find this mistake.
 */
const afternoon =
  ({
    key = (district, owners) => `${district} ${owners.join(" ")}`,
    nonce = () => randomBytes(12),
    place: placed = (place) => place,
    unchecked
  }: Flaws): LyingVault["make"] =>
  ({ store }) => {
    const keyOf = (district: DistrictId, owners: ReadonlyArray<Owner>) =>
      hash("sha256", key(district, owners), "buffer")
    const gone = (district: DistrictId, owners: ReadonlyArray<Owner>) =>
      Effect.map(store.find(district, owners), (records) =>
        owners.find((owner) => records.get(owner)?._tag === "Destroyed")
      )
    return {
      seal: Effect.fnUntraced(function* (district, items) {
        const seals: Array<Sealed> = []
        for (const { owners, place, text } of items) {
          const [first = owners[0], ...others] = [...new Set(owners)].sort()
          const owner = yield* gone(district, owners)
          if (owner !== undefined) return yield* new OwnerErased({ district, owner })
          const iv = nonce(text)
          const cipher = createCipheriv("aes-256-gcm", keyOf(district, [first, ...others]), iv)
          cipher.setAAD(Buffer.from(placed(place)))
          const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()])
          const bytes = Buffer.concat([Buffer.of(1), iv, cipher.getAuthTag(), body])
          seals.push({ sealed: bytes.toString("base64url"), of: [first, ...others] })
        }
        return seals
      }),
      open: Effect.fnUntraced(function* (district, items) {
        const opened: Array<Option.Option<string>> = []
        for (const { place, sealed } of items) {
          if ((yield* gone(district, sealed.of)) !== undefined) {
            opened.push(Option.none())
            continue
          }
          const bytes = Buffer.from(sealed.sealed, "base64url")
          const decipher = createDecipheriv("aes-256-gcm", keyOf(district, sealed.of), bytes.subarray(1, 13))
          decipher.setAAD(Buffer.from(placed(place)))
          decipher.setAuthTag(bytes.subarray(13, 29))
          const text = decipher.update(bytes.subarray(29)).toString("utf8")
          const whole = Result.try(() => decipher.final())
          if (bytes[0] !== 1 || (Result.isFailure(whole) && unchecked === undefined)) {
            return yield* new SealBroken({ district, place, reason: "it is not what was sealed there" })
          }
          opened.push(Option.some(text))
        }
        return opened
      }),
      mac: Effect.fnUntraced(function* (district, owners, text) {
        const owner = yield* gone(district, owners)
        if (owner !== undefined) return yield* new OwnerErased({ district, owner })
        return codeOf(keyOf(district, [...new Set(owners)].sort()), text)
      }),
      destroy: store.destroy,
      destroyed: (district, owners) =>
        Effect.map(
          store.find(district, owners),
          (records) => new Set(owners.filter((owner) => records.get(owner)?._tag === "Destroyed"))
        ),
      rotate: Effect.succeed(0)
    }
  }

const codeOf = (key: Uint8Array, text: string): string =>
  createHmac("sha256", key).update(text).digest("base64url")

const sameCode =
  "computes the same code for the same text and owners, in any order, each time and with another handle"
const anotherCode = "computes a different code for another text, other owners or another district"

const plainSeal = (text: string) =>
  Buffer.concat([Buffer.of(1), randomBytes(28), Buffer.from(text)]).toString("base64url")

const lyingVaults: ReadonlyArray<LyingVault> = [
  {
    name: "returns texts in the order of sealing, not in the requested order",
    caughtBy: "opens seals of any text, in the requested order",
    make: lying((honest) => ({
      open: (district, items) =>
        honest.open(
          district,
          items.toSorted((a, b) => (a.place < b.place ? -1 : 1))
        )
    }))
  },
  {
    name: "trims a text",
    caughtBy: "opens seals of any text, in the requested order",
    make: lying((honest) => ({
      seal: (district, items) =>
        honest.seal(
          district,
          items.map((item) => ({ ...item, text: item.text.slice(0, 16_384) }))
        )
    }))
  },
  {
    name: "does not sort owners",
    caughtBy: "writes seals in the format of entries, with each owner once and in order",
    make: lying((honest) => ({
      seal: (district, items) =>
        Effect.map(honest.seal(district, items), (seals) =>
          seals.map((sealed, n) => ({ ...sealed, of: items[n]?.owners ?? sealed.of }))
        )
    }))
  },
  {
    name: "uses the same nonce for every text",
    caughtBy: "never uses a nonce twice, so that the seals of equal texts have nothing in common",
    make: afternoon({ nonce: () => Buffer.alloc(12) })
  },
  {
    name: "derives the nonce from the text",
    caughtBy: "never uses a nonce twice, so that the seals of equal texts have nothing in common",
    make: afternoon({ nonce: (text) => hash("sha256", text, "buffer").subarray(0, 12) })
  },
  {
    name: "chooses a nonce from only ten thousand",
    caughtBy: "never uses a nonce twice, so that the seals of equal texts have nothing in common",
    make: afternoon({
      nonce: () => {
        const bytes = Buffer.alloc(12)
        randomBytes(4).copy(bytes, 8)
        bytes.writeUInt32BE(bytes.readUInt32BE(8) % 10_000, 8)
        return bytes
      }
    })
  },
  {
    name: "counts nonces from the beginning each time that it is opened",
    caughtBy: "never uses a nonce twice, so that the seals of equal texts have nothing in common",
    make: (under) => {
      let next = 0
      const nonce = () => {
        const bytes = Buffer.alloc(12)
        bytes.writeUInt32BE(next++, 8)
        return bytes
      }
      return afternoon({ nonce })(under)
    }
  },
  {
    name: "writes plain texts in the format of a seal",
    caughtBy: "leaves no part of a text readable in its seal",
    make: lying((honest) => ({
      seal: (district, items) =>
        Effect.map(honest.seal(district, items), (seals) =>
          seals.map((sealed, n) => ({ ...sealed, sealed: plainSeal(items[n]?.text ?? "") }))
        )
    }))
  },
  {
    name: "leaves the plain text after its cipher text",
    caughtBy: "leaves no part of a text readable in its seal",
    make: lying((honest) => ({
      seal: (district, items) =>
        Effect.map(honest.seal(district, items), (seals) =>
          seals.map(({ of, sealed }, n) => ({
            of,
            sealed: Buffer.concat([
              Buffer.from(sealed, "base64url"),
              Buffer.from(items[n]?.text ?? "")
            ]).toString("base64url")
          }))
        )
    }))
  },
  {
    name: "does not bind a seal to its place",
    caughtBy: "does not open a seal at another place",
    make: afternoon({ place: () => "" })
  },
  {
    name: "binds a seal to the beginning of its place only",
    caughtBy: "does not open a seal at another place",
    make: afternoon({ place: (place) => place.split("/").slice(0, 2).join("/") })
  },
  {
    name: "has one key for a resident of the same id in all districts",
    caughtBy: "does not open a seal in another district, even if its owner has a key there",
    make: afternoon({ key: (_, owners) => owners.join(" ") })
  },
  {
    name: "has one key for all owners",
    caughtBy: "does not open a seal with other owners",
    make: afternoon({ key: (district) => district })
  },
  {
    name: "seals a value of several owners only under the key of the first",
    caughtBy: "does not open a seal with other owners",
    make: afternoon({ key: (district, owners) => `${district} ${owners[0]}` })
  },
  {
    name: "returns data that it has not authenticated",
    caughtBy: "does not open a seal with any changed byte, or with its end cut off",
    make: afternoon({ unchecked: true })
  },
  {
    name: "treats a missing key as a destroyed one",
    caughtBy: "reports a seal as broken if it has no key of the owner, and never as erased",
    make: lying((honest) => ({
      open: (district, items) =>
        Effect.catchTag(honest.open(district, items), "SealBroken", () =>
          Effect.succeed(items.map(() => Option.none<string>()))
        )
    }))
  },
  {
    name: "does not destroy",
    caughtBy: "opens no seal of a destroyed owner, alone or with others, and every seal of the other owners",
    make: lying(() => ({ destroy: () => Effect.void }))
  },
  {
    name: "reports an owner without a key as destroyed",
    caughtBy: "reports exactly the owners whose key was destroyed, of those that it is asked about",
    make: lying((_, { store }) => ({
      destroyed: (district, owners) =>
        Effect.map(
          store.find(district, owners),
          (records) => new Set(owners.filter((owner) => records.get(owner)?._tag !== "Held"))
        )
    }))
  },
  {
    name: "remembers destroyed owners without their district",
    caughtBy: "reports exactly the owners whose key was destroyed, of those that it is asked about",
    make: lying((honest) => {
      const gone = new Set<Owner>()
      return {
        destroy: (district, owner) => Effect.map(honest.destroy(district, owner), () => void gone.add(owner)),
        destroyed: (_, owners) => Effect.sync(() => new Set(owners.filter((owner) => gone.has(owner))))
      }
    })
  },
  {
    name: "continues with the keys that it has in memory",
    caughtBy: "opens no seal of a destroyed owner, alone or with others, and every seal of the other owners",
    make: lying((_, { store }) => ({ destroy: store.destroy }))
  },
  {
    name: "erases a value of several owners only when all of them are destroyed",
    caughtBy: "opens no seal of a destroyed owner, alone or with others, and every seal of the other owners",
    make: lying((honest) => {
      const texts = new Map<string, string>()
      return {
        seal: (district, items) =>
          Effect.map(honest.seal(district, items), (seals) => {
            for (const [n, { of, sealed }] of seals.entries()) {
              if (of.length > 1) texts.set(sealed, items[n]?.text ?? "")
            }
            return seals
          }),
        open: (district, items) =>
          Effect.map(honest.open(district, items), (opened) =>
            opened.map((text, n) =>
              Option.orElse(text, () => Option.fromUndefinedOr(texts.get(items[n]?.sealed.sealed ?? "")))
            )
          )
      }
    })
  },
  {
    name: "destroys a resident's keys in every district",
    caughtBy: "destroys a key in one district only",
    make: lying((honest) => {
      const districts = new Set<DistrictId>()
      return {
        seal: (district, items) => {
          districts.add(district)
          return honest.seal(district, items)
        },
        destroy: (_, owner) =>
          Effect.forEach(districts, (each) => honest.destroy(each, owner), { discard: true })
      }
    })
  },
  {
    name: "makes a new key for an owner that it destroyed",
    caughtBy: "seals no more values for a destroyed owner, with or without an earlier key",
    make: (under) => {
      let present = honestVault(under)
      return {
        ...present,
        seal: (district, items) =>
          Effect.catchTag(present.seal(district, items), "OwnerErased", () => {
            present = honestVault({ ...under, store: MemoryKeys.make() })
            return present.seal(district, items)
          })
      }
    }
  },
  {
    name: "leaves out values of a destroyed owner without an error",
    caughtBy: "seals no more values for a destroyed owner, with or without an earlier key",
    make: lying((honest) => ({
      seal: (district, items) =>
        Effect.catchTag(honest.seal(district, items), "OwnerErased", () => Effect.succeed([]))
    }))
  },
  {
    name: "caches keys for calls that began before the destruction",
    caughtBy: "keeps no key of a destroyed owner after concurrent calls that open or seal",
    make: lying((honest, { store }) => {
      const late = new Map<string, string>()
      return {
        open: (district, items) =>
          Effect.gen(function* () {
            const records = yield* store.find(
              district,
              items.flatMap(({ sealed }) => sealed.of)
            )
            const opened = yield* honest.open(district, items)
            yield* twoTurns
            const known = [...records.values()].every(({ _tag }) => _tag === "Held")
            return opened.map((text, n) => {
              const name = items[n]?.sealed.sealed ?? ""
              if (known && Option.isSome(text)) late.set(name, text.value)
              return Option.orElse(text, () => Option.fromUndefinedOr(late.get(name)))
            })
          }),
        destroy: (district, owner) => Effect.map(honest.destroy(district, owner), () => late.clear())
      }
    })
  },
  {
    name: "makes two keys for an owner if two callers seal at the same time",
    caughtBy: "opens all seals of callers that seal for a new owner at the same time",
    make: ({ master, store }) => {
      const hasty: KeyStoreShape = {
        ...store,
        find: (district, owners) => Effect.tap(store.find(district, owners), () => twoTurns),
        // Returns the key that the caller has given, even if another key is stored.
        keep: (district, keys) =>
          Effect.as(store.keep(district, keys), new Map([...keys].map(([owner, key]) => [owner, held(key)])))
      }
      return Vault.make(hasty, masters[master])
    }
  },
  {
    name: "quotes the text that it could not seal in its error",
    caughtBy: "reveals no part of a text in its errors",
    make: lying((honest) => ({
      seal: (district, items) =>
        Effect.mapError(honest.seal(district, items), (error) =>
          error._tag === "OwnerErased"
            ? Object.assign(new OwnerErased({ district, owner: error.owner }), { items })
            : error
        )
    }))
  },
  {
    name: "computes a code that depends on the order of the owners",
    caughtBy: sameCode,
    make: lying(() => ({
      mac: (district, owners, text) =>
        Effect.succeed(codeOf(Buffer.from(`${district} ${owners.join(" ")}`), text))
    }))
  },
  {
    name: "salts each code",
    caughtBy: sameCode,
    make: lying((honest) => ({
      mac: (district, owners, text) =>
        Effect.map(honest.mac(district, owners, text), (code) =>
          Buffer.concat([randomBytes(4), Buffer.from(code, "base64url")]).toString("base64url")
        )
    }))
  },
  {
    name: "makes a new key for codes each time that it is opened",
    caughtBy: sameCode,
    make: (under) => {
      const key = randomBytes(32)
      return lying(() => ({
        mac: (district, owners, text) =>
          Effect.succeed(codeOf(key, `${district} ${[...new Set(owners)].sort().join(" ")} ${text}`))
      }))(under)
    }
  },
  {
    name: "returns codes with spaces in them",
    caughtBy: sameCode,
    make: lying((honest) => ({
      mac: (district, owners, text) =>
        Effect.map(honest.mac(district, owners, text), (code) => `hmac ${code}`)
    }))
  },
  {
    name: "returns codes of eight characters",
    caughtBy: sameCode,
    make: lying((honest) => ({
      mac: (district, owners, text) =>
        Effect.map(honest.mac(district, owners, text), (code) => code.slice(0, 8))
    }))
  },
  {
    name: "hashes a text without a key",
    caughtBy: anotherCode,
    make: lying(() => ({ mac: (_, __, text) => Effect.succeed(hash("sha256", text)) }))
  },
  {
    name: "computes a code under the key of the first owner",
    caughtBy: anotherCode,
    make: lying((honest) => ({
      mac: (district, owners, text) => honest.mac(district, [[...owners].sort()[0]!], text)
    }))
  },
  {
    name: "computes a code from the beginning of a text only",
    caughtBy: anotherCode,
    make: lying((honest) => ({
      mac: (district, owners, text) => honest.mac(district, owners, text.slice(0, 64))
    }))
  },
  {
    name: "computes a code from the normalised text",
    caughtBy: anotherCode,
    make: lying((honest) => ({
      mac: (district, owners, text) => honest.mac(district, owners, text.replaceAll("\u0000", ""))
    }))
  },
  {
    name: "computes codes under the names of the owners only",
    caughtBy: "computes no code for a destroyed owner any more, and the same codes for the other owners",
    make: lying(() => ({
      mac: (district, owners, text) =>
        Effect.succeed(codeOf(Buffer.from(`${district} ${[...new Set(owners)].sort().join(" ")}`), text))
    }))
  },
  {
    name: "remembers the codes that it has computed",
    caughtBy: "computes no code for a destroyed owner any more, and the same codes for the other owners",
    make: lying((honest) => {
      const codes = new Map<string, string>()
      return {
        mac: (district, owners, text) => {
          const name = `${district} ${owners.join(" ")} ${text}`
          const known = codes.get(name)
          return known === undefined
            ? Effect.tap(honest.mac(district, owners, text), (code) =>
                Effect.sync(() => codes.set(name, code))
              )
            : Effect.succeed(known)
        }
      }
    })
  },
  {
    name: "computes codes under its master key",
    caughtBy: "computes the same codes after its master key was changed",
    make: lying((honest, { master }) => ({
      mac: (district, owners, text) =>
        Effect.map(honest.mac(district, owners, text), (code) => codeOf(Buffer.from(master), code))
    }))
  },
  {
    name: "loses its keys when it is closed",
    caughtBy: "opens seals through another handle on its keys, and none of a destroyed owner",
    make: ({ master }) => Vault.make(MemoryKeys.make(), masters[master])
  },
  {
    name: "reports that it has wrapped its keys anew, but has not",
    caughtBy: "wraps all keys with the newest master key, then opens them without the old one and only them",
    make: lying((_, { master, store }) => ({
      rotate: Effect.map(store.wrappedOtherwise(masters[master][0].name, 1_000_000), (all) => all.length)
    }))
  },
  {
    name: "wraps the keys of the first page only",
    caughtBy: "wraps all keys with the newest master key, then opens them without the old one and only them",
    make: ({ master, store }) => {
      let pages = 0
      const short: KeyStoreShape = {
        ...store,
        wrappedOtherwise: (name, limit) =>
          pages++ === 0 ? store.wrappedOtherwise(name, limit) : Effect.succeed([])
      }
      return Vault.make(short, masters[master])
    }
  }
]

const outcomeOfVault = (promise: VaultCase, make: LyingVault["make"]) =>
  Effect.suspend(() => {
    const [store, rotated] = [MemoryKeys.make(), MemoryKeys.make()]
    const another = Effect.sync(() => make({ store, master: "before" }))
    const rotation = {
      before: Effect.sync(() => make({ store: rotated, master: "before" })),
      during: Effect.sync(() => make({ store: rotated, master: "during" })),
      after: Effect.sync(() => make({ store: rotated, master: "after" }))
    }
    return Effect.flatMap(another, (vault) => promise.check({ vault, another, rotation }))
  }).pipe(Effect.timeout("20 seconds"), Effect.scoped, Effect.exit)

describe("the vault suite", () => {
  it.live.each(lyingVaults)("catches a vault that $name", ({ caughtBy, make }) =>
    Effect.gen(function* () {
      const promise = vaultCases.find(({ name }) => name === caughtBy)
      expect(promise, `the suite has no case "${caughtBy}"`).toBeDefined()
      expect(Exit.isFailure(yield* outcomeOfVault(promise!, make))).toBe(true)
    })
  )

  it.live("finds no failure of an honest vault", () =>
    Effect.gen(function* () {
      const failed: Array<string> = []
      for (const promise of vaultCases) {
        if (Exit.isFailure(yield* outcomeOfVault(promise, honestVault))) failed.push(promise.name)
      }
      expect(failed).toEqual([])
    })
  )

  it.live("finds in the simple vault without flaws only the failures that it cannot avoid", () =>
    Effect.gen(function* () {
      const failed: Array<string> = []
      for (const promise of vaultCases) {
        if (Exit.isFailure(yield* outcomeOfVault(promise, afternoon({})))) failed.push(promise.name)
      }
      expect(failed).toEqual([
        "wraps all keys with the newest master key, then opens them without the old one and only them"
      ])
    })
  )

  it("names each promise once", () => {
    const names = vaultCases.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
  })
})
