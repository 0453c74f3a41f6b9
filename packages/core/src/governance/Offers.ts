/**
 * Finds the requests and steps that are possible for an actor now: the types of requests to the district, and the steps
 * from the current stage of a case. Use this to show people only what is possible. A step in the result is accepted if
 * the actor adds the required evidence or reason.
 */
import * as CaseView from "../casework/CaseView.ts"
import type { StandardStep, StepId } from "../casework/Playbook.ts"
import type { Day } from "../kernel/Day.ts"
import type { Instant } from "../kernel/Instant.ts"
import { given } from "../kernel/OptionalKey.ts"
import * as District from "../district/District.ts"
import { actingOn } from "../place/Actor.ts"
import type { ActorId, CaseId } from "../place/Id.ts"
import * as Option from "effect/Option"
import { mayAskKind } from "./Authority.ts"
import { Request } from "./Request.ts"

/**
 * The requests and steps that are possible for an actor.
 *
 * @category models
 */
export interface Offers {
  /** The types of requests for which the actor has the authority, because of a mandate in force. */
  readonly requests: ReadonlyArray<Request["_tag"]>
  /** The possible steps of the given case: steps of its playbook, and standard steps, which every playbook has. */
  readonly steps: ReadonlyArray<StepId>
  readonly standard: ReadonlyArray<StandardStep>
}

const nothing: Offers = { requests: [], steps: [], standard: [] }

/** The tags of all types of requests. */
const kinds = Object.values(Request.cases).map(({ fields }): Request["_tag"] => fields._tag.schema.literal)

/**
 * The types of requests and the steps of a case that are possible for an actor on a day, or at an instant of that day. For an unknown actor or an
 * unknown case, the lists are empty. So the answer does not reveal whether the actor or the case exists.
 *
 * @category questions
 */
export const offers = (
  district: District.District,
  on: Day,
  by: ActorId,
  id: Option.Option<CaseId> = Option.none(),
  now?: Instant
): Offers => {
  const { model } = district
  const actor = district.actors.get(by)
  if (model === undefined || actor === undefined) return nothing
  if (actingOn(actor, district.registry, on).length === 0) return nothing
  const requests = kinds.filter((_tag) => mayAskKind({ _tag }, { actor, district, model, on }))
  const state = Option.getOrUndefined(Option.flatMap(id, (one) => District.findCase(district, one)))
  const playbook = state === undefined ? undefined : District.playbookOf(district, state)
  if (state === undefined || playbook === undefined) return { ...nothing, requests }
  const asking = { by: actor, on, ...given("now", now), context: District.contextOf(district, state, on) }
  return {
    requests,
    steps: CaseView.can(state, playbook, model.calendar, asking),
    standard: CaseView.canStandard(state, playbook, model.calendar, asking)
  }
}
