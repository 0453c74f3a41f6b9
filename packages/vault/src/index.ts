/**
 * The vault seals (encrypts) personal fields under a separate data key for each owner, that is, for each person whose
 * data they are. A master key wraps (encrypts) the data keys, which are in a key store apart from the ledger. If the
 * data key of an owner is destroyed, nobody can read the values that were sealed for this owner: they are erased. If
 * the master key is changed, the data keys are wrapped again, and the ledger stays unchanged.
 */
import type { DistrictId } from "@liulinhui/core/Id"
import {
  KeyStore,
  type KeyStoreShape,
  type WrappedKey,
  type Owner,
  type Sealed,
  OwnerErased,
  SealBroken,
  Vault,
  type VaultShape,
  VaultUnavailable
} from "@liulinhui/core/Vault"
import * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import { randomBytes } from "node:crypto"
import * as Aes from "./Aes.ts"
import * as MasterKeys from "./MasterKeys.ts"
import * as MemoryKeys from "./MemoryKeys.ts"

/**
 * The largest number of derived keys (computed from the data keys of owners) in memory: enough for the residents of a
 * few districts.
 */
const keysInMemory = 65_536

/**
 * Returns the text that is authenticated with a wrapped (encrypted) data key: its district, its owner and the master
 * key. If the wrapped key is moved to another owner, unwrapping fails.
 */
const keyPlace = (district: DistrictId, owner: Owner, master: string): string =>
  `liulinhui/key/1 ${district} ${owner} ${master}`

const owned = (district: DistrictId, owners: ReadonlyArray<Owner>): string =>
  `${district} ${owners.join(" ")}`

/** Sorts owners and removes repetitions, so that the same owners always have the same key. */
const ordered = (owners: readonly [Owner, ...ReadonlyArray<Owner>]): Sealed["of"] => {
  const [first = owners[0], ...others] = [...new Set(owners)].sort()
  return [first, ...others]
}

const utf8 = new TextEncoder()
const text = new TextDecoder("utf-8", { fatal: true })

/** How many data keys are wrapped with the new master key between two queries of the key store. */
const rotationPage = 500

/**
 * Makes a vault that uses a key store.
 *
 * @category constructors
 */
