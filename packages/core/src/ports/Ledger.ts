/**
 * What storage must offer: an append-only ledger. Within one district there is one gap-free sequence of positions from
 * 1, and streams inside it, each with versions from 1. A reader needs only "after position p" and never misses an
 * entry, whatever else is committing.
 *
 * - An append is all or nothing, over all the streams it names.
 * - An append names the version of each stream that it saw, and a command id: the same command id again, in the same
 *   district, returns the first receipt and writes nothing, whatever the versions are by then.
 * - Entries form a hash chain per district (see `ports/Chain`): a change, a gap or another order is found.
 * - Districts never share a lock.
 *
 * Adapters store JSON text, not domain types: a new kind of event touches no adapter.
 */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type * as Stream from "effect/Stream"
import { StreamId } from "../kernel/StreamId.ts"
import { DistrictId } from "../place/Id.ts"

/** A name that the sender of a command gives it once, so that a retry is known: 1–200 printable characters. */
export const CommandId = Schema.String.check(
  Schema.isPattern(/^[\p{L}\p{N}][\p{L}\p{N}_.:/-]{0,199}$/u, {
    expected: "a command id of 1–200 letters, digits and - _ . : /"
  })
).pipe(Schema.brand("CommandId"))
export type CommandId = typeof CommandId.Type

/** What an adapter must take; past it, an append is refused with `LimitExceeded`. */
export const limits = {
  /** UTF-8 bytes of one event's JSON text. */
  entryBytes: 1_048_576,
  /** Events in one append. */
  batchEvents: 100_000,
  /** Entries that one read returns at most. */
  page: 10_000
} as const

/** An event to be appended: the name of its type and its value as JSON. */
export interface NewEvent {
  readonly type: string
  readonly data: Schema.Json
}

/** Events for one stream, with the version that the writer saw (0 for a new stream), or `"any"`. */
export interface StreamAppend {
  readonly stream: StreamId
  readonly expected: number | "any"
  readonly events: ReadonlyArray<NewEvent>
}

/**
 * One command's whole effect on a district.
 *
 * @category models
 */
export interface Append {
  readonly district: DistrictId
  readonly commandId: CommandId
  /** When it was recorded: milliseconds since 1970-01-01T00:00Z. */
  readonly at: number
  /** At least one stream, each at most once, each with at least one event; positions follow this order. */
  readonly streams: ReadonlyArray<StreamAppend>
}

/**
 * What an append wrote: positions `first` to `last`, both included.
 *
 * @category models
 */
export interface Receipt {
  readonly first: number
  readonly last: number
  /** Whether the command had been appended before, so that this call wrote nothing. */
  readonly repeated: boolean
}

/**
 * One entry, as it was appended and as it is read.
 *
 * @category models
 */
export interface Entry {
  readonly district: DistrictId
  readonly position: number
  readonly stream: StreamId
  readonly version: number
  readonly commandId: CommandId
  readonly at: number
  readonly type: string
  readonly data: Schema.Json
  /** SHA-256 over the previous entry's hash and this entry, in lower-case hex. */
  readonly hash: string
}

/**
 * How far a district has come: the position and hash of its last entry (0 and the empty text where there is none).
 *
 * @category models
 */
export interface Head {
  readonly position: number
  readonly hash: string
}

/**
 * Another writer was faster: a stream has another version than the writer saw. Read again and decide again.
 *
 * @category errors
 */
export class VersionConflict extends Schema.TaggedError<VersionConflict>()("VersionConflict", {
  district: DistrictId,
  stream: StreamId,
  expected: Schema.Int,
  actual: Schema.Int
}) {
  override get message(): string {
    return (
      `stream "${this.stream}" of district "${this.district}" is at version ${this.actual}, not ${this.expected}: ` +
      "read it again and decide again"
    )
  }
}

/**
 * The store could not be read or written. `retryable` says whether the same call may go through later.
 *
 * @category errors
 */
export class LedgerUnavailable extends Schema.TaggedError<LedgerUnavailable>()("LedgerUnavailable", {
  operation: Schema.String,
  reason: Schema.String,
  retryable: Schema.Boolean,
  cause: Schema.optionalKey(Schema.Defect())
}) {
  override get message(): string {
    return `the ledger could not ${this.operation}: ${this.reason}` + (this.retryable ? " (try again)" : "")
  }
}

/**
 * The chain of a district does not hold at a position: the entry there was changed, dropped or moved.
 *
 * @category errors
 */
export class ChainBroken extends Schema.TaggedError<ChainBroken>()("ChainBroken", {
  district: DistrictId,
  position: Schema.Int,
  reason: Schema.String
}) {
  override get message(): string {
    return `the ledger of district "${this.district}" is not what was written: at position ${this.position}, ${this.reason}`
  }
}

/**
 * An append is malformed or larger than the contract allows. Nothing was written; the same append never goes through.
 *
 * @category errors
 */
export class AppendRejected extends Schema.TaggedError<AppendRejected>()("AppendRejected", {
  district: DistrictId,
  reasons: Schema.NonEmptyArray(Schema.String)
}) {
  override get message(): string {
    return `the append to district "${this.district}" is refused: ${this.reasons.join("; ")}`
  }
}

/**
 * The operations of a ledger. Adapters implement the few of `Ledger.Primitives` and get the rest from `Ledger.make`.
 *
 * @category models
 */
export interface LedgerShape {
  readonly append: (
    append: Append
  ) => Effect.Effect<Receipt, VersionConflict | AppendRejected | LedgerUnavailable>
  /** The receipt of a command that was appended, if it was. */
  readonly receipt: (
    district: DistrictId,
    commandId: CommandId
  ) => Effect.Effect<Option.Option<Receipt>, LedgerUnavailable>
  /** Entries of a district after a position, in order, at most `limit` (1 to `limits.page`). */
  readonly read: (
    district: DistrictId,
    after: number,
    limit: number
  ) => Effect.Effect<ReadonlyArray<Entry>, LedgerUnavailable>
  /** Entries of one stream after a version, in order, at most `limit`. */
  readonly readStream: (
    district: DistrictId,
    stream: StreamId,
    after: number,
    limit: number
  ) => Effect.Effect<ReadonlyArray<Entry>, LedgerUnavailable>
  readonly head: (district: DistrictId) => Effect.Effect<Head, LedgerUnavailable>
  /** The districts that have entries, by id. */
  readonly districts: Effect.Effect<ReadonlyArray<DistrictId>, LedgerUnavailable>
  /** Every entry of a district after a position up to the head of this moment, page by page. */
  readonly all: (district: DistrictId, after?: number) => Stream.Stream<Entry, LedgerUnavailable>
  /** Every entry of a district after a position, then new ones as they come; never ends. */
  readonly follow: (district: DistrictId, after?: number) => Stream.Stream<Entry, LedgerUnavailable>
  /** Reads a whole district and checks versions, positions and the hash chain. Gives the head. */
  readonly verify: (district: DistrictId) => Effect.Effect<Head, ChainBroken | LedgerUnavailable>
}

/**
 * @category services
 */
export class Ledger extends Context.Service<Ledger, LedgerShape>()("@liulinhui/core/ports/Ledger") {}
