/** Presents an index as a scene: the facts with look-ups that selectors read. */
import { type Areas, type CaseFact, isPaired, type PairFact, type Scene } from "@liulinhui/core/Facts"
import type { Day } from "@liulinhui/core/Day"
import type { ActorId, ResidentId } from "@liulinhui/core/Id"
import type { Household } from "@liulinhui/core/Registry"
import type { Store } from "./Store.ts"

type Ids = ReadonlyMap<string, ReadonlySet<string>>

/** The part of an index that selectors (conditions on members) read. */
export interface SceneSource {
  readonly store: Store
  readonly areas: Areas
  readonly now: Day
  readonly cases: ReadonlyMap<string, { readonly fact: CaseFact }>
  readonly casesBy: { readonly subject: Ids; readonly household: Ids; readonly building: Ids }
  readonly pairs: ReadonlyMap<string, PairFact>
  readonly pairsBy: { readonly elder: Ids; readonly volunteer: Ids }
}

/** Makes the scene of an index. Its day and its facts are always the current ones of the index. */
export const sceneOf = (index: SceneSource): Scene => {
  const { store } = index
  const factsOf = (ids: Iterable<string> | undefined): ReadonlyArray<CaseFact> =>
    [...(ids ?? [])].flatMap((id) => {
      const fact = index.cases.get(id)?.fact
      return fact === undefined || fact.opened > index.now ? [] : [fact]
    })
  const pairsOf = (keys: Iterable<string> | undefined): ReadonlyArray<PairFact> =>
    [...(keys ?? [])].flatMap((key) => {
      const pair = index.pairs.get(key)
      return pair === undefined || !isPaired(pair, index.now) ? [] : [pair]
    })
  return {
    places: store.places,
    areas: index.areas,
    get asOf() {
      return index.now
    },
    residentsOf: (household) => {
      const row = store.households.ids.find(household)
      return row < 0 ? [] : store.presentIn(row)
    },
    householdsOf: (building) => {
      const row = store.buildings.ids.find(building)
      const found: Array<Household> = []
      if (row >= 0) {
        store.built.each(row, (household) => {
          const one = store.household(household)
          if (one !== undefined) found.push(one)
        })
      }
      return found
    },
    casesOfResident: ({ id, household }) =>
      factsOf(
        new Set([
          ...(index.casesBy.subject.get(`resident:${id}`) ?? []),
          ...(index.casesBy.subject.get(`household:${household}`) ?? [])
        ])
      ),
    casesOfHousehold: (household) => factsOf(index.casesBy.household.get(household)),
    casesOfBuilding: (building) => factsOf(index.casesBy.building.get(building)),
    pairsOfElder: (elder: ResidentId) => pairsOf(index.pairsBy.elder.get(elder)),
    pairsOfVolunteer: (volunteer: ActorId) => pairsOf(index.pairsBy.volunteer.get(volunteer))
  }
}
