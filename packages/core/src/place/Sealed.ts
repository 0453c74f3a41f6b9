/**
 * A sealed value replaces a personal value in an entry: the value is encrypted under the keys of the people it is
 * about. It can be opened only while all of these keys exist. So destroying the key of one of them erases it (see
 * `ports/Vault`).
 */
import * as Schema from "effect/Schema"
import type { ResidentId } from "./Id.ts"

/** The owner of a sealed value: a resident, or the stream that contains it if it is not about a particular resident. */
export const Owner = Schema.String.check(
  Schema.isPattern(/^(resident|stream)\/[\p{L}\p{N}][\p{L}\p{N}_.:-]{0,199}$/u, {
    expected: "an owner such as resident/r-17 or stream/case-7"
  })
).pipe(Schema.brand("Owner"))
export type Owner = typeof Owner.Type

/** A resident as an owner. */
export const ofResident = (id: ResidentId): Owner => `resident/${id}` as Owner

/** A stream as an owner, for a value that is not about a resident of the registry. */
export const ofStream = (stream: string): Owner => `stream/${stream}` as Owner

/** The district as an owner, for a value that is not about a person in it. */
export const ofDistrict: Owner = ofStream("district")

/**
 * A sealed value, as it is stored in an entry instead of the value. It can be opened only while the keys of all its
 * owners exist.
 *
 * @category models
 */
export const Sealed = Schema.Struct({
  /** Version, nonce, authentication tag and cipher text, base64url. */
  sealed: Schema.String.check(Schema.isPattern(/^[A-Za-z0-9_-]{39,}$/)),
  /** The owners, sorted and without repetition. */
  of: Schema.NonEmptyArray(Owner)
})
export interface Sealed extends Schema.Schema.Type<typeof Sealed> {}
