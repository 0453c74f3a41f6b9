/**
 * Marks the rows (residents, households, buildings), cases and pairs that a change may affect, so that their status is
 * determined again.
 */
import type { Day } from "@liulinhui/core/Day"
import { type Population, endOf, startOf } from "@liulinhui/core/Facts"
import { id as idOf, kind as kindOf, type Subject } from "@liulinhui/core/Registry"
import * as Days from "./Days.ts"
import { latestSince } from "./latestSince.ts"
import type { IndexState, PlaceRule, Touched } from "./IndexState.ts"
import { type Scope, type Threshold, watchedBy } from "./Sight.ts"

export const touchResident = (self: IndexState, row: number): void => {
  self.touched.residents.add(row)
  const household = self.store.householdOf(row)
  if (household < 0) return
  self.touched.households.add(household)
  const building = self.store.blockOf(household)
  if (building >= 0) self.touched.buildings.add(building)
}

/**
 * Marks a household and its residents as affected by a change. The residents are affected too: their building changes
 * with the household.
 */
export const touchHousehold = (self: IndexState, row: number): void => {
  self.touched.households.add(row)
  const building = self.store.blockOf(row)
  if (building >= 0) self.touched.buildings.add(building)
  self.store.housed.each(row, (resident) => self.touched.residents.add(resident))
}

export const touchCase = (self: IndexState, id: string): void => {
  self.touched.cases.add(id)
  for (const subject of self.cases.get(id)?.fact.subjects ?? []) touchSubject(self, subject)
}

export const touchSubject = (self: IndexState, subject: Subject): void => {
  const id = idOf(subject)
  switch (kindOf(subject)) {
    case "resident":
      touchResident(self, self.residentRow(id))
      return
    case "household":
      touchHousehold(self, self.householdRow(id))
      return
    case "building":
      self.touched.buildings.add(self.buildingRow(id))
      return
    case "district":
  }
}

export const touchPair = (self: IndexState, key: string): void => {
  self.touched.pairs.add(key)
  const pair = self.pairs.get(key)
  if (pair === undefined) return
  for (const other of self.pairsBy.volunteer.get(pair.volunteer) ?? []) self.touched.pairs.add(other)
  touchResident(self, self.residentRow(pair.elder))
}

/**
 * Marks the cases and pairs whose status depends on contacts with a subject (such as a resident) or on whether the
 * subject is excluded from a rule.
 */
export const touchContacts = (self: IndexState, subject: Subject): void => {
  for (const id of self.casesBy.subject.get(subject) ?? []) self.touched.cases.add(id)
  const id = idOf(subject)
  switch (kindOf(subject)) {
    case "resident":
      touchPairsOf(self, self.residentRow(id))
      return
    case "household":
      self.store.housed.each(self.householdRow(id), (resident) => touchPairsOf(self, resident))
      return
    case "building":
      self.store.built.each(self.buildingRow(id), (household) =>
        self.store.housed.each(household, (resident) => touchPairsOf(self, resident))
      )
      return
    case "district":
  }
}

export const touchPairsOf = (self: IndexState, elder: number): void => {
  if (self.pairs.size === 0) return
  for (const key of self.pairsBy.elder.get(self.store.residents.ids.idOf(elder)) ?? []) {
    self.touched.pairs.add(key)
  }
}

/** Marks the residents who pass a threshold of a rule, such as a birthday, on a day after `from` up to `to`. */
export const pass = (self: IndexState, threshold: Threshold, from: Day, to: Day): void => {
  const column = watchedBy(threshold)
  const list = column === undefined ? undefined : self.store.watched[column]
  if (list === undefined) return
  const { after } = threshold
  const latest = (on: Day): number =>
    "years" in after ? latestSince(on, after.years) : startOf(on, after.period) - 1
  const [least, most] = [Math.max(latest(from) + 1, Days.first), Math.min(latest(to), Days.last)]
  for (let day = least; day <= most; day++) {
    list.each(Days.code(day as Day), (row) => touchResident(self, row))
  }
}

/**
 * Something, such as a pair, began on the day `since`. Returns the days on which it has lasted as long as a selector
 * requires, such as six months.
 */
export const ends = (self: IndexState, population: Population, since: Day): ReadonlyArray<Day> => {
  return self.thresholds.flatMap((threshold) =>
    threshold.population === population && "period" in threshold.after
      ? [endOf(since, threshold.after.period)]
      : []
  )
}

/**
 * Marks the cases and pairs that concern the marked rows (residents …), and then the rows that these cases concern,
 * until no more are found.
 */
export const touchAround = (self: IndexState): void => {
  const { touched } = self
  const sizes = (): number => touched.residents.size + touched.households.size + touched.buildings.size
  for (let before = -1; before !== sizes();) {
    before = sizes()
    const found = new Set<string>()
    const add = (ids: Iterable<string> | undefined): void => {
      for (const id of ids ?? []) found.add(id)
    }
    if (self.cases.size > 0) {
      for (const row of touched.residents) {
        add(self.casesBy.subject.get(`resident:${self.store.residents.ids.idOf(row)}`))
      }
      for (const row of touched.households)
        add(self.casesBy.household.get(self.store.households.ids.idOf(row)))
      for (const row of touched.buildings) add(self.casesBy.building.get(self.store.buildings.ids.idOf(row)))
    }
    for (const id of found) if (!touched.cases.has(id)) touchCase(self, id)
  }
  if (self.pairs.size === 0) return
  const elder = (row: number): void => {
    for (const key of self.pairsBy.elder.get(self.store.residents.ids.idOf(row)) ?? []) touched.pairs.add(key)
  }
  const scope = self.thingRules.reduce<Scope>(
    (widest, rule) => (rule.population === "pairs" && rule.scope > widest ? rule.scope : widest),
    0
  )
  for (const row of touched.residents) elder(row)
  if (scope >= 1) for (const row of touched.households) self.store.housed.each(row, elder)
  if (scope === 2) {
    for (const row of touched.buildings) {
      self.store.built.each(row, (household) => self.store.housed.each(household, elder))
    }
  }
}

/** The rows (members) of a rule's population whose status may change because of the marked changes. */
export const concerned = (
  self: IndexState,
  { population, scope }: PlaceRule,
  touched: Touched
): ReadonlySet<number> => {
  if (population === "buildings") return touched.buildings
  const rows = new Set(population === "residents" ? touched.residents : touched.households)
  const addHousehold = (household: number): void => {
    if (population === "households") rows.add(household)
    else self.store.housed.each(household, (resident) => rows.add(resident))
  }
  if (scope >= 1) for (const household of touched.households) addHousehold(household)
  if (scope === 2) for (const building of touched.buildings) self.store.built.each(building, addHousehold)
  return rows
}
