/** Runs cases of the suites on key stores and vaults that are broken on purpose. */
import type { KeyStoreShape } from "@liulinhui/core/Vault"
import type { KeyStoreCase } from "@liulinhui/testing/KeyStoreSuite"
import type { VaultCase } from "@liulinhui/testing/VaultSuite"
import * as MemoryKeys from "@liulinhui/vault/MemoryKeys"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { bindingLiars } from "./bindingLiars.ts"
import { moreStoreLiars } from "./handleLiars.ts"
import { type LyingStore, lyingStores, written } from "./keyStoreLiars.ts"
import { type LyingVault, newest, old, oldest } from "./simpleVault.ts"
import { commonVaultLiars } from "./vaultLiars.ts"

/** All key stores that are broken on purpose. */
export const allStoreLiars: ReadonlyArray<LyingStore> = [...lyingStores, ...moreStoreLiars]

/** All vaults that are broken on purpose. */
export const allVaultLiars: ReadonlyArray<LyingVault> = [...commonVaultLiars, ...bindingLiars]

export const outcomeOfStore = (promise: KeyStoreCase, { bytes, make }: Pick<LyingStore, "make" | "bytes">) =>
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

/** The bytes of the master keys, as they are written in the configuration. */
const secrets = [old, newest, oldest].map((key) => Redacted.value(key).replace(/^.*:/, ""))

export const outcomeOfVault = (promise: VaultCase, make: LyingVault["make"]) =>
  Effect.suspend(() => {
    const [store, rotated, other] = [MemoryKeys.make(), MemoryKeys.make(), MemoryKeys.make()]
    const another = Effect.sync(() => make({ store, master: "before" }))
    const rotation = {
      before: Effect.sync(() => make({ store: rotated, master: "before" })),
      during: Effect.sync(() => make({ store: rotated, master: "during" })),
      after: Effect.sync(() => make({ store: rotated, master: "after" })),
      earlier: Effect.sync(() => make({ store: rotated, master: "earlier" }))
    }
    const elsewhere = Effect.sync(() => make({ store: other, master: "before" }))
    return Effect.flatMap(another, (vault) => promise.check({ vault, another, rotation, elsewhere, secrets }))
  }).pipe(Effect.timeout("20 seconds"), Effect.scoped, Effect.exit)
