/**
 * What an append becomes: the heart of every adapter, pure and written once. An adapter looks up, within its
 * transaction, where the district and the streams stand and which of the commands were appended before; the plan says
 * which entries to write, which receipts to give, or why none of it is written.
 */
import * as Result from "effect/Result"
import type { StreamId } from "../kernel/StreamId.ts"
import { type HashText, preimagesOf } from "./Chain.ts"
import {
  type AppendRefused,
  type CommandId,
  CommandIdReused,
  type EncodedAppend,
  type Entry,
  type Head,
  limits,
  type Receipt,
  VersionConflict
} from "./Ledger.ts"

/** An entry as the store keeps it: its data is JSON text. */
export interface EncodedEntry extends Omit<Entry, "data"> {
  readonly data: string
}

/**
 * How the store stands, as a transaction sees it.
 *
 * @category models
 */
export interface Standing {
  readonly head: Head
  /** The version of a stream; 0 for one that has no entry. */
  readonly version: (stream: StreamId) => number
  /** The receipt of a command that was appended before, with its fingerprint. */
  readonly receipt: (commandId: CommandId) => Receipt | undefined
}

/** The entries of one new append. */
export interface Batch {
  readonly commandId: CommandId
  readonly receipt: Receipt
  readonly entries: ReadonlyArray<EncodedEntry>
}

/**
 * One receipt per append, what is to be written for those that are new, and the head that it leads to.
 *
 * @category models
 */
export interface AppendPlan {
  readonly receipts: ReadonlyArray<Receipt>
  readonly batches: ReadonlyArray<Batch>
  readonly head: Head
}

/**
 * Plans appends of one district in order, each seeing what the ones before it will have written. Fails with the first
 * `VersionConflict` or `CommandIdReused`; then none of the appends is to be written.
 *
 * @example
 * ```ts
 * import { StreamId } from "@liulinhui/core/kernel/StreamId"
 * import { DistrictId } from "@liulinhui/core/place/Id"
 * import * as AppendPlan from "@liulinhui/core/ports/AppendPlan"
 * import { CommandId } from "@liulinhui/core/ports/Ledger"
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
 * const standing = { head: { position: 40, hash: "…" }, version: () => 2, receipt: () => undefined }
 * const plan = Result.getOrThrow(AppendPlan.make((text) => hash("sha256", text), standing, [append]))
 * assert.deepEqual(plan.receipts, [{ first: 41, last: 41, repeated: false }])
 * ```
 * @category constructors
 */
export const make = (
  hash: HashText,
  standing: Standing,
  appends: ReadonlyArray<EncodedAppend>
): Result.Result<AppendPlan, AppendRefused> => {
  // What the appends before have planned: none, where there is only one.
  const versions = appends.length > 1 ? new Map<StreamId, number>() : undefined
  const planned = appends.length > 1 ? new Map<CommandId, Receipt>() : undefined
  const receipts: Array<Receipt> = []
  const batches: Array<Batch> = []
  let { position, hash: previous } = standing.head
  for (const { district, commandId, at, fingerprint, streams } of appends) {
    const before = planned?.get(commandId) ?? standing.receipt(commandId)
    if (before !== undefined) {
      if (isAnother(fingerprint, before.fingerprint)) {
        return Result.fail(new CommandIdReused({ district, commandId }))
      }
      receipts.push({ ...before, repeated: true })
      continue
    }
    const first = position + 1
    const entries: Array<EncodedEntry> = []
    for (const { stream, expected, events } of streams) {
      let version = versions?.get(stream) ?? standing.version(stream)
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
    batches.push({ commandId, receipt, entries })
  }
  return Result.succeed({ receipts, batches, head: { position, hash: previous } })
}

/** Whether two fingerprints say that they are of two commands. One that is absent says nothing. */
const isAnother = (one: string | undefined, other: string | undefined): boolean =>
  one !== undefined && other !== undefined && one !== other

/**
 * A receipt or an entry with the fingerprint of its append, if it has one. A store gives null where there is none.
 *
 * @category operations
 */
export const withFingerprint = <A extends object>(
  self: A,
  fingerprint: string | null | undefined
): A & { readonly fingerprint?: string } =>
  fingerprint === undefined || fingerprint === null ? self : { ...self, fingerprint }

/**
 * How many events an append has, over all its streams.
 *
 * @category operations
 */
export const eventsIn = ({ streams }: EncodedAppend): number =>
  streams.reduce((sum, { events }) => sum + events.length, 0)

/**
 * An append whose entries are hashed as they are asked for.
 *
 * @category models
 */
export interface LargeAppend {
  readonly receipt: Receipt
  /** The entries in order; none where the command was appended before. */
  readonly entries: Iterable<EncodedEntry>
}

/**
 * Plans one append as {@link make} does, without hashing its entries yet: a store can write some of them while the next are
 * hashed, and need not hold them all. Whether the append is refused is known at once.
 *
 * @example
 * ```ts
 * import { StreamId } from "@liulinhui/core/kernel/StreamId"
 * import { DistrictId } from "@liulinhui/core/place/Id"
 * import * as AppendPlan from "@liulinhui/core/ports/AppendPlan"
 * import { CommandId } from "@liulinhui/core/ports/Ledger"
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
 * const standing = { head: { position: 0, hash: "" }, version: () => 0, receipt: () => undefined }
 * const { entries, receipt } = Result.getOrThrow(
 *   AppendPlan.large((text) => hash("sha256", text), standing, append)
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
  standing: Standing,
  append: EncodedAppend
): Result.Result<LargeAppend, AppendRefused> => {
  const bare = { ...append, streams: append.streams.map((stream) => ({ ...stream, events: [] })) }
  return Result.map(make(hash, standing, [bare]), ({ receipts: [known] }) => {
    if (known?.repeated === true) return { receipt: known, entries: [] }
    const { position } = standing.head
    const receipt = { first: position + 1, last: position + eventsIn(append), repeated: false }
    return {
      receipt: withFingerprint(receipt, append.fingerprint),
      entries: { [Symbol.iterator]: () => entriesOf(hash, standing, append) }
    }
  })
}

const entriesOf = function* (
  hash: HashText,
  standing: Standing,
  { at, commandId, district, fingerprint, streams }: EncodedAppend
): Generator<EncodedEntry, void> {
  let { position, hash: previous } = standing.head
  const first = position + 1
  for (const { events, stream } of streams) {
    let version = standing.version(stream)
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
 * The first of some rows that one read may return at once: all of them, or as many as hold no more data than
 * `limits.pageText`, but always one. `size` is the length of a row's data.
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
