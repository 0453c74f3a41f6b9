/**
 * Measures the service over HTTP, with real sockets and clients in another process: a submission over HTTP against
 * `Governance.submit` in the process, with 64 in flight; an answer that has not changed (304) against a bare route of the
 * same server; the processor time of `today` for a district of 3,700 residents with 100,000 entries; and the memory of
 * 5,000 idle listeners to changes.
 */
import type { Request as Asked } from "@liulinhui/core/Governance"
import { ActorId, BuildingId, DistrictId, HouseholdId, ResidentId } from "@liulinhui/core/Id"
import { CommandId } from "@liulinhui/core/Ledger"
import { Governance, layer } from "@liulinhui/service/Governance"
import * as Memory from "@liulinhui/storage-memory"
import * as Sqlite from "@liulinhui/storage-sqlite"
import * as Vault from "@liulinhui/vault"
import * as Day from "@liulinhui/core/Day"
import * as Effect from "effect/Effect"
import * as HttpEffect from "effect/http/HttpEffect"
import * as HttpRouter from "effect/http/HttpRouter"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Layer from "effect/Layer"
import { strict as assert } from "node:assert"
import { fork } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import process from "node:process"
import { ask, document, registry } from "../../service/test/wanLiu.ts"
import { atLeast, compare, rates, timing } from "../../tooling/src/compare.ts"
import { bar, isShort, noteFiles, noteThreads, record } from "../../tooling/src/figures.ts"
import * as DevelopmentTokens from "../src/DevelopmentTokens.ts"
import { serve } from "../src/NodeServer.ts"
import { make } from "../src/WebHandler.ts"
import type { Order } from "./client.ts"

const folder = mkdtempSync(join(process.env["BENCH_DIR"] ?? tmpdir(), "http-bench-"))
noteFiles(folder)
noteThreads(2)

const district = DistrictId.make("small")
const by = ActorId.make("committee")
const authorization = "Bearer token"
const identity = DevelopmentTokens.layer(new Map([["token", { district, actor: by }]]))
const over = <S, E>(store: Layer.Layer<S, E>) =>
  identity.pipe(Layer.provideMerge(layer()), Layer.provideMerge(Layer.mergeAll(store, Vault.layerMemory)))

const submit = (id: string, request: Asked) =>
  Governance.use((governance) => governance.submit({ district, by, id: CommandId.make(id), request }))
const begin = Effect.andThen(
  Governance.use(({ adopt }) => adopt(document())),
  submit("registry", registry)
)

// ---- the clients -----------------------------------------------------------------------------------------------------

const clients = fork(join(import.meta.dirname, "client.ts"))
const order = (one: Order) =>
  Effect.promise(async () => {
    clients.send(one)
    const [{ failure }] = await once(clients, "message")
    assert.equal(failure, null)
  })

// ---- submissions -----------------------------------------------------------------------------------------------------

const submissions = isShort ? 500 : 4000
const inFlight = 64
const contact = {
  _tag: "RecordContacts",
  contacts: [{ kind: "outreach-visit", subject: "resident:b1-101-1" }]
}
const visit = ask(contact)

await Effect.runPromise(
  Effect.gen(function* () {
    yield* begin
    const address = yield* serve(make())
    const context = yield* Effect.context<Governance>()
    const overHttp = (round: number) =>
      order({
        _tag: "Load",
        address,
        path: `/v1/districts/${district}/submissions`,
        headers: { authorization, "content-type": "application/json", "idempotency-key": "h#" },
        body: JSON.stringify(contact),
        count: submissions,
        inFlight,
        status: 200,
        first: round * submissions
      })
    const inProcess = (round: number) =>
      Effect.forEach(
        Array.from({ length: submissions }, (_, n) => `p${round * submissions + n}`),
        (id) => submit(id, visit),
        { concurrency: inFlight, discard: true }
      )
    const timings = yield* Effect.promise(() =>
      compare({
        "over HTTP": (round) => Effect.runPromise(overHttp(round)),
        "Governance.submit": (round) => Effect.runPromise(Effect.provideContext(inProcess(round), context))
      })
    )
    rates("a submission, SQLite FULL, one district, 64 in flight", submissions, timings, "HTTP")
    const sentence = "submissions over HTTP, against Governance.submit in the process"
    atLeast(sentence, timings, "Governance.submit", 0.6)
  }).pipe(
    Effect.scoped,
    Effect.provide(over(Sqlite.layer({ filename: join(folder, "full.db"), synchronous: "FULL" })))
  )
)

// ---- answers that have not changed -----------------------------------------------------------------------------------

const reads = isShort ? 1000 : 10_000

/** A route of the same server that does nothing. */
const bare = Effect.gen(function* () {
  const router = yield* HttpRouter.make
  yield* router.addAll([
    HttpRouter.route("GET", "/bare", Effect.succeed(HttpServerResponse.empty({ status: 304 })))
  ])
  const handler = HttpEffect.toWebHandler(router.asHttpEffect())
  return (request: Request) => handler(request)
})

