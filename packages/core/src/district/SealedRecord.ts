/**
 * The record of what is sealed in one object of an entry, from ledger format 1 on. An object whose schema has marked
 * fields has one record, whichever of these fields it has. So the entry shows neither which fields there are, nor how long
 * they are, nor in which order, nor whom they are about.
 *
 * A record has two layers. The outer one is sealed under the key of the district, and has the hidden fields of the object.
 * The inner one has the personal fields. It is sealed under the keys of the people that they are about, and their ids are
 * within the outer layer. The outer text is padded to one of a few sizes.
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { canonical } from "../kernel/CanonicalJson.ts"
import { utf8Length } from "../kernel/Utf8.ts"
import { Sealed } from "../place/Sealed.ts"

/** The key of a record in its object. */
export const key = "sealed"

/** The contents of a record: the hidden fields, and the personal fields as they are sealed for the people. */
export const Contents = Schema.Struct({
  hidden: Schema.Record(Schema.String, Schema.Json),
  /** Missing if the object has no personal field. */
  personal: Schema.optionalKey(Sealed)
})
export interface Contents extends Schema.Schema.Type<typeof Contents> {}

/**
 * The sizes of a record before it is sealed, in UTF-8 bytes. Larger records are a multiple of the last size. Nearly all
 * records have the first size: a person of the registry, a contact with its proof, a step with short evidence.
 */
export const sizes = [512, 2048, 8192] as const

/** The size to which a record is padded. */
export const sizeFor = (bytes: number): number => {
  const [, , largest] = sizes
  return sizes.find((size) => bytes <= size) ?? Math.ceil(bytes / largest) * largest
}

/** The text of a record: canonical JSON, and spaces up to its size. */
export const textOf = (contents: Contents): string => {
  // Safe: a record is plain data.
  const text = canonical(contents as unknown as Schema.Json)
  const bytes = utf8Length(text)
  return text + " ".repeat(sizeFor(bytes) - bytes)
}

const isContents = Schema.is(Contents)

/** Reads the text of a record. Fails if it is not one. */
export const read = (text: string): Result.Result<Contents, string> => {
  const found: unknown = JSON.parse(text)
  return isContents(found) ? Result.succeed(found) : Result.fail("its sealed record has another form")
}
