/**
 * How many days in the past a fact may be dated when it is recorded. Paperwork is often late, but a very late fact
 * could change what other people have already relied on. So a model limits the number of days. The limit is longer for
 * keepers, who are responsible for the case or the registry, than for other actors.
 */
import * as Schema from "effect/Schema"
import { add, type Day } from "../kernel/Day.ts"
import { type Period, PeriodFromText } from "../kernel/Period.ts"

const Back = PeriodFromText.check(
  Schema.makeFilter(({ unit }: Period) => unit === "day" || unit === "week", {
    expected: 'a period of days or weeks such as "30 days"'
  })
)

/**
 * ```yaml
 * lateFacts: { keepers: 30 days, others: 7 days } # the default
 * ```
 *
 * @category models
 */
export const LateFacts = Schema.Struct({
  /** The limit for actors who are keepers (may manage the case or cases in general). Default: 30 days. */
  keepers: Schema.optionalKey(Back),
  /** The limit for all other actors. Default: 7 days. */
  others: Schema.optionalKey(Back)
})
export interface LateFacts extends Schema.Schema.Type<typeof LateFacts> {}

const days = ({ count, unit }: Period): number => (unit === "week" ? count * 7 : count)

/** The earliest day on which a fact may have happened if it is recorded on the day `today`. */
export const earliest = ({ keepers, others }: LateFacts, today: Day, isKeeper: boolean): Day => {
  const back = isKeeper
    ? (keepers ?? { count: 30, unit: "day" as const })
    : (others ?? { count: 7, unit: "day" as const })
  return add(today, -days(back))
}
