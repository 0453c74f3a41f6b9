/** The context of mandates: requests that grant mandates, end them, or undo their end. */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { add, type Day, DayFromIso } from "../kernel/Day.ts"
import { sensitive } from "../kernel/Personal.ts"
import { refuse } from "../kernel/Rule.ts"
import { StatedReason } from "../kernel/StatedReason.ts"
import { rolesGrantedBy } from "../model/Role.ts"
import type { Model } from "../model/Model.ts"
import {
  apply,
  draft,
  endingsOf,
  type MandateDraft,
  MandateEvent,
  type MandateSlice,
  streamOf
} from "../mandates/Mandates.ts"
import {
  check,
  type Granting,
  type MandateCommand,
  type MandateGround,
  type MandateRefusal,
  onlyIfVacant,
  rules
} from "../mandates/MandateRules.ts"
import { type Actor, actingOn, canAct, Scope, scopeText } from "../place/Actor.ts"
import { ActorId, RoleId } from "../place/Id.ts"
import type { Registry } from "../place/Registry.ts"
import { type Asking, change, type Decision, make, type RequestOf } from "./Context.ts"
import { dated, type Dated, type DatedRefusal, datedRules, happened } from "./Dated.ts"
import { format, type ModelSlice } from "./ModelContext.ts"
import { inLaterFormat } from "./RegistryContext.ts"
import type { RegistrySlice } from "./RegistrySlice.ts"

export type { MandateSlice } from "../mandates/Mandates.ts"

const post = { actor: ActorId, role: RoleId, scope: Scope }

const requests = {
  /**
   * Grants a role within a scope (a part of the district) to an actor. The actor may be new. `on` is the day of the
   * decision.
   */
  GrantMandate: {
    ...post,
    /** The first day of the mandate. Default: the day of the decision. */
    from: Schema.optionalKey(DayFromIso),
    /** The last day of the mandate. Default: the mandate has no end. */
    until: Schema.optionalKey(DayFromIso),
    reason: sensitive(StatedReason),
    ...happened
  },
  /** Ends a mandate, which the model or an earlier request granted. Actors may end their own mandates. */
  EndMandate: {
    ...post,
    /**
     * The last day of the mandate. Default: the day before the decision, so that the mandate is not in force any more.
     */
    until: Schema.optionalKey(DayFromIso),
    reason: sensitive(StatedReason),
    ...happened
  },
  /**
   * Undoes the end of a mandate that was entered by mistake. The mandate then counts as if the decision on the day
   * `ended` had not been made.
   */
  UndoMandateEnd: { ...post, ended: DayFromIso, reason: sensitive(StatedReason) }
}

type MandateRequest = RequestOf<typeof requests>
type World = MandateSlice &
  ModelSlice &
  RegistrySlice & { readonly erasedActors: ReadonlyMap<ActorId, number> }
type Reason = MandateRefusal | DatedRefusal

/** The roles that an actor may grant on a day, each within the scope of the mandate that permits it. */
export const grantingOf = (
  actor: Actor,
  { model, on, registry }: { readonly model: Model; readonly on: Day; readonly registry: Registry }
): ReadonlyArray<Granting> =>
  actingOn(actor, registry, on).flatMap(({ role, scope }) => {
    const roles = rolesGrantedBy(model.roles, role)
    return roles.size === 0 ? [] : [{ scope, roles }]
  })

const groundOf = ({ actor, district, model, on }: Asking<World>): MandateGround => {
  const { actors, erased, erasedActors, registry } = district
  const scope = { model, on, registry }
  return {
    roles: new Set(model.roles.keys()),
    scopes: new Set(
      [
        { district: true as const },
        ...model.groups.map(({ id }) => ({ group: id })),
        ...model.branches.map(({ id }) => ({ branch: id })),
        ...[...registry.buildings.keys()].map((building) => ({ building }))
      ].map(scopeText)
    ),
    actors,
    granting: grantingOf(actor, scope),
    granters: [...actors.values()].flatMap((one) => (grantingOf(one, scope).length > 0 ? [one.id] : [])),
    isGone: (id) => {
      const found = actors.get(id)
      return (
        erasedActors.has(id) ||
        (found !== undefined &&
          (!canAct(found, registry, on) || (found.resident !== undefined && erased.has(found.resident))))
      )
    },
    endings: (wanted) => endingsOf(district, wanted)
  }
}

