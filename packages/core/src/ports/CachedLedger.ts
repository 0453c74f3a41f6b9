/**
 * A ledger that wraps another ledger and caches pages of entries in memory. An entry never changes, so a full page can
 * be returned again without reading the store. A page that is not full may have more entries later, so it is always
 * read from the store.
 */
import * as Effect from "effect/Effect"
import type { EncodedEntry } from "./AppendPlan.ts"
import type { Entry } from "./Entry.ts"
import { derive, type LedgerShape, limits } from "./Ledger.ts"

const entryOf = (entry: EncodedEntry): Entry => ({ ...entry, data: JSON.parse(entry.data) })

/**
 * Wraps a ledger so that the most recently read full pages are cached, up to `entries` entries in total. Default:
 * 100,000.
 *
 * `verify` always reads the store, because its purpose is to find entries that were changed in the store.
 *
 * @example
 * ```ts
 * import { DistrictId } from "@liulinhui/core/Id"
 * import { CachedLedger } from "@liulinhui/core/Ledger"
 * import * as Memory from "@liulinhui/storage-memory"
 * import * as Effect from "effect/Effect"
 * import { strict as assert } from "node:assert"
 *
 * const cached = CachedLedger.make(Memory.makeLedger(), { entries: 10_000 })
 * assert.deepEqual(await Effect.runPromise(cached.read(DistrictId.make("wan-liu"), 0, 100)), [])
 * ```
 * @category decorators
 */
export const make = (ledger: LedgerShape, options: { readonly entries?: number } = {}): LedgerShape => {
  const { entries: capacity = 100_000 } = options
  // The cached pages (lists of entries), the most recently read page last. Data are stored as text. So if a reader
  // changes a returned entry, the cache does not change.
  const pages = new Map<string, ReadonlyArray<EncodedEntry>>()
  let held = 0
  const forget = (key: string): void => {
    held -= pages.get(key)?.length ?? 0
    pages.delete(key)
  }
  const keep = (key: string, page: ReadonlyArray<EncodedEntry>): void => {
    forget(key)
    pages.set(key, page)
    held += page.length
    for (const oldest of pages.keys()) {
      if (held <= capacity) return
      forget(oldest)
    }
  }
  const cached = <E>(
    key: string,
    limit: number,
    read: () => Effect.Effect<ReadonlyArray<Entry>, E>
  ): Effect.Effect<ReadonlyArray<Entry>, E> =>
    Effect.suspend(() => {
      const known = pages.get(key)
      if (known !== undefined) {
        keep(key, known)
        return Effect.succeed(known.map(entryOf))
      }
      return Effect.map(read(), (page) => {
        if (page.length >= Math.max(1, Math.min(limit, limits.page))) {
          keep(
            key,
            page.map((entry) => ({ ...entry, data: JSON.stringify(entry.data) }))
          )
        }
        return page
      })
    })
  return {
    ...derive({
      ...ledger,
      read: (district, after, limit) =>
        cached(`${district} ${after} ${limit}`, limit, () => ledger.read(district, after, limit)),
      readStream: (district, stream, after, limit) =>
        cached(`${district} ${stream} ${after} ${limit}`, limit, () =>
          ledger.readStream(district, stream, after, limit)
        )
    }),
    verify: ledger.verify
  }
}
