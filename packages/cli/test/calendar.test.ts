import { afterAll, beforeAll, describe, expect, it } from "@effect/vitest"
import { apply } from "@liulinhui/core/Model"
import { ActorId, DistrictId } from "@liulinhui/core/Id"
import { CommandId } from "@liulinhui/core/Ledger"
import { Governance } from "@liulinhui/service/Governance"
import { Request } from "@liulinhui/core/Governance"
import { calendar } from "@liulinhui/six-hearts/Calendar"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { run as runCommand } from "./running.ts"
import { small, writing } from "./ledgers.ts"

const root = join(import.meta.dirname, "../../..")
const folder = mkdtempSync(join(tmpdir(), "calendar-"))
const ledger = join(folder, "small.sqlite")
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const run = (...args: ReadonlyArray<string>) => runCommand(args)

const mandate = (role: string, scope: Schema.Json) => ({ mandates: [{ role, scope }] })
// This calendar has only the holidays of 2004, so it never has data for the current year.
const document = apply(
  small({
    committee: mandate("committee", { district: true }),
    "lead-unity": mandate("group-lead", { group: "unity" }),
    "head-b1": mandate("stairwell-head", { building: "b1" }),
    street: mandate("subdistrict", { district: true })
  }),
  {
    calendar: Object.fromEntries(
      Object.keys(calendar).flatMap((year) => (year === "2004" ? [] : [[year, null]]))
    ),
    playbooks: { "corridor-clutter": { stages: { noticed: { deadline: "5 working days" } } } }
  }
)
const photo = { photo: "p.jpg", sha256: "0".repeat(64) }
const requests: ReadonlyArray<readonly [string, Schema.Json]> = [
  [
    "committee",
    {
      _tag: "ImportRegistry",
      buildings: [{ id: "b1", label: "1号楼", floors: 6 }],
      households: [{ id: "b1-101", building: "b1", unit: "101", floor: 1, area: 500_000, tags: [] }],
      residents: []
    }
  ],
  [
    "street",
    {
      _tag: "OpenCase",
      case: "order",
      playbook: "hotline-order",
      subjects: ["building:b1"],
      evidence: { "order-number": "1", request: "x" }
    }
  ],
  [
    "lead-unity",
    { _tag: "OpenCase", case: "campaign", playbook: "clutter-campaign", subjects: ["district:small"] }
  ],
  [
    "lead-unity",
    {
      _tag: "OpenCase",
      case: "building",
      playbook: "building-clutter",
      subjects: ["building:b1"],
      parent: "campaign"
    }
  ],
  [
    "head-b1",
    {
      _tag: "OpenCase",
      case: "flat",
      playbook: "corridor-clutter",
      subjects: ["household:b1-101"],
      parent: "building"
    }
  ],
  [
    "head-b1",
    { _tag: "TakeStep", case: "flat", step: "survey", evidence: { finding: "纸箱", "found-photo": photo } }
  ],
  ["lead-unity", { _tag: "TakeStep", case: "flat", step: "file", evidence: { "file-number": "1" } }],
  ["head-b1", { _tag: "TakeStep", case: "flat", step: "serve-notice", evidence: { proof: photo } }]
]

const decode = Schema.decodeUnknownSync(Request)
beforeAll(() =>
  Effect.gen(function* () {
    const { adopt, submit } = yield* Governance
    yield* adopt(document)
    for (const [at, [by, request]] of requests.entries()) {
      yield* submit({
        district: DistrictId.make("small"),
        id: CommandId.make(`c${at}`),
        by: ActorId.make(by),
        request: decode(request)
      })
    }
  }).pipe(Effect.provide(writing(ledger)), Effect.runPromise)
)

const remark = "（暂按工作日推算，待节假日安排公布后重算）"
const english = "(provisional: counted by weekdays until the year's holidays are known)"

describe("a due day that is provisional", () => {
  it("is marked as provisional by cases, case and report, in Chinese and English", async () => {
    expect((await run("cases", ledger)).stdout).toMatch(
      new RegExp(`order .*本环节\\d+年\\d+月\\d+日${remark}到期，还有\\d+天`)
    )
    expect((await run("cases", ledger, "--lang", "en")).stdout).toContain(english)
    const one = (await run("case", ledger, "flat")).stdout
    expect(one.split(remark)).toHaveLength(3)
    expect((await run("case", ledger, "flat", "--lang", "en")).stdout.split(english)).toHaveLength(3)
    const facts = JSON.parse((await run("report", ledger, "--for", "committee", "--json")).stdout).data
    expect(facts.calendarEnd).toMatchObject({ until: null })
    expect((await run("report", ledger, "--for", "committee")).stdout.replaceAll("\n", "")).toMatch(
      /没有\d+年的节假日数据：请补进模型并重新采用/
    )
  })

  it("is not printed on a notice as the last day; the period is printed instead", async () => {
    const page = join(folder, "notice.html")
    expect((await run("notices", "print", ledger, "flat", "--out", page)).status).toBe(0)
    expect(readFileSync(page, "utf8")).toContain("自收到本通知之日起5个工作日内")
  })

  it("is a warning of health and not a failure, beside the warning that the calendar ends", async () => {
    const { status, stdout } = await run("health", ledger)
    expect(status).toBe(0)
    expect(stdout).toMatch(
      /提醒：small: 工作日历没有\d+年的节假日数据，请补充\d+年的安排（liulinhui calendar add \d+）/
    )
    expect(stdout).toContain("提醒：small: 2件事项的期限是暂定的（order、flat），不会自动届满")
    const { isWell, warnings } = JSON.parse(
      (await run("health", ledger, "--json", "--lang", "en")).stdout
    ).data
    expect([isWell, warnings.length]).toEqual([true, 2])
    expect(warnings[1]).toContain("2 cases have provisional due days (order, flat)")
  })
})

