/**
 * The fields of residents, households, buildings, cases and pairs, with their types. Selectors use only this table: a
 * field that is not in the table does not exist, and a field is only compared with values of its type.
 *
 * The value of a field is `undefined` if it does not apply (no Party membership: every comparison is false), or
 * `null` if it is not known (no birth date on record: every comparison is unknown).
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
import type { Building, Household, Stay } from "./Registry.ts"

/** A value, `undefined` if it does not apply, or `null` if it is not known. */
export type Known<A> = A | undefined | null

/** What an id in a selector refers to, so that it can be checked against the model. */
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

// This is a method, because methods are compared bivariantly. So one table can have the fields of all populations. A
// field is only read on the population that it is listed under.
interface Reads<A> {
  read(self: Thing, scene: Scene): A
}

/**
 * A field: its type, and how to read it.
 *
 * - `years`: full years since a day, by the calendar; `lasting`: a length of time since a day; `date`: a day. For `years`
 *   and `date`, only the first and the last possible day may be known;
 * - `number`: an integer; `area`: square centimetres; `flag`: yes or no; `ids`: one of some ids; `tags`: a set of
 *   tags;
 * - `one`: a member of another population; `some`: at least one of several members; `every`: all of several members,
 *   and at least one exists.
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

/** Reads a field of a resident. `null` if the resident was erased. */
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
 * The building of a member of a population. `undefined` if it concerns the whole district, `null` if it is not known.
 */
export const buildingOfThing = (population: Population, self: Thing, scene: Scene): Known<Building> => {
  const field = fields[population]["building"]
  // The cast is safe: every population has a field `building`, which reads a building.
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
  /** Full years of age. `null` if nothing is on record of the birth. */
  age: { type: "years", read: (self: Stay) => own(birthOf(self)) },
  birth: { type: "date", read: (self: Stay) => own(birthOf(self)) },
  partyMember: { type: "flag", read: ofPerson((self) => self.partySince !== undefined) },
  /** Full years of Party membership. `undefined` for other residents. */
  partyYears: { type: "years", read: ofPerson((self) => self.partySince) },
  tags: { type: "tags", named: "tag", read: ofPerson((self) => self.tags) },
  /** Whether the resident is the only one of the household. */
  livesAlone: {
    type: "flag",
    read: (self: Stay, scene: Scene) =>
      householdOfResident(self, scene) === null ? null : scene.residentsOf(self.household).length === 1
  },
  /** How long the resident has lived in the district. */
  livesHere: { type: "lasting", read: (self: Stay) => self.since },
  /** Whether a volunteer looks after the resident. */
  hasCompanion: { type: "flag", read: (self: Stay, scene: Scene) => scene.pairsOfElder(self.id).length > 0 },
  household: { type: "one", to: "households", named: "household", read: householdOfResident },
  cases: { type: "some", to: "cases", read: (self: Stay, scene: Scene) => scene.casesOfResident(self) },
  ...placed(buildingOfResident)
}

const households: FieldTable = {
  id: { type: "ids", named: "household", read: (self: Household) => [self.id] },
  tags: { type: "tags", named: "tag", read: (self: Household) => self.tags },
  floor: { type: "number", read: (self: Household) => self.floor },
  /** The exclusive area. */
  area: { type: "area", read: (self: Household) => self.area },
  /** The number of residents in the household. */
  size: { type: "number", read: (self: Household, scene: Scene) => scene.residentsOf(self.id).length },
  /** At least one resident who … */
  with: {
    type: "some",
    to: "residents",
    read: (self: Household, scene: Scene) => scene.residentsOf(self.id)
  },
  /** At least one resident lives in the household, and every resident … */
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
  /** At least one resident who … */
  with: { type: "some", to: "residents", read: residentsOfBuilding },
  /** At least one household that … */
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
  /** How often the problem came back. */
  relapses: { type: "number", read: (self: CaseFact) => self.relapses },
  opened: { type: "date", read: (self: CaseFact) => self.opened },
  closed: { type: "date", read: (self: CaseFact) => self.closed },
  /** How long ago the case was opened. */
  age: { type: "lasting", read: (self: CaseFact) => self.opened },
  ...placed(buildingOfCase)
}

const pairs: FieldTable = {
  volunteer: { type: "ids", named: "actor", read: (self: PairFact) => [self.volunteer] },
  elder: { type: "one", to: "residents", named: "resident", read: elderOf },
  /** The number of elders that the volunteer looks after. */
  load: {
    type: "number",
    read: (self: PairFact, scene: Scene) => scene.pairsOfVolunteer(self.volunteer).length
  },
  /** How long the pair has been in force. */
  lasting: { type: "lasting", read: (self: PairFact) => self.from },
  ...placed((self: PairFact, scene) => {
    const elder = elderOf(self, scene)
    return elder === null ? null : buildingOfResident(elder, scene)
  })
}

/**
 * The fields of each population.
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
