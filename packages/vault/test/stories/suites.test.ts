import * as vitest from "@effect/vitest"
import { type KeyStoreShape, KeyStore } from "@liulinhui/core/Vault"
import { keyStoreSuite } from "@liulinhui/testing/KeyStoreSuite"
import { vaultSuite } from "@liulinhui/testing/VaultSuite"
import { testSuite } from "@liulinhui/testing/Suite"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Vault from "../../src/index.ts"
import * as MasterKeys from "../../src/MasterKeys.ts"
import * as MemoryKeys from "../../src/MemoryKeys.ts"

/** A layer that provides the same key store each time it is built. */
const storeOf = (store: KeyStoreShape) => Layer.succeed(KeyStore, store)

/** Makes a key store that behaves as if it were reached over a network: other fibers run before a result arrives. */
const distant = (store: KeyStoreShape): KeyStoreShape => {
  const wait = Effect.andThen(Effect.yieldNow, Effect.andThen(Effect.yieldNow, Effect.yieldNow))
  const slow = <A, E>(effect: Effect.Effect<A, E>) =>
    Effect.andThen(
      wait,
      Effect.tap(effect, () => wait)
    )
  return {
    find: (district, owners) => slow(store.find(district, owners)),
    keep: (district, keys) => slow(store.keep(district, keys)),
    // Unlike the other operations, `destroy` takes effect and returns at once.
    destroy: store.destroy,
    rewrap: (seen, next) => slow(store.rewrap(seen, next)),
    wrappedOtherwise: (master, limit) => slow(store.wrappedOtherwise(master, limit))
  }
}

testSuite(vitest, keyStoreSuite("in memory", storeOf(MemoryKeys.make()), { shared: true }))

const old = MasterKeys.generate("2026")
const newest = MasterKeys.generate("2027")
const oldest = MasterKeys.generate("2025")
const all = Redacted.make([newest, old, oldest].map((key) => Redacted.value(key)).join(","))

for (const [name, around] of [
  ["over keys in memory", (store: KeyStoreShape) => store],
  ["over keys in a remote store", distant]
] as const) {
  const vault = (store: KeyStoreShape, masterKeys: Redacted.Redacted) =>
    Vault.layer({ masterKeys }).pipe(Layer.provide(storeOf(around(store))))
  const [shared, rotated, other] = [MemoryKeys.make(), MemoryKeys.make(), MemoryKeys.make()]
  testSuite(
    vitest,
    vaultSuite(name, vault(shared, old), {
      shared: true,
      rotation: {
        before: vault(rotated, old),
        during: vault(rotated, all),
        after: vault(rotated, newest),
        earlier: vault(rotated, oldest)
      },
      elsewhere: vault(other, old),
      secrets: [old, newest, oldest].map((key) => Redacted.value(key).replace(/^.*:/, "")),
      ...(around === distant && { quick: true })
    })
  )
}
