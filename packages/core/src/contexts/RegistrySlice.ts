/** The slice (part) of a district that contains its registry, and functions that need only this slice. */
import type { Day } from "../kernel/Day.ts"
import type { History } from "../kernel/History.ts"
import { knownBy } from "../kernel/Recorded.ts"
import type { ResidentId } from "../place/Id.ts"
import * as Registry from "../place/Registry.ts"
import { id as subjectId, kind as subjectKind, type Subject } from "../place/Subject.ts"

/** @category models */
export interface RegistrySlice {
  readonly registry: Registry.Registry
  /** The events of the registry. They are kept for questions about past days. */
  readonly registryEvents: History<Registry.RegistryEvent>
  /** The latest day on which an event of the registry takes effect. */
  readonly registryUntil: Day | undefined
  /** The erased residents, each with the position of the entry that records the erasure. */
  readonly erased: ReadonlyMap<ResidentId, number>
}

/**
 * The slice (part) of a district that contains its registry, in a form that is changed in place while entries are
 * applied.
 */
export interface RegistryDraft extends RegistrySlice {
  readonly registry: Registry.Draft
  registryUntil: Day | undefined
  readonly erased: Map<ResidentId, number>
}

/**
 * The registry at the end of a day. With `known`, only events that were recorded by the end of the day `known` are
 * used. Otherwise, all events are used.
 */
export const registryOn = (self: RegistrySlice, on: Day, known?: Day): Registry.Registry =>
  isPresent(self, on, known) ? self.registry : Registry.asOf(knownBy(self.registryEvents.all, known), on)

/** Whether the registry at the end of a day is the present one. Then no event of its history is read. */
const isPresent = ({ registryUntil }: RegistrySlice, on: Day, known?: Day): boolean =>
  known === undefined && (registryUntil === undefined || registryUntil <= on)

/**
 * Returns a function: the registry at the end of a day, see {@link registryOn}. A registry is computed only once for all
 * days on which the same events have taken effect.
 */
export const registries = (self: RegistrySlice, known?: Day): ((on: Day) => Registry.Registry) => {
  let days: ReadonlyArray<Day> | undefined
  let latest: { readonly effective: number; readonly registry: Registry.Registry } | undefined
  return (on) => {
    if (isPresent(self, on, known)) return self.registry
    days ??= knownBy(self.registryEvents.all, known)
      .map((event) => event.on)
      .sort((a, b) => a - b)
    const later = days.findIndex((day) => day > on)
    const effective = later < 0 ? days.length : later
    if (latest?.effective !== effective) latest = { effective, registry: registryOn(self, on, known) }
    return latest.registry
  }
}

/**
 * The resident whom a subject is, also if the subject is a record that was merged into another. `undefined` if the
 * subject is a place.
 */
export const residentOf = (
  { registry }: Pick<RegistrySlice, "registry">,
  subject: Subject
): ResidentId | undefined =>
  // This cast is safe: the id of a subject of the kind "resident" is a resident id.
  subjectKind(subject) === "resident"
    ? Registry.recordOf(registry.merged, subjectId(subject) as ResidentId)
    : undefined
