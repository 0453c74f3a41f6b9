/**
 * Prepares contacts and steps of cases for counting. Groups them by subject (person or place), and finds for each
 * member the subjects through which the member may have been reached (such as the member's household).
 */
import { add, type Day } from "../kernel/Day.ts"
import {
  type CaseFact,
  type Mark,
  ownerOf,
  pairId,
  type PairFact,
  type Population,
  type Scene,
  type Thing
} from "../place/Facts.ts"
import type { Building, Household, Stay } from "../place/Registry.ts"
import * as Subject from "../place/Subject.ts"
import { calendar, endOf, startOf } from "../place/Window.ts"
import type { CoverageFacts } from "./CoverageFacts.ts"
import type { Counted, Reach } from "./CoverageRule.ts"

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

/** A contact or a step of a case, recorded for a subject (a person or place). */
export interface Marked {
  readonly mark: Mark
  readonly on: Day
  readonly source: number
}

/** The contacts and steps of cases for each subject (person or place). */
export type Marks = ReadonlyMap<string, ReadonlyArray<Marked>>

/** Groups all contacts and steps of cases up to a day by subject (person or place). */
export const marksBySubject = (facts: CoverageFacts, asOf: Day): Marks => {
  const map = new Map<string, Array<Marked>>()
  const of = ownerOf(facts.registry)
  const add = (about: Subject.Subject, marked: Marked): void => {
    if (marked.on > asOf) return
    const subject = of(about, marked.on)
    const at = map.get(subject)
    if (at === undefined) map.set(subject, [marked])
    else at.push(marked)
  }
  for (const { kind, subject, on, source } of facts.contacts) add(subject, { mark: kind, on, source })
  for (const { subjects, playbook, steps } of facts.cases) {
    for (const { step, on, source } of steps)
      for (const subject of new Set(subjects)) add(subject, { mark: `${playbook}/${step}`, on, source })
  }
  return map
}

/**
 * A subject through which a member may be reached, such as the member's household. A contact or step with this subject
 * counts for the member only between the days `from` and `until`.
 */
interface Source {
  readonly subject: string
  readonly from: number
  readonly until: number
}

const always = { from: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY }

const sourcesOf = (
  population: Population,
  thing: Thing,
  through: Counted["through"],
  scene: Scene
): ReadonlyArray<Source> => {
  const resident = (stay: Stay | undefined, from: number): ReadonlyArray<Source> => {
    if (stay === undefined) return []
    const housed = { ...always, from: Math.max(from, stay.housedSince) }
    const household = `household:${stay.household}`
    const building = scene.places.households.get(stay.household)?.building
    return [
      { subject: `resident:${stay.id}`, ...always, from },
      ...(through === undefined ? [] : [{ subject: household, ...housed }]),
      ...(through === "building" && building !== undefined
        ? [{ subject: `building:${building}`, ...housed }]
        : [])
    ]
  }
  const household = ({ id }: Household): ReadonlyArray<Source> => [
    { subject: `household:${id}`, ...always },
    ...(through === "residents"
      ? scene
          .residentsOf(id)
          .map((stay) => ({ subject: `resident:${stay.id}`, ...always, from: stay.housedSince }))
      : [])
  ]
  switch (population) {
    case "residents":
      return resident(thing as Stay, always.from)
    case "households": {
      const flat = thing as Household
      return [
        ...household(flat),
        ...(through === "building" ? [{ subject: `building:${flat.building}`, ...always }] : [])
      ]
    }
    case "buildings": {
      const { id } = thing as Building
      return [
        { subject: `building:${id}`, ...always },
        ...(through === undefined ? [] : scene.householdsOf(id).flatMap(household))
      ]
    }
    case "cases": {
      const { subjects, opened, closed } = thing as CaseFact
      return [...new Set(subjects)].map((subject) => ({
        subject,
        from: opened,
        until: closed ?? always.until
      }))
    }
    case "pairs": {
      const { elder, from } = thing as PairFact
      return resident(scene.places.residents.get(elder), from)
    }
  }
}

/**
 * The days with a contact or step that counts for a member, the latest first. The period in which the rule counts
 * contacts is not checked here. Each day is returned once, with the earliest entry that proves it, even if several
 * people recorded the same visit.
 */
export const markedDays = (
  { by, through }: Counted,
  population: Population,
  scene: Scene,
  marks: Marks
): ((thing: Thing) => ReadonlyArray<readonly [Day, number]>) => {
  const wanted = new Set<string>(by)
  return (thing) => {
    const found: Array<readonly [Day, number]> = []
    for (const { subject, from, until } of sourcesOf(population, thing, through, scene)) {
      for (const { mark, on, source } of marks.get(subject) ?? []) {
        // A step counts only for its own case. Steps of other cases with the same subject do not count.
        if (population === "cases" && mark.includes("/")) continue
        if (from <= on && on <= until && wanted.has(mark)) found.push([on, source])
      }
    }
    if (population === "cases") {
      const { playbook, steps } = thing as CaseFact
      for (const { step, on, source } of steps) {
        if (on <= scene.asOf && wanted.has(`${playbook}/${step}`)) found.push([on, source])
      }
    }
    if (found.length <= 1) return found
    found.sort(([a, first], [b, second]) => b - a || first - second)
    return found.filter(([on], at) => at === 0 || found[at - 1]?.[0] !== on)
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
