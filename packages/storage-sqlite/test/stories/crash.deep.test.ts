import { afterAll, describe, expect, it } from "@effect/vitest"
import { expectKept, run } from "@liulinhui/testing/KilledWriters"
import * as Effect from "effect/Effect"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { open } from "../../src/Database.ts"
import * as SqliteBookmarks from "../../src/SqliteBookmarks.ts"
import * as SqliteClient from "../../src/SqliteClient.ts"
import * as SqliteLedger from "../../src/SqliteLedger.ts"

const folder = mkdtempSync(join(tmpdir(), "liulinhui-"))
afterAll(() => rmSync(folder, { recursive: true }))

interface Writer {
  readonly filename: string
  readonly synchronous: "FULL" | "NORMAL"
  readonly name: string
  readonly count: number
  readonly tailLength: number
}
const runWriter = (
  { filename, synchronous, name, count, tailLength }: Writer,
  kill?: Parameters<typeof run>[3]
) => {
  const log = `${filename}.${name}.log`
  const script = join(import.meta.dirname, "../writer.ts")
  return run(script, [filename, synchronous, name, log, `${count}`, `${tailLength}`], log, kill)
}

describe("a writer killed at twelve different moments", () => {
  it.live.each([
    ["FULL", 8192],
    ["NORMAL", 20]
  ] as const)(
    "keeps what was acknowledged, and all or nothing of the rest: %s",
    ([synchronous, tailLength]) =>
      Effect.gen(function* () {
        const filename = join(folder, `${synchronous}.db`)
        let known = 0
        for (let life = 0; life < 12; life++) {
          const name = `life${life}`
          const kill = { word: life % 2 === 0 ? "begun" : "ready", after: (life * 23) % 40 } as const
          const said = yield* runWriter({ filename, synchronous, name, count: 100_000, tailLength }, kill)
          expect(said.complaint).toBe("")
          const { position } = yield* Effect.scoped(
            Effect.gen(function* () {
              const db = yield* open({ filename })
              const bookmarks = SqliteBookmarks.make(db, yield* SqliteClient.make(db))
              return yield* expectKept(SqliteLedger.make(db), bookmarks, name, said)
            })
          )
          expect(position).toBeGreaterThanOrEqual(known)
          known = position
        }
        // This count shows that the process was killed while it was writing, not before.
        expect(known).toBeGreaterThan(10)
      })
  )
})
