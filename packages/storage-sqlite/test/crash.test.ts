import { afterAll, describe, expect, it } from "@effect/vitest"
import { DistrictId } from "@liulinhui/core/place/Id"
import { CommandId, type Entry, type LedgerShape } from "@liulinhui/core/ports/Ledger"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { spawn } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import process from "node:process"
import { open } from "../src/Database.ts"
import * as SqliteBookmarks from "../src/SqliteBookmarks.ts"
import * as SqliteClient from "../src/SqliteClient.ts"
import * as SqliteLedger from "../src/SqliteLedger.ts"

const folder = mkdtempSync(join(tmpdir(), "liulinhui-"))
afterAll(() => rmSync(folder, { recursive: true }))

const district = DistrictId.make("wan-liu")

interface Written {
  readonly commandId: string
  readonly first: number
  readonly last: number
  readonly repeated: boolean
}

/** What a writer has said. */
interface Said {
  readonly sent: ReadonlyMap<string, number>
  readonly appended: ReadonlyArray<Written>
  readonly marked: number
  readonly complaint: string
}

interface Writer {
  readonly filename: string
  readonly synchronous: "FULL" | "NORMAL"
  readonly name: string
  readonly count: number
  readonly tailLength: number
}

/** Runs a writer; kills it so many milliseconds after it has said a word, or lets it end. */
const runWriter = (
  { filename, synchronous, name, count, tailLength }: Writer,
  kill?: { readonly word: "ready" | "begun"; readonly after: number }
): Promise<Said> =>
  new Promise((resolve) => {
    const script = join(import.meta.dirname, "writer.ts")
    const writer = spawn(process.execPath, [script, filename, synchronous, name, `${count}`, `${tailLength}`])
    let complaint = ""
    writer.stdout.on("data", (chunk: Buffer) => {
      if (kill !== undefined && chunk.toString().includes(kill.word)) {
        setTimeout(() => writer.kill("SIGKILL"), kill.after)
      }
    })
    writer.stderr.on("data", (chunk: Buffer) => (complaint += chunk.toString()))
    writer.on("close", () => {
      const log = readFileSync(`${filename}.${name}.log`, "utf8")
      // The last line may have been cut off.
      const words = log
        .slice(0, log.lastIndexOf("\n"))
        .split("\n")
        .map((line) => line.split(" "))
      resolve({
        sent: new Map(
          words.flatMap(([word, id = "", size]) => (word === "sent" ? [[id, Number(size)]] : []))
        ),
        appended: words.flatMap(([word, commandId = "", first, last, repeated]) =>
          word === "appended"
            ? [{ commandId, first: Number(first), last: Number(last), repeated: repeated === "true" }]
            : []
        ),
        marked: Math.max(
          0,
          ...words.flatMap(([word, position]) => (word === "marked" ? [Number(position)] : []))
        ),
        complaint
      })
    })
  })

const opened = <A, E>(
  filename: string,
  use: (ledger: LedgerShape, bookmarks: ReturnType<typeof SqliteBookmarks.make>) => Effect.Effect<A, E>
) =>
  Effect.scoped(
    Effect.flatMap(open({ filename }), (db) =>
      Effect.flatMap(SqliteClient.make(db), (client) =>
        use(SqliteLedger.make(db), SqliteBookmarks.make(db, client))
      )
    )
  )

/** How many entries each command has, where each command's entries stand together and are all that it sent. */
const expectWhole = (entries: ReadonlyArray<Entry>): ReadonlyMap<string, number> => {
  const sizes = new Map<string, number>()
  const broken: Array<string> = []
  let due = 0
  for (const { commandId, data } of entries) {
    const { of, size } = data as { readonly of: number; readonly size: number }
    if (of === 0 ? due > 0 || sizes.has(commandId) : due !== size - of || sizes.get(commandId) !== size) {
      broken.push(commandId)
    }
    sizes.set(commandId, size)
    due = size - of - 1
  }
  expect(broken).toEqual([])
  expect(due).toBe(0)
  return sizes
}

describe("a writer killed at a random moment", () => {
  it.live.each([
    ["FULL", 8192],
    ["NORMAL", 20]
  ] as const)(
    "leaves what was acknowledged, and all or nothing of the rest: %s",
    ([synchronous, tailLength]) =>
      Effect.gen(function* () {
        const filename = join(folder, `${synchronous}.db`)
        let known = 0
        for (let life = 0; life < 12; life++) {
          const name = `life${life}`
          const kill = { word: life % 2 === 0 ? "begun" : "ready", after: Math.random() * 40 } as const
          const said = yield* Effect.promise(() =>
            runWriter({ filename, synchronous, name, count: 100_000, tailLength }, kill)
          )
          expect(said.complaint).toBe("")
          yield* opened(filename, (ledger, bookmarks) =>
            Effect.gen(function* () {
              const head = yield* ledger.verify(district)
              for (const { commandId, first, last } of said.appended) {
                const receipt = yield* ledger.receipt(district, CommandId.make(commandId))
                expect(Option.getOrUndefined(receipt)).toEqual({ first, last, repeated: true })
              }
              const sizes = expectWhole(yield* Stream.runCollect(ledger.all(district)))
              for (const [commandId, size] of said.sent) {
                const receipt = yield* ledger.receipt(district, CommandId.make(commandId))
                expect(Option.isSome(receipt)).toBe(sizes.has(commandId))
                if (Option.isSome(receipt)) expect(receipt.value.last - receipt.value.first + 1).toBe(size)
              }
              const bookmark = yield* bookmarks.get(district, name)
              expect(bookmark).toBeGreaterThanOrEqual(said.marked)
              expect(bookmark).toBeLessThanOrEqual(head.position)
              expect(head.position).toBeGreaterThanOrEqual(known)
              known = head.position
            })
          )
        }
        // It was killed while writing, not before.
        expect(known).toBeGreaterThan(10)
      })
  )
})

describe("several processes on one file", () => {
  it.live("write one ledger: each command once, in one order, with one chain", () =>
    Effect.gen(function* () {
      const filename = join(folder, "several.db")
      const count = 120
      const said = yield* Effect.promise(() =>
        Promise.all(
          ["a", "b", "c"].map((name) =>
            runWriter({ filename, synchronous: "NORMAL", name, count, tailLength: 16 })
          )
        )
      )
      yield* opened(filename, (ledger) =>
        Effect.gen(function* () {
          const { position } = yield* ledger.verify(district)
          const written = new Map<string, Written>()
          for (const { appended, complaint } of said) {
            expect(complaint).toBe("")
            expect(appended).toHaveLength(count)
            for (const one of appended.filter(({ repeated }) => !repeated)) {
              expect(written.has(one.commandId)).toBe(false)
              written.set(one.commandId, one)
            }
          }
          // Whoever came second was given the receipt of who came first.
          for (const { commandId, first, last } of said.flatMap(({ appended }) => appended)) {
            expect(written.get(commandId)).toMatchObject({ first, last })
          }
          expect(written.size).toBe(3 * count - (2 * count) / 4)
          const sizes = expectWhole(yield* Stream.runCollect(ledger.all(district)))
          expect(sizes.size).toBe(written.size)
          expect([...sizes.values()].reduce((sum, size) => sum + size, 0)).toBe(position)
        })
      )
    })
  )
})
