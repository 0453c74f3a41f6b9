/**
 * Measures the service. It submits requests through `Governance.submit`, one after another and at the same time, over
 * SQLite and over PostgreSQL. For comparison, it runs the `CommandHandler` of emmett over emmett's SQLite store. It
 * also measures the cost of a submission as a district grows, the cost of loading a district, and thousands of
 * districts in one process. `BENCH_ENTRIES` limits the size of the largest district (default: 10⁶).
 */
import { ActorId, DistrictId } from "@liulinhui/core/Id"
import { CommandId, Ledger } from "@liulinhui/core/Ledger"
import { Vault as VaultPort } from "@liulinhui/core/Vault"
import * as Governance from "@liulinhui/service/Governance"
import type { Request } from "@liulinhui/core/Governance"
import * as Postgres from "../../storage-postgres/src/index.ts"
import * as Sqlite from "@liulinhui/storage-sqlite"
import * as Vault from "@liulinhui/vault"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { strict as assert } from "node:assert"
import { existsSync, mkdtempSync, rmSync } from "node:fs"
import { createRequire } from "node:module"
import { tmpdir } from "node:os"
import { join } from "node:path"
import process from "node:process"
import { start } from "../../storage-postgres/test/server.ts"
import { timing } from "../../tooling/src/compare.ts"
import { bar, noteFiles, noteThreads, record, type Unit } from "../../tooling/src/figures.ts"
import { ask, document, registry } from "../test/wanLiu.ts"

type Synchronous = "FULL" | "NORMAL"

const folder = mkdtempSync(join(process.env["BENCH_DIR"] ?? tmpdir(), "service-bench-"))
noteFiles(folder)
noteThreads(2)
let files = 0
const newFile = (): string => join(folder, `${++files}.db`)
const print = (text: string): void => void process.stdout.write(`${text}\n`)
const rate = (count: number, ms: number): string => `${Math.round((count / ms) * 1000)}/s`

/** Records one thing that was measured, in one or several rounds. */
const note = (title: string, unit: Unit, values: ReadonlyArray<number>): void => {
  const { least, median, most } = timing(title, values)
  record({ title, unit, rounds: values.length, figures: [{ name: "measured", median, least, most }] })
}

const small = DistrictId.make("small")
const by = ActorId.make("committee")
let commands = 0
const visit = (n: number) => ({ kind: "outreach-visit", subject: `resident:b${(n % 2) + 1}-101-1` })
const contacts = Array.from({ length: 100 }, (_, n) => ask({ _tag: "RecordContacts", contacts: [visit(n)] }))
const many = ask({ _tag: "RecordContacts", contacts: Array.from({ length: 1000 }, (_, n) => visit(n)) })

const submit = (district: DistrictId, request: Request) =>
  Governance.Governance.use((governance) =>
    governance.submit({ district, by, id: CommandId.make(`c${++commands}`), request })
  )
const next = (district = small) => Effect.suspend(() => submit(district, contacts[commands % 100] ?? many))
const begin = (id = small) =>
  Effect.andThen(
    Governance.Governance.use(({ adopt }) => adopt(document({ id }))),
    submit(id, registry)
  )

const median = (values: ReadonlyArray<number>): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN
const timed = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.suspend(() => {
    const start = performance.now()
    return Effect.map(effect, () => performance.now() - start)
  })
// All database files use the same vault (store of encryption keys), so that a file that is opened again can be
// decrypted.
const vault = await Effect.runPromise(
  Effect.provide(Effect.map(VaultPort, Layer.succeed(VaultPort)), Vault.layerMemory)
)
const over = <S, E>(store: Layer.Layer<S | Ledger, E>, options: Governance.Options = {}) =>
  Governance.layer(options).pipe(Layer.provideMerge(Layer.mergeAll(store, vault)))
const services = (filename: string, synchronous: Synchronous, options: Governance.Options = {}) =>
  over(Sqlite.layer({ filename, synchronous }), options)
