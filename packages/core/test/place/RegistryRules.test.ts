import { describe, expect, it } from "@effect/vitest"
import * as Day from "../../src/kernel/Day.ts"
import { ActorId, BuildingId, HouseholdId, ResidentId, Tag } from "../../src/place/Id.ts"
import * as Registry from "../../src/place/Registry.ts"
import { decider, type RegistryCommand } from "../../src/place/RegistryDecider.ts"
import { changeRules, preconditions } from "../../src/place/RegistryChangeRules.ts"
import { intake, type RegistryData, rules } from "../../src/place/RegistryRules.ts"
import { type Attempt, ruleSuite } from "../ruleSuite.ts"

const on = Day.make("2026-03-02")
const by = ActorId.make("committee")
const b1: Registry.Building = { id: BuildingId.make("b1"), label: "1号楼", floors: 6 }
const b2: Registry.Building = { id: BuildingId.make("b2"), label: "2号楼", floors: 6 }
const flat = (unit: string, more: Partial<Registry.Household> = {}): Registry.Household => ({
  id: HouseholdId.make(`b1-${unit}`),
  building: b1.id,
  unit,
  floor: Number(unit.slice(0, -2)),
  area: 0,
  tags: [],
  ...more
})
const person = (id: string, more: Partial<Registry.Resident> = {}): Registry.Resident => ({
  id: ResidentId.make(id),
  household: flat("301").id,
  name: "某",
  birth: Day.make("1950-03-01"),
  tags: [],
  ...more
})
const [here, gone, dead, erased] = ["here", "gone", "dead", "erased"].map((id) => ResidentId.make(id)) as [
  ResidentId,
  ResidentId,
  ResidentId,
  ResidentId
]
const registry = Registry.fold([
  { _tag: "BuildingEntered", on, building: b1 },
  { _tag: "HouseholdEntered", on, household: flat("301") },
  ...[here, gone, dead, erased].map((id) => ({ _tag: "ResidentEntered" as const, on, resident: person(id) })),
  { _tag: "ResidentLeft", on, resident: gone, departure: "moved-away" },
  { _tag: "ResidentLeft", on, resident: dead, departure: "died" },
  { _tag: "ResidentErased", on, by, resident: erased, basis: "request" }
])

const entering = (data: Partial<RegistryData>, day = on) =>
  intake(registry, { buildings: [], households: [], residents: [], ...data }, day)

const sound = entering({ buildings: [b2], households: [flat("302")], residents: [person("new")] })

