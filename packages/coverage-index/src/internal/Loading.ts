/**
 * Loads a whole registry (residents, households, buildings) at once: stores all events in order, and determines the
 * status of every member once at the end.
 */
import { fold } from "@liulinhui/core/Registry"
import { compile, meaning } from "./Compiled.ts"
import * as Bits from "./Bits.ts"
import { type Columns } from "./Columns.ts"
import { withResident } from "./Histories.ts"
import type { RegistryChange } from "../SecondFlat.ts"
import type { IndexState } from "./IndexState.ts"
import { judge, settle } from "./Judging.ts"
import { replaceHousehold } from "./RegistryIntake.ts"
import { columnsOf, holds as inColumns } from "./StoreColumns.ts"

export const loadRegistry = (self: IndexState, event: RegistryChange): void => {
  switch (event._tag) {
    case "BuildingEntered":
      self.store.setBuilding(self.buildingRow(event.building.id), event.building)
      return
    case "HouseholdEntered":
      self.buildingRow(event.household.building)
      self.store.setHousehold(self.householdRow(event.household.id), event.household)
      return
    case "BuildingEnded":
      self.store.setBuilding(self.buildingRow(event.building), undefined)
      return
    case "HouseholdEnded":
      self.store.setHousehold(self.householdRow(event.household), undefined)
      return
    case "HouseholdTagged": {
      const row = self.householdRow(event.household)
      const household = self.store.household(row)
      if (household !== undefined) self.store.setHousehold(row, { ...household, tags: event.tags })
      return
    }
    default: {
      const id = event._tag === "ResidentEntered" ? event.resident.id : event.resident
      const row = self.residentRow(id)
      const stay = self.store.resident(row)
      const next = fold([event], stay && withResident(stay)).residents.get(id)
      if (next !== undefined) self.householdRow(next.household)
      self.store.setResident(row, next)
    }
  }
}

/**
 * Determines the status of every row (one member) under every rule. If a rule reads only columns, all rows are computed
 * together, otherwise row by row.
 */
export const judgeAll = (self: IndexState): void => {
  const { store } = self
  const rows = {
    residents: store.residents.ids.size,
    households: store.households.ids.size,
    buildings: store.buildings.ids.size
  }
  for (let row = 0; row < rows.buildings; row++) {
    self.rolls.buildings.place(row, store.buildings.things[row] === undefined ? -1 : row)
  }
  for (let row = 0; row < rows.households; row++) replaceHousehold(self, row)
  for (const place of ["residents", "households"] as const) {
    if (!self.tracks.all.some(({ population, through }) => population === place && through !== undefined))
      continue
    for (let row = 0; row < rows[place]; row++) self.tracks.retrace(place, row)
  }
  const all = columnsOfIndex(self)
  for (const rule of self.placeRules) {
    const { population, where, states } = rule
    if (states.length > 0 || !inColumns(all, where, population)) {
      for (let row = 0; row < rows[population]; row++) judge(self, rule, row)
      continue
    }
    const { present } = all[population]
    const { yes, unknown } = meaning(compile(rule.rule), all, self.now)
    for (let row = 0; row < rows[population]; row++) {
      const sure = Bits.has(yes, row) ? 1 : unknown !== undefined && Bits.has(unknown, row) ? 2 : 0
      rule.roll.setMeant(row, rule.number, present === undefined || Bits.has(present, row) ? sure : 0)
      settle(self, rule, row)
    }
  }
}

/**
 * The content of the index as columns, so that `CoverageScan` can evaluate other rules. The columns do not contain the
 * fields that name single residents or households, the fields about cases, and the contacts and steps that no rule of
 * the index counts. Columns of days are shared with the index: read them before the index changes.
 */
export const columnsOfIndex = (self: IndexState): Columns => {
  const { store, areas } = self
  return columnsOf({ store, areas, tracks: self.tracks.all, pairs: self.pairs.values(), on: self.now })
}
