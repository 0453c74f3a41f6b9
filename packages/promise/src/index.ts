/**
 * A district for programs that use plain promises. {@link open} opens a district. You can then submit requests, find
 * out what an actor may do, read the district, compute coverage, and deliver notices.
 *
 * - Every function rejects with an `Error` that has a tag in `_tag` and a sentence in `message`.
 * - Every function takes an `AbortSignal`. After an abort of `submit`, the outcome is unknown. Submit the request again
 *   with the same id.
 * - Ids and days are texts. A day is written as `2026-03-02`.
 */
import type * as CoreDistrict from "@liulinhui/core/District"
import type { Offers } from "@liulinhui/core/Governance"
import { type Day, fromIso } from "@liulinhui/core/Day"
import type { Receipt } from "@liulinhui/core/Ledger"
import type { Pumped } from "@liulinhui/announcer/Announcer"
import type { Round } from "@liulinhui/service/DueClock"
import type { DeadLetter } from "@liulinhui/announcer/Outbox"
import * as MasterKeys from "@liulinhui/vault/MasterKeys"
import type * as Effect from "effect/Effect"
import * as ManagedRuntime from "effect/ManagedRuntime"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import type * as Schema from "effect/Schema"
import { Closed } from "./Errors.ts"
import * as Operations from "./Operations.ts"
import { layer, type Options } from "./Options.ts"
import { valueOf } from "./Run.ts"

export type { Offers } from "@liulinhui/core/Governance"
export { type Day, toIso as dayToIso } from "@liulinhui/core/Day"
export type { Receipt } from "@liulinhui/core/Ledger"
export { apply as mergePatch } from "@liulinhui/core/Model"
export { messages } from "@liulinhui/core/Notifier"
export type { Capabilities, Notice } from "@liulinhui/core/Notifier"
export type { Pumped } from "@liulinhui/announcer/Announcer"
export type { Round } from "@liulinhui/service/DueClock"
export type { DeadLetter } from "@liulinhui/announcer/Outbox"
export type { BookmarksAdapter } from "./BookmarksAdapter.ts"
export {
  AppendRejected,
  ChainBroken,
  Closed,
  CommandIdReused,
  DeliveryFailed,
  DistrictIncomplete,
  DistrictUnknown,
  EntryUnreadable,
  InvalidCall,
  LedgerUnavailable,
  LetterUnknown,
  MasterKeysRefused,
  ModelRefused,
  NotAllowed,
  OwnerErased,
  Refused,
  SealBroken,
  VaultUnavailable,
  VersionConflict
} from "./Errors.ts"
export type { KeyStoreAdapter, StoredKey } from "./KeyStoreAdapter.ts"
export type { AppendTask, LedgerAdapter, StoredState, StoredEntry, StoredReceipt } from "./LedgerAdapter.ts"
export type { NotifierAdapter } from "./NotifierAdapter.ts"
export type { CoverageAnswer, CoverageOptions, RequestJson, Submission, Woken } from "./Operations.ts"
export type { Options } from "./Options.ts"
export type { SealedText, VaultAdapter } from "./VaultAdapter.ts"

/** Options of every call: a signal that stops the call. */
export interface CallOptions {
  readonly signal?: AbortSignal
}

/**
 * The operations of one district.
 *
 * @category models
 */
export interface District {
  readonly id: string
  /** Adopts a model document. If it equals the model in force, nothing changes. Rejects with `ModelRefused`. */
  readonly adopt: (document: Schema.Json, options?: CallOptions) => Promise<void>
  /**
   * Submits a request. Resolves to the positions of its entries in the ledger, or to `undefined` if the request changed
   * nothing. A repeated call with the same id returns the first result. Rejects with `Refused` (with every reason),
   * `NotAllowed`, `VersionConflict` and other errors.
   */
  readonly submit: (submission: Operations.Submission, options?: CallOptions) => Promise<Receipt | undefined>
  /** Returns the requests that an actor may make today, in the district and on a case. Empty for an unknown actor. */
  readonly can: (by: string, options?: CallOptions & { readonly case?: string }) => Promise<Offers>
  /**
   * Reads the current state of the district, and today's date in its time zone. Do not keep the district after the
   * function returns, because it changes afterwards.
   */
  readonly read: <A>(
    question: (district: CoreDistrict.District, today: Day) => A,
    options?: CallOptions
  ) => Promise<A>
  /**
   * Computes the coverage of rules at the end of a day: who must be contacted, and who was. Default: every rule, today.
   */
  readonly coverage: (
    options?: CallOptions & Operations.CoverageOptions
  ) => Promise<ReadonlyArray<Operations.CoverageAnswer>>
  /**
   * Takes the steps of deadlines that have passed. If the step of one case fails, the steps of the other cases are
   * still taken.
   */
  readonly wake: (options?: CallOptions) => Promise<Operations.Woken>
  /** Puts new notices into the queue, and delivers the notices that are due. Requires a `notifier`. */
  readonly pump: (options?: CallOptions) => Promise<Pumped>
  /** The notices that could not be delivered. */
  readonly letters: {
    /**
     * Returns the undeliverable notices for which a person must decide what to do. With `dropped`, also returns the
     * notices that were dropped.
     */
    readonly list: (
      options?: CallOptions & { readonly dropped?: boolean }
    ) => Promise<ReadonlyArray<DeadLetter>>
    /** Puts a notice back into the queue. */
    readonly requeue: (key: string, options?: CallOptions) => Promise<void>
    /** Drops a notice permanently, with a reason. */
    readonly drop: (key: string, reason: string, options?: CallOptions) => Promise<void>
  }
}

