/**
 * The histories of all buildings, households and residents: their changes since the index began, in the order of
 * recording. A change that is recorded late is applied at its day. A change from a later day waits for that day.
 */
import type { Day } from "@liulinhui/core/Day"
import type { BuildingId, HouseholdId, ResidentId } from "@liulinhui/core/Id"
import {
  type Building,
  empty,
  fold,
  type Household,
  inEffect,
  type Registry,
  type RegistryEvent,
  type Stay
} from "@liulinhui/core/Registry"

/** A building, household or resident before its first change, and its changes since then. */
interface History<A> {
  readonly base: A | undefined
  readonly events: Array<RegistryEvent>
}

class Shelf<A> {
  private readonly histories = new Map<number, History<A>>()

  /**
   * Adds a change to the history of a row (a building, household or resident). `base` is its state before the first
   * change.
   */
  add(row: number, base: A | undefined, event: RegistryEvent): void {
    const history = this.histories.get(row) ?? { base, events: [] }
    this.histories.set(row, history)
    history.events.push(event)
  }

  /** Makes a registry that contains only this building, household or resident, as of a day. */
  registry(row: number, on: Day, begin: (base: A) => Registry): Registry {
    const history = this.histories.get(row)
    const past = (history?.events ?? []).filter((event) => event.on <= on)
    return fold(inEffect(past), history?.base === undefined ? empty : begin(history.base))
  }
}

/** Makes a registry (the list of residents and homes) that contains a single resident. */
export const withResident = (stay: Stay): Registry => ({
  ...empty,
  residents: new Map([[stay.id, stay]]),
  members: new Map([[stay.household, new Set([stay.id])]])
})

export class Histories {
  private readonly residents = new Shelf<Stay>()
  private readonly households = new Shelf<Household>()
  private readonly buildings = new Shelf<Building>()

  addResident(row: number, base: Stay | undefined, event: RegistryEvent): void {
    this.residents.add(row, base, event)
  }

  addHousehold(row: number, base: Household | undefined, event: RegistryEvent): void {
    this.households.add(row, base, event)
  }

  addBuilding(row: number, base: Building | undefined, event: RegistryEvent): void {
    this.buildings.add(row, base, event)
  }

  resident(row: number, id: ResidentId, on: Day): Stay | undefined {
    return this.residents.registry(row, on, withResident).residents.get(id)
  }

  household(row: number, id: HouseholdId, on: Day): Household | undefined {
    return this.households
      .registry(row, on, (household) => ({ ...empty, households: new Map([[id, household]]) }))
      .households.get(id)
  }

  building(row: number, id: BuildingId, on: Day): Building | undefined {
    return this.buildings
      .registry(row, on, (building) => ({ ...empty, buildings: new Map([[id, building]]) }))
      .buildings.get(id)
  }
}
