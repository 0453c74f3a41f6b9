/**
 * Marks on the schema fields that speak of a person, so that whoever stores, prints or sends a value can see from its
 * schema what must be sealed, masked or left out.
 *
 * - `personal`: identifies or describes a person (PIPL Art. 4): a name, a phone number, a birth date;
 * - `sensitive`: its leak harms easily (PIPL Art. 28): Party standing, health, disability, hoarding notes, mediation.
 */
import * as Schema from "effect/Schema"

export type Degree = "personal" | "sensitive"

declare module "effect/Schema" {
  namespace Annotations {
    interface Annotations {
      readonly "liulinhui/personal"?: Degree | undefined
    }
  }
}

/**
 * Marks a field as personal.
 *
 * @category marks
 */
export const personal = <S extends Schema.Top>(field: S): S["Rebuild"] =>
  field.annotate({ "liulinhui/personal": "personal" })

/**
 * Marks a field as sensitive.
 *
 * @category marks
 */
export const sensitive = <S extends Schema.Top>(field: S): S["Rebuild"] =>
  field.annotate({ "liulinhui/personal": "sensitive" })

/**
 * The mark on a schema, if any.
 *
 * @example
 * ```ts
 * import * as Personal from "@liulinhui/core/kernel/Personal"
 * import * as Schema from "effect/Schema"
 * import { strict as assert } from "node:assert"
 *
 * assert.equal(Personal.degree(Personal.sensitive(Schema.String)), "sensitive")
 * assert.equal(Personal.degree(Schema.String), undefined)
 * ```
 * @category marks
 */
export const degree = (schema: Schema.Top): Degree | undefined =>
  Schema.resolveAnnotations(schema)?.["liulinhui/personal"]
