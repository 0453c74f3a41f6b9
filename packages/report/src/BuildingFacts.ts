/**
 * The buildings and the groups of a district. For a building: who lives there, its worst state, and its file. For a
 * group: its work.
 */
import { isOpen } from "@liulinhui/core/Case"
import * as Day from "@liulinhui/core/Day"
import type { BuildingId } from "@liulinhui/core/Id"
import * as Pairing from "@liulinhui/core/Pairing"
import { householdsOn } from "@liulinhui/core/Facts"
import { possibleDays, residentsOf, type Stay, kind as subjectKind } from "@liulinhui/core/Registry"
import { byBuilding, figuresOf, type KnownCase, seenCounts, sentencesOf } from "./CaseFacts.ts"
import type { BuildingFact, BuildingState, CoverageFact, GroupFact } from "./Facts.ts"
import * as Masking from "./Masking.ts"
import { same, type Scene } from "./Scene.ts"

interface Dwellers {
  readonly households: number
  readonly residents: number
  readonly elders: number
  /** The number of residents about whose age too little is known to say whether they are elders. */
  readonly ageUnknown: number
  readonly livingAlone: number
}

const nobody: Dwellers = { households: 0, residents: 0, elders: 0, ageUnknown: 0, livingAlone: 0 }

/**
 * Whether a resident is an elder on a day: whether the resident has the age from which the district counts elders.
 * `undefined` if too little is known about the birth.
 *
 * @category questions
 */
export const isElder = (stay: Stay, on: Day.Day, from: number): boolean | undefined => {
  const days = possibleDays(stay)
  if (days === undefined) return undefined
  const [oldest, youngest] = [Day.yearsUntil(days.from, on) >= from, Day.yearsUntil(days.until, on) >= from]
  return oldest === youngest ? oldest : undefined
}

/** Counts the people in each building. */
export const dwellersOf = ({
  asOf,
  model: { elderFrom },
  registry
}: Pick<Scene, "asOf" | "model" | "registry">): ReadonlyMap<BuildingId, Dwellers> => {
  const counts = new Map<BuildingId, Dwellers>()
  for (const { building, id } of householdsOn(registry, asOf)) {
    const members = residentsOf(registry, id, asOf)
    const before = counts.get(building) ?? nobody
    const known = members.map((member) => isElder(member, asOf, elderFrom))
    const elders = known.filter((elder) => elder === true).length
    counts.set(building, {
      households: before.households + 1,
      residents: before.residents + members.length,
      elders: before.elders + elders,
      ageUnknown: before.ageUnknown + known.filter((elder) => elder === undefined).length,
      livingAlone: before.livingAlone + (members.length === 1 ? elders : 0)
    })
  }
  return counts
}

/** Counts the people of the whole district. */
export const peopleOf = ({ reader }: Scene, dwellers: ReadonlyMap<BuildingId, Dwellers>) => {
  const sum = (figure: "residents" | "elders" | "ageUnknown" | "households") =>
    [...dwellers.values()].reduce((whole, one) => whole + one[figure], 0)
  const total = (figure: Parameters<typeof sum>[0]) => (reader.exact ? sum(figure) : Masking.few(sum(figure)))
  return {
    residents: total("residents"),
    elders: total("elders"),
    ...(sum("ageUnknown") === 0 ? {} : { ageUnknown: total("ageUnknown") }),
    households: total("households")
  }
}

const shownTo = ({ reader }: Scene, people: Dwellers): NonNullable<BuildingFact["people"]> => {
  const { ageUnknown, livingAlone, ...others } = people
  return {
    ...others,
    ...(ageUnknown === 0 ? {} : { ageUnknown }),
    ...(reader.seesLivingAlone ? { livingAlone } : {})
  }
}

/**
 * Whether a building has members who must be reached but are not reached, according to the counts that the readers may
 * see.
 */
const isMissing = (coverage: ReadonlyArray<CoverageFact>, building: BuildingId): boolean =>
  coverage.some((rule) =>
    rule.byBuilding.some(
      ({ building: id, counts: { missing, unknown } }) => id === building && (missing !== 0 || unknown !== 0)
    )
  )

const stateOf = (
  coverage: ReadonlyArray<CoverageFact>,
  building: BuildingId,
  cases: ReadonlyArray<KnownCase>,
  late: ReadonlySet<KnownCase>
): BuildingState => {
  if (cases.some((one) => late.has(one))) return "late"
  if (isMissing(coverage, building)) return "missing"
  return cases.some(({ state }) => isOpen(state) && state.resolved === undefined) ? "open" : "clear"
}

/**
 * The buildings of the registry. Cases of households that the readers may not see have no effect on the shown state of
 * a building.
 */
export const buildingFacts = (
  scene: Scene,
  cases: ReadonlyArray<KnownCase>,
  late: ReadonlyArray<KnownCase>,
  coverage: ReadonlyArray<CoverageFact>,
  dwellers: ReadonlyMap<BuildingId, Dwellers>
): ReadonlyArray<BuildingFact> => {
  const overdue = new Set(late)
  const at = byBuilding(cases)
  return [...scene.registry.buildings.values()].map(({ id, label }) => {
    const ofBuilding = (one: KnownCase) => subjectKind(one.state.subjects[0]) === "building"
    const own = (at.get(id) ?? []).filter((one) => one.seen || ofBuilding(one))
    const seen = own.filter((one) => one.seen)
    return {
      id,
      label,
      state: stateOf(coverage, id, own, overdue),
      ...(scene.reader.seesPeople(id) ? { people: shownTo(scene, dwellers.get(id) ?? nobody) } : {}),
      cases: seenCounts(scene, seen),
      file: seen
        .filter(ofBuilding)
        .flatMap((one) => sentencesOf(scene, one))
        .toSorted((a, b) => a.on - b.on)
    }
  })
}

/** The self-governance groups and their work. */
export const groupFacts = (
  scene: Scene,
  cases: ReadonlyArray<KnownCase>,
  late: ReadonlyArray<KnownCase>
): ReadonlyArray<GroupFact> => {
  const led = Map.groupBy(cases, ({ state }) => state.group)
  const overdue = Map.groupBy(late, ({ state }) => state.group)
  return scene.model.groups.map(({ id, name, purpose }) => {
    const { closed, open } = figuresOf(led.get(id) ?? [])
    return {
      id,
      name,
      purpose,
      ledBy: Pairing.leads(scene.district.pairing, id).map(
        (branch) => scene.model.branches.find((known) => known.id === branch)?.name ?? same(scene, branch)
      ),
      open,
      closed,
      overdue: figuresOf(overdue.get(id) ?? []).all
    }
  })
}
