/**
 * The conformance suite of the identity store port: tests that every store of sessions, devices and invitations must
 * pass. Call `identityStoreSuite` once in a test file of the adapter. The cases are data, so you can also run them in
 * another way. Each case uses new kinds of records, so the store need not be empty.
 */
import {
  IdentityStore,
  type IdentityStoreShape,
  type RecordChange,
  type RecordContent,
  type StoredRecord
} from "@liulinhui/core/Identity"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type * as Scope from "effect/Scope"
import fc from "fast-check"
import { Buffer } from "node:buffer"
import { randomUUID } from "node:crypto"
import { expect } from "./Expect.ts"
import { type Suite, testOf } from "./Suite.ts"
import { reservedNames } from "./LookAlikes.ts"

/**
 * The optional capabilities of an identity store. A case that needs a missing capability is skipped.
 *
 * @category models
 */
export interface Capabilities {
  /** `true` if every layer that the test builds opens the same store. */
  readonly shared?: true
}

/** The input of a case: a store, and a second handle on the same store if `shared` is set. */
export interface Subject {
  readonly store: IdentityStoreShape
  readonly another: Effect.Effect<IdentityStoreShape, unknown, Scope.Scope>
}

/**
 * One rule that every identity store must keep, and a check of this rule.
 *
 * @category models
 */
export interface IdentityStoreCase {
  readonly name: string
  readonly needs?: keyof Capabilities
  readonly check: (subject: Subject) => Effect.Effect<void, unknown, Scope.Scope>
}

const newKind = (): string => `suite-${randomUUID()}`

/** An instant that is later than every sweep of this suite. */
const far = 2 ** 52

const content = (value: string, more: Partial<RecordContent> = {}): RecordContent => ({
  owner: "",
  value,
  expires: far,
  ...more
})

const put = (kind: string, key: string, seen: number, next: RecordContent | undefined): RecordChange => ({
  kind,
  key,
  seen,
  next
})

const expectRecord = Effect.fnUntraced(function* (
  store: IdentityStoreShape,
  kind: string,
  key: string,
  expected: (RecordContent & { readonly version: number }) | undefined
) {
  const found = Option.getOrUndefined(yield* store.get({ kind, key }))
  expect(found).toEqual(expected === undefined ? undefined : { kind, key, ...expected })
})

const expectCommit = Effect.fnUntraced(function* (
  store: IdentityStoreShape,
  changes: ReadonlyArray<RecordChange>,
  isWritten: boolean
) {
  expect(yield* store.commit(changes)).toBe(isWritten)
})

/** One commit of a generated test: for each key, whether the version is right, and whether the record is deleted. */
interface Step {
  readonly changes: ReadonlyArray<{
    readonly key: string
    readonly isFresh: boolean
    readonly seen: number
    readonly next: RecordContent | undefined
  }>
}

const steps: fc.Arbitrary<ReadonlyArray<Step>> = fc.array(
  fc.record({
    changes: fc.uniqueArray(
      fc.record({
        key: fc.constantFrom("a", "b", "c"),
        isFresh: fc.boolean(),
        seen: fc.nat({ max: 2 }),
        next: fc.option(
          fc.record({
            owner: fc.constantFrom("", "x", "y"),
            value: fc.json(),
            expires: fc.constantFrom(far, far + 1)
          }),
          { nil: undefined, freq: 3 }
        )
      }),
      { selector: ({ key }) => key, minLength: 1, maxLength: 3 }
    )
  }),
  { maxLength: 12 }
)

/**
 * Applies the same commits to a store and to a map that behaves as the port requires. Compares the two after each
 * commit.
 */
const followsTheModel = Effect.fnUntraced(function* (store: IdentityStoreShape, plan: ReadonlyArray<Step>) {
  const kind = newKind()
  const model = new Map<string, StoredRecord>()
  for (const { changes } of plan) {
    const stated = changes.map(({ isFresh, key, next, seen }) =>
      put(kind, key, isFresh ? (model.get(key)?.version ?? 0) : seen, next)
    )
    const isRight = stated.every(({ key, seen }) => (model.get(key)?.version ?? 0) === seen)
    for (const { key, next, seen } of isRight ? stated : []) {
      if (next === undefined) model.delete(key)
      else model.set(key, { kind, key, ...next, version: seen + 1 })
    }
    yield* expectCommit(store, stated, isRight)
    for (const key of ["a", "b", "c"]) yield* expectRecord(store, kind, key, model.get(key))
    for (const owner of ["", "x", "y"]) {
      const expected = [...model.values()]
        .filter((one) => one.owner === owner)
        .sort((a, b) => (a.key < b.key ? -1 : 1))
      expect(yield* store.list(kind, owner, "", 10)).toEqual(expected)
    }
  }
})

