/**
 * Converts the data of a roster (list of residents) about a person or a place to a record of the registry. If the
 * roster lacks a value, or states it less precisely, the value in the registry is kept. Unknown births and areas are
 * accepted, and a remark says how many there are.
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

/** How precisely a birth is known: as a day, a month or a year. A larger number means a more precise birth. */
const precision = ({ birth, bornIn = "" }: KnownBirth): number =>
  birth === undefined ? bornIn.length : Number.POSITIVE_INFINITY

/**
 * Combines the births in the file and in the registry. If they agree, returns the more precise one. If they contradict
 * each other, returns the birth in the file.
 */
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

/** Makes the record of a flat. If the record would be incomplete, adds a problem and returns `undefined`. */
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
  // Earlier versions of the library wrote 0 for an area that is not known.
  if ((area ?? 0) === 0 && !broken.has("area")) {
    findings.remark(row, present(findings, row, "area", "unit"), "area-unknown", unit)
  }
  if (said === undefined) findings.remark(row, present(findings, row, "unit"), "floor-by-door", unit)
  const tags = placed.tags?.value ?? (placed.hasTags ? noTags : (known?.tags ?? noTags))
  return { id, building, unit: sameUnit(placed, unit), floor, ...given("area", area), tags }
}

// If the registry has the same door number in another width or case, the spelling in the registry is kept.
const sameUnit = ({ known }: PlacedHousehold, unit: string): string => {
  const written = known?.unit
  return written !== undefined && doorKey(written) === doorKey(unit) ? written : unit
}

/** Makes the record of a building. If the record would be incomplete, adds a problem and returns `undefined`. */
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
    // The number of floors can be unknown because all flats of the building are incomplete. Then the problems of these
    // flats have already been reported.
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
