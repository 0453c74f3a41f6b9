import { describe, expect, it } from "@effect/vitest"
import { apply, checkModel } from "@liulinhui/core/Model"
import { sixHearts } from "@liulinhui/six-hearts"
import * as Day from "@liulinhui/core/Day"
import { BuildingId, HouseholdId, ResidentId, Tag } from "@liulinhui/core/Id"

const coverage = (body: object) => ({
  "elders-reached": {
    where: { tags: { any: ["hardship"] } },
    target: { by: "building", parts: { b1: "all", b2: "all" }, rest: "all" },
    ...body
  }
})

const document = apply(sixHearts, {
  id: "small",
  name: { zh: "小区" },
  timeZone: "Asia/Shanghai",
  branches: {},
  pairing: { criteria: { strengths: 1 } },
  actors: {},
  companions: null,
  coverage: coverage({})
})

const building = (id: string) => ({ id: BuildingId.make(id), label: id, floors: 6 })

const warned = (tags: ReadonlyArray<string>, birth = "1950-01-02") => {
  const household = HouseholdId.make("b1-101")
  const resident = {
    id: ResidentId.make("r1"),
    household,
    birth: Day.make(birth),
    tags: tags.map((tag) => Tag.make(tag))
  }
  const { warnings } = checkModel(document, {
    on: Day.make("2026-03-02"),
    isTimeZone: () => true,
    unwordable: () => [],
    registry: {
      buildings: new Map(["b1", "b2"].map((id) => [BuildingId.make(id), building(id)])),
      households: [{ id: household, building: BuildingId.make("b1"), tags: [] }],
      residents: [resident]
    }
  })
  return warnings.map(({ code, path }) => `${path.join(".")} ${code}`)
}

describe("a registry and a model together", () => {
  it("show a tag that nobody has, and a part of a target in which nobody lives", () => {
    expect(warned([])).toEqual([
      "coverage.elders-reached.where.tags.any.0 tag-that-nobody-has",
      "coverage.elders-reached.target.parts.b2 part-with-nobody"
    ])
    expect(warned(["hardship"])).toEqual(["coverage.elders-reached.target.parts.b2 part-with-nobody"])
  })

  it("show a tag that the model does not have, and births that a spreadsheet program made up", () => {
    expect(warned(["hardship", "hardshp"], "1900-01-01")).toEqual([
      "coverage.elders-reached.target.parts.b2 part-with-nobody",
      "registry.tags tag-not-in-model",
      "registry.birth birth-of-1900"
    ])
  })
})
