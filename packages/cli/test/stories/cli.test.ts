import { afterAll, beforeAll, describe, expect, it } from "@effect/vitest"
import * as Day from "@liulinhui/core/Day"
import { apply } from "@liulinhui/core/Model"
import { ActorId, BuildingId, DistrictId, HouseholdId, ResidentId } from "@liulinhui/core/Id"
import { CommandId } from "@liulinhui/core/Ledger"
import { Governance } from "@liulinhui/service/Governance"
import * as Effect from "effect/Effect"
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { DatabaseSync } from "node:sqlite"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { run as runCommand } from "../running.ts"
import { small, writing } from "../ledgers.ts"

const root = join(import.meta.dirname, "../../../..")
const example = join(root, "examples", "01-wan-liu")
const folder = mkdtempSync(join(tmpdir(), "cli-"))
const ledger = join(folder, "small.sqlite")
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const run = (...args: ReadonlyArray<string>) => runCommand(args)

const document = small({
  committee: { mandates: [{ role: "committee", scope: { district: true } }] },
  helper: {
    mandates: [{ role: "volunteer", scope: { group: "warmth" } }],
    offers: { building: "b1", elders: 1 }
  }
})

/** Adopts a model for a district with this id in the ledger of the test, and enters one building. */
const found = (id: string) =>
  Effect.gen(function* () {
    const governance = yield* Governance
    yield* governance.adopt(apply(document, { id }))
    yield* governance.submit({
      district: DistrictId.make(id),
      id: CommandId.make("building"),
      by: ActorId.make("committee"),
      request: { _tag: "EnterBuilding", building: { id: BuildingId.make("b1"), label: "1号楼", floors: 6 } }
    })
  }).pipe(Effect.provide(writing(ledger)), Effect.runPromise)

beforeAll(() => found("small"))

describe("liulinhui check", () => {
  const model = join(example, "district.yaml")
  const registry = join(example, "registry.csv")

  it("prints the counts of two correct files", async () => {
    const { status, stdout } = await run("check", model, registry, "--on", "2026-03-02", "--lang", "en")
    expect(stdout).toContain("43 buildings, 1,656 households, 3,700 residents. Nothing is wrong.")
    expect(status).toBe(0)
  })

  it("prints every mistake with its file and place, and ends with 1", async () => {
    const bad = join(folder, "bad.yaml")
    writeFileSync(
      bad,
      `${readFileSync(model, "utf8")}\nhearts: { joy: { zh: 乐 } }\ncontacts: { outreach-visit: 7 }\n`
    )
    const { status, stderr, stdout } = await run("check", bad, join(folder, "nowhere.csv"))
    expect(status).toBe(1)
    expect(stdout).toBe("")
    expect(stderr).toMatch(/bad\.yaml 第 \d+ 行第 \d+ 字 contacts\.outreach-visit/u)
    expect(stderr).toMatch(/无法读取.*nowhere\.csv：没有这个文件或文件夹/u)
  })
})

describe("liulinhui report", () => {
  it("prints the state of a district, as text, as JSON, and as a page", async () => {
    const page = join(folder, "page.html")
    const text = await run("report", ledger, "--lang", "en", "--html", page)
    expect(text.status).toBe(0)
    expect(text.stdout).toContain("buildings: 1")
    expect(readFileSync(page, "utf8")).toContain("<html")
    expect(JSON.parse((await run("report", ledger, "--json")).stdout).data).toMatchObject({
      entries: 2,
      district: { id: "small" }
    })
  })

  it("does not create a missing ledger", async () => {
    const nowhere = join(folder, "nowhere.sqlite")
    expect((await run("report", nowhere)).status).toBe(2)
    expect(existsSync(nowhere)).toBe(false)
  })

  it("requires the id of a district if a file has several", async () => {
    await found("other")
    const { status, stderr } = await run("report", ledger)
    expect(stderr).toBe("请指明居民区：--district other | --district small\n")
    expect(status).toBe(1)
    expect((await run("report", ledger, "--district", "small")).status).toBe(0)
  })
})

