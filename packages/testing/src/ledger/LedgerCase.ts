/**
 * What the cases of the ledger suite share: the capabilities of a store, functions that build appends, and functions
 * that check results.
 */
import { StreamId, DistrictId } from "@liulinhui/core/Id"
import {
  type Append,
  type AppendRefused,
  AppendRejected,
  CommandId,
  type Entry,
  type LedgerShape,
  type LedgerUnavailable,
  limits,
  type NewEvent,
  type Receipt
} from "@liulinhui/core/Ledger"
import * as Effect from "effect/Effect"
import type * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import fc from "fast-check"
import { randomUUID } from "node:crypto"
import type { Outcome } from "../LedgerModel.ts"
import { expect } from "../Expect.ts"

/**
 * The optional capabilities of an adapter's store. A case that needs a missing capability is shown as skipped.
 *
 * @category models
 */
export interface Capabilities {
  /**
   * `true` if every layer that the test builds opens the same store. Each handle (an open ledger) then sees at once
   * everything that another handle has acknowledged.
   */
  readonly shared?: true
  /**
   * `true` if a layer that is built after another one was closed opens the same store. Set it for a store that only one
   * handle can open at a time. If `shared` is set, it need not be set.
   */
  readonly reopens?: true
  /** Makes the store fail when it writes the entry at this position, until the scope closes. */
  readonly failAt?: (district: DistrictId, position: number) => Effect.Effect<void, unknown, Scope.Scope>
  /** Changes the data of a stored entry directly in the store, without using the ledger. */
  readonly tamper?: (district: DistrictId, position: number) => Effect.Effect<void, unknown>
  /**
   * Replaces or removes the fingerprint (the hash of the command) of a stored entry directly in the store, without
   * using the ledger.
   */
  readonly tamperFingerprint?: (
    district: DistrictId,
    position: number,
    fingerprint: string | null
  ) => Effect.Effect<void, unknown>
  /** Processes that write to the store, which the test kills. */
  readonly writer?: Writer
  /**
   * Leaves out the cases that take seconds on a disk, because they write many megabytes. Run them at another time, for
   * example before a release.
   */
  readonly quick?: true
}

/**
 * A script that opens the store in a separate process, and calls `write` of `KilledWriters`.
 *
 * @category models
 */
export interface Writer {
  readonly script: string
  /** The arguments of the script: they name the store, the writer, its log, and how many appends it makes. */
  readonly options: (writer: {
    readonly name: string
    readonly log: string
    readonly count: number
  }) => ReadonlyArray<string>
  /** Waits until the store has ended the work of a killed writer. Default: does not wait. */
  readonly settled?: (name: string) => Effect.Effect<void, unknown>
  /** How many writers are killed, one after another. Default: 2. */
  readonly kills?: number
}

/**
 * The input of a case: a ledger, a second handle on the same store if `shared` is set, and the capabilities of the
 * store.
 */
export interface Subject {
  readonly ledger: LedgerShape
  readonly another: Effect.Effect<LedgerShape, unknown, Scope.Scope>
  readonly capabilities: Capabilities
  /** Closes `ledger`. Only cases that need `reopens` use it. Default: `ledger` stays open. */
  readonly close?: Effect.Effect<void>
}

/**
 * One rule that every ledger must keep, and a check of this rule.
 *
 * @category models
 */
export interface LedgerCase {
  readonly name: string
  readonly needs?: keyof Capabilities
  /** Whether the case takes seconds on a disk. */
  readonly slow?: true
  readonly check: (subject: Subject) => Effect.Effect<void, unknown, Scope.Scope>
}

/**
 * Whether a case can run on a store with the given capabilities.
 *
 * @category operations
 */
export const applies = ({ needs, slow }: LedgerCase, capabilities: Capabilities): boolean =>
  !(slow === true && capabilities.quick === true) &&
  (needs === undefined ||
    capabilities[needs] !== undefined ||
    (needs === "reopens" && capabilities.shared !== undefined))

export const newDistrict = (): DistrictId => DistrictId.make(`suite-${randomUUID()}`)
export const newCommand = (): CommandId => CommandId.make(randomUUID())
export const a = StreamId.make("a")
export const b = StreamId.make("b")
/** A time in milliseconds since 1970 that is not a whole second. */
export const at = 1_767_225_600_123

