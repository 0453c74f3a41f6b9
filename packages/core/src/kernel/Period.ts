/**
 * A length of time in a playbook or a coverage rule: `7 days`, `5 working days`, `2 weeks`, `3 months`, `1 quarter`,
 * `2 years`.
 */
import * as Schema from "effect/Schema"
import * as SchemaGetter from "effect/SchemaGetter"

/** The unit of a period. To count working days, a calendar is needed: see `kernel/Calendar`. */
export const Unit = Schema.Literals(["day", "working day", "week", "month", "quarter", "year"])
export type Unit = typeof Unit.Type

/**
 * A length of time: a number of units, such as 5 working days.
 *
 * @category models
 */
export const Period = Schema.Struct({
  count: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 36_500 })),
  unit: Unit
})
export interface Period extends Schema.Schema.Type<typeof Period> {}

/**
 * A length of time in hours, up to a year. Hours are counted by the clock, day and night, on every day: no calendar is
 * needed.
 *
 * @category models
 */
export const Hours = Schema.Struct({
  count: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 8_760 })),
  unit: Schema.Literal("hour")
})
export interface Hours extends Schema.Schema.Type<typeof Hours> {}

/** Whether a length of time is counted in hours from an instant, and not in days from a day. */
export const isHours = (self: Period | Hours): self is Hours => self.unit === "hour"

// The regular expression has the flag `u` so that it can be copied into a JSON Schema.
const pattern = /^(\d{1,5}) (day|working day|week|month|quarter|year)s?$/u
const lengthPattern = /^(\d{1,5}) (hour|day|working day|week|month|quarter|year)s?$/u

/** Formats a period as text: `1 day`, `5 working days`. */
export const format = ({ count, unit }: Period | Hours): string => `${count} ${unit}${count === 1 ? "" : "s"}`

/**
 * A period in months: a quarter has 3, a year has 12. `undefined` if the period is counted in days, working days or weeks.
 */
export const monthsOf = ({ count, unit }: Period): number | undefined =>
  unit === "month" ? count : unit === "quarter" ? 3 * count : unit === "year" ? 12 * count : undefined

const parse = (text: string): Period => {
  const [, count, unit] = pattern.exec(text) as unknown as [string, string, Unit]
  return { count: Number(count), unit }
}

/**
 * The schema of a period that is written as text in a model.
 *
 * @example
 * ```ts
 * import * as Calendar from "@liulinhui/core/Calendar"
 * import * as Schema from "effect/Schema"
 * import { strict as assert } from "node:assert"
 *
 * assert.deepEqual(Schema.decodeSync(Calendar.PeriodFromText)("5 working days"), { count: 5, unit: "working day" })
 * ```
 * @category schemas
 */
export const PeriodFromText = Schema.String.check(
  Schema.isPattern(pattern, {
    expected: 'a period such as "7 days", "5 working days", "2 weeks", "3 months", "1 quarter" or "2 years"'
  })
).pipe(
  Schema.decodeTo(Period, {
    decode: SchemaGetter.transform(parse),
    encode: SchemaGetter.transform(format)
  })
)

/** Reads a period, or a number of hours, that matches {@link LengthFromText}. */
export const parseLength = (text: string): Period | Hours => {
  const [, count, unit] = lengthPattern.exec(text) as unknown as [string, string, Unit | "hour"]
  return unit === "hour" ? { count: Number(count), unit } : { count: Number(count), unit }
}

/**
 * The schema of a period, or of a number of hours, that is written as text: `24 hours`, `5 working days`.
 *
 * @category schemas
 */
export const LengthFromText = Schema.String.check(
  Schema.isPattern(lengthPattern, {
    expected: 'a length of time such as "24 hours", "7 days", "5 working days" or "3 months"'
  })
).pipe(
  Schema.decodeTo(Schema.Union([Period, Hours]), {
    decode: SchemaGetter.transform(parseLength),
    encode: SchemaGetter.transform(format)
  })
)
