/**
 * The named rules for entering buildings, households and residents. They check all new records together with the
 * existing registry. So all mistakes of a file are reported at once, each with the id of the record and its place in
 * the list.
 */
import * as Schema from "effect/Schema"
import * as Day from "../kernel/Day.ts"
import { makeFor, type Named, objections } from "../kernel/Rule.ts"
import type { BuildingId, HouseholdId, ResidentId } from "./Id.ts"
import { possibleDays } from "./Birth.ts"
import { sameText } from "./Door.ts"
import { privateNumber } from "./PrivateNumber.ts"
import { Building, Household, type Registry, Resident } from "./Registry.ts"
import type { IntakeRefusal } from "./RegistryRefusal.ts"

/**
 * Buildings, households and residents from a file or a form.
 *
 * @category models
 */
export const RegistryData = Schema.Struct({
  buildings: Schema.Array(Building),
  households: Schema.Array(Household),
  residents: Schema.Array(Resident)
})
export interface RegistryData extends Schema.Schema.Type<typeof RegistryData> {}

/** The maximum age of a resident, in years. The longest known life lasted 122 years. */
export const oldestAge = 130

/**
 * The age from which a person may become a member of the Party: 18 (Constitution of the Communist Party of China, Art.
 * 1).
 */
export const partyAge = 18

/**
 * The input of the rules for entering records: the new records, the registry before they are entered, and the registry
 * after they are entered.
 */
export interface Intake {
  readonly on: Day.Day
  readonly before: Registry
  readonly data: RegistryData
  readonly buildings: ReadonlyMap<BuildingId, Building>
  readonly households: ReadonlyMap<HouseholdId, Household>
}

/**
 * Makes the input of the rules for entering records, from a registry and new records. If several new records have the
 * same id, the first record counts.
 */
export const intake = (before: Registry, data: RegistryData, on: Day.Day): Intake => {
  const buildings = new Map(before.buildings)
  const households = new Map(before.households)
  for (const building of data.buildings.toReversed()) buildings.set(building.id, building)
  for (const household of data.households.toReversed()) households.set(household.id, household)
  return { on, before, data, buildings, households }
}

const rule = makeFor<Intake, IntakeRefusal>()

// Finds records whose id also occurs earlier in the list. Each result has the id, the place of the record in the list,
// and the place of the first record with that id.
const repeats = <Id>(rows: ReadonlyArray<{ readonly id: Id }>): ReadonlyArray<[Id, number, number]> => {
  const firsts = new Map<Id, number>()
  return rows.flatMap(({ id }, index): ReadonlyArray<[Id, number, number]> => {
    const first = firsts.get(id)
    if (first !== undefined) return [[id, index, first]]
    firsts.set(id, index)
    return []
  })
}

const buildingOnce = rule({
  id: "registry-building-once",
  name: "a building is given once",
  reasons: ["DuplicateBuilding"],
  objections: ({ data }) =>
    repeats(data.buildings).map(([building, index, first]) => ({
      _tag: "DuplicateBuilding",
      building,
      index,
      first
    }))
})

const householdOnce = rule({
  id: "registry-household-once",
  name: "a household is given once",
  reasons: ["DuplicateHousehold"],
  objections: ({ data }) =>
    repeats(data.households).map(([household, index, first]) => ({
      _tag: "DuplicateHousehold",
      household,
      index,
      first
    }))
})

const residentOnce = rule({
  id: "registry-resident-once",
  name: "a resident is given once",
  reasons: ["DuplicateResident"],
  objections: ({ data }) =>
    repeats(data.residents).map(([resident, index, first]) => ({
      _tag: "DuplicateResident",
      resident,
      index,
      first
    }))
})

const ownLabel = rule({
  id: "registry-own-label",
  name: "no two buildings have the same label",
  reasons: ["DuplicateLabel"],
  objections: ({ before, buildings, data }) => {
    const holders = new Map<string, BuildingId>()
    const given = new Set(data.buildings.map(({ id }) => id))
    for (const { id, label } of buildings.values()) if (!given.has(id)) holders.set(sameText(label), id)
    return data.buildings.flatMap(({ id, label }, index) => {
      const key = sameText(label)
      const other = holders.get(key)
      if (other === undefined) holders.set(key, id)
      // A record that does not change is accepted, even if it breaks this rule: an earlier version of the library may
      // have entered it before the rule existed.
      return other === undefined || other === id || before.buildings.get(id)?.label === label
        ? []
        : [{ _tag: "DuplicateLabel", building: id, index, label, other }]
    })
  }
})

