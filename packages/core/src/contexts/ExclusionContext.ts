/**
 * The context of exclusions: people decide to leave a member (such as a resident) out of a coverage rule, for a reason
 * that the rule allows.
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { ReasonId } from "../coverage/CoverageRule.ts"
import type { Exclusion } from "../coverage/Exclusion.ts"
import {
  decide as decideExclusion,
  evolve,
  type ExclusionEntry,
  ExclusionEvent,
  type ExclusionRefusal,
  fold,
  rules,
  stream
} from "../coverage/ExclusionDecider.ts"
import { DayFromIso } from "../kernel/Day.ts"
import { isLate } from "../kernel/Recorded.ts"
import { mandatesOn } from "../place/Actor.ts"
import { RuleId } from "../place/Id.ts"
import { Subject } from "../place/Subject.ts"
import { type Asking, change, type Decision, make, type RequestOf } from "./Context.ts"
import { dated, type DatedRefusal, datedRules, happened } from "./Dated.ts"
import { exclusionCut } from "./Departures.ts"
import type { ModelSlice } from "./ModelContext.ts"
import { registryOn, type RegistrySlice } from "./RegistrySlice.ts"

/** @category models */
export interface ExclusionSlice {
  readonly exclusions: ReadonlyArray<Exclusion>
  /**
   * The events on exclusions (members left out of a coverage rule) with their ledger positions. They are kept for
   * questions about past days.
   */
  readonly exclusionEvents: ReadonlyArray<ExclusionEntry>
}

/**
 * The slice (part) of a district that contains its exclusions from coverage rules, in a form that is changed in place
 * while entries are applied.
 */
export interface ExclusionDraft {
  exclusions: ReadonlyArray<Exclusion>
  readonly exclusionEvents: Array<ExclusionEntry>
}

const requests = {
  GrantExclusion: {
    rule: RuleId,
    subject: Subject,
    reason: ReasonId,
    until: Schema.optionalKey(DayFromIso),
    ...happened
  },
  LiftExclusion: { rule: RuleId, subject: Subject, ...happened }
}

const decide = (
  asking: Asking<ExclusionSlice & ModelSlice & RegistrySlice>,
  request: RequestOf<typeof requests>
): Decision<ExclusionEvent, DatedRefusal | ExclusionRefusal> => {
  const { actor, district, model, on: today } = asking
  const roles = mandatesOn(actor, today).map(({ role }) => role)
  return Result.flatMap(dated(asking, request), ({ on, recorded }) => {
    const registry = recorded === undefined ? district.registry : registryOn(district, on)
    const state = { exclusions: district.exclusions, registry, rules: model.coverage }
    return Result.map(decideExclusion(state, { ...request, by: actor.id, on, roles }), (events) =>
      change(
        asking,
        stream,
        recorded === undefined
          ? events
          : events.flatMap((event) => [
              { ...event, recorded },
              // The person may have left since the day on which the exclusion began.
              ...(event._tag === "ExclusionGranted" ? exclusionCut(asking, event) : [])
            ])
      )
    )
  })
}

/** @category contexts */
export const exclusionContext = make({
  id: "exclusion",
  events: ExclusionEvent,
  opens: true,
  initial: (): ExclusionDraft => ({ exclusions: [], exclusionEvents: [] }),
  apply: (draft: ExclusionDraft, event, { position }) => {
    draft.exclusionEvents.push({ event, position })
    // An event that was recorded late, or that undoes another event, changes earlier results. In this case, the state
    // is computed again from all events on exclusions.
    const isNext = !isLate(event) && event._tag !== "ExclusionReinstated"
    draft.exclusions = isNext ? evolve(draft.exclusions, event, position) : fold(draft.exclusionEvents)
  },
  requests,
  authorities: {
    GrantExclusion: { may: "exclusion", about: ({ subject }) => [subject] },
    LiftExclusion: { may: "exclusion", about: ({ subject }) => [subject] }
  },
  rules: [...new Set(Object.values(rules).flat()), ...datedRules],
  decide
})
