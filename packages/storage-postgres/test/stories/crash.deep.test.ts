import { afterAll, expect, it } from "@effect/vitest"
import { Bookmarks } from "@liulinhui/core/Bookmarks"
import { Ledger } from "@liulinhui/core/Ledger"
import * as Postgres from "@liulinhui/storage-postgres"
import { expectKept, run } from "@liulinhui/testing/KilledWriters"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { drop, newSchema, options, past, url, withServer } from "../fixture.ts"

const folder = mkdtempSync(join(tmpdir(), "liulinhui-"))
const schemas: Array<string> = []
const another = (): string => {
  const schema = newSchema()
  schemas.push(schema)
  return schema
}
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await Promise.all(schemas.map(drop))
})

const runWriter = (schema: string, name: string, count: number, kill?: Parameters<typeof run>[3]) => {
  const log = join(folder, `${schema}.${name}.log`)
  return run(join(import.meta.dirname, "../writer.ts"), [url, schema, name, log, `${count}`], log, kill)
}

withServer("a writer killed at ten different moments", () => {
  it.live("keeps what was acknowledged, and all or nothing of the rest", () =>
    Effect.gen(function* () {
      const schema = another()
      const context = yield* Layer.build(Postgres.layer(options(schema)))
      const [ledger, bookmarks] = [Context.get(context, Ledger), Context.get(context, Bookmarks)]
      let known = 0
      for (let life = 0; life < 10; life++) {
        const name = `life${life}`
        const kill = { word: life % 2 === 0 ? "begun" : "ready", after: (life * 37) % 60 } as const
        const said = yield* runWriter(schema, name, 100_000, kill)
        expect(said.complaint).toBe("")
        // The test waits until the server has finished writing the data that the killed process had sent.
        while (
          (yield* past("SELECT 1 FROM pg_stat_activity WHERE application_name = $1", [`${schema} ${name}`]))
            .length > 0
        ) {
          yield* Effect.sleep("5 millis")
        }
        const { position } = yield* expectKept(ledger, bookmarks, name, said)
        expect(position).toBeGreaterThanOrEqual(known)
        known = position
      }
      // This count shows that the process was killed while it was writing, not before.
      expect(known).toBeGreaterThan(10)
    }).pipe(Effect.scoped)
  )
})
