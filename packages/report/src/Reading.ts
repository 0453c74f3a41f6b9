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

/** Some totals of the facts. */
export interface Glance {
  readonly rules: number
  readonly met: number
  /** `null` if the number of notices is not known. */
  readonly notices: number | null
}

/**
 * Computes some totals of the facts. A rule without members to reach is neither met nor not met, so it is not counted.
 */
export const glance = (facts: Facts): Glance => {
  const rules = facts.coverage.filter(({ met }) => met !== "nothing to reach")
  return {
    rules: rules.length,
    met: rules.filter(({ met }) => met === "met").length,
    notices: facts.notices === null ? null : sum(facts.notices.map(({ queued }) => queued))
  }
}

/** The possible states of buildings, the worst state first. */
export const states = BuildingState.literals

/** The buildings, sorted by state, the worst state first. */
export const worstFirst = (buildings: ReadonlyArray<BuildingFact>): ReadonlyArray<BuildingFact> =>
  buildings.toSorted((a, b) => states.indexOf(a.state) - states.indexOf(b.state))

/**
 * How many more members are reached than a week ago. `undefined` if this may not be shown: a count is masked (hidden),
 * or the change is so small that neighbours could recognise the people.
 */
export const change = ({ partial }: Facts, { now, weekAgo }: CoverageFact): number | undefined => {
  if (typeof now.reached !== "number" || typeof weekAgo.reached !== "number") return undefined
  const moved = now.reached - weekAgo.reached
  return partial && moved !== 0 && Math.abs(moved) < fewest ? undefined : moved
}

/** The missing members of one building. Each door is listed once, with the number of its missing members. */
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
 * refer to the case before it, or to the first case of the sequence: the result is the same.
 */
export const lineages = (cases: ReadonlyArray<CaseFact>): ReadonlyArray<Lineage> => {
  const byId = new Map(cases.map((self) => [self.id, self]))
  const rootOf = (self: CaseFact): string => {
    // A ledger cannot contain a circle of cases, in which each case continues another one. But if the data contain such
    // a circle, this loop must still end.
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
 * The steps of the heat table: they show which part of the members is missing. There are only a few steps, so that a
 * reader can distinguish them quickly.
 */
export const heats = ["all", "few", "some", "most", "nobody"] as const
export type Heat = (typeof heats)[number]

/**
 * The step (colour) of one cell of the heat table. Excluded members do not count, and unknown members count as missing.
 * If up to a tenth is missing, the step is `few`; if up to a half, `some`. `undefined` if a count is masked (hidden),
 * or if nobody must be reached.
 */
export const heat = ({ due, eligible, reached }: Counts): Heat | undefined => {
  if (typeof due !== "number" || typeof reached !== "number" || eligible === 0) return undefined
  const missing = due - reached
  if (missing <= 0) return "all"
  if (missing * 10 <= due) return "few"
  if (missing * 2 <= due) return "some"
  return missing < due ? "most" : "nobody"
}

/** Whether a count is at least one. A masked (hidden) count always is. */
export const some = (count: Shown): boolean => count !== 0
