/** Openings of what is personal, and access in emergencies. */
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
  stream
} from "../disclosure/Disclosure.ts"
import { personal } from "../kernel/Personal.ts"
import { StatedReason } from "../kernel/StatedReason.ts"
import { mandatesOn } from "../place/Actor.ts"
import { type CaseworkSlice, findCase } from "./CaseworkSlice.ts"
import { type Asking, type Decision, make, type RequestOf } from "./Context.ts"
import type { RegistrySlice } from "./RegistryContext.ts"

/** @category models */
export interface DisclosureSlice {
  /** Emergency access that was taken and may not be over yet. */
  readonly emergencies: ReadonlyArray<Emergency>
}

const requests = {
  /** Records that what is sealed of a resident, or on a case, is opened. `Disclosure` then opens it. */
  OpenPersonal: { about: About, extent: Extent, purpose: Schema.optionalKey(personal(StatedReason)) },
  /** Takes access to a resident or a case in an emergency, for a short time. The secretary is notified. */
  TakeEmergencyAccess: { about: About, reason: personal(StatedReason) }
}

const decide = (
  { actor, district, model, on }: Asking<DisclosureSlice & CaseworkSlice & RegistrySlice>,
  request: RequestOf<typeof requests>
): Decision<DisclosureEvent, DisclosureRefusal> => {
  const state: DisclosureState = {
    registry: district.registry,
    emergencies: district.emergencies,
    caseOf: (id) => Option.getOrUndefined(findCase(district, id)),
    scopes: mandatesOn(actor, on)
      .filter(({ role }) => model.roles.get(role)?.may.includes("disclosure"))
      .map(({ scope }) => scope),
    branchesOf: (building) =>
      model.branches.flatMap(({ buildings, id }) => (buildings.includes(building) ? [id] : []))
  }
  return Result.map(decideDisclosure(state, { ...request, by: actor.id, on }), (events) => [
    // Openings do not contradict one another, so no version is expected.
    { stream, expected: "any" as const, events }
  ])
}

/** @category contexts */
export const disclosureContext = make({
  id: "disclosure",
  events: DisclosureEvent,
  opens: true,
  initial: (): { emergencies: ReadonlyArray<Emergency> } => ({ emergencies: [] }),
  apply: (draft: { emergencies: ReadonlyArray<Emergency> }, event) => {
    draft.emergencies = evolve(draft.emergencies, event)
  },
  requests,
  // An actor who has taken emergency access may open without the role: the rules of disclosure decide.
  authorities: { OpenPersonal: "own", TakeEmergencyAccess: "own" },
  rules,
  decide
})
