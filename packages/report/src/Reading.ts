/**
 * What a reader asks of the facts and both renderers answer alike: what needs attention, which flats of a building are
 * missing, and where a relapse comes from. Pure sums and groupings; nothing here is words.
 */
import type { CaseFact, Counts, CoverageFact, Facts } from "./Facts.ts"

type GapFact = CoverageFact["gaps"][number]
type Branch = GapFact["branches"][number]

const sum = (numbers: ReadonlyArray<number>): number => numbers.reduce((total, n) => total + n, 0)

/** The figures at the top of the report. */
export interface Glance {
  readonly rules: number
  readonly met: number
  readonly open: number
  readonly relapses: number
  readonly notices: number
}

/** Sums over the facts. A rule with nothing to reach is not one that can be met, and is left out. */
export const glance = (facts: Facts): Glance => {
  const rules = facts.coverage.filter(({ met }) => met !== "nothing to reach")
  return {
    rules: rules.length,
    met: rules.filter(({ met }) => met === "met").length,
    open: sum(facts.caseCounts.map(({ open }) => open)),
    relapses: sum(facts.caseCounts.map(({ relapses }) => relapses)),
    notices: sum(facts.notices.map(({ sent }) => sent))
  }
}

/** The gaps of one building: each door once, with how often it is missing. */
export interface BuildingGaps {
  readonly building: string
  readonly units: ReadonlyArray<{ readonly unit: string; readonly count: number }>
  readonly branches: ReadonlyArray<Branch>
}

/** Gaps by building, in the order in which they come. */
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

/** A case and the cases that came back from it, the first one first. */
export interface Lineage {
  readonly cases: readonly [CaseFact, ...ReadonlyArray<CaseFact>]
  /** The case from which all of them relapsed, if the facts do not list it. */
  readonly unlisted: string | null
  /** The relapses of the whole lineage. */
  readonly relapses: number
}

/**
 * Every lineage with a relapse in it, its cases by the day on which they were opened. Whether a case names the one before
 * it or the very first makes no difference.
 */
export const lineages = (cases: ReadonlyArray<CaseFact>): ReadonlyArray<Lineage> => {
  const byId = new Map(cases.map((self) => [self.id, self]))
  const rootOf = (self: CaseFact): string => {
    // A circle cannot come from a ledger, but must not hang a report.
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

/** How large the missing part of a coverage is, in steps that a reader can tell apart at a glance. */
export const heats = ["all", "few", "some", "most", "nobody"] as const
export type Heat = (typeof heats)[number]

/**
 * The step of one cell. An excluded subject does not count; an unknown one counts as missing. Up to a tenth missing is
 * `few`, up to a half is `some`.
 */
export const heat = ({ eligible, reached, excluded }: Counts): Heat => {
  const due = eligible - excluded
  const missing = due - reached
  if (missing <= 0) return "all"
  if (missing * 10 <= due) return "few"
  if (missing * 2 <= due) return "some"
  return missing < due ? "most" : "nobody"
}
