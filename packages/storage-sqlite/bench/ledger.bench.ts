/**
 * Compares the SQLite ledger with raw `node:sqlite` and with emmett-sqlite, in the same run and on the same events.
 * Each library writes to a separate file. Afterwards, the events in each file are counted.
 */
import { StreamId, DistrictId } from "@liulinhui/core/Id"
import { type Append, CommandId, Ledger, type LedgerShape, limits, Portable } from "@liulinhui/core/Ledger"
import * as Sqlite from "@liulinhui/storage-sqlite"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { strict as assert } from "node:assert"
import { randomUUID } from "node:crypto"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import process from "node:process"
import { DatabaseSync, type StatementSync } from "node:sqlite"
import { atLeast, compare, rates as rated, scaled, timing, type Timing } from "../../tooling/src/compare.ts"
import { noteFiles, record } from "../../tooling/src/figures.ts"
import { load } from "../../tooling/src/peers.ts"

type Synchronous = "FULL" | "NORMAL"

const folder = mkdtempSync(join(process.env["BENCH_DIR"] ?? tmpdir(), "ledger-bench-"))
noteFiles(folder)
let files = 0
const newFile = (): string => join(folder, `${++files}.db`)
const print = (text: string): void => void process.stdout.write(`${text}\n`)

// ---- the test events: about 90 bytes of JSON each, in a hundred streams -----------------------------------------

const type = "Visited"
const visit = (n: number) => ({
  household: "wl-12-301",
  by: `volunteer-${n % 97}`,
  on: "2026-03-01",
  note: `visit ${n}`
})
const streams = 100
const district = DistrictId.make("wan-liu")
const at = 1_795_392_000_000
const stream = (n: number): StreamId => StreamId.make(`case-${n % streams}`)
const append = (n: number, expected: number | "any"): Append => ({
  district,
  commandId: CommandId.make(randomUUID()),
  at,
  streams: [{ stream: stream(n), expected, events: [{ type, data: visit(n) }] }]
})

// ---- the compared libraries -------------------------------------------------------------------------------------

interface Ours {
  readonly ledger: LedgerShape
  readonly close: () => Promise<void>
}
const ours = async (synchronous: Synchronous): Promise<Ours> => {
  const scope = Scope.makeUnsafe()
  const context = await Effect.runPromise(
    Layer.buildWithScope(Sqlite.layer({ filename: newFile(), synchronous }), scope)
  )
  return {
    ledger: Context.get(context, Ledger),
    close: () => Effect.runPromise(Scope.close(scope, Exit.void))
  }
}

