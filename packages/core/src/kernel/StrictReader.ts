/**
 * Strict decoding of a value from outside, such as a parsed file. All mistakes are reported at once, each with its
 * path. An unknown key is a mistake, too.
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type * as SchemaAST from "effect/SchemaAST"
import * as SchemaIssue from "effect/SchemaIssue"
import { nearest } from "./Nearest.ts"
import { DocumentRefused, make, type Problem } from "./Problem.ts"

type Path = Problem["path"]

/**
 * One mistake in a value from outside. `near` contains the key that was probably meant. If no key is similar, `near`
 * contains all allowed keys.
 *
 * @category models
 */
export type Mistake =
  | { readonly _tag: "KeyMissing"; readonly path: Path }
  | { readonly _tag: "KeyUnknown"; readonly path: Path; readonly near: ReadonlyArray<string> }
  | { readonly _tag: "ValueMalformed"; readonly path: Path; readonly message: string }

/** All mistakes in a value from outside. The list is never empty. */
export type Mistakes = readonly [Mistake, ...ReadonlyArray<Mistake>]

const format = SchemaIssue.makeFormatterStandardSchemaV1()

const keyOf = (key: PropertyKey): string | number => (typeof key === "number" ? key : String(key))

const keysOf = (ast: SchemaAST.AST): ReadonlyArray<string> =>
  ast._tag === "Objects"
    ? ast.propertySignatures.map(({ name }) => String(name)).filter((name) => name !== "_tag")
    : []

/** Returns the word of `words` that was probably meant. If no word is similar, returns all words. */
export const near = (word: string, words: ReadonlyArray<string>): ReadonlyArray<string> => {
  const found = nearest(word, words)
  return found === undefined ? words.toSorted() : [found]
}

/**
 * A value may match one of several alternatives of a schema. Returns the mistakes of the alternative that fits best:
 * the one with the fewest mistakes, or the first of several such alternatives.
 */
const best = (alternatives: ReadonlyArray<ReadonlyArray<Mistake>>): ReadonlyArray<Mistake> =>
  alternatives.reduce((one, other) => (other.length < one.length ? other : one))

const leaf = (issue: SchemaIssue.Issue, path: Path): ReadonlyArray<Mistake> =>
  format(issue).issues.map(({ message, path: below }) => ({
    _tag: "ValueMalformed",
    path: [...path, ...(below ?? []).map((key) => keyOf(typeof key === "object" ? key.key : key))],
    message
  }))

const find = (issue: SchemaIssue.Issue, path: Path): ReadonlyArray<Mistake> => {
  switch (issue._tag) {
    case "Pointer":
      return find(issue.issue, [...path, ...issue.path.map(keyOf)])
    case "Encoding":
      return find(issue.issue, path)
    case "Composite":
      return issue.issues.flatMap((one) => find(one, path))
    case "AnyOf":
      return issue.issues.length === 0
        ? leaf(issue, path)
        : best(issue.issues.map((alternative) => find(alternative, path)))
    case "MissingKey":
      return [{ _tag: "KeyMissing", path }]
    case "UnexpectedKey":
      return [{ _tag: "KeyUnknown", path, near: near(String(path.at(-1)), keysOf(issue.ast)) }]
    default:
      return leaf(issue, path)
  }
}

const quoted = (words: ReadonlyArray<string>): string => words.map((word) => `"${word}"`).join(", ")

const problemOf = (mistake: Mistake): Problem => {
  const { path } = mistake
  const key = String(path.at(-1))
  switch (mistake._tag) {
    case "KeyMissing":
      return make(path, "schema", `"${key}" is missing`)
    case "KeyUnknown": {
      const [meant, ...others] = mistake.near
      return make(
        path,
        "schema",
        meant === undefined
          ? `unknown key "${key}": remove it, or correct its spelling`
          : others.length === 0
            ? `unknown key "${key}": did you mean "${meant}"?`
            : `unknown key "${key}": the keys are ${quoted(mistake.near)}`
      )
    }
    case "ValueMalformed":
      return make(path, "schema", mistake.message)
  }
}

/** Converts the mistakes that a schema found into problems with paths. */
export const problems = (issue: SchemaIssue.Issue): ReadonlyArray<Problem> => find(issue, []).map(problemOf)

const decoder = <S extends Schema.ConstraintDecoder<unknown>>(schema: S) =>
  Schema.decodeUnknownResult(schema, { errors: "all", onExcessProperty: "error" })

/**
 * Makes a function that decodes a value, or returns all mistakes as data. Use it if the mistakes will be worded in
 * another language; otherwise use {@link reader}.
 *
 * @category decoding
 */
export const mistakesReader = <S extends Schema.ConstraintDecoder<unknown>>(
  schema: S
): ((input: unknown) => Result.Result<S["Type"], Mistakes>) => {
  const decode = decoder(schema)
  return (input) =>
    Result.mapError(decode(input), (error): Mistakes => {
      const [first, ...others] = find(error.issue, [])
      return [first ?? { _tag: "ValueMalformed", path: [], message: error.message }, ...others]
    })
}

/**
 * Makes a function that decodes a document, or returns all problems. A key that the schema does not have is a problem,
 * too: it is usually a spelling mistake, and a rule under a misspelt key would silently not apply.
 *
 * @example
 * ```ts
 * import { StrictReader as Document } from "@liulinhui/core/Problem"
 * import * as Result from "effect/Result"
 * import * as Schema from "effect/Schema"
 * import { strict as assert } from "node:assert"
 *
 * const read = Document.reader(Schema.Struct({ name: Schema.String, floors: Schema.Int }))
 * const result = read({ name: "7", floor: 6 })
 * assert.deepEqual(
 *   Result.isFailure(result) && result.failure.problems.map(({ message }) => message),
 *   ['unknown key "floor": did you mean "floors"?', '"floors" is missing']
 * )
 * ```
 * @category decoding
 */
export const reader = <S extends Schema.ConstraintDecoder<unknown>>(
  schema: S
): ((input: unknown) => Result.Result<S["Type"], DocumentRefused>) => {
  const decode = decoder(schema)
  return (input) =>
    Result.mapError(decode(input), (error) => new DocumentRefused({ problems: problems(error.issue) }))
}
