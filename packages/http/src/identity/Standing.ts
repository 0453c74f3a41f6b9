/**
 * What a district says about an actor today: whether the actor can act, and who may give or end the actor's access. The
 * answers come from the mandates and the registry of the district, so a mandate that has lapsed, a death and a departure
 * count from their day.
 */
import { actingOn } from "@liulinhui/core/Actor"
import { mayInvite, mayRevokeAccess } from "@liulinhui/core/Governance"
import type { ActorId } from "@liulinhui/core/Id"
import { IdentityUnavailable } from "@liulinhui/core/Identity"
import type { GovernanceShape } from "@liulinhui/service/Governance"
import * as Effect from "effect/Effect"
import type { Place } from "./Records.ts"

/**
 * @category models
 */
export interface Standing {
  /** Whether the actor has a mandate in force today and has not died or left. `false` if the district is unknown. */
  readonly canAct: (place: Place) => Effect.Effect<boolean, IdentityUnavailable>
  readonly mayInvite: (by: ActorId, place: Place) => Effect.Effect<boolean, IdentityUnavailable>
  readonly mayRevoke: (by: ActorId, place: Place) => Effect.Effect<boolean, IdentityUnavailable>
}

/**
 * Makes the answers from the governance service.
 *
 * @category constructors
 */
export const make = ({ read }: Pick<GovernanceShape, "read">): Standing => {
  const ask = (
    { district }: Place,
    question: Parameters<typeof read<boolean>>[1]
  ): Effect.Effect<boolean, IdentityUnavailable> =>
    read(district, question).pipe(
      Effect.catchTag("DistrictUnknown", () => Effect.succeed(false)),
      Effect.mapError(
        (error) =>
          new IdentityUnavailable({
            operation: `read the mandates of district "${district}"`,
            reason: error.message,
            retryable: "retryable" in error && error.retryable
          })
      )
    )
  return {
    canAct: (place) =>
      ask(place, ({ actors, registry }, today) => {
        const actor = actors.get(place.actor)
        return actor !== undefined && actingOn(actor, registry, today).length > 0
      }),
    mayInvite: (by, place) => ask(place, (state, today) => mayInvite(state, by, place.actor, today)),
    mayRevoke: (by, place) => ask(place, (state, today) => mayRevokeAccess(state, by, place.actor, today))
  }
}
