/**
 * Combines the rows of a roster into buildings, households and residents, and compares these records with the registry.
 * Records that are new or changed are checked by the rules of the registry. Unchanged records are only counted.
 */
import * as Day from "@liulinhui/core/Day"
import type { BuildingId, HouseholdId, ResidentId } from "@liulinhui/core/Id"
import { given } from "@liulinhui/core/Model"
import {
  areaOf,
  type Building,
  type Household,
  type Registry,
  type Resident,
  type Stay,
  type IntakeRefusal,
  mistakes,
  type RegistryData
} from "@liulinhui/core/Registry"
import type { Column } from "./Columns.ts"
import type { Findings } from "./Findings.ts"
import * as Intake from "./Intake.ts"
import { nameKey, sameTags } from "./Likeness.ts"
import * as People from "./People.ts"
import * as Places from "./Places.ts"
import type { Counts, PossibleDuplicate, PreviewOptions } from "./PreviewModel.ts"
import type { Roster, RosterRow } from "./Roster.ts"
import * as RuleProblems from "./RuleProblems.ts"

/**
 * A building, household or resident of the roster (`after`). If the registry has a record with the same id, `before` is
 * this record.
 */
export interface Entry<A> {
  readonly before: A | undefined
  readonly after: A
  readonly fields: ReadonlyArray<string>
  readonly row: RosterRow
  /**
   * The row of the file from which the value of each column comes. The key is the column. Default: all values come from
   * the row `row`.
   */
  readonly said?: { readonly [C in Column]?: RosterRow | undefined }
}

export interface Draft {
  readonly buildings: ReadonlyArray<Entry<Building>>
  readonly households: ReadonlyArray<Entry<Household>>
  readonly residents: ReadonlyArray<Entry<Resident>>
  readonly returned: ReadonlyArray<Entry<Resident>>
  readonly unchanged: { readonly buildings: number; readonly households: number; readonly residents: number }
  /** The ids of all residents that the roster lists. */
  readonly listed: ReadonlySet<ResidentId>
  /**
   * The residents of the registry that the roster must list if it is complete. If one of them is missing in the roster,
   * this resident counts as having left.
   */
  readonly covered: ReadonlyArray<Stay>
  readonly possibleDuplicates: ReadonlyArray<PossibleDuplicate>
  /** The numbers of births and areas that are not known for the people and flats in the roster. */
  readonly unknown: Counts["unknown"]
}

const equal = (one: unknown, other: unknown): boolean =>
  Array.isArray(one) && Array.isArray(other) ? sameTags(one, other) : one === other

const buildingFields = ["label", "floors"] as const
const householdFields = ["building", "unit", "floor", "area", "tags"] as const
const residentFields = ["name", "birth", "bornIn", "partySince", "tags"] as const

const fieldsOf = <A extends object>(
  before: A | undefined,
  after: A,
  fields: ReadonlyArray<keyof A & string>
) => (before === undefined ? [] : fields.filter((field) => !equal(before[field], after[field])))

const isNews = <A>({ before, fields }: Entry<A>): boolean => before === undefined || fields.length > 0

const drafted = (
  places: Places.Places,
  before: Registry,
  findings: Findings
): {
  readonly buildings: ReadonlyArray<Entry<Building>>
  readonly households: ReadonlyArray<Entry<Household>>
} => {
  const highest = new Map<BuildingId, number>()
  const reach = ({ building, floor }: Household): void => {
    highest.set(building, Math.max(highest.get(building) ?? floor, floor))
  }
  const households = places.households.flatMap((placed): ReadonlyArray<Entry<Household>> => {
    const household = Intake.household(placed, findings)
    if (household === undefined) return []
    reach(household)
    const { area, building, floor, known, row, unit } = placed
    const said = {
      building: building?.row,
      unit: unit?.row,
      floor: floor?.row,
      area: area?.row,
      household: row
    }
    const fields = fieldsOf(known, household, householdFields)
    return [{ before: known, after: household, fields, row: unit?.row ?? row, said }]
  })
  for (const household of before.households.values()) reach(household)
  const buildings = places.buildings.flatMap((placed): ReadonlyArray<Entry<Building>> => {
    const building = Intake.building(placed, highest.get(placed.id), findings)
    if (building === undefined) return []
    const { floors, known, label, row } = placed
    const said = { building: row, label: label?.row, floors: floors?.row }
    return [{ before: known, after: building, fields: fieldsOf(known, building, buildingFields), row, said }]
  })
  return { buildings, households }
}

