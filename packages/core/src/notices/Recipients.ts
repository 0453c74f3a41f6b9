/**
 * Finds the recipients of a notice rule: the actors who have one of its roles and a mandate that covers the case, and
 * perhaps the actor who opened the case.
 */
import { placeOf } from "../contexts/IntakeFacts.ts"
import type { Report } from "../intake/Intake.ts"
import type { Place } from "../casework/CaseQuestion.ts"
import type { Opened } from "../casework/CaseState.ts"
import { authority } from "../casework/CaseAuthority.ts"
import type { Day } from "../kernel/Day.ts"
import * as District from "../district/District.ts"
import type { NoticeRule } from "../model/NoticeRule.ts"
import { type Actor, actingOn } from "../place/Actor.ts"
import type { ActorId, RoleId } from "../place/Id.ts"
import type { Scene } from "./Announcement.ts"

const holding = ({ actors, registry }: District.District, role: RoleId, on: Day): ReadonlyArray<Actor> =>
  [...actors.values()].filter((actor) =>
    actingOn(actor, registry, on).some((mandate) => mandate.role === role)
  )

/** Where a case is, or where a report belongs: the actors nearby are notified. */
type Near = Place & Parameters<typeof District.contextOf>[1]

/** The actors who have a role and a mandate that covers a place. */
const near = ({ district }: Scene, role: RoleId, state: Near, on: Day): ReadonlyArray<Actor> => {
  const context = District.contextOf(district, state, on)
  const people = [
    { role, scope: "group" as const },
    { role, scope: "building" as const }
  ]
  return holding(district, role, on).filter(
    (by) => authority(people, { by, context, on }, state).length === 0
  )
}

/** A recipient, and the role that is the reason for notifying the recipient. */
export interface Listener {
  readonly role: RoleId
  readonly recipient: ActorId
}

/** The actor who opened a case. Empty if this actor does not have a mandate any more. */
const reporterOf = ({ district }: Scene, { id }: Opened, on: Day): ReadonlyArray<Listener> => {
  const opener = district.cases.get(id)?.entries[0]?.event.by
  const actor = opener === undefined ? undefined : district.actors.get(opener)
  const role = actor === undefined ? undefined : actingOn(actor, district.registry, on)[0]?.role
  return actor === undefined || role === undefined ? [] : [{ role, recipient: actor.id }]
}

/**
 * The recipients of a notice rule about a report: the keepers of the cases that it would become, and the roles of the
 * rule, as far as their mandates cover its place. Each recipient and role is listed only once.
 */
export const listenersOfReport = (
  scene: Scene,
  { to }: NoticeRule,
  report: Report,
  on: Day
): ReadonlyArray<Listener> => {
  const { district, model } = scene
  const place = placeOf(model, report)
  const keepers = model.playbooks.get(report.playbook)?.keepers.map(({ role }) => role) ?? []
  return [...new Set([...keepers, ...to])].flatMap((role) =>
    (place === undefined ? holding(district, role, on) : near(scene, role, place, on)).map(
      (actor): Listener => ({ role, recipient: actor.id })
    )
  )
}

/** All recipients of a notice rule. Each recipient is listed only once. */
export const listeners = (
  scene: Scene,
  { reporter, to }: NoticeRule,
  state: Opened | undefined,
  on: Day,
  more: ReadonlyArray<RoleId> = []
): ReadonlyArray<Listener> => {
  const { district } = scene
  const holders = [...new Set([...more, ...to])].flatMap((role) =>
    (state === undefined ? holding(district, role, on) : near(scene, role, state, on)).map(
      (actor): Listener => ({ role, recipient: actor.id })
    )
  )
  const notified = new Set(holders.map(({ recipient }) => recipient))
  return reporter !== true || state === undefined
    ? holders
    : [...holders, ...reporterOf(scene, state, on).filter(({ recipient }) => !notified.has(recipient))]
}
