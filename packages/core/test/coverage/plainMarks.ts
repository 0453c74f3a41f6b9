/**
 * The plain way to find the days that count for a member: it looks at all contacts and steps for each question. The
 * tests compare the fast way of `coverage/Marks.ts` with it.
 */
import type { CoverageFacts } from "../../src/coverage/CoverageFacts.ts"
import type { Counted } from "../../src/coverage/CoverageRule.ts"
import type { Day } from "../../src/kernel/Day.ts"
import {
  type CaseFact,
  type Mark,
  ownerOf,
  type PairFact,
  type Population,
  type Scene,
  type Thing
} from "../../src/place/Facts.ts"
import type { Building, Household, Stay } from "../../src/place/Registry.ts"
import type * as Subject from "../../src/place/Subject.ts"

/** A contact or a step of a case, recorded for a subject (a person or place). */
interface Marked {
  readonly mark: Mark
  readonly on: Day
  readonly source: number
}

/** The contacts and steps of cases for each subject (person or place). */
type Marks = ReadonlyMap<string, ReadonlyArray<Marked>>

/** Groups all contacts and steps of cases up to a day by subject (person or place). */
const marksBySubject = (facts: CoverageFacts, asOf: Day): Marks => {
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
    const housed = { ...always, from: Math.max(from, stay.housedSince ?? always.from) }
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
      ? scene.residentsOf(id).map((stay) => ({
          subject: `resident:${stay.id}`,
          ...always,
          from: stay.housedSince ?? always.from
        }))
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
  facts: CoverageFacts,
  scene: Scene
): ((thing: Thing) => ReadonlyArray<readonly [Day, number]>) => {
  const marks = marksBySubject(facts, scene.asOf)
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
