/**
 * The fields of residents, households, buildings, cases and companion pairs, with their types. Selectors can use only
 * the fields in this table, and can compare a field only with values of its type.
 *
 * The value of a field is `undefined` if the field does not apply: for example, the years of Party membership of a
 * person who is not a member. Then the result of every comparison is "false". The value is `null` if it is not known:
 * for example, the age of a person whose birth is not recorded. Then the result of every comparison is "unknown".
 */
import type { Day } from "../kernel/Day.ts"
import { birthOf, type DayRange } from "./Birth.ts"
import {
  buildingOf,
  type CaseFact,
  isOpen,
  type PairFact,
  type Population,
  type Scene,
  type Thing
} from "./Facts.ts"
import type { BuildingId } from "./Id.ts"
import { areaOf, type Building, type Household, type Stay } from "./Registry.ts"

/** The value of a field: `undefined` if the field does not apply, or `null` if the value is not known. */
export type Known<A> = A | undefined | null

/**
 * What the ids in a selector refer to, such as groups or buildings. So the ids can be checked against the model or the
 * registry.
 */
export type Named =
  | "resident"
  | "household"
  | "building"
  | "branch"
  | "group"
  | "actor"
  | "tag"
  | "playbook"
  | "stage"
  | "outcome"

// `read` is declared as a method, because TypeScript then also accepts a function for a more special type (bivariance).
// So one table can contain the fields of all populations. This is safe, because the code reads a field only on members
// of the population under which the field is listed.
interface Reads<A> {
  read(self: Thing, scene: Scene): A
}

/**
 * A field of a population: its type, and a function that reads its value.
 *
 * - `years`: the number of full calendar years since a day
 * - `lasting`: the length of time since a day
 * - `date`: a day
 * - `number`: an integer
 * - `area`: an area in square centimetres
 * - `flag`: yes or no
 * - `ids`: one or several ids
 * - `tags`: a set of tags
 * - `one`: a member of another population
 * - `some`: true if a selector matches at least one of several members
 * - `every`: true if there are members and a selector matches all of them
 *
 * For `years` and `date`, the value may be a range: the first and the last possible day.
 *
 * @category models
 */
export type Field =
  | ({ readonly type: "years" | "date" } & Reads<Known<Day | DayRange>>)
  | ({ readonly type: "lasting" } & Reads<Known<Day>>)
  | ({ readonly type: "number" | "area" } & Reads<Known<number>>)
  | ({ readonly type: "flag" } & Reads<Known<boolean>>)
  | ({ readonly type: "ids" | "tags"; readonly named: Named } & Reads<Known<ReadonlyArray<string>>>)
  | ({ readonly type: "one"; readonly to: Population; readonly named?: Named } & Reads<Known<Thing>>)
  | ({ readonly type: "some" | "every"; readonly to: Population } & Reads<Known<ReadonlyArray<Thing>>>)

type FieldTable = Readonly<Record<string, Field>>

const own = <A>(value: A | undefined): A | null => value ?? null

/** Makes a function that reads a field of a resident. The value is `null` if the data of the resident were erased. */
const ofPerson =
  <A>(read: (self: Stay) => Known<A>) =>
  (self: Stay): Known<A> =>
    self.erased === undefined ? read(self) : null

const householdOfResident = (self: Stay, { places }: Scene): Household | null =>
  own(places.households.get(self.household))

const buildingById = (id: BuildingId | undefined | null, { places }: Scene): Building | null =>
  id === undefined || id === null ? null : own(places.buildings.get(id))

const buildingOfResident = (self: Stay, scene: Scene): Building | null =>
  buildingById(householdOfResident(self, scene)?.building, scene)

const buildingOfCase = (self: CaseFact, scene: Scene): Building | undefined | null => {
  const [first] = self.subjects
  if (first === undefined || first.startsWith("district:")) return undefined
  return buildingById(buildingOf(scene.places, first), scene)
}

const elderOf = (self: PairFact, { places }: Scene): Stay | null => own(places.residents.get(self.elder))

/**
 * The building of a member of a population. `undefined` if the member is about the whole district. `null` if the
 * building is not known.
 */
export const buildingOfThing = (population: Population, self: Thing, scene: Scene): Known<Building> => {
  const field = fields[population]["building"]
  // The cast is safe: every population has a field `building` of type `one`, which reads a building.
  return field?.type === "one" ? (field.read(self, scene) as Known<Building>) : undefined
}

const placed = (find: (self: never, scene: Scene) => Known<Building>): FieldTable => ({
  building: { type: "one", to: "buildings", named: "building", read: find },
  branch: {
    type: "ids",
    named: "branch",
    read: (self: never, scene: Scene) => {
      const building = find(self, scene)
      return building ? scene.areas.branchesOf(building.id) : building
    }
  },
  group: {
    type: "ids",
    named: "group",
    read: (self: never, scene: Scene) => {
      const building = find(self, scene)
      return building ? scene.areas.groupsOf(building.id) : building
    }
  }
})

