/**
 * Prepares contacts and steps of cases for counting. Groups them by subject (person or place) and kind, and finds for
 * each member the subjects through which the member may have been reached (such as the member's household).
 */
import { accumulated, accumulatedFields } from "../kernel/Accumulated.ts"
import { add, type Day } from "../kernel/Day.ts"
import { History } from "../kernel/History.ts"
import type { Contact } from "../place/Contact.ts"
import {
  type CaseFact,
  ownerOf,
  pairId,
  type PairFact,
  type Population,
  type Scene,
  type Thing
} from "../place/Facts.ts"
import type { ContactKind, HouseholdId } from "../place/Id.ts"
import type { Building, Household, Stay } from "../place/Registry.ts"
import * as Subject from "../place/Subject.ts"
import { calendar, endOf, startOf } from "../place/Window.ts"
import type { CoverageFacts } from "./CoverageFacts.ts"
import type { Counted, Reach } from "./CoverageRule.ts"
import * as Trail from "./Trail.ts"

/** The id of a member of a population (a resident, household, building, case or pair). */
export const idOf = (population: Population, thing: Thing): string =>
  population === "pairs" ? pairId(thing as PairFact) : (thing as Exclude<Thing, PairFact>).id

/** The subjects (people and places) for which a contact or exclusion of a member may be recorded. */
export const subjectsOf = (population: Population, thing: Thing): ReadonlyArray<Subject.Subject> => {
  switch (population) {
    case "residents":
      return [Subject.resident((thing as Stay).id)]
    case "households":
      return [Subject.household((thing as Household).id)]
    case "buildings":
      return [`building:${idOf(population, thing)}` as Subject.Subject]
    case "cases":
      return (thing as CaseFact).subjects
    case "pairs":
      return [Subject.resident((thing as PairFact).elder)]
  }
}

/** The trails of a subject by mark (a kind of contact). */
type Trails = Map<string, Trail.Trail>

/** The trails of all contacts. */
interface ContactTrails {
  readonly bySubject: Map<string, Trails>
  /** The same trails by the kind and the id of the subject. To find a trail, no text has to be made. */
  readonly byId: { readonly [K in Subject.Kind]: Map<string, Trails> }
}

const trailIn = (trails: Trails, mark: string): Trail.Trail => {
  const known = trails.get(mark)
  if (known !== undefined) return known
  const trail = Trail.empty()
  trails.set(mark, trail)
  return trail
}

const noTrails = (): ContactTrails => ({
  bySubject: new Map(),
  byId: { district: new Map(), building: new Map(), household: new Map(), resident: new Map() }
})

const noteContact = (
  { bySubject, byId }: ContactTrails,
  subject: Subject.Subject,
  kind: ContactKind,
  on: Day,
  source: number
): void => {
  let trails = bySubject.get(subject)
  if (trails === undefined) {
    trails = new Map()
    bySubject.set(subject, trails)
    byId[Subject.kind(subject)].set(Subject.id(subject), trails)
  }
  Trail.note(trailIn(trails, kind), on, source)
}

const ofList = accumulated<Contact, ContactTrails>(noTrails, (trails, { kind, on, source, subject }) =>
  noteContact(trails, subject, kind, on, source)
)

const ofHistory = accumulatedFields<Contact, "kind" | "on" | "source" | "subject", ContactTrails>(
  ["kind", "on", "source", "subject"],
  noTrails,
  (trails, { kind: kinds, on: days, source: sources, subject: subjects }) => {
    for (let n = 0; n < subjects.length; n++) {
      const subject = subjects[n]
      const kind = kinds[n]
      const on = days[n]
      const source = sources[n]
      if (subject !== undefined && kind !== undefined && on !== undefined && source !== undefined) {
        noteContact(trails, subject, kind, on, source)
      }
    }
  }
)

/**
 * The trails of all contacts. They do not depend on a day, and are kept with the contacts: only new contacts are added
 * when the trails are needed again.
 */
const contactTrails = (contacts: CoverageFacts["contacts"]): ContactTrails =>
  contacts instanceof History ? ofHistory(contacts) : ofList(contacts)

/** The trails of one step of a playbook, by subject. */
const stepTrails = (cases: ReadonlyArray<CaseFact>, mark: string): Trails => {
  const trails: Trails = new Map()
  for (const { playbook, steps, subjects } of cases) {
    const prefix = `${playbook}/`
    if (!mark.startsWith(prefix)) continue
    const wanted = mark.slice(prefix.length)
    for (const { on, source, step } of steps) {
      if (step !== wanted) continue
      for (const subject of subjects) Trail.note(trailIn(trails, subject), on, source)
    }
  }
  return trails
}

/**
 * The contacts and steps of cases. A function finds the days on which a kind of contact, or a step of a case, was
 * recorded for a subject (a person or place), also those after the day of a question.
 *
 * @category models
 */
export type Marks = (kind: Subject.Kind, id: string, mark: string) => Trail.Trail | undefined

/**
 * Prepares the contacts and steps of cases of some facts. A contact with a flat that another household also uses
 * belongs to that household, on the days on which it uses the flat.
 */
