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
 * A malformed value has the phrases for what was expected (`expected`) and the words of which it may be one (`choices`).
 * If a rule of the schema words its mistakes itself, `rule` has the code of the mistake and the values in its message.
 *
 * @category models
 */
export type Mistake =
  | { readonly _tag: "KeyMissing"; readonly path: Path }
  | { readonly _tag: "KeyUnknown"; readonly path: Path; readonly near: ReadonlyArray<string> }
  | {
      readonly _tag: "ValueMalformed"
      readonly path: Path
      readonly message: string
      readonly expected: ReadonlyArray<string>
      readonly choices: ReadonlyArray<string>
      readonly rule?: RuleBroken
    }

/** All mistakes in a value from outside. The list is never empty. */
export type Mistakes = readonly [Mistake, ...ReadonlyArray<Mistake>]

/** The code of a mistake that a rule of a schema has found, and the values in its message: see {@link broken}. */
export interface RuleBroken {
  readonly code: string
  readonly given?: Problem["given"]
}

const annotation = "liulinhui/rule"

/**
 * Makes the issue that a rule of a schema reports. In contrast to a plain text, it keeps the code of the mistake and its
 * values, so that the message can be worded in another language.
 *
 * @category constructors
 */
export const broken = (code: string, message: string, given?: Problem["given"]): SchemaIssue.Issue =>
  new SchemaIssue.InvalidValue({ message, [annotation]: { code, given } })

const ruleOf = (issue: SchemaIssue.Issue): RuleBroken | undefined =>
  issue._tag === "InvalidValue" ? (issue.annotations?.[annotation] as RuleBroken | undefined) : undefined

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

const unique = (words: ReadonlyArray<string>): ReadonlyArray<string> => [...new Set(words)]

/**
 * A value may match one of several alternatives of a schema. Returns the mistakes of the alternative that fits best:
 * the one with the fewest mistakes, or the first of several such alternatives. If the value itself is malformed in every
 * alternative, returns one mistake that lists what all alternatives expect.
 */
const best = (alternatives: ReadonlyArray<ReadonlyArray<Mistake>>, path: Path): ReadonlyArray<Mistake> => {
  const whole = alternatives.flatMap(([first, ...others]) =>
    first?._tag === "ValueMalformed" && others.length === 0 && first.path.length === path.length
      ? [first]
      : []
  )
  const [first] = whole
  if (first !== undefined && whole.length === alternatives.length && whole.every(({ rule }) => !rule)) {
    return [
      {
        ...first,
        expected: unique(whole.flatMap(({ expected }) => expected)),
        choices: unique(whole.flatMap(({ choices }) => choices))
      }
    ]
  }
  return (
    notAnyOf(alternatives) ?? alternatives.reduce((one, other) => (other.length < one.length ? other : one))
  )
}

/**
 * An object has one strange key, and every alternative lacks its only required key. Returns the mistake that the strange
 * key should be one of these keys. `undefined` in any other case.
 */
const notAnyOf = (
  alternatives: ReadonlyArray<ReadonlyArray<Mistake>>
): ReadonlyArray<Mistake> | undefined => {
  const missing: Array<string> = []
  let strange: (Mistake & { readonly _tag: "KeyUnknown" }) | undefined
  for (const [one, other, ...others] of alternatives) {
    const pair = one?._tag === "KeyMissing" ? [one, other] : [other, one]
    if (others.length > 0 || pair[0]?._tag !== "KeyMissing" || pair[1]?._tag !== "KeyUnknown")
      return undefined
    missing.push(String(pair[0].path.at(-1)))
    strange = pair[1]
  }
  return strange === undefined
    ? undefined
    : [{ ...strange, near: near(String(strange.path.at(-1)), missing) }]
}

/** Leaves out the mistake that a key is missing, if the key is probably there, but misspelt. */
const withoutMisspelt = (mistakes: ReadonlyArray<Mistake>): ReadonlyArray<Mistake> => {
  const meant = new Set(
    mistakes.flatMap((one) =>
      one._tag === "KeyUnknown" && one.near.length === 1
        ? [JSON.stringify([...one.path.slice(0, -1), one.near[0]])]
        : []
    )
  )
  return mistakes.filter((one) => one._tag !== "KeyMissing" || !meant.has(JSON.stringify(one.path)))
}

