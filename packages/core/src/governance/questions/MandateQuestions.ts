/** Questions about mandates: who may do what in which part of the district. */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { type Day, DayFromIso } from "../../kernel/Day.ts"
import { actorsKnownBy } from "../../mandates/Mandates.ts"
import { registryOn } from "../../contexts/RegistrySlice.ts"
import { actingOn, Mandate, type Scope } from "../../place/Actor.ts"
import { ActorId, type RoleId } from "../../place/Id.ts"
import { type Reach, reachOf } from "../Reach.ts"
import { make } from "./Inquiry.ts"

/**
 * A mandate of an actor. If `from` is missing, the mandate began before the district used the library. If `until` is
 * missing, it has no end.
 */
export interface HeldMandate {
  readonly actor: ActorId
  readonly role: RoleId
  readonly scope: Scope
  readonly from?: Day
  readonly until?: Day
}

/** Whether the asking actor may see a mandate. All actors may see mandates for the whole district. */
const isInReach = ({ buildings, district, groups }: Reach, scope: Scope): boolean => {
  if (district || "district" in scope) return true
  if ("building" in scope) return buildings.has(scope.building)
  return "group" in scope && groups.has(scope.group)
}

/**
 * The mandates of all actors on a day, with their last days. With `known`, the answer is as it was known at the end of
 * the day `known`. An actor who had died or left the district by then has no mandates.
 *
 * @category questions
 */
export const askMandates = make({
  fields: {
    AskMandates: {
      /** Default: today. */
      on: Schema.optionalKey(DayFromIso),
      known: Schema.optionalKey(DayFromIso),
      /** If present, only the mandates of this actor are returned. */
      actor: Schema.optionalKey(ActorId)
    }
  },
  authority: "any mandate",
  answered: Schema.Struct({
    on: DayFromIso,
    mandates: Schema.Array(Schema.Struct({ actor: ActorId, ...Mandate.fields }))
  }),
  answer: (asking, { actor: wanted, known, on = asking.on }) => {
    const { actor: asker, district } = asking
    const reach = reachOf(asking)
    const registry = registryOn(district, on, known)
    const mandates = [...actorsKnownBy(district, known).values()].flatMap((actor) =>
      wanted === undefined || wanted === actor.id
        ? actingOn(actor, registry, on)
            .filter(({ scope }) => actor.id === asker.id || isInReach(reach, scope))
            .map((mandate): HeldMandate => ({ actor: actor.id, ...mandate }))
        : []
    )
    return Result.succeed({ on, mandates })
  }
})
