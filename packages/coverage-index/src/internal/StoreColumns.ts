/**
 * Converts the registry in a store to the columns that compiled coverage rules read. The fields that name single
 * residents or households and the fields about cases are left out.
 */
import type { Day } from "@liulinhui/core/Day"
import { type Areas, isPaired, type PairFact, type Population, type Selector } from "@liulinhui/core/Facts"
import type { BuildingId } from "@liulinhui/core/Id"
import { type Column, type Columns, emptyTable, markKey, type Table } from "./Columns.ts"
import * as Bits from "./Bits.ts"
import * as Days from "./Days.ts"
import type { Store } from "./Store.ts"
import type { Place, Track } from "./Tracks.ts"

/** The data from which the columns are made. */
export interface Source {
  readonly store: Store
  readonly areas: Areas
  readonly tracks: ReadonlyArray<Track>
  readonly pairs: Iterable<PairFact>
  readonly on: Day
}

const marksOf = ({ tracks }: Source, place: Place): Table["marks"] =>
  Object.fromEntries(
    tracks
      .filter(({ population }) => population === place)
      .map(({ counted, latest }) => [markKey(counted), Days.fromCodes(latest.last)])
  )

/** The columns of all fields that depend on the building of a row. The building is -1 if it is unknown. */
const placed = ({ store, areas }: Source, buildings: Int32Array): Readonly<Record<string, Column>> => {
  const { ids } = store.buildings
  const data = buildings.map((building) => building + 1)
  const area = (idsOf: (building: BuildingId) => ReadonlyArray<string>): Column => ({
    type: "codes",
    data,
    // The type assertion is safe: these ids are ids of buildings.
    sets: [null, ...Array.from({ length: ids.size }, (_, row) => idsOf(ids.idOf(row) as BuildingId))]
  })
  return {
    building: {
      type: "one",
      to: "buildings",
      data: buildings.map((building) => (building < 0 ? -2 : building)),
      unknown: buildings.includes(-1)
    },
    branch: area(areas.branchesOf),
    group: area(areas.groupsOf)
  }
}

const residentTable = (source: Source): Table => {
  const { store, on } = source
  const { residents, households } = store
  const rows = residents.ids.size
  const [member, alone, homeless, companions] = [
    Bits.none(rows),
    Bits.none(rows),
    Bits.none(rows),
    Bits.none(rows)
  ]
  const household = new Int32Array(rows)
  const buildings = new Int32Array(rows)
  for (let row = 0; row < rows; row++) {
    const home = store.householdOf(row)
    const known = home >= 0 && Bits.has(households.known, home)
    household[row] = known ? home : -2
    buildings[row] = known ? store.buildingOf(home) : -1
    if (!known) Bits.add(homeless, row)
    else if (households.size[home] === 1) Bits.add(alone, row)
    if (Days.get(residents.partySince, row) < Days.noDay) Bits.add(member, row)
  }
  for (const pair of source.pairs) {
    const row = residents.ids.find(pair.elder)
    if (row >= 0 && isPaired(pair, on)) Bits.add(companions, row)
  }
  const erased = residents.erased.subarray(0, Bits.wordsFor(rows))
  const days = (data: Days.DayColumn, unknown: boolean): Column => ({ type: "days", data, unknown })
  const anyErased = erased.some((word) => word !== 0)
  return {
    rows,
    present: residents.present.subarray(0, Bits.wordsFor(rows)),
    fields: {
      age: days(residents.birth, anyErased),
      birth: days(residents.birth, anyErased),
      partyYears: days(residents.partySince, anyErased),
      partyMember: { type: "flags", yes: member, ...(anyErased ? { unknown: erased } : {}) },
      livesHere: days(residents.since, false),
      livesAlone: { type: "flags", yes: alone, unknown: homeless },
      hasCompanion: { type: "flags", yes: companions },
      tags: { type: "codes", data: residents.tags.subarray(0, rows), sets: store.tagSets.all },
      household: { type: "one", to: "households", data: household, unknown: true },
      ...placed(source, buildings)
    },
    marks: marksOf(source, "residents"),
    excluded: {}
  }
}

const householdTable = (source: Source): Table => {
  const { store } = source
  const { households, residents } = store
  const rows = households.ids.size
  const owners = Int32Array.from({ length: residents.ids.size }, (_, row) =>
    Bits.has(residents.present, row) ? store.householdOf(row) : -1
  )
  const people: Column = { type: "many", to: "residents", owners }
  const ints = (data: Int32Array, unknown = false): Column => ({
    type: "ints",
    data: data.subarray(0, rows),
    unknown
  })
  return {
    rows,
    present: households.known.subarray(0, Bits.wordsFor(rows)),
    fields: {
      tags: { type: "codes", data: households.tags.subarray(0, rows), sets: store.tagSets.all },
      floor: ints(households.floor),
      area: ints(households.area, true),
      size: ints(households.size),
      with: people,
      everyone: people,
      ...placed(
        source,
        Int32Array.from({ length: rows }, (_, row) => store.buildingOf(row))
      )
    },
    marks: marksOf(source, "households"),
    excluded: {}
  }
}

const buildingTable = (source: Source): Table => {
  const { ids, things } = source.store.buildings
  const known = Bits.none(ids.size)
  const rows = Array.from({ length: ids.size }, (_, row) => row)
  for (const row of rows) if (things[row] !== undefined) Bits.add(known, row)
  return {
    rows: ids.size,
    present: known,
    fields: {
      id: { type: "codes", data: Int32Array.from(rows), sets: rows.map((row) => [ids.idOf(row)]) },
      floors: {
        type: "ints",
        data: Int32Array.from(rows, (row) => things[row]?.floors ?? 0),
        unknown: false
      },
      ...placed(source, Int32Array.from(rows))
    },
    marks: marksOf(source, "buildings"),
    excluded: {}
  }
}

/**
 * Makes the columns for compiled rules. Columns of days are shared with the store: read them before the store changes.
 */
export const columnsOf = (source: Source): Columns => ({
  residents: residentTable(source),
  households: householdTable(source),
  buildings: buildingTable(source),
  cases: emptyTable,
  pairs: emptyTable
})

/** Whether the columns contain every field that a selector (a condition on members) reads. */
export const holds = (columns: Columns, self: Selector, population: Population): boolean => {
  switch (self._tag) {
    case "All":
    case "Any":
      return self.of.every((part) => holds(columns, part, population))
    case "Not":
      return holds(columns, self.of, population)
    case "One":
    case "Some":
    case "Every":
      return self.field in columns[population].fields && holds(columns, self.where, self.to)
    default:
      return self.field in columns[population].fields
  }
}