describe("liulinhui calendar", () => {
  it("shows the known years and their sources, of a ledger, of a model and of this version", async () => {
    const ofLedger = await run("calendar", ledger)
    expect(ofLedger.status).toBe(0)
    expect(ofLedger.stdout).toMatch(
      /^2004年 {2}来源：国务院办公厅节假日安排通知（chinese-days [\d.]+）\n今年没有节假日数据。\n/
    )
    expect(ofLedger.stdout).toContain("2件事项的期限是暂定的")
    const years = Object.keys(calendar).map(Number)
    const known = `${Math.min(...years)}–${Math.max(...years)}`
    expect((await run("calendar", "--lang", "en")).stdout).toMatch(
      new RegExp(`^${known} {2}source: .*chinese-days`)
    )
    const model = join(root, "examples", "01-wan-liu", "district.yaml")
    expect((await run("calendar", model)).stdout).toMatch(new RegExp(`^${known}年 {2}来源`))
    expect(JSON.parse((await run("calendar", model, "--json")).stdout).data.years).toHaveLength(years.length)
  })

  it("reports a file that it cannot read, and creates no file", async () => {
    const { status, stderr } = await run("calendar", join(folder, "nowhere.sqlite"))
    expect([status, stderr]).toEqual([1, expect.stringContaining("a file that is there")])
  })

  const notice = `国务院办公厅关于2031年部分节假日安排的通知
一、元旦：1月1日（周三）放假1天，不调休。
四、劳动节：5月1日（周四）至5日（周一）放假调休，共5天。4月27日（周日）上班。
七、国庆节：10月1日（周三）至8日（周三）放假调休，共8天。9月28日（周日）、10月11日（周六）上班。`

  it("prints a year of the notice as five lines for a model", async () => {
    const file = join(folder, "notice.txt")
    writeFileSync(file, notice)
    const { status, stdout } = await run("calendar", "add", "2031", "--notice", file)
    expect(status).toBe(0)
    expect(stdout.trim().split("\n")).toEqual([
      "calendar:",
      '  "2031":',
      '    source: "国务院办公厅关于2031年部分节假日安排的通知"',
      expect.stringMatching(/^ {4}holidays: \[2031-01-01, 2031-05-01, .*2031-10-08\]$/),
      "    workdays: [2031-04-27, 2031-09-28, 2031-10-11]"
    ])
    const model = join(folder, "district.yaml")
    writeFileSync(
      model,
      `${readFileSync(join(root, "examples", "01-wan-liu", "district.yaml"), "utf8")}\n${stdout}`
    )
    expect((await run("calendar", model)).stdout).toContain(
      "2031年  来源：国务院办公厅关于2031年部分节假日安排的通知"
    )
  })

  it("reads a notice in GB 18030 as well, and refuses one of another year or with a mistake", async () => {
    const file = join(folder, "notice-gb.txt")
    // The text of an invented holiday notice for 2031, encoded in GB 18030: 2031年部分节假日安排 一、元旦：1月1日放假.
    const bytes = Buffer.from(
      "32303331c4eab2bfb7d6bdda bcd9c8d5b0b2c5c50a d2bba1a2d4aab5a9a3ba31d4c231c8d5b7c5bcd9".replaceAll(
        " ",
        ""
      ),
      "hex"
    )
    writeFileSync(file, bytes)
    const { status, stderr } = await run("calendar", "add", "2031", "--notice", file)
    expect(status).toBe(1)
    expect(stderr).toContain("5月1日是法定节日，通知里没有读出这一天")
    expect(stderr).not.toContain("1月1日是法定节日")
    writeFileSync(file, notice)
    expect((await run("calendar", "add", "2032", "--notice", file)).stderr).toContain(
      "是2031年的通知，不是2032年的"
    )
  })

  it("prints a year that this version has, and says what to do for another year", async () => {
    expect((await run("calendar", "add", "2026")).stdout).toContain("workdays: [2026-01-04,")
    const { status, stderr } = await run("calendar", "add", "2099")
    expect([status, stderr]).toEqual([1, expect.stringContaining("--notice")])
  })
})

describe("liulinhui check", () => {
  const files = [
    join(root, "examples", "01-wan-liu", "district.yaml"),
    join(root, "examples", "01-wan-liu", "registry.csv")
  ]
  const last = Math.max(...Object.keys(calendar).map(Number))

  it("warns from 60 days before the calendar's data ends, and not earlier", async () => {
    const warned = await run("check", ...files, "--on", `${last}-11-01`)
    expect(warned.status).toBe(0)
    expect(warned.stdout).toContain(`工作日历的节假日数据到${last}年12月31日为止，请补充${last + 1}年的安排`)
    expect(warned.stdout).not.toContain("没有发现问题")
    expect((await run("check", ...files, "--on", `${last}-10-31`)).stdout).toContain("没有发现问题")
  })
})
