/**
 * What the readers of a report may see. A report for a role is read by everybody with that role. So it contains only what
 * each of them may read: the common part of their mandates. The hall is read by everybody.
 *
 * - A case is shown if it is within reach of every reader. A case of a confidential playbook is shown only if, besides,
 *   the playbook names the role, or the role may open sealed data.
 * - Figures and doors of people are shown if every reader reaches the building, and the role may visit people. Where
 *   elders live alone is shown only if the role may open sealed data.
 * - What is not shown is not counted either, or small counts are masked: see `Masking.ts`.
 */
import { actingOn } from "@liulinhui/core/Actor"
import type { Opened } from "@liulinhui/core/Case"
import type { Day } from "@liulinhui/core/Day"
import * as District from "@liulinhui/core/District"
import type { BuildingId, RoleId } from "@liulinhui/core/Id"
import type { Model } from "@liulinhui/core/Model"
import { reachesBuilding, reachesCase, reachOf } from "@liulinhui/core/Question"
import type { Audience } from "./Facts.ts"

/** The rights of the readers. */
export interface Reader {
  readonly audience: Audience
  /** Whether the case may be shown, with its place and its entries. */
  readonly seesCase: (state: Opened) => boolean
  /** Whether the case may be counted, although it may not be shown. */
  readonly counts: (state: Opened) => boolean
  /** Whether doors and exact figures of the people in a building may be shown. */
  readonly seesPeople: (building: string | undefined) => boolean
  /** Whether it may be shown in which buildings elders live alone. */
  readonly seesLivingAlone: boolean
  /** Whether every figure may be exact: the readers see the people of all buildings. */
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
 * The rights of everybody with a role on a day, or of everybody in the hall. `undefined` if the model does not have the
 * role, or nobody holds it.
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
        : // The cast is safe: an unknown building is within reach of nobody but the whole district.
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
