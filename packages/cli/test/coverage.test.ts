import { afterAll, beforeAll, describe, expect, it } from "@effect/vitest"
import * as Day from "@liulinhui/core/Day"
import { apply } from "@liulinhui/core/Model"
import { ActorId, DistrictId } from "@liulinhui/core/Id"
import { CommandId } from "@liulinhui/core/Ledger"
import { Governance } from "@liulinhui/service/Governance"
import { Request } from "@liulinhui/core/Governance"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import * as SettableClock from "@liulinhui/testing/SettableClock"
import { run as runCommand } from "./running.ts"
import { small, writing } from "./ledgers.ts"

const root = join(import.meta.dirname, "../../..")
const folder = mkdtempSync(join(tmpdir(), "coverage-"))
const ledger = join(folder, "small.sqlite")
afterAll(() => rmSync(folder, { recursive: true, force: true }))

// The command and the ledger have the same stated clock, so the test is independent of the day on which it runs.
const now = "2026-03-02T09:00:00+08:00"
const today = Day.make("2026-03-02")

const run = async (...args: ReadonlyArray<string>) => {
  const { stderr, ...ran } = await runCommand(["coverage", ...args], { env: { LIULINHUI_NOW: now } })
  const [note, ...others] = stderr.split("\n")
  expect(note).toContain("LIULINHUI_NOW")
  return { ...ran, stderr: others.join("\n") }
}
const iso = (offset = 0): string => Day.toIso(Day.add(today, offset))
const shown = (offset = 0, locale = "zh-CN"): string =>
  new Intl.DateTimeFormat(locale, { timeZone: "UTC", year: "numeric", month: "long", day: "numeric" }).format(
    Day.add(today, offset) * 86_400_000
  )

const document = small({
  committee: { mandates: [{ role: "committee", scope: { district: true } }] },
  helper: {
    mandates: [{ role: "volunteer", scope: { group: "warmth" } }],
    offers: { building: "b1", elders: 1 }
  }
})

const requests: ReadonlyArray<unknown> = [
  {
    _tag: "ImportRegistry",
    buildings: [
      { id: "b1", label: "1号楼", floors: 6 },
      { id: "b2", label: "2号楼", floors: 6 }
    ],
    households: ["b1-101", "b1-201", "b2-101"].map((id) => ({
      id,
      building: id.slice(0, 2),
      unit: id.slice(3),
      floor: Number(id.slice(3, 4)),
      area: 500_000,
      tags: []
    })),
    residents: ["b1-101", "b1-201", "b2-101"].map((household) => ({
      id: `${household}-1`,
      household,
      name: "张三",
      birth: "1940-05-05",
      tags: []
    }))
  },
  { _tag: "RecordContacts", contacts: [{ kind: "outreach-visit", subject: "resident:b1-101-1" }] },
  { _tag: "GrantExclusion", rule: "elders-reached", subject: "resident:b2-101-1", reason: "in-hospital" }
]

/** Writes the district of these tests into the ledger, under this id. */
const found = (id: string) =>
  Effect.gen(function* () {
    const governance = yield* Governance
    yield* governance.adopt(apply(document, { id }))
    for (const [n, request] of requests.entries()) {
      yield* governance.submit({
        district: DistrictId.make(id),
        id: CommandId.make(`${n}`),
        by: ActorId.make("committee"),
        request: Schema.decodeUnknownSync(Request)(request)
      })
    }
  }).pipe(
    Effect.provideService(Clock.Clock, SettableClock.make(Date.parse(now)).clock),
    Effect.provide(writing(ledger)),
    Effect.runPromise
  )

beforeAll(() => found("small"))

const elders = ["--rule", "elders-reached"]

