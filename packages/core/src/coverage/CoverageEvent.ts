/**
 * All events that can change coverage: changes of the registry, contacts, cases, companion pairs and exclusions. A
 * reader of a ledger converts its entries into these events. An index processes the events one by one;
 * {@link factsAfter} computes the facts on any day from them.
 */
import type { Day } from "../kernel/Day.ts"
import type { Contact } from "../place/Contact.ts"
import { type Areas, type CaseFact, pairId, type PairFact } from "../place/Facts.ts"
import { asOf as registryAsOf, type RegistryEvent } from "../place/Registry.ts"
import type { CoverageFacts } from "./CoverageFacts.ts"
import type { Exclusion } from "./Exclusion.ts"

/**
 * An event that can change coverage.
 *
 * - `Contacted`: a contact was made.
 * - `CaseKnown`: from this day on, the case is as the event describes it. This replaces earlier descriptions. Subjects
 *   and steps are only added to a case, never removed.
 * - `Paired`: a companion pair exists. This replaces an earlier event about the pair with the same volunteer, elder and
 *   first day.
 * - `LeftOut`: an exclusion exists. This replaces an earlier event about the exclusion with the same `source`.
 *
 * @category models
 */
export type CoverageEvent =
  | RegistryEvent
  | { readonly _tag: "Contacted"; readonly contact: Contact }
  | { readonly _tag: "CaseKnown"; readonly on: Day; readonly fact: CaseFact }
  | { readonly _tag: "Paired"; readonly pair: PairFact }
  | { readonly _tag: "LeftOut"; readonly exclusion: Exclusion }

/**
 * Computes the facts on a day from the events that can change coverage. The events must be in the order in which they
 * were recorded.
 *
 * @category operations
 */
export const factsAfter = (events: Iterable<CoverageEvent>, asOf: Day, areas: Areas): CoverageFacts => {
  const registry: Array<RegistryEvent> = []
  const contacts: Array<Contact> = []
  const cases = new Map<string, CaseFact>()
  const pairs = new Map<string, PairFact>()
  const exclusions = new Map<number, Exclusion>()
  for (const event of events) {
    switch (event._tag) {
      case "Contacted":
        contacts.push(event.contact)
        break
      case "CaseKnown":
        if (event.on <= asOf) cases.set(event.fact.id, event.fact)
        break
      case "Paired":
        pairs.set(pairId(event.pair), event.pair)
        break
      case "LeftOut":
        exclusions.set(event.exclusion.source, event.exclusion)
        break
      default:
        registry.push(event)
    }
  }
  return {
    ...areas,
    registry: registryAsOf(registry, asOf),
    contacts,
    cases: [...cases.values()],
    pairs: [...pairs.values()],
    exclusions: [...exclusions.values()]
  }
}
