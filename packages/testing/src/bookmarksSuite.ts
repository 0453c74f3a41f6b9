/**
 * The conformance suite of the bookmarks port: one call in a test file.
 */
import { describe, it } from "@effect/vitest"
import { DistrictId } from "@liulinhui/core/place/Id"
import { Bookmarks, type BookmarksShape } from "@liulinhui/core/ports/Bookmarks"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import { randomUUID } from "node:crypto"
import { expect } from "vitest"

/**
 * What a bookmarks' store can be asked to do beyond the port.
 *
 * @category models
 */
export interface Capabilities {
  /** Each building of the layer opens the same store. */
  readonly shared?: true
}

/** What a case works with: bookmarks, and further ones where the store is shared. */
export interface Subject {
  readonly bookmarks: BookmarksShape
  readonly another: Effect.Effect<BookmarksShape, unknown, Scope.Scope>
}

/**
 * One promise of the port.
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
 * Every promise of the port.
 *
 * @category specification
 */
export const bookmarksCases: ReadonlyArray<BookmarksCase> = [
  {
    name: "are at 0 for a reader that has not begun",
    check: Effect.fnUntraced(function* ({ bookmarks }) {
      expect(yield* bookmarks.get(newDistrict(), "views")).toBe(0)
    })
  },
  {
    name: "stay where a reader put them",
    check: Effect.fnUntraced(function* ({ bookmarks }) {
      const district = newDistrict()
      for (const position of [1, 2, 700, 2 ** 36 - 1]) {
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
    name: "are each reader's own, in each district",
    check: Effect.fnUntraced(function* ({ bookmarks }) {
      const district = newDistrict()
      const keys = [district, DistrictId.make(`${district}-1`)].flatMap((id) =>
        ["views", "Views", "views ", "1/views", "阅读者", "👩‍👧", "'", ""].map(
          (reader) => [id, reader] as const
        )
      )
      for (const [n, [id, reader]] of keys.entries()) yield* bookmarks.advance(id, reader, n + 1)
      for (const [n, [id, reader]] of keys.entries()) expect(yield* bookmarks.get(id, reader)).toBe(n + 1)
    })
  },
  {
    name: "end at the farthest position of those who move one at the same time",
    check: Effect.fnUntraced(function* ({ bookmarks }) {
      const district = newDistrict()
      yield* Effect.forEach([3, 9, 4, 1, 8], (position) => bookmarks.advance(district, "views", position), {
        concurrency: "unbounded"
      })
      expect(yield* bookmarks.get(district, "views")).toBe(9)
    })
  },
  {
    name: "are seen through another handle on the store at once, and when it is opened again",
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
 * Holds an adapter to the port. The layer is built anew for each case; cases that need a capability which is not stated
 * are shown as skipped.
 *
 * @category suites
 */
export const bookmarksSuite = <R, E>(
  name: string,
  layer: Layer.Layer<Bookmarks | R, E>,
  capabilities: Capabilities = {}
): void => {
  describe(`the bookmarks ${name}`, () => {
    const another = Effect.map(Layer.build(Layer.fresh(layer)), Context.get(Bookmarks))
    for (const { name: promise, needs, check } of bookmarksCases) {
      const register = needs === undefined || capabilities[needs] !== undefined ? it.live : it.live.skip
      register(promise, () => Effect.flatMap(another, (bookmarks) => check({ bookmarks, another })), 70_000)
    }
  })
}
