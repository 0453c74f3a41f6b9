/**
 * A decorator of the port. It tries a call again if the store reports that the call may succeed later. Retrying an
 * append is safe, because its command id ensures that it is written once.
 */
import * as Effect from "effect/Effect"
import type * as Schedule from "effect/Schedule"
import { derive, type LedgerShape } from "./Ledger.ts"

/**
 * A ledger whose operations are repeated on the schedule after a retryable `LedgerUnavailable`. The caller gets any
 * other error, and the last error when the schedule ends.
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
    hash: ledger.hash
  })
}
