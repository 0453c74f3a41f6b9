/**
 * Finds every key of a model in its JSON Schema, sorted into sections as an author meets them. A part that occurs in
 * several places, such as a piece of evidence, is one section.
 */
import type * as JsonSchema from "effect/JsonSchema"
import type * as Schema from "effect/Schema"

type Shape = JsonSchema.JsonSchema

/** A key of a model: all its forms, and its values in a document. */
export interface Key {
  readonly section: string
  /** The path of the key in its section, such as `leads.least`. */
  readonly name: string
  readonly forms: Array<Shape>
  /** Whether every form of the object requires the key. */
  required: boolean
  readonly values: Array<Schema.Json>
  /** The names of the shared schemas that have the key, such as `ResidentSelector`. Empty for all other keys. */
  readonly holders: Set<string>
  /** The section that describes the values of the key. `undefined` if the key is described completely by its form. */
  leadsTo: string | undefined
}

/** The sections, with the places in the schema where each begins. A place begins with the section that it is in. */
const places: ReadonlyArray<readonly [section: string, place: RegExp]> = [
  ["calendar", /^model\.calendar\.\*$/],
  ["nouns", /^model\.nouns$/],
  ["branch", /^model\.branches\.\*$/],
  ["group", /^model\.groups\.\*$/],
  ["role", /^model\.roles\.\*$/],
  ["actor", /^model\.actors\.\*$/],
  ["mandate", /^actor\.mandates\[\]$/],
  ["offer", /^actor\.offers$/],
  ["pairing", /^model\.pairing$/],
  ["settled", /^pairing\.(?:pins|bans)\[\]$/],
  ["companions", /^model\.companions$/],
  ["talent", /^model\.talent$/],
  ["rounds", /^model\.rounds$/],
  ["contact", /^model\.contacts\.\*$/],
  ["playbook", /^model\.playbooks\.\*$/],
  ["opening", /^playbook\.opening$/],
  ["reopening", /^playbook\.reopening$/],
  ["stage", /^playbook\.stages\.\*$/],
  ["step", /^playbook\.steps\.\*$/],
  ["by", /^(?:playbook\.keepers|(?:opening|reopening|step)\.by)\[\]$/],
  ["evidence", /^(?:opening|step)\.evidence\.\*$/],
  ["gate", /^step\.gate$/],
  ["escalation", /^(?:stage|patrol)\.escalate\[\]$/],
  ["patrol", /^playbook\.patrol$/],
  ["poll", /^model\.pollRules\.\*$/],
  ["coverage", /^model\.coverage\.\*$/],
  ["target", /^coverage\.target$/],
  ["exclusion", /^coverage\.exclude\.\*$/],
  ["reached", /^reach-of-\w+$/],
  ["selector", /^\w+Selector$/],
  ["comparison", /^selector\.(?!all\b|any\b|not\b)\w+$/],
  ["notice", /^model\.notices\.\*$/],
  ["hours", /^model\.noticeHours$/],
  ["late", /^model\.lateFacts$/],
  ["emergency", /^model\.emergencyAccess$/],
  ["retention", /^model\.retention$/],
  ["intake", /^model\.intake$/],
  ["category", /^intake\.playbooks\.\*$/]
]

const isObject = (value: unknown): value is Readonly<Record<string, Schema.Json>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const shapes = (value: unknown): ReadonlyArray<Shape> => (Array.isArray(value) ? value.filter(isObject) : [])

const named = (value: unknown): ReadonlyArray<readonly [string, Shape]> =>
  isObject(value) ? Object.entries(value).flatMap(([name, one]) => (isObject(one) ? [[name, one]] : [])) : []

/** Whether a schema is that of a text in several languages. */
export const isText = ({ properties }: Shape): boolean => isObject(properties) && "zh" in properties

const hasKeys = ({ properties }: Shape): boolean => properties !== undefined

