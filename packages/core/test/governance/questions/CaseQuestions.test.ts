import { describe, expect, it } from "@effect/vitest"
import * as Result from "effect/Result"
import { answer } from "../../../src/governance/Question.ts"
import { CaseId } from "../../../src/place/Id.ts"
import { Small } from "../../district/small.ts"

const open = (id: string, playbook: string, subject: string, parent?: string) => ({
  _tag: "OpenCase",
  case: id,
  playbook,
  subjects: [subject],
  ...(parent === undefined ? {} : { parent })
})

const small = new Small()
  .submit("lead-unity", open("campaign", "clutter-campaign", "district:small"))
  .submit("lead-unity", open("b1", "building-clutter", "building:b1", "campaign"))
  .submit("lead-unity", open("b2", "building-clutter", "building:b2", "campaign"))

const asked = (by: string, id: string) =>
  Result.getOrThrow(answer(small.asking(by), { _tag: "AskCase", case: CaseId.make(id) }))

describe("a case", () => {
  it("has the cases that were opened under it, in the order of their deadlines", () => {
    expect(asked("committee", "campaign").children.map((one) => one.case)).toEqual(["b1", "b2"])
    expect(asked("committee", "b1").children).toEqual([])
  })

  it("has none of the cases that the reader may not see", () => {
    const both = new Small()
      .submit("lead-unity", open("campaign", "clutter-campaign", "district:small"))
      .submit("lead-unity", open("b1", "building-clutter", "building:b1", "campaign"))
      .submit("lead-unity", open("here", "corridor-clutter", "household:b1-101", "b1"))
      .submit("lead-unity", open("elsewhere", "corridor-clutter", "household:b2-101", "b1"))
    const childrenFor = (by: string) =>
      Result.getOrThrow(answer(both.asking(by), { _tag: "AskCase", case: CaseId.make("b1") })).children.map(
        (one) => one.case
      )
    expect(childrenFor("committee")).toEqual(["elsewhere", "here"])
    expect(childrenFor("head-b1")).toEqual(["here"])
  })

  it("has the later cases about the same problem, which came back", () => {
    const again = {
      ...open("again", "building-clutter", "building:b1", "campaign"),
      lineage: { first: "b1", closed: "2026-02-20", relapses: 1 }
    }
    small.submit("lead-unity", again)
    expect(asked("committee", "b1").later.map((one) => one.case)).toEqual(["again"])
    expect(asked("committee", "again").later).toEqual([])
  })
})
