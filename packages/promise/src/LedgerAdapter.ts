/** A ledger that is written as plain async functions, and its conversion to the port of the service. */
import type { StreamId } from "@liulinhui/core/kernel/StreamId"
import type { DistrictId } from "@liulinhui/core/place/Id"
import * as AppendPlan from "@liulinhui/core/ports/AppendPlan"
import * as Ledger from "@liulinhui/core/ports/Ledger"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { hash as digest } from "node:crypto"

/**
 * An entry as a store keeps it. `data` is JSON text. Store all fields, and return them unchanged.
 *
 * @category models
 */
export interface StoredEntry {
  readonly position: number
  readonly stream: string
  readonly version: number
  readonly commandId: string
  /** Milliseconds since 1970-01-01T00:00Z. */
  readonly at: number
  readonly type: string
  readonly data: string
  readonly hash: string
  /** Only the first entry of a command may have one. */
  readonly fingerprint?: string
}

/**
 * The positions of a command's entries, and the fingerprint of the first of them.
 *
 * @category models
 */
export interface StoredReceipt {
  readonly first: number
  readonly last: number
  readonly fingerprint?: string
}

/**
 * The state of a district in the store, as the transaction of an append sees it.
 *
 * @category models
 */
export interface Standing {
  /** The position and hash of the last entry. 0 and the empty text if there is none. */
  readonly head: Ledger.Head
  /** The version of each stream of the task. Streams without entries may be left out. */
  readonly versions: ReadonlyMap<string, number>
  /** The receipts of those commands of the task that the store has. */
  readonly receipts: ReadonlyMap<string, StoredReceipt>
}

/**
 * The streams and commands that an append is about, and the function that plans it.
 *
 * @category models
 */
export interface AppendTask {
  readonly streams: ReadonlyArray<string>
  readonly commandIds: ReadonlyArray<string>
  /**
   * Returns the entries to write, in order. Throws if the append is refused: then roll back, and let the error pass. If
   * the transaction is tried again, call it again.
   */
  readonly plan: (standing: Standing) => ReadonlyArray<StoredEntry>
}

/**
 * A ledger as plain async functions. A rejection with {@link Ledger.LedgerUnavailable} says whether trying again may
 * help. Any other rejection becomes a `LedgerUnavailable` that is not retryable, with the error as its cause.
 *
 * @category adapters
 */
export interface LedgerAdapter {
  /**
   * Writes an append of one district in one transaction: look up the {@link Standing}, call `task.plan`, write the
   * entries. No other append of the district may run between the look-up and the end.
   */
  readonly append: (district: string, task: AppendTask) => Promise<void>
  /** Returns the receipts of those commands that the store has. */
  readonly receipts: (
    district: string,
    commandIds: ReadonlyArray<string>,
    signal: AbortSignal
  ) => Promise<ReadonlyMap<string, StoredReceipt>>
  /** Returns the next entries of a district after a position, in order, at most `limit`. */
  readonly read: (
    district: string,
    after: number,
    limit: number,
    signal: AbortSignal
  ) => Promise<ReadonlyArray<StoredEntry>>
  /** Returns the next entries of one stream after a version, in order, at most `limit`. */
  readonly readStream: (
    district: string,
    stream: string,
    after: number,
    limit: number,
    signal: AbortSignal
  ) => Promise<ReadonlyArray<StoredEntry>>
  readonly head: (district: string, signal: AbortSignal) => Promise<Ledger.Head>
  /** Returns the districts that have entries. */
  readonly districts: (signal: AbortSignal) => Promise<ReadonlyArray<string>>
  /** Ends when the district may have an entry after a position. If it is missing, the ledger is read again and again. */
  readonly changed?: (district: string, after: number, signal: AbortSignal) => Promise<void>
}

const hash = (text: string): string => digest("sha256", text)

const unavailable =
  (operation: string) =>
  (cause: unknown): Ledger.LedgerUnavailable =>
    cause instanceof Ledger.LedgerUnavailable
      ? cause
      : new Ledger.LedgerUnavailable({
          operation,
          reason: cause instanceof Error ? cause.message : String(cause),
          retryable: false,
          cause
        })

const call = <A>(
  operation: string,
  run: (signal: AbortSignal) => Promise<A>
): Effect.Effect<A, Ledger.LedgerUnavailable> =>
  Effect.tryPromise({ try: run, catch: unavailable(operation) })

