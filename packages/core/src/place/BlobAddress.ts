/** The address of a stored blob: the hash of its bytes. */
import * as Schema from "effect/Schema"

/**
 * The address of a blob: the SHA-256 hash of its bytes, in lower-case hex. A blob is encrypted before it is stored, with a
 * random nonce. So the address says nothing about the content, and the same photo has another address each time.
 */
export const BlobAddress = Schema.String.check(
  Schema.isPattern(/^[0-9a-f]{64}$/, { expected: "the address of a blob: 64 digits of lower-case hex" })
).pipe(Schema.brand("BlobAddress"))
export type BlobAddress = typeof BlobAddress.Type
