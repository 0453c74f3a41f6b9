import * as vitest from "@effect/vitest"
import { type KeyStoreShape, KeyStore } from "@liulinhui/core/Vault"
import { keyStoreSuite } from "@liulinhui/testing/KeyStoreSuite"
import { vaultSuite } from "@liulinhui/testing/VaultSuite"
import { testSuite } from "@liulinhui/testing/Suite"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as EpochKeys from "../src/EpochKeys.ts"
import * as MasterKeys from "../src/MasterKeys.ts"
import * as MemoryKeys from "../src/MemoryKeys.ts"
import * as Vault from "../src/index.ts"

const stored = (data: KeyStoreShape, epochs: KeyStoreShape) =>
  Layer.effect(KeyStore, EpochKeys.over(data, epochs))

testSuite(
  vitest,
  keyStoreSuite("with epochs", stored(MemoryKeys.make(), MemoryKeys.make()), { shared: true })
)

const old = MasterKeys.generate("2026")
const newest = MasterKeys.generate("2027")
const both = Redacted.make(`${Redacted.value(newest)},${Redacted.value(old)}`)
const vaultOver = (layer: Layer.Layer<KeyStore, unknown>, masterKeys: Redacted.Redacted) =>
  Vault.layer({ masterKeys }).pipe(Layer.provide(Layer.orDie(layer)))
const [shared, rotated] = [1, 2].map(() => stored(MemoryKeys.make(), MemoryKeys.make()))
testSuite(
  vitest,
  vaultSuite("over keys with epochs", vaultOver(shared!, old), {
    shared: true,
    rotation: {
      before: vaultOver(rotated!, old),
      during: vaultOver(rotated!, both),
      after: vaultOver(rotated!, newest)
    }
  })
)
