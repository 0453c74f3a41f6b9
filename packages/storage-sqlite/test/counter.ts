/**
 * A process that increments a record of an identity store, for tests in which several processes use the same file. Its
 * arguments: the file, and how many times it increments.
 */
import { IdentityStore } from "@liulinhui/core/Identity"
import * as Sqlite from "@liulinhui/storage-sqlite"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import process from "node:process"

const [filename = "", times = "0"] = process.argv.slice(2)
const name = { kind: "counter", key: "n" }

const increment = Effect.fnUntraced(function* (store: IdentityStore["Service"]) {
  for (;;) {
    const found = Option.getOrUndefined(yield* store.get(name))
    const value = `${Number(found?.value ?? 0) + 1}`
    const next = { owner: "", value, expires: 0 }
    if (yield* store.commit([{ ...name, seen: found?.version ?? 0, next }])) return
  }
})

await Effect.runPromise(
  IdentityStore.use((store) => Effect.repeat(increment(store), { times: Number(times) - 1 })).pipe(
    Effect.provide(Sqlite.identity({ filename }))
  )
)