const times = (count: number, concurrency: number, district?: DistrictId) =>
  Effect.forEach(Array.from({ length: count }), () => next(district), { concurrency, discard: true })

// ---- emmett -----------------------------------------------------------------------------------------------------

interface Peer {
  readonly CommandHandler: (
    options: object
  ) => (
    store: unknown,
    id: string,
    decide: (state: { readonly visits: number }) => object
  ) => Promise<unknown>
  readonly sqliteConnection: (options: object) => { readonly command: (sql: string) => Promise<unknown> }
  readonly getSQLiteEventStore: (options: object) => unknown
}
const peers = join(import.meta.dirname, "../../storage-sqlite/bench/peers")
const loadPeer = async (): Promise<Peer | undefined> => {
  if (!existsSync(join(peers, "node_modules"))) {
    print(
      "!!! emmett is absent: run `bench ledger` first, which installs it; no figure below compares with it !!!"
    )
    return undefined
  }
  const { resolve } = createRequire(join(peers, "package.json"))
  const [core, sqlite] = await Promise.all(
    ["@event-driven-io/emmett", "@event-driven-io/emmett-sqlite"].map((name) => import(resolve(name)))
  )
  return { ...core, ...sqlite }
}
const peer = await loadPeer()

/** Measures commands on short streams, with ten commands for each stream. Returns the milliseconds per command. */
const emmett = async (synchronous: Synchronous, count: number): Promise<number | undefined> => {
  if (peer === undefined) return undefined
  const fileName = newFile()
  const connection = peer.sqliteConnection({ fileName })
  await connection.command(`PRAGMA journal_mode = WAL`)
  await connection.command(`PRAGMA synchronous = ${synchronous}`)
  const store = peer.getSQLiteEventStore({
    fileName,
    schema: { autoMigration: "CreateOrUpdate" },
    connection
  })
  const handle = peer.CommandHandler({
    evolve: ({ visits }: { readonly visits: number }) => ({ visits: visits + 1 }),
    initialState: () => ({ visits: 0 })
  })
  const one = (n: number) =>
    handle(store, `case-${Math.floor(n / 10)}`, ({ visits }) => ({
      type: "Visited",
      data: { ...visit(n), visits }
    }))
  for (let n = 0; n < 20; n++) await one(n)
  const start = performance.now()
  for (let n = 20; n < 20 + count; n++) await one(n)
  return (performance.now() - start) / count
}

// ---- one district, one after another and at once ---------------------------------------------------------------------

const server = await start()
const stores = {
  "SQLite, NORMAL": { services: services(newFile(), "NORMAL"), peer: () => emmett("NORMAL", 300) },
  "SQLite, FULL": { services: services(newFile(), "FULL"), peer: () => emmett("FULL", 300) },
  PostgreSQL: {
    services: over(Postgres.layer({ url: Redacted.make(server.url) })),
    peer: () => Promise.resolve(undefined)
  }
}
for (const [name, store] of Object.entries(stores)) {
  const count = 2000
  await Effect.runPromise(
    Effect.gen(function* () {
      yield* begin()
      yield* times(2000, 1)
      const rounds: Record<"alone" | "untraced", Array<number>> = { alone: [], untraced: [] }
      for (let round = 0; round < 15; round++) {
        rounds.alone.push(yield* timed(times(count / 4, 1)))
        rounds.untraced.push(yield* timed(Effect.withTracerEnabled(times(count / 4, 1), false)))
      }
      const [alone, untraced] = [4 * median(rounds.alone), 4 * median(rounds.untraced)]
      yield* times(500, 64)
      const atOnce = yield* timed(times(count * 4, 64))
      note(
        `one district, ${name}: submissions one after another`,
        "a second",
        rounds.alone.map((ms) => (count / 4 / ms) * 1000)
      )
      note(`one district, ${name}: submissions, 64 in flight`, "a second", [(count * 4000) / atOnce])
      if (name.endsWith("FULL")) {
        const ratio = (alone / atOnce) * 4
        bar({ bar: `64 in flight, ${name}, against one after another`, ratio, least: 8 })
      }
      print(`one district, ${name}: one after another ${rate(count, alone)}`)
      print(`  without spans ${rate(count, untraced)}, ×${(alone / untraced).toFixed(2)}`)
      print(`  64 in flight ${rate(count * 4, atOnce)}, ×${((alone / atOnce) * 4).toFixed(1)}`)
      const districts = Array.from({ length: 64 }, (_, n) => DistrictId.make(`d${n}`))
      yield* Effect.forEach(districts, (id) => begin(id), { discard: true })
      const across = yield* timed(
        Effect.forEach(districts, (id) => times(100, 1, id), { concurrency: 64, discard: true })
      )
      note(`64 districts, ${name}: submissions, one after another in each`, "a second", [6_400_000 / across])
      print(`  64 districts at once ${rate(6400, across)}, ×${((alone / count / across) * 6400).toFixed(1)}`)
      const theirs = yield* Effect.promise(store.peer)
      if (theirs !== undefined) {
        note(`emmett CommandHandler, ${name}: one after another`, "a second", [1000 / theirs])
        bar({ bar: `one submission, ${name}, against emmett`, ratio: (theirs * count) / alone, least: 6 })
        print(`  emmett CommandHandler ${rate(1, theirs)}: ours is ×${((theirs * count) / alone).toFixed(1)}`)
      }
      yield* Ledger.use((ledger) => ledger.verify(small))
    }).pipe(Effect.provide(store.services), Effect.scoped)
  )
}
await server.stop()