/** The phrases for the kinds of values that a schema accepts, and the words of which a value may be one. */
const wanted = (ast: SchemaAST.AST): Pick<Mistake & { _tag: "ValueMalformed" }, "choices" | "expected"> => {
  switch (ast._tag) {
    case "String":
    case "TemplateLiteral":
      return { expected: ["a text"], choices: [] }
    case "Number":
      return { expected: ["a number"], choices: [] }
    case "Boolean":
      return { expected: ["true or false"], choices: [] }
    case "Arrays":
      return { expected: ["a list"], choices: [] }
    case "Objects":
      return { expected: ["a map of keys and values"], choices: [] }
    case "Literal":
      return { expected: [], choices: [String(ast.literal)] }
    case "Union": {
      const all = ast.types.map(wanted)
      return {
        expected: unique(all.flatMap(({ expected }) => expected)),
        choices: unique(all.flatMap(({ choices }) => choices))
      }
    }
    default:
      return { expected: [], choices: [] }
  }
}

const leaf = (
  issue: SchemaIssue.Issue,
  path: Path,
  { choices, expected }: ReturnType<typeof wanted> = { expected: [], choices: [] }
): ReadonlyArray<Mistake> => {
  const rule = ruleOf(issue)
  return format(issue).issues.map(({ message, path: below }) => ({
    _tag: "ValueMalformed",
    path: [...path, ...(below ?? []).map((key) => keyOf(typeof key === "object" ? key.key : key))],
    message,
    expected: expected.length + choices.length > 0 ? expected : [message.replace(/^Expected /, "")],
    choices,
    ...(rule === undefined ? {} : { rule })
  }))
}

const find = (issue: SchemaIssue.Issue, path: Path): ReadonlyArray<Mistake> => {
  switch (issue._tag) {
    case "Pointer":
      return find(issue.issue, [...path, ...issue.path.map(keyOf)])
    case "Encoding":
      return find(issue.issue, path)
    case "Filter": {
      const expected = issue.filter.annotations?.expected
      if (typeof expected === "string") return leaf(issue, path, { expected: [expected], choices: [] })
      return find(issue.issue, path)
    }
    case "Composite":
      return issue.issues.flatMap((one) => find(one, path))
    case "AnyOf":
      return issue.issues.length === 0
        ? leaf(issue, path, wanted(issue.ast))
        : best(
            issue.issues.map((alternative) => find(alternative, path)),
            path
          )
    case "InvalidType":
      return leaf(issue, path, wanted(issue.ast))
    case "MissingKey":
      return [{ _tag: "KeyMissing", path }]
    case "UnexpectedKey":
      return [{ _tag: "KeyUnknown", path, near: near(String(path.at(-1)), keysOf(issue.ast)) }]
    default:
      return leaf(issue, path)
  }
}

const quoted = (words: ReadonlyArray<string>): string => words.map((word) => `"${word}"`).join(", ")

/** The value at a path. `undefined` if the path does not exist. */
const valueAt = (input: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (value, key) =>
      typeof value === "object" && value !== null && Object.hasOwn(value, key)
        ? (value as Readonly<Record<string | number, unknown>>)[key]
        : undefined,
    input
  )

/** The most characters of a value that a message shows. */
const shownLength = 60

/** How a message shows a value that was found: its kind, and the value itself if it is short. */
const shown = (value: unknown): { readonly kind: string; readonly found: string } => {
  if (typeof value === "string") {
    const text = value.length > shownLength ? `${value.slice(0, shownLength)}…` : value
    return value === "" ? { kind: "empty", found: "an empty text" } : { kind: "text", found: `"${text}"` }
  }
  if (value === null || value === undefined) return { kind: "nothing", found: "nothing" }
  if (Array.isArray(value)) return { kind: "list", found: "a list" }
  return typeof value === "object"
    ? { kind: "map", found: "a map" }
    : { kind: "value", found: JSON.stringify(value) ?? String(value) }
}

