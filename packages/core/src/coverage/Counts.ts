/**
 * Counts the members of a population by status (reached, missing, excluded, unknown), in total and by building, branch,
 * group or stairwell head. All members are first counted by building. The other breakdowns add up the counts of
 * buildings.
 */
import type { Areas } from "../place/Facts.ts"
import type { BuildingId } from "../place/Id.ts"
import type { CoverageRule } from "./CoverageRule.ts"
import { type Grouping, type Quota, type Standing, standing } from "./Target.ts"
import { compareLabels } from "./Walk.ts"

/** The status of a member. Each eligible member has exactly one status. */
export type Status = "reached" | "missing" | "excluded" | "unknown"

/**
 * Exact numbers of members: `eligible = reached + missing + excluded + unknown`.
 *
 * Eligible members are those that the rule selects, and those for which it is unknown whether the rule selects them.
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

/**
 * The number of reached members out of the members to reach. `of` is the number of all eligible members who are not
 * excluded. Members with the status "unknown" count in `of`, but not in `reached`.
 */
export interface Ratio {
  readonly reached: number
  readonly of: number
}

/** The numbers of members in one building, branch or group, or for one stairwell head. */
export interface Part {
  /**
   * The id of the part (the building, branch, group or stairwell head). If several branches, groups or stairwell heads
   * are responsible together, it has all their ids. Empty if nobody is responsible.
   */
  readonly key: ReadonlyArray<string>
  readonly counts: Counts
  readonly ratio: Ratio
}

/** Whether one part of the population, such as a building, meets its quota. */
export interface PartStanding {
  /**
   * The id of the part of the population, such as a building. Missing for the part that contains all members who are in
   * no named part.
   */
  readonly id?: string
  readonly quota: Quota
  readonly ratio: Ratio
  readonly standing: Standing
}

/** The number of members for each status. The numbers can be changed in place. */
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

/**
 * The numbers of a rule's members by status, for each building. The key is the building id. For members without a
 * building, the key is an empty text.
 */
export type Tallies = ReadonlyMap<string, Tally>

/** The numbers in the answer to a coverage rule. */
export interface Figures {
  readonly counts: Counts
  readonly ratio: Ratio
  readonly standing: Standing
  /**
   * The parts of the population and whether each meets its quota: the named parts, and the part with all other members.
   * Empty if the target has only one quota.
   */
  readonly parts: ReadonlyArray<PartStanding>
  /**
   * The breakdown by building, branch, group or stairwell head. The numbers of all parts add up to the total. Empty if
   * no breakdown was requested.
   */
  readonly groups: ReadonlyArray<Part>
}

const partsOf = (grouping: Grouping, building: string, areas: Areas): ReadonlyArray<string> => {
  if (building === "") return []
  // This cast is safe: the keys of the tallies (numbers by building) are building ids.
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

/**
 * Whether a target with several quotas is met as a whole. It is "met" if every part with members to reach meets its
 * quota.
 */
const overall = (parts: ReadonlyArray<PartStanding>): Standing =>
  parts.some((part) => part.standing === "not-met")
    ? "not-met"
    : parts.some((part) => part.standing === "met")
      ? "met"
      : "nothing-to-reach"

/**
 * Computes the numbers in the answer to a rule from the numbers of members by building.
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
