/**
 * The conformance suite of the bookmarks port: tests that every store of bookmarks must pass. A bookmark is the
 * position in a ledger up to which a reader has read. Call `bookmarksSuite` once in a test file of the adapter.
 */
import { DistrictId } from "@liulinhui/core/Id"
import { Bookmarks, type BookmarksShape } from "@liulinhui/core/Bookmarks"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import { randomUUID } from "node:crypto"
import { freeNames, longNames } from "./LookAlikes.ts"
import { expect } from "./Expect.ts"
import { type Suite, testOf } from "./Suite.ts"

/**
 * The optional capabilities of a bookmark store. A case that needs a missing capability is skipped.
 *
 * @category models
 */
export interface Capabilities {
  /** `true` if every layer that the test builds opens the same store of bookmarks. */
  readonly shared?: true
}

/** The input of a case: a bookmark store, and a second handle on the same store if `shared` is set. */
export interface Subject {
  readonly bookmarks: BookmarksShape
  readonly another: Effect.Effect<BookmarksShape, unknown, Scope.Scope>
}

/**
 * One rule that every bookmark store must keep, and a check of this rule.
 *
 * @category models
 */
export interface BookmarksCase {
  readonly name: string
  readonly needs?: keyof Capabilities
  readonly check: (subject: Subject) => Effect.Effect<void, unknown, Scope.Scope>
}

const newDistrict = (): DistrictId => DistrictId.make(`suite-${randomUUID()}`)

/**
 * All cases of the bookmarks suite. Use them directly to run them in another test framework.
 *
 * @category specification
 */
