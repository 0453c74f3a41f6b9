/**
 * The port of an append-only ledger, which storage adapters implement. The entries of a district are numbered by
 * positions: 1, 2, 3, … without gaps. They belong to streams, and the entries of each stream are numbered by versions:
 * 1, 2, 3, … A reader reads the entries "after position p". It never misses an entry, even while other processes
 * append.
 *
 * - An append writes to one or several streams, all or nothing.
 * - An append contains the version of each stream that the writer saw (optimistic concurrency), and a command id
 *   (idempotency key). It may also contain the last position that the writer saw. If the same command id is used again in the same district, the first receipt is returned and
 *   nothing is written, no matter which versions the streams have then. An append may have a fingerprint of the request
 *   and its sender. If the same command id is used again with a different fingerprint, the append is refused.
 * - The entries of a district form a hash chain (see `ports/Chain`), so a changed entry, a missing entry or a changed
 *   order is detected.
 * - Districts never share a lock.
 *
 * Adapters store JSON text and do not know the domain types. So no adapter has to be changed for a new kind of event.
 */
import * as Context from "effect/Context"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { StreamId } from "../kernel/StreamId.ts"
import { TaggedError } from "../kernel/TaggedError.ts"
import { DistrictId } from "../place/Id.ts"
import type { HashText } from "./Chain.ts"
import { CommandId, type Entry, type Head, OwnCommandId, type Receipt } from "./Entry.ts"
import * as JsonText from "./JsonText.ts"
import * as Verification from "./Verification.ts"
import type { Breach } from "./Verification.ts"

/**
 * A fingerprint, which distinguishes two different commands that are sent under the same id. The caller computes it
 * from the request and its sender, and the ledger only compares it. 1–200 visible ASCII characters.
 */
export const Fingerprint = Schema.String.check(
  Schema.isPattern(/^[!-~]{1,200}$/, { expected: "a fingerprint of 1–200 visible ASCII characters" })
)

/** The name of an event's type: 1–200 printable characters. */
export const EventType = Schema.String.check(
  Schema.isPattern(/^[\p{L}\p{N}][\p{L}\p{N}_.:/-]{0,199}$/u, {
    expected: "an event type of 1–200 letters, digits and - _ . : /"
  })
)

/** The limits of a ledger: sizes that every adapter must accept. A larger append is refused with `AppendRejected`. */
export const limits = {
  /** The maximum number of UTF-8 bytes of one event's JSON text. */
  entryBytes: 1_048_576,
  /** The maximum number of events in one append. */
  batchEvents: 100_000,
  /** The maximum number of UTF-8 bytes of the JSON text of all events in one append. */
  batchBytes: 67_108_864,
  /** The maximum depth of nested arrays and objects in one event. */
  depth: JsonText.maximalDepth,
  /** The maximum number of entries that one read returns. */
  page: 10_000,
  /**
   * The maximum number of characters of data that one read returns. If the entries are larger, the read returns fewer
   * entries, but at least one.
   */
  pageText: 16_777_216
} as const

/** An event to append: the name of its type, and its value as JSON. */
export interface NewEvent {
  readonly type: string
  readonly data: Schema.Json
}

/**
 * The events of an append for one stream. `expected` is the version of the stream that the writer saw (0 for a new
 * stream), or `"any"` to skip this check.
 */
export interface StreamAppend {
  readonly stream: StreamId
  readonly expected: number | "any"
  readonly events: ReadonlyArray<NewEvent>
}

/**
 * An append: all events of one command in a district, which are written together.
 *
 * @category models
 */
export interface Append {
  readonly district: DistrictId
  readonly commandId: CommandId
  /** When the command was recorded: milliseconds since 1970-01-01T00:00Z. */
  readonly at: number
  /**
   * A {@link Fingerprint}, which is stored with the first entry of the append. Without a fingerprint, a repeated
   * command counts as the same command.
   */
  readonly fingerprint?: string
  /**
   * The position of the last entry of the district that the writer saw. Then the append is refused if the district has
   * other entries by now, in any stream. A process that was paused, and does not know that another process has taken
   * over its work, can so write nothing that it has decided before. Default: only the streams are compared.
   */
  readonly after?: number
  /**
   * The streams of the append and their events: at least one stream, each stream only once, and each with at least one
   * event. The entries get their positions in this order.
   */
  readonly streams: ReadonlyArray<StreamAppend>
}

