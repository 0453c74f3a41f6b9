/**
 * Ports that you write with `TaskEither`, and their conversion to the ports of the service. A port connects the service
 * to a store or a channel. A `Left` is an error of the port. If a task rejects, this is a defect, and the call that
 * used the task rejects too.
 */
import type {
  Owner,
  KeyRecord,
  KeyStoreShape,
  OwnedKey,
  WrappedKey,
  OwnerErased,
  SealBroken,
  ToOpen,
  ToSeal,
  VaultShape,
  VaultUnavailable,
  Sealed
} from "@liulinhui/core/Vault"
import type { DistrictId } from "@liulinhui/core/Id"
import type { BookmarksShape } from "@liulinhui/core/Bookmarks"
import type { AppendRefused, Head, LedgerShape, LedgerUnavailable } from "@liulinhui/core/Ledger"
import type { Capabilities, DeliveryFailed, Notice, NotifierShape } from "@liulinhui/core/Notifier"
import { ledgerOf, type StoredState, type StoredEntry, type StoredReceipt } from "@liulinhui/promise/Adapters"
import * as Effect from "effect/Effect"
import type { Either } from "fp-ts/lib/Either.js"
import type { Option } from "fp-ts/lib/Option.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import { effectFromFp, optionFromFp, resultToFp } from "./Convert.ts"

export type { StoredState, StoredEntry, StoredReceipt } from "@liulinhui/promise/Adapters"

/**
 * A task for the store: the streams and command ids of an append, and the function that plans the append.
 *
 * @category models
 */
export interface AppendTask {
  readonly streams: ReadonlyArray<string>
  readonly commandIds: ReadonlyArray<string>
  /**
   * Returns the entries to write, in order, or the refusal. After a refusal, roll the transaction back and return the
   * refusal.
   */
  readonly plan: (state: StoredState) => Either<AppendRefused, ReadonlyArray<StoredEntry>>
}

/**
 * A ledger (the event log) with tasks of fp-ts. The operations do the same as those of `LedgerAdapter` of
 * `@liulinhui/promise`.
 *
 * @category ports
 */
export interface LedgerPort {
  /**
   * Appends to one district in one transaction: reads the stored state (the last entry, versions and receipts of the
   * district), calls `task.plan`, and writes the entries.
   */
  readonly append: (district: string, task: AppendTask) => TaskEither<AppendRefused | LedgerUnavailable, void>
  /** Returns the receipts (positions of entries) of those of the given commands that are in the store. */
  readonly receipts: (
    district: string,
    commandIds: ReadonlyArray<string>
  ) => TaskEither<LedgerUnavailable, ReadonlyMap<string, StoredReceipt>>
  /** Returns the next entries of a district after a position, in order, at most `limit`. */
  readonly read: (
    district: string,
    after: number,
    limit: number
  ) => TaskEither<LedgerUnavailable, ReadonlyArray<StoredEntry>>
  /** Returns the next entries of one stream after a version, in order, at most `limit`. */
  readonly readStream: (
    district: string,
    stream: string,
    after: number,
    limit: number
  ) => TaskEither<LedgerUnavailable, ReadonlyArray<StoredEntry>>
  readonly head: (district: string) => TaskEither<LedgerUnavailable, Head>
  /** Returns the districts that have entries. */
  readonly districts: TaskEither<LedgerUnavailable, ReadonlyArray<string>>
}

/**
 * A channel that delivers notices. Default of `capabilities`: plain text to one recipient, without a limit.
 *
 * @category ports
 */
export interface NotifierPort {
  readonly channel: string
  readonly capabilities?: Partial<Capabilities>
  readonly deliver: (notice: Notice) => TaskEither<DeliveryFailed, void>
}

/**
 * A store of data keys. The operations do the same as those of the port `KeyStore` of `@liulinhui/core`.
 *
 * @category ports
 */
export interface KeyStorePort {
  readonly find: (
    district: DistrictId,
    owners: ReadonlyArray<Owner>
  ) => TaskEither<VaultUnavailable, ReadonlyMap<Owner, KeyRecord>>
  readonly keep: (
    district: DistrictId,
    keys: ReadonlyMap<Owner, WrappedKey>
  ) => TaskEither<VaultUnavailable, ReadonlyMap<Owner, KeyRecord>>
  readonly destroy: (district: DistrictId, owner: Owner) => TaskEither<VaultUnavailable, void>
  readonly rewrap: (seen: OwnedKey, next: WrappedKey) => TaskEither<VaultUnavailable, boolean>
  readonly wrappedOtherwise: (
    master: string,
    limit: number
  ) => TaskEither<VaultUnavailable, ReadonlyArray<OwnedKey>>
}

