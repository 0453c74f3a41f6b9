/**
 * The reach of an actor: which groups and buildings the actor's mandates cover on a day. The reach limits what the
 * actor may read about a district.
 */
import type { Opened } from "../casework/CaseState.ts"
import { mandatesOn } from "../place/Actor.ts"
import type { BuildingId, GroupId, RoleId } from "../place/Id.ts"
import { hasBuilding } from "../place/ScopeContent.ts"
import type { Asking } from "./Decision.ts"

/**
 * @category models
 */
export interface Reach {
  readonly roles: ReadonlySet<RoleId>
  /** Whether one of the actor's mandates covers the whole district. */
  readonly district: boolean
  readonly groups: ReadonlySet<GroupId>
  readonly buildings: ReadonlySet<BuildingId>
}

/** The reach (covered groups and buildings) of the actor who asks a question. */
export const reachOf = ({ actor, model, on }: Omit<Asking, "district">): Reach => {
  const mandates = mandatesOn(actor, on)
  return {
    roles: new Set(mandates.map(({ role }) => role)),
    district: mandates.some(({ scope }) => "district" in scope),
    groups: new Set(mandates.flatMap(({ scope }) => ("group" in scope ? [scope.group] : []))),
    buildings: new Set(
      mandates.flatMap(({ scope }) => {
        if ("building" in scope) return [scope.building]
        if (!("branch" in scope)) return []
        return model.branches.find(({ id }) => id === scope.branch)?.buildings ?? []
      })
    )
  }
}

/**
 * Whether a building is within the reach of an actor. A mandate for a group covers the buildings of the group, or all
 * buildings of the district if the group lists none.
 */
export const reachesBuilding = (
  { buildings, district, groups }: Reach,
  { model }: Pick<Asking, "model">,
  building: BuildingId
): boolean =>
  district || buildings.has(building) || [...groups].some((group) => hasBuilding({ group }, building, model))

/**
 * Whether a case is within the reach of an actor (the groups and buildings that the actor's mandates cover), by its
 * group or by one of its buildings. A case of a confidential playbook is within reach only of these actors: those with
 * a mandate for its group, those with a role that the playbook lists, and those with a mandate for the whole district.
 */
export const reachesCase = (
  { buildings, district, groups, roles }: Reach,
  { district: state, model }: Pick<Asking, "district" | "model">,
  found: Opened
): boolean => {
  if (district || groups.has(found.group)) return true
  if (!found.buildings.some((building) => buildings.has(building))) return false
  if (!model.noticeHours.confidential.includes(found.playbook)) return true
  const { people = [] } = state.playbooks.get(`${found.playbook}@${found.version}`) ?? {}
  return people.some(({ role }) => roles.has(role))
}