const residents: FieldTable = {
  id: { type: "ids", named: "resident", read: (self: Stay) => [self.id] },
  /** The age in full years. `null` if no birth is recorded. */
  age: { type: "years", read: (self: Stay) => own(birthOf(self)) },
  birth: { type: "date", read: (self: Stay) => own(birthOf(self)) },
  partyMember: { type: "flag", read: ofPerson((self) => self.partySince !== undefined) },
  /** The number of full years of Party membership. `undefined` if the resident is not a member. */
  partyYears: { type: "years", read: ofPerson((self) => self.partySince) },
  tags: { type: "tags", named: "tag", read: ofPerson((self) => self.tags) },
  /** Whether the resident is the only resident of the household. */
  livesAlone: {
    type: "flag",
    read: (self: Stay, scene: Scene) =>
      householdOfResident(self, scene) === null ? null : scene.residentsOf(self.household).length === 1
  },
  /** How long the resident has lived in the district. */
  livesHere: { type: "lasting", read: (self: Stay) => self.since },
  /** Whether the resident has a companion: a volunteer who looks after an elder. */
  hasCompanion: { type: "flag", read: (self: Stay, scene: Scene) => scene.pairsOfElder(self.id).length > 0 },
  household: { type: "one", to: "households", named: "household", read: householdOfResident },
  cases: { type: "some", to: "cases", read: (self: Stay, scene: Scene) => scene.casesOfResident(self) },
  ...placed(buildingOfResident)
}

const households: FieldTable = {
  id: { type: "ids", named: "household", read: (self: Household) => [self.id] },
  tags: { type: "tags", named: "tag", read: (self: Household) => self.tags },
  floor: { type: "number", read: (self: Household) => self.floor },
  /** The exclusive area (the part that belongs to the owner alone). `null` if it is not known. */
  area: { type: "area", read: (self: Household) => own(areaOf(self)) },
  /** The number of residents in the household. */
  size: { type: "number", read: (self: Household, scene: Scene) => scene.residentsOf(self.id).length },
  /** Matches if the selector matches at least one resident of the household. */
  with: {
    type: "some",
    to: "residents",
    read: (self: Household, scene: Scene) => scene.residentsOf(self.id)
  },
  /** Matches if the household has residents and the selector matches all of them. */
  everyone: {
    type: "every",
    to: "residents",
    read: (self: Household, scene: Scene) => scene.residentsOf(self.id)
  },
  cases: {
    type: "some",
    to: "cases",
    read: (self: Household, scene: Scene) => scene.casesOfHousehold(self.id)
  },
  ...placed((self: Household, scene) => buildingById(self.building, scene))
}

const residentsOfBuilding = (self: Building, scene: Scene): ReadonlyArray<Stay> =>
  scene.householdsOf(self.id).flatMap(({ id }) => scene.residentsOf(id))

const buildings: FieldTable = {
  id: { type: "ids", named: "building", read: (self: Building) => [self.id] },
  floors: { type: "number", read: (self: Building) => self.floors },
  /** Matches if the selector matches at least one resident of the building. */
  with: { type: "some", to: "residents", read: residentsOfBuilding },
  /** Matches if the selector matches at least one household of the building. */
  households: {
    type: "some",
    to: "households",
    read: (self: Building, scene: Scene) => scene.householdsOf(self.id)
  },
  cases: {
    type: "some",
    to: "cases",
    read: (self: Building, scene: Scene) => scene.casesOfBuilding(self.id)
  },
  ...placed((self: Building) => self)
}

const cases: FieldTable = {
  playbook: { type: "ids", named: "playbook", read: (self: CaseFact) => [self.playbook] },
  stage: { type: "ids", named: "stage", read: (self: CaseFact) => [self.stage] },
  outcome: {
    type: "ids",
    named: "outcome",
    read: (self: CaseFact) => (self.outcome === undefined ? undefined : [self.outcome])
  },
  open: { type: "flag", read: (self: CaseFact, scene: Scene) => isOpen(self, scene.asOf) },
  /** How often the problem of the case came back after the case was closed. */
  relapses: { type: "number", read: (self: CaseFact) => self.relapses },
  opened: { type: "date", read: (self: CaseFact) => self.opened },
  closed: { type: "date", read: (self: CaseFact) => self.closed },
  /** The length of time since the case was opened. */
  age: { type: "lasting", read: (self: CaseFact) => self.opened },
  ...placed(buildingOfCase)
}

const pairs: FieldTable = {
  volunteer: { type: "ids", named: "actor", read: (self: PairFact) => [self.volunteer] },
  elder: { type: "one", to: "residents", named: "resident", read: elderOf },
  /** The number of elders whom the volunteer of this pair looks after. */
  load: {
    type: "number",
    read: (self: PairFact, scene: Scene) => scene.pairsOfVolunteer(self.volunteer).length
  },
  /** The length of time since the companion pair began. */
  lasting: { type: "lasting", read: (self: PairFact) => self.from },
  ...placed((self: PairFact, scene) => {
    const elder = elderOf(self, scene)
    return elder === null ? null : buildingOfResident(elder, scene)
  })
}

/**
 * The table of fields. The keys are the populations; for each population, the fields are stored by name.
 *
 * @category fields
 */
export const fields: Readonly<Record<Population, FieldTable>> = {
  residents,
  households,
  buildings,
  cases,
  pairs
}
