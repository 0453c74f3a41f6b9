/**
 * A sealed record contains everything that is encrypted in one object of an entry, from ledger format 1 on. An object
 * whose schema has marked fields (fields with data about people) always has one record, even if only some of these
 * fields are present. So the entry does not show which of these fields are present, how long they are, in which order
 * they are, or whom they are about.
 *
 * A record has two layers. The outer layer is encrypted with the key of the district, and contains the hidden fields of
 * the object and the inner layer. The inner layer contains the personal fields. It is encrypted with the keys of the
 * people whom the fields are about. The ids of these people are in the outer layer. The text of the outer layer is
 * padded to one of a few sizes.
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { canonical } from "../kernel/CanonicalJson.ts"
import { utf8Length } from "../kernel/Utf8.ts"
import { Sealed } from "../place/Sealed.ts"

/** The field of an object in which its sealed record is stored. */
export const key = "sealed"

/**
 * The contents of a record: the hidden fields in plain text, and the personal fields, encrypted with the keys of the
 * people whom they are about.
 */
export const Contents = Schema.Struct({
  hidden: Schema.Record(Schema.String, Schema.Json),
  /** Missing if the object has no personal fields. */
  personal: Schema.optionalKey(Sealed)
})
export interface Contents extends Schema.Schema.Type<typeof Contents> {}

/**
 * The possible sizes of a record before it is encrypted, in UTF-8 bytes. The size of a larger record is a multiple of
 * the last size. Nearly all records have the first size: for example, a person in the registry, a contact with its
 * proof, or a step with short evidence.
 */
export const sizes = [512, 2048, 8192] as const

/** The size to which a record of the given length is padded. */
export const sizeFor = (bytes: number): number => {
  const [, , largest] = sizes
  return sizes.find((size) => bytes <= size) ?? Math.ceil(bytes / largest) * largest
}

/** The text of a record: canonical JSON, and then as many spaces as are needed for its size. */
export const textOf = (contents: Contents): string => {
  // This cast is safe: a record is plain data.
  const text = canonical(contents as unknown as Schema.Json)
  const bytes = utf8Length(text)
  return text + " ".repeat(sizeFor(bytes) - bytes)
}

const isContents = Schema.is(Contents)

/** Reads the text of a record. Fails if the text is not a record. */
export const read = (text: string): Result.Result<Contents, string> => {
  const found: unknown = JSON.parse(text)
  return isContents(found) ? Result.succeed(found) : Result.fail("its sealed record has another form")
}
