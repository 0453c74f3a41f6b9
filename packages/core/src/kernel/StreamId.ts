/**
 * The name of a stream within a district: `registry`, `pairing`, `contacts`, or `case-` and the id of a case. A stream
 * is a sequence of entries with its own version numbers.
 */
import * as Schema from "effect/Schema"

/**
 * The name of a stream: 1–200 characters, which are letters of any alphabet or script, digits, `-`, `_`, `.` or `:`.
 *
 * @category models
 */
export const StreamId = Schema.String.check(
  Schema.isPattern(/^[\p{L}\p{N}_.:-]{1,200}$/u, {
    expected: "a stream name of 1–200 letters, digits and - _ . :"
  })
).pipe(Schema.brand("StreamId"))
export type StreamId = typeof StreamId.Type