const rawFile = (synchronous: Synchronous, schema: string): DatabaseSync => {
  const db = new DatabaseSync(newFile())
  db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${synchronous}; ${schema}`)
  return db
}
const rawTable =
  "CREATE TABLE event (position INTEGER PRIMARY KEY, stream TEXT, version INTEGER, type TEXT, data TEXT);"
const rawInsert = "INSERT INTO event (stream, version, type, data) VALUES (?, ?, ?, ?)"
const insert = (statement: StatementSync, n: number): void =>
  void statement.run(`case-${n % streams}`, Math.floor(n / streams) + 1, type, JSON.stringify(visit(n)))

/** The part of emmett-sqlite's API that the bench uses. */
interface Emmett {
  readonly appendToStream: (
    name: string,
    events: ReadonlyArray<{ readonly type: string; readonly data: object }>,
    options?: { readonly expectedStreamVersion: bigint }
  ) => Promise<unknown>
  readonly readStream: (
    name: string
  ) => Promise<{ readonly events: ReadonlyArray<{ readonly data: unknown }> }>
}
interface EmmettModule {
  readonly sqliteConnection: (options: { readonly fileName: string }) => {
    readonly command: (sql: string) => Promise<unknown>
  }
  readonly getSQLiteEventStore: (options: object) => Emmett
}
// These types declare only the part of emmett-sqlite that the benchmark uses.
const emmettModule = (await load(join(import.meta.dirname, "peers"), "@event-driven-io/emmett-sqlite")) as
  | EmmettModule
  | undefined
const emmett = async (synchronous: Synchronous): Promise<Emmett | undefined> => {
  if (emmettModule === undefined) return undefined
  const fileName = newFile()
  const connection = emmettModule.sqliteConnection({ fileName })
  await connection.command(`PRAGMA synchronous = ${synchronous}`)
  return emmettModule.getSQLiteEventStore({ fileName, connectionOptions: { singleton: true, connection } })
}

const rates = (title: string, count: number, timings: ReadonlyArray<Timing>): void =>
  rated(title, count, timings, "ledger")
const run = <A, E>(effect: Effect.Effect<A, E>): Promise<A> => Effect.runPromise(effect)
const numbers = (count: number, from = 0): ReadonlyArray<number> =>
  Array.from({ length: count }, (_, n) => from + n)

// ---- one command in each transaction ----------------------------------------------------------------------------

const sequential = async (synchronous: Synchronous, count: number): Promise<void> => {
  const mine = await ours(synchronous)
  const plain = rawFile(synchronous, rawTable)
  const plainInsert = plain.prepare(rawInsert)
  const careful = rawFile(
    synchronous,
    `${rawTable} CREATE TABLE stream (name TEXT PRIMARY KEY, version INTEGER)`
  )
  const begin = careful.prepare("BEGIN IMMEDIATE")
  const version = careful.prepare(
    "INSERT INTO stream VALUES (?, 1) ON CONFLICT DO UPDATE SET version = version + 1 RETURNING version"
  )
  const carefulInsert = careful.prepare(rawInsert)
  const commit = careful.prepare("COMMIT")
  const theirs = await emmett(synchronous)
  const done = { mine: 0, plain: 0, careful: 0, theirs: 0 }
  const fewer = Math.ceil(count / 10)
  const own = {
    ledger: () =>
      run(
        Effect.forEach(
          numbers(count, done.mine),
          (n) => {
            done.mine += 1
            return mine.ledger.append(append(n, Math.floor(n / streams)))
          },
          { discard: true }
        )
      )
  }
  const raw = {
    "raw: one insert": () => {
      for (const n of numbers(count, done.plain)) insert(plainInsert, n)
      done.plain += count
    },
    "raw: begin, stream version, insert, commit": () => {
      for (const n of numbers(count, done.careful)) {
        begin.run()
        version.get(`case-${n % streams}`)
        insert(carefulInsert, n)
        commit.run()
      }
      done.careful += count
    }
  }
  const peers =
    theirs === undefined
      ? {}
      : {
          "emmett-sqlite appendToStream": async () => {
            for (const n of numbers(fewer, done.theirs)) {
              await theirs.appendToStream(`case-${n % streams}`, [{ type, data: visit(n) }], {
                expectedStreamVersion: BigInt(Math.floor(n / streams))
              })
            }
            done.theirs += fewer
          }
        }
  // emmett-sqlite runs in a separate comparison. Otherwise its garbage would be collected while raw SQLite or the
  // ledger is measured.
  for (const [against, contestants] of Object.entries({ raw, peers })) {
    // Each library has many short turns, because the speed of a disk varies.
    const timings = (await compare({ ...own, ...contestants }, { rounds: 41, warmup: 10 })).map((timing) =>
      timing.name.startsWith("emmett") ? scaled(timing, count / fewer) : timing
    )
    rates(
      `append, one command a transaction, ${synchronous}, ${count} commands, against ${against}`,
      count,
      timings
    )
    const isFull = synchronous === "FULL"
    atLeast(`one append, ${synchronous}, against raw`, timings, "raw: one insert", isFull ? 0.85 : 0.6)
    atLeast(
      `one append, ${synchronous}, against emmett`,
      timings,
      "emmett-sqlite appendToStream",
      isFull ? 3 : 10
    )
  }
  assert.equal((await run(mine.ledger.verify(district))).position, done.mine)
  assert.equal(plain.prepare("SELECT count(*) AS n FROM event").get()?.["n"], done.plain)
  assert.equal(careful.prepare("SELECT sum(version) AS n FROM stream").get()?.["n"], done.careful)
  await mine.close()
}
// ---- many commands at the same time -----------------------------------------------------------------------------

const together = async (synchronous: Synchronous, count: number, inFlight: number): Promise<void> => {
  const mine = await ours(synchronous)
  const alone = await ours(synchronous)
  const raw = rawFile(synchronous, rawTable)
  const rawStatement = raw.prepare(rawInsert)
  const fewer = Math.ceil(count / 10)
  let done = 0
  const measured = await compare(
    {
      [`ledger, ${inFlight} in flight`]: () => {
        done += count
        return run(
          Effect.forEach(numbers(count), (n) => mine.ledger.append(append(n, "any")), {
            concurrency: inFlight,
            discard: true
          })
        )
      },
      "ledger, one after another": () =>
        run(Effect.forEach(numbers(fewer), (n) => alone.ledger.append(append(n, "any")), { discard: true })),
      [`raw: ${inFlight} inserts a transaction`]: () => {
        for (let n = 0; n < count; n += inFlight) {
          raw.exec("BEGIN IMMEDIATE")
          for (const each of numbers(Math.min(inFlight, count - n), n)) insert(rawStatement, each)
          raw.exec("COMMIT")
        }
      }
    },
    { rounds: 5, warmup: 1 }
  )
  const timings = measured.map((timing) =>
    timing.name.endsWith("another") ? scaled(timing, count / fewer) : timing
  )
  rates(`append, ${inFlight} commands in flight, ${synchronous}, ${count} commands`, count, timings)
  const raw64 = `raw: ${inFlight} inserts a transaction`
  atLeast(`${inFlight} in flight, ${synchronous}, against raw`, timings, raw64, 0.5)
  if (synchronous === "FULL") {
    atLeast(`${inFlight} in flight, FULL, against one after another`, timings, "ledger, one after another", 8)
  }
  assert.equal((await run(mine.ledger.verify(district))).position, done)
  await mine.close()
  await alone.close()
}

// ---- import and replay of many events ---------------------------------------------------------------------------

const importing = async (count: number): Promise<void> => {
  const mine = await ours("FULL")
  const raw = rawFile("FULL", rawTable)
  const rawStatement = raw.prepare(rawInsert)
  const hundred = raw.prepare(
    `INSERT INTO event (stream, version, type, data) VALUES ${numbers(100)
      .map(() => "(?, ?, ?, ?)")
      .join(", ")}`
  )
  const theirs = await emmett("FULL")
  let imported = 0
  const timings = await compare(
    {
      ledger: () => {
        const events = numbers(count).map((n) => ({ type, data: visit(n) }))
        imported += 1
        return run(
          mine.ledger.append({
            district,
            commandId: CommandId.make(randomUUID()),
            at,
            streams: [{ stream: StreamId.make(`registry-${imported}`), expected: 0, events }]
          })
        )
      },
      "raw: a row at a time": () => {
        raw.exec("BEGIN")
        for (const n of numbers(count)) insert(rawStatement, n)
        raw.exec("COMMIT")
      },
      "raw: 100 rows a statement": () => {
        raw.exec("BEGIN")
        for (let n = 0; n < count; n += 100) {
          hundred.run(
            ...numbers(100, n).flatMap((each) => ["registry", each, type, JSON.stringify(visit(each))])
          )
        }
        raw.exec("COMMIT")
      },
      ...(theirs === undefined
        ? {}
        : {
            // emmett-sqlite sends all events of an append in one statement, which can hold about three thousand events.
            "emmett-sqlite appendToStream, 1000 at a time": async () => {
              const name = `registry-${randomUUID()}`
              for (let n = 0; n < count; n += 1000) {
                await theirs.appendToStream(
                  name,
                  numbers(1000, n).map((each) => ({ type, data: visit(each) }))
                )
              }
            }
          })
    },
    { rounds: 5, warmup: 1 }
  )
  rates(`import of ${count} events in one append, FULL`, count, timings)
  atLeast("import, against raw rows", timings, "raw: a row at a time", 0.45)
  assert.equal((await run(mine.ledger.verify(district))).position, imported * count)
  await mine.close()
}

// Reads the data of an event. Each library must read the data of every event. At the end, all libraries must have read
// the same data.
const look = (data: unknown): number => (data as { readonly note: string }).note.length

const replaying = async (): Promise<void> => {
  const each = 1000
  const count = streams * each
  const mine = await ours("NORMAL")
  for (let n = 0; n < count; n += 1000) {
    await run(mine.ledger.appendAll(numbers(1000, n).map((k) => append(k, "any"))))
  }
  const raw = rawFile("NORMAL", `${rawTable} CREATE UNIQUE INDEX event_by_stream ON event (stream, version)`)
  const rawStatement = raw.prepare(rawInsert)
  raw.exec("BEGIN")
  for (const n of numbers(count)) insert(rawStatement, n)
  raw.exec("COMMIT")
  const all = raw.prepare("SELECT position, version, type, data FROM event WHERE stream = ? ORDER BY version")
  const aggregated = raw.prepare(
    "SELECT '[' || group_concat(data, ',') || ']' AS data FROM event WHERE stream = ?"
  )
  const district1 = raw.prepare("SELECT * FROM event WHERE position > ? ORDER BY position LIMIT 10000")
  const theirs = await emmett("NORMAL")
  if (theirs !== undefined) {
    for (const s of numbers(streams)) {
      await theirs.appendToStream(
        `case-${s}`,
        numbers(each).map((k) => ({ type, data: visit(k * streams + s) }))
      )
    }
  }
  const notes = new Map<string, number>()
  const heard = (name: string, sum: number): void => {
    assert.equal(notes.get(name) ?? sum, sum)
    notes.set(name, sum)
  }
  const byStream = await compare(
    {
      ledger: async () => {
        let sum = 0
        await run(
          Effect.forEach(
            numbers(streams),
            (s) =>
              Effect.map(mine.ledger.readStream(district, stream(s), 0, limits.page), (entries) => {
                for (const { data } of entries) sum += look(data)
              }),
            { discard: true }
          )
        )
        heard("stream", sum)
      },
      "raw: all(), JSON.parse": () => {
        let sum = 0
        for (const s of numbers(streams)) {
          const entries = all
            .all(`case-${s}`)
            .map((row) => ({ ...row, data: JSON.parse(String(row["data"])) as unknown }))
          for (const { data } of entries) sum += look(data)
        }
        heard("stream", sum)
      },
      "raw: data only, one aggregated JSON text": () => {
        let sum = 0
        for (const s of numbers(streams)) {
          const row = aggregated.get(`case-${s}`)
          for (const data of JSON.parse(String(row?.["data"])) as ReadonlyArray<unknown>) sum += look(data)
        }
        heard("stream", sum)
      },
      ...(theirs === undefined
        ? {}
        : {
            "emmett-sqlite readStream": async () => {
              let sum = 0
              for (const s of numbers(streams)) {
                for (const { data } of (await theirs.readStream(`case-${s}`)).events) sum += look(data)
              }
              heard("stream", sum)
            }
          })
    },
    { rounds: 7, warmup: 2 }
  )
  rates(`replay of ${streams} streams of ${each} events`, count, byStream)

  const whole = await compare(
    {
      ledger: async () => {
        let sum = 0
        await run(
          Stream.runForEachArray(mine.ledger.all(district), (entries) =>
            Effect.sync(() => {
              for (const { data } of entries) sum += look(data)
            })
          )
        )
        heard("stream", sum)
      },
      "raw: all() in pages, JSON.parse": () => {
        let sum = 0
        for (let after = 0; after < count; after += 10_000) {
          const entries = district1
            .all(after)
            .map((row) => ({ ...row, data: JSON.parse(String(row["data"])) as unknown }))
          for (const { data } of entries) sum += look(data)
        }
        heard("stream", sum)
      },
      "ledger: verify": () => run(mine.ledger.verify(district))
    },
    { rounds: 7, warmup: 2 }
  )
  rates(`replay of a district of ${count} entries`, count, whole)

  const lines = await run(Stream.runCollect(Portable.lines(mine.ledger, district)))
  const moved = await compare(
    {
      "ledger: export": () => run(Stream.runDrain(Portable.lines(mine.ledger, district))),
      "ledger: import of the file, checked whole": async () => {
        const other = await ours("FULL")
        await run(Portable.restore(other.ledger, Stream.fromArray(lines)))
        await other.close()
      }
    },
    { rounds: 3, warmup: 1 }
  )
  rates(`a district of ${count} entries, each a separate command, as a portable file`, count, moved)
  await mine.close()
}

// ---- how the cost grows with the number of entries --------------------------------------------------------------

const growing = async (): Promise<void> => {
  print(
    "cost of one append by the length of the district and of the stream, NORMAL (µs, median of 2,000; mean)"
  )
  const mine = await ours("NORMAL")
  const long = StreamId.make("long")
  let length = 0
  const one = (expected: number): Append => ({
    district,
    commandId: CommandId.make(randomUUID()),
    at,
    streams: [{ stream: long, expected, events: [{ type, data: visit(expected) }] }]
  })
  for (const size of [1e3, 1e4, 1e5, 1e6]) {
    while (length < size) {
      const count = Math.min(1000, size - length)
      await run(mine.ledger.appendAll(numbers(count, length).map(one)))
      length += count
    }
    const times: Array<number> = []
    await run(
      Effect.forEach(
        numbers(10_000, length),
        (n) =>
          Effect.suspend(() => {
            const start = process.hrtime.bigint()
            return Effect.map(mine.ledger.append(one(n)), () => {
              times.push(Number(process.hrtime.bigint() - start) / 1000)
            })
          }),
        { discard: true }
      )
    )
    length += 10_000
    const { least, median, most } = timing("ledger", times)
    record({
      title: `one append, ${size} entries in the stream`,
      unit: "µs",
      rounds: times.length,
      figures: [{ name: "ledger", median, least, most }]
    })
    const sorted = times.toSorted((x, y) => x - y)
    const mean = times.reduce((sum, time) => sum + time, 0) / times.length
    print(
      `  ${String(size).padStart(9)} entries: median ${sorted[times.length >> 1]!.toFixed(1)}, mean ${mean.toFixed(1)}, ` +
        `99 % under ${sorted[Math.floor(times.length * 0.99)]!.toFixed(1)}, most ${sorted.at(-1)!.toFixed(0)}`
    )
  }
  global.gc?.()
  const before = process.memoryUsage().heapUsed
  let most = 0
  let seen = 0
  await run(
    Stream.runForEachArray(Stream.take(mine.ledger.follow(district), length), (entries) =>
      Effect.sync(() => {
        seen += entries.length
        if (seen % 100_000 === 0) global.gc?.()
        most = Math.max(most, process.memoryUsage().heapUsed)
      })
    )
  )
  assert.equal(seen, length)
  print(
    `a follower over ${seen} entries: at most ${((most - before) / 1e6).toFixed(0)} MB of heap above the start\n`
  )
  await mine.close()
}

const wanted = process.argv.slice(2).find((word) => !word.startsWith("--")) ?? ""
const sections: Readonly<Record<string, () => Promise<void>>> = {
  sequential: async () => {
    await sequential("NORMAL", 1000)
    await sequential("FULL", 100)
  },
  together: async () => {
    await together("FULL", 10_000, 64)
    await together("NORMAL", 20_000, 64)
  },
  import: () => importing(100_000),
  replay: replaying,
  growth: growing
}
try {
  for (const [name, section] of Object.entries(sections)) if (name.includes(wanted)) await section()
} finally {
  rmSync(folder, { recursive: true })
}
