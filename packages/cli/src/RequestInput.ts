/**
 * Builds a request from what a person has typed: flags, JSON or YAML, or both. The result is one JSON value, which is
 * then decoded with the schema of the request. All mistakes are found at once, each with its path, in the language of
 * the user.
 */
import { type DocumentRefused, make, nearest, type Problem, refuse } from "@liulinhui/core/Problem"
import type { Request } from "@liulinhui/core/Governance"
import type { Language } from "@liulinhui/core/Text"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaIssue from "effect/SchemaIssue"
import { parse as parseYaml } from "yaml"
import { fieldsOf, nameOf, type RequestField, type RequestTag, schemaOf } from "./RequestFields.ts"
import { hasWords, say } from "./Say.ts"
import { numberWords, schemaWords } from "./SchemaWords.ts"

/** A request that is not complete yet, as a JSON object. */
export type Draft = Schema.JsonObject

/** The flags that were given. The key is the name of a flag, the value is the list of texts that were given for it. */
export type FlagTexts = Readonly<Record<string, ReadonlyArray<string>>>

export const isObject = (value: unknown): value is Draft =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** Returns the value at a path of a draft. `undefined` if the path does not exist. */
const at = (value: Schema.Json | undefined, path: ReadonlyArray<string>): Schema.Json | undefined => {
  let found = value
  for (const key of path) {
    if (!isObject(found) || !Object.hasOwn(found, key)) return undefined
    found = found[key]
  }
  return found
}

/**
 * Returns a copy of an object, with a new value at a path. If a part of the path is not an object, it is replaced by an
 * object.
 */
const put = (value: Draft, [key, ...rest]: RequestField["path"], leaf: Schema.Json): Draft => {
  const [next, ...others] = rest
  if (next === undefined) return { ...value, [key]: leaf }
  const below = value[key]
  return { ...value, [key]: put(isObject(below) ? below : {}, [next, ...others], leaf) }
}

/** Reads text as YAML, which includes JSON. `undefined` if the text is not valid YAML. */
export const readData = (text: string): Schema.Json | undefined => {
  try {
    // The cast is safe: with this schema, YAML can only contain JSON values.
    return parseYaml(text, { schema: "core", maxAliasCount: 0 }) as Schema.Json
  } catch {
    return undefined
  }
}

/**
 * Reads the short form of a list item that has several fields: `branch-1:peace` becomes an item with the fields
 * `branch` and `group`. The last field takes the rest of the text.
 */
const compact = (text: string, shape: ReadonlyArray<string>): Draft | undefined => {
  const required = shape.filter((key) => !key.endsWith("?"))
  const keys = required.length > 1 ? required : shape.map((key) => key.replace("?", ""))
  const parts = text.split(":")
  const tail = parts.slice(keys.length - 1).join(":")
  const values = [...parts.slice(0, keys.length - 1), tail]
  if (parts.length < keys.length || values.some((each) => each === "")) return undefined
  return Object.fromEntries(keys.map((key, n) => [key, values[n] ?? ""]))
}

const numeric = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/