ruleSuite("the rules for what enters the registry", rules, {
  "registry-building-once": {
    holds: sound,
    refuses: { DuplicateBuilding: entering({ buildings: [b2, b2] }) }
  },
  "registry-household-once": {
    holds: sound,
    refuses: { DuplicateHousehold: entering({ households: [flat("302"), flat("302")] }) }
  },
  "registry-resident-once": {
    holds: sound,
    refuses: { DuplicateResident: entering({ residents: [person("new"), person("new")] }) }
  },
  "registry-own-label": {
    holds: sound,
    refuses: { DuplicateLabel: entering({ buildings: [{ ...b2, label: b1.label }] }) }
  },
  "registry-own-unit": {
    holds: sound,
    refuses: { DuplicateUnit: entering({ households: [flat("301", { id: HouseholdId.make("other") })] }) }
  },
  "registry-not-blank": {
    holds: sound,
    refuses: { TextBlank: entering({ buildings: [{ ...b2, label: " \u3000" }] }) }
  },
  "registry-building-known": {
    holds: sound,
    refuses: { UnknownBuilding: entering({ households: [flat("302", { building: b2.id })] }) }
  },
  "registry-household-known": {
    holds: sound,
    refuses: { UnknownHousehold: entering({ residents: [person("new", { household: flat("302").id })] }) }
  },
  "registry-below-roof": {
    holds: entering({ households: [flat("601")] }),
    refuses: { FloorAboveBuilding: entering({ households: [flat("701")] }) }
  },
  "registry-high-enough": {
    holds: entering({ buildings: [{ ...b1, floors: 3 }] }),
    refuses: { BuildingTooLow: entering({ buildings: [{ ...b1, floors: 2 }] }) }
  },
  "registry-birth-once": {
    holds: sound,
    refuses: { BirthStatedTwice: entering({ residents: [person("new", { bornIn: "1950-03" })] }) }
  },
  "registry-possible-birth": {
    holds: entering({ residents: [person("new", { birth: on })] }),
    refuses: {
      BirthInFuture: entering({ residents: [person("new", { birth: Day.add(on, 1) })] }),
      BirthTooLongAgo: entering({ residents: [person("new", { birth: Day.make("1896-03-01") })] })
    }
  },
  "registry-possible-membership": {
    holds: entering({ residents: [person("new", { partySince: Day.make("1968-03-01") })] }),
    refuses: {
      PartyInFuture: entering({ residents: [person("new", { partySince: Day.add(on, 1) })] }),
      PartyBeforeAdult: entering({ residents: [person("new", { partySince: Day.make("1968-02-29") })] })
    }
  },
  "registry-still-here": {
    holds: entering({ residents: [person(gone)] }),
    refuses: { ResidentGone: entering({ residents: [person(dead)] }) }
  },
  "registry-after-entering": {
    holds: entering({ residents: [person(here)] }),
    refuses: { BeforeEntered: entering({ residents: [person(here)] }, Day.add(on, -1)) }
  },
  "registry-not-erased": {
    holds: entering({ residents: [person(here)] }),
    refuses: { ResidentErased: entering({ residents: [person(erased)] }) }
  },
  "registry-no-private-number": {
    holds: sound,
    refuses: { PrivateNumberUsed: entering({ residents: [person("13800138000")] }) }
  }
})

const nobody = ResidentId.make("nobody")

ruleSuite("the rules for merging residents", changeRules.merge, {
  "registry-mergeable": {
    holds: { registry, resident: gone, into: here },
    refuses: {
      ResidentUnknown: { registry, resident: nobody, into: here },
      ResidentErased: { registry, resident: here, into: erased },
      MergedIntoItself: { registry, resident: here, into: here },
      DeparturesDiffer: { registry, resident: here, into: gone }
    }
  }
})

ruleSuite("the rules for ending households and buildings", changeRules.end, {
  "registry-uninhabited": {
    holds: { registry, households: [flat("302").id], on },
    refuses: { HouseholdInhabited: { registry, households: [flat("301").id], on } }
  }
})

describe("a household that is ended while people live in it", () => {
  it("is refused with the people who live in it", () => {
    const [uninhabited] = changeRules.end
    const household = flat("301").id
    const residents = Registry.residentsOf(registry, household, on).map(({ id }) => id)
    expect(residents.length).toBeGreaterThan(0)
    expect(uninhabited?.objections({ registry, households: [household], on })).toEqual([
      { _tag: "HouseholdInhabited", household, residents }
    ])
  })
})

const withSecond = Registry.fold(
  [
    { _tag: "HouseholdEntered", on, household: flat("302") },
    { _tag: "HouseholdEntered", on, household: flat("303") }
  ],
  registry
)
const dwelling = (more: object = {}) => ({
  registry: withSecond,
  household: flat("301").id,
  dwelling: flat("302").id,
  on,
  ...more
})

ruleSuite("the rules for second flats", changeRules.dwell, {
  "registry-second-flat": {
    holds: dwelling(),
    refuses: {
      HouseholdInhabited: dwelling({ household: flat("302").id, dwelling: flat("301").id }),
      DwellingUsed: dwelling({ dwelling: flat("301").id, registry: withSecond })
    }
  }
})

const late = (
  events: ReadonlyArray<Registry.RegistryEvent>,
  later: ReadonlyArray<Registry.RegistryEvent>,
  known: Registry.Registry = registry
) => ({ events, later, registry: known })
const ending = { _tag: "HouseholdEnded", on, household: flat("302").id, reason: "joined" } as const
const movingIn = { _tag: "ResidentMoved", on, resident: here, household: flat("302").id } as const
const tomorrow = Day.add(on, 1)