const requiredIn = ({ required }: Shape): ReadonlyArray<unknown> => (Array.isArray(required) ? required : [])

/** The keys that all alternatives with keys require. */
const commonIn = (shapes: ReadonlyArray<Shape>): ReadonlySet<unknown> => {
  const [first, ...others] = shapes.filter(hasKeys).map(requiredIn)
  return new Set(first?.filter((key) => others.every((keys) => keys.includes(key))))
}

/** The alternatives of a schema. */
export const alternatives = ({ anyOf, oneOf }: Shape): ReadonlyArray<Shape> => [
  ...shapes(anyOf),
  ...shapes(oneOf)
]

/** The schema of the values of a map. `undefined` if the schema is that of an object with named keys. */
export const valuesOf = ({ additionalProperties, patternProperties }: Shape): Shape | undefined =>
  isObject(additionalProperties) ? additionalProperties : named(patternProperties)[0]?.[1]

/** Finds every key of a JSON Schema, with its values in a document. */
export const keysOf = (schema: Shape, document: Schema.Json): ReadonlyArray<Key> => {
  const definitions = new Map(named(schema["$defs"]))
  const found = new Map<string, Key>()
  const seen = new Set<Shape>()

  const keyAt = (path: string): Key => {
    const known = found.get(path)
    if (known !== undefined) return known
    const [section = "", ...rest] = path.split(/\.(.*)/)
    const made: Key = {
      section,
      name: rest[0] ?? "",
      forms: [],
      required: true,
      values: [],
      holders: new Set(),
      leadsTo: undefined
    }
    found.set(path, made)
    return made
  }

  /** The path of a place: that of its section, if a section begins there. `key` is the key that the place belongs to. */
  const enter = (path: string, shape: Shape, key: Key | undefined): string => {
    const section = isText(shape)
      ? "text"
      : places.find(([, place]) => place.test(path) && [shape, ...alternatives(shape)].some(hasKeys))?.[0]
    if (section === undefined) return path
    if (key !== undefined && (key.leadsTo === undefined || section !== "comparison")) key.leadsTo = section
    return section
  }

  /** `common` are the keys that all alternatives require. `undefined` if the shape has no alternatives beside it. */
  const visit = (
    shape: Shape,
    path: string,
    values: ReadonlyArray<Schema.Json>,
    key?: Key,
    common?: ReadonlySet<unknown>
  ): void => {
    const name = typeof shape["$ref"] === "string" ? (shape["$ref"].split("/").at(-1) ?? "") : undefined
    if (name !== undefined) {
      const definition = definitions.get(name)
      if (definition !== undefined) visit(definition, name, values, key)
      return
    }
    if (seen.has(shape) && values.length === 0) return
    seen.add(shape)
    const here = enter(path, shape, key)
    const shared = commonIn(alternatives(shape))
    for (const one of alternatives(shape)) visit(one, here, values, key, shared)
    const objects = values.filter(isObject)
    const required = requiredIn(shape).filter((property) => common?.has(property) ?? true)
    for (const [property, form] of named(shape["properties"])) {
      const own = objects.flatMap((value) => (property in value ? [value[property] ?? null] : []))
      const child = keyAt(`${here}.${property}`)
      child.forms.push(form)
      child.required = child.required && required.includes(property)
      child.values.push(...own)
      if (definitions.has(path)) child.holders.add(path)
      visit(form, `${here}.${property}`, own, child)
    }
    const map = isText(shape) ? undefined : valuesOf(shape)
    if (map !== undefined)
      visit(
        map,
        `${here}.*`,
        objects.flatMap((value) => Object.values(value)),
        key
      )
    if (isObject(shape["items"])) {
      visit(
        shape["items"],
        `${here}[]`,
        values.flatMap((value) => (Array.isArray(value) ? value : [])),
        key
      )
    }
  }

  visit(schema, "model", [document])
  return [...found.values()]
}
