/**
 * The name of a stream of entries within a district: `registry`, `pairing`, `contacts`, or `case-` and the case's id.
 */
import * as Schema from "effect/Schema"

/**
 * 1–200 characters: letters of any script, digits, `-`, `_`, `.`, `:`.
 *
 * @category models
 */
export const StreamId = Schema.String.check(
  Schema.isPattern(/^[\p{L}\p{N}_.:-]{1,200}$/u, {
    expected: "a stream name of 1–200 letters, digits and - _ . :"
  })
).pipe(Schema.brand("StreamId"))
export type StreamId = typeof StreamId.Type