describe("liulinhui coverage", () => {
  it("prints how many are reached, missing and excluded by each rule, and the doors of the missing", async () => {
    const { status, stdout } = await run(ledger, "--lang", "en", "--gaps", "--by", "building")
    expect(stdout).toContain("not met: 1 of 2 reached, 1 missing, 1 excluded, 0 unknown (target all)")
    expect(stdout).toContain("    1号楼  1/2  missing 1\n    2号楼  0/0  excluded 1\n")
    expect(stdout).toContain(
      "    missing:\n      1号楼 flat 201 (b1-201-1)\n    excluded:\n      2号楼 flat 101 (b2-101-1): in hospital"
    )
    expect(stdout).toContain("nothing to reach: 0 of 0 reached")
    expect(stdout).not.toContain("张三")
    expect(status).toBe(0)
    expect((await run(ledger, ...elders)).stdout).toContain(
      "未达到：应覆盖2，已覆盖1，还缺1，不计入1，待核实0（目标全部）"
    )
  })

  it("prints the same as JSON, for one rule, with days as dates", async () => {
    const told: unknown = JSON.parse((await run(ledger, ...elders, "--json", "--gaps")).stdout).data
    expect(told).toMatchObject({
      district: "small",
      asOf: iso(),
      rules: [
        {
          rule: "elders-reached",
          standing: "not-met",
          ratio: { reached: 1, of: 2 },
          gaps: [{ id: "b1-201-1", building: "b1", label: "1号楼", floor: 2, unit: "201", wants: 1 }],
          excluded: [{ id: "b2-101-1", reason: "in-hospital" }]
        }
      ]
    })
    expect(JSON.stringify(told)).not.toContain("张三")
  })

  it("assumes for a future day that no more contacts are recorded, and lets exclusions end", async () => {
    const { stdout } = await run(ledger, ...elders, "--as-of", iso(120), "--lang", "en")
    expect(stdout).toContain("if nothing more is recorded")
    expect(stdout).toContain("1 of 3 reached, 2 missing, 0 excluded")
  })

  it("refuses an unknown rule, an invalid day, and a day before the district began", async () => {
    const unknown = await run(ledger, "--rule", "elders")
    expect(unknown.stderr).toContain("居民区“small”没有覆盖要求“elders”：有elders-reached、")
    const noDay = await run(ledger, "--as-of", "2026-02-31")
    expect(noDay.stderr).toContain("选项 --as-of 的值“2026-02-31”不对")
    const early = await run(ledger, "--as-of", iso(-1))
    expect(early.stderr).toContain(`--as-of ${shown(-1)}早于居民区启用之日${shown()}`)
    expect([unknown.status, noDay.status, early.status]).toEqual([1, 2, 1])
  })
})

describe("liulinhui coverage certify and verify", () => {
  const file = join(folder, "certificate.json")
  beforeAll(async () => {
    const { status, stdout } = await run(
      "certify",
      ledger,
      "--district",
      "small",
      ...elders,
      "--out",
      file,
      "--lang",
      "en"
    )
    expect(stdout).toContain(
      `elders-reached version 1, not met at the end of ${shown(0, "en-GB")} as known on ${shown(0, "en-GB")}, 1 of 2, by entries 1 to`
    )
    expect(status).toBe(0)
  })

  const tampered = (from: string, to: string): string => {
    const other = join(folder, "tampered.json")
    writeFileSync(other, readFileSync(file, "utf8").replace(from, to))
    return other
  }

  it("accepts a certificate that agrees with the ledger", async () => {
    const { status, stdout } = await run("verify", ledger, file, "--lang", "en")
    expect(stdout).toContain("it is what the ledger says")
    expect(status).toBe(0)
  })

  it("prints each mismatch, and ends with 1", async () => {
    const { status, stderr } = await run(
      "verify",
      ledger,
      tampered('"reached": 1', '"reached": 2'),
      "--lang",
      "en"
    )
    expect(stderr.trim().split("\n")).toEqual([
      expect.stringMatching(/it was changed after it was made: its digest is [0-9a-f]{16}…/),
      expect.stringMatching(/the counts: the certificate says .*"reached":2.*, the ledger .*"reached":1/)
    ])
    expect(status).toBe(1)
    const version = await run("verify", ledger, tampered('"version": 1', '"version": 7'))
    expect(version.stderr).toContain("覆盖要求“elders-reached”的条文：证书为第7版")
  })

  it("refuses a file that is not a certificate, and says how to make one", async () => {
    const none = await run("verify", ledger, join(root, "package.json"), "--lang", "en")
    expect(none.stderr).toMatch(
      /it is no coverage certificate.*liulinhui coverage certify: its format is not/
    )
    const text = await run("verify", ledger, join(root, "README.md"))
    expect(text.stderr).toContain("不是证书，甚至不是 JSON：请用 liulinhui coverage certify")
    const nowhere = await run("verify", ledger, join(folder, "nowhere.json"))
    expect(nowhere.stderr).toContain("无法读取")
    expect([none.status, text.status, nowhere.status]).toEqual([1, 1, 1])
  })

  it("finds one changed entry at any position of the ledger", async () => {
    const other = join(folder, "changed.sqlite")
    copyFileSync(ledger, other)
    for (const part of ["-wal", "-shm", ".keys", ".keys-wal", ".keys-shm", ".master-key"])
      if (existsSync(ledger + part)) copyFileSync(ledger + part, other + part)
    const db = new DatabaseSync(other)
    const names = (sql: string) =>
      db
        .prepare(sql)
        .all()
        .map(({ name }) => String(name))
    for (const trigger of names("SELECT name FROM sqlite_schema WHERE type = 'trigger'")) {
      db.exec(`DROP TRIGGER ${trigger}`)
    }
    const [table] = names("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%hash%'")
    db.exec(`UPDATE ${table} SET data = replace(data, '"id":"b1-101-1"', '"id":"b1-201-9"')`)
    db.close()
    const { status, stderr } = await run("verify", other, file)
    expect(stderr).toMatch(/is not what was written: at position \d+/)
    expect(status).toBe(1)
  })

  it("does not certify a future day", async () => {
    const { status, stderr } = await run("certify", ledger, ...elders, "--as-of", iso(1))
    expect(stderr).toContain(`请取居民区启用之日${shown()}至今天${shown()}之间的日期`)
    expect(status).toBe(1)
  })
})

