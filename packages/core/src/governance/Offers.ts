/**
 * What an actor may do now: of the district, the requests that it may make; of a case, the steps from the stage that it is
 * in. What is offered on a case is what deciding accepts, with the evidence or the words that it asks for.
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
 * @category models
 */
export interface Offers {
  /** The kinds of requests for which some mandate of the actor's in force gives the authority. */
  readonly requests: ReadonlyArray<Request["_tag"]>
  /** Of the case asked for: the steps of its playbook, and those that every playbook has. */
  readonly steps: ReadonlyArray<StepId>
  readonly standard: ReadonlyArray<StandardStep>
}

const nothing: Offers = { requests: [], steps: [], standard: [] }

/** The kinds of requests there are. */
const kinds = Object.values(Request.cases).map(({ fields }): Request["_tag"] => fields._tag.schema.literal)

/**
 * What is offered to an actor on a day. Whoever is unknown is offered nothing, and so is anybody on a case that is
 * unknown: it tells nothing of either.
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
  const requests = kinds.filter((_tag) => mayAsk({ _tag }, { actor, model, on }))
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
