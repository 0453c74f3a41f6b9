/**
 * The base of all errors of the library. An error has a tag, fields, a stack, and a message: a sentence in English that
 * says what was found and what to do. The class is also the schema of the error, so that an error can be sent as JSON
 * and read again.
 */
import type * as Cause from "effect/Cause"
import * as Schema from "effect/Schema"
import * as SchemaGetter from "effect/SchemaGetter"

/** The types of the fields of an error, from the schemas of the fields. */
type FieldsOf<Fields extends Schema.Struct.Fields> = Schema.Struct<Fields>["Type"]

/** The class that an error extends. */
type ErrorClass<Self, Tag extends string, Fields extends Schema.Struct.Fields> = Schema.Class<
  Self,
  Schema.TaggedStruct<Tag, Fields>,
  Cause.YieldableError
>

const inspect = Symbol.for("nodejs.util.inspect.custom")

/**
 * Makes the class that an error extends, from its tag, the schemas of its fields, and its message.
 *
 * @example
 * ```ts
 * import { TaggedError } from "@liulinhui/core/Failure"
 * import * as Schema from "effect/Schema"
 * import { strict as assert } from "node:assert"
 *
 * class KeyLost extends TaggedError<KeyLost>()(
 *   "KeyLost",
 *   { door: Schema.String },
 *   ({ door }) => `the key of door ${door} is lost: ask the caretaker for another one`
 * ) {}
 *
 * const error = new KeyLost({ door: "301" })
 * assert.equal(error.message, "the key of door 301 is lost: ask the caretaker for another one")
 * assert.ok(error instanceof Error)
 *
 * const json = Schema.encodeSync(KeyLost)(error)
 * assert.deepEqual(json, { _tag: "KeyLost", door: "301" })
 * assert.equal(Schema.decodeSync(KeyLost)(json).message, error.message)
 * ```
 * @category constructors
 */
export const TaggedError =
  <Self>() =>
  <const Tag extends string, const Fields extends Schema.Struct.Fields>(
    tag: Tag,
    fields: Fields,
    sentence: (self: FieldsOf<Fields>) => string
  ): ErrorClass<Self, Tag, Fields> => {
    const Base = Schema.TaggedError<Error>()(tag, fields)
    Object.defineProperty(Base.prototype, "message", {
      configurable: true,
      get(this: FieldsOf<Fields>) {
        return sentence(this)
      }
    })
    // Node.js calls this method to print an error that was not caught. The method of `effect` would print only the
    // fields.
    Object.defineProperty(Base.prototype, inspect, {
      configurable: true,
      value(this: Error) {
        return this.stack ?? String(this)
      }
    })
    // The cast is safe: only the type of the instances is different, and a class that extends this class has the same
    // fields.
    return Base as unknown as ErrorClass<Self, Tag, Fields>
  }

/** A value of a tagged union: `_tag` says which member of the union it is. */
export interface Tagged {
  readonly _tag: string
}

const isTagged = (value: unknown): value is Tagged =>
  typeof value === "object" && value !== null && "_tag" in value && typeof value._tag === "string"

const TaggedJson = Schema.StructWithRest(Schema.Struct({ _tag: Schema.String }), [
  Schema.Record(Schema.String, Schema.Json)
])

const isJson = Schema.is(Schema.Json)

// Fields whose values cannot be written as JSON, such as `undefined`, are left out.
const stated = ({ _tag, ...fields }: Tagged): typeof TaggedJson.Type => ({
  ...Object.fromEntries(
    Object.entries(fields).filter((entry): entry is [string, Schema.Json] => isJson(entry[1]))
  ),
  _tag
})

/**
 * The schema of tagged plain data, such as the reasons of a refusal. It checks only the tag: the caller must make sure
 * that the data have the type `Data`. Fields whose values cannot be written as JSON, such as `undefined`, are left out
 * of the JSON.
 *
 * @category schemas
 */
export const tagged = <Data extends Tagged>(): Schema.Codec<Data, typeof TaggedJson.Type> =>
  TaggedJson.pipe(
    Schema.decodeTo(
      Schema.declare((value): value is Data => isTagged(value)),
      // The cast is safe, because the caller makes sure that the data have this type.
      {
        decode: SchemaGetter.transform((data) => data as unknown as Data),
        encode: SchemaGetter.transform(stated)
      }
    )
  )

/**
 * The schema of an id as a caller wrote it, for errors. Any text is accepted, because the caller may have been refused
 * for this very reason: the text is not a valid id.
 *
 * @category schemas
 */
export const asWritten = <Id extends string>(): Schema.Codec<Id, string> =>
  // The cast is safe: an id in an error is only compared or printed.
  Schema.String as unknown as Schema.Codec<Id, string>

/** Splits a name into words: `UnknownBuilding` becomes `unknown building`. */
const wordsOf = (name: string): string => name.replace(/\B[A-Z]/g, (letter) => ` ${letter}`).toLowerCase()

const longest = 120

const shortened = (text: string): string => (text.length > longest ? `${text.slice(0, longest)}…` : text)

/**
 * Tagged data in plain words, for the message of an error: `unknown building (household "b01-301", building "b01")`.
 *
 * @category conversions
 */
export const inWords = ({ _tag, ...fields }: Tagged): string => {
  const details = Object.entries(stated({ _tag: "", ...fields })).flatMap(([key, value]) =>
    key === "_tag" ? [] : [`${wordsOf(key)} ${shortened(JSON.stringify(value))}`]
  )
  return details.length === 0 ? wordsOf(_tag) : `${wordsOf(_tag)} (${details.join(", ")})`
}
