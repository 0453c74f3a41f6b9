/**
 * Key stores that are broken on purpose: each confuses or cuts keys that differ a little, loses a destruction, or
 * remembers old answers.
 */
import type { DistrictId } from "@liulinhui/core/Id"
import type { KeyRecord, KeyStoreShape, Owner, WrappedKey } from "@liulinhui/core/Vault"
import * as Effect from "effect/Effect"
import * as Semaphore from "effect/Semaphore"
import { but, held, type LyingStore, mixing, twoTurns } from "./keyStoreLiars.ts"

const promises = {
  alike: "separates owners and districts whose names look alike, whatever normalisation makes of them",
  exact: "returns keys and names of master keys exactly, however long, and whatever their characters",
  many: "keeps and finds tens of thousands of keys in one call",
  end: "has destroyed a key in the end, whatever callers store or wrap at the same time",
  one: "wraps one key anew, and no other key that has the same text",
  masters: "lists the keys of every other master key, also of those whose names look like the newest",
  handles: "answers every operation with what another handle on the store has just done",
  closed: "loses nothing that it acknowledged when it is closed at once and opened again, time after time"
} as const

const same = <A>(id: A): A => id

/** Makes a key store that stores wrapped keys and their master keys in a changed form. */
const storing = (change: (key: WrappedKey) => WrappedKey): LyingStore["make"] =>
  but((honest) => ({
    keep: (district, keys) =>
      honest.keep(district, new Map([...keys].map(([owner, key]) => [owner, change(key)]))),
    rewrap: (seen, next) => honest.rewrap({ ...seen, ...change(seen) }, change(next))
  }))

/** Makes a key store that lists keys if the name of their master key differs in a given sense. */
const listing = (isOther: (master: string, newest: string) => boolean): LyingStore["make"] =>
  but((honest) => ({
    wrappedOtherwise: (newest, limit) =>
      Effect.map(honest.wrappedOtherwise(newest, limit), (found) =>
        found.filter(({ master }) => isOther(master, newest))
      )
  }))

/** Makes handles that remember the records that they have found, until they themselves change the store. */
const remembering =
  (operation: "find" | "keep" | "wrappedOtherwise"): LyingStore["make"] =>
  (honest) =>
  () => {
    const answers = new Map<string, unknown>()
    const remembered = <A, E>(of: string, key: unknown, ask: Effect.Effect<A, E>) =>
      Effect.suspend(() => {
        const name = JSON.stringify(key)
        if (of === operation && answers.has(name)) return Effect.succeed(answers.get(name) as A)
        return Effect.tap(ask, (answer) => Effect.sync(() => answers.set(name, answer)))
      })
    const forget = Effect.sync(() => answers.clear())
    return {
      find: (district, owners) => remembered("find", [district, owners], honest.find(district, owners)),
      keep: (district, keys) =>
        operation === "keep"
          ? remembered("keep", [district, ...keys.keys()], honest.keep(district, keys))
          : Effect.tap(honest.keep(district, keys), () => forget),
      destroy: (district, owner) => Effect.tap(honest.destroy(district, owner), () => forget),
      rewrap: (seen, next) =>
        Effect.tap(honest.rewrap(seen, next), (isChanged) => (isChanged ? forget : Effect.void)),
      wrappedOtherwise: (master, limit) =>
        remembered("wrappedOtherwise", [master], honest.wrappedOtherwise(master, limit))
    }
  }

