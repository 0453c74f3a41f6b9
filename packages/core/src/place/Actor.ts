/**
 * An actor is a person or a body that makes requests. With a mandate, an actor has a role within a scope (a part of the
 * district). A mandate may have a first and a last day. Every action is denied unless a mandate in force permits it.
 */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { type Day, DayFromIso } from "../kernel/Day.ts"
import { Weight } from "./Branch.ts"
import { ActorId, BranchId, BuildingId, GroupId, ResidentId, RoleId, Tag } from "./Id.ts"
import type { Registry } from "./Registry.ts"

/** The part of the district in which a mandate is valid: a building, a group, a branch or the whole district. */
export const Scope = Schema.Union([
  Schema.Struct({ building: BuildingId }),
  Schema.Struct({ group: GroupId }),
  Schema.Struct({ branch: BranchId }),
  Schema.Struct({ district: Schema.Literal(true) })
])
export type Scope = typeof Scope.Type

/** A scope as text: `building/b1`, `group/warmth`, `branch/one` or `district`. Two scopes are equal if their texts are. */
export const scopeText = (self: Scope): string => {
  if ("building" in self) return `building/${self.building}`
  if ("group" in self) return `group/${self.group}`
  return "branch" in self ? `branch/${self.branch}` : "district"
}

/** Whether two scopes are the same. */
export const sameScope = (one: Scope, other: Scope): boolean => scopeText(one) === scopeText(other)

/**
 * Whether a scope contains another: the whole district contains every scope, and each scope contains itself. The scope
 * of a branch does not contain the buildings of the branch. The reason is that a mandate for a building permits steps
 * that a mandate for a branch does not permit.
 */
export const contains = (outer: Scope, inner: Scope): boolean =>
  "district" in outer || sameScope(outer, inner)

/**
 * A mandate: a role within a scope (a part of the district). `from` and `until` are its first and its last day (both
 * included). If `from` or `until` is missing, the mandate has no beginning or no end.
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
 * What a person has offered to do as a volunteer or capable resident. The planning functions use only these data when
 * they propose tasks for the person. They never propose a person without such an offer (PIPL Art. 6).
 *
 * ```yaml
 * offers: { building: b09, skills: { elder-care: 60 }, elders: 5, tasks: 2, minutes: 180 }
 * ```
 *
 * @category models
 */
export const Offer = Schema.Struct({
  /** The building in which the person lives. Tasks near this building are proposed first. */
  building: Schema.optionalKey(BuildingId),
  /**
   * The person's skills, each with a weight. When tasks are proposed, the skills are compared with the needs of the
   * tasks.
   */
  skills: Schema.Record(Tag, Weight).pipe(Schema.withDecodingDefaultTypeKey(Effect.succeed({}))),
  /**
   * The maximum number of elders for whom the person is willing to be a companion. It is at most the limit of the model
   * (`companions.most`).
   */
  elders: upTo(100),
  /** The maximum number of tasks that the person takes at the same time: cases, and places in the teams of groups. */
  tasks: upTo(100),
  /** The maximum number of minutes a week that the person spends on all cases and teams together. */
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
  /**
   * The resident who this actor is, if the actor is a resident of the district. An actor who has died or moved away
   * cannot act any more.
   */
  resident: Schema.optionalKey(ResidentId)
})
export interface Actor extends Schema.Schema.Type<typeof Actor> {}

/**
 * The actor that represents the library itself, when it acts after a passed deadline. It has no mandate. It only
 * records lapses, which are the steps that happen automatically after a deadline.
 */
export const clock: Actor = { id: ActorId.make("clock"), mandates: [] }

/** Whether an id is reserved for the library itself. No actor of a model has such an id. */
export const isReserved = (id: ActorId): boolean => id === clock.id

/**
 * Whether an actor can act on a day. A resident who has died or left the district by that day cannot act. If the record
 * of the resident was merged into another record, the other record counts.
 */
export const canAct = (
  { resident }: Actor,
  { merged, residents }: Pick<Registry, "merged" | "residents">,
  on: Day
): boolean => {
  let record = resident
  for (let into = record && merged.get(record); into !== undefined; into = merged.get(into)) record = into
  const left = record === undefined ? undefined : residents.get(record)?.left
  return left === undefined || on < left.on
}

/** Whether a mandate is in force on a day. */
export const inForce = (mandate: Mandate, on: Day): boolean =>
  (mandate.from === undefined || mandate.from <= on) && (mandate.until === undefined || on <= mandate.until)

/** The mandates of an actor that are in force on a day. */
export const mandatesOn = (self: Actor, on: Day): ReadonlyArray<Mandate> =>
  self.mandates.filter((mandate) => inForce(mandate, on))

/**
 * The mandates with which an actor can act on a day: those in force. None if the actor is a resident who has died or left
 * the district.
 */
export const actingOn = (
  self: Actor,
  registry: Pick<Registry, "merged" | "residents">,
  on: Day
): ReadonlyArray<Mandate> => (canAct(self, registry, on) ? mandatesOn(self, on) : [])
