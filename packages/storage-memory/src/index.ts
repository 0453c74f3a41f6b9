/**
 * The reference implementation of storage: a ledger, bookmarks, views, an identity store and a store of
 * blobs in memory. It is short enough to be read in one go. Use it for tests, for trials, and for data that may be lost when the process ends. Each append runs within
 * one turn of the event loop, so two appends never run at the same time.
 */
import type { StreamId, DistrictId } from "@liulinhui/core/Id"
import { AppendPlan } from "@liulinhui/core/Ledger"
import { BlobAddress, Blobs, type BlobsShape, type StoredBlob } from "@liulinhui/core/Blobs"
import { Bookmarks, type BookmarksShape } from "@liulinhui/core/Bookmarks"
import { IdentityStore, type IdentityStoreShape, type StoredRecord } from "@liulinhui/core/Identity"
import * as Ledger from "@liulinhui/core/Ledger"
import { type Kept, Views, type ViewsShape } from "@liulinhui/core/Views"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import { Buffer } from "node:buffer"
import { hash as digest } from "node:crypto"

interface District {
  readonly entries: Array<AppendPlan.EncodedEntry>
  readonly streams: Map<StreamId, Array<AppendPlan.EncodedEntry>>
  readonly receipts: Map<string, Ledger.Receipt>
  /** Functions that wake the readers that wait for the next entry. */
  readonly waiting: Set<() => void>
}

const hash = (text: string): string => digest("sha256", text)

// Each reader gets a copy of the entries' data, so a reader that changes its copy does not change the ledger.
const decode = (
  entries: ReadonlyArray<AppendPlan.EncodedEntry>,
  after: number,
  limit: number
): ReadonlyArray<Ledger.Entry> =>
  AppendPlan.page(entries.slice(after, after + limit), ({ data }) => data.length).map((entry) => ({
    ...entry,
    data: JSON.parse(entry.data)
  }))

/**
 * Makes a new, empty ledger in memory.
 *
 * @category constructors
 */
export const makeLedger = (): Ledger.LedgerShape => {
  const districts = new Map<DistrictId, District>()
  const open = (id: DistrictId): District => {
    const district = districts.get(id) ?? {
      entries: [],
      streams: new Map(),
      receipts: new Map(),
      waiting: new Set()
    }
    districts.set(id, district)
    return district
  }
  const entries = (id: DistrictId) => districts.get(id)?.entries ?? []
  const head = (id: DistrictId): Ledger.Head => {
    const last = entries(id).at(-1)
    return { position: last?.position ?? 0, hash: last?.hash ?? "" }
  }
  const receipt = (id: DistrictId, commandId: Ledger.CommandId): Ledger.Receipt | undefined => {
    const found = districts.get(id)?.receipts.get(commandId)
    return found && { ...found, repeated: true }
  }

  return Ledger.make({
    hash,
    append: (id, appends) =>
      Effect.suspend(() => {
        const district = open(id)
        const plan = AppendPlan.make(
          hash,
          {
            head: head(id),
            version: (stream) => district.streams.get(stream)?.length ?? 0,
            receipt: (commandId) => receipt(id, commandId)
          },
          appends
        )
        if (Result.isFailure(plan)) return Effect.fail(plan.failure)
        for (const { commandId, entries, receipt } of plan.success.appends) {
          district.receipts.set(commandId, receipt)
          for (const entry of entries) {
            district.entries.push(entry)
            const stream = district.streams.get(entry.stream) ?? []
            district.streams.set(entry.stream, stream)
            stream.push(entry)
          }
        }
        // The loop uses a copy of the set, because a reader that is woken may wait again at once. It must not be woken
        // twice for the same append.
        const woken = [...district.waiting]
        for (const wake of woken) wake()
        return Effect.succeed(plan.success.receipts)
      }),
    receipts: (id, commandIds) =>
      Effect.sync(() => {
        const found = new Map<Ledger.CommandId, Ledger.Receipt>()
        for (const commandId of commandIds) {
          const one = receipt(id, commandId)
          if (one !== undefined) found.set(commandId, one)
        }
        return found
      }),
    read: (id, after, limit) => Effect.sync(() => decode(entries(id), after, limit)),
    readStream: (id, stream, after, limit) =>
      Effect.sync(() => decode(districts.get(id)?.streams.get(stream) ?? [], after, limit)),
    head: (id) => Effect.sync(() => head(id)),
    districts: Effect.sync(() => [...districts.keys()].filter((id) => head(id).position > 0)),
    changed: (id, after) =>
      Effect.callback((resume) => {
        if (head(id).position > after) return resume(Effect.void)
        const { waiting } = open(id)
        const wake = () => {
          waiting.delete(wake)
          resume(Effect.void)
        }
        waiting.add(wake)
        return Effect.sync(() => waiting.delete(wake))
      })
  })
}

// The key in the map is unambiguous, because the id of a district contains no slash.
const key = (district: DistrictId, reader: string): string => `${district}/${reader}`

/**
 * Makes new, empty bookmarks in memory. A bookmark is the position up to which a reader has read the ledger (a cursor).
 *
 * @category constructors
 */
export const makeBookmarks = (): BookmarksShape => {
  const positions = new Map<string, number>()
  const get = (district: DistrictId, reader: string) => positions.get(key(district, reader)) ?? 0
  return {
    get: (district, reader) => Effect.sync(() => get(district, reader)),
    advance: (district, reader, position) =>
      Effect.sync(() => {
        positions.set(key(district, reader), Math.max(position, get(district, reader)))
      })
  }
}

