/**
 * Plans appends to a ledger. Every storage adapter uses these pure functions. Within its transaction, an adapter looks
 * up the head of the district (its last entry), the versions of the streams, and the commands that were appended
 * before. From these data, the functions compute a plan: the entries to write and the receipts to return. Or they
 * return the reason why nothing may be written.
 */
import * as Result from "effect/Result"
import type { StreamId } from "../kernel/StreamId.ts"
import { type HashText, preimagesOf } from "./Chain.ts"
import type { CommandId, Entry, Head, Receipt } from "./Entry.ts"
import { type AppendRefused, CommandIdReused, type EncodedAppend, limits, VersionConflict } from "./Ledger.ts"

/** An entry as it is stored. Its data are JSON text. */
export interface EncodedEntry extends Omit<Entry, "data"> {
  readonly data: string
}

/**
 * The facts that an adapter must look up within its transaction to plan appends.
 *
 * @category models
 */
export interface StoredState {
  readonly head: Head
  /** The version of a stream. 0 if the stream has no entry. */
  readonly version: (stream: StreamId) => number
  /** The receipt, with its fingerprint, of a command that was appended before. `undefined` if the command is new. */
  readonly receipt: (commandId: CommandId) => Receipt | undefined
}

/** The new entries of one append, with its command id and its receipt. */
export interface PlannedAppend {
  readonly commandId: CommandId
  readonly receipt: Receipt
  readonly entries: ReadonlyArray<EncodedEntry>
}

/**
 * The plan for several appends: a receipt for each append, the entries to write, and the head (last position and hash)
 * after these entries.
 *
 * @category models
 */
export interface AppendPlan {
  readonly receipts: ReadonlyArray<Receipt>
  readonly appends: ReadonlyArray<PlannedAppend>
  readonly head: Head
}

/**
 * Plans appends to one district, in order. Each append sees the results of the appends before it. Fails with the first
 * `VersionConflict` or `CommandIdReused`; the adapter must then write none of the appends.
 *
 * @example
 * ```ts
 * import { StreamId, DistrictId } from "@liulinhui/core/Id"
 * import { AppendPlan, CommandId } from "@liulinhui/core/Ledger"
 * import * as Result from "effect/Result"
 * import { strict as assert } from "node:assert"
 * import { hash } from "node:crypto"
 *
 * const append = {
 *   district: DistrictId.make("wan-liu"),
 *   commandId: CommandId.make("c-8"),
 *   at: 0,
 *   streams: [{ stream: StreamId.make("case-7"), expected: 2, events: [{ type: "Visited", data: "{}" }] }]
 * }
 * const stored = { head: { position: 40, hash: "…" }, version: () => 2, receipt: () => undefined }
 * const plan = Result.getOrThrow(AppendPlan.make((text) => hash("sha256", text), stored, [append]))
 * assert.deepEqual(plan.receipts, [{ first: 41, last: 41, repeated: false }])
 * ```
 * @category constructors
 */
export const make = (
  hash: HashText,
  stored: StoredState,
  appends: ReadonlyArray<EncodedAppend>
): Result.Result<AppendPlan, AppendRefused> => {
  // Contains the versions of the streams and the receipts after earlier appends of the same call. `undefined` if the
  // call has only one append, because then they are not needed.
  const versions = appends.length > 1 ? new Map<StreamId, number>() : undefined
  const planned = appends.length > 1 ? new Map<CommandId, Receipt>() : undefined
  const receipts: Array<Receipt> = []
  const written: Array<PlannedAppend> = []
  let { position, hash: previous } = stored.head
  for (const { after, district, commandId, at, fingerprint, streams } of appends) {
    const before = planned?.get(commandId) ?? stored.receipt(commandId)
    if (before !== undefined) {
      if (isAnother(fingerprint, before.fingerprint)) {
        return Result.fail(new CommandIdReused({ district, commandId }))
      }
      receipts.push({ ...before, repeated: true })
      continue
    }
    if (after !== undefined && after !== position) {
      return Result.fail(new VersionConflict({ district, expected: after, actual: position }))
    }
    const first = position + 1
    const entries: Array<EncodedEntry> = []
    for (const { stream, expected, events } of streams) {
      let version = versions?.get(stream) ?? stored.version(stream)
      if (expected !== "any" && expected !== version) {
        return Result.fail(new VersionConflict({ district, stream, expected, actual: version }))
      }
      const preimage = preimagesOf({ district, stream, commandId, at })
      for (const { type, data } of events) {
        position += 1
        version += 1
        const own = position === first ? fingerprint : undefined
        previous = hash(preimage(previous, position, version, type, data, own))
        const entry = { district, position, stream, version, commandId, at, type, data, hash: previous }
        entries.push(withFingerprint(entry, own))
      }
      versions?.set(stream, version)
    }
    const receipt = withFingerprint({ first, last: position, repeated: false }, fingerprint)
    planned?.set(commandId, receipt)
    receipts.push(receipt)
    written.push({ commandId, receipt, entries })
  }
  return Result.succeed({ receipts, appends: written, head: { position, hash: previous } })
}

