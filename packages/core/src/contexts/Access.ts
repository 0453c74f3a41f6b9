/** The rules for access: who may give an actor access to the service of a district, and who may end it. */
import type { Day } from "../kernel/Day.ts"
import type { MandateSlice } from "../mandates/Mandates.ts"
import { actingOn, contains, type Mandate } from "../place/Actor.ts"
import type { ActorId } from "../place/Id.ts"
import { grantingOf } from "./MandateContext.ts"
import type { ModelSlice } from "./ModelContext.ts"
import type { RegistrySlice } from "./RegistrySlice.ts"

type World = MandateSlice & ModelSlice & RegistrySlice

/** The mandates of an actor on a day, and whether another actor may grant all of them. */
const grantable = (
  { actors, model, registry }: World,
  by: ActorId,
  other: ActorId,
  on: Day
): { readonly mandates: number; readonly isGrantable: boolean } => {
  const granter = actors.get(by)
  const actor = actors.get(other)
  if (granter === undefined || actor === undefined || model === undefined) {
    return { mandates: 0, isGrantable: false }
  }
  const granting = grantingOf(granter, { model, on, registry })
  const mandates = actingOn(actor, registry, on)
  const isGranted = ({ role, scope }: Mandate): boolean =>
    granting.some((one) => one.roles.has(role) && contains(one.scope, scope))
  return { mandates: mandates.length, isGrantable: granting.length > 0 && mandates.every(isGranted) }
}

/**
 * Whether an actor may invite another actor to sign in. The inviting actor must be allowed to grant every mandate with
 * which the other actor can act on that day. Otherwise, a person could sign in as an actor who may do more than this
 * person may grant. Nobody can invite an actor without a mandate in force.
 *
 * @category decisions
 */
export const mayInvite = (state: World, by: ActorId, invited: ActorId, on: Day): boolean => {
  const { isGrantable, mandates } = grantable(state, by, invited, on)
  return isGrantable && mandates > 0
}

/**
 * Whether an actor may end the access of another actor: revoke its devices and its invitations. The rule is that of
 * {@link mayInvite}, but the other actor may have no mandate in force any more.
 *
 * @category decisions
 */
export const mayRevokeAccess = (state: World, by: ActorId, other: ActorId, on: Day): boolean =>
  grantable(state, by, other, on).isGrantable
