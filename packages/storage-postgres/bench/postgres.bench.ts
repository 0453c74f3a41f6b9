/**
 * Compares the PostgreSQL ledger with raw `pg`, emmett-postgresql and castore, in the same run, on the same server and
 * with the same events. All have the same durability, because it depends on the server's settings (`fsync` and
 * `synchronous_commit` are on). Afterwards, the benchmark counts the events that each library has stored.
 */
import { StreamId, DistrictId } from "@liulinhui/core/Id"
import { type Append, CommandId, Ledger, type LedgerShape, limits } from "@liulinhui/core/Ledger"
import * as Postgres from "@liulinhui/storage-postgres"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { strict as assert } from "node:assert"
import { randomUUID } from "node:crypto"
import { join } from "node:path"
import process from "node:process"
import pg from "pg"
import { atLeast, compare, rates, scaled, timing, type Timing } from "../../tooling/src/compare.ts"
import { noteThreads, record } from "../../tooling/src/figures.ts"
import { load } from "../../tooling/src/peers.ts"
import { start } from "../test/server.ts"

const print = (text: string): void => void process.stdout.write(`${text}\n`)
const run = <A, E>(effect: Effect.Effect<A, E>): Promise<A> => Effect.runPromise(effect)
const numbers = (count: number, from = 0): ReadonlyArray<number> =>
  Array.from({ length: count }, (_, n) => from + n)

// ---- the test events: about 90 bytes of JSON each, in a hundred streams -----------------------------------------

const type = "Visited"
const visit = (n: number) => ({
  household: "wl-12-301",
  by: `volunteer-${n % 97}`,
  on: "2026-03-01",
  note: `visit ${n}`
})
const streams = 100
const at = 1_795_392_000_000
const stream = (n: number): StreamId => StreamId.make(`case-${n % streams}`)
const append = (district: DistrictId, n: number, expected: number | "any"): Append => ({
  district,
  commandId: CommandId.make(randomUUID()),
  at,
  streams: [{ stream: stream(n), expected, events: [{ type, data: visit(n) }] }]
})
const newDistrict = (): DistrictId => DistrictId.make(`d-${randomUUID()}`)

// ---- the compared libraries -------------------------------------------------------------------------------------

const server = await start()
// Besides the connections of the pool, a ledger opens four more for appends of a single entry.
const connections = 10

const scope = Scope.makeUnsafe()
const open = async (): Promise<LedgerShape> =>
  Context.get(
    await run(
      Scope.provide(
        Layer.build(
          Layer.fresh(Postgres.layer({ url: Redacted.make(server.url), maxConnections: connections - 4 }))
        ),
        scope
      )
    ),
    Ledger
  )
const ledger = await open()

const pool = new pg.Pool({ connectionString: server.url, max: connections })
const client = new pg.Client({ connectionString: server.url })
await client.connect()
await client.query(
  `CREATE TABLE raw (position bigserial PRIMARY KEY, stream text, version bigint, type text, data text);
   CREATE TABLE careful (position bigserial PRIMARY KEY, stream text, version bigint, type text, data text,
     UNIQUE (stream, version))`
)
const insert = (table: string, n: number, version = Math.floor(n / streams)) => ({
  name: `insert-${table}`,
  text: `INSERT INTO ${table} (stream, version, type, data) VALUES ($1, $2, $3, $4)`,
  values: [`case-${n % streams}`, version, type, JSON.stringify(visit(n))]
})
const counted = async (table: string): Promise<number> =>
  Number((await client.query(`SELECT count(*) AS n FROM ${table}`)).rows[0].n)

/** The part of the other libraries' API that the benchmark uses. */
interface Emmett {
  readonly appendToStream: (
    name: string,
    events: ReadonlyArray<{ readonly type: string; readonly data: object }>,
    options?: { readonly expectedStreamVersion: bigint }
  ) => Promise<unknown>
  readonly readStream: (
    name: string
  ) => Promise<{ readonly events: ReadonlyArray<{ readonly data: unknown }> }>
  readonly close: () => Promise<void>
}
interface EmmettModule {
  readonly getPostgreSQLEventStore: (url: string) => Emmett
}
interface Castore {
  readonly pushEvent: (
    event: { aggregateId: string; version: number; type: string; payload: object },
    options: { readonly eventStoreId: string }
  ) => Promise<unknown>
  readonly getEvents: (
    aggregateId: string,
    context: { readonly eventStoreId: string }
  ) => Promise<{ readonly events: ReadonlyArray<{ readonly payload?: unknown }> }>
}
interface CastoreModule {
  readonly PostgresEventStorageAdapter: {
    new (options: { readonly connectionString: string; readonly tableName: string }): Castore
    readonly createEventTable: (options: {
      readonly connectionString: string
      readonly tableName: string
      readonly aggregateNameLength: number
      readonly aggregateId: { readonly type: "VARCHAR"; readonly length: number }
    }) => Promise<unknown>
  }
}
const peers = join(import.meta.dirname, "peers")
const emmettModule = (await load(peers, "@event-driven-io/emmett-postgresql")) as EmmettModule | undefined
const castoreModule = (await load(peers, "@castore/event-storage-adapter-postgres")) as
  | CastoreModule
  | undefined
