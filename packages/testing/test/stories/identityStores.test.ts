/**
 * Tests the identity store suite itself. Each store in this file is broken on purpose: it breaks one rule of the port,
 * and keeps all other rules. The suite must find the mistake, in the case for this rule.
 */
import { describe, expect, it } from "@effect/vitest"
import type { IdentityStoreShape, RecordChange, StoredRecord } from "@liulinhui/core/Identity"
import * as Memory from "@liulinhui/storage-memory"
import { type IdentityStoreCase, identityStoreCases } from "@liulinhui/testing/IdentityStoreSuite"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"

interface LyingStore {
  readonly name: string
  readonly caughtBy: string
  readonly make: (honest: IdentityStoreShape) => IdentityStoreShape
}

const but =
  (lies: (honest: IdentityStoreShape) => Partial<IdentityStoreShape>): LyingStore["make"] =>
  (honest) => ({ ...honest, ...lies(honest) })

/** Makes a store that changes the records that it returns. */
const reading = (change: (record: StoredRecord) => StoredRecord) =>
  but((honest) => ({
    get: (name) => Effect.map(honest.get(name), Option.map(change)),
    list: (...args) => Effect.map(honest.list(...args), (page) => page.map(change))
  }))

/** Makes a store that changes the changes before it commits them. */
const committing = (change: (one: RecordChange, stored: number) => RecordChange) =>
  but((honest) => ({
    commit: (changes) =>
      Effect.flatMap(
        Effect.forEach(changes, (one) =>
          Effect.map(honest.get(one), (found) =>
            change(one, Option.match(found, { onNone: () => 0, onSome: ({ version }) => version }))
          )
        ),
        honest.commit
      )
  }))

const twoTurns = Effect.andThen(Effect.yieldNow, Effect.yieldNow)

const asNumber = (key: string): string => (/^[0-9.]+$/u.test(key) ? String(Number(key)) : key)

const exact = "returns every field exactly as it was written, also of a record that has expired"
const atomic = "writes all changes of a commit or none"
const listed = "lists the records of an owner in the order of their keys, page by page"
const replaced = "replaces a record only in the version that was seen, and counts its versions"
const made = "makes a record only if it does not exist"
const swept = "sweeps records that expired by the given instant, no other record, and no more than the limit"
const deleted = "deletes a record only in the version that was seen, and can make it again"
const oneWins = "lets one of several callers win that change the same record at the same time"

