import { civil, type Day, fromCivil } from "@liulinhui/core/Day"
import * as Option from "effect/Option"

/**
 * The last day that is at least `years` full years before a given day. Example: the latest possible birthday of a
 * person who is 60.
 */
export const latestSince = (asOf: Day, years: number): number => {
  if (!Number.isFinite(years)) return years < 0 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY
  const { year, month, day } = civil(asOf)
  // 29 February does not exist in every year. On 29 February, a birthday on 28 February has passed already, but a
  // birthday on 1 March has not.
  return Option.getOrElse(
    Option.orElse(fromCivil(year - years, month, day), () => fromCivil(year - years, month, day - 1)),
    () => Number.NEGATIVE_INFINITY
  )
}
