/**
 * Finds the building and the flat of each row. Rows with the same door are about one flat. If the registry has a flat
 * with this door, it is this flat. If several rows describe a building or a flat, their values must agree.
 */
import { BuildingId, HouseholdId, type Tag } from "@liulinhui/core/Id"
import type { Building, Household, Registry } from "@liulinhui/core/Registry"
import type { Column } from "./Columns.ts"
import { type Findings, present } from "./Findings.ts"
import { squareMetres } from "./Areas.ts"
import { doorKey, sameTags, slug } from "./Likeness.ts"
import type { Mapping } from "./Mapping.ts"
import type { RosterRow } from "./Roster.ts"

/** A value of a building or a flat, and the first row of the roster that states this value. */
export interface Said<A> {
  readonly value: A
  readonly row: RosterRow
}

/** A building as the rows of the roster describe it. `known` is its record in the registry. */
export interface PlacedBuilding {
  readonly id: BuildingId
  readonly known: Building | undefined
  readonly row: RosterRow
  /** The columns in which a row about this building has an unreadable cell. */
  readonly broken: Set<Column>
  label?: Said<string>
  floors?: Said<number>
  /** Whether any row describes a flat of this building. */
  hasFlats: boolean
}

/** A flat as the rows of the roster describe it. `known` is its record in the registry. */
export interface PlacedHousehold {
  readonly id: HouseholdId
  readonly known: Household | undefined
  readonly row: RosterRow
  /** The columns in which a row about this flat has an unreadable cell. */
  readonly broken: Set<Column>
  building?: Said<PlacedBuilding>
  unit?: Said<string>
  floor?: Said<number>
  area?: Said<number>
  tags?: Said<ReadonlyArray<Tag>>
  /**
   * Whether the file has a column for the tags of flats. If it has, and a flat has no tags in any row, the flat has no
   * tags.
   */
  hasTags: boolean
}

export interface Places {
  readonly buildings: ReadonlyArray<PlacedBuilding>
  readonly households: ReadonlyArray<PlacedHousehold>
  /**
   * The flat of each row of the roster. The map does not contain rows without a flat, or with an unreadable door
   * number.
   */
  readonly of: ReadonlyMap<RosterRow, PlacedHousehold>
}

const longestId = 64

/** Returns an id that is not used yet: the given base, or the base with a number. */
const freshId = (base: string, isTaken: (id: string) => boolean): string => {
  const start = base.slice(0, longestId)
  if (!isTaken(start)) return start
  for (let n = 2; ; n++) {
    const next = `${base.slice(0, longestId - String(n).length - 1)}-${n}`
    if (!isTaken(next)) return next
  }
}

/** The buildings of the registry by their labels, and its flats by their doors. */
const doorsOf = (before: Registry) => ({
  labels: new Map([...before.buildings.values()].map(({ id, label }) => [doorKey(label), id])),
  units: new Map(
    [...before.households.values()].map(({ building, id, unit }) => [`${building}\n${doorKey(unit)}`, id])
  )
})

/** The columns that describe a flat or a resident. */
const ofDoors = [
  "unit",
  "household",
  "floor",
  "area",
  "householdTags",
  "resident",
  "name",
  "birth"
] as const satisfies ReadonlyArray<Column>

/** Returns whether a row describes a flat, and not only a building. */
const isOfFlat = ({ broken, values }: RosterRow): boolean =>
  ofDoors.some((column) => values[column] !== undefined || broken.has(column))

class Gathering {
  private readonly before: Registry
  private readonly findings: Findings
  private readonly aliases: ReadonlyMap<string, BuildingId>
  private readonly doors: ReturnType<typeof doorsOf>
  private readonly byText = new Map<string, PlacedBuilding>()
  readonly buildings = new Map<BuildingId, PlacedBuilding>()
  readonly households = new Map<HouseholdId, PlacedHousehold>()
  private readonly byDoor = new Map<string, PlacedHousehold>()
  private readonly fromSheetName: boolean

  constructor(before: Registry, mapping: Mapping, findings: Findings) {
    this.before = before
    this.findings = findings
    this.doors = doorsOf(before)
    this.fromSheetName = mapping.buildingFromSheetName === true
    this.aliases = new Map(Object.entries(mapping.buildings ?? {}).map(([text, id]) => [doorKey(text), id]))
  }

