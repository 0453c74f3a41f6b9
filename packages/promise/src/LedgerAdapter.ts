/** The adapter for a ledger that is written as plain async functions, and its conversion to the port of the service. */
import type { StreamId, DistrictId } from "@liulinhui/core/Id"
import { AppendPlan } from "@liulinhui/core/Ledger"
import * as Ledger from "@liulinhui/core/Ledger"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import { hash as digest } from "node:crypto"

/**
 * A ledger entry as the store keeps it. `data` is JSON text. Store all fields, and return them unchanged.
 *
 * @category models
 */
export interface StoredEntry {
  readonly position: number
  readonly stream: string
  readonly version: number
  readonly commandId: string
  /** The time of the entry, in milliseconds since 1970-01-01T00:00Z. */
  readonly at: number
  readonly type: string
  readonly data: string
  readonly hash: string
  /**
   * The fingerprint: a hash that identifies the content of the command. Only the first entry of a command may have it.
   */
  readonly fingerprint?: string
}

/**
 * The first and the last position of a command's entries, and the fingerprint (the hash of the command) in the first
 * entry.
 *
 * @category models
 */
export interface StoredReceipt {
  readonly first: number
  readonly last: number
  readonly fingerprint?: string
}

/**
 * The state of a district in the store, as the transaction that appends sees it.
 *
 * @category models
 */
export interface StoredState {
  /** The position and the hash of the last entry: 0 and the empty text if there are no entries. */
  readonly head: Ledger.Head
  /** For each stream that the append writes to: its current version. Streams without entries may be left out. */
  readonly versions: ReadonlyMap<string, number>
  /** For each command of the append that is already in the store: its receipt (the positions of its entries). */
  readonly receipts: ReadonlyMap<string, StoredReceipt>
}

/**
 * A task for the store: the streams and command ids of an append, and the function that plans the append.
 *
 * @category models
 */
export interface AppendTask {
  readonly streams: ReadonlyArray<string>
  readonly commandIds: ReadonlyArray<string>
  /**
   * Returns the entries to write, in order. Throws if the append is refused: then roll the transaction back, and do not
   * catch the error. If you try the transaction again, call this function again.
   */
  readonly plan: (state: StoredState) => ReadonlyArray<StoredEntry>
}

/**
 * A ledger as plain async functions. Reject with {@link Ledger.LedgerUnavailable} to state whether a retry may help.
 * Any other rejection becomes a `LedgerUnavailable` that is not retryable, with the error as its cause.
 *
 * @category adapters
 */