const emmett = emmettModule?.getPostgreSQLEventStore(server.url)
const castoreTable = { connectionString: server.url, tableName: "castore" }
await castoreModule?.PostgresEventStorageAdapter.createEventTable({
  ...castoreTable,
  aggregateNameLength: 64,
  aggregateId: { type: "VARCHAR", length: 64 }
})
const castore =
  castoreModule === undefined ? undefined : new castoreModule.PostgresEventStorageAdapter(castoreTable)

const emmettAppend = (name: string, n: number, version: number): Promise<unknown> | undefined =>
  emmett?.appendToStream(name, [{ type, data: visit(n) }], { expectedStreamVersion: BigInt(version) })
const castoreAppend = (
  store: string,
  name: string,
  n: number,
  version: number
): Promise<unknown> | undefined =>
  castore?.pushEvent({ aggregateId: name, version, type, payload: visit(n) }, { eventStoreId: store })

/** Returns the libraries to compare, without those that are not installed (`undefined`). */
const present = (
  all: Readonly<Record<string, ((round: number) => Promise<void>) | undefined>>
): Readonly<Record<string, (round: number) => Promise<void>>> =>
  Object.fromEntries(Object.entries(all).flatMap(([name, go]) => (go === undefined ? [] : [[name, go]])))

noteThreads(2)

// ---- one command after another ----------------------------------------------------------------------------------

const sequential = async (count: number): Promise<void> => {
  const district = newDistrict()
  const tag = randomUUID()
  const done = { mine: 0, raw: 0, careful: 0, emmett: 0, castore: 0 }
  const before = { raw: await counted("raw"), careful: await counted("careful") }
  const mine = {
    ledger: () =>
      run(
        Effect.forEach(
          numbers(count, done.mine),
          (n) => {
            done.mine += 1
            return ledger.append(append(district, n, Math.floor(n / streams)))
          },
          { discard: true }
        )
      )
  }
  const raw = {
    "raw pg: prepared insert": async () => {
      for (const n of numbers(count, done.raw)) await client.query(insert("raw", n))
      done.raw += count
    },
    "raw pg: the same, version unique": async () => {
      for (const n of numbers(count, done.careful)) await client.query(insert("careful", n))
      done.careful += count
    }
  }
  const others = present({
    emmett:
      emmett &&
      (async () => {
        for (const n of numbers(count, done.emmett)) {
          await emmettAppend(`${tag}-${n % streams}`, n, Math.floor(n / streams))
        }
        done.emmett += count
      }),
    castore:
      castore &&
      (async () => {
        for (const n of numbers(count, done.castore)) {
          await castoreAppend(tag, `case-${n % streams}`, n, Math.floor(n / streams) + 1)
        }
        done.castore += count
      })
  })
  // emmett and castore run in a separate comparison. Otherwise their garbage would be collected while raw `pg` or the
  // ledger is measured.
  for (const [against, contestants] of Object.entries({ raw, peers: others })) {
    const timings = await compare({ ...mine, ...contestants }, { rounds: 21, warmup: 5 })
    rates(
      `append, one command after another, ${count} commands, against ${against}`,
      count,
      timings,
      "ledger"
    )
    atLeast("one after another, against raw", timings, "raw pg: prepared insert", 0.8)
  }
  assert.equal((await run(ledger.verify(district))).position, done.mine)
  assert.equal((await counted("raw")) - before.raw, done.raw)
  assert.equal((await counted("careful")) - before.careful, done.careful)
}

// ---- many commands at the same time -----------------------------------------------------------------------------