/**
 * The cases for all rules of the identity store port.
 *
 * @category specification
 */
export const identityStoreCases: ReadonlyArray<IdentityStoreCase> = [
  {
    name: "has no record that was never written",
    check: Effect.fnUntraced(function* ({ store }) {
      const kind = newKind()
      yield* expectRecord(store, kind, "a", undefined)
      expect(yield* store.list(kind, "", "", 10)).toEqual([])
    })
  },
  {
    name: "returns every field exactly as it was written, also of a record that has expired",
    check: Effect.fnUntraced(function* ({ store }) {
      const kind = newKind()
      const values = ["", ' {"b": 1,\n"a":1.0} ', "王秀英 👩‍👧 ' \" \\ \u2028", "x".repeat(100_000)]
      for (const [n, value] of values.entries()) {
        const next = { owner: `王/o'${n}`, value, expires: n === 0 ? 0 : 2 ** 52 + n }
        yield* expectCommit(store, [put(kind, `键/${n}`, 0, next)], true)
        yield* expectRecord(store, kind, `键/${n}`, { ...next, version: 1 })
      }
    })
  },
  {
    name: "keeps records apart by kind and by key",
    check: Effect.fnUntraced(function* ({ store }) {
      const kinds = [newKind(), newKind()]
      const names = kinds.flatMap((kind) =>
        ["a", "A", "a ", " a", "%", "á", "__proto__", ...reservedNames].map((key) => [kind, key] as const)
      )
      for (const [n, [kind, key]] of names.entries()) {
        yield* expectCommit(store, [put(kind, key, 0, content(`${n}`))], true)
      }
      for (const [n, [kind, key]] of names.entries()) {
        yield* expectRecord(store, kind, key, { ...content(`${n}`), version: 1 })
      }
    })
  },
  {
    name: "makes a record only if it does not exist",
    check: Effect.fnUntraced(function* ({ store }) {
      const kind = newKind()
      yield* expectCommit(store, [put(kind, "a", 1, content("x"))], false)
      yield* expectRecord(store, kind, "a", undefined)
      yield* expectCommit(store, [put(kind, "a", 0, content("x"))], true)
      yield* expectCommit(store, [put(kind, "a", 0, content("y"))], false)
      yield* expectRecord(store, kind, "a", { ...content("x"), version: 1 })
    })
  },
  {
    name: "replaces a record only in the version that was seen, and counts its versions",
    check: Effect.fnUntraced(function* ({ store }) {
      const kind = newKind()
      for (const version of [1, 2, 3]) {
        for (const wrong of [version - 2, version, version + 1].filter((each) => each > 0)) {
          yield* expectCommit(store, [put(kind, "a", wrong, content("wrong"))], false)
        }
        yield* expectCommit(store, [put(kind, "a", version - 1, content(`${version}`))], true)
        yield* expectRecord(store, kind, "a", { ...content(`${version}`), version })
      }
    })
  },
  {
    name: "deletes a record only in the version that was seen, and can make it again",
    check: Effect.fnUntraced(function* ({ store }) {
      const kind = newKind()
      yield* expectCommit(store, [put(kind, "a", 0, content("x"))], true)
      yield* expectCommit(store, [put(kind, "a", 2, undefined)], false)
      yield* expectRecord(store, kind, "a", { ...content("x"), version: 1 })
      yield* expectCommit(store, [put(kind, "a", 1, undefined)], true)
      yield* expectRecord(store, kind, "a", undefined)
      yield* expectCommit(store, [put(kind, "a", 1, undefined)], false)
      yield* expectCommit(store, [put(kind, "a", 0, content("y"))], true)
      yield* expectRecord(store, kind, "a", { ...content("y"), version: 1 })
    })
  },
  {
    name: "writes all changes of a commit or none",
    check: Effect.fnUntraced(function* ({ store }) {
      const kind = newKind()
      yield* expectCommit(store, [put(kind, "b", 0, content("x")), put(kind, "d", 0, content("x"))], true)
      for (const [seen, order] of [
        [2, ["a", "b", "c"]],
        [0, ["c", "b", "a"]]
      ] as const) {
        const changes = order.map((key) =>
          key === "b" ? put(kind, "b", seen, content("y")) : put(kind, key, 0, content("y"))
        )
        yield* expectCommit(store, [...changes, put(kind, "d", 1, undefined)], false)
        yield* expectRecord(store, kind, "a", undefined)
        yield* expectRecord(store, kind, "b", { ...content("x"), version: 1 })
        yield* expectRecord(store, kind, "c", undefined)
        yield* expectRecord(store, kind, "d", { ...content("x"), version: 1 })
      }
    })
  },
  {
    name: "lists the records of an owner in the order of their keys, page by page",
    check: Effect.fnUntraced(function* ({ store }) {
      const kind = newKind()
      const keys = ["b", "a", "á", "Z", "王", "10", "9", "\u{1f600}", "\uff5e"]
      for (const [n, key] of keys.entries()) {
        yield* expectCommit(store, [put(kind, key, 0, content(`${n}`, { owner: "x" }))], true)
        yield* expectCommit(store, [put(kind, `${key}2`, 0, content(`${n}`, { owner: "y" }))], true)
      }
      const sorted = keys.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
      const read: Array<string> = []
      for (let page = yield* store.list(kind, "x", "", 4); page.length > 0;) {
        expect(page.length).toBeLessThanOrEqual(4)
        read.push(...page.map(({ key }) => key))
        expect(read.length).toBeLessThanOrEqual(keys.length)
        page = yield* store.list(kind, "x", read.at(-1) ?? "", 4)
      }
      expect(read).toEqual(sorted)
      expect(yield* store.list(kind, "", "", 10)).toEqual([])
      expect(yield* store.list(newKind(), "x", "", 10)).toEqual([])
    })
  },
  {
    name: "lists the records after a key that was deleted in the meantime",
    check: Effect.fnUntraced(function* ({ store }) {
      const kind = newKind()
      for (const key of ["a", "b", "c"]) yield* expectCommit(store, [put(kind, key, 0, content("x"))], true)
      yield* expectCommit(store, [put(kind, "b", 1, undefined)], true)
      expect((yield* store.list(kind, "", "b", 10)).map(({ key }) => key)).toEqual(["c"])
    })
  },
  {
    name: "writes the commits of all callers that change different records at the same time",
    check: Effect.fnUntraced(function* ({ store }) {
      const kind = newKind()
      const keys = Array.from({ length: 8 }, (_, n) => `k${n}`)
      const outcomes = yield* Effect.forEach(keys, (key) => store.commit([put(kind, key, 0, content(key))]), {
        concurrency: "unbounded"
      })
      expect(outcomes).toEqual(keys.map(() => true))
      for (const key of keys) yield* expectRecord(store, kind, key, { ...content(key), version: 1 })
    })
  },
  {
    name: "writes a commit completely or not at all if the caller is interrupted, and lets others go on",
    check: Effect.fnUntraced(function* ({ store }) {
      const kind = newKind()
      for (let turns = 0; turns < 8; turns++) {
        const [a, b] = [`a${turns}`, `b${turns}`]
        const both = [put(kind, a, 0, content("x")), put(kind, b, 0, content("x"))]
        const committing = yield* Effect.forkChild(store.commit(both))
        yield* Effect.replicateEffect(Effect.yieldNow, turns)
        yield* Fiber.interrupt(committing)
        const next = store.commit([put(kind, `c${turns}`, 0, content("y"))])
        expect(yield* Effect.timeout(next, "10 seconds")).toBe(true)
        // A store behind a network may still be writing the commit, so the records are read again for a while.
        const written = Effect.map(
          Effect.forEach([a, b], (key) => store.get({ kind, key })),
          (found) => found.filter(Option.isSome).length
        )
        let count = yield* written
        for (let tries = 0; count === 1 && tries < 50; tries++)
          count = yield* Effect.delay(written, "10 millis")
        expect(count).not.toBe(1)
      }
    })
  },
  {
    name: "lists a record under its present owner",
    check: Effect.fnUntraced(function* ({ store }) {
      const kind = newKind()
      yield* expectCommit(store, [put(kind, "a", 0, content("1", { owner: "x" }))], true)
      yield* expectCommit(store, [put(kind, "a", 1, content("2", { owner: "y" }))], true)
      expect(yield* store.list(kind, "x", "", 10)).toEqual([])
      expect((yield* store.list(kind, "y", "", 10)).map(({ value }) => value)).toEqual(["2"])
    })
  },
  {
    name: "sweeps records that expired by the given instant, no other record, and no more than the limit",
    check: Effect.fnUntraced(function* ({ store }) {
      const kind = newKind()
      // No other case writes records that expire before 1970, so that the limit counts only these records.
      const at = [-30, -20, -10, 10]
      for (const expires of at) {
        yield* expectCommit(store, [put(kind, `${expires}`, 0, content("x", { expires }))], true)
      }
      expect(yield* store.sweep(-31, 10)).toBe(0)
      expect(yield* store.sweep(-20, 1)).toBe(1)
      expect(yield* store.sweep(-20, 10)).toBe(1)
      expect(yield* store.sweep(-20, 10)).toBe(0)
      expect((yield* store.list(kind, "", "", 10)).map(({ key }) => key)).toEqual(["-10", "10"])
      expect(yield* store.sweep(-1, 10)).toBe(1)
    })
  },
  {
    name: "lets one of several callers win that change the same record at the same time",
    check: Effect.fnUntraced(function* ({ store }) {
      const kind = newKind()
      for (const seen of [0, 1, 2]) {
        const outcomes = yield* Effect.forEach(
          Array.from({ length: 8 }, (_, n) => n),
          (n) =>
            store.commit([
              put(kind, "shared", seen, content(`${n}`)),
              put(kind, `own-${seen}-${n}`, 0, content(`${n}`))
            ]),
          { concurrency: "unbounded" }
        )
        const winners = outcomes.flatMap((isWritten, n) => (isWritten ? [n] : []))
        expect(winners).toHaveLength(1)
        yield* expectRecord(store, kind, "shared", { ...content(`${winners[0]}`), version: seen + 1 })
        for (const n of outcomes.keys()) {
          const own = yield* store.get({ kind, key: `own-${seen}-${n}` })
          expect(Option.isSome(own)).toBe(n === winners[0])
        }
      }
    })
  },
  {
    name: "does not block callers whose commits name the same records in different orders",
    check: Effect.fnUntraced(function* ({ store }) {
      const kind = newKind()
      const keys = ["a", "b", "c", "d"]
      yield* expectCommit(
        store,
        keys.map((key) => put(kind, key, 0, content("0"))),
        true
      )
      let wins = 0
      while (wins < 8) {
        const seen = wins + 1
        const outcomes = yield* Effect.forEach(
          [keys, keys.toReversed(), keys, keys.toReversed()],
          (order, n) => store.commit(order.map((key) => put(kind, key, seen, content(`${n}`)))),
          { concurrency: "unbounded" }
        )
        expect(outcomes.filter(Boolean)).toHaveLength(1)
        wins += 1
      }
    })
  },
  {
    name: "behaves as a map under all commits",
    check: ({ store }) =>
      Effect.tryPromise({
        try: () =>
          fc.assert(
            fc.asyncProperty(steps, (plan) => Effect.runPromise(followsTheModel(store, plan))),
            { numRuns: 25 }
          ),
        catch: (cause) => cause
      })
  },
  {
    name: "shows its records through another handle at once, and when the store is opened again",
    needs: "shared",
    check: Effect.fnUntraced(function* ({ another, store }) {
      const kind = newKind()
      const other = yield* another
      yield* expectCommit(store, [put(kind, "a", 0, content("1"))], true)
      yield* expectRecord(other, kind, "a", { ...content("1"), version: 1 })
      yield* expectCommit(other, [put(kind, "a", 1, content("2"))], true)
      yield* expectCommit(store, [put(kind, "a", 1, content("3"))], false)
      yield* Effect.scoped(
        Effect.flatMap(another, (brief) => expectCommit(brief, [put(kind, "a", 2, content("4"))], true))
      )
      yield* expectRecord(yield* another, kind, "a", { ...content("4"), version: 3 })
      const outcomes = yield* Effect.forEach(
        [store, other, store, other],
        (handle, n) => handle.commit([put(kind, "a", 3, content(`${n}`))]),
        { concurrency: "unbounded" }
      )
      expect(outcomes.filter(Boolean)).toHaveLength(1)
    })
  }
]

/**
 * The tests of an identity store. `testSuite` registers them with a test runner. The layer is built anew for each case. A
 * case that needs a missing capability is skipped.
 *
 * @category suites
 */
export const identityStoreSuite = <R, E>(
  name: string,
  layer: Layer.Layer<IdentityStore | R, E>,
  capabilities: Capabilities = {}
): Suite => {
  const another = Effect.map(Layer.build(Layer.fresh(layer)), Context.get(IdentityStore))
  const tests = identityStoreCases.map(({ check, name: promise, needs }) =>
    testOf(
      promise,
      needs !== undefined && capabilities[needs] === undefined,
      Effect.flatMap(another, (store) => check({ store, another }))
    )
  )
  return { title: `the identity store ${name}`, tests }
}
