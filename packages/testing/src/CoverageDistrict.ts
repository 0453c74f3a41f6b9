/** The small district of the coverage arbitraries: its days, ids and areas. */
import type { Areas } from "@liulinhui/core/Facts"
import * as Day from "@liulinhui/core/Day"
import { ActorId, BranchId, GroupId } from "@liulinhui/core/Id"
import fc from "fast-check"

/** The first day on which a generated event happens. */
export const firstDay: Day.Day = Day.make("2024-02-01")
/** The number of days between the first day and the last possible day of a generated event. */
export const span = 60

export const day = fc.integer({ min: 0, max: span }).map((n) => Day.add(firstDay, n))

const ids = (prefix: string, count: number): ReadonlyArray<string> =>
  Array.from({ length: count }, (_, at) => `${prefix}${at + 1}`)
export const buildings = ids("b", 3)
export const households = ids("h", 5)
export const residents = ids("r", 7)
export const cases = ids("c", 2)
export const volunteers = ids("v", 2)
export const tags = ["hardship", "volunteer", "lift"]
export const kinds = ["visit", "call", "notice"]
export const steps = ["survey", "file"]
export const playbooks = ["clutter", "hoarding"]
export const stages = ["open", "watched", "closed"]

/**
 * The areas (buildings and their branches) of the generated district: one building that belongs to two branches, and
 * one that belongs to no branch.
 */
export const areas: Areas = {
  branchesOf: (id) =>
    (id === "b1" ? ["east", "west"] : id === "b2" ? ["west"] : []).map((b) => BranchId.make(b)),
  groupsOf: (id) => (id === "b3" ? [] : ["warmth"]).map((g) => GroupId.make(g)),
  headsOf: (id) => (id === "b1" ? [] : [`head-${id}`]).map((a) => ActorId.make(a))
}
