/**
 * Stores contacts, cases, pairs and exclusions (members who are left out of a rule) in an index, and marks the members
 * that they affect.
 */
import { add as addDays, type Day } from "@liulinhui/core/Day"
import { type CaseFact, type Mark, pairId, type PairFact } from "@liulinhui/core/Facts"
import type { BuildingId, HouseholdId, ResidentId } from "@liulinhui/core/Id"
import { id as idOf, kind as kindOf, type Subject } from "@liulinhui/core/Registry"
import { type Exclusion, end as endOfExclusion, Trail } from "@liulinhui/core/Coverage"
import * as Days from "./Days.ts"
import type { IndexState, PlaceRule, ThingRule } from "./IndexState.ts"
import { settle } from "./Judging.ts"
import { ends, touchCase, touchContacts, touchPair } from "./Touch.ts"

const include = (sets: Map<string, Set<string>>, key: string, id: string): void => {
  const set = sets.get(key)
  if (set === undefined) sets.set(key, new Set([id]))
  else set.add(id)
}

/**
 * Adds a contact with a subject (such as a resident), or a step of a case about the subject. If its day is in the
 * future, the contact or step waits for that day.
 */
export const addMark = (self: IndexState, mark: Mark, subject: Subject, on: Day, source: number): void => {
  if (on > self.now) {
    self.agenda.at(on, () => addMark(self, mark, subject, on, source))
    return
  }
  const code = Days.checkedCode(on)
  const audience = self.tracks.audience(mark)
  const start = subject.indexOf(":") + 1
  switch (kindOf(subject)) {
    case "resident":
      self.tracks.markResident(audience, self.residentRow(subject, start), code)
      break
    case "household":
      self.tracks.markHousehold(audience, self.householdRow(subject, start), code)
      break
    case "building":
      self.tracks.markBuilding(audience, self.buildingRow(subject, start), code)
      break
    case "district":
  }
  if (!self.thingMarks.has(mark)) return
  let trails = self.marks.get(subject)
  if (trails === undefined) self.marks.set(subject, (trails = new Map()))
  let trail = trails.get(mark)
  if (trail === undefined) trails.set(mark, (trail = Trail.empty()))
  Trail.note(trail, on, source)
  touchContacts(self, subject)
}

export const setCase = (self: IndexState, fact: CaseFact, order: number): void => {
  const known = self.cases.get(fact.id)
  if (known !== undefined && known.order > order) return
  self.cases.set(fact.id, { fact, order })
  touchCase(self, fact.id)
  const [subjects, steps] = [new Set(known?.fact.subjects), known?.fact.steps.length ?? 0]
  for (const subject of new Set(fact.subjects)) {
    include(self.casesBy.subject, subject, fact.id)
    fact.steps.forEach(({ step, on, source }, at) => {
      if (!subjects.has(subject) || at >= steps)
        addMark(self, `${fact.playbook}/${step}`, subject, on, source)
    })
  }
  locateCase(self, fact.id)
  touchCase(self, fact.id)
  const touch = (): void => touchCase(self, fact.id)
  for (const { on } of fact.steps) if (on > self.now) self.agenda.at(on, touch)
  for (const day of [fact.opened, fact.closed, ...ends(self, "cases", fact.opened)]) {
    if (day !== undefined && day > self.now) self.agenda.at(day, touch)
  }
}

// Iterate over a copy of the set of case ids, because `locateCase` changes the set.
export const locateCases = (self: IndexState, ids: ReadonlySet<string> | undefined): void => {
  for (const id of new Set(ids)) locateCase(self, id)
}

/** Lists a case under the current households and buildings of its subjects, such as residents. */
export const locateCase = (self: IndexState, id: string): void => {
  const { household: byHousehold, building: byBuilding } = self.casesBy
  for (const set of [...byHousehold.values(), ...byBuilding.values()]) set.delete(id)
  const fact = self.cases.get(id)?.fact
  for (const subject of fact?.subjects ?? []) {
    const [household, building] = locationOf(self, subject)
    if (household !== undefined) include(byHousehold, household, id)
    if (building !== undefined) include(byBuilding, building, id)
  }
  touchCase(self, id)
}

export const locationOf = (
  self: IndexState,
  subject: Subject
): readonly [HouseholdId | undefined, BuildingId | undefined] => {
  const { households, residents } = self.store.places
  // The type assertion is safe here and below: the kind of the subject determines the type of its id.
  const id = idOf(subject)
  switch (kindOf(subject)) {
    case "resident": {
      const household = residents.get(id as ResidentId)?.household
      return [household, household === undefined ? undefined : households.get(household)?.building]
    }
    case "household":
      return [id as HouseholdId, households.get(id as HouseholdId)?.building]
    case "building":
      return [undefined, id as BuildingId]
    case "district":
      return [undefined, undefined]
  }
}

export const setPair = (self: IndexState, pair: PairFact): void => {
  const key = pairId(pair)
  self.pairs.set(key, pair)
  include(self.pairsBy.elder, pair.elder, key)
  include(self.pairsBy.volunteer, pair.volunteer, key)
  const touch = (): void => touchPair(self, key)
  touch()
  const over = pair.until === undefined ? [] : [addDays(pair.until, 1)]
  for (const day of [pair.from, ...over, ...ends(self, "pairs", pair.from)]) {
    if (day > self.now) self.agenda.at(day, touch)
  }
}

export const setExclusion = (self: IndexState, exclusion: Exclusion): void => {
  const known = self.exclusions.get(exclusion.source)
  self.exclusions.set(exclusion.source, exclusion)
  for (const rule of [...self.placeRules, ...self.thingRules]) {
    for (const one of [known, exclusion]) {
      if (one === undefined || one.rule !== rule.rule.id) continue
      const update = (): void => fileExclusions(self, rule, one.subject)
      update()
      const ends = endOfExclusion(one, rule.rule)
      if (one.on > self.now) self.agenda.at(one.on, update)
      if (ends !== undefined && ends > self.now) self.agenda.at(ends, update)
    }
  }
}

/**
 * Updates the exclusions of a subject (such as a resident) from a rule, and determines the status of the affected
 * members again.
 */
export const fileExclusions = (self: IndexState, rule: PlaceRule | ThingRule, subject: Subject): void => {
  const found = [...self.exclusions.values()].filter(
    (exclusion) => exclusion.rule === rule.rule.id && exclusion.subject === subject
  )
  if ("members" in rule) {
    rule.exclusions.set(subject, found)
    touchContacts(self, subject)
    return
  }
  const id = idOf(subject)
  const rowOf = {
    residents: () => (kindOf(subject) === "resident" ? self.residentRow(id) : -1),
    households: () => (kindOf(subject) === "household" ? self.householdRow(id) : -1),
    buildings: () => (kindOf(subject) === "building" ? self.buildingRow(id) : -1)
  }
  const row = rowOf[rule.population]()
  if (row < 0) return
  rule.exclusions.set(row, found)
  settle(self, rule, row)
}