/**
 * Another writer was faster: a stream has a different version now than the writer saw. Nothing was written. Read the
 * stream again and decide again.
 *
 * If the append names the last entry that the writer saw (`after`), the conflict may concern the district as a whole.
 * Then `stream` is missing, and `expected` and `actual` are positions.
 *
 * @category errors
 */
export class VersionConflict extends TaggedError<VersionConflict>()(
  "VersionConflict",
  {
    district: DistrictId,
    stream: Schema.optionalKey(StreamId),
    expected: Schema.Int,
    actual: Schema.Int
  },
  ({ actual, district, expected, stream }) =>
    (stream === undefined
      ? `district "${district}" is at position ${actual}, not ${expected}: `
      : `stream "${stream}" of district "${district}" is at version ${actual}, not ${expected}: `) +
    "read it again and decide again"
) {}

/**
 * The command id was used before for a different command, as the fingerprints of the two commands show. Nothing was
 * written. Send the command with another id.
 *
 * @category errors
 */
export class CommandIdReused extends TaggedError<CommandIdReused>()(
  "CommandIdReused",
  {
    district: DistrictId,
    commandId: Schema.Union([CommandId, OwnCommandId])
  },
  ({ commandId, district }) =>
    `the command id "${commandId}" was used for another command in district "${district}": ` +
    "give this one another id"
) {}

/**
 * The store could not be read or written. `retryable` is true if the same call may succeed later.
 *
 * @category errors
 */
export class LedgerUnavailable extends TaggedError<LedgerUnavailable>()(
  "LedgerUnavailable",
  {
    operation: Schema.String,
    reason: Schema.String,
    retryable: Schema.Boolean,
    cause: Schema.optionalKey(Schema.Defect())
  },
  ({ operation, reason, retryable }) =>
    `the ledger could not ${operation}: ${reason}` + (retryable ? " (try again)" : "")
) {}

/**
 * The ledger of a district is different from what was written to it: the entry at this position was changed, dropped or
 * moved, or the store does not find it by its stream or its command any more.
 *
 * @category errors
 */
export class ChainBroken extends TaggedError<ChainBroken>()(
  "ChainBroken",
  {
    district: DistrictId,
    position: Schema.Int,
    reason: Schema.String
  },
  ({ district, position, reason }) =>
    `the ledger of district "${district}" is not what was written: at position ${position}, ${reason}`
) {}

/**
 * An append is malformed or larger than the limits. Nothing was written. Do not try the same append again: it can never
 * succeed.
 *
 * @category errors
 */
export class AppendRejected extends TaggedError<AppendRejected>()(
  "AppendRejected",
  {
    // A plain string and not a district id: the append may be refused because this id is not valid.
    district: Schema.String,
    reasons: Schema.NonEmptyArray(Schema.String)
  },
  ({ district, reasons }) => `the append to district "${district}" is refused: ${reasons.join("; ")}`
) {}

/**
 * The errors of an append that is not written although the store works.
 *
 * @category errors
 */
export type AppendRefused = VersionConflict | CommandIdReused

/**
 * The operations of a ledger. Adapters implement only {@link Primitives}; {@link make} adds the other operations.
 *
 * @category models
 */