describe("liulinhui audit verify", () => {
  it("accepts an unchanged chain, and prints the position of a changed entry", async () => {
    expect((await run("audit", "verify", ledger, "--district", "small", "--lang", "en")).stdout).toContain(
      "2 entries, the chain holds"
    )
    const db = new DatabaseSync(ledger)
    const names = (sql: string) =>
      db
        .prepare(sql)
        .all()
        .map(({ name }) => String(name))
    // A forger can remove the triggers that prevent changes of the SQLite file. The hash chain still reveals a change.
    for (const trigger of names("SELECT name FROM sqlite_schema WHERE type = 'trigger'"))
      db.exec(`DROP TRIGGER ${trigger}`)
    const [table] = names("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%hash%'")
    db.exec(`UPDATE ${table} SET data = replace(data, '1号楼', '2号楼')`)
    db.close()
    const { status, stderr } = await run("audit", "verify", ledger, "--district", "small")
    expect(stderr).toMatch(/not what was written: at position 2/)
    expect(status).toBe(1)
  })
})

describe("liulinhui companions", () => {
  const roster = join(folder, "roster.sqlite")
  const resident = (unit: string) => ({
    household: {
      id: HouseholdId.make(`b1-${unit}`),
      building: BuildingId.make("b1"),
      unit,
      floor: 1,
      area: 1,
      tags: []
    },
    resident: {
      id: ResidentId.make(`b1-${unit}-1`),
      household: HouseholdId.make(`b1-${unit}`),
      name: "王奶奶",
      birth: Day.make("1930-01-01"),
      tags: []
    }
  })
  const people = ["101", "102"].map(resident)

  it("prints the proposed companions with reasons and the elders without one, and writes nothing", async () => {
    await Effect.gen(function* () {
      const governance = yield* Governance
      yield* governance.adopt(document)
      yield* governance.submit({
        district: DistrictId.make("small"),
        id: CommandId.make("roster"),
        by: ActorId.make("committee"),
        request: {
          _tag: "ImportRegistry",
          buildings: [{ id: BuildingId.make("b1"), label: "1号楼", floors: 6 }],
          households: people.map(({ household }) => household),
          residents: people.map((each) => each.resident)
        }
      })
    }).pipe(Effect.provide(writing(roster)), Effect.runPromise)
    const { status, stdout } = await run("companions", roster, "--lang", "en")
    expect(stdout).toContain(
      "1 elder has one, 1 of them from their own building, 0 the one they have; 1 has nobody."
    )
    expect(stdout).toContain(
      "helper → 1号楼 flat 101 (b1-101-1) (same building)\n  1号楼 flat 102 (b1-102-1): nobody"
    )
    expect(status).toBe(0)
    expect(JSON.parse((await run("companions", roster, "--json")).stdout).data).toMatchObject({
      verified: true,
      plan: { without: ["b1-102-1"] }
    })
    expect((await run("audit", "verify", roster, "--lang", "en")).stdout).toContain("6 entries")
  })
})

describe("liulinhui pair", () => {
  it("pairs a district from its model file, and checks the proof", async () => {
    const { status, stdout } = await run("pair", join(example, "district.yaml"), "--json")
    expect(JSON.parse(stdout).data).toMatchObject({ verified: true, plan: { unique: true } })
    expect(status).toBe(0)
  })
})

describe("liulinhui print", () => {
  it("writes a page with the doors that must still be reached", async () => {
    const page = join(folder, "sheet.html")
    const { status, stdout } = await run(
      "print",
      "coverage",
      ledger,
      "buildings-filed",
      "--district",
      "small",
      "--out",
      page
    )
    expect([status, stdout.trim()]).toEqual([0, page])
    expect(readFileSync(page, "utf8")).toMatch(/号楼：还缺1[^]*整幢/u)
  })

  it("lists the rules of the district if the rule is unknown", async () => {
    const { status, stderr } = await run(
      "print",
      "coverage",
      ledger,
      "nope",
      "--district",
      "small",
      "--out",
      join(folder, "nope.html")
    )
    expect(status).toBe(1)
    expect(stderr).toContain("elders-reached")
    expect(existsSync(join(folder, "nope.html"))).toBe(false)
  })
})

describe("liulinhui notices print", () => {
  it("reports an unknown case", async () => {
    const { status, stderr } = await run(
      "notices",
      "print",
      ledger,
      "nope",
      "--district",
      "small",
      "--out",
      join(folder, "nope.html")
    )
    expect([status, stderr.trim()]).toEqual([1, "居民区没有事项nope"])
  })
})
