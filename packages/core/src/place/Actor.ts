/**
 * Who acts: a person or a body with mandates. A mandate gives a role within a scope, and may begin and end on a day.
 * Authority is denied unless a mandate in force gives it.
 */
import * as Schema from "effect/Schema"
import { type Day, DayFromIso } from "../kernel/Day.ts"
import { ActorId, BranchId, BuildingId, GroupId, RoleId } from "./Id.ts"

/** Where a mandate holds: one part of the district, or all of it. */
export const Scope = Schema.Union([
  Schema.Struct({ building: BuildingId }),
  Schema.Struct({ group: GroupId }),
  Schema.Struct({ branch: BranchId }),
  Schema.Struct({ district: Schema.Literal(true) })
])
export type Scope = typeof Scope.Type

/**
 * A role within a scope, from a first day until a last day (both included) where they are stated.
 *
 * @category models
 */
export const Mandate = Schema.Struct({
  role: RoleId,
  scope: Scope,
  from: Schema.optionalKey(DayFromIso),
  until: Schema.optionalKey(DayFromIso)
})
export interface Mandate extends Schema.Schema.Type<typeof Mandate> {}

/**
 * @category models
 */
export const Actor = Schema.Struct({ id: ActorId, mandates: Schema.Array(Mandate) })
export interface Actor extends Schema.Schema.Type<typeof Actor> {}

/** The library itself, acting when a deadline passes. It holds no mandate; only lapses are done in its name. */
export const clock: Actor = { id: ActorId.make("clock"), mandates: [] }

/** Whether a mandate is in force on a day. */
export const inForce = (mandate: Mandate, on: Day): boolean =>
  (mandate.from === undefined || mandate.from <= on) && (mandate.until === undefined || on <= mandate.until)

/** The mandates of an actor that are in force on a day. */
export const mandatesOn = (self: Actor, on: Day): ReadonlyArray<Mandate> =>
  self.mandates.filter((mandate) => inForce(mandate, on))