export const make = (store: KeyStoreShape, masters: MasterKeys.MasterKeys): VaultShape => {
  const [newest] = masters
  const nonce = Aes.nonces()
  const wrapping = Aes.ready(Redacted.value(newest.key))
  const byName = new Map(masters.map(({ key, name }) => [name, Aes.ready(Redacted.value(key))]))
  // A cache of derived keys, by set of owners. When it is full, the oldest keys are dropped first.
  const derived = new Map<string, Aes.Keys>()
  // The number of keys that were destroyed. If a lookup began before a key was destroyed, it must not cache its result,
  // which may contain the destroyed key.
  let destructions = 0

  const wrap = (district: DistrictId, owner: Owner, key: Uint8Array): WrappedKey => ({
    master: newest.name,
    wrapped: Aes.seal(wrapping, keyPlace(district, owner, newest.name), key, nonce())
  })
  const unwrap = (district: DistrictId, owner: Owner, { master, wrapped }: WrappedKey) => {
    const key = byName.get(master)
    const place = keyPlace(district, owner, master)
    if (key === undefined) {
      return Effect.fail(
        new SealBroken({ district, place: owner, reason: `the master key "${master}" is not configured` })
      )
    }
    const bytes = Aes.open(key, place, wrapped)
    return bytes === undefined
      ? Effect.fail(
          new SealBroken({
            district,
            place: owner,
            reason: `the master key "${master}" is another than the one that wrapped its key`
          })
        )
      : Effect.succeed(bytes)
  }

  /**
   * Returns one result for each set of owners: the derived keys of the set. If the data key of one of the owners is
   * destroyed, the result is this owner instead.
   */
  const keysOf = Effect.fnUntraced(function* (
    district: DistrictId,
    sets: ReadonlyArray<Sealed["of"]>,
    missing: "make" | "refuse"
  ) {
    const found = new Map<string, Aes.Keys | Owner>()
    const wanted = new Map<string, Sealed["of"]>()
    for (const owners of sets) {
      const name = owned(district, owners)
      const known = derived.get(name)
      if (known === undefined) wanted.set(name, owners)
      else found.set(name, known)
    }
    if (wanted.size === 0) return found
    const asked = destructions
    const owners = [...new Set([...wanted.values()].flat())]
    const records = new Map(yield* store.find(district, owners))
    const without = owners.filter((owner) => !records.has(owner))
    const [lost] = without
    if (lost !== undefined && missing === "refuse") {
      return yield* new SealBroken({
        district,
        place: lost,
        reason: "the key store holds no key of that owner"
      })
    }
    if (lost !== undefined) {
      const made = new Map(
        without.map((owner) => [owner, wrap(district, owner, randomBytes(MasterKeys.keyBytes))])
      )
      // Another process may have stored a key for an owner in the meantime. Then the key of the other process is used.
      for (const [owner, record] of yield* store.keep(district, made)) records.set(owner, record)
    }
    const keys = new Map<Owner, Uint8Array>()
    for (const [owner, record] of records) {
      if (record._tag === "Held") keys.set(owner, yield* unwrap(district, owner, record))
    }
    for (const [name, set] of wanted) {
      const destroyed = set.find((owner) => !keys.has(owner))
      if (destroyed !== undefined) {
        found.set(name, destroyed)
        continue
      }
      const key = Aes.combine(set.flatMap((owner) => keys.get(owner) ?? []))
      found.set(name, key)
      if (asked !== destructions) continue
      const [oldest] = derived.keys()
      if (derived.size >= keysInMemory && oldest !== undefined) derived.delete(oldest)
      derived.set(name, key)
    }
    return found
  })

  /**
   * Returns the derived keys for sealing, one for each set of owners, in the same order. Missing data keys are made.
   */
  const keysFor = Effect.fnUntraced(function* (
    operation: string,
    district: DistrictId,
    sets: ReadonlyArray<Sealed["of"]>
  ) {
    const found = yield* Effect.catchTag(keysOf(district, sets, "make"), "SealBroken", ({ message }) =>
      Effect.fail(new VaultUnavailable({ operation, reason: message, retryable: false }))
    )
    const keys: Array<Aes.Keys> = []
    for (const owners of sets) {
      const key = found.get(owned(district, owners))
      if (typeof key === "string") return yield* new OwnerErased({ district, owner: key })
      // The cast is safe: a key was found or made for every set of owners.
      keys.push(key as Aes.Keys)
    }
    return keys
  })

  const seal: VaultShape["seal"] = (district, items) => {
    const sets = items.map(({ owners }) => ordered(owners))
    return Effect.map(keysFor("seal", district, sets), (keys) =>
      items.map(({ place, text: clear }, n): Sealed => {
        // The casts are safe: there are as many keys as sets of owners, and as many sets as items to seal.
        const [key, of] = [keys[n] as Aes.Keys, sets[n] as Sealed["of"]]
        return { sealed: Aes.seal(key.seal, place, utf8.encode(clear), nonce()), of }
      })
    )
  }

  const mac: VaultShape["mac"] = (district, owners, clear) =>
    Effect.map(keysFor("compute a code", district, [ordered(owners)]), ([key]) =>
      Aes.mac((key as Aes.Keys).mac, clear)
    )

  const open: VaultShape["open"] = Effect.fnUntraced(function* (district, items) {
    const keys = yield* keysOf(
      district,
      items.map(({ sealed }) => sealed.of),
      "refuse"
    )
    const opened: Array<Option.Option<string>> = []
    for (const { place, sealed } of items) {
      const key = keys.get(owned(district, sealed.of))
      if (key === undefined || typeof key === "string") {
        opened.push(Option.none())
        continue
      }
      const clear = Aes.open(key.seal, place, sealed.sealed)
      if (clear === undefined) {
        return yield* new SealBroken({ district, place, reason: "it is not what was sealed there" })
      }
      opened.push(Option.some(text.decode(clear)))
    }
    return opened
  })

  /** Removes the keys of owners from the cache after their data keys were destroyed. */
  const forget = (district: DistrictId, gone: ReadonlySet<Owner>): void => {
    if (gone.size === 0) return
    // The order of these steps matters: lookups that start from now on find no key, and lookups that have already
    // started do not cache a key.
    destructions += 1
    for (const name of derived.keys()) {
      const [place, ...owners] = name.split(" ")
      // The cast is safe: `owned` has made the name from owners.
      if (place === district && owners.some((owner) => gone.has(owner as Owner))) derived.delete(name)
    }
  }

  const destroy: VaultShape["destroy"] = (district, owner) =>
    Effect.map(store.destroy(district, owner), () => forget(district, new Set([owner])))

  const destroyed: VaultShape["destroyed"] = (district, owners) =>
    Effect.map(store.find(district, owners), (records) => {
      const gone = new Set(owners.filter((owner) => records.get(owner)?._tag === "Destroyed"))
      // Another process may have destroyed the keys of these owners, and this process may still have them in memory.
      forget(district, gone)
      return gone
    })

  const rotate = Effect.gen(function* () {
    let wrapped = 0
    for (;;) {
      const old = yield* store.wrappedOtherwise(newest.name, rotationPage)
      if (old.length === 0) return wrapped
      const through = yield* Effect.forEach(
        old,
        (seen) =>
          Effect.flatMap(unwrap(seen.district, seen.owner, seen), (key) =>
            store.rewrap(seen, wrap(seen.district, seen.owner, key))
          ),
        // All keys of a query are wrapped at the same time, so that a store can write many keys in one transaction.
        { concurrency: rotationPage }
      )
      wrapped += through.filter(Boolean).length
    }
  })

  return { seal, open, mac, destroy, destroyed, rotate }
}