const commandOf = (request: MandateRequest, by: ActorId | undefined, on: Day): MandateCommand => {
  const { actor, role, scope } = request
  const asked = { actor, role, scope, by, on }
  switch (request._tag) {
    case "GrantMandate": {
      const { from = on, until } = request
      return { _tag: "GrantMandate", ...asked, from, ...(until === undefined ? {} : { until }) }
    }
    case "EndMandate":
      return { _tag: "EndMandate", ...asked, until: request.until ?? add(on, -1) }
    case "UndoMandateEnd":
      return { _tag: "UndoMandateEnd", ...asked, ended: request.ended }
  }
}

const eventOf = (
  command: MandateCommand,
  reason: string | undefined,
  more: { readonly recorded?: Day; readonly resident?: Actor["resident"] }
): MandateEvent => {
  const { actor, by = actor, on, role, scope } = command
  const { recorded, resident } = more
  const decided = {
    on,
    ...(recorded === undefined ? {} : { recorded }),
    actor,
    ...(resident === undefined ? {} : { resident }),
    role,
    scope,
    ...(reason === undefined ? {} : { reason })
  }
  switch (command._tag) {
    case "GrantMandate": {
      const { from, until } = command
      return {
        _tag: "MandateGranted",
        ...decided,
        ...(command.by === undefined ? {} : { by }),
        from,
        ...(until === undefined ? {} : { until })
      }
    }
    case "EndMandate":
      return { _tag: "MandateEnded", ...decided, by, until: command.until }
    case "UndoMandateEnd":
      return { _tag: "MandateEndUndone", ...decided, by, ended: command.ended }
  }
}

const decideBy = (
  asking: Asking<World>,
  request: MandateRequest,
  by: ActorId | undefined,
  { on, recorded }: Dated
): Decision<MandateEvent, Reason> => {
  const resident = asking.district.actors.get(request.actor)?.resident
  const late = recorded === undefined ? {} : { recorded }
  const owner = resident === undefined ? {} : { resident }
  const { erased, erasedActors } = asking.district
  // The data of this person were erased, so no new personal text is stored under the person's key. The mandate can
  // still be ended.
  const isErased = erasedActors.has(request.actor) || (resident !== undefined && erased.has(resident))
  return Result.map(check(groundOf(asking), commandOf(request, by, on)), (command) =>
    change(asking, streamOf(request.actor), [
      eventOf(command, isErased ? undefined : request.reason, { ...late, ...owner })
    ])
  )
}

const decide = (asking: Asking<World>, request: MandateRequest): Decision<MandateEvent, Reason> =>
  asking.district.format < format
    ? refuse(inLaterFormat, { _tag: "FormatNeeded", format })
    : Result.flatMap(dated(asking, "on" in request ? request : {}), (when) =>
        decideBy(asking, request, asking.actor.id, when)
      )

/**
 * An appointment: an operator grants the first mandate of a district, or a new one after no actor can grant mandates
 * any more.
 */
export type Appointment = Omit<Extract<MandateRequest, { readonly _tag: "GrantMandate" }>, "_tag" | "on">

/**
 * Decides an appointment by an operator (who runs the system and is not an actor). The appointment is refused if an
 * actor of the district may grant mandates.
 *
 * @category decisions
 */
export const appoint = (
  asking: Omit<Asking<World>, "actor">,
  appointment: Appointment
): Decision<MandateEvent, Reason> => {
  const { on } = asking
  if (asking.district.format < format) return refuse(inLaterFormat, { _tag: "FormatNeeded", format })
  const operator: Actor = { id: appointment.actor, mandates: [] }
  return decideBy({ ...asking, actor: operator }, { _tag: "GrantMandate", ...appointment }, undefined, { on })
}

/** @category contexts */
export const mandateContext = make({
  id: "mandate",
  events: MandateEvent,
  // The reasons are not decrypted when entries are read.
  opens: false,
  initial: draft,
  apply: (self: MandateDraft, event): undefined => {
    apply(self, event)
  },
  requests,
  // Actors may end their own mandates, whatever their roles are. The rules decide all other cases.
  authorities: { GrantMandate: "granting", EndMandate: "own", UndoMandateEnd: "granting" },
  rules: [
    ...new Set([...rules.grant, ...rules.end, ...rules.undo]),
    onlyIfVacant,
    inLaterFormat,
    ...datedRules
  ],
  decide
})
