/**
 * Makes destroyed keys disappear from a store that keeps remains of what was overwritten, such as a database: dead rows,
 * a write-ahead log, replicas, backups.
 *
 * Each wrapped data key is encrypted once more, with an epoch key. Epoch keys are in a separate small store from which a
 * key really disappears, such as the file of `storage-sqlite`. When a data key is destroyed, a new epoch begins: all other
 * data keys are encrypted with a new epoch key, and the old epoch key is destroyed. So nobody can read the remains, not even
 * with the master keys. Do not back up the store of the epochs for longer than an erased key may be restored; without
 * it, all sealed values are lost.
 *
 * Several processes may use both stores. No lock is needed:
 *
 * - A record is only replaced if it is still the one that was read. So a record that was encrypted for an epoch that has
 *   ended is never put back.
 * - A new record may be stored while its epoch ends. So after storing it, a process looks whether the epoch is still the
 *   last one. Otherwise it encrypts the record again before anybody uses the key.
 * - A process that is killed in between leaves a record that nobody can open. Its key was never used, so it counts as
 *   absent, and is replaced.
 *
 * An erasure encrypts the keys of all districts in the store again. Erasures at the same time do this once, together.
 */
import { DistrictId } from "@liulinhui/core/Id"
import {
  type KeyRecord,
  type KeyStoreShape,
  ofStream,
  type OwnedKey,
  type Owner,
  VaultUnavailable,
  type WrappedKey
} from "@liulinhui/core/Vault"
import * as Effect from "effect/Effect"
import * as Semaphore from "effect/Semaphore"
import { Buffer } from "node:buffer"
import { type KeyObject, randomBytes } from "node:crypto"
import * as Aes from "./Aes.ts"

/** The district of the epoch keys in their store. */
const place = DistrictId.make("epochs")

const prefix = "epoch-"
const ownerOf = (epoch: number): Owner => ofStream(`${prefix}${epoch}`)
const epochOf = (owner: Owner): number => Number(owner.slice(ownerOf(0).length - 1))

/** Separates the name of a master key, which cannot contain it, from the number of the epoch. */
const separator = "~"

/** Enough for all keys of a store: they are read at once when an epoch ends. */
const all = 100_000_000

const keyBytes = 32
const concurrency = 64

/** A key that is to be destroyed. */
interface Destruction {
  readonly district: DistrictId
  readonly owner: Owner
}

/** A stored record: the name of its master key, and its epoch. The epoch is 0 if there were no epochs yet. */
const partsOf = (master: string): { readonly master: string; readonly epoch: number } => {
  const at = master.lastIndexOf(separator)
  return at < 0 ? { master, epoch: 0 } : { master: master.slice(0, at), epoch: Number(master.slice(at + 1)) }
}

const boundTo = (district: DistrictId, owner: Owner, master: string): string =>
  `liulinhui/epoch/1 ${district} ${owner} ${master}`

const utf8 = new TextDecoder()

const otherEpochs = Effect.fail(
  new VaultUnavailable({
    operation: "open a data key",
    reason: "the store of the epochs is not the one of these keys: put back the right one",
    retryable: false
  })
)

/**
 * Makes a key store over a store that keeps remains (`data`), with the epoch keys in a store that does not (`epochs`). If
 * an earlier process was stopped while it destroyed a key, this is finished first.
 *
 * @category constructors
 */
