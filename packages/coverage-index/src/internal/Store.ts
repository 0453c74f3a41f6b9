/**
 * The registry (buildings, households, residents) of a district or a city on a day, as columns that are changed in
 * place. `place/Registry` of core stores the same data as objects. A resident takes about 40 bytes plus the id. Objects
 * are made on demand, for rules that evaluate one member at a time. Names are not stored.
 *
 * Every array index in this file is in range by construction, so array reads are cast to `number`.
 */
import type { Lookup, Places } from "@liulinhui/core/Facts"
import type { BuildingId, HouseholdId, ResidentId, Tag } from "@liulinhui/core/Id"
import { areaOf, type Building, type Departure, type Household, type Stay } from "@liulinhui/core/Registry"
import * as Bits from "./Bits.ts"
import { unknownInt } from "./Columns.ts"
import * as Days from "./Days.ts"
import { Interner } from "./Interner.ts"

const absent = -1
const noInts: Int32Array = new Int32Array(0)

const grownInts = (data: Int32Array, rows: number): Int32Array => {
  const next = new Int32Array(rows).fill(absent)
  next.set(data)
  return next
}
const grownBits = (data: Bits.Bits, rows: number): Bits.Bits => {
  const next = Bits.none(rows)
  next.set(data)
  return next
}
const grownDays = ({ planes }: Days.DayColumn, rows: number): Days.DayColumn => {
  const next = Days.make(rows)
  next.planes.set(planes)
  return next
}

/** A dictionary of values that occur often, such as sets of tags. Each distinct value is stored once, under a code. */
class Words<A> {
  private readonly codes = new Map<string, number>()
  private readonly values: Array<A> = []

  code(value: A): number {
    const key = JSON.stringify(value)
    const known = this.codes.get(key)
    if (known !== undefined) return known
    this.codes.set(key, this.values.length)
    this.values.push(value)
    return this.values.length - 1
  }

  value(code: number): A {
    return this.values[code] as A
  }

  get all(): ReadonlyArray<A> {
    return this.values
  }
}

/** The households of each building, or the residents of each household, as linked lists of row numbers. */
class Members {
  /**
   * For each row: its owner, that is, the building of a household or the household of a resident; -1 if it has none.
   */
  owner: Int32Array = new Int32Array(0)
  private next: Int32Array = new Int32Array(0)
  private first: Int32Array = new Int32Array(0)

  growRows(rows: number): void {
    this.owner = grownInts(this.owner, rows)
    this.next = grownInts(this.next, rows)
  }

  growOwners(owners: number): void {
    this.first = grownInts(this.first, owners)
  }

  /** Moves a row (a household or a resident) to another owner (its building or household); -1 for no owner. */
  put(row: number, owner: number): void {
    const before = this.owner[row] as number
    if (before === owner) return
    if (before !== absent) {
      const after = this.next[row] as number
      let at = this.first[before] as number
      if (at === row) this.first[before] = after
      else {
        while (this.next[at] !== row) at = this.next[at] as number
        this.next[at] = after
      }
    }
    this.owner[row] = owner
    if (owner === absent) return
    this.next[row] = this.first[owner] as number
    this.first[owner] = row
  }

  each(owner: number, visit: (row: number) => void): void {
    for (let row = this.first[owner] as number; row !== absent; row = this.next[row] as number) visit(row)
  }
}

/**
 * Lists rows (residents) by the day in a column, so that for example all birthdays on a day are found without a pass
 * over all rows.
 */
export class DayList {
  private readonly first = new Map<number, number>()
  private next: Int32Array = new Int32Array(0)

  grow(rows: number): void {
    this.next = grownInts(this.next, rows)
  }

  add(row: number, code: number): void {
    this.next[row] = this.first.get(code) ?? absent
    this.first.set(code, row)
  }

  remove(row: number, code: number): void {
    const after = this.next[row] as number
    let at = this.first.get(code) ?? absent
    if (at === row) this.first.set(code, after)
    else {
      while (this.next[at] !== row) at = this.next[at] as number
      this.next[at] = after
    }
  }

  each(code: number, visit: (row: number) => void): void {
    for (let row = this.first.get(code) ?? absent; row !== absent; row = this.next[row] as number) visit(row)
  }
}

/** The columns with those days of residents from which an answer may change later, such as the day of birth. */
export type WatchedColumn = "birth" | "partySince" | "since"

/**
 * For some of the columns with days of residents: a list of the rows by day, so that the rows of one day can be found.
 */
export type Watched = Partial<Record<WatchedColumn, DayList>>

const departures: ReadonlyArray<Departure> = ["moved-away", "died"]

/**
 * The registry (buildings, households, residents) as columns. A row is made as soon as any event names the id of a
 * resident, household or building. `known`: the rows that are in the registry.
 */