const together = async (count: number, inFlight: number): Promise<void> => {
  const districts = numbers(inFlight).map(newDistrict)
  const one = newDistrict()
  const each = Math.ceil(count / inFlight)
  const tag = randomUUID()
  const repeats = { rounds: 7, warmup: 2 }
  /** Runs several slots (sequences of calls) at the same time. Each slot makes its calls one after another. */
  const slots =
    (go: (slot: number, n: number) => Promise<unknown> | undefined) =>
    async (round: number): Promise<void> => {
      await Promise.all(
        numbers(inFlight).map(async (slot) => {
          for (const n of numbers(each, round * each)) await go(slot, n)
        })
      )
    }
  const timings = await compare(
    present({
      [`ledger, ${inFlight} districts`]: (round) =>
        run(
          Effect.forEach(
            districts,
            (district) =>
              Effect.forEach(
                numbers(each, round * each),
                (n) => ledger.append(append(district, n, Math.floor(n / streams))),
                { discard: true }
              ),
            { concurrency: "unbounded", discard: true }
          )
        ),
      [`ledger, one district`]: () =>
        run(
          Effect.forEach(
            numbers(inFlight),
            (slot) =>
              Effect.forEach(numbers(each), (n) => ledger.append(append(one, slot + n, "any")), {
                discard: true
              }),
            { concurrency: "unbounded", discard: true }
          )
        ),
      [`raw pg: prepared insert, ${connections} connections`]: slots((_, n) => pool.query(insert("raw", n))),
      emmett:
        emmett &&
        slots((slot, n) => emmettAppend(`${tag}-${slot}-${n % streams}`, n, Math.floor(n / streams))),
      castore:
        castore &&
        slots((slot, n) =>
          castoreAppend(`${tag}-${slot}`, `case-${n % streams}`, n, Math.floor(n / streams) + 1)
        )
    }),
    repeats
  )
  rates(
    `append, ${inFlight} commands in flight, ${each * inFlight} commands`,
    each * inFlight,
    timings,
    "ledger"
  )
  atLeast(`${inFlight} in flight, against castore`, timings, "castore", 1)
  atLeast(`${inFlight} in flight, against emmett`, timings, "emmett", 3)
  for (const district of [...districts.slice(0, 3), one]) {
    const { position } = await run(ledger.verify(district))
    assert.equal(position, (repeats.warmup + repeats.rounds) * each * (district === one ? inFlight : 1))
  }
}

// ---- import and replay of many events ---------------------------------------------------------------------------

const importing = async (count: number): Promise<void> => {
  const district = newDistrict()
  let imported = 0
  const fewer = 10_000
  const timings = await compare(
    present({
      ledger: () => {
        const events = numbers(count).map((n) => ({ type, data: visit(n) }))
        imported += 1
        return run(
          Effect.asVoid(
            ledger.append({
              district,
              commandId: CommandId.make(randomUUID()),
              at,
              streams: [{ stream: StreamId.make(`registry-${imported}`), expected: 0, events }]
            })
          )
        )
      },
      "raw pg: unnest, 2000 rows a statement": async () => {
        await client.query("BEGIN")
        for (let n = 0; n < count; n += 2000) {
          const rows = numbers(2000, n)
          await client.query({
            name: "import",
            text: `INSERT INTO raw (stream, version, type, data)
              SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[], $4::text[])`,
            values: [
              rows.map(() => "registry"),
              rows,
              rows.map(() => type),
              rows.map((each) => JSON.stringify(visit(each)))
            ]
          })
        }
        await client.query("COMMIT")
      },
      emmett:
        emmett &&
        (async () => {
          const name = `registry-${randomUUID()}`
          for (let n = 0; n < fewer; n += 1000) {
            await emmett.appendToStream(
              name,
              numbers(1000, n).map((each) => ({ type, data: visit(each) }))
            )
          }
        })
    }),
    { rounds: 5, warmup: 1 }
  )
  rates(
    `import of ${count} events in one append`,
    count,
    timings.map((timing: Timing) => (timing.name === "emmett" ? scaled(timing, count / fewer) : timing)),
    "ledger"
  )
  assert.equal((await run(ledger.verify(district))).position, imported * count)
}

// Reads the data of an event. Each library must read the data of every event. At the end, all libraries must have read
// the same data.
const look = (data: unknown): number => (data as { readonly note: string }).note.length

