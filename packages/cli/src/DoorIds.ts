/**
 * Replaces doors by ids. If a request needs the id of a building or a flat, a person can write the text on its door
 * instead, such as `1号楼` or `1号楼101`. For a resident, the name follows the door, as in `1号楼101王伟`. Ids and unknown
 * texts are kept unchanged.
 */
import type { BuildingId, HouseholdId, ResidentId } from "@liulinhui/core/Id"
import { type Registry, Subject } from "@liulinhui/core/Registry"
import * as Schema from "effect/Schema"
import { type Draft, isObject } from "./RequestInput.ts"

/** Finds the id for a text. `undefined` if no door or person has this text, or if several have it. */
interface Doors {
  readonly building: (text: string) => string | undefined
  readonly household: (text: string) => string | undefined
  readonly resident: (text: string) => string | undefined
}

const plain = (text: string): string =>
  text
    .normalize("NFKC")
    .replace(/[\s-]/gu, "")
    .replace(/(?<=\d)室/gu, "")

/** Finds ids by their texts. The texts of all doors and people are computed when the first text is looked up. */
const index = (all: () => ReadonlyArray<readonly [text: string, id: string]>) => {
  let found: Map<string, string | undefined> | undefined
  return (text: string): string | undefined => {
    if (found === undefined) {
      found = new Map()
      for (const [known, id] of all()) found.set(plain(known), found.has(plain(known)) ? undefined : id)
    }
    return found.get(plain(text))
  }
}

const doorsOf = ({ buildings, households, residents }: Registry): Doors => {
  const doorOf = (id: HouseholdId): string => {
    const flat = households.get(id)
    return flat === undefined ? id : `${buildings.get(flat.building)?.label ?? flat.building}${flat.unit}`
  }
  return {
    building: index(() => [...buildings.values()].map(({ id, label }) => [label, id] as const)),
    household: index(() => [...households.keys()].map((id) => [doorOf(id), id] as const)),
    // The name of an erased resident is not known.
    resident: index(() =>
      [...residents.values()].flatMap(({ household, id, name }) =>
        name === undefined ? [] : [[`${doorOf(household)}${name}`, id] as const]
      )
    )
  }
}

/**
 * Returns the id of a resident for a text such as `1号楼101王伟`. Returns the text itself if it is an id, or if there is
 * not exactly one resident with this door and name.
 *
 * @category input
 */
export const residentId = (text: ResidentId, registry: Registry): ResidentId =>
  // The cast is safe: the result is the id of a resident in the registry.
  registry.residents.has(text) ? text : ((doorsOf(registry).resident(text) as ResidentId | undefined) ?? text)

const isSubject = Schema.is(Subject)

const subjectOf = ({ building, household, resident }: Doors, text: string): string => {
  if (isSubject(text)) return text
  const flat = household(text)
  if (flat !== undefined) return `household:${flat}`
  const whole = building(text)
  if (whole !== undefined) return `building:${whole}`
  const person = resident(text)
  return person === undefined ? text : `resident:${person}`
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
    case "resident":
    case "elder":
      return registry.residents.has(value as ResidentId) ? value : (doors.resident(value) ?? value)
    default:
      return value
  }
}

const inObject = (doors: Doors, registry: Registry, draft: Draft): Draft =>
  Object.fromEntries(
    Object.entries(draft).map(([key, value]) => [
      key,
      // Evidence does not contain doors: its texts were written by people, and its keys are fields of the playbook. So
      // it is not changed. The field `into` contains a resident if two records of a resident are merged, and otherwise
      // a case.
      key === "evidence"
        ? value
        : inValue(doors, registry, key === "into" && "resident" in draft ? "resident" : key, value)
    ])
  )

/**
 * Returns a request with ids instead of doors.
 *
 * @category input
 */
export const withIds = (draft: Draft, registry: Registry): Draft =>
  inObject(doorsOf(registry), registry, draft)
