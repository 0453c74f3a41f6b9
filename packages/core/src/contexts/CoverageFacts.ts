/**
 * Collects the facts from which coverage (who was reached) is computed, from the slices (parts) of a district, as of
 * the end of a day.
 */
import type { CoverageFacts } from "../coverage/CoverageFacts.ts"
import { erased as erasedReason, type Exclusion } from "../coverage/Exclusion.ts"
import type { Day } from "../kernel/Day.ts"
import { actorsKnownBy, type MandateSlice } from "../mandates/Mandates.ts"
import { actingOn } from "../place/Actor.ts"
import { fold as foldCompanions } from "../companions/Companion.ts"
import { fold as foldExclusions } from "../coverage/ExclusionDecider.ts"
import { knownBy, recordedOn } from "../kernel/Recorded.ts"
import type { BuildingId, ResidentId } from "../place/Id.ts"
import { recordOf, type Registry } from "../place/Registry.ts"
import {
  id as subjectId,
  kind as subjectKind,
  resident as residentSubject,
  type Subject
} from "../place/Subject.ts"
import { caseFacts, type CaseworkSlice } from "./CaseworkSlice.ts"
import type { CompanionSlice } from "./CompanionContext.ts"
import type { ContactSlice } from "./ContactContext.ts"
import type { ExclusionSlice } from "./ExclusionContext.ts"
import type { ModelSlice } from "./ModelContext.ts"
import { registries, type RegistrySlice } from "./RegistrySlice.ts"

/** The slices (parts) of a district from which coverage (who was reached) is computed. */
export type CoverageWorld = ModelSlice &
  MandateSlice &
  RegistrySlice &
  ContactSlice &
  CompanionSlice &
  ExclusionSlice &
  CaseworkSlice

/**
 * Replaces subjects in a list of facts: the record of a person that was merged as a duplicate is replaced by the record
 * into which it was merged.
 */
const ofRecords = <A extends { readonly subject: Subject }>(
  items: ReadonlyArray<A>,
  merged: Registry["merged"],
  subjectOf: (subject: Subject) => Subject
): ReadonlyArray<A> =>
  merged.size === 0 ? items : items.map((item) => ({ ...item, subject: subjectOf(item.subject) }))

/** For each erased resident, one exclusion (from all coverage rules), so that nobody has to reach the resident. */
const erasures = ({ erased, model, registry }: CoverageWorld): ReadonlyArray<Exclusion> =>
  [...erased].flatMap(([resident, source]) => {
    const on = registry.residents.get(resident)?.since
    return on === undefined
      ? []
      : [...(model?.coverage.keys() ?? [])].map((rule) => ({
          rule,
          subject: residentSubject(resident),
          reason: erasedReason,
          on,
          source
        }))
  })

const none: Registry["merged"] = new Map()

const isSame = (a: Registry["merged"], b: Registry["merged"]): boolean =>
  a.size === b.size && [...a].every(([record, into]) => b.get(record) === into)

/** Returns a function that replaces the subject of a merged duplicate by the record into which it was merged. */
const alias = (merged: Registry["merged"]): ((subject: Subject) => Subject) => {
  if (merged.size === 0) return (subject) => subject
  return (subject) => {
    if (subjectKind(subject) !== "resident") return subject
    // This cast is safe: the id of a subject of the kind "resident" is a resident id.
    return residentSubject(recordOf(merged, subjectId(subject) as ResidentId))
  }
}

/**
 * Returns a function: the facts as of the end of a day, see {@link factsOn}. Use it for questions about several days of
 * the same state: what does not depend on the day is computed once, and a case or the registry is computed again only
 * if an entry lies between two days. Do not use the function after the state has changed.
 *
 * @category questions
 */
export const factsBy = (self: CoverageWorld, known?: Day): ((on: Day) => CoverageFacts) => {
  const { model } = self
  const registryOn = registries(self, known)
  const contacts = known === undefined ? self.contacts : knownBy(self.contacts.all, known)
  const cases = [...self.cases.values()].map((file) => caseFacts(file, known))
  const pairs = known === undefined ? self.pairs : foldCompanions(knownBy(self.companionEvents, known)).pairs
  const exclusions =
    known === undefined
      ? self.exclusions
      : foldExclusions(self.exclusionEvents.filter(({ event }) => recordedOn(event) <= known))
  const branches = model?.branches ?? []
  const groups = model?.groups ?? []
  const heads = [...actorsKnownBy(self, known).values()]
  const erased = erasures(self)
  let underRecords: { merged: Registry["merged"] } & Pick<CoverageFacts, "contacts" | "exclusions"> = {
    merged: none,
    contacts,
    exclusions: [...exclusions, ...erased]
  }
  /** Contacts and exclusions with their records, computed again only if other records were merged. */
  const recordsIn = (merged: Registry["merged"]): typeof underRecords => {
    if (!isSame(merged, underRecords.merged)) {
      const subjectOf = alias(merged)
      underRecords = {
        merged,
        contacts: ofRecords([...contacts], merged, subjectOf),
        exclusions: [...ofRecords(exclusions, merged, subjectOf), ...erased]
      }
    }
    return underRecords
  }
  return (on) => {
    const registry = registryOn(on)
    const { merged } = registry
    const subjectOf = alias(merged)
    const known = recordsIn(merged)
    return {
      registry,
      contacts: known.contacts,
      exclusions: known.exclusions,
      cases: cases.flatMap((factOn) => {
        const fact = factOn(on)
        if (fact === undefined) return []
        return merged.size === 0 ? fact : { ...fact, subjects: [...new Set(fact.subjects.map(subjectOf))] }
      }),
      pairs:
        merged.size === 0 ? pairs : pairs.map((pair) => ({ ...pair, elder: recordOf(merged, pair.elder) })),
      branchesOf: (building: BuildingId) =>
        branches.flatMap(({ buildings, id }) => (buildings.includes(building) ? [id] : [])),
      groupsOf: (building) =>
        groups.flatMap(({ buildings, id }) =>
          buildings.length === 0 || buildings.includes(building) ? [id] : []
        ),
      headsOf: (building) =>
        heads.flatMap((actor) =>
          actingOn(actor, registry, on).some(
            ({ scope }) => "building" in scope && scope.building === building
          )
            ? [actor.id]
            : []
        )
    }
  }
}

/**
 * The facts as of the end of a day. With `known`, the result contains only facts that were recorded by the end of the
 * day `known`. So if facts were recorded late, the answers for the same day can be different for different values of
 * `known`.
 *
 * @category questions
 */
export const factsOn = (self: CoverageWorld, on: Day, known?: Day): CoverageFacts => factsBy(self, known)(on)
