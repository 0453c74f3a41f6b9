/**
 * The requests and steps that an actor may do now: requests to the district, and steps of a case from its present stage.
 * Use it to show only possible actions. An offered step is accepted if it has the required evidence or reason.
 */
import * as CaseView from "../casework/CaseView.ts"
import type { StandardStep, StepId } from "../casework/Playbook.ts"
import type { Day } from "../kernel/Day.ts"
import * as District from "../district/District.ts"
import type { ActorId, CaseId } from "../place/Id.ts"
import * as Option from "effect/Option"
import { mayAsk } from "./Authority.ts"
import { Request } from "./Request.ts"

/**
 * The requests and steps that are open to an actor.
 *
 * @category models
 */
export interface Offers {
  /** The kinds of requests for which the actor has the authority through a mandate in force. */
  readonly requests: ReadonlyArray<Request["_tag"]>
  /** For the given case: the steps of its playbook, and the steps that every playbook has. */
  readonly steps: ReadonlyArray<StepId>
  readonly standard: ReadonlyArray<StandardStep>
}

const nothing: Offers = { requests: [], steps: [], standard: [] }

/** All kinds of requests. */
const kinds = Object.values(Request.cases).map(({ fields }): Request["_tag"] => fields._tag.schema.literal)

/**
 * The offers to an actor on a day. An unknown actor gets no offers, and nobody gets offers for an unknown case. So
 * the answer does not reveal whether the actor or the case exists.
 *
 * @category questions
 */
export const offers = (
  district: District.District,
  on: Day,
  by: ActorId,
  id: Option.Option<CaseId> = Option.none()
): Offers => {
  const { model } = district
  const actor = model?.actors.get(by)
  if (model === undefined || actor === undefined) return nothing
  const requests = kinds.filter((_tag) => mayAsk({ _tag }, { actor, district, model, on }))
  const state = Option.getOrUndefined(Option.flatMap(id, (one) => District.findCase(district, one)))
  const playbook = state === undefined ? undefined : District.playbookOf(district, state)
  if (state === undefined || playbook === undefined) return { ...nothing, requests }
  const asking = { by: actor, on, context: District.contextOf(district, state, on) }
  return {
    requests,
    steps: CaseView.can(state, playbook, model.calendar, asking),
    standard: CaseView.canStandard(state, playbook, model.calendar, asking)
  }
}
