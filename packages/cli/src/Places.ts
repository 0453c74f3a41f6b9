/**
 * Formats places as a visitor needs them, such as `1号楼 301`. An id is shown only if the registry has no door for it.
 */
import type * as District from "@liulinhui/core/District"
import type { Language } from "@liulinhui/core/Text"
import type { BuildingId, HouseholdId, ResidentId } from "@liulinhui/core/Id"
import { id as subjectId, kind as subjectKind, type Subject } from "@liulinhui/core/Registry"
import { say } from "./Say.ts"

/**
 * The place of a subject (a resident, flat or building). A resident is shown with a door and an id, never with a name.
 */
export const placeOf = (
  { registry }: Pick<District.District, "registry">,
  subject: Subject,
  language: Language
): string => {
  const id = subjectId(subject)
  const building = (of: BuildingId): string => registry.buildings.get(of)?.label ?? of
  const household = (of: HouseholdId): string => {
    const found = registry.households.get(of)
    return found === undefined ? of : `${building(found.building)} ${found.unit}`
  }
  switch (subjectKind(subject)) {
    case "district":
      return say(language, "today.district")
    // The cast is safe: the prefix of a subject determines the kind of its id.
    case "building":
      return building(id as BuildingId)
    case "household":
      return household(id as HouseholdId)
    case "resident": {
      const stay = registry.residents.get(id as ResidentId)
      return stay === undefined ? id : say(language, "do.named", { name: household(stay.household), id })
    }
  }
}