describe("liulinhui coverage forecast and round", () => {
  it("prints how many contacts are needed by a day, and how this number is computed", async () => {
    const { stdout } = await run(
      "forecast",
      ledger,
      ...elders,
      "--by",
      iso(2),
      "--capacity",
      "1",
      "--lang",
      "en"
    )
    expect(stdout).toContain("not met, 1 of 2, target 2, 1 short")
    expect(stdout).toContain("at this pace no day can be named")
    expect(stdout).toContain(
      `by ${shown(2, "en-GB")}: 1 will be short (0 of those reached now will have lapsed), 2 days count`
    )
    expect(stdout).toContain("it takes at least 1 contact, 1 a day")
    expect(stdout).toContain("1 a day make 2: 1 can be reached in time, 0 cannot")
    expect(JSON.parse((await run("forecast", ledger, ...elders, "--json")).stdout).data).toMatchObject({
      short: 1,
      reachable: []
    })
  })

  it("refuses a day to reach by that is over, and a capacity without one", async () => {
    expect((await run("forecast", ledger, ...elders, "--by", iso())).stderr).toContain("--by ")
    expect((await run("forecast", ledger, ...elders, "--capacity", "3")).stderr).toContain(
      "请用 --by 写明截至哪一天"
    )
  })

  it("prints a walking list for each volunteer, within the capacity", async () => {
    const { stdout } = await run("round", ledger, ...elders, "--capacity", "2", "--lang", "en")
    expect(stdout).toContain("1 volunteer makes 1 visit; 0 are left for later")
    expect(stdout).toContain("  helper\n    1号楼 flat 201 (b1-201-1) (own building)")
    expect(
      JSON.parse((await run("round", ledger, ...elders, "--capacity", "2", "--json")).stdout).data
    ).toMatchObject({
      lists: [{ walker: "helper", visits: [{ id: "b1-201-1", ownBuilding: true }] }],
      left: []
    })
    expect((await run("round", ledger, ...elders, "--capacity", "0")).status).toBe(2)
  })
})

describe("a certificate in a file of several districts", () => {
  it("is checked against its district, and refused for another", async () => {
    await found("other")
    const file = join(folder, "certificate.json")
    expect((await run("verify", ledger, file)).status).toBe(0)
    const { status, stderr } = await run("verify", ledger, file, "--district", "other", "--lang", "en")
    expect(stderr.trim().split("\n")).toEqual([
      expect.stringContaining("it is of another district, “small”, not “other”")
    ])
    expect(status).toBe(1)
  })
})
