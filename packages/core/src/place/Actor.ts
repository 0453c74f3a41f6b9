/**
 * Who acts: a person or a body with mandates. A mandate gives a role within a scope, and may begin and end on a day.
 * Authority is denied unless a mandate in force gives it.
 */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { type Day, DayFromIso } from "../kernel/Day.ts"
import { Weight } from "./Branch.ts"
import { ActorId, BranchId, BuildingId, GroupId, RoleId, Tag } from "./Id.ts"

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

const upTo = (maximum: number) =>
  Schema.Int.check(Schema.isBetween({ minimum: 0, maximum })).pipe(
    Schema.withDecodingDefaultTypeKey(Effect.succeed(0))
  )

/**
 * What somebody has agreed to give of their own, as a volunteer or capable resident: data that engines propose by. No
 * more of a person than that; who agrees to nothing is proposed for nothing (PIPL Art. 6).
 *
 * ```yaml
 * offers: { building: b09, skills: { elder-care: 60 }, elders: 5, tasks: 2, minutes: 180 }
 * ```
 *
 * @category models
 */
export const Offer = Schema.Struct({
  /** Where they live, so that they are asked for what is near by. */
  building: Schema.optionalKey(BuildingId),
  /** Weighted skills, to be matched with what tasks need. */
  skills: Schema.Record(Tag, Weight).pipe(Schema.withDecodingDefaultTypeKey(Effect.succeed({}))),
  /** The most elders whose companion they will be: five at most by the Elderly Companion scheme. */
  elders: upTo(5),
  /** The most cases and places in teams that they will have at a time. */
  tasks: upTo(100),
  /** Minutes a week that these may take together. */
  minutes: upTo(10_080)
})
export interface Offer extends Schema.Schema.Type<typeof Offer> {}

/**
 * @category models
 */
export const Actor = Schema.Struct({
  id: ActorId,
  mandates: Schema.Array(Mandate),
  offers: Schema.optionalKey(Offer)
})
export interface Actor extends Schema.Schema.Type<typeof Actor> {}

/** The library itself, acting when a deadline passes. It holds no mandate; only lapses are done in its name. */
export const clock: Actor = { id: ActorId.make("clock"), mandates: [] }

/** Whether a mandate is in force on a day. */
export const inForce = (mandate: Mandate, on: Day): boolean =>
  (mandate.from === undefined || mandate.from <= on) && (mandate.until === undefined || on <= mandate.until)

/** The mandates of an actor that are in force on a day. */
export const mandatesOn = (self: Actor, on: Day): ReadonlyArray<Mandate> =>
  self.mandates.filter((mandate) => inForce(mandate, on))