/** Converts a stay to a resident record. `undefined` if the name is not known. */
const asResident = ({ birth, bornIn, household, id, name, partySince, tags }: Stay): Resident | undefined =>
  name === undefined
    ? undefined
    : {
        id,
        household,
        name,
        ...given("birth", birth),
        ...given("bornIn", bornIn),
        ...given("partySince", partySince),
        tags
      }

/** The fields in which two records of a resident differ. A birth is one field, no matter how precisely it is known. */
const residentDifferences = (before: Resident | undefined, after: Resident): ReadonlyArray<string> => [
  ...new Set(fieldsOf(before, after, residentFields).map((field) => (field === "bornIn" ? "birth" : field)))
]

// The refusals that other modules of this folder report, at the right rows: for example, duplicate doors and unknown
// places. So they are not reported here.
const elsewhere: ReadonlySet<IntakeRefusal["_tag"]> = new Set([
  "DuplicateUnit",
  "DuplicateLabel",
  "DuplicateResident",
  "UnknownBuilding",
  "UnknownHousehold"
] as const)

interface Lists {
  readonly buildings: ReadonlyArray<Entry<Building>>
  readonly households: ReadonlyArray<Entry<Household>>
  readonly residents: ReadonlyArray<Entry<Resident>>
}

const dataOf = ({ buildings, households, residents }: Lists): RegistryData => ({
  buildings: buildings.map(({ after }) => after),
  households: households.map(({ after }) => after),
  residents: residents.map(({ after }) => after)
})

const check = (lists: Lists, before: Registry, on: Day.Day, findings: Findings): void => {
  for (const refusal of mistakes(before, dataOf(lists), on)) {
    if (elsewhere.has(refusal._tag)) continue
    const { args, code, column, found, of } = RuleProblems.of(refusal)
    const entry = lists[`${of}s` as const][refusal.index]
    if (entry !== undefined) findings.add(entry.said?.[column] ?? entry.row, column, code, found, args)
  }
}

// Checks a resident who returns after an earlier stay has ended, by the same rules as a new resident.
const checkReturned = (
  returned: ReadonlyArray<Entry<Resident>>,
  { households }: Lists,
  before: Registry,
  on: Day.Day,
  findings: Findings
): void => {
  const known = new Map(before.households)
  for (const { after } of households) known.set(after.id, after)
  const without = { ...before, households: known, residents: new Map<ResidentId, Stay>() }
  check({ buildings: [], households: [], residents: returned }, without, on, findings)
}

const duplicates = (
  before: Registry,
  entries: ReadonlyArray<Entry<Resident>>
): ReadonlyArray<PossibleDuplicate> => {
  interface Somebody {
    readonly id: ResidentId
    readonly household: HouseholdId
    readonly name: string
    readonly birth: Day.Day
  }
  const people = new Map<ResidentId, Somebody>()
  for (const stay of before.residents.values()) {
    const resident = stay.left === undefined ? asResident(stay) : undefined
    if (resident?.birth !== undefined) people.set(resident.id, { ...resident, birth: resident.birth })
  }
  for (const { after } of entries) {
    const { birth, household, id, name } = after
    if (birth !== undefined) people.set(id, { id, household, name, birth })
  }
  const news = new Set(entries.map(({ after }) => after.id))
  return [
    ...Map.groupBy(people.values(), ({ birth, name }) => `${birth}\n${nameKey(name)}`).values()
  ].flatMap((some): ReadonlyArray<PossibleDuplicate> => {
    const [first] = some
    if (first === undefined || some.length < 2 || !some.some(({ id }) => news.has(id))) return []
    const { birth, name } = first
    return [{ name, birth, residents: some.map(({ household, id }) => ({ id, household })) }]
  })
}

