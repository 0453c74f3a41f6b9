import { describe, expect, it } from "@effect/vitest"
import type { CaseEvent } from "../../src/casework/Case.ts"
import * as Day from "../../src/kernel/Day.ts"
import { ofEntry } from "../../src/notices/Announce.ts"
import { newsOf } from "../../src/notices/News.ts"
import { ActorId, BuildingId, CaseId, GroupId, ReportId } from "../../src/place/Id.ts"
import { building } from "../../src/place/Subject.ts"
import { Small } from "../district/small.ts"

const { district } = new Small().submit("head-b1", {
  _tag: "OpenCase",
  case: "lift",
  playbook: "lift-retrofit",
  subjects: ["building:b1"],
  evidence: { request: { signer: "li", sha256: "c".repeat(64) } }
})
const news = (event: CaseEvent) => newsOf(district, { context: "case", event }, "case-lift")

const on = Day.make("2026-03-02")
const by = ActorId.make("head-b1")
const place = { subjects: [building(BuildingId.make("b1"))], buildings: [BuildingId.make("b1")] } as const
const opened: Extract<CaseEvent, { readonly _tag: "CaseOpened" }> = {
  _tag: "CaseOpened",
  by,
  on,
  id: CaseId.make("lift"),
  playbook: "lift-retrofit",
  version: 1,
  stage: "requested",
  group: GroupId.make("unity"),
  recorded: [],
  records: [],
  ...place
}

describe("the news of a case", () => {
  it("counts the relapses of the cases that it continues, and 0 if it continues none", () => {
    expect(news(opened)).toMatchObject([{ happening: "case-opened", more: { count: 0 } }])
    const lineage = { first: CaseId.make("earlier"), closed: on, relapses: 2 }
    expect(news({ ...opened, lineage })).toMatchObject([{ happening: "case-opened", more: { count: 2 } }])
  })

  it("counts the relapses of a case that is reopened because of one", () => {
    const reopened: CaseEvent = {
      _tag: "CaseReopened",
      by,
      on,
      from: "done",
      to: "requested",
      relapse: true,
      relapses: 3,
      resolved: on,
      recorded: [],
      records: [],
      ...place
    }
    expect(news(reopened)).toMatchObject([
      { happening: "case-relapsed", stage: "requested", more: { count: 3 } }
    ])
    expect(news({ ...reopened, relapse: false })).toEqual([])
  })
})

describe("the news of reports", () => {
  const playbook = "hardship-and-hoarding"
  const intake = { playbooks: { [playbook]: {}, "lift-retrofit": {} } }
  const reported = { playbook, building: BuildingId.make("b1"), words: "x" }
  const reportNews = (small: Small, id: string) => {
    const event = { _tag: "ReportReceived", on, report: ReportId.make(id), playbook } as const
    return newsOf(small.district, { context: "intake", event }, `report-${id}`)
  }

  it("is one each time the number of reports that nobody has looked at doubles", () => {
    const small = new Small({ intake })
    for (let n = 1; n <= 40; n++) small.report(`r${n}`, reported)
    const counts = Array.from({ length: 40 }, (_, n) => reportNews(small, `r${n + 1}`)).map(
      ([one]) => one?.more?.count
    )
    expect(counts.filter((count) => count !== undefined)).toEqual([1, 2, 4, 8, 16, 32])
    for (let n = 1; n <= 40; n++) small.submit("committee", { _tag: "LookAtReport", report: `r${n}` })
    expect(reportNews(small.report("r41", reported), "r41")).toMatchObject([{ more: { count: 1 } }])
    // What was news stays news, whatever has been recorded since.
    expect(reportNews(small, "r32")).toMatchObject([{ more: { count: 32 } }])
  })

  const rule = {
    name: { zh: "居民报事" },
    on: "report-received",
    to: ["property"],
    text: { zh: "{place}：{kind}，待查看{count, number}件" }
  }
  const announced = (patch: object, report: object, audience: "one" | "group" = "one") => {
    const small = new Small({ intake, notices: { reports: rule }, ...patch } as never)
    small.report("r1", { ...reported, ...report })
    const event = { _tag: "ReportReceived", on, report: ReportId.make("r1"), playbook } as const
    const at = { at: 0, position: 9, stream: "report-r1" }
    return ofEntry(small.district, { context: "intake", event }, at, audience)
  }

  it("goes to the keepers of the cases that it would become, and to the roles of the rule", () => {
    expect(new Set(announced({}, {}).map(({ recipient }) => recipient))).toEqual(
      new Set(["lead-warmth", "committee", "general-branch", "property"])
    )
    const lift = announced({}, { playbook: "lift-retrofit" }).map(({ recipient }) => recipient)
    expect(lift).toContain("lead-unity")
    expect(lift).not.toContain("lead-warmth")
  })

  it("names the building and the category, never the words, and is not for a group if it is confidential", () => {
    const [one] = announced({}, { words: "秘密", place: "五楼" })
    expect(one?.arguments).toMatchObject({ place: "1号楼", count: 1 })
    expect(JSON.stringify(one)).not.toMatch(/秘密|五楼/)
    const hours = { noticeHours: { confidential: [playbook] } }
    expect(announced(hours, {}, "group")).toEqual([])
    expect(announced({ noticeHours: { confidential: [] } }, {}, "group")).not.toEqual([])
  })
})
