/**
 * Reading a value that came from outside, strictly: every mistake at once, each with its path, and nothing that the
 * schema does not know passes in silence.
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaIssue from "effect/SchemaIssue"
import { make, type Problem } from "./Problem.ts"

const format = SchemaIssue.makeFormatterStandardSchemaV1()

/** The mistakes that a schema found, as problems with paths. */
export const problems = (issue: SchemaIssue.Issue): ReadonlyArray<Problem> =>
  format(issue).issues.map(({ message, path }) =>
    make(
      (path ?? []).map((key) => {
        const name = typeof key === "object" ? key.key : key
        return typeof name === "number" ? name : String(name)
      }),
      "schema",
      message
    )
  )

/**
 * Decodes a document, or gives every problem. A key that the schema does not know is a problem too: it is most often a
 * misspelling, and would be a rule that silently is not in force.
 *
 * @example
 * ```ts
 * import * as Document from "@liulinhui/core/kernel/StrictReader"
 * import * as Result from "effect/Result"
 * import * as Schema from "effect/Schema"
 * import { strict as assert } from "node:assert"
 *
 * const read = Document.reader(Schema.Struct({ name: Schema.String, floors: Schema.Int }))
 * const result = read({ name: "7", floor: 6 })
 * assert.deepEqual(
 *   Result.isFailure(result) && result.failure.map(({ path }) => path.join(".")),
 *   ["floor", "floors"]
 * )
 * ```
 * @category decoding
 */
export const reader = <S extends Schema.ConstraintDecoder<unknown>>(
  schema: S
): ((input: unknown) => Result.Result<S["Type"], ReadonlyArray<Problem>>) => {
  const decode = Schema.decodeUnknownResult(schema, { errors: "all", onExcessProperty: "error" })
  return (input) => Result.mapError(decode(input), (error) => problems(error.issue))
}
