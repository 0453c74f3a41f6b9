/**
 * The facts about a district on one day, for selectors (conditions on people or places) and counts: the registry, the
 * cases, the companion pairs, and the branches and groups of each building. The caller computes these facts from the
 * ledger. A {@link Scene} contains the same facts with indexes, so that related facts are found fast.
 */
import { type Day, toIso } from "../kernel/Day.ts"
import type {
  ActorId,
  BranchId,
  BuildingId,
  CaseId,
  ContactKind,
  GroupId,
  HouseholdId,
  ResidentId
} from "./Id.ts"
import {
  type Building,
  type Household,
  isPresent,
  type Registry,
  residentsOf as membersOf,
  type Stay,
  userOf
} from "./Registry.ts"
import {
  household as householdSubject,
  id as subjectId,
  kind as subjectKind,
  type Subject
} from "./Subject.ts"

/** A step that was taken in a case, with the ledger position of the entry that proves the step. */
export interface StepTaken {
  readonly step: string
  readonly on: Day
  readonly source: number
}

/**
 * The facts about a case that selectors (conditions on people, places or cases) and coverage rules can use.
 *
 * @category models
 */
export interface CaseFact {
  readonly id: CaseId
  readonly playbook: string
  /** The stage of the case on the day of the facts. */
  readonly stage: string
  readonly subjects: ReadonlyArray<Subject>
  readonly opened: Day
  /** The day on which the case was closed. Missing if the case is open, or was opened again. */
  readonly closed?: Day
  readonly outcome?: string
  /** How often the problem of the case came back after the case was closed. */
  readonly relapses: number
  readonly steps: ReadonlyArray<StepTaken>
}

/**
 * A companion pair: a volunteer who looks after an elder. `from` and `until` are the first and the last day of the pair
 * (both included). `until` is missing if the pair has no end.
 *
 * @category models
 */
export interface PairFact {
  readonly volunteer: ActorId
  readonly elder: ResidentId
  readonly from: Day
  readonly until?: Day
}

/**
 * One thing that a coverage rule can count as reaching a member of a population: a kind of contact, or a step of a
 * case. A step is written `playbook/step`.
 *
 * @category models
 */
export type Mark = ContactKind | `${string}/${string}`

/**
 * The branches, the groups and the stairwell heads (volunteers for one stairwell) who are responsible for a building.
 */
export interface Areas {
  readonly branchesOf: (building: BuildingId) => ReadonlyArray<BranchId>
  readonly groupsOf: (building: BuildingId) => ReadonlyArray<GroupId>
  readonly headsOf: (building: BuildingId) => ReadonlyArray<ActorId>
}

/** An object that finds a value by its id. A `Map` is an example. */
export interface Lookup<Id, A> {
  readonly get: (id: Id) => A | undefined
}

/** Finds the places and people of the registry by their ids. A {@link Registry} can be used as such an object. */
export interface Places {
  readonly buildings: Lookup<BuildingId, Building>
  readonly households: Lookup<HouseholdId, Household>
  readonly residents: Lookup<ResidentId, Stay>
}

/**
 * The facts about a district on one day.
 *
 * @category models
 */
export interface Facts extends Areas {
  /** The registry on the day of the facts: see `Registry.asOf`. */
  readonly registry: Registry
  readonly cases: ReadonlyArray<CaseFact>
  readonly pairs: ReadonlyArray<PairFact>
}

/** The type of the members of each population (a set such as residents). The key is the name of the population. */
export interface Things {
  readonly residents: Stay
  readonly households: Household
  readonly buildings: Building
  readonly cases: CaseFact
  readonly pairs: PairFact
}

/** The name of a population, such as `residents`. */
export type Population = keyof Things

/** A member of any population. */
export type Thing = Things[Population]

/** All populations, in a fixed order. A population is a set of people or things that selectors can search. */
export const populations: ReadonlyArray<Population> = [
  "residents",
  "households",
  "buildings",
  "cases",
  "pairs"
]

/**
 * The facts about a district on one day, with indexes that find related facts fast.
 *
 * @category models
 */
export interface Scene {
  readonly places: Places
  readonly areas: Areas
  readonly asOf: Day
  readonly residentsOf: (household: HouseholdId) => ReadonlyArray<Stay>
  readonly householdsOf: (building: BuildingId) => ReadonlyArray<Household>
  /** The cases about this resident or about the resident's household. */
  readonly casesOfResident: (resident: Stay) => ReadonlyArray<CaseFact>
  /** The cases about this household or about a resident of it. */
  readonly casesOfHousehold: (household: HouseholdId) => ReadonlyArray<CaseFact>
  /** The cases about this building, or about a household or resident in it. */
  readonly casesOfBuilding: (building: BuildingId) => ReadonlyArray<CaseFact>
  readonly pairsOfElder: (resident: ResidentId) => ReadonlyArray<PairFact>
  readonly pairsOfVolunteer: (volunteer: ActorId) => ReadonlyArray<PairFact>
}

/** Whether a case is open on a day. */
export const isOpen = (self: CaseFact, on: Day): boolean =>
  self.opened <= on && (self.closed === undefined || on < self.closed)

