/**
 * Replaces doors by ids. Where a request needs the id of a building or a flat, a person can write the text on its door
 * instead, such as `1号楼` or `1号楼101`. Ids and unknown texts are kept unchanged.
 */
import type { BuildingId, HouseholdId } from "@liulinhui/core/Id"
import { type Registry, Subject } from "@liulinhui/core/Registry"
import * as Schema from "effect/Schema"
import { type Draft, isObject } from "./RequestInput.ts"

/** Finds the id for the text on a door. `undefined` if no door has this text, or more than one. */
interface Doors {
  readonly building: (text: string) => string | undefined
  readonly household: (text: string) => string | undefined
}

const plain = (text: string): string => text.normalize("NFKC").replace(/[\s-]/gu, "").replace(/室$/u, "")

const index = (all: Iterable<readonly [string, string]>) => {
  const found = new Map<string, string | undefined>()
  for (const [text, id] of all) found.set(plain(text), found.has(plain(text)) ? undefined : id)
  return (text: string): string | undefined => found.get(plain(text))
}

const doorsOf = ({ buildings, households }: Registry): Doors => ({
  building: index([...buildings.values()].map(({ id, label }) => [label, id] as const)),
  household: index(
    [...households.values()].map(
      ({ building, id, unit }) => [`${buildings.get(building)?.label ?? building}${unit}`, id] as const
    )
  )
})

const isSubject = Schema.is(Subject)

const subjectOf = ({ building, household }: Doors, text: string): string => {
  if (isSubject(text)) return text
  const flat = household(text)
  if (flat !== undefined) return `household:${flat}`
  const whole = building(text)
  return whole === undefined ? text : `building:${whole}`
}

const inValue = (doors: Doors, registry: Registry, key: string, value: Schema.Json): Schema.Json => {
  if (Array.isArray(value)) return value.map((item: Schema.Json) => inValue(doors, registry, key, item))
  if (isObject(value)) return inObject(doors, registry, value)
  if (typeof value !== "string") return value
  switch (key) {
    case "subject":
    case "subjects":
      return subjectOf(doors, value)
    case "household":
    case "unit":
      // The cast is safe: the lookup finds no household for a text that is not an id.
      return registry.households.has(value as HouseholdId) ? value : (doors.household(value) ?? value)
    case "building":
      return registry.buildings.has(value as BuildingId) ? value : (doors.building(value) ?? value)
    default:
      return value
  }
}

const inObject = (doors: Doors, registry: Registry, draft: Draft): Draft =>
  Object.fromEntries(
    Object.entries(draft).map(([key, value]) => [
      key,
      // Evidence is kept unchanged, because people have written its texts, and its keys are fields of the playbook. So
      // it contains no doors.
      key === "evidence" ? value : inValue(doors, registry, key, value)
    ])
  )

/**
 * Returns a request with ids instead of doors.
 *
 * @category input
 */
export const withIds = (draft: Draft, registry: Registry): Draft =>
  inObject(doorsOf(registry), registry, draft)
