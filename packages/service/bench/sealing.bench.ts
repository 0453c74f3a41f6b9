/**
 * Measures the cost of encryption: encrypting and decrypting one value, and folding (computing the state of) a district
 * of 3,700 residents from encrypted entries and from the same entries without encryption. Before the measurement, the
 * results of the two folds are compared.
 *
 * `node packages/tooling/src/bench.ts sealing`
 */
import * as District from "@liulinhui/core/District"
import type { Journal } from "@liulinhui/core/District"
import { fromIso } from "@liulinhui/core/Day"
import { StreamId, BuildingId, DistrictId, HouseholdId, ResidentId, Tag } from "@liulinhui/core/Id"
import { ofResident } from "@liulinhui/core/Vault"
import { CommandId, type Entry } from "@liulinhui/core/Ledger"
import * as Vault from "@liulinhui/vault"
import * as MasterKeys from "@liulinhui/vault/MasterKeys"
import * as MemoryKeys from "@liulinhui/vault/MemoryKeys"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import { deepEqual } from "node:assert/strict"
import process from "node:process"
import { report, timing } from "../../tooling/src/compare.ts"
import { isShort, record } from "../../tooling/src/figures.ts"
import * as Seals from "../src/Seals.ts"

const residents = 3700
const rounds = isShort ? 3 : 9
const district = DistrictId.make("wan-liu")
const masters = Result.getOrThrow(MasterKeys.read(MasterKeys.generate("bench")))
const store = MemoryKeys.make()
const day = (iso: string) => Option.getOrThrow(fromIso(iso))

const on = day("2026-03-01")
const events: ReadonlyArray<Journal.JournalEvent> = [
  { _tag: "BuildingEntered", on, building: { id: BuildingId.make("b1"), label: "1号楼", floors: 30 } },
  {
    _tag: "HouseholdEntered",
    on,
    household: {
      id: HouseholdId.make("h1"),
      building: BuildingId.make("b1"),
      unit: "101",
      floor: 1,
      area: 60,
      tags: []
    }
  },
  ...Array.from({ length: residents }, (_, n): Journal.JournalEvent => ({
    _tag: "ResidentEntered",
    on,
    resident: {
      id: ResidentId.make(`r${n}`),
      household: HouseholdId.make("h1"),
      name: `居民${n}`,
      birth: day("1950-01-01"),
      tags: [Tag.make("living-alone")]
    }
  }))
]

const sealed = (
  await Effect.runPromise(
    Seals.seal(Vault.make(store, masters), district, { ...District.draft(), format: 1 }, [
      { stream: "registry", events }
    ])
  )
)
  .flat()
  .map(({ event: { data, type } }, n): Entry => ({
    district,
    position: n + 1,
    stream: StreamId.make("registry"),
    version: n + 1,
    commandId: CommandId.make("import"),
    at: 0,
    type,
    data,
    hash: ""
  }))

const fold = (entries: ReadonlyArray<Entry>): District.Draft => {
  const draft = District.draft()
  for (const entry of entries) Result.getOrThrow(District.apply(draft, entry))
  return draft
}
const openWith = (vault: ReturnType<typeof Vault.make>) => Seals.open(vault, district, sealed)

const warm = Vault.make(store, masters)
const clear = await Effect.runPromise(openWith(warm))
const cold = await Effect.runPromise(openWith(Vault.make(store, masters)))
deepEqual(fold(cold).registry.residents, fold(clear).registry.residents)
deepEqual(fold(clear).registry.residents.get(ResidentId.make("r7"))?.name, "居民7")

/** Measures some runs, and records the time of one value, or of the whole run. */
const time = async (name: string, run: () => Promise<unknown>, values = 1): Promise<void> => {
  const taken: Array<number> = []
  for (let round = 0; round < rounds; round++) {
    const from = performance.now()
    await run()
    taken.push(performance.now() - from)
  }
  const { least, median, most } = timing(name, taken)
  if (values === 1) return report(name, [timing("liulinhui", taken)])
  const each = (ms: number): number => (ms * 1000) / values
  const figure = { name: "liulinhui", median: each(median), least: each(least), most: each(most) }
  record({ title: name, unit: "µs", rounds, figures: [figure] })
  process.stdout.write(
    `${name.padEnd(44)} ${figure.median.toFixed(2)} µs (${figure.least.toFixed(2)} to ${figure.most.toFixed(2)})\n`
  )
}

const items = Array.from({ length: residents }, (_, n) => ({
  place: "wan-liu/registry/ResidentEntered/resident.name",
  owners: [ofResident(ResidentId.make(`r${n}`))] as const,
  text: `"居民${n}"`
}))
const seals = await Effect.runPromise(warm.seal(district, items))
const toOpen = seals.map((seal) => ({
  place: "wan-liu/registry/ResidentEntered/resident.name",
  sealed: seal
}))

await time("seal a value, keys known", () => Effect.runPromise(warm.seal(district, items)), residents)
await time(
  "seal a value, each owner's first",
  () => Effect.runPromise(Vault.make(MemoryKeys.make(), masters).seal(district, items)),
  residents
)
await time("open a value, keys known", () => Effect.runPromise(warm.open(district, toOpen)), residents)
await time(`fold ${residents} residents, in clear`, async () => fold(clear))
await time(`fold ${residents} residents, sealed, keys known`, async () =>
  fold(await Effect.runPromise(openWith(warm)))
)
await time(`fold ${residents} residents, sealed, a new process`, async () =>
  fold(await Effect.runPromise(openWith(Vault.make(store, masters))))
)