export interface LedgerShape {
  readonly append: (
    append: Append
  ) => Effect.Effect<Receipt, AppendRefused | AppendRejected | LedgerUnavailable>
  /**
   * Writes several appends to one district, in order: either all of them or none. The limits apply to all these appends
   * together.
   */
  readonly appendAll: (
    appends: ReadonlyArray<Append>
  ) => Effect.Effect<ReadonlyArray<Receipt>, AppendRefused | AppendRejected | LedgerUnavailable>
  /** Returns the receipts of the commands with the given ids. Commands that were never appended are left out. */
  readonly receipts: (
    district: DistrictId,
    commandIds: ReadonlyArray<CommandId>
  ) => Effect.Effect<ReadonlyMap<CommandId, Receipt>, LedgerUnavailable>
  /** Returns the receipt of a command. `None` if the command was never appended. */
  readonly receipt: (
    district: DistrictId,
    commandId: CommandId
  ) => Effect.Effect<Option.Option<Receipt>, LedgerUnavailable>
  /**
   * Returns entries of a district after a position, in order, at most `limit` (from 1 to `limits.page`). The result may
   * have fewer entries if they are large (see `limits.pageText`). An empty array means that there are no more entries.
   */
  readonly read: (
    district: DistrictId,
    after: number,
    limit: number
  ) => Effect.Effect<ReadonlyArray<Entry>, LedgerUnavailable>
  /** Returns entries of one stream after a version, in order. `limit` works as in `read`. */
  readonly readStream: (
    district: DistrictId,
    stream: StreamId,
    after: number,
    limit: number
  ) => Effect.Effect<ReadonlyArray<Entry>, LedgerUnavailable>
  readonly head: (district: DistrictId) => Effect.Effect<Head, LedgerUnavailable>
  /** The districts that have entries, sorted by the UTF-16 code units of their ids. */
  readonly districts: Effect.Effect<ReadonlyArray<DistrictId>, LedgerUnavailable>
  /**
   * Waits until the district may have an entry after a position. If the district already has such an entry, this
   * operation ends immediately. It may also end without a new entry, and it may end late by up to the polling interval,
   * but it never misses an entry.
   */
  readonly changed: (district: DistrictId, after: number) => Effect.Effect<void, LedgerUnavailable>
  /**
   * All entries of a district after a position, up to the last entry at the time when this stream started. The entries
   * are read page by page.
   */
  readonly all: (district: DistrictId, after?: number) => Stream.Stream<Entry, LedgerUnavailable>
  /**
   * All entries of a district after a position, and then new entries as soon as they are appended. This stream never
   * ends.
   */
  readonly follow: (district: DistrictId, after?: number) => Stream.Stream<Entry, LedgerUnavailable>
  /**
   * Compares what the store derives from its entries with the entries: its look-up tables, its list of districts, and
   * the rules of its tables. Returns the first difference that concerns the district or the whole store. `None` if there
   * is none. The position is 0 if the difference concerns no entry.
   */
  readonly inspect: (district: DistrictId) => Effect.Effect<Option.Option<Breach>, LedgerUnavailable>
  /**
   * Reads all entries of a district. Checks their versions, positions and hash chain, and also that the store finds
   * every entry by its stream and by its command, and that its tables have nothing else (`inspect`). Returns the head
   * (the last position and hash).
   *
   * `recorded` are heads of this ledger that were recorded in another place, for example in anchors. The chain must
   * include each of these heads. This detects entries that were cut off at the end, and a history that was rewritten
   * with new hashes.
   */
  readonly verify: (
    district: DistrictId,
    recorded?: ReadonlyArray<Head>
  ) => Effect.Effect<Head, ChainBroken | LedgerUnavailable>
  /** The hash function of the hash chain. */
  readonly hash: HashText
}

/**
 * @category services
 */
export class Ledger extends Context.Service<Ledger, LedgerShape>()("@liulinhui/core/ports/Ledger") {}

/** An event as it is stored. Its data are JSON text. */
export interface EncodedEvent {
  readonly type: string
  readonly data: string
}

/**
 * An append that has passed all checks for which the store is not needed.
 *
 * @category models
 */
export interface EncodedAppend extends Omit<Append, "streams"> {
  readonly streams: ReadonlyArray<
    Omit<StreamAppend, "events"> & { readonly events: ReadonlyArray<EncodedEvent> }
  >
}

/**
 * The operations that an adapter implements. See the operations with the same names in {@link LedgerShape} for their
 * descriptions. The arguments of a call have already been checked, so an adapter does not have to check limits or
 * characters again.
 *
 * @category models
 */
export interface Primitives extends Pick<
  LedgerShape,
  "receipts" | "read" | "readStream" | "head" | "districts" | "hash"
> {
  /**
   * Writes appends to one district (at least one append), in order, in one transaction. The adapter uses
   * `ports/AppendPlan` to compute the result of each append.
   */
  readonly append: (
    district: DistrictId,
    appends: ReadonlyArray<EncodedAppend>
  ) => Effect.Effect<ReadonlyArray<Receipt>, AppendRefused | LedgerUnavailable>
  /**
   * Waits until a district may have a new entry. This operation is optional: without it, a reader looks for new entries
   * after each polling interval.
   */
  readonly changed?: LedgerShape["changed"]
  /**
   * Compares the tables that the adapter derives from its entries with the entries. Implement it if the store has such
   * tables. Without it, a row that was added to a look-up table is not found. Default: there is nothing to compare.
   */
  readonly inspect?: LedgerShape["inspect"]
}

const isStreamId = Schema.is(StreamId)
const isDistrictId = Schema.is(DistrictId)
const isCommandId = Schema.is(CommandId)
const isOwnCommandId = Schema.is(OwnCommandId)
const isFingerprint = Schema.is(Fingerprint)
const isEventType = Schema.is(EventType)

const latest = 8_640_000_000_000_000 // the last millisecond of ECMAScript's Date

/** The maximum number of reasons that are reported for one append. */
const reasonsTold = 100

