/** fp-ts instances for amounts: periods of time, exact ratios, and counts of coverage. */
import type { Counts } from "@liulinhui/core/Coverage"
import type { Period } from "@liulinhui/core/Calendar"
import * as Ratio from "@liulinhui/core/Ratio"
import { type Eq, struct } from "fp-ts/lib/Eq.js"
import { type Monoid, struct as monoidOf } from "fp-ts/lib/Monoid.js"
import * as N from "fp-ts/lib/number.js"
import { fromCompare, type Ord } from "fp-ts/lib/Ord.js"
import * as S from "fp-ts/lib/string.js"

/**
 * Two periods are equal if they have the same number and the same unit. `7 days` and `1 week` are not equal. Periods
 * have no order, because the length of a month depends on the day.
 *
 * @category instances
 */
export const eqPeriod: Eq<Period> = struct({ count: N.Eq, unit: S.Eq })

/** Orders ratios by value, exactly and without rounding: `2/3` equals `4/6`. @category instances */
export const ordRatio: Ord<Ratio.Ratio> = fromCompare(Ratio.compare)

/** Compares ratios by value, like {@link ordRatio}. @category instances */
export const eqRatio: Eq<Ratio.Ratio> = { equals: ordRatio.equals }

/** @category instances */
export const eqCounts: Eq<Counts> = struct({
  eligible: N.Eq,
  reached: N.Eq,
  missing: N.Eq,
  excluded: N.Eq,
  unknown: N.Eq
})

/** Adds the coverage counts of populations that have no common members. @category instances */
export const monoidCounts: Monoid<Counts> = monoidOf({
  eligible: N.MonoidSum,
  reached: N.MonoidSum,
  missing: N.MonoidSum,
  excluded: N.MonoidSum,
  unknown: N.MonoidSum
})
