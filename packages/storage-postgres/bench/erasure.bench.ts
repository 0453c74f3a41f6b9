/**
 * Measures what an erasure costs: the destruction of one data key, and of a hundred at the same time. Compares a file of
 * keys, from which a key disappears, with keys that have epochs, for which the other keys are encrypted again. The keys
 * with epochs are in PostgreSQL, with their epoch keys in a file, as the command uses them.
 *
 * `node packages/tooling/src/bench.ts erasure`
 */
import { DistrictId } from "@liulinhui/core/Id"
import { KeyStore, type KeyStoreShape, Owner } from "@liulinhui/core/Vault"
import * as Postgres from "@liulinhui/storage-postgres"
import * as Sqlite from "@liulinhui/storage-sqlite"
import * as EpochKeys from "@liulinhui/vault/EpochKeys"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Scope from "effect/Scope"
import { strict as assert } from "node:assert"
import { randomBytes } from "node:crypto"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { compare, report } from "../../tooling/src/compare.ts"
import { isShort } from "../../tooling/src/figures.ts"
import { start } from "../test/server.ts"

const run = <A, E>(effect: Effect.Effect<A, E>): Promise<A> => Effect.runPromise(effect)
const folder = mkdtempSync(join(tmpdir(), "erasure-"))
const server = await start()
const scope = Scope.makeUnsafe()
let stores = 0

const open = <E>(layer: Layer.Layer<KeyStore, E>): Promise<KeyStoreShape> =>
  run(
    Effect.map(Scope.provide(Layer.build(Layer.fresh(layer)), scope), (built) => Context.get(built, KeyStore))
  )
const inFile = () => open(Sqlite.keys({ filename: join(folder, `${++stores}.keys`) }))
const inDatabase = () =>
  open(Postgres.keys({ url: Redacted.make(server.url), schema: `keys_${++stores}`, maxConnections: 10 }))
const withEpochs = async () => run(EpochKeys.over(await inDatabase(), await inFile()))

const district = DistrictId.make("wan-liu")
const owner = (n: number): Owner => Owner.make(`resident/r${n}`)

/** Stores keys of this many people, and returns a function that destroys the keys of the next people. */
const destroying = async (store: KeyStoreShape, keys: number, atOnce: number) => {
  for (let from = 0; from < keys; from += 1000) {
    const some = Array.from({ length: Math.min(1000, keys - from) }, (_, n) => from + n)
    const wrapped = () => randomBytes(61).toString("base64url")
    await run(
      store.keep(district, new Map(some.map((n) => [owner(n), { master: "one", wrapped: wrapped() }])))
    )
  }
  let next = 0
  return async () => {
    const owners = Array.from({ length: atOnce }, () => owner(next++))
    await run(
      Effect.forEach(owners, (one) => store.destroy(district, one), {
        concurrency: "unbounded",
        discard: true
      })
    )
    const found = await run(store.find(district, owners))
    assert.ok(owners.every((one) => found.get(one)?._tag === "Destroyed"))
  }
}

for (const keys of isShort ? [1000] : [1000, 10_000]) {
  for (const atOnce of [1, 100]) {
    const contestants = {
      "PostgreSQL with epochs": await destroying(await withEpochs(), keys, atOnce),
      "a file of keys": await destroying(await inFile(), keys, atOnce)
    }
    report(
      `${atOnce === 1 ? "one erasure" : `${atOnce} erasures at once`}, ${keys} keys`,
      await compare(contestants, { rounds: isShort ? 2 : 5, warmup: 1 }),
      atOnce
    )
  }
}

await run(Scope.close(scope, Exit.void))
await server.stop()
rmSync(folder, { recursive: true })