/** Whether a companion pair is in force on a day. */
export const isPaired = (self: PairFact, on: Day): boolean =>
  self.from <= on && (self.until === undefined || on <= self.until)

/** The id of a companion pair: volunteer, elder and first day, separated by `~`. No other id contains `~`. */
export const pairId = ({ volunteer, elder, from }: PairFact): string => `${volunteer}~${elder}~${toIso(from)}`

const index = <K, V>(
  items: Iterable<V>,
  keysOf: (item: V) => Iterable<K>
): ((key: K) => ReadonlyArray<V>) => {
  const map = new Map<K, Array<V>>()
  for (const item of items) {
    for (const key of new Set(keysOf(item))) {
      const at = map.get(key)
      if (at === undefined) map.set(key, [item])
      else at.push(item)
    }
  }
  return (key) => map.get(key) ?? []
}

/**
 * The household of a subject: the subject itself if it is a household, or the household of a resident. `undefined` for
 * other subjects.
 */
export const householdOf = (places: Places, subject: Subject): HouseholdId | undefined => {
  const id = subjectId(subject)
  switch (subjectKind(subject)) {
    case "household":
      return id as HouseholdId
    case "resident":
      return places.residents.get(id as ResidentId)?.household
    default:
      return undefined
  }
}

/**
 * The building of a subject: the subject itself if it is a building, or the building of a household or resident.
 * `undefined` if the registry does not contain the subject.
 */
export const buildingOf = (places: Places, subject: Subject): BuildingId | undefined => {
  if (subjectKind(subject) === "building") return subjectId(subject) as BuildingId
  const household = householdOf(places, subject)
  return household === undefined ? undefined : places.households.get(household)?.building
}

/**
 * Returns a function. It returns the subject to which a fact belongs on a day. Usually this is the subject of the fact
 * itself. But a fact about a flat that another household also uses belongs to that household.
 */
export const ownerOf =
  (registry: Registry): ((subject: Subject, on: Day) => Subject) =>
  (subject, on) => {
    if (registry.dwellings.size === 0 || subjectKind(subject) !== "household") return subject
    // This cast is safe: the id of a subject of the kind "household" is a household id.
    const user = userOf(registry, subjectId(subject) as HouseholdId, on)
    return user === undefined ? subject : householdSubject(user)
  }

/** The households of a registry on a day. A flat that another household also uses is not a separate household. */
export const householdsOn = (registry: Registry, on: Day): ReadonlyArray<Household> =>
  registry.dwellings.size === 0
    ? [...registry.households.values()]
    : [...registry.households.values()].filter(({ id }) => userOf(registry, id, on) === undefined)

/**
 * Makes the indexes of the facts for a day, in one pass over the cases and pairs. The index of households by building
 * is made when it is first used.
 *
 * @category constructors
 */
export const scene = (facts: Facts, asOf: Day): Scene => {
  const { registry } = facts
  const cases = facts.cases.filter(({ opened }) => opened <= asOf)
  const of = ownerOf(registry)
  const bySubject = index(cases, ({ subjects }) => subjects.map((subject) => of(subject, asOf)))
  const byHousehold = index(cases, ({ subjects }) =>
    subjects.flatMap((subject) => householdOf(registry, of(subject, asOf)) ?? [])
  )
  const byBuilding = index(cases, ({ subjects }) =>
    subjects.flatMap((subject) => buildingOf(registry, subject) ?? [])
  )
  const pairs = facts.pairs.filter((pair) => isPaired(pair, asOf))
  const byElder = index(pairs, ({ elder }) => [elder])
  const byVolunteer = index(pairs, ({ volunteer }) => [volunteer])
  let households: ((building: BuildingId) => ReadonlyArray<Household>) | undefined
  return {
    places: registry,
    areas: facts,
    asOf,
    residentsOf: (household) => membersOf(registry, household, asOf),
    householdsOf: (building) => {
      households ??= index(householdsOn(registry, asOf), (household) => [household.building])
      return households(building)
    },
    casesOfResident: ({ id, household }) => [
      ...new Set([
        ...bySubject(`resident:${id}` as Subject),
        ...bySubject(`household:${household}` as Subject)
      ])
    ],
    casesOfHousehold: byHousehold,
    casesOfBuilding: byBuilding,
    pairsOfElder: byElder,
    pairsOfVolunteer: byVolunteer
  }
}

/**
 * All members of a population on a day. Only residents who live in the district on that day, cases that were opened by
 * then, and pairs that are in force on that day are included.
 */
export const membersIn = <P extends Population>(
  population: P,
  { registry, cases, pairs }: Facts,
  asOf: Day
): ReadonlyArray<Things[P]> => {
  const all: { [Q in Population]: () => ReadonlyArray<Things[Q]> } = {
    residents: () => [...registry.residents.values()].filter((resident) => isPresent(resident, asOf)),
    households: () => householdsOn(registry, asOf),
    buildings: () => [...registry.buildings.values()],
    cases: () => cases.filter(({ opened }) => opened <= asOf),
    pairs: () => pairs.filter((pair) => isPaired(pair, asOf))
  }
  return all[population]()
}
