import { afterAll, beforeAll, describe, expect, it } from "@effect/vitest"
import type * as Schema from "effect/Schema"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { small } from "./ledgers.ts"
import { run } from "./running.ts"

const folder = mkdtempSync(join(tmpdir(), "report-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const at = (name: string): string => join(folder, name)
const ledger = at("ledger.sqlite")

const mandate = (role: string, scope: Schema.JsonObject) => ({ mandates: [{ role, scope }] })
const model = small({
  committee: mandate("committee", { district: true }),
  "lead-warmth": mandate("group-lead", { group: "warmth" }),
  "lead-unity": mandate("group-lead", { group: "unity" }),
  "wang-warmth": mandate("volunteer", { group: "warmth" }),
  firm: mandate("property", { district: true })
})
const flats = ["101", "102", "201", "202", "301", "302", "401"]
const roster = [
  "楼号,总层数,室号,面积,姓名,出生年月",
  ...["1号楼", "2号楼"].flatMap((building) =>
    flats.map((flat, n) => `${building},6,${flat},48.20,王${flat},194${n}-01-02`)
  )
].join("\n")

const on = (day: string): string => `2026-${day}T09:00:00+08:00`
const open = (id: string, playbook: string, subject: string, more: object = {}) => ({
  _tag: "OpenCase",
  case: id,
  playbook,
  subjects: [subject],
  ...more
})

const events = [
  { at: on("03-02"), by: "committee", do: open("campaign", "clutter-campaign", "district:small") },
  {
    at: on("03-02"),
    by: "committee",
    do: open("file-1", "building-clutter", "building:1号楼", { parent: "campaign" })
  },
  { at: on("03-31"), expect: { case: { "file-1": { open: true } } } }
]

interface Counts {
  readonly eligible: number
  readonly excluded: number
  readonly due: number
  readonly reached: number
  readonly missing: number
  readonly unknown: number
}
interface Report {
  readonly open: number
  readonly late: number
  readonly partial: boolean
  readonly coverage: ReadonlyArray<{
    readonly rule: string
    readonly name: { zh: string }
    readonly now: Counts
  }>
  readonly cases: ReadonlyArray<{ readonly id: string; readonly unit: string | null }>
  readonly caseCounts: ReadonlyArray<{ readonly kind: { zh: string } }>
  readonly overdue: ReadonlyArray<{ readonly case: string; readonly who: ReadonlyArray<{ zh: string }> }>
  readonly timelines: ReadonlyArray<{ readonly case: string }>
  readonly notices: ReadonlyArray<{ readonly queued: number }> | null
}

// Every command runs on the day after the story, and says so.
const now = "2026-04-01T09:00:00+08:00"
const env = { LIULINHUI_NOW: now }
const stated = `注意：按 LIULINHUI_NOW 设定的时间 ${now} 运行（测试、培训用）\n`

const report = async (...args: ReadonlyArray<string>): Promise<Report> => {
  const ran = await run(["report", ledger, "--json", ...args], { env })
  expect([ran.status, ran.stderr]).toEqual([0, stated])
  return JSON.parse(ran.stdout).data
}
const asCommittee = ["--for", "committee"]

const ok = async (...args: ReadonlyArray<string>): Promise<string> => {
  const { status, stderr, stdout } = await run(args, { env })
  expect([args.slice(0, 3), status, status === 0 ? "" : stderr]).toEqual([args.slice(0, 3), 0, ""])
  return stdout
}

beforeAll(async () => {
  writeFileSync(at("district.json"), JSON.stringify(model))
  writeFileSync(at("roster.csv"), `${roster}\n`)
  const story = { importer: "committee", until: "2026-03-31T20:00:00+08:00", events }
  writeFileSync(at("story.json"), JSON.stringify(story))
  const source = ["--model", at("district.json"), "--roster", at("roster.csv")]
  await ok("replay", at("story.json"), ledger, ...source)
  const as = ["--as", "committee"]
  await ok(
    "case",
    "open",
    ledger,
    "hoarding",
    "hardship-and-hoarding",
    "2号楼301",
    ...as,
    "--evidence",
    "situation=积存废品"
  )
  await ok("contact", "add", ledger, "outreach-visit", "1号楼101", "1号楼102", "--residents", ...as)
  const { rules }: { rules: ReadonlyArray<{ gaps: ReadonlyArray<{ id: string }> }> } = JSON.parse(
    await ok("coverage", ledger, "--rule", "elders-reached", "--gaps", "--json")
  ).data
  const inHospital = `resident:${rules[0]!.gaps[0]!.id}`
  await ok("exclude", "grant", ledger, "elders-reached", inHospital, "in-hospital", ...as)
})

describe("liulinhui report", () => {
  it("has the figures of coverage --json for each rule: reached out of those due", async () => {
    const { coverage } = await report(...asCommittee)
    const answer: {
      rules: ReadonlyArray<{ rule: string; counts: Counts; ratio: { reached: number; of: number } }>
    } = JSON.parse(await ok("coverage", ledger, "--json")).data
    expect(coverage.map(({ rule }) => rule)).toEqual(answer.rules.map(({ rule }) => rule))
    for (const [n, { now }] of coverage.entries()) {
      const { counts, ratio } = answer.rules[n]!
      expect(now).toEqual({ ...counts, due: ratio.of })
      expect(now.reached).toBe(ratio.reached)
    }
    const elders = coverage.find(({ rule }) => rule === "elders-reached")
    expect(elders?.now).toMatchObject({ eligible: 14, excluded: 1, due: 13, reached: 2 })
  })

  it("shows the same ratios on the page, in the text, and in coverage", async () => {
    const page = at("page.html")
    const text = await ok("report", ledger, ...asCommittee, "--html", page)
    const html = readFileSync(page, "utf8")
    for (const { name, now } of (await report(...asCommittee)).coverage) {
      const ratio = `${now.reached}/${now.due}`
      const [row = ""] =
        html.match(new RegExp(`<th role="rowheader" scope="row">${name.zh}.*?</tr>`, "s")) ?? []
      expect(row).toContain(`>${ratio}</td>`)
      expect(text.split("\n").find((line) => line.startsWith(name.zh.slice(0, 8)))).toContain(ratio)
    }
    expect(await ok("coverage", ledger, "--rule", "elders-reached")).toContain("应覆盖13，已覆盖2")
  })

  it("counts the open and the late cases that `cases` lists, and says who should act", async () => {
    const lines = async (...args: ReadonlyArray<string>) =>
      (await ok("cases", ledger, ...args)).trim().split("\n")
    const { late, open, overdue } = await report(...asCommittee)
    expect(open).toBe((await lines()).length)
    expect(late).toBe((await lines("--overdue")).length)
    expect(overdue.map((one) => one.case)).toContain("file-1")
    expect(overdue.find((one) => one.case === "file-1")?.who.map(({ zh }) => zh)).toContain("楼组长")
    const page = at("late.html")
    await ok("report", ledger, ...asCommittee, "--html", page)
    const [, shown] = readFileSync(page, "utf8").match(/<dt>逾期事项<\/dt><dd>(\d+)<\/dd>/) ?? []
    expect(Number(shown)).toBe(late)
  })

  it("says that notices are not known before one was queued, and then counts those in the queue", async () => {
    expect((await report(...asCommittee)).notices).toBeNull()
    expect(await ok("report", ledger, ...asCommittee)).toContain("通知（含待发）：不详")
    const sent = await ok("notices", "send", ledger, "--channel", "console")
    const queued = Number(/\d+/.exec(sent.split("\n").at(-2) ?? "")?.[0])
    expect(queued).toBeGreaterThan(0)
    const counted = (await report(...asCommittee)).notices?.reduce((all, one) => all + one.queued, 0)
    expect(counted).toBe(queued)
  })

  it("lists what happened on cases that are late, although nobody names them", async () => {
    expect((await report(...asCommittee)).timelines.map((one) => one.case)).toContain("file-1")
  })
})

describe("the readers of a report", () => {
  it("are everybody in the hall by default: no case, no flat, no confidential kind, no small count", async () => {
    const hall = await report()
    expect(hall).toEqual(await report("--for", "hall"))
    expect([hall.cases, hall.overdue, hall.timelines]).toEqual([[], [], []])
    expect(hall.caseCounts.map(({ kind }) => kind.zh).join()).not.toMatch(/困难/)
    expect(hall.coverage.find(({ rule }) => rule === "elders-reached")?.now).toEqual({
      eligible: 14,
      excluded: "few",
      due: "hidden",
      reached: "few",
      missing: 11,
      unknown: 0
    })
    const text = JSON.stringify(hall)
    for (const secret of ['"301"', "livingAlone", '"hoarding"']) expect(text).not.toContain(secret)
    // Open cases of a confidential kind are in no total either.
    expect(hall.open).toBe((await report(...asCommittee)).open - 1)
  })

  it("with a role see what everybody with that role may see", async () => {
    const seen = async (role: string) => (await report("--for", role)).cases.map(({ id }) => id)
    expect(await seen("committee")).toContain("hoarding")
    // One leader of two leads the group of the case.
    expect(await seen("group-lead")).not.toContain("hoarding")
    expect(await seen("volunteer")).toEqual(["hoarding"])
    // The property firm reaches the whole district, but its role is not in the confidential playbook.
    expect(await seen("property")).toEqual(expect.arrayContaining(["campaign", "file-1"]))
    expect(await seen("property")).not.toContain("hoarding")
    expect(JSON.stringify(await report("--for", "property"))).not.toContain("livingAlone")
    expect((await report("--for", "committee")).partial).toBe(false)
  })

  it("must hold a role of the model", async () => {
    for (const role of ["nobody", "mediator"]) {
      const { status, stderr } = await run(["report", ledger, "--for", role], { env })
      expect([status, stderr]).toEqual([1, expect.stringContaining("没有这个角色，或者无人担任")])
    }
  })
})