export const over = (
  data: KeyStoreShape,
  epochs: KeyStoreShape
): Effect.Effect<KeyStoreShape, VaultUnavailable> =>
  Effect.gen(function* () {
    const nonce = Aes.nonces()
    // The keys that were read, by the number of the epoch. Only epochs that have not ended are kept.
    const known = new Map<number, KeyObject>()

    /** The numbers of the epochs that have not ended, in order. Usually there is one. */
    const living = Effect.map(epochs.wrappedOtherwise(separator, all), (held) => {
      const numbers = held.flatMap(({ district, owner }) => (district === place ? [epochOf(owner)] : []))
      for (const epoch of known.keys()) if (!numbers.includes(epoch)) known.delete(epoch)
      return numbers.toSorted((a, b) => a - b)
    })
    /** The key of an epoch. `undefined` if the epoch has ended. */
    const keyOf = Effect.fnUntraced(function* (epoch: number) {
      const cached = known.get(epoch)
      if (cached !== undefined) return cached
      const record = (yield* epochs.find(place, [ownerOf(epoch)])).get(ownerOf(epoch))
      if (record === undefined) return yield* otherEpochs
      if (record._tag === "Destroyed") return undefined
      const key = Aes.ready(Buffer.from(record.wrapped, "base64url"))
      known.set(epoch, key)
      return key
    })
    const begin = Effect.fnUntraced(function* (epoch: number) {
      const wrapped = randomBytes(keyBytes).toString("base64url")
      // If another process begins the same epoch, both get one key.
      yield* epochs.keep(place, new Map([[ownerOf(epoch), { master: "epoch", wrapped }]]))
      return epoch
    })
    /** The last epoch. It is read each time, because another process may have begun one. */
    const current: Effect.Effect<number, VaultUnavailable> = Effect.flatMap(living, (epochs) => {
      const last = epochs.at(-1)
      return last === undefined ? begin(1) : Effect.succeed(last)
    })

    const close = Effect.fnUntraced(function* (
      district: DistrictId,
      owner: Owner,
      { master, wrapped }: WrappedKey,
      epoch: number
    ) {
      const key = yield* keyOf(epoch)
      if (key === undefined) return undefined
      const name = `${master}${separator}${epoch}`
      return {
        master: name,
        wrapped: Aes.seal(key, boundTo(district, owner, name), Buffer.from(wrapped), nonce())
      } satisfies WrappedKey
    })
    /** The content of a stored record. `undefined` if its epoch has ended. */
    const open = Effect.fnUntraced(function* (district: DistrictId, owner: Owner, stored: WrappedKey) {
      const { epoch, master } = partsOf(stored.master)
      if (epoch === 0) return { master, wrapped: stored.wrapped } satisfies WrappedKey
      const key = yield* keyOf(epoch)
      if (key === undefined) return undefined
      const clear = Aes.open(key, boundTo(district, owner, stored.master), stored.wrapped)
      return clear === undefined
        ? yield* otherEpochs
        : ({ master, wrapped: utf8.decode(clear) } satisfies WrappedKey)
    })

    /**
     * Encrypts a record for an epoch, if the record is still as it was read. Returns whether it was. The epoch must be read
     * after the record. So it is the epoch of the record, or a later one.
     */
    const move = Effect.fnUntraced(function* (stored: OwnedKey, content: WrappedKey, to: number) {
      const next = yield* close(stored.district, stored.owner, content, to)
      return next === undefined ? false : yield* data.rewrap(stored, next)
    })

    /** Ends all epochs before one: first all records are encrypted for a later one. */
    const endBefore = Effect.fnUntraced(function* (epoch: number) {
      let isDone = false
      while (!isDone) {
        const old = (yield* data.wrappedOtherwise(separator, all)).filter(
          ({ master }) => partsOf(master).epoch < epoch
        )
        // One epoch for all these records. If another process ends it meanwhile, that process has moved each of them first,
        // so none is moved here, and they are read again.
        const last = yield* current
        const opened = yield* Effect.forEach(
          old,
          (stored) =>
            Effect.tap(open(stored.district, stored.owner, stored), (content) =>
              content === undefined ? Effect.void : move(stored, content, last)
            ),
          { concurrency }
        )
        // A record that cannot be opened was never used. A record that was not moved has changed, so look again.
        isDone = opened.every((content) => content === undefined)
      }
      for (const ended of yield* living) {
        if (ended >= epoch) continue
        yield* epochs.destroy(place, ownerOf(ended))
        known.delete(ended)
      }
    })

    const find = Effect.fnUntraced(function* (district: DistrictId, owners: ReadonlyArray<Owner>) {
      const found = new Map<Owner, KeyRecord>()
      let wanted = owners
      let before = new Map<Owner, string>()
      while (wanted.length > 0) {
        const unread = new Map<Owner, string>()
        for (const [owner, record] of yield* data.find(district, wanted)) {
          const opened = record._tag === "Held" ? yield* open(district, owner, record) : undefined
          if (record._tag === "Destroyed") found.set(owner, record)
          else if (opened !== undefined) found.set(owner, { _tag: "Held", ...opened })
          // Its epoch has ended since it was read, or it was never used. In the second case it is the same again.
          else if (before.get(owner) !== record.wrapped) unread.set(owner, record.wrapped)
        }
        wanted = [...unread.keys()]
        before = unread
      }
      return found as ReadonlyMap<Owner, KeyRecord>
    })

    const keep = Effect.fnUntraced(function* (district: DistrictId, keys: ReadonlyMap<Owner, WrappedKey>) {
      const owners = [...keys.keys()]
      const own = new Set<string>()
      for (;;) {
        const epoch = yield* current
        const closed = new Map<Owner, WrappedKey>()
        for (const [owner, key] of keys) {
          const next = yield* close(district, owner, key, epoch)
          if (next === undefined) continue
          own.add(next.wrapped)
          closed.set(owner, next)
        }
        const stored = yield* data.keep(district, closed)
        const last = yield* current
        let isDone = stored.size === keys.size
        for (const [owner, record] of stored) {
          if (record._tag === "Destroyed" || partsOf(record.master).epoch >= last) continue
          isDone = false
          const { master, wrapped } = record
          const one = { district, owner, master, wrapped }
          // Of a record of this call, the content is known. Another one that cannot be opened was never used.
          const content = own.has(wrapped) ? keys.get(owner) : yield* open(district, owner, one)
          const next = content ?? keys.get(owner)
          if (next !== undefined) yield* move(one, next, yield* current)
        }
        if (isDone) return yield* find(district, owners)
      }
    })

    /** Begins a new epoch, and ends all others. */
    const renew = Effect.flatMap(current, (last) => Effect.flatMap(begin(last + 1), endBefore))

    if ((yield* living).length > 1) yield* renew

    /** Destroys keys with one new epoch for all of them. */
    const destroyAll = Effect.fnUntraced(function* (gone: ReadonlyArray<Destruction>) {
      const present = yield* Effect.filter(gone, ({ district, owner }) =>
        Effect.map(data.find(district, [owner]), (found) => found.get(owner)?._tag !== "Destroyed")
      )
      if (present.length === 0 && (yield* living).length === 1) return
      // A new epoch begins first. So if this is stopped, the next process sees two epochs, and finishes it.
      yield* begin((yield* current) + 1)
      for (const { district, owner } of present) yield* data.destroy(district, owner)
      // Until here, another process may have encrypted the keys for the epoch that has just begun. So another one begins.
      yield* renew
    })
    const waiting = new Set<Destruction>()
    const turn = Semaphore.makeUnsafe(1)
    /** Destroys a key, together with all others that wait. If this fails, each caller tries again alone or with others. */
    const destroyTogether = (own: Destruction) =>
      Effect.suspend(() => {
        waiting.add(own)
        const together = Effect.suspend(() => {
          const group = [...waiting]
          return waiting.has(own)
            ? Effect.map(destroyAll(group), () => group.forEach((one) => waiting.delete(one)))
            : Effect.void
        })
        // Other callers of the same moment get a turn first, so that they are in the same group.
        return Effect.andThen(Effect.yieldNow, turn.withPermits(1)(together)).pipe(
          Effect.ensuring(Effect.sync(() => waiting.delete(own)))
        )
      })

    return {
      find,
      keep,
      destroy: (district, owner) => destroyTogether({ district, owner }),
      rewrap: ({ district, master, owner, wrapped }, next) =>
        Effect.gen(function* () {
          const record = (yield* data.find(district, [owner])).get(owner)
          if (record?._tag !== "Held") return false
          const seen = yield* open(district, owner, record)
          if (seen?.master !== master || seen.wrapped !== wrapped) return false
          const stored = { district, owner, master: record.master, wrapped: record.wrapped }
          return yield* move(stored, next, yield* current)
        }),
      wrappedOtherwise: (master, limit) =>
        Effect.gen(function* () {
          const found: Array<OwnedKey> = []
          for (const stored of yield* data.wrappedOtherwise(separator, all)) {
            if (found.length >= limit) break
            if (partsOf(stored.master).master === master) continue
            const opened = yield* open(stored.district, stored.owner, stored)
            if (opened !== undefined) found.push({ ...stored, ...opened })
          }
          return found
        })
    } satisfies KeyStoreShape
  })
