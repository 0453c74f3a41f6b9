/**
 * Converts what a roster states of a person or a place to a record of the registry. What the roster does not state, or
 * states less precisely, stays as the registry has it. A birth or an area that nobody knows is accepted, and a remark
 * says how many there are.
 */
import type { Tag } from "@liulinhui/core/Id"
import { given } from "@liulinhui/core/Model"
import type { Building, Household, Resident } from "@liulinhui/core/Registry"
import { type Findings, present } from "./Findings.ts"
import { agrees, type KnownBirth, type Person } from "./People.ts"
import type { PlacedBuilding, PlacedHousehold } from "./Places.ts"
import { doorKey } from "./Likeness.ts"
import type { Birth } from "./Values.ts"

const stated = (birth: Exclude<Birth, { _tag: "Unknown" }>): KnownBirth => {
  if (birth._tag === "Exact") return { birth: birth.day }
  const year = String(birth.year)
  return { bornIn: birth.month === undefined ? year : `${year}-${String(birth.month).padStart(2, "0")}` }
}

/** Whether a known birth states the day, the month or the year, from the least precise on. */
const precision = ({ birth, bornIn = "" }: KnownBirth): number =>
  birth === undefined ? bornIn.length : Number.POSITIVE_INFINITY

/** The birth that the file and the registry state together: the more precise one, or that of the file if they differ. */
const birthOf = ({ birth, known }: Person): KnownBirth => {
  const before: KnownBirth =
    known === undefined ? {} : { ...given("birth", known.birth), ...given("bornIn", known.bornIn) }
  if (birth._tag === "Unknown") return before
  const now = stated(birth)
  return agrees(birth, before) && precision(before) > precision(now) ? before : now
}

/** The resident record of a person. */
export const resident = (person: Person, findings: Findings): Resident => {
  const { household, id, known, name, row } = person
  const birth = birthOf(person)
  const column = present(findings, row, "birth", "name")
  if (birth.bornIn !== undefined) findings.remark(row, column, "birth-estimated", birth.bornIn)
  else if (birth.birth === undefined) findings.remark(row, column, "birth-unknown", name)
  const since = person.partySince ?? known?.partySince
  return {
    id,
    household: household.id,
    name,
    ...birth,
    ...(since === undefined || since === "none" ? {} : { partySince: since }),
    tags: person.tags ?? known?.tags ?? []
  }
}

const noTags: ReadonlyArray<Tag> = []

// Derives the floor from a door number in the usual way: 301 is on floor 3, 1203 on floor 12.
const floorOf = (unit: string): number | undefined => {
  const [, floor] = /^0?(\d{1,2})\d{2}[室号]?$/.exec(unit) ?? []
  return floor === undefined || Number(floor) === 0 ? undefined : Number(floor)
}

/** Makes the record of a flat. If the record is incomplete, adds a problem and returns undefined. */
export const household = (placed: PlacedHousehold, findings: Findings): Household | undefined => {
  const { broken, id, known } = placed
  const unit = placed.unit?.value ?? known?.unit
  const building = placed.building?.value.id ?? known?.building
  const said = placed.floor?.value ?? known?.floor
  const floor = said ?? (unit === undefined || broken.has("floor") ? undefined : floorOf(unit))
  const area = placed.area?.value ?? known?.area
  const row = placed.unit?.row ?? placed.row
  if (building === undefined) {
    if (!broken.has("building")) findings.add(row, present(findings, row, "building", "label"), "no-building")
    return undefined
  }
  if (unit === undefined) {
    if (!broken.has("unit")) findings.add(row, present(findings, row, "household"), "unknown-household", id)
    return undefined
  }
  if (floor === undefined) {
    if (!broken.has("floor")) findings.add(row, present(findings, row, "floor", "unit"), "no-floor", unit)
    return undefined
  }
  // Earlier versions wrote 0 for an area that is not known.
  if ((area ?? 0) === 0 && !broken.has("area")) {
    findings.remark(row, present(findings, row, "area", "unit"), "area-unknown", unit)
  }
  if (said === undefined) findings.remark(row, present(findings, row, "unit"), "floor-by-door", unit)
  const tags = placed.tags?.value ?? (placed.hasTags ? noTags : (known?.tags ?? noTags))
  return { id, building, unit: sameUnit(placed, unit), floor, ...given("area", area), tags }
}

// If the registry writes the same door number in another width or case, its spelling is kept.
const sameUnit = ({ known }: PlacedHousehold, unit: string): string => {
  const written = known?.unit
  return written !== undefined && doorKey(written) === doorKey(unit) ? written : unit
}

/** Makes the record of a building. If the record is incomplete, adds a problem and returns undefined. */
export const building = (
  placed: PlacedBuilding,
  highest: number | undefined,
  findings: Findings
): Building | undefined => {
  const { broken, hasFlats, id, known, row } = placed
  const label = placed.label?.value ?? known?.label
  const said = placed.floors?.value ?? known?.floors
  const floors = said ?? (highest === undefined || highest < 1 ? undefined : highest)
  if (label === undefined) {
    if (!broken.has("label")) findings.add(row, present(findings, row, "building"), "unknown-building", id)
    return undefined
  }
  if (floors === undefined) {
    const column = present(findings, row, "floors", "building", "label")
    // The floors of the building can be unknown because all of its flats are incomplete. Then the problems of the flats
    // already report the reason.
    const isReported = broken.has("floors") || (hasFlats && highest === undefined)
    if (!isReported) findings.add(row, column, "no-floors", label)
    return undefined
  }
  if (said === undefined) {
    findings.remark(row, present(findings, row, "building", "label"), "floors-by-flats", label)
  }
  const written = known?.label
  const same = written !== undefined && doorKey(written) === doorKey(label)
  return { id, label: same ? written : label, floors }
}