const one = ({ kind, shape }: RequestField, text: string): Schema.Json => {
  switch (kind) {
    case "number":
      return numeric.test(text) ? Number(text) : text
    case "boolean":
      return text === "true" ? true : text === "false" ? false : text
    case "data": {
      const written = /^[[{]/.test(text.trim()) ? readData(text) : undefined
      return written ?? compact(text, shape) ?? text
    }
    default:
      return text
  }
}

/**
 * Returns the value of a field from the texts of its flag. In a field of the kind `values`, each text is `name=value`,
 * and `readValue` reads the value.
 */
const valueOf = (
  field: RequestField,
  given: ReadonlyArray<string>,
  readValue: (name: string, text: string) => Schema.Json
): Schema.Json => {
  if (field.kind === "values") {
    return Object.fromEntries(
      given.map((text) => {
        const end = text.indexOf("=")
        const name = end < 0 ? text : text.slice(0, end)
        return [name, readValue(name, end < 0 ? "" : text.slice(end + 1))]
      })
    )
  }
  return field.many ? given.map((text) => one(field, text)) : one(field, given.at(-1) ?? "")
}

/** Options of {@link fill}. */
export interface FillOptions {
  /** Reads the text of one named value, such as a piece of evidence. Default: see {@link plainValue}. */
  readonly readValue?: (name: string, text: string) => Schema.Json
}

/**
 * Reads the text of a named value whose field type is unknown. Numbers, lists and objects are read as YAML, everything
 * else is a text.
 */
export const plainValue = (_: string, text: string): Schema.Json => {
  if (numeric.test(text)) return Number(text)
  return /^[[{]/.test(text.trim()) ? (readData(text) ?? text) : text
}

/**
 * Puts the values of flags into the draft of a request. If no value is given for a required list that may be empty, the
 * draft gets an empty list.
 *
 * @category input
 */
export const fill = (
  draft: Draft,
  fields: ReadonlyArray<RequestField>,
  flags: FlagTexts,
  { readValue = plainValue }: FillOptions = {}
): Draft => {
  let filled = draft
  for (const field of fields) {
    const given = flags[nameOf(field)] ?? []
    if (given.length > 0) {
      const value = valueOf(field, given, readValue)
      const before = at(filled, field.path)
      // Named values from flags are added to the named values from a file. For all other fields, the value from the
      // flag replaces the value from the file.
      filled = put(
        filled,
        field.path,
        field.kind === "values" && isObject(before) && isObject(value) ? { ...before, ...value } : value
      )
    } else if (field.required && field.many && !field.filled && field.kind !== "values") {
      if (at(filled, field.path) === undefined) filled = put(filled, field.path, [])
    }
  }
  return filled
}

/** Returns the required fields that are missing in the draft of a request. */
export const missing = (draft: Draft, fields: ReadonlyArray<RequestField>): ReadonlyArray<RequestField> =>
  fields.filter(
    ({ path, required }) =>
      required &&
      at(draft, path) === undefined &&
      // A part of the path may have a value that is not an object. This is another mistake, which is reported later.
      path.slice(0, -1).every((_, depth) => {
        const part = at(draft, path.slice(0, depth + 1))
        return part === undefined || isObject(part)
      })
  )

// ------------------------------------------------------------------------------------------------------------ reading

/** Describes a problem that another module has found while it read the input. */
export const problemWords = ({ code, message }: Problem, language: Language): string => {
  const id = `replay.problem.${code}`
  return hasWords(id) ? say(language, id) : schemaWords(message, language)
}

const expectedOf = (field: RequestField | undefined, language: Language, fallback: string): string => {
  switch (field?.kind) {
    case "day":
      return say(language, "input.day")
    case "number":
      return numberWords(language, field.range)
    case "boolean":
      return say(language, "input.boolean")
    case "choice":
      return say(language, "input.choice", { choices: field.choices })
    case "data":
      return say(language, "input.data", { shape: field.shape.join(", ") })
    case "values":
      return say(language, "input.values")
    default:
      return schemaWords(fallback, language)
  }
}

/**
 * The names of the fields that are allowed at the place of a mistake. If a name is misspelt, the message suggests the
 * most similar of these names.
 */
const siblings = (
  fields: ReadonlyArray<RequestField>,
  path: ReadonlyArray<string>
): ReadonlyArray<string> => [
  ...new Set(
    fields.flatMap((field) => {
      const isInItem =
        field.shape.length > 0 && nameOf(field) === path.filter((key) => !/^\d+$/.test(key)).join(".")
      if (isInItem) return field.shape.map((key) => key.replace("?", ""))
      const key = field.path[path.length]
      return key !== undefined && path.every((each, n) => each === field.path[n]) ? [key] : []
    })
  )
]

const problemsOf = (
  issue: SchemaIssue.Issue,
  draft: Draft,
  fields: ReadonlyArray<RequestField>,
  language: Language
): ReadonlyArray<Problem> => {
  const unexpected = "\u0000unexpected"
  const format = SchemaIssue.makeFormatterStandardSchemaV1({
    leafHook: (leaf) =>
      leaf._tag === "MissingKey"
        ? say(language, "input.missing")
        : leaf._tag === "UnexpectedKey"
          ? unexpected
          : SchemaIssue.defaultLeafHook(leaf)
  })
  const found = format(issue).issues.map(({ message, path = [] }) => {
    const keys = path.map((key) => (typeof key === "object" ? key.key : key))
    const names = keys.map(String)
    const where = keys.map((key) => (typeof key === "number" ? key : String(key)))
    if (message === unexpected) {
      const key = names.at(-1) ?? ""
      const known = siblings(fields, names.slice(0, -1))
      const near = nearest(key, known)
      return make(
        where,
        "unknown-field",
        near === undefined
          ? say(language, "input.unknown", { known })
          : say(language, "input.didYouMean", { near })
      )
    }
    if (message === say(language, "input.missing")) return make(where, "missing", message)
    const value = at(draft, names)
    const field = fields.find((each) => nameOf(each) === names.filter((key) => !/^\d+$/.test(key)).join("."))
    const expected = expectedOf(field, language, message)
    return make(
      where,
      "schema",
      value === undefined || isObject(value) || Array.isArray(value)
        ? expected
        : say(language, "input.found", { found: String(value), expected })
    )
  })
  // If a value fits none of the members of a union, several members may report the same mistake. Only one of these
  // reports is kept.
  return found.filter(
    (problem, n) =>
      found.findIndex(
        (other) => other.path.join() === problem.path.join() && other.message === problem.message
      ) === n
  )
}

/**
 * Decodes a request, or returns all mistakes with their paths. An unknown field is a mistake.
 *
 * @category reading
 */
export const read = (
  tag: RequestTag,
  draft: Draft,
  language: Language
): Result.Result<Request, DocumentRefused> => {
  const { _tag: written, ...rest } = draft
  const fields = fieldsOf(tag)
  const other =
    written === undefined || written === tag
      ? []
      : [
          make(
            ["_tag"],
            "other-request",
            say(language, "input.otherRequest", { found: JSON.stringify(written), tag })
          )
        ]
  const decoded = Schema.decodeUnknownResult(schemaOf(tag), { errors: "all", onExcessProperty: "error" })({
    _tag: tag,
    ...rest
  })
  const mistakes = [
    ...other,
    ...(Result.isFailure(decoded) ? problemsOf(decoded.failure.issue, draft, fields, language) : [])
  ]
  return Result.isFailure(decoded) || mistakes.length > 0
    ? refuse(mistakes)
    : // The cast is safe: decoding with this schema results in a request.
      Result.succeed(decoded.success as Request)
}
