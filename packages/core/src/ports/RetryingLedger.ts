/**
 * A ledger that wraps another ledger and retries a call if the store reports that the call may succeed later. An append
 * can be retried safely, because its command id ensures that it is written only once.
 */
import * as Effect from "effect/Effect"
import type * as Schedule from "effect/Schedule"
import { derive, type LedgerShape } from "./Ledger.ts"

/**
 * Wraps a ledger so that its operations are repeated after a retryable `LedgerUnavailable`. The schedule determines
 * when and how often they are repeated. Any other error is returned to the caller immediately. When the schedule ends,
 * the caller gets the last error.
 *
 * @example
 * ```ts
 * import { DistrictId } from "@liulinhui/core/Id"
 * import { RetryingLedger } from "@liulinhui/core/Ledger"
 * import * as Memory from "@liulinhui/storage-memory"
 * import * as Effect from "effect/Effect"
 * import * as Schedule from "effect/Schedule"
 * import { strict as assert } from "node:assert"
 *
 * const schedule = Schedule.upTo(Schedule.exponential("50 millis"), { times: 5 })
 * const patient = RetryingLedger.make(Memory.makeLedger(), schedule)
 * const { position } = await Effect.runPromise(patient.head(DistrictId.make("wan-liu")))
 * assert.equal(position, 0)
 * ```
 * @category decorators
 */
export const make = (ledger: LedgerShape, schedule: Schedule.Schedule<unknown>): LedgerShape => {
  const retry = <A, E extends { readonly _tag: string }>(effect: Effect.Effect<A, E>): Effect.Effect<A, E> =>
    Effect.retry(effect, {
      schedule,
      while: (error) => error._tag === "LedgerUnavailable" && "retryable" in error && error.retryable === true
    })
  return derive({
    append: (append) => retry(ledger.append(append)),
    appendAll: (appends) => retry(ledger.appendAll(appends)),
    receipts: (district, commandIds) => retry(ledger.receipts(district, commandIds)),
    read: (district, after, limit) => retry(ledger.read(district, after, limit)),
    readStream: (district, stream, after, limit) => retry(ledger.readStream(district, stream, after, limit)),
    head: (district) => retry(ledger.head(district)),
    districts: retry(ledger.districts),
    changed: (district, after) => retry(ledger.changed(district, after)),
    inspect: (district) => retry(ledger.inspect(district)),
    hash: ledger.hash
  })
}
