/**
 * The body of an answer that is not a success: a problem document (RFC 9457) with every reason, and for each reason the
 * rule behind it, in the language of the reader.
 */
import * as Schema from "effect/Schema"

/** The media type of a problem document. */
export const mediaType = "application/problem+json"

/**
 * The kinds of problems. The `type` of a problem document is `urn:liulinhui:problem:` and a kind. Each kind has one HTTP
 * status.
 */
export const statuses = {
  malformed: 400,
  "key-missing": 400,
  "not-signed-in": 401,
  "not-allowed": 403,
  "wrong-origin": 403,
  "not-found": 404,
  "method-not-allowed": 405,
  "not-acceptable": 406,
  conflict: 409,
  "too-large": 413,
  "media-type": 415,
  refused: 422,
  broken: 500,
  unavailable: 503,
  "receipt-refused": 403,
  "sign-in-refused": 403,
  "too-many-attempts": 429,
  "pin-too-simple": 422,
  "file-type": 415,
  "file-damaged": 422,
  "file-erased": 404,
  "file-missing": 404,
  "upload-offset": 409
} as const satisfies Readonly<Record<string, number>>

/**
 * A kind of problem.
 *
 * @category models
 */
export type Kind = keyof typeof statuses

/**
 * One reason of a problem. `code` is the tag of the reason, for programs. `words` is a sentence without a full stop, for
 * people. `rule` is the business rule behind the reason. `data` has the fields of the reason.
 *
 * @category models
 */
export const Reason = Schema.Struct({
  code: Schema.String,
  words: Schema.String,
  rule: Schema.optionalKey(Schema.Struct({ id: Schema.String, name: Schema.String })),
  data: Schema.Record(Schema.String, Schema.Json)
})
export interface Reason extends Schema.Schema.Type<typeof Reason> {}

/**
 * A problem document.
 *
 * @category models
 */
export const Problem = Schema.Struct({
  type: Schema.String,
  title: Schema.String,
  status: Schema.Int,
  detail: Schema.optionalKey(Schema.String),
  reasons: Schema.Array(Reason),
  /** Whether the refused attempt to take a step is recorded on the case. Absent if nothing is recorded. */
  recorded: Schema.optionalKey(Schema.Literal(true))
}).annotate({ identifier: "Problem" })
export interface Problem extends Schema.Schema.Type<typeof Problem> {}

/** The `type` of the problem documents of a kind. */
export const typeOf = (kind: Kind): string => `urn:liulinhui:problem:${kind}`