const replaying = async (): Promise<void> => {
  const each = 1000
  const count = streams * each
  const district = newDistrict()
  const tag = randomUUID()
  for (let n = 0; n < count; n += 1000) {
    await run(ledger.appendAll(numbers(1000, n).map((k) => append(district, k, "any"))))
  }
  await client.query("TRUNCATE careful")
  for (let n = 0; n < count; n += 1000) {
    const rows = numbers(1000, n)
    await client.query(
      `INSERT INTO careful (stream, version, type, data)
       SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[], $4::text[])`,
      [
        rows.map((k) => `case-${k % streams}`),
        rows.map((k) => Math.floor(k / streams)),
        rows.map(() => type),
        rows.map((k) => JSON.stringify(visit(k)))
      ]
    )
  }
  for (const s of numbers(streams)) {
    await emmett?.appendToStream(
      `${tag}-${s}`,
      numbers(each).map((k) => ({ type, data: visit(k * streams + s) }))
    )
  }
  if (castore !== undefined) {
    await client.query(
      `INSERT INTO castore (aggregate_name, aggregate_id, version, type, data)
       SELECT $1, stream, version + 1, type, data::jsonb FROM careful`,
      [tag]
    )
  }
  await client.query("ANALYZE")
  const notes = new Map<string, number>()
  const heard = (name: string, sum: number): void => {
    assert.equal(notes.get(name) ?? sum, sum)
    notes.set(name, sum)
  }
  const byStream = await compare(
    present({
      ledger: async () => {
        let sum = 0
        for (const s of numbers(streams)) {
          for (const { data } of await run(ledger.readStream(district, stream(s), 0, limits.page)))
            sum += look(data)
        }
        heard("stream", sum)
      },
      "raw pg: select, JSON.parse": async () => {
        let sum = 0
        for (const s of numbers(streams)) {
          const { rows } = await client.query({
            name: "stream",
            text: "SELECT position, version, type, data FROM careful WHERE stream = $1 ORDER BY version",
            values: [`case-${s}`]
          })
          for (const { data } of rows) sum += look(JSON.parse(data))
        }
        heard("stream", sum)
      },
      emmett:
        emmett &&
        (async () => {
          let sum = 0
          for (const s of numbers(streams)) {
            for (const { data } of (await emmett.readStream(`${tag}-${s}`)).events) sum += look(data)
          }
          heard("stream", sum)
        }),
      castore:
        castore &&
        (async () => {
          let sum = 0
          for (const s of numbers(streams)) {
            for (const { payload } of (await castore.getEvents(`case-${s}`, { eventStoreId: tag })).events) {
              sum += look(payload)
            }
          }
          heard("stream", sum)
        })
    }),
    { rounds: 7, warmup: 2 }
  )
  rates(`replay of ${streams} streams of ${each} events`, count, byStream, "ledger")
  const whole = await compare(
    present({
      ledger: async () => {
        let sum = 0
        await run(
          Stream.runForEachArray(ledger.all(district), (entries) =>
            Effect.sync(() => {
              for (const { data } of entries) sum += look(data)
            })
          )
        )
        heard("stream", sum)
      },
      "raw pg: select in pages, JSON.parse": async () => {
        let sum = 0
        let seen = 0
        const [{ least }] = (await client.query("SELECT min(position) - 1 AS least FROM careful")).rows
        while (seen < count) {
          const { rows } = await client.query({
            name: "page",
            text: "SELECT * FROM careful WHERE position > $1 ORDER BY position LIMIT 10000",
            values: [Number(least) + seen]
          })
          for (const { data } of rows) sum += look(JSON.parse(data))
          seen += rows.length
        }
        heard("stream", sum)
      },
      "ledger: verify": async () => void (await run(ledger.verify(district)))
    }),
    { rounds: 7, warmup: 2 }
  )
  rates(`replay of a district of ${count} entries`, count, whole, "ledger")
}

// ---- how the cost grows with the number of entries --------------------------------------------------------------

const growing = async (): Promise<void> => {
  print("cost of one append by the length of the district and of the stream (µs, of 3,000)")
  const district = newDistrict()
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
      const count = Math.min(2000, size - length)
      await run(ledger.appendAll(numbers(count, length).map(one)))
      length += count
    }
    // Without this checkpoint, the times would include writing the million earlier appends to the disk.
    await client.query("CHECKPOINT")
    const times: Array<number> = []
    await run(
      Effect.forEach(
        numbers(3000, length),
        (n) =>
          Effect.suspend(() => {
            const begun = process.hrtime.bigint()
            return Effect.map(ledger.append(one(n)), () => {
              times.push(Number(process.hrtime.bigint() - begun) / 1000)
            })
          }),
        { discard: true }
      )
    )
    length += 3000
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
      `  ${String(size).padStart(9)} entries: median ${sorted[times.length >> 1]!.toFixed(0)}, mean ${mean.toFixed(0)}, ` +
        `99 % under ${sorted[Math.floor(times.length * 0.99)]!.toFixed(0)}, most ${sorted.at(-1)!.toFixed(0)}`
    )
  }
  global.gc?.()
  const before = process.memoryUsage().heapUsed
  let most = 0
  let seen = 0
  await run(
    Stream.runForEachArray(Stream.take(ledger.follow(district), length), (entries) =>
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
}

const wanted = process.env["SECTION"] ?? ""
const sections: Readonly<Record<string, () => Promise<void>>> = {
  sequential: () => sequential(300),
  together: () => together(3200, 32),
  import: () => importing(100_000),
  replay: replaying,
  growth: growing
}
for (const [name, section] of Object.entries(sections)) if (name.includes(wanted)) await section()
// The process exits at once, so that the server ends together with it. If the server ended first, emmett and castore
// would report errors.
process.exit()