  /** Returns the building of a row of the roster. */
  private building(row: RosterRow): PlacedBuilding | undefined {
    const { values } = row
    const fromSheet = this.fromSheetName ? this.findings.nameOf(row) : ""
    // If the sheet has a column for the building, the label alone does not identify the building.
    const byLabel = this.findings.has(row, "building") ? undefined : values.label
    const text = values.building ?? byLabel ?? (fromSheet === "" ? undefined : fromSheet)
    if (text === undefined) return undefined
    const isId = values.building !== undefined && this.findings.has(row, "label")
    const building = this.named(text, isId, row)
    for (const column of row.broken) building.broken.add(column)
    // If the sheet has no column for the label, the name of the building is used as its label.
    const label = values.label ?? (isId || building.known !== undefined ? undefined : text)
    if (label !== undefined) this.say(building, "label", label, row, "label", sameDoor)
    if (values.floors !== undefined) this.say(building, "floors", values.floors, row, "floors", Object.is)
    return building
  }

  private named(text: string, isId: boolean, row: RosterRow): PlacedBuilding {
    const key = `${isId ? "id" : "label"}\n${doorKey(text)}`
    const found = this.byText.get(key)
    if (found !== undefined) return found
    const id = this.idOf(text, isId)
    const building = this.buildings.get(id) ?? this.freshBuilding(id, row)
    this.buildings.set(id, building)
    this.byText.set(key, building)
    return building
  }

  private freshBuilding(id: BuildingId, row: RosterRow): PlacedBuilding {
    return { id, known: this.before.buildings.get(id), row, broken: new Set(), hasFlats: false }
  }

  private idOf(text: string, isId: boolean): BuildingId {
    const alias = this.aliases.get(doorKey(text))
    if (alias !== undefined) return alias
    const id = BuildingId.make(slug(text).slice(0, longestId))
    if (isId) return id
    const labelled = this.doors.labels.get(doorKey(text))
    if (labelled !== undefined) return labelled
    // The name of a building in the file may be the id of a building in the registry. So a new building never gets an
    // id that the registry already has.
    if (this.before.buildings.has(id) && String(id) === text) return id
    const isTaken = (taken: string): boolean =>
      this.before.buildings.has(BuildingId.make(taken)) || this.buildings.has(BuildingId.make(taken))
    return BuildingId.make(freshId(slug(text), isTaken))
  }

  /** Adds a row of the roster, and returns the flat that the row describes. */
  take(row: RosterRow): PlacedHousehold | undefined {
    const building = this.building(row)
    const household = this.household(row, building)
    if (building !== undefined && isOfFlat(row)) building.hasFlats = true
    if (household === undefined) {
      this.checkPlace(row, building)
      return undefined
    }
    for (const column of row.broken) household.broken.add(column)
    const { area, floor, householdTags, unit } = row.values
    if (building !== undefined) this.sayBuilding(household, building, row)
    if (unit !== undefined) this.say(household, "unit", unit, row, "unit", sameDoor)
    if (floor !== undefined) this.say(household, "floor", floor, row, "floor", Object.is)
    if (area !== undefined) this.say(household, "area", area, row, "area", Object.is)
    if (householdTags !== undefined)
      this.say(household, "tags", householdTags, row, "householdTags", sameTags)
    if (this.findings.has(row, "householdTags")) household.hasTags = true
    return household
  }

  // Checks that a row about a flat or a resident has a building and a door.
  private checkPlace(row: RosterRow, building: PlacedBuilding | undefined): void {
    const { broken } = row
    const places: ReadonlyArray<Column> = ["building", "label", "unit", "household"]
    if (places.some((column) => broken.has(column))) return
    if (building === undefined) {
      this.findings.add(row, present(this.findings, row, "building", "label"), "no-building")
    } else if (isOfFlat(row)) {
      this.findings.add(row, present(this.findings, row, "unit", "household"), "no-door")
    }
  }

  /** Reports flats that have the same door but different ids. The problem is reported at the later row. */
  checkDoors(): void {
    for (const household of this.households.values()) {
      const door = doorOf(household)
      if (door === undefined) continue
      const other = this.byDoor.get(door)?.id ?? this.others(door)
      if (other === undefined || other === household.id) this.byDoor.set(door, household)
      else {
        const first = this.households.get(other)?.unit?.row.row ?? 0
        const row = household.unit?.row ?? household.row
        this.findings.add(row, "unit", "duplicate-unit", household.unit?.value ?? "", { other, row: first })
      }
    }
  }

