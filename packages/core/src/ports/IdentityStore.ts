/**
 * The port for the storage of sessions, devices, invitations, limits and the audit of sign-ins. The store keeps records:
 * JSON texts that it does not understand. Several processes share a store. They use optimistic concurrency: a change
 * states the version of the record that its caller has read, and several changes are written together or not at all.
 *
 * The store is separate from the ledger. So a copy of a ledger contains no sessions and no devices.
 */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import type { IdentityUnavailable } from "./Identity.ts"

/** The name of a record: its kind, such as `session`, and its key, which is unique within the kind and not empty. */
export interface RecordName {
  readonly kind: string
  readonly key: string
}

/**
 * The content of a record.
 *
 * @category models
 */
export interface RecordContent {
  /** The id under which records of one kind are listed, such as the id of a device. May be empty. */
  readonly owner: string
  /** A text, usually JSON, which the store returns unchanged. */
  readonly value: string
  /** The instant from which the record may be swept, in milliseconds since 1970 (UTC). An integer. */
  readonly expires: number
}

/**
 * A stored record. `version` is 1 for a new record, and 1 more after each change.
 *
 * @category models
 */
export interface StoredRecord extends RecordName, RecordContent {
  readonly version: number
}

/**
 * A change of one record. `seen` is the version that the caller has read, or 0 if the caller has seen that there is no
 * record. `next` is the new content; if it is `undefined`, the record is deleted.
 *
 * @category models
 */
export interface RecordChange extends RecordName {
  readonly seen: number
  readonly next: RecordContent | undefined
}

/**
 * @category models
 */
export interface IdentityStoreShape {
  /** Returns a record, even if it has expired. `None` if there is no record with this name. */
  readonly get: (name: RecordName) => Effect.Effect<Option.Option<StoredRecord>, IdentityUnavailable>
  /**
   * Returns records of one kind and one owner whose keys are after `after`, sorted by the UTF-8 bytes of their keys, at most
   * `limit`. The empty text is before every key.
   */
  readonly list: (
    kind: string,
    owner: string,
    after: string,
    limit: number
  ) => Effect.Effect<ReadonlyArray<StoredRecord>, IdentityUnavailable>
  /**
   * Writes all the changes, or none of them. Returns whether they were written: `false` if at least one record is not in
   * the version that its change states, because another caller was faster. No two changes may have the same name. When
   * this operation returns `true`, the changes are durable.
   */
  readonly commit: (changes: ReadonlyArray<RecordChange>) => Effect.Effect<boolean, IdentityUnavailable>
  /** Deletes records that expired at or before an instant, at most `limit`. Returns how many were deleted. */
  readonly sweep: (now: number, limit: number) => Effect.Effect<number, IdentityUnavailable>
}

/**
 * @category services
 */
export class IdentityStore extends Context.Service<IdentityStore, IdentityStoreShape>()(
  "@liulinhui/core/ports/IdentityStore"
) {}
