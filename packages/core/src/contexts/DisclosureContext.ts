/** The context of disclosures: opening sealed (encrypted) personal data, and emergency access to such data. */
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import {
  About,
  decide as decideDisclosure,
  DisclosureEvent,
  type DisclosureRefusal,
  type DisclosureState,
  type Emergency,
  evolve,
  Extent,
  rules,
  stream,
  type Taking
} from "../disclosure/Disclosure.ts"
import { personal } from "../kernel/Personal.ts"
import { StatedReason } from "../kernel/StatedReason.ts"
import { mandatesOn } from "../place/Actor.ts"
import { type CaseworkSlice, findCase } from "./CaseworkSlice.ts"
import { type Asking, change, type Decision, make, type RequestOf } from "./Context.ts"
import type { RegistrySlice } from "./RegistrySlice.ts"

/** @category models */
export interface DisclosureSlice {
  /** The emergency accesses to personal data that were started. Some of them may have ended since. */
  readonly emergencies: ReadonlyArray<Emergency>
  /** All emergency accesses that were ever started. */
  readonly emergencyTakings: ReadonlyArray<Taking>
}

/**
 * The slice (part) of a district that contains disclosures, in a form that is changed in place while entries are
 * applied.
 */
export interface DisclosureDraft {
  emergencies: ReadonlyArray<Emergency>
  readonly emergencyTakings: Array<Taking>
}

const requests = {
  /**
   * Records that an actor reads the sealed (encrypted) data of a resident or of a case. After that, `Disclosure`
   * decrypts the data.
   */
  OpenPersonal: { about: About, extent: Extent, purpose: Schema.optionalKey(personal(StatedReason)) },
  /**
   * Starts an emergency access: for a short time, the actor may read the data of a resident or a case. The secretary is
   * notified.
   */
  TakeEmergencyAccess: { about: About, reason: personal(StatedReason) }
}

const decide = (
  asking: Asking<DisclosureSlice & CaseworkSlice & RegistrySlice>,
  request: RequestOf<typeof requests>
): Decision<DisclosureEvent, DisclosureRefusal> => {
  const { actor, district, model, on } = asking
  const state: DisclosureState = {
    registry: district.registry,
    emergencies: district.emergencies,
    caseOf: (id) => Option.getOrUndefined(findCase(district, id)),
    scopes: mandatesOn(actor, on)
      .filter(({ role }) => model.roles.get(role)?.may.includes("disclosure"))
      .map(({ scope }) => scope),
    allScopes: mandatesOn(actor, on).map(({ scope }) => scope),
    areas: model,
    takings: district.emergencyTakings,
    limit: model.emergencyAccess
  }
  return Result.map(decideDisclosure(state, { ...request, by: actor.id, on }), (events) =>
    request._tag === "TakeEmergencyAccess"
      ? // The accesses of an actor are limited. So this decision is valid only if no access was recorded since.
        change(asking, stream, events)
      : // Openings never contradict one another. So they may be appended whatever the version of the stream is.
        [{ stream, expected: "any" as const, events }]
  )
}

/** @category contexts */
export const disclosureContext = make({
  id: "disclosure",
  events: DisclosureEvent,
  opens: true,
  initial: (): DisclosureDraft => ({ emergencies: [], emergencyTakings: [] }),
  apply: (draft: DisclosureDraft, event) => {
    draft.emergencies = evolve(draft.emergencies, event)
    if (event._tag === "EmergencyAccessTaken") draft.emergencyTakings.push({ by: event.by, on: event.on })
  },
  requests,
  // In an emergency, an actor may read data without having a role for it. So any mandate is enough here, and then the
  // rules of disclosure decide.
  authorities: { OpenPersonal: "own", TakeEmergencyAccess: "own" },
  rules,
  decide
})