/**
 * Provides a vault that uses the key store in the context.
 *
 * @example
 * ```ts
 * import { DistrictId, ResidentId } from "@liulinhui/core/Id"
 * import { ofResident, Vault } from "@liulinhui/core/Vault"
 * import * as MasterKeys from "@liulinhui/vault/MasterKeys"
 * import * as MemoryKeys from "@liulinhui/vault/MemoryKeys"
 * import * as VaultOf from "@liulinhui/vault"
 * import * as Effect from "effect/Effect"
 * import * as Layer from "effect/Layer"
 * import { strict as assert } from "node:assert"
 *
 * const district = DistrictId.make("wan-liu")
 * const owner = ofResident(ResidentId.make("r-17"))
 * const place = "wan-liu registry ResidentEntered resident.name"
 *
 * const program = Effect.gen(function* () {
 *   const vault = yield* Vault
 *   const [sealed] = yield* vault.seal(district, [{ place, owners: [owner], text: "王秀英" }])
 *   assert.ok(sealed !== undefined && !sealed.sealed.includes("王秀英"))
 *   const before = yield* vault.open(district, [{ place, sealed }])
 *   yield* vault.destroy(district, owner)
 *   const after = yield* vault.open(district, [{ place, sealed }])
 *   return [...before, ...after].map((one) => one._tag)
 * })
 *
 * const layer = VaultOf.layer({ masterKeys: MasterKeys.generate("2026") }).pipe(Layer.provide(MemoryKeys.layer))
 * assert.deepEqual(await Effect.runPromise(Effect.provide(program, layer)), ["Some", "None"])
 * ```
 * @category layers
 */
export const layer = (options: {
  readonly masterKeys: Redacted.Redacted
}): Layer.Layer<Vault, MasterKeys.MasterKeysRefused, KeyStore> =>
  Layer.effect(
    Vault,
    Effect.gen(function* () {
      const masters = yield* Effect.fromResult(MasterKeys.read(options.masterKeys))
      return make(yield* KeyStore, masters)
    })
  )

/**
 * Provides a vault for tests and trials. Its keys are made when the layer is built, and are lost when the process ends.
 *
 * @category layers
 */
export const layerMemory: Layer.Layer<Vault> = Layer.orDie(
  Layer.suspend(() => layer({ masterKeys: MasterKeys.generate("memory") }))
).pipe(Layer.provide(MemoryKeys.layer))

/** Reads the master keys from the configuration: `LIULINHUI_MASTER_KEYS`. */
export const masterKeys = Config.Redacted("LIULINHUI_MASTER_KEYS")
