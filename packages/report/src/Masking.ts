/**
 * Masks (hides) small counts, so that neighbours cannot recognise the people. A count of fewer than five is replaced by
 * `few`. A count is replaced by `hidden` if a reader could use it to compute such a small count.
 */
import { type Counts, fewest, type Shown } from "./Facts.ts"

/** The exact counts of a coverage rule, before small counts are masked. */
export interface ExactCounts {
  readonly eligible: number
  readonly reached: number
  readonly missing: number
  readonly excluded: number
  readonly unknown: number
}

/** Adds the number of members who must be reached: all eligible members except the excluded ones. */
export const exactly = ({ eligible, excluded, missing, reached, unknown }: ExactCounts): Counts => ({
  eligible,
  excluded,
  due: eligible - excluded,
  reached,
  missing,
  unknown
})

const isFew = (n: number): boolean => n > 0 && n < fewest

/** Masks one count if it is small. */
export const few = (n: number): Shown => (isFew(n) ? "few" : n)

/**
 * Masks counts that together make up a whole. If a reader knows the whole and all counts but one, the reader can
 * compute that one. So if only one count is small, the largest of the others is hidden, too. If the whole is small, all
 * counts are hidden.
 */
export const parts = <Part extends string>(counts: Readonly<Record<Part, number>>): Record<Part, Shown> => {
  // The cast is safe: a mapped record has the same keys.
  const masked = (mask: (n: number, part: string) => Shown) =>
    Object.fromEntries(Object.entries<number>(counts).map(([part, n]) => [part, mask(n, part)])) as Record<
      Part,
      Shown
    >
  const all = Object.entries<number>(counts)
  if (isFew(all.reduce((sum, [, n]) => sum + n, 0))) return masked(() => "hidden")
  const small = all.filter(([, n]) => isFew(n))
  const [largest] = all.filter(([, n]) => !isFew(n)).toSorted(([, a], [, b]) => b - a)
  return small.length === 1 ? masked((n, part) => (part === largest?.[0] ? "hidden" : few(n))) : masked(few)
}

const subtract = (total: ExactCounts, seen: ExactCounts): ExactCounts => ({
  eligible: total.eligible - seen.eligible,
  reached: total.reached - seen.reached,
  missing: total.missing - seen.missing,
  excluded: total.excluded - seen.excluded,
  unknown: total.unknown - seen.unknown
})

/**
 * Masks the counts of a rule for readers who may see a part of them exactly. A reader can subtract this part from the
 * total. So the rest decides which counts are masked.
 */
export const counts = (total: ExactCounts, seen: ExactCounts): Counts => {
  const { eligible: rest, ...others } = subtract(total, seen)
  const masked = parts(others)
  const as = (n: number, mask: Shown): Shown =>
    typeof mask === "number" ? n : mask === "few" && isFew(n) ? mask : "hidden"
  const eligible = as(total.eligible, few(rest))
  const excluded = as(total.excluded, masked.excluded)
  return {
    eligible,
    excluded,
    due:
      typeof eligible === "number" && typeof excluded === "number"
        ? as(eligible - excluded, few(rest - others.excluded))
        : "hidden",
    reached: as(total.reached, masked.reached),
    missing: as(total.missing, masked.missing),
    unknown: as(total.unknown, masked.unknown)
  }
}

/** The total of several counts that are shown beside it. The total is hidden if the masked counts together are few. */
export const total = (shown: ReadonlyArray<readonly [exact: number, mask: Shown]>): Shown => {
  const sum = (of: ReadonlyArray<readonly [number, Shown]>) => of.reduce((whole, [n]) => whole + n, 0)
  const masked = shown.filter(([, mask]) => typeof mask !== "number")
  return isFew(sum(masked)) ? "hidden" : sum(shown)
}
