/**
 * Removes what later versions have added to answers and entries on purpose. The recordings of format 0 stay as they
 * are, and both sides of a comparison go through these functions.
 */
import type * as Schema from "effect/Schema"
import { textOf } from "./answers.ts"

type Revive = (key: string, value: Schema.Json) => unknown

const revived = (text: string, revive: Revive): Schema.Json => JSON.parse(text, revive)

/**
 * The goals of a plan of companions (decision 0041): new keys of the problem and of the plan, and a proof for each goal.
 * The pairs, and the rows and columns of the solution, are not removed.
 */
const ofGoals: ReadonlySet<string> = new Set(["ends", "needs", "unvisited", "totals", "prices"])

/** Removes the goals from a plan of companions, or from the event that proposes it. */
export const withoutGoals = (plan: Schema.Json): Schema.Json =>
  revived(JSON.stringify(plan), (key, value) => (ofGoals.has(key) ? undefined : value))

const isHash = (value: Schema.Json): boolean => typeof value === "string" && /^[0-9a-f]{64}$/.test(value)

const byText = (one: unknown, other: unknown): number =>
  JSON.stringify(one) < JSON.stringify(other) ? -1 : 1

/**
 * Certificates now state `known`, the day of knowledge. This day is hashed with each member's id, and members are sorted
 * by these hashes. So this function removes the day and the hashes, and sorts the members by what is left. Only the
 * hash of the ledger stays. The test of certificates that were made earlier computes their hashes again.
 */
const withoutKnown: Revive = (key, value) => {
  if (key === "known") return undefined
  if (key !== "hash" && isHash(value)) return "a hash"
  return Array.isArray(value) ? value.toSorted(byText) : value
}

/** A poll now lists the households whose area is not known (decision 0040). An empty list says nothing new. */
const withoutAreas: Revive = (key, value) =>
  key === "areasNeeded" && Array.isArray(value) && value.length === 0 ? undefined : value

/** A companion is now assigned only within the volunteer's own offer (decision 0061), and no more only up to five elders. */
const withoutOffers: Revive = (_, value) =>
  Array.isArray(value)
    ? value.filter((one) => {
        const { _tag, most } = Object(one)
        return _tag !== "TooManyElders" || most === 5
      })
    : value

/** The text of an answer without what later versions have added. */
export const comparable = (name: string, text: string): string => {
  switch (name) {
    case "certificates.json":
      return textOf(revived(text, withoutKnown))
    case "plans.json":
      return textOf(revived(text, (key, value) => (key === "companions" ? withoutGoals(value) : value)))
    case "refusals.json":
      return textOf(revived(text, withoutOffers))
    case "polls.json":
      return textOf(revived(text, withoutAreas))
    default:
      return text
  }
}