export const marksOf = ({ cases, contacts, registry }: CoverageFacts): Marks => {
  const { byId } = contactTrails(contacts)
  const steps = new Map<string, Trails>()
  const recorded: Marks = (kind, id, mark) => {
    if (!mark.includes("/")) return byId[kind].get(id)?.get(mark)
    let trails = steps.get(mark)
    if (trails === undefined) {
      trails = stepTrails(cases, mark)
      steps.set(mark, trails)
    }
    return trails.get(`${kind}:${id}`)
  }
  const { dwellings } = registry
  if (dwellings.size === 0) return recorded
  const ownerOn = ownerOf(registry)
  const usedBy = new Map<HouseholdId, Set<HouseholdId>>()
  for (const [flat, uses] of dwellings) {
    for (const { household } of uses) usedBy.set(household, (usedBy.get(household) ?? new Set()).add(flat))
  }
  return (kind, id, mark) => {
    if (kind !== "household") return recorded(kind, id, mark)
    // This cast is safe: the id of a subject of the kind "household" is a household id.
    const household = id as HouseholdId
    const flats = usedBy.get(household)
    if (flats === undefined && !dwellings.has(household)) return recorded(kind, id, mark)
    const owned = Trail.empty()
    for (const flat of new Set([household, ...(flats ?? [])])) {
      const trail = recorded(kind, flat, mark)
      if (trail === undefined) continue
      const [about, owner] = [Subject.household(flat), Subject.household(household)]
      Trail.addAll(
        owned,
        Trail.filter(trail, (on) => ownerOn(about, on) === owner)
      )
    }
    return owned
  }
}

/**
 * A subject through which a member may be reached, such as the member's household. A contact or step with this subject
 * counts for the member only between the days `from` and `until`.
 */
interface Source {
  readonly kind: Subject.Kind
  readonly id: string
  readonly from: number
  readonly until: number
}

const ever = Number.NEGATIVE_INFINITY
const forever = Number.POSITIVE_INFINITY

const source = (kind: Subject.Kind, id: string, from = ever, until = forever): Source => ({
  kind,
  id,
  from,
  until
})

const ofResident = (
  stay: Stay | undefined,
  through: Counted["through"],
  scene: Scene,
  from = ever
): ReadonlyArray<Source> => {
  if (stay === undefined) return []
  const own = source("resident", stay.id, from)
  if (through === undefined) return [own]
  const housed = Math.max(from, stay.housedSince ?? ever)
  const household = source("household", stay.household, housed)
  const building = through === "building" ? scene.places.households.get(stay.household)?.building : undefined
  return building === undefined ? [own, household] : [own, household, source("building", building, housed)]
}

const ofHousehold = ({ id }: Household, through: Counted["through"], scene: Scene): ReadonlyArray<Source> => {
  const own = source("household", id)
  return through === "residents"
    ? [own, ...scene.residentsOf(id).map((stay) => source("resident", stay.id, stay.housedSince))]
    : [own]
}

const sourcesOf = (
  population: Population,
  thing: Thing,
  through: Counted["through"],
  scene: Scene
): ReadonlyArray<Source> => {
  switch (population) {
    case "residents":
      return ofResident(thing as Stay, through, scene)
    case "households": {
      const flat = thing as Household
      const own = ofHousehold(flat, through, scene)
      return through === "building" ? [...own, source("building", flat.building)] : own
    }
    case "buildings": {
      const { id } = thing as Building
      const own = source("building", id)
      return through === undefined
        ? [own]
        : [own, ...scene.householdsOf(id).flatMap((flat) => ofHousehold(flat, through, scene))]
    }
    case "cases": {
      const { subjects, opened, closed } = thing as CaseFact
      return [...new Set(subjects)].map((subject) =>
        source(Subject.kind(subject), Subject.id(subject), opened, closed ?? forever)
      )
    }
    case "pairs": {
      const { elder, from } = thing as PairFact
      return ofResident(scene.places.residents.get(elder), through, scene, from)
    }
  }
}

/**
 * The latest days with a contact or step that counts for a member, the latest first, at most as many as the rule
 * requires. Days after the day of the scene do not count. The period in which the rule counts contacts is not checked
 * here. Each day is returned once, with the earliest entry that proves it, even if several people recorded the same
 * visit.
 */
export const markedDays = (
  { by, through, times = 1 }: Counted,
  population: Population,
  scene: Scene,
  marks: Marks
): ((thing: Thing) => ReadonlyArray<Trail.Proven>) => {
  const { asOf } = scene
  // A step counts only for its own case. Steps of other cases with the same subject do not count.
  const sought = population === "cases" ? by.filter((mark) => !mark.includes("/")) : by
  const ownSteps = new Set<string>(population === "cases" ? by : [])
  return (thing) => {
    const found: Array<Trail.Proven> = []
    for (const { from, id, kind, until } of sourcesOf(population, thing, through, scene)) {
      for (const mark of sought) {
        const trail = marks(kind, id, mark)
        // The latest days of all trails are among the latest days of each trail.
        if (trail !== undefined) Trail.latest(trail, { from, until: Math.min(until, asOf) }, times, found)
      }
    }
    if (population === "cases") {
      // The cast is safe: a member of the population "cases" is a case.
      const { playbook, steps } = thing as CaseFact
      for (const { step, on, source } of steps) {
        if (on <= asOf && ownSteps.has(`${playbook}/${step}`)) found.push([on, source])
      }
    }
    if (found.length <= 1) return found
    found.sort(([a, first], [b, second]) => b - a || first - second)
    return found.filter(([on], at) => at === 0 || found[at - 1]?.[0] !== on).slice(0, times)
  }
}

/**
 * The period in which contacts and steps count on a day: its first day, and its last day if it is a calendar period such
 * as a month.
 */
export const windowOf = (
  { within, since, each }: Reach,
  asOf: Day
): { readonly from: Day; readonly until: Day } | undefined => {
  if (within !== undefined) return { from: startOf(asOf, within), until: asOf }
  if (since !== undefined) return { from: since, until: asOf }
  return each === undefined ? undefined : calendar(asOf, each)
}

/** The first day on which a contact or step does not count any more. `undefined` if it counts without a time limit. */
export const lapseOf = ({ within, each }: Reach, on: Day): Day | undefined =>
  within !== undefined ? endOf(on, within) : each !== undefined ? add(calendar(on, each).until, 1) : undefined
