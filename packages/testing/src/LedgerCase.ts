/** The parts of the cases of the ledger suite: the capabilities of an adapter's store, appends, and expectations. */
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
import { expect } from "vitest"
import type { Outcome } from "./LedgerModel.ts"

/**
 * What an adapter's store can do beyond the port. A case that needs a missing capability is shown as skipped.
 *
 * @category models
 */
export interface Capabilities {
  /**
   * Every time the layer is built, it opens the same store: what one handle has acknowledged, every other handle
   * sees, at once and later.
   */
  readonly shared?: true
  /** Makes the store fail to write the entry at a position, until the scope closes. */
  readonly failAt?: (district: DistrictId, position: number) => Effect.Effect<void, unknown, Scope.Scope>
  /** Changes the data of a stored entry without the ledger. */
  readonly tamper?: (district: DistrictId, position: number) => Effect.Effect<void, unknown>
  /** Replaces or removes the fingerprint of a stored entry without the ledger. */
  readonly tamperFingerprint?: (
    district: DistrictId,
    position: number,
    fingerprint: string | null
  ) => Effect.Effect<void, unknown>
}

/** The subject of a case: a ledger, another handle on it if the store is shared, and the capabilities of the store. */
export interface Subject {
  readonly ledger: LedgerShape
  readonly another: Effect.Effect<LedgerShape, unknown, Scope.Scope>
  readonly capabilities: Capabilities
}

/**
 * One promise of the port, and how to check it.
 *
 * @category models
 */
export interface LedgerCase {
  readonly name: string
  readonly needs?: keyof Capabilities
  readonly check: (subject: Subject) => Effect.Effect<void, unknown, Scope.Scope>
}

export const newDistrict = (): DistrictId => DistrictId.make(`suite-${randomUUID()}`)
export const newCommand = (): CommandId => CommandId.make(randomUUID())
export const a = StreamId.make("a")
export const b = StreamId.make("b")
/** A time in milliseconds that is not a whole second. */
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

// The data are compared as text, because the order of keys, keys of objects such as `__proto__`, and the sign of zero
// matter.
const comparable = ({ data, ...entry }: Entry) => ({ ...entry, data: JSON.stringify(data) })
export const expectSame = (actual: ReadonlyArray<Entry>, expected: ReadonlyArray<Entry>): void =>
  expect(actual.map(comparable)).toEqual(expected.map(comparable))

export const outcomeOf = (
  effect: Effect.Effect<Receipt, AppendRefused | AppendRejected | LedgerUnavailable>
): Effect.Effect<Outcome, AppendRejected | LedgerUnavailable> =>
  Effect.map(outcomesOf(Effect.map(effect, (receipt) => [receipt])), ([outcome]) => outcome!)

/** The outcome of several appends: their receipts, or the reason why none was written. */
export const outcomesOf = (
  effect: Effect.Effect<ReadonlyArray<Receipt>, AppendRefused | AppendRejected | LedgerUnavailable>
): Effect.Effect<ReadonlyArray<Outcome>, AppendRejected | LedgerUnavailable> =>
  effect.pipe(
    Effect.map((receipts) => receipts.map((receipt): Outcome => ({ _tag: "Receipt", receipt }))),
    Effect.catchTag("VersionConflict", ({ stream, expected, actual }) =>
      Effect.succeed<ReadonlyArray<Outcome>>([{ _tag: "VersionConflict", stream, expected, actual }])
    ),
    Effect.catchTag("CommandIdReused", ({ commandId }) =>
      Effect.succeed<ReadonlyArray<Outcome>>([{ _tag: "CommandIdReused", commandId }])
    )
  )

/** Runs a property whose predicate is an effect. Each run must use a new district. */
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
