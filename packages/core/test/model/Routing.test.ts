import { describe, expect, it } from "@effect/vitest"
import { checkRouting, groupFor } from "../../src/model/Routing.ts"
import type { Model } from "../../src/model/Model.ts"
import type { Group } from "../../src/place/Group.ts"
import { BuildingId, GroupId, Tag } from "../../src/place/Id.ts"
import fc from "fast-check"

const heart = Tag.make("unity")
const text = { zh: "某", en: "some" }
const group = (id: string, buildings: ReadonlyArray<string>, of = "unity"): Group => ({
  id: GroupId.make(id),
  name: text,
  heart: Tag.make(of),
  purpose: text,
  needs: {},
  buildings: buildings.map((one) => BuildingId.make(one)),
  ledBy: 1
})
const modelOf = (...groups: ReadonlyArray<Group>) => ({
  groups,
  companions: undefined,
  playbooks: new Map([["order", { playbook: { ledBy: heart } }]]) as unknown as Model["playbooks"]
})
const doors = ["b1", "b2", "b3", "b4"].map((id) => BuildingId.make(id))
const buildings = fc.subarray(doors)
const groups = fc
  .array(fc.tuple(buildings, fc.constantFrom("unity", "unity", "warmth")), { minLength: 1, maxLength: 5 })
  .map((some) => some.map(([own, of], n) => group(`g${n}`, own, of)))

describe("the group of a case", () => {
  it("has the heart, and serves no fewer buildings of the case than any other group that lists buildings", () => {
    fc.assert(
      fc.property(groups, buildings, (some, place) => {
        const found = groupFor({ groups: some }, heart, place)
        const ofHeart = some.filter((one) => one.heart === heart)
        const served = (one: (typeof some)[number]) =>
          place.filter((door) => one.buildings.includes(door)).length
        expect(found === undefined).toBe(ofHeart.length === 0)
        fc.pre(found !== undefined)
        expect(found.heart).toBe(heart)
        for (const other of ofHeart) expect(served(found)).toBeGreaterThanOrEqual(served(other))
        const general = ofHeart.filter((one) => one.buildings.length === 0)
        expect(served(found) > 0 || general.length === 0 || general.includes(found)).toBe(true)
      })
    )
  })

  it("is the only one that serves the place, if check finds nothing", () => {
    fc.assert(
      fc.property(groups, fc.constantFrom(...doors), (some, door) => {
        const place = [door]
        const found = groupFor({ groups: some }, heart, place)
        if (found === undefined || checkRouting(modelOf(...some), doors).length > 0) return
        const serving = some.filter((one) => one.heart === heart && one.buildings.includes(door))
        expect(serving.length).toBeLessThanOrEqual(1)
        expect([serving[0] ?? found]).toEqual([found])
      })
    )
  })

  it("is the group for the whole district, for a place that no other group lists, or for the district itself", () => {
    const some = { groups: [group("north", ["b1"]), group("rest", [])] }
    const of = (...place: ReadonlyArray<string>) =>
      groupFor(
        some,
        heart,
        place.map((id) => BuildingId.make(id))
      )?.id
    expect([of("b1"), of("b2"), of(), of("b1", "b2")]).toEqual(["north", "rest", "rest", "north"])
  })
})

describe("check", () => {
  it("finds a building that two groups of one heart serve, with its path", () => {
    expect(checkRouting(modelOf(group("north", ["b1", "b2"]), group("south", ["b3", "b2"])))).toEqual([
      {
        _tag: "PlaceServedTwice",
        path: ["groups", "south", "buildings", 1],
        heart,
        group: "north",
        other: "south",
        building: "b2"
      }
    ])
  })

  it("finds two groups of one heart for the whole district", () => {
    expect(checkRouting(modelOf(group("one", []), group("two", [])))).toMatchObject([
      { _tag: "PlaceServedTwice", path: ["groups", "two", "buildings"], group: "one", other: "two" }
    ])
    expect(checkRouting(modelOf(group("one", []), group("two", [], "warmth")))).toEqual([])
  })

  it("finds the buildings of the registry that no group of a heart serves", () => {
    const model = modelOf(group("north", ["b1"]), group("south", ["b2"]))
    expect(checkRouting(model, doors)).toEqual([
      {
        _tag: "PlaceServedByNobody",
        path: ["groups", "north", "buildings"],
        heart,
        group: "north",
        buildings: ["b3", "b4"]
      }
    ])
    expect(checkRouting(modelOf(group("north", ["b1"]), group("rest", [])), doors)).toEqual([])
  })
})