export class Store {
  readonly residents = {
    ids: new Interner(),
    known: Bits.none(0),
    present: Bits.none(0),
    erased: Bits.none(0),
    birth: Days.make(0),
    partySince: Days.make(0),
    since: Days.make(0),
    housedSince: Days.make(0),
    left: Days.make(0),
    departure: new Uint8Array(0),
    tags: noInts
  }
  readonly households = {
    ids: new Interner(),
    known: Bits.none(0),
    unit: noInts,
    floor: noInts,
    area: noInts,
    tags: noInts,
    /** For each household: the number of its residents who are present. */
    size: noInts
  }
  readonly buildings = { ids: new Interner(), things: new Array<Building | undefined>() }
  /** For each household: its residents. */
  readonly housed = new Members()
  /** For each building: its households. */
  readonly built = new Members()
  readonly tagSets = new Words<ReadonlyArray<Tag> | null>()
  readonly units = new Words<string>()
  readonly watched: Watched
  private capacity = { residents: 0, households: 0, buildings: 0 }

  constructor(watched: Watched) {
    this.watched = watched
  }

  // ------------------------------------------------------------------------------------------------------------ rows

  /** Returns the row number of a resident. The id starts at `start` in the text. */
  residentRow(text: string, start = 0): number {
    const { ids } = this.residents
    const row = ids.intern(text, start)
    if (row >= this.capacity.residents) this.growResidents(Math.max(64, 2 * row))
    return row
  }

  householdRow(text: string, start = 0): number {
    const row = this.households.ids.intern(text, start)
    if (row >= this.capacity.households) this.growHouseholds(Math.max(64, 2 * row))
    return row
  }

  buildingRow(text: string, start = 0): number {
    const row = this.buildings.ids.intern(text, start)
    if (row >= this.capacity.buildings) {
      this.capacity.buildings = Math.max(64, 2 * row)
      this.built.growOwners(this.capacity.buildings)
    }
    return row
  }

  private growResidents(rows: number): void {
    const { residents } = this
    this.capacity.residents = rows
    residents.known = grownBits(residents.known, rows)
    residents.present = grownBits(residents.present, rows)
    residents.erased = grownBits(residents.erased, rows)
    residents.birth = grownDays(residents.birth, rows)
    residents.partySince = grownDays(residents.partySince, rows)
    residents.since = grownDays(residents.since, rows)
    residents.housedSince = grownDays(residents.housedSince, rows)
    residents.left = grownDays(residents.left, rows)
    const departure = new Uint8Array(rows)
    departure.set(residents.departure)
    residents.departure = departure
    residents.tags = grownInts(residents.tags, rows)
    this.housed.growRows(rows)
    for (const list of Object.values(this.watched)) list.grow(rows)
  }

  private growHouseholds(rows: number): void {
    const { households } = this
    this.capacity.households = rows
    households.known = grownBits(households.known, rows)
    households.unit = grownInts(households.unit, rows)
    households.floor = grownInts(households.floor, rows)
    households.area = grownInts(households.area, rows)
    households.tags = grownInts(households.tags, rows)
    const size = new Int32Array(rows)
    size.set(households.size)
    households.size = size
    this.built.growRows(rows)
    this.housed.growOwners(rows)
  }

  // --------------------------------------------------------------------------------------------------------- changing

  /** Stores the current state of a resident; `undefined` removes the resident. */
  setResident(row: number, stay: Stay | undefined): void {
    const { residents, households } = this
    const wasPresent = Bits.has(residents.present, row)
    const before = this.housed.owner[row] as number
    if (wasPresent && before !== absent) households.size[before] = (households.size[before] as number) - 1
    if (Bits.has(residents.known, row)) {
      for (const [name, list] of Object.entries(this.watched)) {
        list.remove(row, Days.get(residents[name as WatchedColumn], row))
      }
    }
    if (stay === undefined) {
      Bits.remove(residents.known, row)
      Bits.remove(residents.present, row)
      this.housed.put(row, absent)
      return
    }
    const household = this.householdRow(stay.household)
    this.housed.put(row, household)
    Bits.add(residents.known, row)
    if (stay.left === undefined) {
      Bits.add(residents.present, row)
      households.size[household] = (households.size[household] as number) + 1
    } else Bits.remove(residents.present, row)
    const erased = stay.erased === true
    if (erased) Bits.add(residents.erased, row)
    else Bits.remove(residents.erased, row)
    Days.set(residents.birth, row, stay.birth === undefined ? Days.unknownDay : Days.checkedCode(stay.birth))
    const none = erased ? Days.unknownDay : Days.noDay
    Days.set(
      residents.partySince,
      row,
      stay.partySince === undefined ? none : Days.checkedCode(stay.partySince)
    )
    Days.set(residents.since, row, Days.checkedCode(stay.since))
    // `never` is before all days: a contact on any day counts for a person whose moving-in day is not known.
    const { housedSince } = stay
    Days.set(
      residents.housedSince,
      row,
      housedSince === undefined ? Days.never : Days.checkedCode(housedSince)
    )
    Days.set(residents.left, row, stay.left === undefined ? Days.noDay : Days.checkedCode(stay.left.on))
    residents.departure[row] = stay.left === undefined ? 0 : departures.indexOf(stay.left.departure)
    residents.tags[row] = this.tagSets.code(erased ? null : stay.tags)
    for (const [name, list] of Object.entries(this.watched)) {
      list.add(row, Days.get(residents[name as WatchedColumn], row))
    }
  }

