/**
 * Strict decoding of a value from outside: all mistakes are reported at once, each with its path, and an unknown key
 * is a mistake.
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
 * Decodes a document, or returns all problems. A key that the schema does not have is a problem too: it is usually a
 * spelling mistake, and a misspelt rule would not be in force without anybody noticing.
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
