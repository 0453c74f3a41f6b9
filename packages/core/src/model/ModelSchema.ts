/**
 * JSON Schemas (2020-12) of the documents that people write by hand: a whole model, a file with the differences from
 * another model, and a single playbook, coverage rule or pairing problem. With a schema, an editor reports a misspelt
 * key or a value of the wrong form while people type. Relations between parts of a document are checked only when the
 * model is read.
 */
import * as JsonSchema from "effect/JsonSchema"
import * as Schema from "effect/Schema"
import { Playbook } from "../casework/Playbook.ts"
import { CoverageRuleShape } from "../coverage/CoverageRule.ts"
import { patchOf } from "../kernel/PatchSchema.ts"
import { Problem } from "../pairing/PairingProblem.ts"
import { CompanionScheme } from "../companions/Companions.ts"
import { RuleId } from "../place/Id.ts"
import { shapeOf } from "../place/SelectorShape.ts"
import { ModelDocument } from "./ModelDocument.ts"
import { withLimits } from "./SchemaLimits.ts"

type Document = JsonSchema.Document<"draft-2020-12">

/**
 * The documents for which there is a schema. A `patch` is a file with the differences from a model that it `extends`.
 *
 * @category models
 */
export const Name = Schema.Literals(["model", "patch", "playbook", "coverage-rule", "problem"])
export type Name = typeof Name.Type

/** Makes a strict JSON Schema, which refuses unknown keys, as the reader of documents does. */
const strict = (schema: Schema.Constraint): Document =>
  withLimits(Schema.toJsonSchemaDocument(schema, { onExcessProperty: "error" }))

const model = (): Document =>
  strict(
    Schema.Struct({
      ...ModelDocument.fields,
      companions: Schema.optionalKey(
        Schema.Struct({ ...CompanionScheme.fields, elders: shapeOf("residents") })
      ),
      coverage: Schema.Record(RuleId, CoverageRuleShape)
    })
  )

/** The value of `extends`: the name of a base, or exactly one base with the parts that are chosen from it. */
const extension = (bases: ReadonlyArray<string>): JsonSchema.JsonSchema => ({
  oneOf: [
    { enum: bases },
    {
      type: "object",
      properties: Object.fromEntries(
        bases.map((base) => [base, { type: "array", items: { type: "string" }, minItems: 1 }])
      ),
      minProperties: 1,
      maxProperties: 1,
      additionalProperties: false
    }
  ]
})

const patch = (bases: ReadonlyArray<string>): Document => {
  const { schema, ...document } = patchOf(model())
  return {
    ...document,
    schema: {
      ...schema,
      properties: { extends: extension(bases), ...Object(schema["properties"]) },
      required: ["extends"]
    }
  }
}

const written: { readonly [N in Name]: (bases: ReadonlyArray<string>) => Document } = {
  model,
  patch,
  playbook: () => strict(Playbook),
  "coverage-rule": () => strict(CoverageRuleShape),
  problem: () => strict(Problem)
}

/**
 * Returns the schema of one document as JSON. `bases` are the names of the models that a `patch` may extend.
 *
 * @example
 * ```ts
 * import { jsonSchema } from "@liulinhui/core/Model"
 * import { strict as assert } from "node:assert"
 *
 * assert.equal(jsonSchema("playbook")["$schema"], "https://json-schema.org/draft/2020-12/schema")
 * assert.deepEqual(jsonSchema("patch", ["six-hearts"])["required"], ["extends"])
 * ```
 * @category schemas
 */
export const jsonSchema = (name: Name, bases: ReadonlyArray<string> = []): JsonSchema.JsonSchema => {
  const { definitions, schema } = written[name](bases)
  return { $schema: JsonSchema.META_SCHEMA_URI_DRAFT_2020_12, ...schema, $defs: definitions }
}
