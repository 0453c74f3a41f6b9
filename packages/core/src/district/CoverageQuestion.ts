/**
 * Answers questions about the coverage of a district: the answer to a coverage rule on a day, a forecast, and the next
 * round of visits.
 */
import * as Coverage from "../coverage/Coverage.ts"
import * as CoverageForecast from "../coverage/CoverageForecast.ts"
import type { CoverageFacts } from "../coverage/CoverageFacts.ts"
import type { CoverageRule } from "../coverage/CoverageRule.ts"
import type { RoundProblem, Walker } from "../coverage/NextRound.ts"
import type { Grouping } from "../coverage/Target.ts"
import { add, type Day } from "../kernel/Day.ts"
import { History } from "../kernel/History.ts"
import { given } from "../kernel/OptionalKey.ts"
import { actingOn } from "../place/Actor.ts"
import type { ActorId, HouseholdId, ResidentId } from "../place/Id.ts"
import { pairId } from "../place/Facts.ts"
import { residentsOf, type Stay } from "../place/Registry.ts"
import {
  building as buildingSubject,
  household as householdSubject,
  id as subjectId,
  kind as subjectKind,
  resident as residentSubject
} from "../place/Subject.ts"
import { needAtHome } from "../proposals/Need.ts"
import { type District, factsBy, factsOn } from "./District.ts"

/**
 * The answers to coverage rules at the end of a day. With `known`, only facts that were recorded by the end of the day
 * `known` are used, so the result is what people knew on that day.
 *
 * @category questions
 */
export const coverageOn = (
  district: District,
  rules: ReadonlyArray<CoverageRule>,
  on: Day,
  { known, ...options }: { readonly groupBy?: Grouping; readonly known?: Day } = {}
): ReadonlyArray<Coverage.Coverage> => Coverage.evaluateAll(rules, factsOn(district, on, known), on, options)

/** Whether a contact was made after a day. */
const isAnyLater = (contacts: CoverageFacts["contacts"], on: Day): boolean =>
  contacts instanceof History
    ? contacts.columns(["on"]).some((block) => block.on.some((day) => day > on))
    : contacts.some((contact) => contact.on > on)

/** Facts about coverage on a day, without facts that are dated after that day. */
const withoutLater = (facts: CoverageFacts, on: Day): CoverageFacts => {
  const { contacts } = facts
  return {
    ...facts,
    // Usually, no contact is later. Then the same list is used, because what was computed from it is kept with it.
    contacts: isAnyLater(contacts, on) ? [...contacts].filter((contact) => contact.on <= on) : contacts,
    exclusions: facts.exclusions.filter((exclusion) => exclusion.on <= on),
    pairs: facts.pairs.flatMap(({ until, ...pair }) =>
      pair.from > on ? [] : [until === undefined || until > on ? pair : { ...pair, until }]
    )
  }
}

/** The number of days over which the pace of reaching members is computed by default: four weeks. */
const paceDays = 28

/**
 * Makes a forecast for a coverage rule on a day. The pace (how fast members are reached) is computed from the day
 * `since` on. Default of `since`: four weeks before the given day, but not before the first entry of the district. With
 * `by`, the forecast contains the number of contacts that are needed until the day `by`. With `capacity` (possible
 * contacts a day), it also contains the members who can still be reached by that day.
 *
 * @category questions
 */
export const forecastFrom = (
  district: District,
  rule: CoverageRule,
  on: Day,
  options: { readonly since?: Day; readonly by?: Day; readonly capacity?: number } = {}
): CoverageForecast.Forecast => {
  const { by, capacity } = options
  const earliest = add(on, -paceDays)
  const began = district.began ?? on
  const since = options.since ?? (began < earliest ? earliest : began)
  const whole = "district"
  const factsAt = factsBy(district)
  const today = withoutLater(factsAt(on), on)
  return CoverageForecast.forecast(rule, {
    now: Coverage.evaluate(rule, today, on),
    before: Coverage.evaluate(rule, factsAt(since), since),
    ...(by === undefined ? {} : { ahead: Coverage.evaluate(rule, today, by) }),
    ...(capacity === undefined ? {} : { capacity: { [whole]: capacity }, partOf: () => whole })
  })
}

/**
 * The elder who is the missing member, or who belongs to the missing companion pair. `undefined` if the member is not a
 * resident or a companion pair.
 */
const elderOf = ({ subject }: Coverage.Missing): ResidentId | undefined =>
  // This cast is safe: the id of a subject of the kind "resident" is a resident id.
  subject !== undefined && subjectKind(subject) === "resident"
    ? (subjectId(subject) as ResidentId)
    : undefined