const notBlank = rule({
  id: "registry-not-blank",
  name: "no label, door number or name is blank",
  reasons: ["TextBlank"],
  objections: ({ before, data }) => {
    type Blank = Named<IntakeRefusal, "TextBlank">
    // A record that does not change is accepted, even if it breaks this rule: an earlier version of the library may
    // have entered it before the rule existed.
    const isBlank = (text: string, known: string | undefined): boolean =>
      sameText(text) === "" && text !== known
    return [
      ...data.buildings.flatMap(({ id, label }, index): ReadonlyArray<Blank> =>
        isBlank(label, before.buildings.get(id)?.label)
          ? [{ _tag: "TextBlank", index, of: "building", field: "label" }]
          : []
      ),
      ...data.households.flatMap(({ id, unit }, index): ReadonlyArray<Blank> =>
        isBlank(unit, before.households.get(id)?.unit)
          ? [{ _tag: "TextBlank", index, of: "household", field: "unit" }]
          : []
      ),
      ...data.residents.flatMap(({ id, name }, index): ReadonlyArray<Blank> =>
        isBlank(name, before.residents.get(id)?.name)
          ? [{ _tag: "TextBlank", index, of: "resident", field: "name" }]
          : []
      )
    ]
  }
})

// A text that identifies the door of a household within the district.
const door = ({ building, unit }: Household): string => `${building}\n${sameText(unit)}`

const isUnchanged = (before: Registry, { building, id, unit }: Household): boolean => {
  const known = before.households.get(id)
  return known?.building === building && known.unit === unit
}

const ownUnit = rule({
  id: "registry-own-unit",
  name: "no two households of a building have the same unit",
  reasons: ["DuplicateUnit"],
  objections: ({ before, data, households }) => {
    const holders = new Map<string, HouseholdId>()
    const given = new Set(data.households.map(({ id }) => id))
    for (const household of households.values()) {
      if (!given.has(household.id)) holders.set(door(household), household.id)
    }
    return data.households.flatMap((household, index) => {
      const other = holders.get(door(household))
      if (other === undefined) holders.set(door(household), household.id)
      // A record that does not change is accepted, even if it breaks this rule: an earlier version of the library may
      // have entered it before the rule existed.
      return other === undefined || other === household.id || isUnchanged(before, household)
        ? []
        : [
            {
              _tag: "DuplicateUnit",
              household: household.id,
              index,
              building: household.building,
              unit: household.unit,
              other
            }
          ]
    })
  }
})

const knownBuilding = rule({
  id: "registry-building-known",
  name: "a household is in a building of the district",
  reasons: ["UnknownBuilding"],
  objections: ({ buildings, data }) =>
    data.households.flatMap(({ building, id }, index) =>
      buildings.has(building) ? [] : [{ _tag: "UnknownBuilding", household: id, index, building }]
    )
})

export const knownHousehold = rule({
  id: "registry-household-known",
  name: "a resident lives in a household of the district",
  reasons: ["UnknownHousehold"],
  objections: ({ data, households }) =>
    data.residents.flatMap(({ household, id }, index) =>
      households.has(household) ? [] : [{ _tag: "UnknownHousehold", resident: id, index, household }]
    )
})

const belowRoof = rule({
  id: "registry-below-roof",
  name: "no household is above the floors of its building",
  reasons: ["FloorAboveBuilding"],
  objections: ({ buildings, data }) =>
    data.households.flatMap(({ building, floor, id }, index) => {
      const floors = buildings.get(building)?.floors
      return floors === undefined || floor <= floors
        ? []
        : [{ _tag: "FloorAboveBuilding", household: id, index, building, floor, floors }]
    })
})

const highEnough = rule({
  id: "registry-high-enough",
  name: "no building gets fewer floors than the floor of a household entered before",
  reasons: ["BuildingTooLow"],
  objections: ({ before, data, households }) => {
    const lowered = new Map(
      data.buildings.flatMap((building, index) => {
        const known = before.buildings.get(building.id)
        return known !== undefined && building.floors < known.floors
          ? [[building.id, { building, index }]]
          : []
      })
    )
    if (lowered.size === 0) return []
    const given = new Set(data.households.map(({ id }) => id))
    return [...households.values()].flatMap(({ building: id, floor, id: household }) => {
      const low = lowered.get(id)
      return low === undefined || given.has(household) || floor <= low.building.floors
        ? []
        : [
            {
              _tag: "BuildingTooLow",
              building: id,
              index: low.index,
              floors: low.building.floors,
              household,
              floor
            }
          ]
    })
  }
})

const isStatedTwice = ({ birth, bornIn }: Resident): boolean => birth !== undefined && bornIn !== undefined

const birthOnce = rule({
  id: "registry-birth-once",
  name: "a birth is given as a day, or as a year or month, but not as both",
  reasons: ["BirthStatedTwice"],
  objections: ({ data }) =>
    data.residents.flatMap((resident, index) =>
      isStatedTwice(resident) ? [{ _tag: "BirthStatedTwice", resident: resident.id, index }] : []
    )
})

type Impossible = Named<IntakeRefusal, "BirthInFuture" | "BirthTooLongAgo">

