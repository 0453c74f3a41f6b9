/** A length of time in a playbook or a coverage rule: `7 days`, `5 working days`, `2 weeks`, `3 months`. */
import * as Schema from "effect/Schema"
import * as SchemaGetter from "effect/SchemaGetter"

/** The unit of a period. To count working days, a calendar is necessary: see `kernel/Calendar`. */
export const Unit = Schema.Literals(["day", "working day", "week", "month"])
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

// The regular expression has the flag `u` so that it can be copied into a JSON Schema.
const pattern = /^(\d{1,5}) (day|working day|week|month)s?$/u

/** Formats a period as text: `1 day`, `5 working days`. */
export const format = ({ count, unit }: Period): string => `${count} ${unit}${count === 1 ? "" : "s"}`

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
    expected: 'a period such as "7 days", "5 working days", "2 weeks" or "3 months"'
  })
).pipe(
  Schema.decodeTo(Period, {
    decode: SchemaGetter.transform(parse),
    encode: SchemaGetter.transform(format)
  })
)
