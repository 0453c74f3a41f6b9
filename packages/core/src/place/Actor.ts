/**
 * An actor: a person or a body with mandates. A mandate assigns a role within a scope, and may begin and end on a day.
 * An action is denied unless a mandate in force permits it.
 */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { type Day, DayFromIso } from "../kernel/Day.ts"
import { Weight } from "./Branch.ts"
import { ActorId, BranchId, BuildingId, GroupId, ResidentId, RoleId, Tag } from "./Id.ts"
import type { Registry } from "./Registry.ts"

/** Where a mandate is valid: in one part of the district, or in all of it. */
export const Scope = Schema.Union([
  Schema.Struct({ building: BuildingId }),
  Schema.Struct({ group: GroupId }),
  Schema.Struct({ branch: BranchId }),
  Schema.Struct({ district: Schema.Literal(true) })
])
export type Scope = typeof Scope.Type

/**
 * A role within a scope. `from` and `until` are its first and last day (both included), if given.
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

const upTo = (maximum: number) =>
  Schema.Int.check(Schema.isBetween({ minimum: 0, maximum })).pipe(
    Schema.withDecodingDefaultTypeKey(Effect.succeed(0))
  )

/**
 * What a person has agreed to do voluntarily, as a volunteer or capable resident. Engines use these data to make
 * proposals. Nothing else of the person is used, and a person without an offer is never proposed (PIPL Art. 6).
 *
 * ```yaml
 * offers: { building: b09, skills: { elder-care: 60 }, elders: 5, tasks: 2, minutes: 180 }
 * ```
 *
 * @category models
 */
export const Offer = Schema.Struct({
  /** The building where the person lives. Engines propose nearby tasks. */
  building: Schema.optionalKey(BuildingId),
  /** Weighted skills, matched with the needs of tasks. */
  skills: Schema.Record(Tag, Weight).pipe(Schema.withDecodingDefaultTypeKey(Effect.succeed({}))),
  /** The most elders whose companion the person will be. The Elderly Companion scheme allows at most five. */
  elders: upTo(5),
  /** The most cases and places in teams at a time. */
  tasks: upTo(100),
  /** The most minutes a week for these tasks together. */
  minutes: upTo(10_080)
})
export interface Offer extends Schema.Schema.Type<typeof Offer> {}

/**
 * @category models
 */
export const Actor = Schema.Struct({
  id: ActorId,
  mandates: Schema.Array(Mandate),
  offers: Schema.optionalKey(Offer),
  /** The resident who the actor is. An actor who has died or left does not act any more. */
  resident: Schema.optionalKey(ResidentId)
})
export interface Actor extends Schema.Schema.Type<typeof Actor> {}

/** The library itself, which acts when a deadline passes. It has no mandate; it only records lapses. */
export const clock: Actor = { id: ActorId.make("clock"), mandates: [] }

/** Whether an actor can act on a day: one who is a resident has neither died nor left by then. */
export const canAct = ({ resident }: Actor, { residents }: Pick<Registry, "residents">, on: Day): boolean => {
  const left = resident === undefined ? undefined : residents.get(resident)?.left
  return left === undefined || on < left.on
}

/** Whether a mandate is in force on a day. */
export const inForce = (mandate: Mandate, on: Day): boolean =>
  (mandate.from === undefined || mandate.from <= on) && (mandate.until === undefined || on <= mandate.until)

/** The mandates of an actor that are in force on a day. */
export const mandatesOn = (self: Actor, on: Day): ReadonlyArray<Mandate> =>
  self.mandates.filter((mandate) => inForce(mandate, on))
