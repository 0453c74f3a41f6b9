import { describe, expect, it } from "@effect/vitest"
import * as Day from "../../src/kernel/Day.ts"
import { ofDay } from "../../src/notices/Announce.ts"
import { Small } from "../district/small.ts"
import { firstDay } from "../../../service/test/wanLiu.ts"

const text = { zh: "某", en: "some" }
const lead = { role: "group-lead", scope: "group" }
const anybody = [{ role: "volunteer", scope: "group" }, { role: "stairwell-head", scope: "building" }, lead]

/** A building that is checked every week from the day on which its case is opened. */
const rounds = {
  name: { zh: "巡楼", en: "Round" },
  version: 1,
  subject: "building",
  ledBy: "unity",
  start: "planned",
  stages: { planned: { name: text }, watch: { name: text }, kept: { name: text, outcome: "achieved" } },
  steps: {
    begin: { name: text, from: ["planned"], to: "watch", by: [lead] },
    look: { name: text, from: ["watch"], by: anybody },
    relapse: { name: text, from: ["watch"], to: "planned", by: anybody },
    release: { name: text, from: ["watch"], to: "kept", by: [lead] }
  },
  patrol: {
    stage: "watch",
    check: "look",
    relapse: "relapse",
    every: { first: "7 days", least: "7 days", most: "7 days" },
    widen: "1/1",
    tighten: "1/1",
    release: { after: 6, step: "release" }
  }
}

const take = (step: string) => ({ _tag: "TakeStep", case: "round-b1", step })

const begun = (patch: object = {}) =>
  new Small({ playbooks: { rounds }, ...patch })
    .submit("lead-unity", {
      _tag: "OpenCase",
      case: "round-b1",
      playbook: "rounds",
      subjects: ["building:b1"]
    })
    .submit("lead-unity", take("begin"))

/** Who is notified of the round on a day. */
const notified = ({ district }: Small, offset: number) =>
  ofDay(district, Day.add(firstDay, offset)).flatMap(({ recipient, rule }) =>
    rule === "patrol-today" ? [recipient] : []
  )

describe("the walkers of a patrol", () => {
  it("the round of today goes to those who walk it: the head of the stairwell, before anybody has walked", () => {
    expect(notified(begun(), 6)).toEqual([])
    expect(notified(begun(), 7)).toEqual(["head-b1"])
  })

  it("the round of today goes to the person who walked it last", () => {
    const small = begun().submit("volunteer-unity", take("look"), 7)
    expect(notified(small, 14)).toEqual(["volunteer-unity"])
  })

  it("the round of today goes to the person or role to whom the case was handed over", () => {
    const walked = begun().submit("volunteer-unity", take("look"), 7)
    const handOver = { _tag: "HandCaseOver", case: "round-b1" }
    expect(notified(walked.submit("lead-unity", { ...handOver, to: { actor: "head-b1" } }, 8), 14)).toEqual([
      "head-b1"
    ])
    const toRole = begun().submit("lead-unity", { ...handOver, to: { role: "volunteer" } }, 1)
    expect(notified(toRole, 7)).toEqual(["volunteer-unity"])
  })

  it("the round of today goes to the roles of the rule if nobody is known to walk it", () => {
    const ended = { mandates: [{ role: "stairwell-head", scope: { building: "b1" }, until: "2026-03-03" }] }
    expect(notified(begun({ actors: { "head-b1": ended } }), 7)).toEqual(["lead-unity"])
  })
})