/**
 * Makes a new, empty store of views in memory. A view is the stored result of a fold over the ledger (a projection).
 *
 * @category constructors
 */
export const makeViews = (): ViewsShape => {
  const kept = new Map<string, Kept>()
  return {
    get: (district, view) => Effect.sync(() => Option.fromUndefinedOr(kept.get(key(district, view)))),
    put: (district, view, seen, next) =>
      Effect.sync(() => {
        const there = kept.get(key(district, view))
        const expected = Option.getOrUndefined(seen)
        const isSeen = there?.position === expected?.position && there?.version === expected?.version
        if (isSeen) kept.set(key(district, view), next)
        return isSeen
      }),
    drop: (district, view) => Effect.sync(() => void kept.delete(key(district, view)))
  }
}

/**
 * Provides a ledger, bookmarks and views in memory. Their data exist as long as the layer.
 *
 * @example
 * ```ts
 * import { DistrictId } from "@liulinhui/core/Id"
 * import { Ledger } from "@liulinhui/core/Ledger"
 * import * as Memory from "@liulinhui/storage-memory"
 * import * as Effect from "effect/Effect"
 * import { strict as assert } from "node:assert"
 *
 * const head = Ledger.use((ledger) => ledger.head(DistrictId.make("wan-liu")))
 * const { position } = await Effect.runPromise(Effect.provide(head, Memory.layer))
 * assert.equal(position, 0)
 * ```
 * @category layers
 */
export const layer: Layer.Layer<Ledger.Ledger | Bookmarks | Views> = Layer.effectContext(
  Effect.sync(() =>
    Context.empty().pipe(
      Context.add(Ledger.Ledger, makeLedger()),
      Context.add(Bookmarks, makeBookmarks()),
      Context.add(Views, makeViews())
    )
  )
)

// The key in the map is unambiguous, because JSON marks where each text ends.
const nameOf = (kind: string, key: string): string => JSON.stringify([kind, key])

const byKey = (one: StoredRecord, other: StoredRecord): number =>
  Buffer.compare(Buffer.from(one.key), Buffer.from(other.key))

/**
 * Makes a new, empty store of sessions, devices and invitations in memory.
 *
 * @category constructors
 */
export const makeIdentityStore = (): IdentityStoreShape => {
  const records = new Map<string, StoredRecord>()
  const versionOf = (kind: string, key: string): number => records.get(nameOf(kind, key))?.version ?? 0
  return {
    get: ({ key, kind }) => Effect.sync(() => Option.fromUndefinedOr(records.get(nameOf(kind, key)))),
    list: (kind, owner, after, limit) =>
      Effect.sync(() =>
        [...records.values()]
          .filter(
            (one) =>
              one.kind === kind &&
              one.owner === owner &&
              Buffer.compare(Buffer.from(one.key), Buffer.from(after)) > 0
          )
          .sort(byKey)
          .slice(0, limit)
      ),
    commit: (changes) =>
      Effect.sync(() => {
        if (changes.some(({ key, kind, seen }) => versionOf(kind, key) !== seen)) return false
        for (const { key, kind, next, seen } of changes) {
          if (next === undefined) records.delete(nameOf(kind, key))
          else records.set(nameOf(kind, key), { kind, key, ...next, version: seen + 1 })
        }
        return true
      }),
    sweep: (now, limit) =>
      Effect.sync(() => {
        const expired = [...records].filter(([, { expires }]) => expires <= now).slice(0, limit)
        for (const [name] of expired) records.delete(name)
        return expired.length
      })
  }
}

/**
 * Provides a store of sessions, devices and invitations in memory. Its records exist as long as the layer.
 *
 * @category layers
 */
export const identity: Layer.Layer<IdentityStore> = Layer.sync(IdentityStore, makeIdentityStore)

/**
 * Makes a new, empty store of blobs in memory.
 *
 * @category constructors
 */
export const makeBlobs = (): BlobsShape => {
  type Held = StoredBlob & { readonly bytes: Uint8Array }
  const districts = new Map<DistrictId, Map<BlobAddress, Held>>()
  const of = (district: DistrictId) => {
    const known = districts.get(district) ?? new Map<BlobAddress, Held>()
    districts.set(district, known)
    return known
  }
  return {
    // The bytes are copied, so a caller that changes its own bytes does not change the blob.
    put: (district, given) =>
      Effect.map(Clock.currentTimeMillis, (at) => {
        const bytes = given.slice()
        const address = BlobAddress.make(digest("sha256", bytes))
        const blob = { address, size: bytes.byteLength, at, bytes }
        of(district).set(address, blob)
        return address
      }),
    get: (district, address) =>
      Effect.sync(() =>
        Option.map(Option.fromUndefinedOr(of(district).get(address)), ({ bytes }) => bytes.slice())
      ),
    list: (district, after, limit) =>
      Effect.sync(() =>
        [...of(district).values()]
          .filter(({ address }) => address > after)
          .sort((one, other) => (one.address < other.address ? -1 : 1))
          .slice(0, limit)
          .map(({ address, at, size }): StoredBlob => ({ address, at, size }))
      ),
    remove: (district, address) =>
      Effect.sync(() => {
        of(district).delete(address)
      })
  }
}

/**
 * Provides a store of blobs in memory. Its blobs exist as long as the layer.
 *
 * @category layers
 */
export const blobs: Layer.Layer<Blobs> = Layer.sync(Blobs, makeBlobs)
