/**
 * What the readers of a report may see. A report for a role is read by everybody with that role. So it contains only
 * what all of these people may read. A report in a public hall is read by everybody.
 *
 * - A case is shown if the mandates of every reader cover it. For a case of a confidential playbook, there is one more
 *   condition: the playbook lists the role, or the role may open sealed (encrypted) data.
 * - Figures and doors of people are shown if the mandates of every reader cover the building, and the role may visit
 *   people. The buildings in which elders live alone are shown only if the role may open sealed data.
 * - What is not shown is not counted either, or its small counts are masked (hidden): see `Masking.ts`.
 */
import { actingOn } from "@liulinhui/core/Actor"
import type { Opened } from "@liulinhui/core/Case"
import type { Day } from "@liulinhui/core/Day"
import * as District from "@liulinhui/core/District"
import type { BuildingId, RoleId } from "@liulinhui/core/Id"
import type { Model } from "@liulinhui/core/Model"
import { reachesBuilding, reachesCase, reachOf } from "@liulinhui/core/Question"
import type { Audience } from "./Facts.ts"

/** What the readers of a report may see. */
export interface Reader {
  readonly audience: Audience
  /** Returns whether a case may be shown, with its place and its entries. */
  readonly seesCase: (state: Opened) => boolean
  /** Returns whether a case may be counted. It may be counted even if it may not be shown. */
  readonly counts: (state: Opened) => boolean
  /** Returns whether doors and exact figures of the people in a building may be shown. */
  readonly seesPeople: (building: string | undefined) => boolean
  /** Whether the report may show in which buildings elders live alone. */
  readonly seesLivingAlone: boolean
  /** Whether all figures may be exact. This is so if the readers may see the people of all buildings. */
  readonly exact: boolean
}

const isConfidential = ({ noticeHours }: Model, { playbook }: Opened): boolean =>
  noticeHours.confidential.includes(playbook)

const hall = (model: Model): Reader => ({
  audience: "hall",
  seesCase: () => false,
  counts: (state) => !isConfidential(model, state),
  seesPeople: () => false,
  seesLivingAlone: false,
  exact: false
})

/**
 * What everybody with a role may see on a day, or what everybody in a public hall may see. `undefined` if the model
 * does not have the role, or if nobody has it.
 */
export const readerOf = (
  district: District.District,
  model: Model,
  on: Day,
  readers: RoleId | "hall"
): Reader | undefined => {
  if (readers === "hall") return hall(model)
  const role = model.roles.get(readers)
  const reaches = [...district.actors.values()].flatMap((actor) => {
    const mandates = actingOn(actor, district.registry, on).filter((mandate) => mandate.role === readers)
    return mandates.length === 0 ? [] : [reachOf({ actor: { ...actor, mandates }, model, on })]
  })
  if (role === undefined || reaches.length === 0) return undefined
  const opensSealed = role.may.includes("disclosure")
  const visits = opensSealed || role.may.includes("contact")
  const named = (state: Opened): boolean =>
    (District.playbookOf(district, state)?.people ?? []).some((by) => by.role === readers)
  const seesCase = (state: Opened): boolean =>
    reaches.every((reach) => reachesCase(reach, { district, model }, state)) &&
    (!isConfidential(model, state) || opensSealed || named(state))
  const seesPeople = (building: string | undefined): boolean =>
    visits &&
    reaches.every((reach) =>
      building === undefined
        ? reach.district
        : // The cast is safe: an unknown building is covered only by mandates for the whole district.
          reachesBuilding(reach, { model }, building as BuildingId)
    )
  return {
    audience: { role: readers, name: role.name },
    seesCase,
    counts: (state) => seesCase(state) || !isConfidential(model, state),
    seesPeople,
    seesLivingAlone: opensSealed,
    exact: seesPeople(undefined)
  }
}
