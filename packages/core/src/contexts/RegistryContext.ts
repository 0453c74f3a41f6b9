/** The registry: buildings, households and residents. */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { type Day, DayFromIso } from "../kernel/Day.ts"
import { personal, sensitive } from "../kernel/Personal.ts"
import { HouseholdId, ResidentId, Tag } from "../place/Id.ts"
import * as Registry from "../place/Registry.ts"
import { decider, stream } from "../place/RegistryDecider.ts"
import { preconditions, RegistryData, type RegistryRefusal, rules } from "../place/RegistryRules.ts"
import { type Asking, change, type Decision, make, type RequestOf } from "./Context.ts"

/** @category models */
export interface RegistrySlice {
  readonly registry: Registry.Registry
  /** The registry's history, for questions about past days. */
  readonly registryEvents: ReadonlyArray<Registry.RegistryEvent>
  /** The residents who were erased, with the position of the entry that records it. */
  readonly erased: ReadonlyMap<ResidentId, number>
}

/** The slice while it is folded. */
export interface RegistryDraft extends RegistrySlice {
  readonly registry: Registry.Draft
  readonly registryEvents: Array<Registry.RegistryEvent>
  readonly erased: Map<ResidentId, number>
}

/** The registry as it was at the end of a day. */
export const registryOn = (self: RegistrySlice, on: Day): Registry.Registry =>
  self.registryEvents.every((event) => event.on <= on)
    ? self.registry
    : Registry.asOf(self.registryEvents, on)

const requests = {
  /** A registry file, checked as a whole. */
  ImportRegistry: RegistryData.fields,
  EnterBuilding: { building: Registry.Building },
  EnterHousehold: { household: Registry.Household },
  EnterResident: { resident: Registry.Resident },
  CorrectResident: {
    resident: ResidentId,
    name: personal(Schema.NonEmptyString),
    birth: personal(DayFromIso),
    partySince: Schema.optionalKey(sensitive(DayFromIso))
  },
  MoveResident: { resident: ResidentId, household: HouseholdId },
  LeaveResident: { resident: ResidentId, departure: Registry.Departure },
  TagResident: { resident: ResidentId, tags: sensitive(Schema.Array(Tag)) },
  TagHousehold: { household: HouseholdId, tags: Schema.Array(Tag) },
  /** Erases what is held on a resident, permanently (PIPL Art. 47). */
  EraseResident: { resident: ResidentId, basis: Registry.ErasureBasis }
}

const apply = (
  { erased, registry, registryEvents }: RegistryDraft,
  event: Registry.RegistryEvent,
  { position }: { readonly position: number }
): undefined => {
  if (event._tag === "ResidentErased") {
    const { resident } = event
    registryEvents.forEach((past, at, events) => {
      events[at] = Registry.withoutPerson(past, resident)
    })
    erased.set(resident, position)
  }
  registryEvents.push(event)
  Registry.apply(registry, event)
}

const decide = (
  asking: Asking<RegistrySlice>,
  request: RequestOf<typeof requests>
): Decision<Registry.RegistryEvent, RegistryRefusal> => {
  const { actor, district, on } = asking
  return Result.map(decider.decide(district.registry, { ...request, by: actor.id, on }), (events) =>
    change(asking, stream, events)
  )
}

/** @category contexts */
export const registryContext = make({
  id: "registry",
  events: Registry.RegistryEvent,
  opens: true,
  initial: (): RegistryDraft => ({ registry: Registry.draft(), registryEvents: [], erased: new Map() }),
  apply,
  requests,
  authorities: {
    ImportRegistry: "registry",
    EnterBuilding: "registry",
    EnterHousehold: "registry",
    EnterResident: "registry",
    CorrectResident: "registry",
    MoveResident: "registry",
    LeaveResident: "registry",
    TagResident: "registry",
    TagHousehold: "registry",
    EraseResident: "erasure"
  },
  rules: [...rules, ...preconditions],
  decide
})