/** Makes a key store that writes one kind of change only when the next call comes. */
const late =
  (operation: "destroy" | "keep" | "rewrap"): LyingStore["make"] =>
  (honest) =>
  () => {
    let waiting: Effect.Effect<unknown, unknown> | undefined
    const flush = Effect.suspend(() => {
      const next = waiting ?? Effect.void
      waiting = undefined
      return Effect.ignore(next)
    })
    const first = <A, E>(effect: Effect.Effect<A, E>) => Effect.andThen(flush, effect)
    const later = <A>(effect: Effect.Effect<unknown, unknown>, answer: A) =>
      Effect.sync(() => {
        waiting = effect
        return answer
      })
    return {
      find: (district, owners) => first(honest.find(district, owners)),
      keep: (district, keys) =>
        first(
          operation === "keep"
            ? Effect.flatMap(honest.find(district, [...keys.keys()]), (found) =>
                later(
                  honest.keep(district, keys),
                  new Map<Owner, KeyRecord>([
                    ...[...keys].map(([owner, key]) => [owner, held(key)] as const),
                    ...found
                  ])
                )
              )
            : honest.keep(district, keys)
        ),
      destroy: (district, owner) =>
        first(
          operation === "destroy"
            ? later(honest.destroy(district, owner), undefined)
            : honest.destroy(district, owner)
        ),
      rewrap: (seen, next) =>
        first(
          operation === "rewrap"
            ? Effect.flatMap(honest.find(seen.district, [seen.owner]), (found) => {
                const record = found.get(seen.owner)
                return record?._tag === "Held" &&
                  record.wrapped === seen.wrapped &&
                  record.master === seen.master
                  ? later(honest.rewrap(seen, next), true)
                  : Effect.succeed(false)
              })
            : honest.rewrap(seen, next)
        ),
      wrappedOtherwise: (master, limit) => first(honest.wrappedOtherwise(master, limit))
    }
  }

/** Keeps a lock if the caller is interrupted while it has the lock. */
const locking =
  (operation: "destroy" | "keep"): LyingStore["make"] =>
  (honest) => {
    const lock = Semaphore.makeUnsafe(1)
    const locked = <A, E>(effect: Effect.Effect<A, E>) =>
      Effect.gen(function* () {
        yield* lock.take(1)
        yield* twoTurns
        const result = yield* effect
        yield* lock.release(1)
        return result
      })
    const own: KeyStoreShape = {
      ...honest,
      keep: (district, keys) =>
        operation === "keep" ? locked(honest.keep(district, keys)) : honest.keep(district, keys),
      destroy: (district, owner) =>
        operation === "destroy" ? locked(honest.destroy(district, owner)) : honest.destroy(district, owner)
    }
    return () => own
  }

