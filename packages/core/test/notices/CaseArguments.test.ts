import { describe, expect, it } from "@effect/vitest"
import { isOpen, type Opened } from "../../src/casework/CaseState.ts"
import type { Audience, Scene } from "../../src/notices/Announcement.ts"
import { argumentsOfCase } from "../../src/notices/CaseArguments.ts"
import { BuildingId, CaseId } from "../../src/place/Id.ts"
import { Small } from "../district/small.ts"

const request = { signer: "li", sha256: "c".repeat(64) }

/** A district with a case about a lift, whose id a person has chosen. */
const small = new Small().submit("head-b1", {
  _tag: "OpenCase",
  case: "li-b1",
  playbook: "lift-retrofit",
  subjects: ["building:b1"],
  evidence: { request }
})

const opened = ({ district }: Small): Opened => {
  const state = district.cases.get(CaseId.make("li-b1"))?.state
  if (state === undefined || !isOpen(state)) throw new Error("there is no open case")
  return state
}

const known = (audience: Audience, step?: string) => {
  const { district } = small
  const { model } = district
  if (model === undefined) throw new Error("there is no model")
  const state = opened(small)
  return argumentsOfCase({ audience, district, model }, state, state.stage, step)
}

describe("what a notice may say of a case", () => {
  it("is its district, id, place, playbook, stage and group in words, for a single recipient", () => {
    const { model } = small.district
    const playbook = model?.playbooks.get("lift-retrofit")?.playbook
    const group = model?.groups.find(({ id }) => id === "unity")
    expect(known("one")).toEqual({
      district: { zh: "小区", en: "Small" },
      case: "li-b1",
      place: small.district.registry.buildings.get(BuildingId.make("b1"))?.label,
      kind: playbook?.name,
      stage: playbook?.stages[playbook.start]?.name,
      group: group?.name
    })
    expect(playbook?.name.zh).toBeDefined()
  })

  it("hides the id from a group of readers", () => {
    const { case: id, ...others } = known("group")
    const { case: _, ...open } = known("one")
    expect(id).toMatch(/^l＊+$/)
    expect(others).toEqual(open)
  })

  it("has the name of the step, if there is one", () => {
    const playbook = small.district.model?.playbooks.get("lift-retrofit")?.playbook
    const [step = "", found] = Object.entries(playbook?.steps ?? {})[0] ?? []
    expect(known("one", step)).toEqual({ ...known("one"), step: found?.name })
    expect(known("one", "no-such-step")).toMatchObject({ step: "no-such-step" })
    expect(Object.keys(known("one"))).not.toContain("step")
  })

  it("has ids where the model has no names any more", () => {
    const { district } = small
    const state = opened(small)
    const { model } = district
    if (model === undefined) throw new Error("there is no model")
    const without = { ...model, groups: [], playbooks: new Map() }
    const scene: Scene = {
      audience: "one",
      district: { ...district, model: without, playbooks: new Map() },
      model: without
    }
    expect(argumentsOfCase({ ...scene, district, model }, state, "gone-stage")).toMatchObject({
      stage: "gone-stage"
    })
    expect(argumentsOfCase(scene, state, "gone-stage", "gone-step")).toMatchObject({
      kind: "lift-retrofit",
      stage: "gone-stage",
      step: "gone-step",
      group: state.group
    })
  })
})
