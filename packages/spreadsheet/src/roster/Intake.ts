/**
 * This module is the only place that refuses values which a roster can contain but the registry cannot store yet.
 *
 * These values are: a birth of which only the year or the month is known, an unknown birth, and an unknown area. The
 * roster keeps them (`Birth`, an absent area). This module refuses them with the codes `birth-estimated`,
 * `birth-unknown` and `area-unknown`. When the registry can store them, convert them here and remove these codes.
 */
import type { Tag } from "@liulinhui/core/Id"
import type { Building, Household, Resident } from "@liulinhui/core/Registry"
import { type Findings, present } from "./Findings.ts"
import { agrees, birthKey, type Person } from "./People.ts"
import type { PlacedBuilding, PlacedHousehold } from "./Places.ts"
import { doorKey } from "./Likeness.ts"

/** Makes the record of a resident. If the registry cannot store it, adds a problem and returns undefined. */
export const resident = (person: Person, findings: Findings): Resident | undefined => {
  const { birth, household, id, known, name, row } = person
  const exact = birth._tag === "Exact" ? birth.day : agrees(birth, known?.birth) ? known?.birth : undefined
  if (exact === undefined) {
    const code = birth._tag === "Unknown" ? "birth-unknown" : "birth-estimated"
    findings.add(row, "birth", code, birth._tag === "Unknown" ? "" : birthKey(birth))
    return undefined
  }
  const since = person.partySince ?? known?.partySince
  return {
    id,
    household: household.id,
    name,
    birth: exact,
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
  if (area === undefined) {
    if (!broken.has("area")) findings.add(row, present(findings, row, "area", "unit"), "area-unknown", unit)
    return undefined
  }
  if (said === undefined) findings.remark(row, present(findings, row, "unit"), "floor-by-door", unit)
  const tags = placed.tags?.value ?? (placed.hasTags ? noTags : (known?.tags ?? noTags))
  return { id, building, unit: sameUnit(placed, unit), floor, area, tags }
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
    // If the floors of the building are unknown because none of its flats is complete, other problems already report
    // the reason.
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
