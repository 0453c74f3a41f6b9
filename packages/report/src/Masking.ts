/**
 * Masks small counts, so that neighbours cannot recognise the people behind them: a count of fewer than five is `few`, and
 * a count from which it could be computed is `hidden`.
 */
import { type Counts, fewest, type Shown } from "./Facts.ts"

/** Exact counts of a coverage rule. */
export interface ExactCounts {
  readonly eligible: number
  readonly reached: number
  readonly missing: number
  readonly excluded: number
  readonly unknown: number
}

/** The counts with the number that is due: all who are eligible, but those excluded. */
export const exactly = ({ eligible, excluded, missing, reached, unknown }: ExactCounts): Counts => ({
  eligible,
  excluded,
  due: eligible - excluded,
  reached,
  missing,
  unknown
})

const isFew = (n: number): boolean => n > 0 && n < fewest

/** One count, masked if it is small. */
export const few = (n: number): Shown => (isFew(n) ? "few" : n)

/**
 * Counts that together make up a whole, masked. A reader who knows the whole can compute one masked count from the others.
 * So if only one count is small, the largest of the others is hidden as well. If the whole is small, all are hidden.
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
 * The counts of a rule, masked for readers who may see a part of them exactly. A reader can subtract that part, so the
 * rest decides what is masked.
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

/** A total of counts that are shown beside it. It is hidden if the masked ones together are few. */
export const total = (shown: ReadonlyArray<readonly [exact: number, mask: Shown]>): Shown => {
  const sum = (of: ReadonlyArray<readonly [number, Shown]>) => of.reduce((whole, [n]) => whole + n, 0)
  const masked = shown.filter(([, mask]) => typeof mask !== "number")
  return isFew(sum(masked)) ? "hidden" : sum(shown)
}