/**
 * Whether two fingerprints show that two commands with the same id are different. If one fingerprint is missing, the
 * commands count as the same.
 */
const isAnother = (one: string | undefined, other: string | undefined): boolean =>
  one !== undefined && other !== undefined && one !== other

/**
 * Adds the fingerprint of an append to a receipt or an entry, if the append has one. (A store returns `null` for a
 * missing fingerprint.)
 *
 * @category operations
 */
export const withFingerprint = <A extends object>(
  self: A,
  fingerprint: string | null | undefined
): A & { readonly fingerprint?: string } =>
  fingerprint === undefined || fingerprint === null ? self : { ...self, fingerprint }

/**
 * The number of events of an append, in all its streams.
 *
 * @category operations
 */
export const eventsIn = ({ streams }: EncodedAppend): number =>
  streams.reduce((sum, { events }) => sum + events.length, 0)

/**
 * An append whose entries are computed one by one, while they are read.
 *
 * @category models
 */
export interface LargeAppend {
  readonly receipt: Receipt
  /** The entries of the append, in order. Empty if the command was appended before. */
  readonly entries: Iterable<EncodedEntry>
}

/**
 * Plans one append as {@link make} does, but computes the hash of an entry only when the entry is read. So a store can
 * write the first entries before the later entries are hashed, and does not need memory for all of them. A refusal is
 * returned immediately.
 *
 * @example
 * ```ts
 * import { StreamId, DistrictId } from "@liulinhui/core/Id"
 * import { AppendPlan, CommandId } from "@liulinhui/core/Ledger"
 * import * as Result from "effect/Result"
 * import { strict as assert } from "node:assert"
 * import { hash } from "node:crypto"
 *
 * const append = {
 *   district: DistrictId.make("wan-liu"),
 *   commandId: CommandId.make("import-1"),
 *   at: 0,
 *   streams: [
 *     {
 *       stream: StreamId.make("registry"),
 *       expected: 0,
 *       events: Array.from({ length: 3000 }, (_, n) => ({ type: "Entered", data: `{"n":${n}}` }))
 *     }
 *   ]
 * }
 * const stored = { head: { position: 0, hash: "" }, version: () => 0, receipt: () => undefined }
 * const { entries, receipt } = Result.getOrThrow(
 *   AppendPlan.large((text) => hash("sha256", text), stored, append)
 * )
 * assert.deepEqual(receipt, { first: 1, last: 3000, repeated: false })
 * let written = 0
 * for (const { position } of entries) written = position
 * assert.equal(written, 3000)
 * ```
 * @category constructors
 */
export const large = (
  hash: HashText,
  stored: StoredState,
  append: EncodedAppend
): Result.Result<LargeAppend, AppendRefused> => {
  const bare = { ...append, streams: append.streams.map((stream) => ({ ...stream, events: [] })) }
  return Result.map(make(hash, stored, [bare]), ({ receipts: [known] }) => {
    if (known?.repeated === true) return { receipt: known, entries: [] }
    const { position } = stored.head
    const receipt = { first: position + 1, last: position + eventsIn(append), repeated: false }
    return {
      receipt: withFingerprint(receipt, append.fingerprint),
      entries: { [Symbol.iterator]: () => entriesOf(hash, stored, append) }
    }
  })
}

const entriesOf = function* (
  hash: HashText,
  stored: StoredState,
  { at, commandId, district, fingerprint, streams }: EncodedAppend
): Generator<EncodedEntry, void> {
  let { position, hash: previous } = stored.head
  const first = position + 1
  for (const { events, stream } of streams) {
    let version = stored.version(stream)
    const preimage = preimagesOf({ district, stream, commandId, at })
    for (const { data, type } of events) {
      position += 1
      version += 1
      const own = position === first ? fingerprint : undefined
      previous = hash(preimage(previous, position, version, type, data, own))
      const entry = { district, position, stream, version, commandId, at, type, data, hash: previous }
      yield withFingerprint(entry, own)
    }
  }
}

/**
 * The first rows (stored entries) of a result that one read may return: all rows, or as many as fit into
 * `limits.pageText` characters of data, but at least one row. `size` returns the number of characters of a row's data.
 *
 * @category operations
 */
export const page = <Row>(rows: Iterable<Row>, size: (row: Row) => number): ReadonlyArray<Row> => {
  const taken: Array<Row> = []
  let units = 0
  for (const row of rows) {
    units += size(row)
    if (units > limits.pageText && taken.length > 0) break
    taken.push(row)
  }
  return taken
}
