/**
 * What the text of a notice may contain about a case or a report: for example, its place, its playbook and its stage. A group gets
 * less information than a single recipient.
 */
import type { Opened } from "../casework/CaseState.ts"
import type { Text } from "../kernel/Text.ts"
import * as District from "../district/District.ts"
import { categoryName } from "../contexts/IntakeFacts.ts"
import type { Report } from "../intake/Intake.ts"
import type { BuildingId, HouseholdId, ResidentId } from "../place/Id.ts"
import { id as subjectId, kind as subjectKind, type Subject } from "../place/Subject.ts"
import { mask } from "../ports/Masking.ts"
import type { Announcement, Scene } from "./Announcement.ts"

/**
 * The place of a subject (a person or place), so that a visitor can find it. It never contains the name of a person. If
 * a group reads the notice, the place is only the building.
 */
const placeOf = ({ audience, district: { registry } }: Scene, subject: Subject): ReadonlyArray<string> => {
  const id = subjectId(subject)
  const household = (flat: HouseholdId): ReadonlyArray<string> => {
    const found = registry.households.get(flat)
    return found === undefined
      ? []
      : [...building(found.building), ...(audience === "one" ? [found.unit] : [])]
  }
  const building = (of: BuildingId): ReadonlyArray<string> => {
    const found = registry.buildings.get(of)
    return found === undefined ? [] : [found.label]
  }
  switch (subjectKind(subject)) {
    case "district":
      return []
    case "building":
      return building(id as BuildingId)
    case "household":
      return household(id as HouseholdId)
    case "resident": {
      const found = registry.residents.get(id as ResidentId)
      return found === undefined ? [] : household(found.household)
    }
  }
}

/** The place of a case, as written on the doors. If the case has no particular place, the name of the district. */
const placeOfCase = (scene: Scene, { subjects }: Opened): string | Text => {
  const places = subjects.map((subject) => placeOf(scene, subject).join(" ")).filter((place) => place !== "")
  return places[0] ?? scene.model.name
}

/**
 * What the text of a notice may contain about a report: its category and its building. Its words stay encrypted, and
 * nobody has checked them.
 */
export const argumentsOfReport = (
  { district: { registry }, model }: Scene,
  { building, playbook }: Report
): Announcement["arguments"] => ({
  place: (building === undefined ? undefined : registry.buildings.get(building)?.label) ?? model.name,
  kind: categoryName(model, playbook)
})

export const argumentsOfCase = (
  scene: Scene,
  state: Opened,
  stage: string,
  step?: string
): Announcement["arguments"] => {
  const { audience, district, model } = scene
  const playbook = District.playbookOf(district, state)?.playbook
  const group = model.groups.find(({ id }) => id === state.group)
  return {
    district: model.name,
    // People choose the ids of cases, so an id may contain the number of a flat. If more than one person reads the notice,
    // the id is masked.
    case: audience === "one" ? state.id : mask(state.id, [state.id]),
    place: placeOfCase(scene, state),
    kind: playbook?.name ?? state.playbook,
    stage: playbook?.stages[stage]?.name ?? stage,
    ...(step === undefined ? {} : { step: playbook?.steps[step]?.name ?? step }),
    // A group that was removed from the model may still have cases. Then the id of the group is used as its name.
    group: group?.name ?? state.group
  }
}
