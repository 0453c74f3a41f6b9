/** What the scope of a mandate (its part of the district) contains: buildings, and the flats and people in them. */
import { buildingOf } from "./Facts.ts"
import type { Scope } from "./Actor.ts"
import type { BuildingId } from "./Id.ts"
import type { Registry } from "./Registry.ts"
import type { Subject } from "./Subject.ts"
import type { Branch } from "./Branch.ts"
import type { Group } from "./Group.ts"

/** The parts of a model that say which buildings belong to branches and groups. */
export interface Areas {
  readonly branches: ReadonlyArray<Pick<Branch, "id" | "buildings">>
  readonly groups: ReadonlyArray<Pick<Group, "id" | "buildings">>
}

/**
 * Whether a scope contains a building. The scope of a branch contains the buildings of the branch. The scope of a group
 * contains the buildings that the group lists, or all buildings if it lists none.
 */
export const hasBuilding = (scope: Scope, building: BuildingId, { branches, groups }: Areas): boolean => {
  if ("district" in scope) return true
  if ("building" in scope) return scope.building === building
  if ("branch" in scope) {
    return branches.some(({ buildings, id }) => id === scope.branch && buildings.includes(building))
  }
  return groups.some(
    ({ buildings, id }) => id === scope.group && (buildings.length === 0 || buildings.includes(building))
  )
}

/**
 * Whether a scope contains a subject. A subject (person or place) that is not in the registry is contained only in the
 * whole district. So the answer does not reveal which ids exist.
 */
export const hasSubject = (
  scope: Scope,
  subject: Subject,
  areas: Areas,
  registry: Pick<Registry, "buildings" | "households" | "residents">
): boolean => {
  if ("district" in scope) return true
  const building = buildingOf(registry, subject)
  return building !== undefined && hasBuilding(scope, building, areas)
}

/**
 * Whether a scope contains the records of a subject in the register. A group works with people in its buildings, but does
 * not keep their records.
 */
export const hasRecordsOf = (
  scope: Scope,
  subject: Subject,
  areas: Areas,
  registry: Pick<Registry, "buildings" | "households" | "residents">
): boolean => !("group" in scope) && hasSubject(scope, subject, areas, registry)
