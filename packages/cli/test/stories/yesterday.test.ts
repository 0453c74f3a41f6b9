import { afterAll, beforeAll, describe, expect, it } from "@effect/vitest"
import { Journal, replace, sealsIn } from "@liulinhui/core/District"
import { type Entry, Ledger } from "@liulinhui/core/Ledger"
import * as Governance from "@liulinhui/service/Governance"
import * as StorageSqlite from "@liulinhui/storage-sqlite"
import * as VaultOf from "@liulinhui/vault"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import process from "node:process"
import { inNewDatabase, replay } from "../../../storage-postgres/test/dump.ts"
import { start } from "../../../storage-postgres/test/server.ts"
import { answersOf, textOf, refutedCertificates } from "../ledgers/answers.ts"
import { at, printed, type Store } from "../ledgers/command.ts"
import { file, recorded } from "../ledgers/fixtures.ts"
import { comparable, withoutGoals } from "../ledgers/later.ts"
import type { Documents } from "../ledgers/models.ts"
import { districts, lastDay, nine, play } from "../ledgers/story.ts"
import { isDeep } from "../../../tooling/src/runs.ts"

const folder = mkdtempSync(join(tmpdir(), "yesterday-"))
const started = () =>
  start({ fsync: "off" }).catch((cause: unknown) => {
    process.stderr.write(
      `\n!!! No PostgreSQL server: the dump of yesterday is SKIPPED, it has not passed.\n!!! ${String(cause)}\n\n`
    )
    return undefined
  })
const server = isDeep ? await started() : undefined
afterAll(async () => {
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
})

const answers = recorded()

/** Runs a function with a ledger that contains the recorded entries, and removes the ledger afterwards. */
type Opening = <A>(work: (store: Store) => Promise<A>) => Promise<A>

/** Copies a file. Only its owner may read the copy, so the command does not warn about it. */
const copyPrivately = (from: string, to: string): void => {
  cpSync(from, to)
  chmodSync(to, 0o600)
}

/** Copies the ledger file of the fixture, because a ledger file may change when it is opened. */
const copy = (): string => {
  const ledger = join(mkdtempSync(join(folder, "file-")), "ledger.sqlite")
  copyPrivately(file.ledger, ledger)
  return ledger
}

/** Copies the data keys and the master key of the fixture to the folder of a ledger file. */
const withKeys = (ledger: string): Store => {
  copyPrivately(file.keys, `${ledger}.keys`)
  copyPrivately(file.masterKey, `${ledger}.master-key`)
  return { ledger, environment: {} }
}

const inFile: Opening = (work) => work(withKeys(copy()))

const fromPortable: Opening = async (work) => {
  const store = withKeys(join(folder, "portable.sqlite"))
  for (const district of districts) {
    await Effect.runPromise(
      printed("audit", "import", file.portable(district), store.ledger).pipe(at(nine(lastDay), store))
    )
  }
  return work(store)
}

const fromDump: Opening = (work) =>
  inNewDatabase(server?.url ?? "", async (ledger) => {
    await replay(ledger, readFileSync(file.dump, "utf8"))
    return work({
      ledger,
      environment: { LIULINHUI_MASTER_KEYS: readFileSync(file.masterKey, "utf8").trim() }
    })
  })

// All three ways lead to the same entries. So `test` reads the file alone, and a deep run reads all.
const openings = [
  ["the SQLite file", inFile, true],
  ["the portable files", fromPortable, true],
  ["the PostgreSQL dump", fromDump, server !== undefined]
] as const

describe.each(isDeep ? openings : openings.slice(0, 1))("%s of ledger format 0", (_, opening, isPossible) => {
  describe.skipIf(!isPossible)("is read by this version", () => {
    let found: Readonly<Record<string, string>> = {}
    let refuted: ReadonlyArray<string> = []
    beforeAll(() =>
      opening(async (store) => {
        refuted = await Effect.runPromise(
          refutedCertificates(store, JSON.parse(answers["certificates.json"] ?? ""))
        )
        const given = await Effect.runPromise(answersOf(store))
        found = Object.fromEntries(Object.entries(given).map(([name, answer]) => [name, textOf(answer)]))
      })
    )

    it("with every recorded answer, and no other", () => {
      expect(Object.keys(found).toSorted()).toEqual(Object.keys(answers).toSorted())
    })

    it.each(Object.keys(answers))("with the same %s, byte for byte", (name) => {
      const now = comparable(name, found[name] ?? "null")
      const before = comparable(name, answers[name] ?? "")
      expect(JSON.parse(now)).toEqual(JSON.parse(before))
      expect(now).toBe(before)
    })

    it("with its certificates still valid", () => {
      expect(refuted).toEqual([])
    })
  })
})

describe("every type of event of ledger format 0", () => {
  it("is known to this version", () => {
    const byDistrict: Record<string, { readonly types: object }> = JSON.parse(answers["ledger.json"] ?? "{}")
    const found = new Set(Object.values(byDistrict).flatMap(({ types }) => Object.keys(types)))
    expect(found.size).toBe(54)
    expect([...found].filter((type) => !Journal.types.includes(type))).toEqual([])
  })
})

describe("the story of the fixtures, played with this version", () => {
  /**
   * Removes the hashes from entries, and replaces each encrypted text, which is random, by its owners. Proposals of
   * companions are compared without the goals that plans now have: the pairs are the same.
   */
  const clear = (entries: ReadonlyArray<Entry>) =>
    entries.map((entry) => {
      const { hash: _, ...told } = entry
      const owners = Result.getOrThrow(sealsIn(entry)).map(({ path, value }) => ({ path, value: value.of }))
      const data = replace(entry.data, owners)
      return { ...told, data: entry.type === "CompanionsProposed" ? withoutGoals(data) : data }
    })
  const entriesOf = Effect.forEach(districts, (district) => Ledger.use(({ read }) => read(district, 0, 1000)))

  it.effect("writes the same entries", () =>
    Effect.gen(function* () {
      const before = yield* Effect.provide(entriesOf, StorageSqlite.layer({ filename: copy() }), {
        local: true
      })
      const [inEast, inWest] = before.map((entries) =>
        entries.flatMap(({ data, type }) =>
          type === "ModelAdopted" ? [(data as { readonly document: Schema.Json }).document] : []
        )
      ) as unknown as [Documents["east"], Documents["west"]]
      const stores = Layer.mergeAll(StorageSqlite.layer({ filename: ":memory:" }), VaultOf.layerMemory)
      // Begins each district as in the fixture: its first entry has ledger format 0 and adopts the first model.
      const begin = Effect.forEach(before, ([first]) =>
        first === undefined
          ? Effect.void
          : Ledger.use(({ append }) => {
              const { at, commandId, data, district, stream, type } = first
              return append({
                district,
                commandId,
                at,
                streams: [{ stream, expected: 0, events: [{ type, data }] }]
              })
            })
      )
      const after = yield* begin.pipe(
        Effect.andThen(play({ east: inEast, west: inWest })),
        Effect.andThen(entriesOf),
        Effect.provide(Governance.layer().pipe(Layer.provideMerge(stores)))
      )
      expect(after.map(clear)).toEqual(before.map(clear))
    })
  )
})