  /** Stores the current state of a household; `undefined` removes it. Its residents stay. */
  setHousehold(row: number, household: Household | undefined): void {
    const { households } = this
    if (household === undefined) {
      Bits.remove(households.known, row)
      this.built.put(row, absent)
      return
    }
    Bits.add(households.known, row)
    this.built.put(row, this.buildingRow(household.building))
    households.unit[row] = this.units.code(household.unit)
    households.floor[row] = household.floor
    households.area[row] = areaOf(household) ?? unknownInt
    households.tags[row] = this.tagSets.code(household.tags)
  }

  setBuilding(row: number, building: Building | undefined): void {
    this.buildings.things[row] = building
  }

  // ---------------------------------------------------------------------------------------------------------- reading

  /** Returns the row number of the household of a resident, or -1. */
  householdOf(resident: number): number {
    return this.housed.owner[resident] as number
  }

  /**
   * Returns the row number of the building of a household, or -1 if the registry lacks the household or the building.
   */
  buildingOf(household: number): number {
    if (household === absent || !Bits.has(this.households.known, household)) return absent
    const building = this.built.owner[household] as number
    return building === absent || this.buildings.things[building] === undefined ? absent : building
  }

  /**
   * Returns the row number of the building that is named in the record of a household, even if the registry lacks this
   * building; or -1.
   */
  blockOf(household: number): number {
    return this.built.owner[household] as number
  }

  resident(row: number): Stay | undefined {
    const { residents } = this
    if (row < 0 || !Bits.has(residents.known, row)) return undefined
    const party = Days.get(residents.partySince, row)
    const birth = Days.get(residents.birth, row)
    const left = Days.get(residents.left, row)
    const housed = Days.get(residents.housedSince, row)
    return {
      // The type assertions are safe: the ids and days were taken from a stored resident.
      id: residents.ids.idOf(row) as ResidentId,
      household: this.households.ids.idOf(this.housed.owner[row] as number) as HouseholdId,
      ...(birth === Days.unknownDay ? {} : { birth: Days.day(birth) }),
      ...(Bits.has(residents.erased, row) ? { erased: true as const } : {}),
      tags: this.tagSets.value(residents.tags[row] as number) ?? [],
      since: Days.day(Days.get(residents.since, row)),
      ...(housed === Days.never ? {} : { housedSince: Days.day(housed) }),
      ...(party >= Days.noDay ? {} : { partySince: Days.day(party) }),
      ...(left === Days.noDay
        ? {}
        : {
            left: {
              on: Days.day(left),
              departure: departures[residents.departure[row] as number] ?? "moved-away"
            }
          })
    }
  }

  household(row: number): Household | undefined {
    const { households } = this
    if (row < 0 || !Bits.has(households.known, row)) return undefined
    const area = households.area[row] as number
    return {
      // The type assertions are safe: the ids were taken from a stored household.
      id: households.ids.idOf(row) as HouseholdId,
      building: this.buildings.ids.idOf(this.built.owner[row] as number) as BuildingId,
      unit: this.units.value(households.unit[row] as number),
      floor: households.floor[row] as number,
      ...(area === unknownInt ? {} : { area }),
      tags: this.tagSets.value(households.tags[row] as number) ?? []
    }
  }

  /** The residents of a household who are present on the day of the store. */
  presentIn(household: number): ReadonlyArray<Stay> {
    const found: Array<Stay> = []
    this.housed.each(household, (row) => {
      const resident = Bits.has(this.residents.present, row) ? this.resident(row) : undefined
      if (resident !== undefined) found.push(resident)
    })
    return found
  }

  /** The registry (buildings, households, residents) in the form that selectors (conditions on members) read. */
  readonly places: Places = {
    buildings: lookup<BuildingId, Building>((id) => this.buildings.things[this.buildings.ids.find(id)]),
    households: lookup<HouseholdId, Household>((id) => this.household(this.households.ids.find(id))),
    residents: lookup<ResidentId, Stay>((id) => this.resident(this.residents.ids.find(id)))
  }
}

const lookup = <Id, A>(get: (id: Id) => A | undefined): Lookup<Id, A> => ({ get })