const isCovered = (
  { building }: Household,
  complete: PreviewOptions["complete"],
  buildings: ReadonlySet<BuildingId>
): boolean =>
  typeof complete === "boolean" || complete === undefined ? complete === true : buildings.has(building)

// Checks the people of a roster. Separates people who return from people who are present or new.
const entered = (people: ReadonlyArray<People.Person>, findings: Findings) => {
  const residents: Array<Entry<Resident>> = []
  const returned: Array<Entry<Resident>> = []
  for (const person of people) {
    const { id, known, name, row } = person
    if (known?.erased === true) findings.add(row, "resident", "resident-erased", id)
    else if (known?.left?.departure === "died") {
      findings.add(row, "name", "listed-though-died", name, { left: Day.toIso(known.left.on) })
    } else {
      const after = Intake.resident(person, findings)
      const before = known === undefined || known.left !== undefined ? undefined : asResident(known)
      const list = known?.left === undefined ? residents : returned
      list.push({ before, after, fields: residentDifferences(before, after), row })
    }
  }
  return { residents, returned }
}

const unknownIn = (
  households: ReadonlyArray<Entry<Household>>,
  residents: ReadonlyArray<Entry<Resident>>
): Counts["unknown"] => {
  const withoutDay = residents.filter(({ after }) => after.birth === undefined)
  const withoutBirth = withoutDay.filter(({ after }) => after.bornIn === undefined)
  return {
    births: withoutBirth.length,
    birthDays: withoutDay.length - withoutBirth.length,
    areas: households.filter(({ after }) => areaOf(after) === undefined).length
  }
}

/**
 * Combines rows of a roster. `isWhole` states that these are all rows of the roster, and that no row was rejected.
 * Problems are added to `findings`.
 */
export const draft = (
  roster: Roster,
  rows: ReadonlyArray<RosterRow>,
  { complete, key, on, registry }: PreviewOptions,
  isWhole: boolean,
  findings: Findings
): Draft => {
  const places = Places.gather(rows, registry, roster.mapping, findings)
  const { buildings, households } = drafted(places, registry, findings)
  const listedDoors = new Set(places.households.map(({ id }) => id))
  const chosen = new Set(Array.isArray(complete) ? complete : [])
  const covers = (id: HouseholdId): boolean => {
    const household = registry.households.get(id)
    return isWhole && household !== undefined && isCovered(household, complete, chosen)
  }
  const listsAllOf = (id: HouseholdId): boolean => isWhole && (listedDoors.has(id) || covers(id))
  const identity = { before: registry, key, listsAllOf }
  const people = People.gather(rows, places.of, identity, findings)
  const { residents, returned } = entered(people, findings)
  const isMoved = ({ after, before }: Entry<Resident>): boolean => before?.household !== after.household
  const news = {
    buildings: buildings.filter(isNews),
    households: households.filter(isNews),
    residents: residents.filter((one) => isNews(one) || isMoved(one))
  }
  check(news, registry, on, findings)
  checkReturned(returned, news, registry, on, findings)
  return {
    ...news,
    returned,
    unchanged: {
      buildings: buildings.length - news.buildings.length,
      households: households.length - news.households.length,
      residents: residents.length - news.residents.length
    },
    listed: new Set(people.map(({ id }) => id)),
    covered: [...registry.residents.values()].filter(
      ({ household, left }) => left === undefined && covers(household)
    ),
    possibleDuplicates: duplicates(registry, [...residents, ...returned]),
    unknown: unknownIn(households, [...residents, ...returned])
  }
}
