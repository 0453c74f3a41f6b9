/**
 * Measures a cluster over PostgreSQL with real processes: the processor time that it adds to a submission, the time until
 * others serve the districts of a process that was killed or that hangs, and the memory of a district.
 */
import { ActorId, BuildingId, DistrictId, HouseholdId, ResidentId } from "@liulinhui/core/Id"
import { Governance } from "@liulinhui/service/Governance"
import { Request } from "@liulinhui/core/Governance"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Schema from "effect/Schema"
import { randomUUID } from "node:crypto"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import process from "node:process"
import { start } from "../../storage-postgres/test/server.ts"
import { timing } from "../../tooling/src/compare.ts"
import { bar, noteFiles, noteThreads, record, type Unit } from "../../tooling/src/figures.ts"
import { districts, document, opening } from "../test/opening.ts"
import { local, type Place } from "../test/place.ts"
import { client, found, freePort, load, longestWait, servedAfter, startRunner } from "../test/running.ts"

const isShort = process.argv.includes("--short")
const folder = mkdtempSync(join(process.env["BENCH_DIR"] ?? tmpdir(), "cluster-bench-"))
noteFiles(folder)
noteThreads(2)
const print = (text: string): void => void process.stdout.write(`${text}\n`)

/** Records one thing that was measured, in one or several rounds. Returns its median. */
const note = (title: string, unit: Unit, values: ReadonlyArray<number>): number => {
  const { least, median, most } = timing(title, values)
  record({ title, unit, rounds: values.length, figures: [{ name: "measured", median, least, most }] })
  print(`${title}: ${median.toFixed(2)} ${unit} (${least.toFixed(2)} … ${most.toFixed(2)})`)
  return median
}

const server = await start()
const newPlace = (): Place => ({
  url: server.url,
  schema: `b_${randomUUID().replaceAll("-", "").slice(0, 12)}`
})
const log = join(folder, "notices.log")
const another = (place: Place, idle: boolean) =>
  Effect.flatMap(freePort, (port) => startRunner({ ...place, port, log, idle }))

// ---- processor time of a submission ----------------------------------------------------------------------------------

/** The processor time of another process so far, in milliseconds. Linux counts it in hundredths of a second. */
const timeOf = (pid: number): number => {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? []
  return 10 * (Number(fields[11]) + Number(fields[12]))
}

const own = (): number => {
  const { system, user } = process.cpuUsage()
  return (system + user) / 1000
}

const count = isShort ? 400 : 4000
const all = districts(8)

/** Opens cases in the districts at the same time, one after the other in each. Returns the milliseconds for each. */
const openEach = (from: number, cpu: () => number) =>
  Effect.gen(function* () {
    const { submit } = yield* Governance
    const each = count / all.length
    const one = (district: DistrictId) =>
      Effect.forEach(
        Array.from({ length: each }, (_, n) => from + n),
        (n) => submit(opening(district, n)),
        { discard: true }
      )
    const began = cpu()
    yield* Effect.forEach(all, one, { concurrency: "unbounded", discard: true })
    return (cpu() - began) / count
  })

const rounds = isShort ? 2 : 7
const alone: Array<number> = []
const clustered: Array<number> = []

const oneProcess = newPlace()
await Effect.runPromise(
  Effect.gen(function* () {
    yield* found(all)
    yield* openEach(0, own)
    for (let n = 1; n <= rounds; n++) alone.push(yield* openEach(n * count, own))
  }).pipe(Effect.provide(local(oneProcess)))
)

const severalProcesses = newPlace()
await Effect.runPromise(
  Effect.gen(function* () {
    yield* found(all)
    const { child } = yield* another(severalProcesses, true)
    const both = (): number => own() + timeOf(child.pid ?? 0)
    yield* openEach(0, both)
    for (let n = 1; n <= rounds; n++) clustered.push(yield* openEach(n * count, both))
  }).pipe(Effect.scoped, Effect.provide(client(severalProcesses)))
)
const before = note("processor time of a submission, one process", "ms", alone)
const after = note("processor time of a submission, in a cluster, both processes", "ms", clustered)
bar({
  bar: "processor time that the cluster adds to a submission, against 1 ms",
  ratio: after - before,
  most: 1
})

// ---- hand-over -------------------------------------------------------------------------------------------------------

const faults = {
  "killed (SIGKILL)": "SIGKILL",
  "that hangs (SIGSTOP)": "SIGSTOP"
} as const
for (const [what, signal] of Object.entries(faults)) {
  const waits: Array<number> = []
  for (let n = 0; n < (isShort ? 2 : 5); n++) {
    const place = newPlace()
    await Effect.runPromise(
      Effect.gen(function* () {
        yield* found(all)
        const [first] = yield* Effect.forEach([1, 2, 3], () => another(place, true), {
          concurrency: "unbounded"
        })
        const under = yield* load(all)
        yield* servedAfter(under, performance.now())
        // The districts have been divided among the processes.
        yield* Effect.sleep("5 seconds")
        const began = performance.now()
        first?.child.kill(signal)
        yield* servedAfter(under, performance.now())
        under.stop()
        yield* Fiber.join(under.fiber)
        waits.push(longestWait(under, began))
      }).pipe(Effect.scoped, Effect.provide(client(place)))
    )
  }
  const middle = note(`the longest wait of a submission, after a process ${what}`, "ms", waits)
  if (signal === "SIGKILL") {
    bar({ bar: "hand-over after the death of a process, against 6 s", ratio: middle / 6000, most: 1 })
  }
}

// ---- memory ----------------------------------------------------------------------------------------------------------

/** A district of 3,700 residents in 43 buildings. */
const registry: Request = Schema.decodeUnknownSync(Request)({
  _tag: "ImportRegistry",
  buildings: Array.from({ length: 43 }, (_, b) => ({
    id: BuildingId.make(`b${b}`),
    label: `${b}号楼`,
    floors: 6
  })),
  households: Array.from({ length: 1850 }, (_, h) => ({
    id: HouseholdId.make(`h${h}`),
    building: `b${h % 43}`,
    unit: String(h),
    floor: 1,
    area: 500_000,
    tags: []
  })),
  residents: Array.from({ length: 3700 }, (_, r) => ({
    id: ResidentId.make(`r${r}`),
    household: `h${r % 1850}`,
    name: `居民${r}`,
    birth: "1950-01-01",
    tags: []
  }))
})

const committee = { committee: { mandates: [{ role: "committee", scope: { district: true } }] } }

const heap = (): number => {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed / 2 ** 20
}

const sizes = isShort ? 3 : 12
for (const [what, districtsInMemory] of [
  ["loaded", 1000],
  ["not loaded", 1]
] as const) {
  const place = newPlace()
  await Effect.runPromise(
    Effect.gen(function* () {
      const { adopt, submit } = yield* Governance
      const begin = Effect.fnUntraced(function* (id: DistrictId) {
        yield* adopt({ ...(document(id) as Schema.JsonObject), actors: committee })
        yield* submit({ ...opening(id, 0), by: ActorId.make("committee"), request: registry })
      })
      yield* begin(DistrictId.make("first"))
      const empty = heap()
      yield* Effect.forEach(districts(sizes), begin, { discard: true })
      note(`memory of a district of 3,700 residents, ${what}`, "MiB", [(heap() - empty) / sizes])
    }).pipe(Effect.provide(local(place, { districtsInMemory })))
  )
}

rmSync(folder, { recursive: true })
await server.stop()
