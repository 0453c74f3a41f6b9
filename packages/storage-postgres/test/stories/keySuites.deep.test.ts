import * as vitest from "@effect/vitest"
import { afterAll } from "@effect/vitest"
import * as Postgres from "@liulinhui/storage-postgres"
import { keyStoreSuite } from "@liulinhui/testing/KeyStoreSuite"
import { vaultSuite } from "@liulinhui/testing/VaultSuite"
import { testSuite } from "@liulinhui/testing/Suite"
import * as VaultOf from "@liulinhui/vault"
import * as MasterKeys from "@liulinhui/vault/MasterKeys"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { drop, newSchema, options, withServer } from "../fixture.ts"

const schemas = { keys: newSchema(), vault: newSchema(), rotated: newSchema(), elsewhere: newSchema() }
afterAll(async () => {
  for (const schema of Object.values(schemas)) await drop(schema)
})

const old = MasterKeys.generate("2026")
const newest = MasterKeys.generate("2027")
const oldest = MasterKeys.generate("2025")
const all = Redacted.make([newest, old, oldest].map((key) => Redacted.value(key)).join(","))
const vaultIn = (schema: string, masterKeys: Redacted.Redacted) =>
  VaultOf.layer({ masterKeys }).pipe(Layer.provide(Postgres.keys(options(schema))))

withServer("keys in PostgreSQL", () => {
  testSuite(
    vitest,
    keyStoreSuite("in a PostgreSQL database", Postgres.keys(options(schemas.keys)), {
      shared: true,
      quick: true
    })
  )
  testSuite(
    vitest,
    vaultSuite("over a PostgreSQL database", vaultIn(schemas.vault, old), {
      shared: true,
      rotation: {
        before: vaultIn(schemas.rotated, old),
        during: vaultIn(schemas.rotated, all),
        after: vaultIn(schemas.rotated, newest),
        earlier: vaultIn(schemas.rotated, oldest)
      },
      elsewhere: vaultIn(schemas.elsewhere, old),
      secrets: [old, newest, oldest].map((key) => Redacted.value(key).replace(/^.*:/, "")),
      quick: true
    })
  )
})