// What people write in Chinese for the units of a period.
const units: ReadonlyArray<readonly [RegExp, string]> = [
  [/^(\d{1,5})\s*(?:个)?工作日$/u, "working day"],
  [/^(\d{1,5})\s*(?:个)?(?:小时|钟头)$/u, "hour"],
  [/^(\d{1,5})\s*(?:天|日)$/u, "day"],
  [/^(\d{1,5})\s*(?:个)?(?:周|星期|礼拜)$/u, "week"],
  [/^(\d{1,5})\s*(?:个)?月$/u, "month"],
  [/^(\d{1,5})\s*(?:个)?季度?$/u, "quarter"],
  [/^(\d{1,5})\s*年$/u, "year"]
]

/** What was probably meant by a text that is malformed. `undefined` if no word is similar. */
const meantBy = (
  value: unknown,
  choices: ReadonlyArray<string>,
  expected: ReadonlyArray<string>
): string | undefined => {
  if (typeof value !== "string") return undefined
  const plain = value.normalize("NFKC").trim()
  for (const [pattern, unit] of units) {
    const count = pattern.exec(plain)?.[1]
    if (count !== undefined && expected.some((phrase) => phrase.includes(`${unit}s"`))) {
      return `${count} ${unit}${Number(count) === 1 ? "" : "s"}`
    }
  }
  const near = nearest(plain, choices)
  if (near !== undefined) return near
  return plain !== value && plain !== "" && choices.length === 0 ? plain : undefined
}

const malformed = (
  { choices, expected, message, path, rule }: Mistake & { readonly _tag: "ValueMalformed" },
  input: unknown
): Problem => {
  if (rule !== undefined) return make(path, rule.code, message, rule.given)
  const value = valueAt(input, path)
  const { found, kind } = shown(value)
  const meant = meantBy(value, choices, expected)
  const all = [...expected, ...(choices.length === 0 ? [] : [`one of ${choices.join(", ")}`])]
  return make(
    path,
    "wrong-value",
    `found ${found}, expected ${all.join(" or ")}${meant === undefined ? "" : `: did you mean ${JSON.stringify(meant)}?`}`,
    { kind, found, expected, choices, ...(meant === undefined ? {} : { meant }) }
  )
}

const problemOf = (mistake: Mistake, input: unknown): Problem => {
  const { path } = mistake
  const key = String(path.at(-1))
  switch (mistake._tag) {
    case "KeyMissing":
      return make(path, "missing-key", `"${key}" is missing`, { key })
    case "KeyUnknown": {
      const [meant, ...others] = mistake.near
      return make(
        path,
        "unknown-key",
        meant === undefined
          ? `unknown key "${key}": remove it, or correct its spelling`
          : others.length === 0
            ? `unknown key "${key}": did you mean "${meant}"?`
            : `unknown key "${key}": the keys are ${quoted(mistake.near)}`,
        {
          key,
          ...(meant === undefined ? {} : others.length === 0 ? { meant } : { known: mistake.near })
        }
      )
    }
    case "ValueMalformed":
      return malformed(mistake, input)
  }
}

/** Converts the mistakes that a schema found in a value into problems with paths. */
export const problems = (issue: SchemaIssue.Issue, input: unknown): ReadonlyArray<Problem> =>
  withoutMisspelt(find(issue, [])).map((mistake) => problemOf(mistake, input))

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
      return [
        first ?? { _tag: "ValueMalformed", path: [], message: error.message, expected: [], choices: [] },
        ...others
      ]
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
 *   ['unknown key "floor": did you mean "floors"?']
 * )
 * ```
 * @category decoding
 */
export const reader = <S extends Schema.ConstraintDecoder<unknown>>(
  schema: S
): ((input: unknown) => Result.Result<S["Type"], DocumentRefused>) => {
  const decode = decoder(schema)
  return (input) =>
    Result.mapError(decode(input), (error) => new DocumentRefused({ problems: problems(error.issue, input) }))
}
