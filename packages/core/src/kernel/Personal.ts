/**
 * Marks schema fields that contain data about a person. Because of these marks, code that stores, prints or sends a
 * value knows which fields it must encrypt, mask or leave out.
 *
 * - `personal`: the field identifies or describes a person (PIPL, China's Personal Information Protection Law, Art. 4):
 *   a name, a phone number, a birth date.
 * - `sensitive`: a leak of the field can easily harm the person (PIPL Art. 28): Party membership, health, disability,
 *   hoarding notes, mediation.
 *
 * A field that is not about one particular person can still reveal something about people: for example, the tags of a
 * household, or the household that a case is about. Such a field is marked as hidden.
 */
import * as Schema from "effect/Schema"
import * as SchemaAST from "effect/SchemaAST"

/** How a field is personal: `sensitive` if the law protects it specially (PIPL Art. 28), otherwise `personal`. */
export type Degree = "personal" | "sensitive"

declare module "effect/Schema" {
  namespace Annotations {
    interface Annotations {
      readonly "liulinhui/personal"?: Degree | undefined
      readonly "liulinhui/hidden"?: true | undefined
    }
  }
}

/**
 * Marks a schema field as personal: it identifies or describes a person.
 *
 * @category marks
 */
export const personal = <S extends Schema.Top>(field: S): S["Rebuild"] =>
  field.annotate({ "liulinhui/personal": "personal" })

/**
 * Marks a schema field as sensitive: a leak can easily harm the person.
 *
 * @category marks
 */
export const sensitive = <S extends Schema.Top>(field: S): S["Rebuild"] =>
  field.annotate({ "liulinhui/personal": "sensitive" })

/**
 * Marks a field of an event as hidden: from ledger format 1 on, it is encrypted with the key of the district. It does
 * not belong to a person, so the erasure of a person does not destroy it.
 *
 * @category marks
 */
export const hidden = <S extends Schema.Top>(field: S): S["Rebuild"] =>
  field.annotate({ "liulinhui/hidden": true })

/**
 * The mark of a schema: personal or sensitive. `undefined` if the schema is not marked.
 *
 * @example
 * ```ts
 * import * as Vault from "@liulinhui/core/Vault"
 * import * as Schema from "effect/Schema"
 * import { strict as assert } from "node:assert"
 *
 * assert.equal(Vault.degree(Vault.sensitive(Schema.String)), "sensitive")
 * assert.equal(Vault.degree(Schema.String), undefined)
 * ```
 * @category marks
 */
export const degree = (schema: Schema.Top): Degree | undefined =>
  Schema.resolveAnnotations(schema)?.["liulinhui/personal"]

/** A marked field of a schema: the keys that lead to it (`*` for each element of a list or a record), and its mark. */
export interface Mark {
  readonly path: readonly [string, ...ReadonlyArray<string>]
  readonly degree: Degree
}

type Path = Mark["path"]

/** The value of a mark on a part of a schema. `undefined` if the part has no such mark. */
type MarkOf<A> = (annotations: Schema.Annotations.Annotations | undefined) => A | undefined

// A schema may contain itself, as the schema of JSON does. To end the search, a part is visited only once on each path.
const marksIn = <A>(
  ast: SchemaAST.AST,
  markOf: MarkOf<A>,
  path: ReadonlyArray<string>,
  within: ReadonlySet<SchemaAST.AST>
): ReadonlyArray<readonly [Path, A]> => {
  const [first, ...others] = path
  const mark = markOf(SchemaAST.resolve(ast))
  // A mark applies to all fields inside the marked part, so the search stops here.
  if (first !== undefined && mark !== undefined) return [[[first, ...others], mark]]
  if (within.has(ast)) return []
  const deeper = new Set(within).add(ast)
  const below = (part: SchemaAST.AST, ...keys: ReadonlyArray<string>) =>
    marksIn(part, markOf, [...path, ...keys], deeper)
  switch (ast._tag) {
    case "Objects":
      return [
        ...ast.propertySignatures.flatMap(({ name, type }) => below(type, String(name))),
        ...ast.indexSignatures.flatMap(({ type }) => below(type, "*"))
      ]
    case "Arrays":
      return [...ast.elements, ...ast.rest].flatMap((part) => below(part, "*"))
    case "Union":
      return ast.types.flatMap((part) => below(part))
    case "Suspend":
      return below(ast.thunk())
    default:
      return []
  }
}

const found = <A>(schema: Schema.Top, markOf: MarkOf<A>): ReadonlyArray<readonly [Path, A]> => [
  ...new Map(
    marksIn(schema.ast, markOf, [], new Set()).map((mark) => [mark[0].join("\n"), mark] as const)
  ).values()
]

/**
 * All fields of a schema that are marked as personal or sensitive, in the order of the schema. A mark applies to all
 * fields inside the marked field, so the inner fields are not listed separately.
 *
 * @example
 * ```ts
 * import { marks, personal, sensitive } from "@liulinhui/core/Vault"
 * import * as Schema from "effect/Schema"
 * import { strict as assert } from "node:assert"
 *
 * const Visit = Schema.Struct({
 *   on: Schema.String,
 *   resident: Schema.Struct({ id: Schema.String, name: personal(Schema.String) }),
 *   notes: Schema.Array(Schema.Struct({ text: sensitive(Schema.String) }))
 * })
 * assert.deepEqual(marks(Visit), [
 *   { path: ["resident", "name"], degree: "personal" },
 *   { path: ["notes", "*", "text"], degree: "sensitive" }
 * ])
 * ```
 * @category marks
 */
export const marks = (schema: Schema.Top): ReadonlyArray<Mark> =>
  found(schema, (annotations) => annotations?.["liulinhui/personal"]).map(([path, degree]) => ({
    path,
    degree
  }))

/**
 * The paths of the hidden fields of a schema, in the order of the schema. A mark applies to all fields inside the
 * marked field, so the inner fields are not listed separately.
 *
 * @category marks
 */
export const hiddenIn = (schema: Schema.Top): ReadonlyArray<Path> =>
  found(schema, (annotations) => annotations?.["liulinhui/hidden"]).map(([path]) => path)