ruleSuite("the rules for changes that are recorded late", changeRules.late, {
  "registry-not-contradicted": {
    holds: late([ending], []),
    refuses: {
      BeforeEntered: late(
        [{ _tag: "ResidentLeft", on: Day.add(on, -100), resident: here, departure: "died" }],
        []
      ),
      EnteredLater: late(
        [ending],
        [{ _tag: "HouseholdEntered", on: tomorrow, household: flat("302") }],
        withSecond
      ),
      HouseholdInhabited: late([ending], [{ ...movingIn, on: tomorrow }], withSecond),
      UnknownHousehold: late([movingIn], [])
    }
  }
})

type Fields = RegistryCommand extends infer Each
  ? Each extends unknown
    ? Omit<Each, "by" | "on">
    : never
  : never
const attempt =
  (command: Fields, day = on): Attempt =>
  () =>
    // The cast is safe: the fields are those of a command, except the actor and the day.
    decider.decide(registry, { ...command, by, on: day } as RegistryCommand)
const move = (resident: ResidentId, day = on) =>
  attempt({ _tag: "MoveResident", resident, household: flat("301").id }, day)

const undo = (resident: ResidentId) => attempt({ _tag: "UndoDeparture", resident, reason: "登记错误" })
const endOf = ({ id }: Registry.Building): RegistryCommand => ({
  _tag: "EndBuilding",
  by,
  on,
  building: id,
  reason: "torn-down"
})

ruleSuite("the conditions for changes by hand", preconditions, {
  "registry-building-new": {
    holds: attempt({ _tag: "EnterBuilding", building: b2 }),
    refuses: { BuildingKnown: attempt({ _tag: "EnterBuilding", building: b1 }) }
  },
  "registry-household-new": {
    holds: attempt({ _tag: "EnterHousehold", household: flat("302") }),
    refuses: { HouseholdKnown: attempt({ _tag: "EnterHousehold", household: flat("301") }) }
  },
  "registry-resident-new": {
    holds: attempt({ _tag: "EnterResident", resident: person(gone) }),
    refuses: {
      ResidentPresent: attempt({ _tag: "EnterResident", resident: person(here) }),
      ResidentErased: attempt({ _tag: "EnterResident", resident: person(erased) })
    }
  },
  "registry-resident-present": {
    holds: move(here),
    refuses: {
      ResidentUnknown: move(ResidentId.make("nobody")),
      ResidentErased: move(erased),
      ResidentGone: move(gone),
      BeforeEntered: move(here, Day.add(on, -1))
    }
  },
  "registry-resident-on-record": {
    holds: attempt({ _tag: "EraseResident", resident: gone, basis: "request" }),
    refuses: {
      ResidentUnknown: attempt({
        _tag: "EraseResident",
        resident: ResidentId.make("nobody"),
        basis: "request"
      })
    }
  },
  "registry-departure-on-record": {
    holds: undo(dead),
    refuses: { ResidentUnknown: undo(nobody), ResidentErased: undo(erased), NoDeparture: undo(here) }
  },
  "registry-dwelling-on-record": {
    holds: () =>
      decider.decide(
        Registry.fold(
          [
            { _tag: "HouseholdEntered", on, household: flat("302") },
            { _tag: "DwellingAdded", on, household: flat("301").id, dwelling: flat("302").id }
          ],
          registry
        ),
        { _tag: "RemoveDwelling", by, on, dwelling: flat("302").id }
      ),
    refuses: { DwellingNotUsed: attempt({ _tag: "RemoveDwelling", dwelling: flat("301").id }) }
  },
  "registry-building-on-record": {
    holds: () => decider.decide(Registry.fold([{ _tag: "BuildingEntered", on, building: b1 }]), endOf(b1)),
    refuses: { BuildingUnknown: () => decider.decide(registry, endOf(b2)) }
  },
  "registry-household-on-record": {
    holds: attempt({ _tag: "TagHousehold", household: flat("301").id, tags: [Tag.make("hardship")] }),
    refuses: {
      HouseholdUnknown: attempt({ _tag: "TagHousehold", household: flat("302").id, tags: [] })
    }
  }
})
