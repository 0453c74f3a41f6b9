import { describe, expect, it } from "@effect/vitest"
import type { CaseEvent } from "../../src/casework/Case.ts"
import * as Day from "../../src/kernel/Day.ts"
import { newsOf } from "../../src/notices/News.ts"
import { ActorId, BuildingId, CaseId, GroupId } from "../../src/place/Id.ts"
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
