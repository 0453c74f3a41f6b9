/**
 * All changes that can affect coverage: the registry, contacts, cases, pairs and exclusions, each with its first day.
 * A reader of a ledger turns entries into these events. An index takes them one by one, and {@link factsAfter} folds
 * them into the facts of any day.
 */
import type { Day } from "../kernel/Day.ts"
import type { Contact } from "../place/Contact.ts"
import { type Areas, type CaseFact, pairId, type PairFact } from "../place/Facts.ts"
import { asOf as registryAsOf, type RegistryEvent } from "../place/Registry.ts"
import type { CoverageFacts } from "./CoverageFacts.ts"
import type { Exclusion } from "./Exclusion.ts"

/**
 * One change.
 *
 * - `Contacted`: a contact was made;
 * - `CaseKnown`: from this day, the case is as given, and replaces its earlier state. Its subjects and steps only
 *   ever grow;
 * - `Paired`: a pair is known. It replaces the earlier pair of the same volunteer, elder and first day;
 * - `LeftOut`: an exclusion is known. It replaces the exclusion with the same source.
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
 * The facts of a day after events, in the order of recording.
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
