/**
 * The lists in the answers to questions. They are found in the schema of an answer, so an answer that gets a list, or a
 * list that gets a field, needs no code here. A list is an array of objects. If its items have arrays of objects as well,
 * these are inner lists: a table of an inner list repeats the fields of the outer item in each row.
 */
import * as Schema from "effect/Schema"
import * as AST from "effect/SchemaAST"

type Path = ReadonlyArray<string>

/** A list in an answer, as JSON. */
export interface List {
  /** The fields that lead to the list, joined by dots, such as `cases.deadlines`. */
  readonly name: string
  /** The fields from the answer to the (outer) list. Empty if the answer itself is the list. */
  readonly outer: Path
  /** The fields from an item to the inner list. `undefined` if this is an outer list. */
  readonly inner?: Path
  /** The columns of a table of the list: the fields that lead to the value of a cell. */
  readonly columns: ReadonlyArray<Path>
}

const hasFields = (ast: AST.AST): ast is AST.Objects =>
  AST.isObjects(ast) && ast.indexSignatures.length === 0 && ast.propertySignatures.length > 0

/** The objects that a value may be, if it is always an object or `null`. Otherwise empty. */
const objectsIn = (ast: AST.AST): ReadonlyArray<AST.Objects> => {
  const types = AST.isUnion(ast) ? ast.types.filter((type) => !AST.isNull(type)) : [ast]
  const objects = types.flatMap((type) =>
    AST.isUnion(type) ? objectsIn(type) : hasFields(type) ? [type] : []
  )
  return objects.length >= types.length ? objects : []
}

/** The objects that the items of an array may be. Empty if it is not an array of objects. */
const itemsIn = (ast: AST.AST): ReadonlyArray<AST.Objects> => {
  const [item, ...others] = AST.isArrays(ast) && ast.elements.length === 0 ? ast.rest : []
  return item === undefined || others.length > 0 ? [] : objectsIn(item)
}

const fieldsOf = (
  objects: ReadonlyArray<AST.Objects>
): ReadonlyArray<readonly [name: string, type: AST.AST]> =>
  objects.flatMap(({ propertySignatures }) =>
    propertySignatures.map(({ name, type }) => [String(name), type] as const)
  )

/** The paths to the values of an object that are no lists, each once. Objects in the object are followed. */
const columnsIn = (objects: ReadonlyArray<AST.Objects>, at: Path): ReadonlyArray<Path> => {
  const all = fieldsOf(objects).flatMap(([name, type]): ReadonlyArray<Path> => {
    const path = [...at, name]
    if (itemsIn(type).length > 0) return []
    const inside = objectsIn(type)
    return inside.length > 0 ? columnsIn(inside, path) : [path]
  })
  return [...new Map(all.map((path) => [path.join("."), path])).values()]
}

interface Found {
  readonly path: Path
  readonly items: ReadonlyArray<AST.Objects>
}

/** The lists in an object, also in objects in it, but not the lists in their items. */
const listsIn = (objects: ReadonlyArray<AST.Objects>, at: Path): ReadonlyArray<Found> => {
  const [only, ...others] = objects
  // Objects of several kinds, such as events, are rows of one table, and their fields are no lists.
  if (only === undefined || others.length > 0) return []
  return fieldsOf([only]).flatMap(([name, type]): ReadonlyArray<Found> => {
    const path = [...at, name]
    const items = itemsIn(type)
    return items.length > 0 ? [{ path, items }] : listsIn(objectsIn(type), path)
  })
}

/**
 * The lists in the values of a schema, each before its inner lists. Empty if there are none.
 *
 * @param itself the name of the list if a value itself is the list
 */
export const listsOf = (schema: Schema.Codec<unknown, unknown>, itself: string): ReadonlyArray<List> => {
  const { ast } = Schema.toEncoded(Schema.toCodecJson(schema))
  const items = itemsIn(ast)
  const outer = items.length > 0 ? [{ path: [], items }] : listsIn(objectsIn(ast), [])
  return outer.flatMap(({ items: of, path }) => {
    const name = path.length === 0 ? itself : path.join(".")
    const columns = columnsIn(of, [])
    const inner = listsIn(of, []).map((found): List => ({
      name: [name, ...found.path].join("."),
      outer: path,
      inner: found.path,
      columns: [...columns, ...columnsIn(found.items, found.path)]
    }))
    return [{ name, outer: path, columns }, ...inner]
  })
}

/** The value at the end of a path in JSON. `undefined` if a part of the path is missing. */
const valueAt = (json: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (value, name) =>
      typeof value === "object" && value !== null && Object.hasOwn(value, name)
        ? (value as Readonly<Record<string, unknown>>)[name]
        : undefined,
    json
  )

const arrayAt = (json: unknown, path: Path): ReadonlyArray<unknown> => {
  const value = valueAt(json, path)
  return Array.isArray(value) ? value : []
}

/** The JSON with another value at the end of a path. A path that is not there is left out. */
const withValueAt = (json: unknown, [name, ...path]: Path, value: unknown): unknown => {
  if (name === undefined) return value
  if (typeof json !== "object" || json === null || !Object.hasOwn(json, name)) return json
  return { ...json, [name]: withValueAt(valueAt(json, [name]), path, value) }
}

/** A part of a list: the first row, and the row after the last one. */
export interface Part {
  readonly from: number
  readonly to: number
}

/** A part of the answer: its (outer) list is cut. `isMore`: whether rows follow. */
export const cut = (
  answer: unknown,
  { outer }: List,
  { from, to }: Part
): { readonly answer: unknown; readonly isMore: boolean } => {
  const items = arrayAt(answer, outer)
  return { answer: withValueAt(answer, outer, items.slice(from, to)), isMore: items.length > to }
}

/** The content of a cell: a text or a number. A list of texts is one text, and what has another form is written as JSON. */
const cellOf = (value: unknown): string | number | undefined => {
  if (value === undefined || value === null) return undefined
  if (typeof value === "string" || typeof value === "number") return value
  if (typeof value === "boolean") return String(value)
  const isFlat = Array.isArray(value) && value.every((one) => typeof one !== "object")
  return isFlat ? value.join("; ") : JSON.stringify(value)
}

/** The rows of a table of a list. An outer item without an inner list has no row in the table of the inner list. */
export const rowsOf = (
  answer: unknown,
  { columns, inner, outer }: List
): ReadonlyArray<ReadonlyArray<string | number | undefined>> => {
  const rows = arrayAt(answer, outer).flatMap((item) =>
    inner === undefined ? [item] : arrayAt(item, inner).map((each) => withValueAt(item, inner, each))
  )
  return rows.map((row) => columns.map((path) => cellOf(valueAt(row, path))))
}
