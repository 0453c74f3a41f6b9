/**
 * A sealed value is an encrypted personal value in an entry. It is encrypted with the keys of the people whom the value
 * is about. It can be opened (decrypted) only while all these keys exist. To erase the value, it is enough to destroy
 * the key of one of them (see `ports/Vault`).
 */
import * as Schema from "effect/Schema"
import type { ResidentId } from "./Id.ts"

/**
 * The owner of a sealed value: the resident whose key encrypts it. The owner of a value that is not about a particular
 * resident is the stream that contains the value. The owner of the stored state of a district is its snapshots.
 */
export const Owner = Schema.String.check(
  Schema.isPattern(/^(resident|stream|snapshots)\/[\p{L}\p{N}][\p{L}\p{N}_.:-]{0,199}$/u, {
    expected: "an owner such as resident/r-17 or stream/case-7"
  })
).pipe(Schema.brand("Owner"))
export type Owner = typeof Owner.Type

/** Makes the owner of sealed (encrypted) values about a resident. */
export const ofResident = (id: ResidentId): Owner => `resident/${id}` as Owner

/** Makes the owner of sealed (encrypted) values in a stream, if the values are not about a resident of the registry. */
export const ofStream = (stream: string): Owner => `stream/${stream}` as Owner

/**
 * The owner of the snapshots of a district's state between two erasures. `erasure` is the position of the last erasure
 * that the state includes, or 0. The next erasure destroys the key of this owner: so no copy of these snapshots can be
 * opened any more, and no process can seal another snapshot of a state without that erasure.
 */
export const ofSnapshots = (erasure: number): Owner => `snapshots/${erasure}` as Owner

/** The owner of sealed (encrypted) values that are not about a person in the district. */
export const ofDistrict: Owner = ofStream("district")

/**
 * A sealed (encrypted) value, which is stored in an entry in place of the personal value. It can be opened only while
 * the keys of all its owners exist.
 *
 * @category models
 */
export const Sealed = Schema.Struct({
  /** The encrypted bytes as base64url: version, nonce, authentication tag and cipher text. */
  sealed: Schema.String.check(Schema.isPattern(/^[A-Za-z0-9_-]{39,}$/)),
  /** The owners (residents or streams) with whose keys the value is encrypted, sorted and without duplicates. */
  of: Schema.NonEmptyArray(Owner)
})
export interface Sealed extends Schema.Schema.Type<typeof Sealed> {}