/**
 * A vault, which encrypts personal data. The operations do the same as those of the port `Vault` of `@liulinhui/core`.
 *
 * @category ports
 */
export interface VaultPort {
  readonly seal: (
    district: DistrictId,
    items: ReadonlyArray<ToSeal>
  ) => TaskEither<VaultUnavailable | OwnerErased, ReadonlyArray<Sealed>>
  /** Decrypts values. If a key of a value's owners was destroyed, the result for this value is `None`. */
  readonly open: (
    district: DistrictId,
    items: ReadonlyArray<ToOpen>
  ) => TaskEither<VaultUnavailable | SealBroken, ReadonlyArray<Option<string>>>
  readonly mac: (
    district: DistrictId,
    owners: readonly [Owner, ...ReadonlyArray<Owner>],
    text: string
  ) => TaskEither<VaultUnavailable | OwnerErased, string>
  readonly destroy: (district: DistrictId, owner: Owner) => TaskEither<VaultUnavailable, void>
  /** Returns those of the owners whose key was destroyed. Must not write anything. */
  readonly destroyed: (
    district: DistrictId,
    owners: ReadonlyArray<Owner>
  ) => TaskEither<VaultUnavailable, ReadonlySet<Owner>>
  readonly rotate: TaskEither<VaultUnavailable | SealBroken, number>
}

/**
 * A store of bookmarks. A bookmark is the position up to which a reader of a district has read.
 *
 * @category ports
 */
export interface BookmarksPort {
  /** Returns the position of a bookmark (how far its reader has read). 0 if the bookmark was never set. */
  readonly get: (district: DistrictId, reader: string) => TaskEither<LedgerUnavailable, number>
  /** Moves a bookmark forward. If the given position is before the current one, nothing happens. */
  readonly advance: (
    district: DistrictId,
    reader: string,
    position: number
  ) => TaskEither<LedgerUnavailable, void>
}

// A change of a store is not interrupted, because the store may complete it although the caller no longer waits. So the
// caller waits for the result.
const change = <E, A>(task: TaskEither<E, A>): Effect.Effect<A, E> =>
  Effect.uninterruptible(effectFromFp(task))

/** @category conversions */
export const ledger = (port: LedgerPort): LedgerShape =>
  ledgerOf({
    append: (district, task) =>
      effectFromFp(port.append(district, { ...task, plan: (state) => resultToFp(task.plan(state)) })),
    receipts: (district, commandIds) => effectFromFp(port.receipts(district, commandIds)),
    read: (district, after, limit) => effectFromFp(port.read(district, after, limit)),
    readStream: (district, stream, after, limit) =>
      effectFromFp(port.readStream(district, stream, after, limit)),
    head: (district) => effectFromFp(port.head(district)),
    districts: effectFromFp(port.districts)
  })

const plain: Capabilities = {
  formats: ["text"],
  bytes: Number.POSITIVE_INFINITY,
  rate: [],
  mentions: false,
  idempotent: false,
  audience: "one"
}

/** @category conversions */
export const notifier = ({ capabilities, channel, deliver }: NotifierPort): NotifierShape => ({
  channel,
  capabilities: { ...plain, ...capabilities },
  deliver: (notice) => effectFromFp(deliver(notice))
})

/** @category conversions */
export const keyStore = (port: KeyStorePort): KeyStoreShape => ({
  find: (district, owners) => effectFromFp(port.find(district, owners)),
  keep: (district, keys) => change(port.keep(district, keys)),
  destroy: (district, owner) => change(port.destroy(district, owner)),
  rewrap: (seen, next) => change(port.rewrap(seen, next)),
  wrappedOtherwise: (master, limit) => effectFromFp(port.wrappedOtherwise(master, limit))
})

/** @category conversions */
export const vault = (port: VaultPort): VaultShape => ({
  seal: (district, items) => change(port.seal(district, items)),
  open: (district, items) =>
    Effect.map(effectFromFp(port.open(district, items)), (opened) => opened.map(optionFromFp)),
  mac: (district, owners, text) => change(port.mac(district, owners, text)),
  destroy: (district, owner) => change(port.destroy(district, owner)),
  destroyed: (district, owners) => effectFromFp(port.destroyed(district, owners)),
  rotate: change(port.rotate)
})

/** @category conversions */
export const bookmarks = (port: BookmarksPort): BookmarksShape => ({
  get: (district, reader) => effectFromFp(port.get(district, reader)),
  advance: (district, reader, position) => change(port.advance(district, reader, position))
})