const liars: ReadonlyArray<LyingStore> = [
  {
    name: "returns an empty record for an unknown name",
    caughtBy: "has no record that was never written",
    make: but((honest) => ({
      get: (name) =>
        Effect.map(
          honest.get(name),
          Option.orElseSome((): StoredRecord => ({ ...name, owner: "", value: "", expires: 0, version: 0 }))
        )
    }))
  },
  {
    name: "rewrites JSON",
    caughtBy: exact,
    make: reading((record) => {
      try {
        return { ...record, value: JSON.stringify(JSON.parse(record.value)) }
      } catch {
        return record
      }
    })
  },
  {
    name: "cuts a value off",
    caughtBy: exact,
    make: reading((record) => ({ ...record, value: record.value.slice(0, 65_535) }))
  },
  {
    name: "keeps seconds",
    caughtBy: exact,
    make: reading((record) => ({ ...record, expires: record.expires - (record.expires % 1000) }))
  },
  {
    name: "hides records that have expired",
    caughtBy: exact,
    make: but((honest) => ({
      get: (name) =>
        Effect.map(
          honest.get(name),
          Option.filter(({ expires }) => expires > 0)
        )
    }))
  },
  {
    name: "compares keys without case",
    caughtBy: "keeps records apart by kind and by key",
    make: but((honest) => ({
      get: (name) => honest.get({ ...name, key: name.key.toLowerCase() }),
      commit: (changes) => honest.commit(changes.map((one) => ({ ...one, key: one.key.toLowerCase() })))
    }))
  },
  {
    name: "ignores kinds",
    caughtBy: "keeps records apart by kind and by key",
    make: but((honest) => ({
      get: (name) => honest.get({ ...name, kind: "one" }),
      commit: (changes) => honest.commit(changes.map((one) => ({ ...one, kind: "one" })))
    }))
  },
  {
    name: "makes a record over an existing one",
    caughtBy: made,
    make: committing((one, stored) => (one.seen === 0 ? { ...one, seen: stored } : one))
  },
  {
    name: "makes a record for a caller that has seen one",
    caughtBy: made,
    make: committing((one, stored) => (stored === 0 ? { ...one, seen: 0 } : one))
  },
  {
    name: "replaces a record in any version",
    caughtBy: replaced,
    make: committing((one, stored) => (stored > 0 ? { ...one, seen: stored } : one))
  },
  {
    name: "replaces a record in an earlier version",
    caughtBy: replaced,
    make: committing((one, stored) => (one.seen > 0 && one.seen < stored ? { ...one, seen: stored } : one))
  },
  {
    name: "does not count versions",
    caughtBy: replaced,
    make: reading((record) => ({ ...record, version: 1 }))
  },
  {
    name: "never deletes",
    caughtBy: deleted,
    make: but((honest) => ({
      commit: (changes) => honest.commit(changes.filter(({ next }) => next !== undefined))
    }))
  },
  {
    name: "deletes a record in any version",
    caughtBy: deleted,
    make: committing((one, stored) => (one.next === undefined ? { ...one, seen: stored } : one))
  },
  {
    name: "writes the changes one by one",
    caughtBy: atomic,
    make: but((honest) => ({
      commit: Effect.fnUntraced(function* (changes) {
        for (const one of changes) if (!(yield* honest.commit([one]))) return false
        return true
      })
    }))
  },
  {
    name: "skips the changes that are late, and writes the others",
    caughtBy: atomic,
    make: but((honest) => ({
      commit: Effect.fnUntraced(function* (changes) {
        const outcomes = yield* Effect.forEach(changes, (one) => honest.commit([one]))
        return outcomes.every(Boolean)
      })
    }))
  },
  {
    name: "lists the page again",
    caughtBy: listed,
    make: but((honest) => ({
      list: (kind, owner, after, limit) =>
        honest.list(kind, owner, after === "" ? after : after.slice(0, -1), limit)
    }))
  },
  {
    name: "sorts by UTF-16",
    caughtBy: listed,
    make: but((honest) => ({
      list: (kind, owner, after, limit) =>
        Effect.map(honest.list(kind, owner, "", 1000), (all) =>
          all
            .filter(({ key }) => key > after)
            .toSorted((a, b) => (a.key < b.key ? -1 : 1))
            .slice(0, limit)
        )
    }))
  },
  {
    name: "ignores the limit of a page",
    caughtBy: listed,
    make: but((honest) => ({ list: (kind, owner, after) => honest.list(kind, owner, after, 1000) }))
  },
  {
    name: "lists every owner",
    caughtBy: listed,
    make: (honest) => {
      const owners = new Set<string>()
      return {
        ...honest,
        commit: (changes) => {
          for (const { next } of changes) if (next !== undefined) owners.add(next.owner)
          return honest.commit(changes)
        },
        list: (kind, _, after, limit) =>
          Effect.map(
            Effect.forEach(owners, (owner) => honest.list(kind, owner, after, limit)),
            (pages) => pages.flat().slice(0, limit)
          )
      }
    }
  },
  {
    name: "keeps the first owner",
    caughtBy: "lists a record under its present owner",
    make: (honest) => {
      const first = new Map<string, string>()
      return {
        ...honest,
        commit: (changes) =>
          honest.commit(
            changes.map((one) => {
              if (one.next === undefined) return one
              const owner = first.get(one.kind + one.key) ?? one.next.owner
              first.set(one.kind + one.key, owner)
              return { ...one, next: { ...one.next, owner } }
            })
          )
      }
    }
  },
  {
    name: "keeps records in the instant that they expire",
    caughtBy: swept,
    make: but((honest) => ({ sweep: (now, limit) => honest.sweep(now - 1, limit) }))
  },
  {
    name: "sweeps without a limit",
    caughtBy: swept,
    make: but((honest) => ({ sweep: (now) => honest.sweep(now, 1000) }))
  },
  {
    name: "never sweeps",
    caughtBy: swept,
    make: but(() => ({ sweep: () => Effect.succeed(0) }))
  },
  {
    name: "looks first and writes later",
    caughtBy: oneWins,
    make: but((honest) => ({
      commit: Effect.fnUntraced(function* (changes) {
        const isFresh = (one: RecordChange) =>
          Effect.map(honest.get(one), (found) => (Option.getOrUndefined(found)?.version ?? 0) === one.seen)
        const fresh = yield* Effect.forEach(changes, isFresh)
        yield* twoTurns
        if (!fresh.every(Boolean)) return false
        for (const one of changes) {
          const found = Option.getOrUndefined(yield* honest.get(one))
          yield* honest.commit([{ ...one, seen: found?.version ?? 0 }])
        }
        return true
      })
    }))
  },
  {
    name: "waits for ever if two commits name records in different orders",
    caughtBy: "does not block callers whose commits name the same records in different orders",
    make: (honest) => {
      const held = new Map<string, Promise<void>>()
      return {
        ...honest,
        commit: (changes) =>
          Effect.suspend(() => {
            const releases: Array<() => void> = []
            return Effect.gen(function* () {
              for (const { key, kind } of changes) {
                for (let lock = held.get(kind + key); lock !== undefined; lock = held.get(kind + key)) {
                  const wait = lock
                  yield* Effect.promise(() => wait)
                }
                const { promise, resolve } = Promise.withResolvers<void>()
                held.set(kind + key, promise)
                releases.push(() => {
                  held.delete(kind + key)
                  resolve()
                })
                yield* twoTurns
              }
              return yield* honest.commit(changes)
            }).pipe(Effect.ensuring(Effect.sync(() => releases.forEach((release) => release()))))
          })
      }
    }
  },
  {
    name: "keeps the time of expiry of the first version",
    caughtBy: "behaves as a map under all commits",
    make: (honest) => {
      const first = new Map<string, number>()
      return {
        ...honest,
        commit: (changes) =>
          honest.commit(
            changes.map((one) => {
              if (one.next === undefined) return one
              const expires = first.get(one.kind + one.key) ?? one.next.expires
              first.set(one.kind + one.key, expires)
              return { ...one, next: { ...one.next, expires } }
            })
          )
      }
    }
  },
  {
    name: "compares keys as numbers",
    caughtBy: "keeps records apart by kind and by key",
    make: but((honest) => ({
      get: (name) =>
        Effect.map(
          honest.get({ ...name, key: asNumber(name.key) }),
          Option.map((record) => ({ ...record, key: name.key }))
        ),
      commit: (changes) => honest.commit(changes.map((one) => ({ ...one, key: asNumber(one.key) })))
    }))
  },
  {
    name: "finds no page after a key that was deleted",
    caughtBy: "lists the records after a key that was deleted in the meantime",
    make: but((honest) => ({
      list: (kind, owner, after, limit) =>
        Effect.flatMap(honest.get({ kind, key: after }), (found) =>
          after === "" || Option.isSome(found) ? honest.list(kind, owner, after, limit) : Effect.succeed([])
        )
    }))
  },
  {
    name: "loses a commit beside another one",
    caughtBy: "writes the commits of all callers that change different records at the same time",
    make: (honest) => {
      let running = 0
      return {
        ...honest,
        commit: (changes) =>
          Effect.gen(function* () {
            running += 1
            yield* twoTurns
            running -= 1
            return running > 0 ? true : yield* honest.commit(changes)
          })
      }
    }
  },
  {
    name: "writes half of a commit if the caller is interrupted",
    caughtBy: "writes a commit completely or not at all if the caller is interrupted, and lets others go on",
    make: but((honest) => ({
      commit: (changes) =>
        changes.length < 2
          ? honest.commit(changes)
          : Effect.gen(function* () {
              const isWritten = yield* honest.commit(changes.slice(0, 1))
              yield* twoTurns
              return isWritten && (yield* honest.commit(changes.slice(1)))
            })
    }))
  },
  {
    name: "is not kept",
    caughtBy: "shows its records through another handle at once, and when the store is opened again",
    make: () => Memory.makeIdentityStore()
  }
]

