/**
 * A problem is a mistake in a document or a row, as data: its path, a code, and a message that says what was found,
 * what was expected, and what to do. Checks return lists of problems, so that all mistakes are reported at once. A
 * problem does not contain the name of its file: the code that read the file adds the file name, the line and the
 * column.
 */

import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { TaggedError } from "./TaggedError.ts"

/**
 * One mistake at a path in a document.
 *
 * @category models
 */
export const Problem = Schema.Struct({
  /** The path of the mistake: keys and array indices, from the root of the document. */
  path: Schema.Array(Schema.Union([Schema.String, Schema.Int])),
  /** A stable code for the rule that is broken, such as `unknown-heart`. */
  code: Schema.String,
  /**
   * The message of the problem: what was found, what was expected, and what to do. It is written for a developer or an
   * IT person of a residents' committee.
   */
  message: Schema.String,
  /**
   * The names and values in the message, by the name of the argument. Catalogues of other languages use them to word the
   * same problem.
   */
  given: Schema.optionalKey(Schema.Record(Schema.String, Schema.Json))
})
export interface Problem extends Schema.Schema.Type<typeof Problem> {}

/**
 * Makes a problem at a path.
 *
 * @category constructors
 */
export const make = (
  path: ReadonlyArray<string | number>,
  code: string,
  message: string,
  given?: Problem["given"]
): Problem => ({ path, code, message, ...(given === undefined ? {} : { given }) })

/** Formats the path of a mistake for people: `playbooks.corridor-clutter.stages[2]`. */
export const formatPath = (path: ReadonlyArray<string | number>): string =>
  path.reduce<string>(
    (text, key) => (typeof key === "number" ? `${text}[${key}]` : text === "" ? key : `${text}.${key}`),
    ""
  )

/** A problem as one line of text: `playbooks.corridor-clutter.stages[2]: …`. */
export const format = ({ message, path }: Problem): string =>
  path.length === 0 ? message : `${formatPath(path)}: ${message}`

/**
 * A document is refused. `problems` has every mistake that was found, each with its path.
 *
 * @category errors
 */
export class DocumentRefused extends TaggedError<DocumentRefused>()(
  "DocumentRefused",
  { problems: Schema.Array(Problem) },
  ({ problems }) => problems.map(format).join("\n")
) {}

/**
 * Makes a failed result with these problems.
 *
 * @category constructors
 */
export const refuse = (problems: ReadonlyArray<Problem>): Result.Result<never, DocumentRefused> =>
  Result.fail(new DocumentRefused({ problems }))