/**
 * The input for planning the next round of visits for a coverage rule on a day. An actor can make visits if the actor
 * has offered help and has a mandate. Each of these actors can visit at most `capacity` members. The plan assumes that
 * they know the building in which they live and the buildings of their mandates. If an elder has a companion, the
 * companion is preferred as visitor. A volunteer whom the elder refused as companion never visits the elder. The goals
 * are those of the model.
 *
 * @category questions
 */
export const roundOn = (district: District, rule: CoverageRule, on: Day, capacity: number): RoundProblem =>
  roundOver(Coverage.evaluate(rule, factsOn(district, on), on).gaps, district, on, capacity)

/** The people of a member: the resident, or all who live in the household. None for a building or the district. */
const peopleOf = ({ registry }: District, { subject }: Coverage.Missing, on: Day): ReadonlyArray<Stay> => {
  if (subject === undefined) return []
  // The casts are safe: the kind of a subject says what its id is.
  if (subjectKind(subject) === "household")
    return residentsOf(registry, subjectId(subject) as HouseholdId, on)
  const person =
    subjectKind(subject) === "resident" ? registry.residents.get(subjectId(subject) as ResidentId) : undefined
  return person === undefined ? [] : [person]
}

/**
 * The need of each missing member in points, and the number of days since the last contact. The need of a household is
 * that of the person in it who needs most. Without a contact: the days since the first of the people moved in.
 */
const prioritiesOf = (
  gaps: ReadonlyArray<Coverage.Missing>,
  district: District,
  on: Day
): Required<Pick<RoundProblem, "needs" | "unvisited">> => {
  const { began = on, model, registry } = district
  const points = model?.rounds?.need ?? model?.companions?.need ?? {}
  const needs = new Map<string, number>()
  const unvisited = new Map<string, number>()
  for (const gap of gaps) {
    const people = peopleOf(district, gap, on)
    const need = people.map((person) => {
      const household = registry.households.get(person.household)
      const residents = residentsOf(registry, person.household, on)
      return needAtHome(points, person, { household, residents }, on).reduce(
        (sum, part) => sum + part.points,
        0
      )
    })
    needs.set(gap.id, Math.max(0, ...need))
    const since =
      people.length === 0 ? began : people.reduce((first, one) => (one.since < first ? one.since : first), on)
    unvisited.set(gap.id, Math.max(0, on - (gap.last ?? since)))
  }
  return { needs, unvisited }
}

/** The input for planning the next round of visits, see {@link roundOn}, from the missing members of a coverage rule. */
export const roundOver = (
  gaps: ReadonlyArray<Coverage.Missing>,
  district: District,
  on: Day,
  capacity: number
): RoundProblem => {
  const walkers = [...district.actors.values()].flatMap((actor): ReadonlyArray<Walker> => {
    const mandates = actingOn(actor, district.registry, on)
    if (actor.offers === undefined || mandates.length === 0) return []
    const home = actor.offers.building
    const buildings = mandates.flatMap(({ scope }) => ("building" in scope ? [scope.building] : []))
    return [
      { id: actor.id, most: capacity, buildings: home === undefined ? buildings : [home, ...buildings] }
    ]
  })
  const before = new Map<string, ActorId>()
  const bans: Array<{ readonly walker: ActorId; readonly member: string }> = []
  for (const gap of gaps) {
    const elder = elderOf(gap)
    const companion = elder === undefined ? undefined : district.companions.get(elder)
    if (companion !== undefined) before.set(gap.id, companion.volunteer)
    for (const refusal of district.companionRefusals) {
      if (refusal.elder === elder) bans.push({ walker: refusal.volunteer, member: gap.id })
    }
  }
  return {
    gaps,
    walkers,
    before,
    bans,
    ...prioritiesOf(gaps, district, on),
    ...given("goals", district.model?.rounds?.goals)
  }
}

/**
 * The ids of all members whose status depends on the data of the given residents. These are the residents, their
 * households, their buildings and their companion pairs, and also the cases about these residents, households and
 * buildings.
 *
 * @category questions
 */
export const judgedBy = (
  { cases, pairs, registry }: CoverageFacts,
  residents: ReadonlySet<ResidentId>
): ReadonlyArray<string> => {
  const homes = [...residents].flatMap((id) => registry.residents.get(id)?.household ?? [])
  const buildings = homes.flatMap((id) => registry.households.get(id)?.building ?? [])
  const subjects = new Set<string>([
    ...[...residents].map(residentSubject),
    ...homes.map(householdSubject),
    ...buildings.map(buildingSubject)
  ])
  return [
    ...residents,
    ...homes,
    ...buildings,
    ...pairs.filter(({ elder }) => residents.has(elder)).map(pairId),
    ...cases.filter((one) => one.subjects.some((subject) => subjects.has(subject))).map(({ id }) => id)
  ]
}