export interface LedgerAdapter {
  /**
   * Appends to one district in one transaction: reads the {@link StoredState}, calls `task.plan`, and writes the entries.
   * During the transaction, no other append to this district may run.
   */
  readonly append: (district: string, task: AppendTask) => Promise<void>
  /** Returns the receipts (positions of entries) of those of the given commands that are in the store. */
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
  /**
   * Resolves when the district may have an entry after the position. If this function is missing, the service reads the
   * ledger at regular intervals instead.
   */
  readonly changed?: (district: string, after: number, signal: AbortSignal) => Promise<void>
  /**
   * Compares the tables that the store derives from its entries, such as look-up tables, with the entries. Resolves with
   * the first difference, or with `undefined` if there is none. Default: there is nothing to compare.
   */
  readonly inspect?: (district: string, signal: AbortSignal) => Promise<Ledger.Breach | undefined>
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
          // The casts are safe: the store returns only ids that it has received from the service. Otherwise the check
          // of the hash chain fails.
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

/**
 * The operations of a ledger as effects. Adapters in any style (promises or fp-ts) are converted to this form first.
 *
 * @category models
 */
export interface LedgerCalls {
  /** Like `append` of {@link LedgerAdapter}, but `task.plan` returns the refusal, and this effect fails with it. */
  readonly append: (
    district: string,
    task: Omit<AppendTask, "plan"> & {
      readonly plan: (state: StoredState) => Result.Result<ReadonlyArray<StoredEntry>, Ledger.AppendRefused>
    }
  ) => Effect.Effect<void, Ledger.AppendRefused | Ledger.LedgerUnavailable>
  readonly receipts: (
    district: string,
    commandIds: ReadonlyArray<string>
  ) => Effect.Effect<ReadonlyMap<string, StoredReceipt>, Ledger.LedgerUnavailable>
  readonly read: (
    district: string,
    after: number,
    limit: number
  ) => Effect.Effect<ReadonlyArray<StoredEntry>, Ledger.LedgerUnavailable>
  readonly readStream: (
    district: string,
    stream: string,
    after: number,
    limit: number
  ) => Effect.Effect<ReadonlyArray<StoredEntry>, Ledger.LedgerUnavailable>
  readonly head: (district: string) => Effect.Effect<Ledger.Head, Ledger.LedgerUnavailable>
  readonly districts: Effect.Effect<ReadonlyArray<string>, Ledger.LedgerUnavailable>
  readonly changed?: (district: string, after: number) => Effect.Effect<void, Ledger.LedgerUnavailable>
  readonly inspect?: Ledger.LedgerShape["inspect"]
}

const append = (
  calls: LedgerCalls,
  district: DistrictId,
  appends: ReadonlyArray<Ledger.EncodedAppend>
): Effect.Effect<ReadonlyArray<Ledger.Receipt>, Ledger.AppendRefused | Ledger.LedgerUnavailable> =>
  Effect.suspend(() => {
    let planned: Result.Result<AppendPlan.AppendPlan, Ledger.AppendRefused> | undefined
    const plan = ({ head, receipts, versions }: StoredState) => {
      planned = AppendPlan.make(
        hash,
        {
          head,
          version: (stream) => versions.get(stream) ?? 0,
          receipt: (commandId) => {
            const found = receipts.get(commandId)
            return found && repeated(found)
          }
        },
        appends
      )
      return Result.map(planned, ({ appends }) => appends.flatMap(({ entries }) => entries.map(stored)))
    }
    const task = {
      streams: [...new Set(appends.flatMap(({ streams }) => streams.map(({ stream }) => stream)))],
      commandIds: [...new Set(appends.map(({ commandId }) => commandId))],
      plan
    }
    return Effect.flatMap(calls.append(district, task), () =>
      planned === undefined
        ? Effect.die(new Error("`append` ended without calling `task.plan`"))
        : Effect.map(Effect.fromResult(planned), ({ receipts }) => receipts)
    )
    // A transaction may complete although the caller no longer waits. So it is not interrupted, and the caller waits
    // for the result.
  }).pipe(Effect.uninterruptible)

/**
 * Converts the operations of a ledger to the port of the service.
 *
 * @category conversions
 */
export const ledgerOf = (calls: LedgerCalls): Ledger.LedgerShape =>
  Ledger.make({
    hash,
    append: (district, appends) => append(calls, district, appends),
    receipts: (district, commandIds) =>
      Effect.map(
        calls.receipts(district, commandIds),
        (found) =>
          new Map(
            commandIds.flatMap((id) => {
              const receipt = found.get(id)
              return receipt === undefined ? [] : [[id, repeated(receipt)] as const]
            })
          )
      ),
    read: (district, after, limit) =>
      Effect.map(calls.read(district, after, limit), (found) => entriesOf(district, found)),
    readStream: (district, stream, after, limit) =>
      Effect.map(calls.readStream(district, stream, after, limit), (found) => entriesOf(district, found)),
    head: calls.head,
    // The cast is safe: the store returns only ids that it has received from the service.
    districts: Effect.map(calls.districts, (found) => found as ReadonlyArray<DistrictId>),
    ...(calls.changed === undefined ? {} : { changed: calls.changed }),
    ...(calls.inspect === undefined ? {} : { inspect: calls.inspect })
  })

/** Runs an append whose plan throws. If the plan has thrown a refusal, the effect fails with this refusal. */
const appendPlainly =
  (adapter: LedgerAdapter): LedgerCalls["append"] =>
  (district, task) =>
    Effect.suspend(() => {
      let refusal: Ledger.AppendRefused | undefined
      const plan: AppendTask["plan"] = (state) => {
        const planned = task.plan(state)
        refusal = Result.isFailure(planned) ? planned.failure : undefined
        if (Result.isFailure(planned)) throw planned.failure
        return planned.success
      }
      return Effect.tryPromise({
        try: () => adapter.append(district, { ...task, plan }),
        catch: (error) =>
          refusal !== undefined && error === refusal ? refusal : unavailable("append")(error)
      })
    })

/**
 * Converts a ledger that is written as plain async functions to the port of the service.
 *
 * @category conversions
 */
export const ledger = (adapter: LedgerAdapter): Ledger.LedgerShape => {
  const { changed, inspect } = adapter
  return ledgerOf({
    append: appendPlainly(adapter),
    receipts: (district, commandIds) =>
      call("look up commands", (signal) => adapter.receipts(district, commandIds, signal)),
    read: (district, after, limit) =>
      call("read entries", (signal) => adapter.read(district, after, limit, signal)),
    readStream: (district, stream, after, limit) =>
      call("read a stream", (signal) => adapter.readStream(district, stream, after, limit, signal)),
    head: (district) => call("read the head", (signal) => adapter.head(district, signal)),
    districts: call("list its districts", (signal) => adapter.districts(signal)),
    ...(changed === undefined
      ? {}
      : {
          changed: (district, after) =>
            call("wait for an entry", (signal) => changed(district, after, signal))
        }),
    ...(inspect === undefined
      ? {}
      : {
          inspect: (district) =>
            Effect.map(
              call("check its tables", (signal) => inspect(district, signal)),
              Option.fromUndefinedOr
            )
        })
  })
}