const possibleBirth = rule({
  id: "registry-possible-birth",
  name: `nobody is born in the future or more than ${oldestAge} years ago`,
  reasons: ["BirthInFuture", "BirthTooLongAgo"],
  objections: ({ data, on }) => {
    const earliest = Day.anniversary(on, -oldestAge)
    return data.residents.flatMap((resident, index): ReadonlyArray<Impossible> => {
      const birth = isStatedTwice(resident) ? undefined : possibleDays(resident)
      if (birth === undefined) return []
      const { id } = resident
      if (birth.from > on) return [{ _tag: "BirthInFuture", resident: id, index, birth: birth.from, on }]
      return birth.until < earliest
        ? [{ _tag: "BirthTooLongAgo", resident: id, index, birth: birth.until, years: oldestAge }]
        : []
    })
  }
})

type TooEarlyOrLate = Named<IntakeRefusal, "PartyInFuture" | "PartyBeforeAdult">

const possibleMembership = rule({
  id: "registry-possible-membership",
  name: `nobody joins the Party in the future or before turning ${partyAge}`,
  source: "Constitution of the Communist Party of China, Art. 1",
  reasons: ["PartyInFuture", "PartyBeforeAdult"],
  objections: ({ data, on }) =>
    data.residents.flatMap((resident, index): ReadonlyArray<TooEarlyOrLate> => {
      const { id, partySince } = resident
      if (partySince === undefined) return []
      if (partySince > on) return [{ _tag: "PartyInFuture", resident: id, index, partySince, on }]
      const birth = possibleDays(resident)?.from
      const earliest = birth === undefined ? partySince : Day.anniversary(birth, partyAge)
      return partySince < earliest
        ? [{ _tag: "PartyBeforeAdult", resident: id, index, partySince, earliest }]
        : []
    })
})

/** Whether a resident who left can be entered again on a day. A resident who died cannot be entered again. */
const mayReturn = (self: Registry, id: ResidentId, on: Day.Day): boolean => {
  const left = self.residents.get(id)?.left
  return left?.departure === "moved-away" && left.on <= on
}

const stillHere = rule({
  id: "registry-still-here",
  name: "no resident who died, or who left later than that day, is listed as a resident",
  reasons: ["ResidentGone"],
  objections: ({ before, data, on }) =>
    data.residents.flatMap(({ id }, index) => {
      const left = before.residents.get(id)?.left
      return left === undefined || mayReturn(before, id, on)
        ? []
        : [{ _tag: "ResidentGone", resident: id, index, left: left.on }]
    })
})

const inClear = rule({
  id: "registry-no-private-number",
  name: "no number of an ID card, a phone or a bank card is used as an id, a tag, a name or a label",
  source: "PIPL Arts. 28 and 51",
  reasons: ["PrivateNumberUsed"],
  objections: ({ data }) => {
    type Of = "building" | "household" | "resident"
    const look = (of: Of, index: number, texts: Readonly<Record<string, string | ReadonlyArray<string>>>) =>
      Object.entries(texts).flatMap(([field, text]) =>
        [text].flat().flatMap((one): ReadonlyArray<Named<IntakeRefusal, "PrivateNumberUsed">> => {
          const kind = privateNumber(one)
          return kind === undefined ? [] : [{ _tag: "PrivateNumberUsed", index, of, field, kind }]
        })
      )
    return [
      ...data.buildings.flatMap(({ id, label }, index) => look("building", index, { id, label })),
      ...data.households.flatMap(({ id, tags, unit }, index) => look("household", index, { id, unit, tags })),
      ...data.residents.flatMap(({ id, name, tags }, index) => look("resident", index, { id, name, tags }))
    ]
  }
})

const afterEntering = rule({
  id: "registry-after-entering",
  name: "no change of a resident is dated before the stay began",
  reasons: ["BeforeEntered"],
  objections: ({ before, data, on }) =>
    data.residents.flatMap(({ id }, index) => {
      const since = before.residents.get(id)?.since
      return since === undefined || since <= on
        ? []
        : [{ _tag: "BeforeEntered", resident: id, index, on, since }]
    })
})

const notErased = rule({
  id: "registry-not-erased",
  name: "nothing is recorded about an erased resident",
  source: "PIPL Art. 47",
  reasons: ["ResidentErased"],
  objections: ({ before, data }) =>
    data.residents.flatMap(({ id }, index) =>
      before.residents.get(id)?.erased === true ? [{ _tag: "ResidentErased", resident: id, index }] : []
    )
})

/**
 * All rules for entering records, both from a file and by hand.
 *
 * @category rules
 */
export const rules = [
  buildingOnce,
  householdOnce,
  residentOnce,
  ownLabel,
  ownUnit,
  notBlank,
  knownBuilding,
  knownHousehold,
  belowRoof,
  highEnough,
  birthOnce,
  possibleBirth,
  possibleMembership,
  stillHere,
  afterEntering,
  notErased,
  inClear
] as const

/**
 * Checks new records against all rules for entering records, and returns all mistakes.
 *
 * @category operations
 */
export const mistakes = (before: Registry, data: RegistryData, on: Day.Day): ReadonlyArray<IntakeRefusal> =>
  objections(rules, intake(before, data, on))

/**
 * The rules for entering records that must also hold for the days after the day of an entry that is recorded late.
 *
 * @category rules
 */
export const lastingRules = [ownLabel, ownUnit, knownBuilding] as const
