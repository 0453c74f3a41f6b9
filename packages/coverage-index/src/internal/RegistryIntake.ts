/**
 * Applies registry events (changes of residents, households and buildings) to the store, and marks the members that
 * they affect.
 */
import type { Building, Household, Stay } from "@liulinhui/core/Registry"
import type { RegistryChange } from "../SecondFlat.ts"
import type { IndexState } from "./IndexState.ts"
import { locateCases } from "./ThingIntake.ts"
import { touchHousehold, touchResident } from "./Touch.ts"

export const takeRegistry = (self: IndexState, event: RegistryChange): void => {
  const { store, histories } = self
  switch (event._tag) {
    case "BuildingEntered":
    case "BuildingEnded": {
      const id = event._tag === "BuildingEntered" ? event.building.id : event.building
      const row = self.buildingRow(id)
      histories.addBuilding(row, store.buildings.things[row], event)
      self.onDay(event.on, () => putBuilding(self, row, histories.building(row, id, self.now)))
      return
    }
    case "HouseholdEntered":
    case "HouseholdEnded":
    case "HouseholdTagged": {
      const id = event._tag === "HouseholdEntered" ? event.household.id : event.household
      const row = self.householdRow(id)
      histories.addHousehold(row, store.household(row), event)
      self.onDay(event.on, () => putHousehold(self, row, histories.household(row, id, self.now)))
      return
    }
    default: {
      const id = event._tag === "ResidentEntered" ? event.resident.id : event.resident
      const row = self.residentRow(id)
      histories.addResident(row, store.resident(row), event)
      self.onDay(event.on, () => putResident(self, row, histories.resident(row, id, self.now)))
    }
  }
}

export const putResident = (self: IndexState, row: number, stay: Stay | undefined): void => {
  touchResident(self, row)
  if (stay !== undefined) self.householdRow(stay.household)
  self.store.setResident(row, stay)
  replaceResident(self, row)
  self.tracks.retrace("residents", row)
  locateCases(self, self.casesBy.subject.get(`resident:${self.store.residents.ids.idOf(row)}`))
  touchResident(self, row)
}

export const putHousehold = (self: IndexState, row: number, household: Household | undefined): void => {
  touchHousehold(self, row)
  if (household !== undefined) self.buildingRow(household.building)
  self.store.setHousehold(row, household)
  replaceHousehold(self, row)
  self.tracks.retrace("households", row)
  self.store.housed.each(row, (resident) => self.tracks.retrace("residents", resident))
  locateCases(self, self.casesBy.household.get(self.store.households.ids.idOf(row)))
  touchHousehold(self, row)
}

export const putBuilding = (self: IndexState, row: number, building: Building | undefined): void => {
  self.store.setBuilding(row, building)
  self.rolls.buildings.place(row, building === undefined ? -1 : row)
  self.touched.buildings.add(row)
  self.store.built.each(row, (household) => {
    replaceHousehold(self, household)
    touchHousehold(self, household)
  })
}

export const replaceHousehold = (self: IndexState, row: number): void => {
  self.rolls.households.place(row, self.store.buildingOf(row))
  self.store.housed.each(row, (resident) => replaceResident(self, resident))
}

export const replaceResident = (self: IndexState, row: number): void => {
  const household = self.store.householdOf(row)
  self.rolls.residents.place(row, household < 0 ? -1 : self.store.buildingOf(household))
}
