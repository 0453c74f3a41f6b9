import * as vitest from "@effect/vitest"
import { describe, expect, it } from "@effect/vitest"
import { DistrictId } from "@liulinhui/core/Id"
import { Owner, KeyStore } from "@liulinhui/core/Vault"
import * as Sqlite from "@liulinhui/storage-sqlite"
import { keyStoreSuite } from "@liulinhui/testing/KeyStoreSuite"
import { vaultSuite } from "@liulinhui/testing/VaultSuite"
import { testSuite } from "@liulinhui/testing/Suite"
import * as Vault from "@liulinhui/vault"
import * as MasterKeys from "@liulinhui/vault/MasterKeys"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { Buffer } from "node:buffer"
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { afterAll } from "vitest"

const folder = mkdtempSync(join(tmpdir(), "liulinhui-keys-"))
afterAll(() => rmSync(folder, { recursive: true }))

/** Returns the bytes of an SQLite file, of its write-ahead log, and of all other files that belong to it. */
const bytesOf = (filename: string) =>
  Effect.sync(() =>
    Buffer.concat(
      readdirSync(folder)
        .filter((name) => join(folder, name).startsWith(filename))
        .map((name) => readFileSync(join(folder, name)))
    )
  )

const suiteFile = join(folder, "suite.keys")
testSuite(
  vitest,
  keyStoreSuite("in an SQLite file", Sqlite.keys({ filename: suiteFile }), {
    shared: true,
    bytes: bytesOf(suiteFile),
    quick: true
  })
)

const old = MasterKeys.generate("2026")
const newest = MasterKeys.generate("2027")
const oldest = MasterKeys.generate("2025")
const all = Redacted.make([newest, old, oldest].map((key) => Redacted.value(key)).join(","))
const vaultIn = (name: string, masterKeys: Redacted.Redacted) =>
  Vault.layer({ masterKeys }).pipe(Layer.provide(Sqlite.keys({ filename: join(folder, name) })))

testSuite(
  vitest,
  vaultSuite("over an SQLite file", vaultIn("vault.keys", old), {
    shared: true,
    rotation: {
      before: vaultIn("rotated.keys", old),
      during: vaultIn("rotated.keys", all),
      after: vaultIn("rotated.keys", newest),
      earlier: vaultIn("rotated.keys", oldest)
    },
    elsewhere: vaultIn("elsewhere.keys", old),
    quick: true,
    secrets: [old, newest, oldest].map((key) => Redacted.value(key).replace(/^.*:/, ""))
  })
)

describe("a key in an SQLite file", () => {
  it.live("is not reported as destroyed while another connection reads the log that contains it", () =>
    Effect.gen(function* () {
      const filename = join(folder, "read.keys")
      const district = DistrictId.make("wan-liu")
      const owner = Owner.make("resident/r1")
      const wrapped = "the-wrapping-of-a-key"
      const keys = Context.get(yield* Layer.build(Sqlite.keys({ filename })), KeyStore)
      yield* keys.keep(district, new Map([[owner, { master: "one", wrapped }]]))

      const reader = new DatabaseSync(filename)
      reader.exec("BEGIN; SELECT count(*) FROM key")
      const refused = yield* Effect.flip(keys.destroy(district, owner))
      expect(refused).toMatchObject({ _tag: "VaultUnavailable", retryable: true })
      // The key could not be removed from the log. The store must not return it any more.
      expect((yield* keys.find(district, [owner])).get(owner)).toEqual({ _tag: "Destroyed" })

      reader.exec("ROLLBACK")
      reader.close()
      yield* keys.destroy(district, owner)
      expect((yield* bytesOf(filename)).includes(wrapped)).toBe(false)
    }).pipe(Effect.scoped)
  )
})