export const happened = (...data: ReadonlyArray<Schema.Json>): ReadonlyArray<NewEvent> =>
  data.map((value) => ({ type: "Happened", data: value }))

export const one = (
  district: DistrictId,
  stream: StreamId,
  expected: number | "any",
  events: ReadonlyArray<NewEvent> = happened({ n: 1 }),
  commandId: CommandId = newCommand()
): Append => ({ district, commandId, at, streams: [{ stream, expected, events }] })

export const everything = (
  ledger: LedgerShape,
  district: DistrictId
): Effect.Effect<ReadonlyArray<Entry>, LedgerUnavailable> => Stream.runCollect(ledger.all(district))

export const wholeStream = (
  ledger: LedgerShape,
  district: DistrictId,
  stream: StreamId
): Effect.Effect<ReadonlyArray<Entry>, LedgerUnavailable> =>
  ledger.readStream(district, stream, 0, limits.page)

export const positions = (entries: ReadonlyArray<Entry>): ReadonlyArray<number> =>
  entries.map(({ position }) => position)
export const upTo = (last: number, first = 1): ReadonlyArray<number> =>
  Array.from({ length: last - first + 1 }, (_, n) => first + n)

// Converts an entry to a form that tests can compare. Its data are compared as JSON text, because three details matter:
// the order of keys, keys such as `__proto__`, and the sign of zero.
const comparable = ({ data, ...entry }: Entry) => ({ ...entry, data: JSON.stringify(data) })
export const expectSame = (actual: ReadonlyArray<Entry>, expected: ReadonlyArray<Entry>): void =>
  expect(actual.map(comparable)).toEqual(expected.map(comparable))

export const outcomeOf = (
  effect: Effect.Effect<Receipt, AppendRefused | AppendRejected | LedgerUnavailable>
): Effect.Effect<Outcome, AppendRejected | LedgerUnavailable> =>
  Effect.map(outcomesOf(Effect.map(effect, (receipt) => [receipt])), ([outcome]) => outcome!)

/**
 * The outcome of several appends that were sent together: their receipts, or the reason why none of them was written.
 */
export const outcomesOf = (
  effect: Effect.Effect<ReadonlyArray<Receipt>, AppendRefused | AppendRejected | LedgerUnavailable>
): Effect.Effect<ReadonlyArray<Outcome>, AppendRejected | LedgerUnavailable> =>
  effect.pipe(
    Effect.map((receipts) => receipts.map((receipt): Outcome => ({ _tag: "Receipt", receipt }))),
    Effect.catchTag("VersionConflict", ({ stream, expected, actual }) =>
      Effect.succeed<ReadonlyArray<Outcome>>([
        { _tag: "VersionConflict", ...(stream === undefined ? {} : { stream }), expected, actual }
      ])
    ),
    Effect.catchTag("CommandIdReused", ({ commandId }) =>
      Effect.succeed<ReadonlyArray<Outcome>>([{ _tag: "CommandIdReused", commandId }])
    )
  )

/** Fails if an effect takes long, because it waits for something that never happens. */
export const promptly = <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.timeout(effect, "4 seconds")

/** Lets other fibers run several times. */
export const turns = (times: number): Effect.Effect<void> =>
  Effect.replicateEffect(Effect.yieldNow, times, { discard: true })

/** Runs a fast-check property with an effect as its predicate. Each run of the predicate must use a new district. */
export const property = <T>(
  arbitrary: fc.Arbitrary<T>,
  runs: number,
  predicate: (value: T) => Effect.Effect<void, unknown, Scope.Scope>
): Effect.Effect<void, unknown> =>
  Effect.tryPromise({
    try: (signal) =>
      fc.assert(
        fc.asyncProperty(arbitrary, (value) =>
          Effect.runPromise(Effect.scoped(predicate(value)), { signal })
        ),
        { numRuns: runs }
      ),
    catch: (cause) => cause
  })

export const expectRejected = Effect.fnUntraced(function* (
  ledger: LedgerShape,
  append: Append,
  reason: RegExp
) {
  const error = yield* Effect.flip(ledger.append(append))
  expect(error).toBeInstanceOf(AppendRejected)
  expect(error.message).toMatch(reason)
})