  /** Reports buildings that have the same label but different ids. The problem is reported at the later row. */
  checkLabels(): void {
    const holders = new Map<string, BuildingId>()
    for (const { id, label } of this.before.buildings.values()) {
      if (this.buildings.get(id)?.label === undefined) holders.set(doorKey(label), id)
    }
    for (const { id, known, label, row } of this.buildings.values()) {
      const text = label?.value ?? known?.label
      if (text === undefined) continue
      const other = holders.get(doorKey(text))
      if (other === undefined || other === id) holders.set(doorKey(text), id)
      else
        this.findings.add(label?.row ?? row, labelColumn(this.findings, row), "duplicate-label", text, {
          other
        })
    }
  }

  // Returns the flat that has this door in the registry. `undefined` if there is no such flat, or if it has another
  // door in the file.
  private others(door: string): HouseholdId | undefined {
    const id = this.doors.units.get(door)
    const placed = id === undefined ? undefined : this.households.get(id)
    return placed === undefined || doorOf(placed) === door ? id : undefined
  }

  private household(row: RosterRow, building: PlacedBuilding | undefined): PlacedHousehold | undefined {
    const { household: id, unit } = row.values
    if (id !== undefined) return this.withId(id, row)
    if (unit === undefined || building === undefined || row.broken.has("household")) return undefined
    const door = `${building.id}\n${doorKey(unit)}`
    const found = this.byDoor.get(door)
    if (found !== undefined) return found
    const made = this.others(door) ?? this.freshHousehold(`${building.id}-${slug(unit)}`)
    const household = this.withId(made, row)
    this.byDoor.set(door, household)
    return household
  }

  private freshHousehold(base: string): HouseholdId {
    const isTaken = (id: string): boolean =>
      this.before.households.has(HouseholdId.make(id)) || this.households.has(HouseholdId.make(id))
    return HouseholdId.make(freshId(base, isTaken))
  }

  private withId(id: HouseholdId, row: RosterRow): PlacedHousehold {
    const found = this.households.get(id)
    if (found !== undefined) return found
    const known = this.before.households.get(id)
    const household = { id, known, row, hasTags: false, broken: new Set<Column>() }
    this.households.set(id, household)
    return household
  }

  private sayBuilding(household: PlacedHousehold, building: PlacedBuilding, row: RosterRow): void {
    const said = household.building
    if (said === undefined) household.building = { value: building, row }
    else if (said.value !== building) {
      const column = present(this.findings, row, "building", "label")
      this.differs(row, column, building.id, said.value.id, said.row)
    }
  }

  private say<Slot extends string, A>(
    of: { [K in Slot]?: Said<A> },
    slot: Slot,
    value: A,
    row: RosterRow,
    column: Column,
    same: (one: A, other: A) => boolean
  ): void {
    const said = of[slot]
    if (said === undefined) of[slot] = { value, row }
    else if (!same(said.value, value)) {
      this.differs(row, column, written(column, value), written(column, said.value), said.row)
    }
  }

  private differs(row: RosterRow, column: Column, found: string, other: string, first: RosterRow): void {
    this.findings.add(row, column, "differs", found, { other, row: first.row })
  }
}

const sameDoor = (one: string, other: string): boolean => doorKey(one) === doorKey(other)

const written = (column: Column, value: unknown): string =>
  column === "area" && typeof value === "number"
    ? squareMetres(value)
    : Array.isArray(value)
      ? value.join(";")
      : String(value)

const labelColumn = (findings: Findings, row: RosterRow): Column =>
  present(findings, row, "label", "building")

const doorOf = ({ building, known, unit }: PlacedHousehold): string | undefined => {
  const [id, door] = [building?.value.id ?? known?.building, unit?.value ?? known?.unit]
  return id === undefined || door === undefined ? undefined : `${id}\n${doorKey(door)}`
}

/**
 * Finds the building and the flat of all rows. Rows with the id of a household come first, so that rows with only a
 * door can match them.
 */
export const gather = (
  rows: ReadonlyArray<RosterRow>,
  before: Registry,
  mapping: Mapping,
  findings: Findings
): Places => {
  const gathering = new Gathering(before, mapping, findings)
  const of = new Map<RosterRow, PlacedHousehold>()
  const take = (row: RosterRow): void => {
    const household = gathering.take(row)
    if (household !== undefined) of.set(row, household)
  }
  const [byDoor, byId] = [
    rows.filter(({ values }) => values.household === undefined),
    rows.filter(({ values }) => values.household !== undefined)
  ]
  byId.forEach(take)
  gathering.checkDoors()
  byDoor.forEach(take)
  gathering.checkLabels()
  return {
    buildings: [...gathering.buildings.values()],
    households: [...gathering.households.values()],
    of
  }
}
