/**
 * Finds the fields of each kind of request, as flags on a command line. They are derived from the schema of the
 * request. So a new kind of request, or a new field, gets its flags without a change of this module.
 */
import { Request } from "@liulinhui/core/Governance"
import type * as JsonSchema from "effect/JsonSchema"
import * as Schema from "effect/Schema"

export type RequestTag = Request["_tag"]

/**
 * How the text of a flag is read: as text, a day, a number, yes or no, one of several choices, named values, or data in
 * YAML.
 */
export type FieldKind = "text" | "day" | "number" | "boolean" | "choice" | "values" | "data"

/** The smallest and the largest integer that a field may have. `most` is missing if there is no limit. */
export interface Range {
  readonly least: number
  readonly most?: number
}

/**
 * One field of a request. A field inside a part, such as the `id` of a building, has a path such as `building.id`.
 *
 * @category models
 */
export interface RequestField {
  readonly path: readonly [string, ...ReadonlyArray<string>]
  readonly kind: FieldKind
  /** The possible values of a field of the kind `choice`. Empty for other kinds. */
  readonly choices: ReadonlyArray<string>
  /** The smallest and the largest value of a field of the kind `number`: an integer. Missing for other kinds. */
  readonly range?: Range
  /** Whether the flag can be repeated, because the field is a list. */
  readonly many: boolean
  /** Whether the list must not be empty. */
  readonly filled: boolean
  readonly required: boolean
  /**
   * The names of the fields inside a field of the kind `data`, such as `kind` and `subject` of a contact. Optional
   * names end with `?`.
   */
  readonly shape: ReadonlyArray<string>
}

type Node = JsonSchema.JsonSchema

const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null
const nodes = (value: unknown): ReadonlyArray<Node> => (Array.isArray(value) ? value.filter(isNode) : [])
const texts = (value: unknown): ReadonlyArray<string> =>
  Array.isArray(value) ? value.filter((each) => typeof each === "string") : []

/** Returns a node of a JSON Schema. If the node is a reference, returns its definition. */
const resolved = (node: Node, definitions: JsonSchema.Definitions): Node => {
  const ref = node["$ref"]
  if (typeof ref !== "string") return node
  const found = definitions[ref.slice(ref.lastIndexOf("/") + 1)]
  return found === undefined ? node : resolved(found, definitions)
}

const isDay = (node: Node): boolean => [node, ...nodes(node["allOf"])].some(({ format }) => format === "date")

const scalarKind = (node: Node): FieldKind => {
  if (texts(node["enum"]).length > 0) return "choice"
  switch (node["type"]) {
    case "string":
      return isDay(node) ? "day" : "text"
    case "number":
    case "integer":
      return "number"
    case "boolean":
      return "boolean"
    default:
      return "data"
  }
}

/** The range of an integer. Every number in a request is an integer, and has a smallest value. */
const rangeOf = (node: Node): { readonly range?: Range } => {
  if (scalarKind(node) !== "number") return {}
  const { exclusiveMinimum, maximum, minimum } = node
  const least = typeof exclusiveMinimum === "number" ? exclusiveMinimum + 1 : minimum
  if (typeof least !== "number") return {}
  const hasMost = typeof maximum === "number" && maximum < Number.MAX_SAFE_INTEGER
  return { range: hasMost ? { least, most: maximum } : { least } }
}

const propertiesOf = (node: Node): ReadonlyArray<readonly [string, Node]> =>
  isNode(node["properties"])
    ? Object.entries(node["properties"]).flatMap(([key, value]) => (isNode(value) ? [[key, value]] : []))
    : []

const shapeOf = (node: Node, definitions: JsonSchema.Definitions): ReadonlyArray<string> => {
  const required = new Set(texts(node["required"]))
  const own = propertiesOf(node).map(([key]) => (required.has(key) ? key : `${key}?`))
  return own.length > 0
    ? own
    : [...new Set(nodes(node["anyOf"]).flatMap((each) => shapeOf(resolved(each, definitions), definitions)))]
}

type Path = readonly [string, ...ReadonlyArray<string>]

/** The fields in a node (a part) of a JSON Schema. `required` says whether a request without this node is refused. */
const fieldsIn = (
  given: Node,
  path: Path,
  required: boolean,
  definitions: JsonSchema.Definitions
): ReadonlyArray<RequestField> => {
  const node = resolved(given, definitions)
  const field = { path, choices: [], many: false, filled: false, required, shape: [] }
  const properties = propertiesOf(node)
  if (properties.length > 0) {
    const needed = new Set(texts(node["required"]))
    return properties.flatMap(([key, below]) =>
      fieldsIn(below, [...path, key], required && needed.has(key), definitions)
    )
  }
  const members = nodes(node["anyOf"])
  if (members.length > 0) {
    // The user may choose any member of the union. So no field is required.
    const all = members.flatMap((member) => fieldsIn(member, path, false, definitions))
    return all.filter((one, at) => all.findIndex((other) => nameOf(other) === nameOf(one)) === at)
  }
  if (node["type"] === "array") {
    const item = isNode(node["items"]) ? resolved(node["items"], definitions) : {}
    const filled = Number(node["minItems"] ?? 0) > 0
    const kind = scalarKind(item)
    return [
      { ...field, kind, choices: texts(item["enum"]), many: true, filled, shape: shapeOf(item, definitions) }
    ]
  }
  if (node["type"] === "object") return [{ ...field, kind: "values", many: true }]
  return [{ ...field, kind: scalarKind(node), choices: texts(node["enum"]), ...rangeOf(node) }]
}

/** The name of the flag for a field, without dashes. */
export const nameOf = ({ path }: Pick<RequestField, "path">): string => path.join(".")

/** All kinds of requests, in the order of their contexts. */
export const requestTags: ReadonlyArray<RequestTag> = Object.values(Request.cases).map(
  ({ fields }): RequestTag => fields._tag.schema.literal
)

/** The schema for one kind of request, in JSON form. */
export const schemaOf = (tag: RequestTag): Schema.ConstraintDecoder<unknown> => Request.cases[tag]

/**
 * The fields of a kind of request, in the order of its schema.
 *
 * @category fields
 */
export const fieldsOf = (tag: RequestTag): ReadonlyArray<RequestField> => {
  const { definitions, schema } = Schema.toJsonSchemaDocument(Request.cases[tag])
  const required = new Set(texts(schema["required"]))
  return propertiesOf(schema).flatMap(([key, node]) =>
    key === "_tag" ? [] : fieldsIn(node, [key], required.has(key), definitions)
  )
}
