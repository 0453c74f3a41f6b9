/**
 * A ledger that wraps another ledger and limits its load: how many calls run at the same time, and how many calls wait.
 * If these limits are reached, a further call fails immediately with the message that the store is busy.
 */
import * as Effect from "effect/Effect"
import * as Semaphore from "effect/Semaphore"
import { derive, type LedgerShape, LedgerUnavailable } from "./Ledger.ts"

/**
 * Wraps a ledger so that at most `atOnce` calls run at the same time (at least one). Up to `waiting` more calls wait
 * for their turn, in the order of arrival. Default of `waiting`: no limit. Any further call fails with a retryable
 * `LedgerUnavailable` and changes nothing.
 *
 * A reader that waits for the next entry of a district (`changed`, `follow`) is not counted while it waits.
 *
 * @example
 * ```ts
 * import { DistrictId } from "@liulinhui/core/Id"
 * import { BoundedLedger } from "@liulinhui/core/Ledger"
 * import * as Memory from "@liulinhui/storage-memory"
 * import * as Effect from "effect/Effect"
 * import { strict as assert } from "node:assert"
 *
 * const bounded = BoundedLedger.make(Memory.makeLedger(), { atOnce: 16, waiting: 1000 })
 * const { position } = await Effect.runPromise(bounded.head(DistrictId.make("wan-liu")))
 * assert.equal(position, 0)
 * ```
 * @category decorators
 */
export const make = (
  ledger: LedgerShape,
  options: { readonly atOnce: number; readonly waiting?: number }
): LedgerShape => {
  const { waiting = Number.POSITIVE_INFINITY } = options
  // At least one call must be allowed: with a limit of 0, all calls would wait forever.
  const atOnce = Math.max(1, Math.trunc(options.atOnce))
  const turns = Semaphore.makeUnsafe(atOnce)
  let inside = 0
  const enter = (operation: string) =>
    Effect.suspend(() => {
      if (inside >= atOnce + waiting) {
        const reason = `${atOnce} calls are under way, and ${waiting} wait`
        return Effect.fail(new LedgerUnavailable({ operation, reason, retryable: true }))
      }
      inside += 1
      return Effect.void
    })
  const leave = Effect.sync(() => {
    inside -= 1
  })
  const bounded = <A, E>(
    operation: string,
    call: Effect.Effect<A, E>
  ): Effect.Effect<A, E | LedgerUnavailable> =>
    Effect.acquireUseRelease(
      enter(operation),
      () => turns.withPermit(call),
      () => leave
    )
  return derive({
    append: (append) => bounded(`append to district ${append.district}`, ledger.append(append)),
    appendAll: (appends) => bounded("append", ledger.appendAll(appends)),
    receipts: (district, commandIds) =>
      bounded(`find receipts in district ${district}`, ledger.receipts(district, commandIds)),
    read: (district, after, limit) =>
      bounded(`read district ${district}`, ledger.read(district, after, limit)),
    readStream: (district, stream, after, limit) =>
      bounded(
        `read stream ${stream} of district ${district}`,
        ledger.readStream(district, stream, after, limit)
      ),
    head: (district) => bounded(`read district ${district}`, ledger.head(district)),
    districts: bounded("list its districts", ledger.districts),
    changed: ledger.changed,
    inspect: (district) => bounded(`check the tables of district ${district}`, ledger.inspect(district)),
    hash: ledger.hash
  })
}
