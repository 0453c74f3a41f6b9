import { civil, type Day, fromCivil } from "@liulinhui/core/Day"
import * as Option from "effect/Option"

/** The last day from which at least `years` full years have passed on a given day: the last day of birth for an age. */
export const latestSince = (asOf: Day, years: number): number => {
  if (!Number.isFinite(years)) return years < 0 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY
  const { year, month, day } = civil(asOf)
  // On 29 February, a birthday on 28 February has passed, a birthday on 1 March has not.
  return Option.getOrElse(
    Option.orElse(fromCivil(year - years, month, day), () => fromCivil(year - years, month, day - 1)),
    () => Number.NEGATIVE_INFINITY
  )
}
