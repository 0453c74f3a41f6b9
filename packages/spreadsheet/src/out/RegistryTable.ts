/**
 * Writes a registry as a table that `readRegistry` can read. The table has one row for each resident, with the flat and
 * the building.
 */
import * as Registry from "@liulinhui/core/Registry"
import type { RegistryData } from "@liulinhui/core/Registry"
import type * as Effect from "effect/Effect"
import { squareMetres } from "../roster/Areas.ts"
import { columns } from "../roster/Columns.ts"
import { catalogueOf, type Wording } from "../words/Wording.ts"
import { type Sheet, toCsv, toXlsx, type Value } from "./Table.ts"

const residentCells = ({
  birth,
  bornIn,
  id,
  name,
  partySince,
  tags
}: Registry.Resident): ReadonlyArray<Value> => [
  id,
  name,
  birth === undefined ? bornIn : { day: birth },
  partySince === undefined ? undefined : { day: partySince },
  tags.join(";")
]

const householdCells = (household: Registry.Household): ReadonlyArray<Value> => {
  const { floor, id, tags, unit } = household
  const area = Registry.areaOf(household)
  return [id, unit, floor, area === undefined ? undefined : squareMetres(area), tags.join(";")]
}

const buildingCells = ({ floors, id, label }: Registry.Building): ReadonlyArray<Value> => [id, label, floors]

function* rowsOf(data: RegistryData): Generator<ReadonlyArray<Value>, void, undefined> {
  const buildings = new Map(data.buildings.map((building) => [building.id, buildingCells(building)]))
  const homes = new Set(data.households.map(({ id }) => id))
  const residents = Map.groupBy(data.residents, ({ household }) => household)
  const households = Map.groupBy(data.households, ({ building }) => building)

  function* flat(household: Registry.Household): Generator<ReadonlyArray<Value>, void, undefined> {
    const building = buildings.get(household.building) ?? [household.building, undefined, undefined]
    const before = [...building, ...householdCells(household)]
    const people = residents.get(household.id) ?? []
    if (people.length === 0) yield before
    for (const resident of people) yield [...before, ...residentCells(resident)]
  }

  for (const building of data.buildings) {
    const flats = households.get(building.id) ?? []
    if (flats.length === 0) yield buildingCells(building)
    for (const household of flats) yield* flat(household)
  }
  for (const household of data.households) if (!buildings.has(household.building)) yield* flat(household)
  for (const resident of data.residents) {
    if (homes.has(resident.household)) continue
    const [before, between] = [
      [undefined, undefined, undefined],
      [undefined, undefined, undefined, undefined]
    ]
    yield [...before, resident.household, ...between, ...residentCells(resident)]
  }
}

/** The widths of the columns in characters, from left to right. */
const widths = [10, 10, 8, 14, 8, 6, 10, 14, 24, 10, 12, 12, 20]

/**
 * The sheet of a registry that `readRegistry` can read, ordered by building and flat. Every row contains its building and
 * flat, so that people can sort the rows. Households of unknown buildings and residents of unknown households come last.
 *
 * @category lists
 */
export const registrySheet = (data: RegistryData, wording: Wording): Sheet => ({
  name: catalogueOf(wording).labels.registry,
  headings: columns.map((column) => catalogueOf(wording).columns[column][0]),
  rows: {
    *[Symbol.iterator]() {
      for (const cells of rowsOf(data)) yield columns.map((_, at) => cells[at])
    }
  },
  widths,
  choices: []
})

/**
 * Writes the {@link registrySheet} of a registry as CSV text.
 *
 * @category writing
 */
export const writeRegistryCsv = (data: RegistryData, wording: Wording = "zh"): string =>
  toCsv(registrySheet(data, wording))

/**
 * Writes a registry as a workbook, with the same columns as {@link writeRegistryCsv}.
 *
 * @category writing
 */
export const writeRegistryXlsx = (data: RegistryData, wording: Wording = "zh"): Effect.Effect<Uint8Array> =>
  toXlsx([registrySheet(data, wording)])
