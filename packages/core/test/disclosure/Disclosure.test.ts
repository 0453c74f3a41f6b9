import * as Disclosure from "../../src/disclosure/Disclosure.ts"
import * as Day from "../../src/kernel/Day.ts"
import { ActorId, BuildingId, CaseId, GroupId, HouseholdId, ResidentId } from "../../src/place/Id.ts"
import * as Registry from "../../src/place/Registry.ts"
import { ruleSuite } from "../../../testing/src/RuleSuite.ts"

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
  branchesOf: () => [],
  ...more
})
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
  }
})
