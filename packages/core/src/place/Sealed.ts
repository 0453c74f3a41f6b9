/**
 * What stands in an entry in place of a personal value: the value encrypted under the keys of those whom it is about. It
 * opens only while all of these keys exist, so that destroying the key of one of them erases it (see `ports/Vault`).
 */
import * as Schema from "effect/Schema"
import type { ResidentId } from "./Id.ts"

/**
 * To whom a sealed value belongs: a resident, or the stream it stands in, where it is about nobody in particular.
 */
export const Owner = Schema.String.check(
  Schema.isPattern(/^(resident|stream)\/[\p{L}\p{N}][\p{L}\p{N}_.:-]{0,199}$/u, {
    expected: "an owner such as resident/r-17 or stream/case-7"
  })
).pipe(Schema.brand("Owner"))
export type Owner = typeof Owner.Type

/** A resident as an owner. */
export const ofResident = (id: ResidentId): Owner => `resident/${id}` as Owner

/** A stream as an owner: of what is about no resident of the registry. */
export const ofStream = (stream: string): Owner => `stream/${stream}` as Owner

/** The district as an owner: of what is about nobody in it. */
export const ofDistrict: Owner = ofStream("district")

/**
 * A sealed value, as it stands in an entry in place of the value. It can be opened only while the keys of all its owners
 * exist.
 *
 * @category models
 */
export const Sealed = Schema.Struct({
  /** Version, nonce, authentication tag and cipher text, base64url. */
  sealed: Schema.String.check(Schema.isPattern(/^[A-Za-z0-9_-]{39,}$/)),
  /** In order, each once. */
  of: Schema.NonEmptyArray(Owner)
})
export interface Sealed extends Schema.Schema.Type<typeof Sealed> {}