// ---- as a district grows ---------------------------------------------------------------------------------------------

const largest = Number(process.env["BENCH_ENTRIES"] ?? 1_000_000)
for (let entries = 1000; entries <= largest; entries *= 10) {
  const filename = newFile()
  await Effect.runPromise(
    Effect.gen(function* () {
      yield* begin()
      for (let n = 0; n < entries; n += 1000) yield* submit(small, many)
      yield* times(300, 1)
      const ms = yield* timed(times(1000, 1))
      note(`a submission, ${entries.toLocaleString("en")} entries, NORMAL`, "µs", [ms])
      print(`${entries} entries, NORMAL: a submission takes ${((ms / 1000) * 1000).toFixed(0)} µs`)
    }).pipe(Effect.provide(services(filename, "NORMAL")))
  )
  const ways = { "from all entries": { snapshots: false }, "from its snapshot": {} } as const
  for (const [way, options] of Object.entries(ways)) {
    await Effect.runPromise(
      Effect.gen(function* () {
        const read = Governance.Governance.use((governance) =>
          governance.read(small, (state) => assert.ok(state.position > entries))
        )
        const ms = yield* timed(read)
        const district = `loading a district of three residents, ${entries.toLocaleString("en")} entries, ${way}`
        note(district, "ms", [ms])
        print(`  loading it ${way} takes ${ms.toFixed(0)} ms, ${rate(entries, ms)}`)
      }).pipe(Effect.provide(Layer.fresh(services(filename, "NORMAL", options))))
    )
  }
}

// ---- thousands of districts ------------------------------------------------------------------------------------------

await Effect.runPromise(
  Effect.gen(function* () {
    const districts = Array.from({ length: 5000 }, (_, n) => DistrictId.make(`d${n}`))
    const heap = (): number => {
      globalThis.gc?.()
      return process.memoryUsage().heapUsed / 1_048_576
    }
    yield* Effect.forEach(districts.slice(0, 200), (id) => begin(id), { concurrency: 16, discard: true })
    const before = heap()
    const ms = yield* timed(
      Effect.forEach(districts.slice(200), (id) => begin(id), { concurrency: 16, discard: true })
    )
    print(
      `5000 districts, 64 in memory: ${before.toFixed(0)} MiB after 200, ${heap().toFixed(0)} MiB after 5000`
    )
    print(`  a district begun in ${(ms / 4800).toFixed(2)} ms`)
  }).pipe(Effect.provide(services(newFile(), "NORMAL", { districtsInMemory: 64 })))
)

rmSync(folder, { recursive: true })