const outcomeOf = (
  promise: IdentityStoreCase,
  make: LyingStore["make"],
  patience: "1 second" | "20 seconds"
) =>
  Effect.suspend(() => {
    const honest = Memory.makeIdentityStore()
    const another = Effect.sync(() => make(honest))
    return Effect.flatMap(another, (store) => promise.check({ store, another }))
  }).pipe(Effect.timeout(patience), Effect.scoped, Effect.exit)

describe("the identity store suite", () => {
  it.live.each(liars)("catches a store that $name", ({ caughtBy, make, name }) =>
    Effect.gen(function* () {
      const promise = identityStoreCases.find((one) => one.name === caughtBy)
      expect(promise, `the suite has no case "${caughtBy}"`).toBeDefined()
      const patience = name.startsWith("waits") ? "1 second" : "20 seconds"
      expect(Exit.isFailure(yield* outcomeOf(promise!, make, patience))).toBe(true)
    })
  )

  it.live("finds no failure of an honest store", () =>
    Effect.gen(function* () {
      const failed: Array<string> = []
      for (const promise of identityStoreCases) {
        if (Exit.isFailure(yield* outcomeOf(promise, (honest) => honest, "20 seconds"))) {
          failed.push(promise.name)
        }
      }
      expect(failed).toEqual([])
    })
  )

  it("names each case once", () => {
    const names = identityStoreCases.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
  })
})
