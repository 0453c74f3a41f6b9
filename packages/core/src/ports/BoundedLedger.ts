/**
 * A decorator of the port. It limits how many calls use the store at once, and how many wait. Further calls fail at
 * once because the store is busy, instead of waiting without limit.
 */
import * as Effect from "effect/Effect"
import * as Semaphore from "effect/Semaphore"
import { derive, type LedgerShape, LedgerUnavailable } from "./Ledger.ts"

/**
 * A ledger with at most `atOnce` calls at a time (at least one). Up to `waiting` more calls wait for their turn, in
 * the order of arrival. Default of `waiting`: no limit. A call beyond that fails with a retryable
 * `LedgerUnavailable`, and changes nothing.
 *
 * A reader that waits for the next entry of a district (`changed`, `follow`) does not count while it waits.
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
  // With 0 at once, all calls would wait for ever.
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
    hash: ledger.hash
  })
}
