import { afterAll, describe, it } from "@effect/vitest"
import { expectOneHistory, run } from "@liulinhui/testing/KilledWriters"
import * as Effect from "effect/Effect"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { open } from "../../src/Database.ts"
import * as SqliteLedger from "../../src/SqliteLedger.ts"

const folder = mkdtempSync(join(tmpdir(), "liulinhui-"))
afterAll(() => rmSync(folder, { recursive: true }))

describe("several processes on one file", () => {
  it.live("write one ledger: each command once, in one order, with one chain", () =>
    Effect.gen(function* () {
      const filename = join(folder, "several.db")
      const script = join(import.meta.dirname, "../writer.ts")
      const count = 120
      const said = yield* Effect.forEach(
        ["a", "b", "c"],
        (name) => {
          const log = `${filename}.${name}.log`
          return run(script, [filename, "NORMAL", name, log, `${count}`, "16"], log)
        },
        { concurrency: "unbounded" }
      )
      yield* Effect.scoped(
        Effect.flatMap(open({ filename }), (db) => expectOneHistory(SqliteLedger.make(db), said, count))
      )
    })
  )
})
