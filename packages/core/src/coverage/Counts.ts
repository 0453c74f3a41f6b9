/**
 * Counting members by where they stand, for the whole and for the buildings, branches, groups and stairwell heads that
 * it divides into. Everything is counted per building first: whatever coverage is broken down by is a way of taking
 * buildings together.
 */
import type { Areas } from "../place/Facts.ts"
import type { BuildingId } from "../place/Id.ts"
import type { CoverageRule } from "./CoverageRule.ts"
import { type Grouping, type Quota, type Standing, standing } from "./Target.ts"
import { compareLabels } from "./Walk.ts"

/** Where a member stands: exactly one of these, for each eligible member. */
export type Status = "reached" | "missing" | "excluded" | "unknown"

/**
 * Exact counts: `eligible = reached + missing + excluded + unknown`.
 *
 * Eligible is everyone whom the rule means, and those of whom it is not known whether it means them.
 *
 * @category models
 */
export interface Counts {
  readonly eligible: number
  readonly reached: number
  readonly missing: number
  readonly excluded: number
  readonly unknown: number
}

/** Reached out of those who had to be: everyone eligible who is not excluded. What is unknown is not reached. */
export interface Ratio {
  readonly reached: number
  readonly of: number
}

/** The part of the answer that concerns one building, branch, group or stairwell head. */
export interface Part {
  /** Several ids where several branches, groups or heads stand for a building; none where nobody does. */
  readonly key: ReadonlyArray<string>
  readonly counts: Counts
  readonly ratio: Ratio
}

/** How a named part, or the rest, stands against its own quota. */
export interface PartStanding {
  /** The part's id; none for the rest. */
  readonly id?: string
  readonly quota: Quota
  readonly ratio: Ratio
  readonly standing: Standing
}

/** Counts in the making. */
export type Tally = Record<Status, number>

export const emptyTally = (): Tally => ({ reached: 0, missing: 0, excluded: 0, unknown: 0 })

const add = (self: Tally, that: Tally): void => {
  self.reached += that.reached
  self.missing += that.missing
  self.excluded += that.excluded
  self.unknown += that.unknown
}

const countsOf = ({ reached, missing, excluded, unknown }: Tally): Counts => ({
  eligible: reached + missing + excluded + unknown,
  reached,
  missing,
  excluded,
  unknown
})

const ratioOf = ({ reached, missing, unknown }: Tally): Ratio => ({
  reached,
  of: reached + missing + unknown
})

/** The counts of a rule's members, by building; the empty text stands for no building. */
export type Tallies = ReadonlyMap<string, Tally>

/** The figures of an answer. */
export interface Figures {
  readonly counts: Counts
  readonly ratio: Ratio
  readonly standing: Standing
  /** Where the target differs from part to part: each part and the rest. */
  readonly parts: ReadonlyArray<PartStanding>
  /** The breakdown; its counts add up to the whole. Empty where none was asked for. */
  readonly groups: ReadonlyArray<Part>
}

const partsOf = (grouping: Grouping, building: string, areas: Areas): ReadonlyArray<string> => {
  if (building === "") return []
  // Safe: tallies are kept under the ids of buildings.
  const id = building as BuildingId
  switch (grouping) {
    case "building":
      return [building]
    case "branch":
      return areas.branchesOf(id)
    case "group":
      return areas.groupsOf(id)
    case "head":
      return areas.headsOf(id)
  }
}

const breakdown = (grouping: Grouping, tallies: Tallies, areas: Areas): ReadonlyArray<Part> => {
  const parts = new Map<string, { readonly key: ReadonlyArray<string>; readonly tally: Tally }>()
  for (const [building, tally] of tallies) {
    const key = [...new Set(partsOf(grouping, building, areas))].sort(compareLabels)
    const name = key.join(" ")
    const part = parts.get(name) ?? { key, tally: emptyTally() }
    add(part.tally, tally)
    parts.set(name, part)
  }
  return [...parts]
    .map(([name, { key, tally }]) => ({ name, key, counts: countsOf(tally), ratio: ratioOf(tally) }))
    .filter(({ counts }) => counts.eligible > 0)
    .sort((a, b) => compareLabels(a.name, b.name))
    .map(({ key, counts, ratio }) => ({ key, counts, ratio }))
}

/** Met where every part that has something to reach meets its own quota. */
const overall = (parts: ReadonlyArray<PartStanding>): Standing =>
  parts.some((part) => part.standing === "not-met")
    ? "not-met"
    : parts.some((part) => part.standing === "met")
      ? "met"
      : "nothing-to-reach"

/**
 * The figures of a rule from its counts by building.
 *
 * @category operations
 */
export const figures = (
  rule: CoverageRule,
  tallies: Tallies,
  areas: Areas,
  grouping: Grouping | undefined = rule.groupBy
): Figures => {
  const whole = emptyTally()
  for (const tally of tallies.values()) add(whole, tally)
  const ratio = ratioOf(whole)
  const groups = grouping === undefined ? [] : breakdown(grouping, tallies, areas)
  const { target } = rule
  if (typeof target !== "object") {
    return {
      counts: countsOf(whole),
      ratio,
      standing: standing(target, ratio.reached, ratio.of),
      parts: [],
      groups
    }
  }
  const rest = emptyTally()
  const named = new Map(Object.keys(target.parts).map((id) => [id, emptyTally()]))
  for (const [building, tally] of tallies) {
    const inside = new Set(partsOf(target.by, building, areas).filter((id) => named.has(id)))
    for (const id of inside) add(named.get(id) ?? rest, tally)
    if (inside.size === 0) add(rest, tally)
  }
  const stand = (quota: Quota, tally: Tally): Omit<PartStanding, "id"> => {
    const part = ratioOf(tally)
    return { quota, ratio: part, standing: standing(quota, part.reached, part.of) }
  }
  const parts: ReadonlyArray<PartStanding> = [
    ...Object.entries(target.parts).map(([id, quota]) => ({
      id,
      ...stand(quota, named.get(id) ?? emptyTally())
    })),
    stand(target.rest, rest)
  ]
  return { counts: countsOf(whole), ratio, standing: overall(parts), parts, groups }
}
