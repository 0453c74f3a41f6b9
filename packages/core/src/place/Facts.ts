/**
 * The facts about a district on a day, for selectors and counts: the registry, the cases, the companion pairs, and
 * the branch and group of each building. The caller folds the facts from the ledger as of the day. A {@link Scene} is
 * the same facts with look-ups for their relations.
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
  type Stay
} from "./Registry.ts"
import { id as subjectId, kind as subjectKind, type Subject } from "./Subject.ts"

/** A step that was taken in a case, with the position of the ledger entry that proves it. */
export interface StepTaken {
  readonly step: string
  readonly on: Day
  readonly source: number
}

/**
 * The facts of a case that selectors and coverage may use.
 *
 * @category models
 */
export interface CaseFact {
  readonly id: CaseId
  readonly playbook: string
  /** The stage on the day of the facts. */
  readonly stage: string
  readonly subjects: ReadonlyArray<Subject>
  readonly opened: Day
  /** The day on which the case was closed. Missing if it is open or was opened again. */
  readonly closed?: Day
  readonly outcome?: string
  /** How often the problem came back. */
  readonly relapses: number
  readonly steps: ReadonlyArray<StepTaken>
}

/**
 * A volunteer who looks after an elder. `from` and `until` are the first and the last day (both included); `until` is
 * missing for an open-ended pair.
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
 * A kind of contact, or a step of a case written `playbook/step`: what counts as reaching a member of a population.
 *
 * @category models
 */
export type Mark = ContactKind | `${string}/${string}`

/** The branches, groups and stairwell heads that are responsible for a building. */
export interface Areas {
  readonly branchesOf: (building: BuildingId) => ReadonlyArray<BranchId>
  readonly groupsOf: (building: BuildingId) => ReadonlyArray<GroupId>
  readonly headsOf: (building: BuildingId) => ReadonlyArray<ActorId>
}

/** Finds a value by its id. */
export interface Lookup<Id, A> {
  readonly get: (id: Id) => A | undefined
}

/** The places and people of the registry. A {@link Registry} is one. */
export interface Places {
  readonly buildings: Lookup<BuildingId, Building>
  readonly households: Lookup<HouseholdId, Household>
  readonly residents: Lookup<ResidentId, Stay>
}

/**
 * The facts on a day.
 *
 * @category models
 */
export interface Facts extends Areas {
  /** The registry as of this day, see `Registry.asOf`. */
  readonly registry: Registry
  readonly cases: ReadonlyArray<CaseFact>
  readonly pairs: ReadonlyArray<PairFact>
}

/** The type of the members of each population. */
export interface Things {
  readonly residents: Stay
  readonly households: Household
  readonly buildings: Building
  readonly cases: CaseFact
  readonly pairs: PairFact
}
export type Population = keyof Things
export type Thing = Things[Population]

/** The populations, in a fixed order. */
export const populations: ReadonlyArray<Population> = [
  "residents",
  "households",
  "buildings",
  "cases",
  "pairs"
]

/**
 * Facts with look-ups for their relations, for one day.
 *
 * @category models
 */
export interface Scene {
  readonly places: Places
  readonly areas: Areas
  readonly asOf: Day
  readonly residentsOf: (household: HouseholdId) => ReadonlyArray<Stay>
  readonly householdsOf: (building: BuildingId) => ReadonlyArray<Household>
  /** Cases about the resident or the resident's household. */
  readonly casesOfResident: (resident: Stay) => ReadonlyArray<CaseFact>
  /** Cases about the household or a resident of it. */
  readonly casesOfHousehold: (household: HouseholdId) => ReadonlyArray<CaseFact>
  /** Cases about the building or anything in it. */
  readonly casesOfBuilding: (building: BuildingId) => ReadonlyArray<CaseFact>
  readonly pairsOfElder: (resident: ResidentId) => ReadonlyArray<PairFact>
  readonly pairsOfVolunteer: (volunteer: ActorId) => ReadonlyArray<PairFact>
}

/** Whether a case is open on a day. */
export const isOpen = (self: CaseFact, on: Day): boolean =>
  self.opened <= on && (self.closed === undefined || on < self.closed)

/** Whether a pair is in force on a day. */
export const isPaired = (self: PairFact, on: Day): boolean =>
  self.from <= on && (self.until === undefined || on <= self.until)

/** The id of a pair: volunteer, elder and first day. No other id contains `~`. */
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

/** The household of a subject: the subject itself, or where the subject lives. `undefined` if there is none. */
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
 * The building of a subject: the subject itself, or where the subject is. `undefined` if the registry does not have
 * it.
 */
export const buildingOf = (places: Places, subject: Subject): BuildingId | undefined => {
  if (subjectKind(subject) === "building") return subjectId(subject) as BuildingId
  const household = householdOf(places, subject)
  return household === undefined ? undefined : places.households.get(household)?.building
}

/**
 * Makes the look-ups for a day. It goes once through the cases and pairs. The households of a building are looked up
 * at the first use.
 *
 * @category constructors
 */
export const scene = (facts: Facts, asOf: Day): Scene => {
  const { registry } = facts
  const cases = facts.cases.filter(({ opened }) => opened <= asOf)
  const bySubject = index(cases, ({ subjects }) => subjects)
  const byHousehold = index(cases, ({ subjects }) =>
    subjects.flatMap((subject) => householdOf(registry, subject) ?? [])
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
      households ??= index(registry.households.values(), (household) => [household.building])
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

/** All members of a population on a day: people who are present, cases opened by then, or pairs in force on that day. */
export const membersIn = <P extends Population>(
  population: P,
  { registry, cases, pairs }: Facts,
  asOf: Day
): ReadonlyArray<Things[P]> => {
  const all: { [Q in Population]: () => ReadonlyArray<Things[Q]> } = {
    residents: () => [...registry.residents.values()].filter((resident) => isPresent(resident, asOf)),
    households: () => [...registry.households.values()],
    buildings: () => [...registry.buildings.values()],
    cases: () => cases.filter(({ opened }) => opened <= asOf),
    pairs: () => pairs.filter((pair) => isPaired(pair, asOf))
  }
  return all[population]()
}
