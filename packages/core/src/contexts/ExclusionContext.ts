/** Exclusions from coverage rules, each with a reason that the rule allows. */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { ReasonId } from "../coverage/CoverageRule.ts"
import type { Exclusion } from "../coverage/Exclusion.ts"
import {
  decide as decideExclusion,
  evolve,
  ExclusionEvent,
  type ExclusionRefusal,
  rules,
  stream
} from "../coverage/ExclusionDecider.ts"
import { DayFromIso } from "../kernel/Day.ts"
import { mandatesOn } from "../place/Actor.ts"
import { RuleId } from "../place/Id.ts"
import { Subject } from "../place/Subject.ts"
import { type Asking, change, type Decision, make, type RequestOf } from "./Context.ts"
import type { RegistrySlice } from "./RegistryContext.ts"

/** @category models */
export interface ExclusionSlice {
  readonly exclusions: ReadonlyArray<Exclusion>
}

const requests = {
  GrantExclusion: { rule: RuleId, subject: Subject, reason: ReasonId, until: Schema.optionalKey(DayFromIso) },
  LiftExclusion: { rule: RuleId, subject: Subject }
}

const decide = (
  asking: Asking<ExclusionSlice & RegistrySlice>,
  request: RequestOf<typeof requests>
): Decision<ExclusionEvent, ExclusionRefusal> => {
  const { actor, district, model, on } = asking
  const roles = mandatesOn(actor, on).map(({ role }) => role)
  const state = { exclusions: district.exclusions, registry: district.registry, rules: model.coverage }
  return Result.map(decideExclusion(state, { ...request, by: actor.id, on, roles }), (events) =>
    change(asking, stream, events)
  )
}

/** @category contexts */
export const exclusionContext = make({
  id: "exclusion",
  events: ExclusionEvent,
  opens: true,
  initial: (): { exclusions: ReadonlyArray<Exclusion> } => ({ exclusions: [] }),
  apply: (draft: { exclusions: ReadonlyArray<Exclusion> }, event, { position }) => {
    draft.exclusions = evolve(draft.exclusions, event, position)
  },
  requests,
  authorities: { GrantExclusion: "exclusion", LiftExclusion: "exclusion" },
  rules: [...new Set(Object.values(rules).flat())],
  decide
})
