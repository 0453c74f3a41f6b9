/**
 * An instant (a point in time): milliseconds since 1970-01-01T00:00Z. Only rules about hours use instants; all other
 * rules count in days.
 */
import * as DateTime from "effect/DateTime"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as SchemaGetter from "effect/SchemaGetter"

const latest = 253_402_300_799_999 // 9999-12-31T23:59:59.999Z

/**
 * @category models
 */
export const Instant = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: latest }))
export type Instant = typeof Instant.Type

const written = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})$/u

const read = (text: string): number | undefined => {
  const found = written.test(text) ? Option.getOrUndefined(DateTime.make(text)) : undefined
  return found === undefined ? undefined : DateTime.toEpochMillis(found)
}

const expected = "an instant with its offset, such as 2026-03-02T09:30+08:00"

/** An instant (a point in time) that is written as text with the offset of its time zone: `2026-03-02T09:30+08:00`. */
export const InstantFromText = Schema.String.check(
  Schema.makeFilter(
    (text: string) => {
      const instant = read(text)
      return instant !== undefined && instant >= 0
    },
    { expected, toJsonSchema: () => ({ pattern: written.source }) }
  )
).pipe(
  Schema.decodeTo(Instant, {
    decode: SchemaGetter.transform((text: string) => read(text) ?? 0),
    encode: SchemaGetter.transform((instant: number) => DateTime.formatIso(DateTime.makeUnsafe(instant)))
  })
)
