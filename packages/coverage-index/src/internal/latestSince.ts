import { civil, type Day, fromCivil } from "@liulinhui/core/Day"
import * as Option from "effect/Option"

/**
 * The last day that is at least `years` full years before a given day. Example: the latest birthday of a person of 60.
 */
export const latestSince = (asOf: Day, years: number): number => {
  if (!Number.isFinite(years)) return years < 0 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY
  const { year, month, day } = civil(asOf)
  // 29 February does not exist in every year. By 29 February, a birthday on 28 February has passed, one on 1 March has
  // not.
  return Option.getOrElse(
    Option.orElse(fromCivil(year - years, month, day), () => fromCivil(year - years, month, day - 1)),
    () => Number.NEGATIVE_INFINITY
  )
}