/**
 * Checks the appends of one call, as far as possible without the store, and encodes their data as JSON text.
 * {@link make} does this before an append reaches an adapter.
 *
 * @category operations
 */
export const encode = (
  district: DistrictId,
  appends: ReadonlyArray<Append>
): Result.Result<ReadonlyArray<EncodedAppend>, AppendRejected> => {
  const reasons: Array<string> = []
  let events = 0
  // A UTF-16 code unit takes at most three bytes of UTF-8. So this upper limit is enough for small texts, and the exact
  // number of bytes is counted only for large texts.
  let mostBytes = 0
  // Paths are computed only if there is a reason why a value cannot be stored.
  const inAppend = (n: number): string => (appends.length === 1 ? "" : `appends[${n}].`)
  const inStream = (n: number, s: number): string => `${inAppend(n)}streams[${s}]`
  const inEvent = (n: number, s: number, e: number): string => `${inStream(n, s)}.events[${e}]`
  const encodeEvent = ({ type, data }: NewEvent, n: number, s: number, e: number): EncodedEvent => {
    if (!isEventType(type))
      reasons.push(`${inEvent(n, s, e)}.type is not 1–200 letters, digits and - _ . : /`)
    const objections = JsonText.objections(data, "data")
    if (objections.length > 0) {
      reasons.push(...objections.map((objection) => `${inEvent(n, s, e)}.${objection}`))
      return { type, data: "" }
    }
    const text = JSON.stringify(data)
    mostBytes += 3 * text.length
    if (3 * text.length > limits.entryBytes) {
      const bytes = JsonText.utf8Length(text)
      if (bytes > limits.entryBytes) {
        reasons.push(`${inEvent(n, s, e)} has ${bytes} bytes, but one event may have ${limits.entryBytes}`)
      }
    }
    return { type, data: text }
  }
  const encodeStream = ({ stream, expected, events: added }: StreamAppend, n: number, s: number) => {
    if (!isStreamId(stream)) reasons.push(`${inStream(n, s)}.stream is not 1–200 letters, digits and - _ . :`)
    if (expected !== "any" && !(Number.isSafeInteger(expected) && expected >= 0)) {
      reasons.push(`${inStream(n, s)}.expected is neither a version from 0 nor "any"`)
    }
    if (added.length === 0) reasons.push(`${inStream(n, s)}.events is empty: a stream gets at least one`)
    events += added.length
    return events > limits.batchEvents
      ? { stream, expected, events: [] }
      : { stream, expected, events: added.map((event, e) => encodeEvent(event, n, s, e)) }
  }
  const encoded = appends.map((append, n): EncodedAppend => {
    const { after, at, commandId, fingerprint, streams } = append
    if (append.district !== district)
      reasons.push(`${inAppend(n)}district is another than the first append's`)
    if (!isCommandId(commandId) && !isOwnCommandId(commandId)) {
      reasons.push(`${inAppend(n)}commandId is not 1–200 letters, digits and - _ . : /`)
    }
    if (fingerprint !== undefined && !isFingerprint(fingerprint)) {
      reasons.push(`${inAppend(n)}fingerprint is not 1–200 visible ASCII characters`)
    }
    if (after !== undefined && !(Number.isSafeInteger(after) && after >= 0)) {
      reasons.push(`${inAppend(n)}after is not a position from 0`)
    }
    if (!Number.isSafeInteger(at) || at < 0 || at > latest) {
      reasons.push(`${inAppend(n)}at is not a number of milliseconds since 1970`)
    }
    if (streams.length === 0) reasons.push(`${inAppend(n)}streams is empty: an append names at least one`)
    if (streams.length > 1 && new Set(streams.map(({ stream }) => stream)).size < streams.length) {
      reasons.push(`${inAppend(n)}streams names one twice: put its events together`)
    }
    return {
      district: append.district,
      commandId,
      at,
      ...(fingerprint === undefined ? {} : { fingerprint }),
      ...(after === undefined ? {} : { after }),
      streams: streams.map((stream, s) => encodeStream(stream, n, s))
    }
  })
  if (!isDistrictId(district)) {
    reasons.push("district is not an id of 1–64 letters, digits and - _ .")
  }
  if (events > limits.batchEvents) {
    reasons.push(`${events} events, but one append may have ${limits.batchEvents}`)
  }
  if (mostBytes > limits.batchBytes) {
    let bytes = 0
    for (const { streams } of encoded) {
      for (const { events: texts } of streams)
        for (const { data } of texts) bytes += JsonText.utf8Length(data)
    }
    if (bytes > limits.batchBytes) {
      reasons.push(`${bytes} bytes of events, but one append may have ${limits.batchBytes}`)
    }
  }
  const [first, ...others] =
    reasons.length > reasonsTold
      ? [...reasons.slice(0, reasonsTold), `and ${reasons.length - reasonsTold} reasons more`]
      : reasons
  return first === undefined
    ? Result.succeed(encoded)
    : Result.fail(new AppendRejected({ district: String(district), reasons: [first, ...others] }))
}

