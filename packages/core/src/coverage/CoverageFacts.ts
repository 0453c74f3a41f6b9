/** The input from which coverage is computed. */
import type { Contact } from "../place/Contact.ts"
import type { Facts } from "../place/Facts.ts"
import type { Exclusion } from "./Exclusion.ts"

/**
 * The facts as of a day, all contacts and all exclusions. Contacts, steps and exclusions of later days are ignored.
 * The registry, stages and outcomes must be those of the day.
 *
 * @category models
 */
export interface CoverageFacts extends Facts {
  readonly contacts: ReadonlyArray<Contact>
  readonly exclusions: ReadonlyArray<Exclusion>
}
