/** A ledger, a key store and a store of bookmarks in memory, written only with plain async functions. */
import type {
  BookmarksAdapter,
  KeyStoreAdapter,
  LedgerAdapter,
  StoredEntry,
  StoredReceipt
} from "../src/index.ts"
import { setImmediate } from "node:timers/promises"

/** Lets other tasks run, as a store over a network would do. */
const distance = (): Promise<void> => setImmediate()

/** Makes a new, empty ledger. Appends run one at a time, as if each ran in a transaction. */
export const plainLedger = (): LedgerAdapter => {
  const entries = new Map<string, Array<StoredEntry>>()
  const receipts = new Map<string, Map<string, StoredReceipt>>()
  const of = (district: string) => entries.get(district) ?? []
  let last: Promise<unknown> = Promise.resolve()
  const alone = <A>(run: () => Promise<A>): Promise<A> => {
    const turn = last.then(run, run)
    last = turn.catch(() => undefined)
    return turn
  }
  const head = (district: string) => {
    const { hash = "", position = 0 } = of(district).at(-1) ?? {}
    return { hash, position }
  }
  return {
    append: (district, { plan }) =>
      alone(async () => {
        await distance()
        const versions = new Map(of(district).map(({ stream, version }) => [stream, version]))
        const written = plan({
          head: head(district),
          versions,
          receipts: receipts.get(district) ?? new Map()
        })
        await distance()
        if (written.length === 0) return
        entries.set(district, [...of(district), ...written])
        const known = receipts.get(district) ?? new Map<string, StoredReceipt>()
        receipts.set(district, known)
        for (const { commandId, fingerprint, position } of written) {
          const { first = position, ...before } = known.get(commandId) ?? {}
          const own = fingerprint === undefined ? {} : { fingerprint }
          known.set(commandId, { ...before, ...own, first, last: position })
        }
      }),
    receipts: async (district, commandIds) => {
      await distance()
      const known = receipts.get(district)
      return new Map(
        commandIds.flatMap((id) => {
          const receipt = known?.get(id)
          return receipt === undefined ? [] : [[id, receipt]]
        })
      )
    },
    read: async (district, after, limit) => {
      await distance()
      return of(district).slice(after, after + limit)
    },
    readStream: async (district, stream, after, limit) => {
      await distance()
      return of(district)
        .filter((entry) => entry.stream === stream && entry.version > after)
        .slice(0, limit)
    },
    head: async (district) => {
      await distance()
      return head(district)
    },
    districts: async () => [...entries.keys()]
  }
}

/** Makes a new, empty store of bookmarks. */
export const plainBookmarks = (): BookmarksAdapter => {
  const positions = new Map<string, number>()
  const key = (district: string, reader: string) => `${district}/${reader}`
  return {
    get: async (district, reader) => {
      await distance()
      return positions.get(key(district, reader)) ?? 0
    },
    advance: async (district, reader, position) => {
      await distance()
      const name = key(district, reader)
      positions.set(name, Math.max(position, positions.get(name) ?? 0))
    }
  }
}

type Records = Map<
  string,
  Awaited<ReturnType<KeyStoreAdapter["find"]>> extends ReadonlyMap<string, infer R> ? R : never
>

/** Makes a new, empty key store. */
export const plainKeys = (): KeyStoreAdapter => {
  const districts = new Map<string, Records>()
  const of = (district: string): Records => {
    const records: Records = districts.get(district) ?? new Map()
    districts.set(district, records)
    return records
  }
  const find = (district: string, owners: Iterable<string>) =>
    new Map(
      [...owners].flatMap((owner) => {
        const record = of(district).get(owner)
        return record === undefined ? [] : [[owner, record] as const]
      })
    )
  return {
    find: async (district, owners) => {
      await distance()
      return find(district, owners)
    },
    keep: async (district, keys) => {
      await distance()
      for (const [owner, key] of keys) {
        if (!of(district).has(owner)) of(district).set(owner, { _tag: "Held", ...key })
      }
      return find(district, keys.keys())
    },
    destroy: async (district, owner) => {
      await distance()
      of(district).set(owner, { _tag: "Destroyed" })
    },
    rewrap: async ({ district, master, owner, wrapped }, next) => {
      await distance()
      const record = of(district).get(owner)
      const isSeen = record?._tag === "Held" && record.wrapped === wrapped && record.master === master
      if (isSeen) of(district).set(owner, { _tag: "Held", ...next })
      return isSeen
    },
    wrappedOtherwise: async (master, limit) => {
      await distance()
      return [...districts]
        .flatMap(([district, records]) =>
          [...records].flatMap(([owner, record]) =>
            record._tag === "Held" && record.master !== master
              ? [{ district, owner, master: record.master, wrapped: record.wrapped }]
              : []
          )
        )
        .slice(0, limit)
    }
  }
}
