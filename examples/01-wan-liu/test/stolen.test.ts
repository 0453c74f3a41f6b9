import * as NodeServices from "@effect/platform-node/NodeServices"
import { beforeAll, describe, expect, it } from "@effect/vitest"
import { Journal } from "@liulinhui/core/District"
import { DistrictId } from "@liulinhui/core/Id"
import { CommandId, type Entry, Ledger } from "@liulinhui/core/Ledger"
import type { RegistryData } from "@liulinhui/core/Registry"
import * as NotifyConsole from "@liulinhui/notify-console"
import * as Announcer from "@liulinhui/announcer/Announcer"
import * as Governance from "@liulinhui/service/Governance"
import * as Outbox from "@liulinhui/announcer/Outbox"
import * as StorageSqlite from "@liulinhui/storage-sqlite"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import * as DistrictFiles from "../../../packages/cli/src/DistrictFiles.ts"
import { demo } from "../src/demo.ts"
import { generate, seed, storyBegins } from "../src/generate.ts"
import { cast } from "../src/story.ts"
import * as FixedVault from "./fixedVault.ts"
import { advantage, listed, views } from "./thief.ts"
import { isDeep } from "../../../packages/tooling/src/runs.ts"

const home = join(import.meta.dirname, "..")
const wanLiu = DistrictId.make("wan-liu")
const files = { model: join(home, "district.yaml"), registry: join(home, "registry.csv") }

const services = Announcer.layer({ language: "zh" }).pipe(
  Layer.provideMerge(Governance.layer()),
  Layer.provide(Outbox.layerSql()),
  Layer.provideMerge(FixedVault.layer),
  Layer.provideMerge(StorageSqlite.layer({ filename: ":memory:" })),
  Layer.provide(NotifyConsole.layer({ write: () => undefined }))
)

/** Begins the district as versions before format 1 did: without a format in the entry. */
const inFormat0 = Effect.gen(function* () {
  const { file } = yield* DistrictFiles.read({ ...files, on: storyBegins })
  const event = Journal.encode({ _tag: "ModelAdopted", on: storyBegins, document: file.document })
  yield* Ledger.use((ledger) =>
    ledger.append({
      district: wanLiu,
      commandId: CommandId.make("model/0/demo"),
      at: storyBegins * 86_400_000,
      streams: [{ stream: Journal.modelStream, expected: 0, events: [event] }]
    })
  )
})

const play = (begin: typeof inFormat0): Promise<ReadonlyArray<Entry>> =>
  Effect.runPromise(
    Effect.gen(function* () {
      yield* begin
      yield* demo({ ...files, readers: "hall", progress: () => undefined })
      return yield* Ledger.use((ledger) => Stream.runCollect(ledger.all(wanLiu)))
    }).pipe(Effect.provide(services), Effect.provide(NodeServices.layer))
  )

interface Person {
  readonly id: string
}

const registry: RegistryData = generate(seed)
const residents: ReadonlyArray<Person> = registry.residents
const inhabited = new Set<string>(registry.residents.map(({ household }) => household))
const households: ReadonlyArray<Person> = registry.households.filter(({ id }) => inhabited.has(id))
const members = new Set<string>(
  registry.residents.flatMap(({ id, partySince }) => (partySince === undefined ? [] : [id]))
)
const volunteers = new Set<string>(
  registry.residents.flatMap(({ id, tags }) => (tags.length === 0 ? [] : [id]))
)
const inHardship = new Set<string>(
  registry.households.flatMap(({ id, tags }) => (tags.length === 0 ? [] : [id]))
)
const { hoarding } = cast(registry)

/** The secrets, each with the people or households that might have it. */
const secrets = [
  ["Party membership", residents, ({ id }: Person) => members.has(id)],
  ["being a volunteer", residents, ({ id }: Person) => volunteers.has(id)],
  ["a companion for the elder", residents, ({ id }: Person) => id === hoarding.elder],
  ["hardship", households, ({ id }: Person) => inHardship.has(id)],
  ["hoarding", households, ({ id }: Person) => id === hoarding.household]
] as const

// A new ledger has format 1. The earlier format is checked in a deep run.
describe.each([
  ...(isDeep ? ([["format 0", inFormat0, 1]] as const) : []),
  ["format 1", Effect.void, 0] as const
])("a stolen ledger of %s without its keys", (_, begin, found) => {
  let entries: ReadonlyArray<Entry> = []
  let seen: ReadonlyMap<string, ReadonlyArray<string>> = new Map()
  beforeAll(async () => {
    entries = await play(begin)
    seen = views(entries, listed)
  })

  it.each(secrets)(`shows %s with an advantage of ${found}`, (_secret, population, hasSecret) => {
    const signature = ({ id }: Person) => JSON.stringify(seen.get(id) ?? [])
    expect(advantage(population, signature, hasSecret)).toBeCloseTo(found, 1)
  })

  it.skipIf(found === 1)("has seals of few sizes, and the same size for every resident", () => {
    const sizes = (of: ReadonlyArray<Entry>) =>
      new Set(
        of
          .flatMap(({ data }) => JSON.stringify(data).match(/(?<="sealed":")[\w-]+/g) ?? [])
          .values()
          .map(({ length }) => length)
      )
    expect([...sizes(entries)].length).toBeLessThanOrEqual(3)
    expect(sizes(entries.filter(({ type }) => type === "ResidentEntered")).size).toBe(1)
    expect(sizes(entries.filter(({ type }) => type === "HouseholdEntered")).size).toBe(1)
    expect(sizes(entries.filter(({ type }) => type === "ContactMade")).size).toBe(1)
  })
})

describe("the document on personal data", () => {
  const text = readFileSync(join(home, "../../docs/personal-data.md"), "utf8")
  it.each(listed.map(({ heading }) => heading))("lists what a stolen ledger shows: %s", (heading) => {
    expect(text).toContain(`**${heading}.**`)
  })
})
