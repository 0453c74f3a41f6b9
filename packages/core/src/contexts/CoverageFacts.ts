/** Everything that coverage is computed from, read from the slices of a district as of the end of a day. */
import type { CoverageFacts } from "../coverage/CoverageFacts.ts"
import { erased as erasedReason, type Exclusion } from "../coverage/Exclusion.ts"
import type { Day } from "../kernel/Day.ts"
import { inForce } from "../place/Actor.ts"
import type { BuildingId } from "../place/Id.ts"
import { resident as residentSubject } from "../place/Subject.ts"
import { caseFact, type CaseworkSlice } from "./CaseworkSlice.ts"
import type { CompanionSlice } from "./CompanionContext.ts"
import type { ContactSlice } from "./ContactContext.ts"
import type { ExclusionSlice } from "./ExclusionContext.ts"
import type { ModelSlice } from "./ModelContext.ts"
import { registryOn, type RegistrySlice } from "./RegistryContext.ts"

/** The slices that coverage reads. */
export type CoverageWorld = ModelSlice &
  RegistrySlice &
  ContactSlice &
  CompanionSlice &
  ExclusionSlice &
  CaseworkSlice

/** The exclusions of those who were erased: from every rule. */
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

/**
 * The facts as of the end of a day.
 *
 * @category questions
 */
export const factsOn = (self: CoverageWorld, on: Day): CoverageFacts => {
  const { model } = self
  const branches = model?.branches ?? []
  const groups = model?.groups ?? []
  const heads = [...(model?.actors.values() ?? [])]
  return {
    registry: registryOn(self, on),
    contacts: self.contacts,
    exclusions: [...self.exclusions, ...erasures(self)],
    cases: [...self.cases.values()].flatMap((file) => caseFact(file, on)),
    pairs: self.pairs,
    branchesOf: (building: BuildingId) =>
      branches.flatMap(({ buildings, id }) => (buildings.includes(building) ? [id] : [])),
    groupsOf: (building) =>
      groups.flatMap(({ buildings, id }) =>
        buildings.length === 0 || buildings.includes(building) ? [id] : []
      ),
    headsOf: (building) =>
      heads.flatMap(({ id, mandates }) =>
        mandates.some(
          (mandate) =>
            "building" in mandate.scope && mandate.scope.building === building && inForce(mandate, on)
        )
          ? [id]
          : []
      )
  }
}