/**
 * The operations that are built from other operations of a ledger. If a wrapper replaces the other operations, the
 * derived operations must be built again.
 */
type Derived = "receipt" | "all" | "follow" | "verify"

/**
 * Completes a ledger with the derived operations (`receipt`, `all`, `follow` and `verify`). Use this in a wrapper that
 * replaces some operations, so that the derived operations use the replaced ones.
 *
 * @category constructors
 */
export const derive = (base: Omit<LedgerShape, Derived>): LedgerShape => ({
  ...base,
  receipt: (district, commandId) =>
    Effect.map(base.receipts(district, [commandId]), (receipts) =>
      Option.fromUndefinedOr(receipts.get(commandId))
    ),
  all: (district, after = 0) =>
    Stream.unwrap(
      Effect.map(base.head(district), ({ position: last }) =>
        Stream.paginate(after, (position) =>
          position >= last
            ? Effect.succeed([[], Option.none()] as const)
            : Effect.map(base.read(district, position, Math.min(limits.page, last - position)), (page) => {
                const next = page.at(-1)?.position ?? last
                return [page, next < last ? Option.some(next) : Option.none<number>()] as const
              })
        )
      )
    ),
  follow: (district, after = 0) =>
    Stream.paginate(after, (position) =>
      Effect.flatMap(base.read(district, position, limits.page), (page) => {
        const last = page.at(-1)
        return last === undefined
          ? Effect.as(base.changed(district, position), [[], Option.some(position)] as const)
          : Effect.succeed([page, Option.some(last.position)] as const)
      })
    ),
  verify: (district, recorded = []) =>
    Verification.verify(
      base,
      district,
      recorded,
      limits.page,
      ({ position, reason }) => new ChainBroken({ district, position, reason })
    )
})

/**
 * Makes a complete ledger from the operations of an adapter. The ledger checks and encodes appends before they reach
 * the adapter, enforces limits, and derives all other operations.
 *
 * `poll` is the polling interval: how long a reader waits before it looks for new entries, if the store cannot notify
 * the reader. Default: 100 ms.
 *
 * @category constructors
 */
export const make = (
  primitives: Primitives,
  options: { readonly poll?: Duration.Input } = {}
): LedgerShape => {
  const { poll = "100 millis" } = options
  const appendAll = (
    appends: ReadonlyArray<Append>
  ): Effect.Effect<ReadonlyArray<Receipt>, AppendRefused | AppendRejected | LedgerUnavailable> =>
    Effect.suspend(
      (): Effect.Effect<ReadonlyArray<Receipt>, AppendRefused | AppendRejected | LedgerUnavailable> => {
        const [first] = appends
        if (first === undefined) return Effect.succeed([])
        const encoded = encode(first.district, appends)
        return Result.isFailure(encoded)
          ? Effect.fail(encoded.failure)
          : primitives.append(first.district, encoded.success)
      }
    )
  return derive({
    append: (append) =>
      Effect.flatMap(appendAll([append]), ([receipt]) =>
        receipt === undefined
          ? Effect.die("an adapter gave no receipt for an append")
          : Effect.succeed(receipt)
      ),
    appendAll,
    receipts: primitives.receipts,
    read: (district, after, limit) => primitives.read(district, bound(after), pageSize(limit)),
    readStream: (district, stream, after, limit) =>
      primitives.readStream(district, stream, bound(after), pageSize(limit)),
    head: primitives.head,
    districts: Effect.map(primitives.districts, (found) => [...found].sort()),
    changed:
      primitives.changed ??
      ((district, after) =>
        Effect.flatMap(primitives.head(district), ({ position }) =>
          position > after ? Effect.void : Effect.sleep(poll)
        )),
    inspect: primitives.inspect ?? (() => Effect.succeedNone),
    hash: primitives.hash
  })
}

const bound = (after: number): number => Math.max(0, Math.trunc(after))
const pageSize = (limit: number): number => Math.min(limits.page, Math.max(1, Math.trunc(limit)))
