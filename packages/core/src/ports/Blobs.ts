/**
 * The port for the storage of blobs: bytes that are too large for the ledger, such as photos. Each blob is stored under its
 * address, which is the hash of its bytes. So a blob never changes, and a reader can check that it is complete.
 *
 * The store does not understand its blobs. A caller must encrypt everything about people before it stores it. Several
 * processes may share a store.
 */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { TaggedError } from "../kernel/TaggedError.ts"
import { BlobAddress } from "../place/BlobAddress.ts"
import { DistrictId } from "../place/Id.ts"

/** The largest blob that every store accepts, in bytes: 32 MiB. */
export const largestBlob = 32 * 2 ** 20

/**
 * The store of blobs cannot be used now. `retryable` is true if the same call may succeed later.
 *
 * @category errors
 */
export class BlobsUnavailable extends TaggedError<BlobsUnavailable>()(
  "BlobsUnavailable",
  {
    operation: Schema.String,
    reason: Schema.String,
    retryable: Schema.Boolean
  },
  ({ operation, reason, retryable }) =>
    `the store of files could not ${operation}: ${reason}` + (retryable ? " (try again)" : "")
) {}

/**
 * The stored bytes are not those of the address: they were damaged or replaced.
 *
 * @category errors
 */
export class BlobDamaged extends TaggedError<BlobDamaged>()(
  "BlobDamaged",
  {
    district: DistrictId,
    address: BlobAddress
  },
  ({ address, district }) =>
    `the stored file ${address} of district "${district}" is damaged: copy it again from a backup`
) {}

/**
 * A blob in a list: its address, its size in bytes, and the instant when it was last put, in milliseconds since 1970 (UTC).
 *
 * @category models
 */
export interface StoredBlob {
  readonly address: BlobAddress
  readonly size: number
  readonly at: number
}

/**
 * @category models
 */
export interface BlobsShape {
  /**
   * Stores bytes, and returns their address. When this operation returns, the blob is durable. If it is interrupted, the
   * blob is stored completely or not at all. Putting the same bytes again changes only the instant.
   */
  readonly put: (district: DistrictId, bytes: Uint8Array) => Effect.Effect<BlobAddress, BlobsUnavailable>
  /** Returns the bytes of a blob. `None` if the district has no blob with this address. */
  readonly get: (
    district: DistrictId,
    address: BlobAddress
  ) => Effect.Effect<Option.Option<Uint8Array>, BlobsUnavailable | BlobDamaged>
  /**
   * Returns blobs of a district whose addresses are after `after`, sorted by address, at most `limit`. The empty text is
   * before every address.
   */
  readonly list: (
    district: DistrictId,
    after: string,
    limit: number
  ) => Effect.Effect<ReadonlyArray<StoredBlob>, BlobsUnavailable>
  /** Removes a blob. Removing it again changes nothing. */
  readonly remove: (district: DistrictId, address: BlobAddress) => Effect.Effect<void, BlobsUnavailable>
}

/**
 * @category services
 */
export class Blobs extends Context.Service<Blobs, BlobsShape>()("@liulinhui/core/ports/Blobs") {}
