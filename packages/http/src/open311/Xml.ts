/**
 * Writes an answer of Open311 as XML or as JSON. The specification maps one to the other (the Spark convention): a list is
 * an element with one element for each item, and JSON leaves out the name of the root.
 */
import { escape } from "@liulinhui/report/Markup"

/** A value of an answer. */
export type Value =
  | string
  | number
  | boolean
  | null
  | ReadonlyArray<Value>
  | { readonly [name: string]: Value }

/** The names of the items of each list. */
const items = {
  services: "service",
  attributes: "attribute",
  values: "value",
  service_requests: "request",
  errors: "error",
  endpoints: "endpoint",
  formats: "format"
} as const satisfies Readonly<Record<string, string>>

const isList = (name: string): name is keyof typeof items => Object.hasOwn(items, name)

const element = (name: string, value: Value): string => {
  if (value === null) return `<${name}/>`
  if (typeof value !== "object") return `<${name}>${escape(String(value))}</${name}>`
  // The cast is safe: `Array.isArray` does not know lists that cannot be changed.
  const parts = Array.isArray(value)
    ? (value as ReadonlyArray<Value>).map((one) => element(isList(name) ? items[name] : "item", one))
    : Object.entries(value).map(([key, one]) => element(key, one))
  return `<${name}>${parts.join("")}</${name}>`
}

/** An answer as an XML document. `root` is the name of its root element. */
export const write = (root: string, value: Value): string =>
  `<?xml version="1.0" encoding="utf-8"?>\n${element(root, value)}\n`
