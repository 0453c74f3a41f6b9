/**
 * A process that writes to a ledger's file as hard as it can, for tests that kill it or run several. It is told
 *
 *     file · FULL or NORMAL · its name · how many appends · length of a tail
 *
 * and says on standard output "ready", and "begun" when the first append was acknowledged to it. It writes into `<file>.<name>.log` what was acknowledged to it, each line at
 * once (a file that is written to survives who writes, and never blocks):
 *
 *     sent <command> <number of entries>
 *     appended <command> <first> <last> <whether it was a repetition>
 *     marked <position>
 */
import { StreamId } from "@liulinhui/core/kernel/StreamId"
import { DistrictId } from "@liulinhui/core/place/Id"
import { type Append, CommandId } from "@liulinhui/core/ports/Ledger"
import * as Effect from "effect/Effect"
import { openSync, writeSync } from "node:fs"
import process from "node:process"
import { open } from "../src/Database.ts"
import * as SqliteBookmarks from "../src/SqliteBookmarks.ts"
import * as SqliteClient from "../src/SqliteClient.ts"
import * as SqliteLedger from "../src/SqliteLedger.ts"

const [filename = "", synchronous = "FULL", name = "", count = "1", tailLength = "8192"] =
  process.argv.slice(2)

const log = openSync(`${filename}.${name}.log`, "a")
const say = (line: string): void => void writeSync(log, `${line}\n`)
let begun = false
const district = DistrictId.make("wan-liu")

/** Sizes and streams differ; every fourth command has the same name in each process. */
const append = (n: number): Append => {
  const size = 1 + (n % 5)
  const commandId = CommandId.make(n % 4 === 0 ? `shared-${n}` : `${name}-${n}`)
  const events = Array.from({ length: size }, (_, of) => ({
    type: "Visited",
    data: { of, size, note: "字".repeat((n * 37) % 300) }
  }))
  const half = Math.ceil(size / 2)
  return {
    district,
    commandId,
    at: n,
    streams: [
      { stream: StreamId.make(`case-${n % 7}`), expected: "any", events: events.slice(0, half) },
      ...(half < size
        ? [{ stream: StreamId.make(`log-${n % 3}`), expected: "any" as const, events: events.slice(half) }]
        : [])
    ]
  }
}

await Effect.runPromise(
  Effect.scoped(
    Effect.gen(function* () {
      const db = yield* open({
        filename,
        synchronous: synchronous === "NORMAL" ? "NORMAL" : "FULL",
        busyTimeout: 60_000
      })
      const ledger = SqliteLedger.make(db, Number(tailLength))
      const bookmarks = SqliteBookmarks.make(db, yield* SqliteClient.make(db))
      process.stdout.write("ready\n")
      yield* Effect.forEach(
        Array.from({ length: Number(count) }, (_, n) => n),
        (n) => {
          const one = append(n)
          say(`sent ${one.commandId} ${1 + (n % 5)}`)
          return Effect.flatMap(ledger.append(one), ({ first, last, repeated }) => {
            say(`appended ${one.commandId} ${first} ${last} ${repeated}`)
            if (!begun) process.stdout.write("begun\n")
            begun = true
            return n % 10 === 0
              ? Effect.map(bookmarks.advance(district, name, last), () => say(`marked ${last}`))
              : Effect.void
          })
        },
        { concurrency: 4, discard: true }
      )
    })
  )
)
