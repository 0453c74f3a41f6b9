/**
 * Routing: which group is responsible for a case. A model may have several groups with one heart (main purpose), each for
 * its buildings. A case goes to the group that serves its place.
 */
import type { Group } from "../place/Group.ts"
import type { BuildingId, GroupId, Tag } from "../place/Id.ts"
import type { Model } from "./Model.ts"

type Groups = Pick<Model, "groups">

const ofHeart = ({ groups }: Groups, heart: Tag): ReadonlyArray<Group> =>
  groups.filter((group) => group.heart === heart)

const servesAll = ({ buildings }: Group): boolean => buildings.length === 0

/**
 * The group that is responsible for a case with this heart in these buildings. `undefined` if no group has the heart.
 *
 * Of the groups that list their buildings, the one that serves the most buildings of the case is responsible. If none of
 * them serves one, a group for the whole district is. If there is no such group either, the first group of the heart is
 * responsible, so that every case has a group. Of several equal groups, the first one in the model is responsible.
 *
 * @example
 * ```ts
 * import { apply, groupFor, read } from "@liulinhui/core/Model"
 * import { BuildingId, Tag } from "@liulinhui/core/Id"
 * import { sixHearts } from "@liulinhui/six-hearts"
 * import * as Result from "effect/Result"
 * import { strict as assert } from "node:assert"
 *
 * const north = { name: { zh: "北区齐心组", en: "United Heart, north" }, heart: "unity", purpose: { zh: "北", en: "North" }, needs: {}, ledBy: 1 }
 * const model = Result.getOrThrow(
 *   read(
 *     apply(sixHearts, {
 *       id: "elsewhere",
 *       name: { zh: "别处", en: "Elsewhere" },
 *       timeZone: "Asia/Shanghai",
 *       branches: {},
 *       groups: { "unity-north": { ...north, buildings: ["b7", "b8"] } },
 *       pairing: { criteria: { strengths: 1 } },
 *       actors: {}
 *     })
 *   )
 * )
 * const group = (building: string) => groupFor(model, Tag.make("unity"), [BuildingId.make(building)])?.id
 * assert.deepEqual([group("b1"), group("b7")], ["unity", "unity-north"])
 * ```
 * @category questions
 */
export const groupFor = (
  self: Groups,
  heart: Tag,
  buildings: ReadonlyArray<BuildingId>
): Group | undefined => {
  const groups = ofHeart(self, heart)
  const served = groups.map(
    (group) => buildings.filter((building) => group.buildings.includes(building)).length
  )
  const most = Math.max(0, ...served)
  return most > 0 ? groups[served.indexOf(most)] : (groups.find(servesAll) ?? groups[0])
}

/** The hearts to which cases or companions of the model belong. */
const heartsInUse = ({ companions, playbooks }: Pick<Model, "companions" | "playbooks">): ReadonlySet<Tag> =>
  new Set([
    ...[...playbooks.values()].map(({ playbook }) => playbook.ledBy),
    ...(companions === undefined ? [] : [companions.ledBy])
  ])

/**
 * A warning about the places that groups serve, with its path in the model document. Every case has a group all the same
 * (see {@link groupFor}), so it is no mistake, but seldom what the district wants.
 *
 * @category models
 */
export type RoutingWarning =
  /**
   * Two groups of a heart serve the same building, or both serve the whole district (then `building` is missing). All
   * cases go to `group`, and none to `other`.
   */
  | {
      readonly _tag: "PlaceServedTwice"
      readonly path: ReadonlyArray<string | number>
      readonly heart: Tag
      readonly group: GroupId
      readonly other: GroupId
      readonly building?: BuildingId
    }
  /** No group of a heart serves these buildings. Their cases go to `group`. */
  | {
      readonly _tag: "PlaceServedByNobody"
      readonly path: ReadonlyArray<string | number>
      readonly heart: Tag
      readonly group: GroupId
      readonly buildings: ReadonlyArray<BuildingId>
    }

/**
 * The places that two groups of one heart serve, and the buildings of the registry that no group of a heart serves. Only
 * hearts to which cases or companions belong are checked.
 *
 * @category checks
 */
export const checkRouting = (
  self: Pick<Model, "companions" | "groups" | "playbooks">,
  registered: Iterable<BuildingId> = []
): ReadonlyArray<RoutingWarning> => {
  const all = [...registered]
  return [...heartsInUse(self)].flatMap((heart): ReadonlyArray<RoutingWarning> => {
    const groups = ofHeart(self, heart)
    const [first] = groups
    if (first === undefined) return []
    const [whole, ...others] = groups.filter(servesAll)
    const served = new Set(groups.flatMap(({ buildings }) => buildings))
    const unserved = whole === undefined ? all.filter((building) => !served.has(building)) : []
    return [
      ...others.map(({ id }) => ({
        _tag: "PlaceServedTwice" as const,
        path: ["groups", id, "buildings"],
        heart,
        group: whole?.id ?? first.id,
        other: id
      })),
      ...groups.flatMap((group, n) => servedBefore(groups.slice(0, n), group)),
      ...(unserved.length === 0
        ? []
        : [
            {
              _tag: "PlaceServedByNobody" as const,
              path: ["groups", first.id, "buildings"],
              heart,
              group: first.id,
              buildings: unserved
            }
          ])
    ]
  })
}

/** The buildings of a group that an earlier group of its heart serves. */
const servedBefore = (
  before: ReadonlyArray<Group>,
  { buildings, heart, id }: Group
): ReadonlyArray<RoutingWarning> =>
  buildings.flatMap((building, at) => {
    const group = before.find((one) => one.buildings.includes(building))?.id
    return group === undefined
      ? []
      : [
          {
            _tag: "PlaceServedTwice" as const,
            path: ["groups", id, "buildings", at],
            heart,
            group,
            other: id,
            building
          }
        ]
  })
