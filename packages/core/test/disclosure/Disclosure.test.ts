import { describe, expect, it } from "@effect/vitest"
import * as Disclosure from "../../src/disclosure/Disclosure.ts"
import * as Day from "../../src/kernel/Day.ts"
import { ActorId, BuildingId, CaseId, GroupId, HouseholdId, ResidentId } from "../../src/place/Id.ts"
import * as Registry from "../../src/place/Registry.ts"
import { ruleSuite } from "../ruleSuite.ts"
import * as Result from "effect/Result"

const on = Day.make("2026-03-02")
const [here, erased] = ["r1", "r2"].map((id) => ResidentId.make(id)) as [ResidentId, ResidentId]
const building = BuildingId.make("b1")
const household = HouseholdId.make("b1-101")
const person = { household, name: "某", birth: Day.make("1950-01-01"), tags: [] }
const registry = Registry.fold([
  { _tag: "BuildingEntered", on, building: { id: building, label: "1号", floors: 6 } },
  {
    _tag: "HouseholdEntered",
    on,
    household: { id: household, building, unit: "101", floor: 1, area: 0, tags: [] }
  },
  { _tag: "ResidentEntered", on, resident: { id: here, ...person } },
  { _tag: "ResidentEntered", on, resident: { id: erased, ...person } },
  { _tag: "ResidentErased", on, by: ActorId.make("committee"), resident: erased, basis: "request" }
])

const state = (more: Partial<Disclosure.DisclosureState> = {}): Disclosure.DisclosureState => ({
  registry,
  caseOf: (id) => (id === "c1" ? { buildings: [building], group: GroupId.make("peace") } : undefined),
  emergencies: [],
  scopes: [{ building }],
  allScopes: [{ building }],
  areas: { branches: [], groups: [] },
  takings: [],
  limit: { most: 2, days: 7 },
  ...more
})
const take = (more: object = {}) =>
  ({
    _tag: "TakeEmergencyAccess",
    on,
    by: ActorId.make("wang"),
    about: { resident: here },
    reason: "敲门无人应",
    ...more
  }) as const
const taking = (by: string, before: number) => ({ by: ActorId.make(by), on: Day.add(on, -before) })
const open = (more: object = {}) =>
  ({
    _tag: "OpenPersonal",
    on,
    by: ActorId.make("wang"),
    about: { resident: here },
    extent: "personal",
    ...more
  }) as const

ruleSuite("the rules for opening personal data", Disclosure.rules, {
  "disclosure-on-record": {
    holds: [state(), open({ about: { case: CaseId.make("c1") } })],
    refuses: {
      NothingOnRecord: [state(), open({ about: { case: CaseId.make("c2") } })],
      PersonErased: [state(), open({ about: { resident: erased } })]
    }
  },
  "disclosure-within-reach": {
    holds: [state(), open()],
    refuses: { OutOfReach: [state({ scopes: [{ building: BuildingId.make("b2") }] }), open()] }
  },
  "disclosure-purpose": {
    holds: [state(), open({ extent: "sensitive", purpose: "上门核实" })],
    refuses: { PurposeMissing: [state(), open({ extent: "sensitive" })] }
  },
  "emergency-within-reach": {
    holds: [state({ scopes: [] }), take()],
    refuses: { OutOfReach: [state({ allScopes: [{ building: BuildingId.make("b2") }] }), take()] }
  },
  "emergency-stated": {
    holds: [state(), take({ reason: "a fall in the kitchen" })],
    refuses: { EmergencyNotStated: [state(), take({ reason: "xxxxxxxx" })] }
  },
  "emergency-rare": {
    holds: [state({ takings: [taking("wang", 0), taking("li", 0), taking("wang", 7)] }), take()],
    refuses: { EmergencyTooOften: [state({ takings: [taking("wang", 0), taking("wang", 6)] }), take()] }
  }
})

describe("emergency access", () => {
  const tags = (...asked: Parameters<typeof Disclosure.decide>) =>
    Result.match(Disclosure.decide(...asked), {
      onFailure: ({ reasons }) => reasons.map(({ _tag }) => _tag),
      onSuccess: () => []
    })

  it("does not reveal which ids exist: unknown residents and cases are out of reach, also in the whole district", () => {
    for (const allScopes of [[{ district: true as const }], [{ building }], []]) {
      for (const about of [{ resident: ResidentId.make("r9") }, { case: CaseId.make("c9") }]) {
        expect(tags(state({ allScopes }), take({ about, reason: "x" }))).toEqual(["OutOfReach"])
      }
    }
  })

  it("reaches a case by its group or its buildings, and a resident by the buildings where a group works", () => {
    const peace = GroupId.make("peace")
    const about = { case: CaseId.make("c1") }
    expect(tags(state({ allScopes: [{ group: peace }] }), take({ about }))).toEqual([])
    const areas = (buildings: ReadonlyArray<BuildingId>) => ({
      branches: [],
      groups: [{ id: peace, buildings } as never]
    })
    const inBuildings = (buildings: ReadonlyArray<BuildingId>) =>
      tags(state({ allScopes: [{ group: peace }], areas: areas(buildings) }), take())
    expect(inBuildings([])).toEqual([])
    expect(inBuildings([building])).toEqual([])
    expect(inBuildings([BuildingId.make("b2")])).toEqual(["OutOfReach"])
  })

  it("has a reason that says what happened", () => {
    for (const reason of ["无人应门", "老人在楼梯上摔倒了", "smell of gas", "120急救，叫不醒老人"]) {
      expect(tags(state(), take({ reason }))).toEqual([])
    }
    for (const reason of ["r", "......", "急急急急", "测试", "aaaa aaaa", "12345678", "emergency"]) {
      expect(tags(state(), take({ reason }))).toEqual(["EmergencyNotStated"])
    }
  })

  it("lasts until its last day: later ones are added, those that are over are dropped, and an opening changes nothing", () => {
    const events = (command: Parameters<typeof Disclosure.decide>[1]) =>
      Result.getOrThrow(Disclosure.decide(state(), command))
    const [first] = events(take())
    const later = { on: Day.add(on, 1), by: ActorId.make("li"), about: { case: CaseId.make("c1") } }
    const [second] = events(take(later))
    const [opening] = events(open())
    if (first === undefined || second === undefined || opening === undefined) throw new Error("no event")
    const one = Disclosure.evolve([], first)
    expect(one).toEqual([{ by: "wang", about: `resident/${here}`, until: Day.add(on, 1) }])
    expect(Disclosure.evolve(one, opening)).toBe(one)
    const both = Disclosure.evolve(one, second)
    expect(both.map(({ by }) => by)).toEqual(["wang", "li"])
    const [third] = events(take({ on: Day.add(on, 2) }))
    if (third === undefined) throw new Error("no event")
    expect(Disclosure.evolve(both, third).map(({ by, until }) => [by, until - on])).toEqual([
      ["li", 2],
      ["wang", 3]
    ])
  })
})
