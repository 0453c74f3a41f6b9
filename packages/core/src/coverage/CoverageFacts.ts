/** The facts from which coverage is computed. */
import type { History } from "../kernel/History.ts"
import type { Contact } from "../place/Contact.ts"
import type { Facts } from "../place/Facts.ts"
import type { Exclusion } from "./Exclusion.ts"

/**
 * The facts from which coverage on a day is computed. They include all contacts and all exclusions. The computation
 * ignores contacts, steps of cases and exclusions after the day. The registry, and the stages and outcomes of cases,
 * must be those of the day.
 *
 * @category models
 */
export interface CoverageFacts extends Facts {
  /** A list, or the history of a district: a long history need not be read into a list to count over it. */
  readonly contacts: ReadonlyArray<Contact> | History<Contact>
  readonly exclusions: ReadonlyArray<Exclusion>
}

const nobody = (): ReadonlyArray<never> => []

/**
 * Makes facts from the parts that a program states. Every part that is left out is empty: contacts, exclusions, cases,
 * pairs, and the people who are responsible for a building.
 *
 * @category constructors
 */
export const of = (parts: Pick<CoverageFacts, "registry"> & Partial<CoverageFacts>): CoverageFacts => ({
  contacts: [],
  exclusions: [],
  cases: [],
  pairs: [],
  branchesOf: nobody,
  groupsOf: nobody,
  headsOf: nobody,
  ...parts
})