export const moreStoreLiars: ReadonlyArray<LyingStore> = [
  ...(["keep", "destroy"] as const).map((operation) => ({
    name: `keeps its lock if a caller of ${operation} is interrupted`,
    caughtBy: "lets others go on after a caller was interrupted that keeps or destroys a key",
    make: locking(operation)
  })),
  {
    name: "compares the ids of owners as numbers",
    caughtBy: promises.alike,
    make: mixing(same, (owner) => owner.replace(/\/0+(?=\d)/u, "/") as Owner)
  },
  {
    name: "composes the names of owners",
    caughtBy: promises.alike,
    make: mixing(same, (id) => id.normalize("NFC") as Owner)
  },
  {
    name: "compares owners after compatibility normalisation",
    caughtBy: promises.alike,
    make: mixing(same, (id) => id.normalize("NFKC") as Owner)
  },
  {
    name: "composes the names of districts",
    caughtBy: promises.alike,
    make: mixing((id) => id.normalize("NFC") as DistrictId, same)
  },
  {
    name: "folds the case of sharp s in owners",
    caughtBy: promises.alike,
    make: mixing(same, (id) => id.replaceAll("\u1e9e", "ß").replaceAll("ß", "ss") as Owner)
  },
  {
    name: "cuts off a wrapped key after 255 characters",
    caughtBy: promises.exact,
    make: storing((key) => ({ ...key, wrapped: key.wrapped.slice(0, 255) }))
  },
  {
    name: "cuts off a wrapped key after 16 kB",
    caughtBy: promises.exact,
    make: storing((key) => ({ ...key, wrapped: key.wrapped.slice(0, 16_384) }))
  },
  {
    name: "trims a wrapped key",
    caughtBy: promises.exact,
    make: storing((key) => ({ ...key, wrapped: key.wrapped.trim() }))
  },
  {
    name: "composes the names of master keys",
    caughtBy: promises.exact,
    make: storing((key) => ({ ...key, master: key.master.normalize("NFC") }))
  },
  {
    name: "cuts off the names of master keys after 32 characters",
    caughtBy: promises.exact,
    make: storing((key) => ({
      ...key,
      master: key.master.startsWith("mm") ? key.master.slice(0, 32) : key.master
    }))
  },
  {
    name: "compares a wrapped key by its beginning when it wraps it anew",
    caughtBy: promises.exact,
    make: but((honest) => ({
      rewrap: (seen, next) =>
        Effect.flatMap(honest.find(seen.district, [seen.owner]), (found) => {
          const record = found.get(seen.owner)
          return honest.rewrap(
            record?._tag === "Held" && record.wrapped.startsWith(seen.wrapped.slice(0, 64))
              ? { ...seen, ...record }
              : seen,
            next
          )
        })
    }))
  },
  {
    name: "finds at most 65,535 keys in one call",
    caughtBy: promises.many,
    make: but((honest) => ({ find: (district, owners) => honest.find(district, owners.slice(0, 65_535)) }))
  },
  {
    name: "keeps at most 32,766 keys in one call",
    caughtBy: promises.many,
    make: but((honest) => ({
      keep: (district, keys) => honest.keep(district, new Map([...keys].slice(0, 32_766)))
    }))
  },
  {
    name: "restores a key that is destroyed while it is wrapped anew",
    caughtBy: promises.end,
    make: (honest) => {
      const back = new Map<string, WrappedKey>()
      const name = (district: DistrictId, owner: Owner) => `${district} ${owner}`
      const lying: KeyStoreShape = {
        ...honest,
        find: (district, owners) =>
          Effect.map(
            honest.find(district, owners),
            (found) =>
              new Map(
                [...found].map(([owner, record]) => {
                  const key = back.get(name(district, owner))
                  return [owner, key === undefined ? record : held(key)]
                })
              )
          ),
        rewrap: (seen, next) =>
          Effect.gen(function* () {
            const record = (yield* honest.find(seen.district, [seen.owner])).get(seen.owner)
            if (record?._tag !== "Held" || record.wrapped !== seen.wrapped)
              return yield* honest.rewrap(seen, next)
            yield* twoTurns
            if (yield* honest.rewrap(seen, next)) return true
            const now = (yield* honest.find(seen.district, [seen.owner])).get(seen.owner)
            if (now?._tag === "Destroyed") back.set(name(seen.district, seen.owner), next)
            return false
          })
      }
      return () => lying
    }
  },
  {
    name: "wraps anew all keys that have the same text",
    caughtBy: promises.one,
    make: but((honest) => ({
      rewrap: (seen, next) =>
        Effect.tap(honest.rewrap(seen, next), () =>
          Effect.flatMap(honest.wrappedOtherwise(next.master, 1_000), (found) =>
            Effect.forEach(
              found.filter(({ wrapped }) => wrapped === seen.wrapped),
              (one) => honest.rewrap(one, next)
            )
          )
        )
    }))
  },
  {
    name: "compares the names of master keys without case",
    caughtBy: promises.masters,
    make: listing((master, newest) => master.toLowerCase() !== newest.toLowerCase())
  },
  {
    name: "takes a master key whose name begins like the newest for the newest",
    caughtBy: promises.masters,
    make: listing((master, newest) => !master.startsWith(newest))
  },
  {
    name: "lists the keys of one old master key only",
    caughtBy: promises.masters,
    make: but((honest) => ({
      wrappedOtherwise: (newest, limit) =>
        Effect.map(honest.wrappedOtherwise(newest, limit), (found) =>
          found.filter(({ master }) => master === found[0]?.master)
        )
    }))
  },
  ...(["find", "keep", "wrappedOtherwise"] as const).map((operation): LyingStore => ({
    name: `remembers the answers of ${operation}, whatever other handles do`,
    caughtBy: promises.handles,
    make: remembering(operation)
  })),
  ...(["destroy", "keep", "rewrap"] as const).map((operation): LyingStore => ({
    name: `writes the change of ${operation} with the next call`,
    caughtBy: promises.closed,
    make: late(operation)
  }))
]
