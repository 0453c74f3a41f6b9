/**
 * Computations that the text report and the HTML report share: what needs attention, which flats of a building are not
 * reached, and which case a relapse continues. The computations are pure sums and groupings, and contain no text for
 * people.
 */
import {
  type BuildingFact,
  BuildingState,
  type CaseFact,
  type Counts,
  type CoverageFact,
  type Facts,
  fewest,
  type Shown
} from "./Facts.ts"

type GapFact = CoverageFact["gaps"][number]
type Branch = GapFact["branches"][number]

const sum = (numbers: ReadonlyArray<number>): number => numbers.reduce((total, n) => total + n, 0)

/** Sums over the facts. */
export interface Glance {
  readonly rules: number
  readonly met: number
  /** `null` if it is not known. */
  readonly notices: number | null
}

/** Sums over the facts. A rule with nobody to reach can be neither met nor not met, so it is not counted. */
export const glance = (facts: Facts): Glance => {
  const rules = facts.coverage.filter(({ met }) => met !== "nothing to reach")
  return {
    rules: rules.length,
    met: rules.filter(({ met }) => met === "met").length,
    notices: facts.notices === null ? null : sum(facts.notices.map(({ queued }) => queued))
  }
}

/** The states of buildings, the worst first. */
export const states = BuildingState.literals

/** The buildings, those in the worst state first. */
export const worstFirst = (buildings: ReadonlyArray<BuildingFact>): ReadonlyArray<BuildingFact> =>
  buildings.toSorted((a, b) => states.indexOf(a.state) - states.indexOf(b.state))

/**
 * How many more are reached than a week ago. `undefined` if it is not shown: a count is masked, or so few moved that
 * their neighbours could recognise them.
 */
export const change = ({ partial }: Facts, { now, weekAgo }: CoverageFact): number | undefined => {
  if (typeof now.reached !== "number" || typeof weekAgo.reached !== "number") return undefined
  const moved = now.reached - weekAgo.reached
  return partial && moved !== 0 && Math.abs(moved) < fewest ? undefined : moved
}

/** The gaps of one building: each door once, with how often it is missing. */
export interface BuildingGaps {
  readonly building: string
  readonly units: ReadonlyArray<{ readonly unit: string; readonly count: number }>
  readonly branches: ReadonlyArray<Branch>
}

/** Groups the unreached members by building. The order of the members decides the order of the buildings. */
export const gapsByBuilding = (gaps: ReadonlyArray<GapFact>): ReadonlyArray<BuildingGaps> =>
  [...Map.groupBy(gaps, ({ building }) => building)].map(([building, own]) => ({
    building,
    units: [...Map.groupBy(own, ({ unit }) => unit)].map(([unit, { length }]) => ({ unit, count: length })),
    branches: [
      ...new Map(
        own.flatMap(({ branches }) => branches.map((branch) => [JSON.stringify(branch), branch]))
      ).values()
    ]
  }))

/** A case and all later cases in which its problem came back, the first case first. */
export interface Lineage {
  readonly cases: readonly [CaseFact, ...ReadonlyArray<CaseFact>]
  /** The id of the first case, if the facts do not list this case. */
  readonly unlisted: string | null
  /** The number of relapses in all cases of this sequence. */
  readonly relapses: number
}

/**
 * Returns each sequence of cases that contains a relapse, ordered by the day on which the cases were opened. A case may
 * name the case before it, or the first case of the sequence: the result is the same.
 */
export const lineages = (cases: ReadonlyArray<CaseFact>): ReadonlyArray<Lineage> => {
  const byId = new Map(cases.map((self) => [self.id, self]))
  const rootOf = (self: CaseFact): string => {
    // A ledger cannot contain a circle of cases, in which each continues another. If the data contain one, this loop
    // must still end.
    const seen = new Set([self.id])
    let root = self.id
    let next = self.reopens
    while (next !== null && !seen.has(next)) {
      seen.add(next)
      root = next
      next = byId.get(next)?.reopens ?? null
    }
    return root
  }
  return [...Map.groupBy(cases, rootOf)].flatMap(([root, own]) => {
    const [first, ...others] = own.toSorted((a, b) => a.opened - b.opened)
    const relapses = Math.max(...own.map((self) => self.relapses))
    if (first === undefined || (others.length === 0 && first.reopens === null && relapses === 0)) return []
    return [{ cases: [first, ...others], unlisted: byId.has(root) ? null : root, relapses }]
  })
}

/**
 * The steps of the heat table: they show which part of the members is missing. They are few, so that a reader can
 * distinguish them quickly.
 */
export const heats = ["all", "few", "some", "most", "nobody"] as const
export type Heat = (typeof heats)[number]

/**
 * The step of one cell. An excluded subject does not count; an unknown one counts as missing. Up to a tenth missing is
 * `few`, up to a half is `some`. `undefined` if a count is masked, or nobody is due.
 */
export const heat = ({ due, eligible, reached }: Counts): Heat | undefined => {
  if (typeof due !== "number" || typeof reached !== "number" || eligible === 0) return undefined
  const missing = due - reached
  if (missing <= 0) return "all"
  if (missing * 10 <= due) return "few"
  if (missing * 2 <= due) return "some"
  return missing < due ? "most" : "nobody"
}

/** Whether a count is of at least one. A masked count is. */
export const some = (count: Shown): boolean => count !== 0
