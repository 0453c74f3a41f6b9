/** Replaces all counts of facts by different numbers, so that a test can find a count that is missing in a report. */
import type { Facts } from "../src/Facts.ts"

const days = new Set(["on", "from", "asOf", "opened", "changedSince"])

// These counts are not printed: a chart draws the days in between; the table of coverage shows only the ratio of the past;
// a change in a week is printed as a difference; the relapses of a case are printed once for its lineage; and reasons are
// stated in words, without points.
const drawn =
  /series|eligible|weekAgo|before\.(?:missing|excluded|unknown)|^cases\.\d+\.relapses|points|^pairing\.total|daysLate/

export interface Marked {
  readonly path: string
  readonly written: string
}

/** Returns the facts of two buildings with numbered counts, and the text of each count in a report. */
export const numbered = (facts: Facts): { readonly facts: Facts; readonly counts: ReadonlyArray<Marked> } => {
  const counts: Array<Marked> = []
  let next = 100_000
  const small: Facts = {
    ...facts,
    buildings: facts.buildings.slice(0, 2),
    coverage: facts.coverage.map((rule) => ({
      ...rule,
      byBuilding: rule.byBuilding.filter(({ building }) => building === "b01" || building === "b02"),
      gaps: rule.gaps.slice(0, 3)
    }))
  }
  const walk = (value: unknown, path: string): unknown => {
    if (typeof value === "number") {
      if (days.has(path.slice(path.lastIndexOf(".") + 1)) || /^overdue.*due$/.test(path)) return value
      next += 1
      // If no gap is listed, those not listed are all that are missing.
      const [, at] = /^coverage\.(\d+)\.gapsNotListed$/.exec(path) ?? []
      if (at !== undefined && small.coverage[Number(at)]?.gaps.length === 0) return next
      if (!drawn.test(path)) counts.push({ path, written: next.toLocaleString("en-US") })
      return next
    }
    if (Array.isArray(value)) return value.map((item: unknown, index) => walk(item, `${path}.${index}`))
    if (typeof value !== "object" || value === null) return value
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, walk(item, path === "" ? key : `${path}.${key}`)])
    )
  }
  return { facts: walk(small, "") as Facts, counts } // the same shape with other numbers
}