export const bookmarksCases: ReadonlyArray<BookmarksCase> = [
  {
    name: "are at 0 for a reader that has never moved",
    check: Effect.fnUntraced(function* ({ bookmarks }) {
      expect(yield* bookmarks.get(newDistrict(), "views")).toBe(0)
    })
  },
  {
    name: "stay where a reader put them",
    check: Effect.fnUntraced(function* ({ bookmarks }) {
      const district = newDistrict()
      for (const position of [1, 2, 700, 2 ** 36 - 1, 2 ** 50 + 1, Number.MAX_SAFE_INTEGER]) {
        yield* bookmarks.advance(district, "views", position)
        expect(yield* bookmarks.get(district, "views")).toBe(position)
      }
    })
  },
  {
    name: "never move back",
    check: Effect.fnUntraced(function* ({ bookmarks }) {
      const district = newDistrict()
      yield* bookmarks.advance(district, "views", 7)
      for (const position of [7, 3, 0]) {
        yield* bookmarks.advance(district, "views", position)
        expect(yield* bookmarks.get(district, "views")).toBe(7)
      }
    })
  },
  {
    name: "are separate for each reader and each district",
    check: Effect.fnUntraced(function* ({ bookmarks }) {
      const district = newDistrict()
      const keys = [district, DistrictId.make(`${district}-1`)].flatMap((id) =>
        freeNames.map((reader) => [id, reader] as const)
      )
      for (const [id, reader] of keys) expect(yield* bookmarks.get(id, reader)).toBe(0)
      for (const [n, [id, reader]] of keys.entries()) yield* bookmarks.advance(id, reader, n + 1)
      for (const [n, [id, reader]] of keys.entries()) expect(yield* bookmarks.get(id, reader)).toBe(n + 1)
    })
  },
  {
    name: "end at the highest position if several callers move one at the same time",
    check: Effect.fnUntraced(function* ({ bookmarks }) {
      const district = newDistrict()
      yield* Effect.forEach([3, 9, 4, 1, 8], (position) => bookmarks.advance(district, "views", position), {
        concurrency: "unbounded"
      })
      expect(yield* bookmarks.get(district, "views")).toBe(9)
    })
  },
  {
    name: "have readers with names of up to 200 characters, each its own",
    check: Effect.fnUntraced(function* ({ bookmarks }) {
      const district = newDistrict()
      for (const [n, reader] of longNames.entries()) yield* bookmarks.advance(district, reader, n + 1)
      for (const [n, reader] of longNames.entries())
        expect(yield* bookmarks.get(district, reader)).toBe(n + 1)
    })
  },
  {
    name: "keep district and reader apart, wherever the text is divided",
    check: Effect.fnUntraced(function* ({ bookmarks }) {
      const base = newDistrict()
      // The joined texts are equal.
      const keys = [
        [base, "-a-views"],
        [DistrictId.make(`${base}-a`), "-views"],
        [DistrictId.make(`${base}-a-views`), ""]
      ] as const
      for (const [n, [district, reader]] of keys.entries()) yield* bookmarks.advance(district, reader, n + 1)
      for (const [n, [district, reader]] of keys.entries()) {
        expect(yield* bookmarks.get(district, reader)).toBe(n + 1)
      }
    })
  },
  {
    name: "are all kept, however many there are",
    check: Effect.fnUntraced(function* ({ bookmarks }) {
      const district = newDistrict()
      for (let n = 1; n <= 40; n++) yield* bookmarks.advance(district, `reader-${n}`, n)
      for (let n = 1; n <= 40; n++) expect(yield* bookmarks.get(district, `reader-${n}`)).toBe(n)
    })
  },
  {
    name: "move completely or not at all if the caller is interrupted, and let others go on",
    check: Effect.fnUntraced(function* ({ bookmarks }) {
      const district = newDistrict()
      for (let turns = 0; turns < 8; turns++) {
        const before = yield* bookmarks.get(district, "views")
        const moving = yield* Effect.forkChild(bookmarks.advance(district, "views", before + 10))
        yield* Effect.replicateEffect(Effect.yieldNow, turns)
        yield* Fiber.interrupt(moving)
        expect([before, before + 10]).toContain(yield* bookmarks.get(district, "views"))
        yield* Effect.timeout(bookmarks.advance(district, "views", before + 20), "10 seconds")
        expect(yield* bookmarks.get(district, "views")).toBe(before + 20)
      }
    })
  },
  {
    name: "are all moved if callers move different ones at the same time",
    check: Effect.fnUntraced(function* ({ bookmarks }) {
      const district = newDistrict()
      const readers = Array.from({ length: 8 }, (_, n) => `reader-${n}`)
      yield* Effect.forEach(readers, (reader) => bookmarks.advance(district, reader, 7), {
        concurrency: "unbounded"
      })
      for (const reader of readers) expect(yield* bookmarks.get(district, reader)).toBe(7)
    })
  },
  {
    name: "follow another handle at once, after they have answered themselves",
    needs: "shared",
    check: Effect.fnUntraced(function* ({ bookmarks, another }) {
      const district = newDistrict()
      const other = yield* another
      for (const [n, handle] of [bookmarks, other, bookmarks, other].entries()) {
        yield* handle.advance(district, "views", n + 1)
        expect(yield* bookmarks.get(district, "views")).toBe(n + 1)
        expect(yield* other.get(district, "views")).toBe(n + 1)
      }
    })
  },
  {
    name: "are visible through another handle on the store at once, and when the store is opened again",
    needs: "shared",
    check: Effect.fnUntraced(function* ({ bookmarks, another }) {
      const district = newDistrict()
      const other = yield* another
      yield* bookmarks.advance(district, "views", 5)
      expect(yield* other.get(district, "views")).toBe(5)
      yield* other.advance(district, "views", 4)
      expect(yield* bookmarks.get(district, "views")).toBe(5)
      yield* Effect.scoped(Effect.flatMap(another, (brief) => brief.advance(district, "views", 6)))
      expect(yield* (yield* another).get(district, "views")).toBe(6)
    })
  }
]

/**
 * The tests of a bookmark store. `testSuite` registers them with a test runner. The layer is built anew for each case. A
 * case that needs a missing capability is skipped.
 *
 * @category suites
 */
export const bookmarksSuite = <R, E>(
  name: string,
  layer: Layer.Layer<Bookmarks | R, E>,
  capabilities: Capabilities = {}
): Suite => {
  const another = Effect.map(Layer.build(Layer.fresh(layer)), Context.get(Bookmarks))
  const tests = bookmarksCases.map(({ check, name: promise, needs }) =>
    testOf(
      promise,
      needs !== undefined && capabilities[needs] === undefined,
      Effect.flatMap(another, (bookmarks) => check({ bookmarks, another }))
    )
  )
  return { title: `the bookmarks ${name}`, tests }
}