const stored = ({ district: _, ...entry }: AppendPlan.EncodedEntry): StoredEntry => entry

const entriesOf = (district: DistrictId, found: ReadonlyArray<StoredEntry>): ReadonlyArray<Ledger.Entry> =>
  AppendPlan.page(found, ({ data }) => data.length).map(
    ({ at, commandId, data, fingerprint, hash: own, position, stream, type, version }) =>
      AppendPlan.withFingerprint(
        {
          district,
          position,
          // The casts are safe: the store returns the ids that it was given. The chain shows if it does not.
          stream: stream as StreamId,
          version,
          commandId: commandId as Ledger.CommandId,
          at,
          type,
          data: JSON.parse(data),
          hash: own
        },
        fingerprint
      )
  )

const repeated = ({ fingerprint, first, last }: StoredReceipt): Ledger.Receipt =>
  AppendPlan.withFingerprint({ first, last, repeated: true }, fingerprint)

/** How one call of `append` ended: with its plan, or with the refusal that the plan threw. */
type Planned = Result.Result<AppendPlan.AppendPlan, Ledger.AppendRefused>

const append = (
  adapter: LedgerAdapter,
  district: DistrictId,
  appends: ReadonlyArray<Ledger.EncodedAppend>
): Effect.Effect<ReadonlyArray<Ledger.Receipt>, Ledger.AppendRefused | Ledger.LedgerUnavailable> =>
  Effect.suspend(() => {
    let planned: Planned | undefined
    const task: AppendTask = {
      streams: [...new Set(appends.flatMap(({ streams }) => streams.map(({ stream }) => stream)))],
      commandIds: [...new Set(appends.map(({ commandId }) => commandId))],
      plan: ({ head, receipts, versions }) => {
        const standing: AppendPlan.Standing = {
          head,
          version: (stream) => versions.get(stream) ?? 0,
          receipt: (commandId) => {
            const found = receipts.get(commandId)
            return found && repeated(found)
          }
        }
        planned = AppendPlan.make(hash, standing, appends)
        if (Result.isFailure(planned)) throw planned.failure
        return planned.success.batches.flatMap(({ entries }) => entries.map(stored))
      }
    }
    const isRefusal = (error: unknown): boolean =>
      planned !== undefined && Result.isFailure(planned) && planned.failure === error
    return call("append", async () => {
      try {
        await adapter.append(district, task)
      } catch (error) {
        if (!isRefusal(error)) throw error
      }
      if (planned === undefined) throw new Error("`append` ended without calling `task.plan`")
      return planned
    }).pipe(
      Effect.flatMap((made) => Effect.fromResult(made)),
      Effect.map(({ receipts }) => receipts)
    )
    // What a transaction does after the caller has gone is its outcome, so the caller waits for it.
  }).pipe(Effect.uninterruptible)

/**
 * The port of the service over a ledger of plain async functions.
 *
 * @category conversions
 */
export const ledger = (adapter: LedgerAdapter): Ledger.LedgerShape => {
  const { changed } = adapter
  return Ledger.make({
    hash,
    append: (district, appends) => append(adapter, district, appends),
    receipts: (district, commandIds) =>
      Effect.map(
        call("look up commands", (signal) => adapter.receipts(district, commandIds, signal)),
        (found) =>
          new Map(
            commandIds.flatMap((id) => {
              const receipt = found.get(id)
              return receipt === undefined ? [] : [[id, repeated(receipt)] as const]
            })
          )
      ),
    read: (district, after, limit) =>
      Effect.map(
        call("read entries", (signal) => adapter.read(district, after, limit, signal)),
        (found) => entriesOf(district, found)
      ),
    readStream: (district, stream, after, limit) =>
      Effect.map(
        call("read a stream", (signal) => adapter.readStream(district, stream, after, limit, signal)),
        (found) => entriesOf(district, found)
      ),
    head: (district) => call("read the head", (signal) => adapter.head(district, signal)),
    // The cast is safe: the store returns the ids that it was given.
    districts: Effect.map(
      call("list its districts", (signal) => adapter.districts(signal)),
      (found) => found as ReadonlyArray<DistrictId>
    ),
    ...(changed === undefined
      ? {}
      : {
          changed: (district, after) =>
            call("wait for an entry", (signal) => changed(district, after, signal))
        })
  })
}