/** A district that was opened alone, with its own service. Close it at the end. */
export interface OpenDistrict extends District {
  /** Runs one round of the due clock over every district of the ledger: passed deadlines, transfers, notices. */
  readonly round: (options?: CallOptions) => Promise<Round>
  /** Waits for the calls that still run, then closes files and connections. A second call has no effect. */
  readonly close: () => Promise<void>
}

/**
 * All districts of one ledger, with one service for all of them.
 *
 * @category models
 */
export interface Service {
  /** The ids of the districts that have entries. */
  readonly districts: (options?: CallOptions) => Promise<ReadonlyArray<string>>
  /** Returns the operations of a district by its id. With `model`, adopts the document first. */
  readonly district: (which: Operations.Which, options?: CallOptions) => Promise<District>
  /** Runs one round of the due clock over every district: passed deadlines, transfers, notices. */
  readonly round: (options?: CallOptions) => Promise<Round>
  /** Waits for the calls that still run, then closes files and connections. A second call has no effect. */
  readonly close: () => Promise<void>
}

type Run = <A, E>(
  effect: Effect.Effect<A, E, Operations.Services>,
  options: CallOptions | undefined
) => Promise<A>

const districtOf = (run: Run, operations: Operations.Operations): District => ({
  id: operations.id,
  adopt: (document, options) => run(operations.adopt(document), options),
  submit: (submission, options) => run(operations.submit(submission), options),
  can: (by, options) => run(operations.can(by, options?.case), options),
  read: (question, options) => run(operations.read(question), options),
  coverage: (options) => run(operations.coverage(options), options),
  wake: (options) => run(operations.wake, options),
  pump: (options) => run(operations.pump, options),
  letters: {
    list: (options) => run(operations.letters(options), options),
    requeue: (key, options) => run(operations.requeue(key), options),
    drop: (key, reason, options) => run(operations.drop(key, reason), options)
  }
})

/**
 * Opens a ledger with its keys, its channel and its queue. Use this for several districts. For one district, use {@link
 * open}.
 *
 * Rejects with `InvalidCall` (with every mistake in the options), `LedgerUnavailable`, `VaultUnavailable` or
 * `MasterKeysRefused`.
 *
 * @category constructors
 */
export const openService = async (options: Options & CallOptions): Promise<Service> => {
  const { signal } = options
  signal?.throwIfAborted()
  const runtime = ManagedRuntime.make(layer(options))
  const underWay = new Set<Promise<unknown>>()
  let closing: Promise<void> | undefined

  const run: Run = async (effect, call) => {
    call?.signal?.throwIfAborted()
    if (closing !== undefined) throw new Closed()
    const running = runtime.runPromiseExit(effect, { signal: call?.signal })
    underWay.add(running)
    try {
      return valueOf(await running, call?.signal)
    } finally {
      underWay.delete(running)
    }
  }

  const close = (): Promise<void> => (closing ??= Promise.allSettled(underWay).then(() => runtime.dispose()))

  try {
    // This builds the layers at once, so that a wrong setting is reported here and not at the first call.
    await runtime.runPromiseExit(Operations.districts, { signal }).then((exit) => valueOf(exit, signal))
  } catch (error) {
    await close()
    throw error
  }
  return {
    districts: (call) => run(Operations.districts, call),
    district: async (which, call) => districtOf(run, await run(Operations.choose(which), call)),
    round: (call) => run(Operations.round, call),
    close
  }
}

/**
 * Opens one district: its ledger, keys, channel and queue.
 *
 * Rejects with the errors of {@link openService}, and with those of `adopt` if `model` is set.
 *
 * @example
 * ```ts
 * import { apply } from "@liulinhui/core/Model"
 * import { open, Refused } from "@liulinhui/promise"
 * import { sixHearts } from "@liulinhui/six-hearts"
 * import { strict as assert } from "node:assert"
 *
 * const model = apply(sixHearts, {
 *   id: "elsewhere",
 *   name: { zh: "别处", en: "Elsewhere" },
 *   timeZone: "Asia/Shanghai",
 *   branches: {},
 *   pairing: { criteria: { strengths: 1 } },
 *   actors: { office: { mandates: [{ role: "committee", scope: { district: true } }] } }
 * })
 * const district = await open({ ledger: ":memory:", model })
 *
 * const building = { id: "b01", label: "1号楼", floors: 6 }
 * await district.submit({ id: "1", by: "office", request: { _tag: "EnterBuilding", building } })
 * const flat = { id: "b02-301", building: "b02", unit: "301", floor: 3, area: 620_000, tags: [] }
 * const refused = await district
 *   .submit({ id: "2", by: "office", request: { _tag: "EnterHousehold", household: flat } })
 *   .catch((error: unknown) => error)
 * assert.ok(refused instanceof Refused)
 * assert.deepEqual(refused.sentences.en, ["building b02 of household b02-301 is not registered"])
 * await district.close()
 * ```
 * @category constructors
 */
export const open = async (options: Options & Operations.Which & CallOptions): Promise<OpenDistrict> => {
  const service = await openService(options)
  try {
    const district = await service.district(options, options)
    return { ...district, round: service.round, close: service.close }
  } catch (error) {
    await service.close()
    throw error
  }
}

/**
 * Makes a new master key with a name, as text. Store it in a safe place. Without the key, all encrypted data are lost.
 *
 * @category constructors
 */
export const generateMasterKey = (name: string): string => Redacted.value(MasterKeys.generate(name))

/**
 * Reads a date such as `2026-03-02`. Use it to ask questions with a day inside `read`. `undefined` if the text is not a
 * date.
 *
 * @category conversions
 */
export const dayFromIso = (text: string): Day | undefined => Option.getOrUndefined(fromIso(text))