await Effect.runPromise(
  Effect.gen(function* () {
    yield* begin
    const address = yield* serve(make())
    const path = `/v1/districts/${district}/today`
    const response = yield* Effect.promise(() => fetch(`${address}${path}`, { headers: { authorization } }))
    const tag = response.headers.get("etag") ?? ""
    const load = { _tag: "Load", count: reads, inFlight, status: 304, first: 0 } as const
    const cached = order({ ...load, address, path, headers: { authorization, "if-none-match": tag } })
    const idle = order({ ...load, address: yield* serve(bare), path: "/bare", headers: {} })
    const timings = yield* Effect.promise(() =>
      compare({
        "today, 304": () => Effect.runPromise(cached),
        "a bare route": () => Effect.runPromise(idle)
      })
    )
    rates("an answer that has not changed, 64 in flight", reads, timings, "today, 304")
    atLeast("cached reads (304), against a bare route of the same server", timings, "a bare route", 0.7)
  }).pipe(Effect.scoped, Effect.provide(over(Memory.layer)))
)

// ---- a large district ------------------------------------------------------------------------------------------------

const residents = 3700
const entries = isShort ? 10_000 : 100_000

const households = Array.from({ length: residents / 2 }, (_, n) => ({
  id: HouseholdId.make(`h${n}`),
  building: BuildingId.make(`b${n % 20}`),
  unit: String(n),
  floor: (n % 30) + 1,
  tags: []
}))
const largeRegistry: Asked = {
  _tag: "ImportRegistry",
  buildings: Array.from({ length: 20 }, (_, n) => ({
    id: BuildingId.make(`b${n}`),
    label: `${n + 1}号楼`,
    floors: 30
  })),
  households,
  residents: Array.from({ length: residents }, (_, n) => ({
    id: ResidentId.make(`r${n}`),
    household: households[n % households.length]?.id ?? HouseholdId.make("h0"),
    name: `居民${n}`,
    birth: Day.make(`19${50 + (n % 50)}-05-05`),
    tags: []
  }))
}
const campaign = ask({
  _tag: "OpenCase",
  case: "campaign",
  playbook: "clutter-campaign",
  subjects: [`district:${district}`]
})
const caseOf = (n: number): Asked =>
  ask({
    _tag: "OpenCase",
    case: `c${n}`,
    playbook: "building-clutter",
    parent: "campaign",
    subjects: [`building:b${n}`]
  })

/** Processor time of a call of this process, in milliseconds. */
const processor = (call: () => Promise<unknown>): Promise<number> => {
  const before = process.cpuUsage()
  return call().then(() => {
    const { system, user } = process.cpuUsage(before)
    return (system + user) / 1000
  })
}

await Effect.runPromise(
  Effect.gen(function* () {
    yield* Governance.use(({ adopt }) => adopt(document()))
    yield* submit("registry", largeRegistry)
    yield* Effect.forEach([campaign, ...Array.from({ length: 20 }, (_, n) => caseOf(n))], (one, n) =>
      Governance.use((governance) =>
        governance.submit({
          district,
          by: ActorId.make("lead-unity"),
          id: CommandId.make(`c${n}`),
          request: one
        })
      )
    )
    const visits = ask({
      _tag: "RecordContacts",
      contacts: Array.from({ length: 1000 }, (_, n) => ({
        kind: "outreach-visit",
        subject: `resident:r${n}`
      }))
    })
    for (let n = 0; n < entries; n += 1000) yield* submit(`visits-${n}`, visits)
    const handler = yield* make()
    const today = async () => {
      const response = await handler(
        new Request(`http://localhost/v1/districts/${district}/today`, { headers: { authorization } })
      )
      assert.equal(response.status, 200)
      return response.text()
    }
    for (let n = 0; n < 20; n++) yield* Effect.promise(today)
    const times: Array<number> = []
    for (let n = 0; n < (isShort ? 10 : 100); n++) times.push(yield* Effect.promise(() => processor(today)))
    const title = `today, ${residents.toLocaleString("en")} residents, ${entries.toLocaleString("en")} entries: processor time`
    const { least, median, most } = timing(title, times)
    const figures = [{ name: "measured", median, least, most }]
    record({ title, unit: "ms", rounds: times.length, figures })
    process.stdout.write(`${title}: ${median.toFixed(2)} ms (${least.toFixed(2)} to ${most.toFixed(2)})\n`)
    bar({ bar: "processor time of today, against 20 ms", ratio: median / 20, most: 1 })
  }).pipe(Effect.scoped, Effect.provide(over(Memory.layer)))
)

// ---- listeners -------------------------------------------------------------------------------------------------------

const listeners = isShort ? 500 : 5000

const kilobytes = (): number => {
  globalThis.gc?.()
  const { external, heapUsed } = process.memoryUsage()
  return (heapUsed + external) / 1000
}

await Effect.runPromise(
  Effect.gen(function* () {
    yield* begin
    const address = yield* serve(make(), { stopWithin: 0 })
    const listen = {
      _tag: "Listen",
      address,
      path: `/v1/districts/${district}/changes`,
      headers: { authorization }
    } as const
    yield* order({ ...listen, count: 50 })
    const before = kilobytes()
    yield* order({ ...listen, count: listeners })
    const each = (kilobytes() - before) / listeners
    const title = `memory of an idle listener, of ${listeners.toLocaleString("en")}`
    record({
      title,
      unit: "MiB",
      rounds: 1,
      figures: [{ name: "measured", median: each / 1024, least: each / 1024, most: each / 1024 }]
    })
    process.stdout.write(`${title}: ${each.toFixed(1)} kB\n`)
    bar({ bar: "memory of an idle listener, against 20 kB", ratio: each / 20, most: 1 })
  }).pipe(Effect.scoped, Effect.provide(over(Memory.layer)))
)

clients.kill()
rmSync(folder, { recursive: true, force: true })
