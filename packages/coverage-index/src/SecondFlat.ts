/** The events that an index accepts: all but those about second flats of households. */
import type { CoverageEvent } from "@liulinhui/core/Coverage"
import { TaggedError } from "@liulinhui/core/Failure"
import type { RegistryEvent } from "@liulinhui/core/Registry"
import * as Schema from "effect/Schema"

/**
 * A household uses a second flat (`DwellingAdded`, `DwellingRemoved`). An index has one flat for each household, so it
 * refuses such an event and stays as it was. Compute the coverage of this district with `Coverage.evaluate` of core.
 *
 * @category errors
 */
export class SecondFlatUnsupported extends TaggedError<SecondFlatUnsupported>()(
  "SecondFlatUnsupported",
  { dwelling: Schema.String },
  ({ dwelling }) =>
    `flat ${dwelling} is the second flat of a household, and an index has one flat for each household: compute the coverage of this district with Coverage.evaluate`
) {}

type OfSecondFlat = { readonly _tag: "DwellingAdded" | "DwellingRemoved" }

/** The changes of the registry that an index accepts. */
export type RegistryChange = Exclude<RegistryEvent, OfSecondFlat>

/** The events that an index accepts. */
export type IndexedEvent = Exclude<CoverageEvent, OfSecondFlat>

/** Returns the event if an index accepts it. Otherwise throws {@link SecondFlatUnsupported}. */
export const accepted = (event: CoverageEvent): IndexedEvent => {
  if (event._tag === "DwellingAdded" || event._tag === "DwellingRemoved") {
    throw new SecondFlatUnsupported({ dwelling: event.dwelling })
  }
  return event
}
