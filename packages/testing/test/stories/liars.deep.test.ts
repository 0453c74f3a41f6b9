/**
 * Tests the ledger suite and the bookmarks suite themselves. Each ledger in this file is broken on purpose: it breaks
 * one rule of the port, mostly in a way in which real ledgers have broken it, and keeps all other rules. The suite must
 * find the mistake, in the case for this rule.
 */
import { describe, expect, it } from "@effect/vitest"
import { DistrictId } from "@liulinhui/core/Id"
import type { BookmarksShape } from "@liulinhui/core/Bookmarks"
import * as Memory from "@liulinhui/storage-memory"
import { type BookmarksCase, bookmarksCases } from "@liulinhui/testing/BookmarksSuite"
import { applies, ledgerCases } from "../../src/LedgerCases.ts"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Semaphore from "effect/Semaphore"
import { allLedgerLiars } from "../liars/allLedgerLiars.ts"
import { dawdle, type Liar, outcome } from "../lying.ts"

const positions = new Map<string, number>()

const lyingBookmarks: ReadonlyArray<{
  readonly name: string
  readonly caughtBy: string
  /** Whether the case waits for something that never happens. */
  readonly hangs?: true
  readonly make: (honest: BookmarksShape) => BookmarksShape
}> = [
  {
    name: "follow the reader back",
    caughtBy: "never move back",
    make: () => {
      const kept = new Map<string, number>()
      return {
        get: (district, reader) => Effect.sync(() => kept.get(`${district}/${reader}`) ?? 0),
        advance: (district, reader, position) =>
          Effect.sync(() => void kept.set(`${district}/${reader}`, position))
      }
    }
  },
  {
    name: "are shared by all districts",
    caughtBy: "are separate for each reader and each district",
    make: (honest) => ({
      get: (_, reader) => honest.get(DistrictId.make("one"), reader),
      advance: (_, reader, position) => honest.advance(DistrictId.make("one"), reader, position)
    })
  },
  {
    name: "compare readers' names without case",
    caughtBy: "are separate for each reader and each district",
    make: (honest) => ({
      get: (district, reader) => honest.get(district, reader.toLowerCase()),
      advance: (district, reader, position) => honest.advance(district, reader.toLowerCase(), position)
    })
  },
  {
    name: "hold 32 bits",
    caughtBy: "stay where a reader put them",
    make: (honest) => ({
      ...honest,
      get: (district, reader) => Effect.map(honest.get(district, reader), (position) => position | 0)
    })
  },
  {
    name: "look first and write later",
    caughtBy: "end at the highest position if several callers move one at the same time",
    make: () => ({
      get: (district, reader) => Effect.sync(() => positions.get(`${district}/${reader}`) ?? 0),
      advance: (district, reader, position) =>
        Effect.gen(function* () {
          const before = positions.get(`${district}/${reader}`) ?? 0
          yield* dawdle
          if (position > before) positions.set(`${district}/${reader}`, position)
        })
    })
  },
  ...(
    [
      ["after Unicode normalisation", (reader: string) => reader.normalize("NFKC")],
      ["without spaces around them", (reader: string) => reader.trim()]
    ] as const
  ).map(([how, change]) => ({
    name: `compare readers' names ${how}`,
    caughtBy: "are separate for each reader and each district",
    make: (honest: BookmarksShape): BookmarksShape => ({
      get: (district, reader) => honest.get(district, change(reader)),
      advance: (district, reader, position) => honest.advance(district, change(reader), position)
    })
  })),
  {
    name: "cut names at 64 characters",
    caughtBy: "have readers with names of up to 200 characters, each its own",
    make: (honest) => ({
      get: (district, reader) => honest.get(district, reader.slice(0, 64)),
      advance: (district, reader, position) => honest.advance(district, reader.slice(0, 64), position)
    })
  },
  {
    name: "join the district and the reader without a mark between them",
    caughtBy: "keep district and reader apart, wherever the text is divided",
    make: (honest) => ({
      get: (district, reader) => honest.get(DistrictId.make("one"), `${district}${reader}`),
      advance: (district, reader, position) =>
        honest.advance(DistrictId.make("one"), `${district}${reader}`, position)
    })
  },
  {
    name: "keep only the last four readers",
    caughtBy: "are all kept, however many there are",
    make: (honest) => {
      const kept: Array<string> = []
      return {
        get: (district, reader) =>
          kept.slice(-4).includes(reader) ? honest.get(district, reader) : Effect.succeed(0),
        advance: (district, reader, position) => {
          kept.push(reader)
          return honest.advance(district, reader, position)
        }
      }
    }
  },
  {
    name: "remember what they have read",
    caughtBy: "follow another handle at once, after they have answered themselves",
    make: (honest) => {
      const memory = new Map<string, number>()
      return {
        get: (district, reader) => {
          const before = memory.get(`${district}/${reader}`)
          return before === undefined
            ? Effect.tap(honest.get(district, reader), (position) =>
                Effect.sync(() => memory.set(`${district}/${reader}`, position))
              )
            : Effect.succeed(before)
        },
        advance: (district, reader, position) =>
          Effect.tap(honest.advance(district, reader, position), () =>
            Effect.sync(() => memory.delete(`${district}/${reader}`))
          )
      }
    }
  },
  {
    name: "answer with the last position that they have moved to themselves",
    caughtBy: "follow another handle at once, after they have answered themselves",
    make: (honest) => {
      const own = new Map<string, number>()
      return {
        get: (district, reader) => {
          const mine = own.get(`${district}/${reader}`)
          return mine === undefined ? honest.get(district, reader) : Effect.succeed(mine)
        },
        advance: (district, reader, position) => {
          own.set(`${district}/${reader}`, Math.max(position, own.get(`${district}/${reader}`) ?? 0))
          return honest.advance(district, reader, position)
        }
      }
    }
  },
  {
    name: "are in a plain object",
    caughtBy: "are separate for each reader and each district",
    make: () => {
      const kept: Record<string, Record<string, number>> = {}
      return {
        get: (district, reader) => Effect.sync(() => kept[district]?.[reader] ?? 0),
        advance: (district, reader, position) =>
          Effect.sync(() => {
            const own = (kept[district] ??= {})
            if (!(Number(own[reader] ?? 0) >= position)) own[reader] = position
          })
      }
    }
  },
  {
    name: "hold 48 bits",
    caughtBy: "stay where a reader put them",
    make: (honest) => ({
      ...honest,
      get: (district, reader) => Effect.map(honest.get(district, reader), (position) => position % 2 ** 48)
    })
  },
  {
    name: "keep a lock if the caller is interrupted",
    caughtBy: "move completely or not at all if the caller is interrupted, and let others go on",
    hangs: true,
    make: (honest) => {
      const lock = Semaphore.makeUnsafe(1)
      return {
        ...honest,
        advance: (...all) =>
          Effect.gen(function* () {
            yield* lock.take(1)
            yield* dawdle
            yield* honest.advance(...all)
            yield* lock.release(1)
          })
      }
    }
  },
  {
    name: "move step by step",
    caughtBy: "move completely or not at all if the caller is interrupted, and let others go on",
    make: (honest) => ({
      ...honest,
      advance: (district, reader, position) =>
        Effect.gen(function* () {
          yield* honest.advance(district, reader, position - 1)
          yield* dawdle
          yield* honest.advance(district, reader, position)
        })
    })
  },
  {
    name: "write the bookmarks of a district as one document",
    caughtBy: "are all moved if callers move different ones at the same time",
    make: () => {
      let kept = new Map<string, number>()
      return {
        get: (district, reader) => Effect.sync(() => kept.get(`${district}/${reader}`) ?? 0),
        advance: (district, reader, position) =>
          Effect.gen(function* () {
            const next = new Map(kept)
            next.set(`${district}/${reader}`, Math.max(position, next.get(`${district}/${reader}`) ?? 0))
            yield* dawdle
            kept = next
          })
      }
    }
  },
  {
    name: "are not kept",
    caughtBy: "are visible through another handle on the store at once, and when the store is opened again",
    make: () => Memory.makeBookmarks()
  }
]

describe("the bookmarks suite", () => {
  const outcomeOf = (
    promise: BookmarksCase,
    make: (honest: BookmarksShape) => BookmarksShape,
    hangs: boolean = false
  ) =>
    Effect.suspend(() => {
      const honest = Memory.makeBookmarks()
      const another = Effect.sync(() => make(honest))
      return Effect.flatMap(another, (bookmarks) => promise.check({ bookmarks, another }))
    }).pipe(Effect.timeout(hangs ? "1 second" : "1 minute"), Effect.scoped, Effect.exit)

  it.live.each(lyingBookmarks)("catches bookmarks that $name", ({ caughtBy, hangs, make }) =>
    Effect.gen(function* () {
      const promise = bookmarksCases.find(({ name }) => name === caughtBy)
      expect(promise, `the suite has no case "${caughtBy}"`).toBeDefined()
      expect(Exit.isFailure(yield* outcomeOf(promise!, make, hangs))).toBe(true)
    })
  )

  it.live("finds no failure of honest bookmarks", () =>
    Effect.gen(function* () {
      for (const promise of bookmarksCases) {
        expect(Exit.isSuccess(yield* outcomeOf(promise, (honest) => honest))).toBe(true)
      }
    })
  )
})

/** The cases that write many megabytes are in `slowLiars.deep.test.ts`. */
const liars = allLedgerLiars.filter(
  ({ caughtBy }) => !ledgerCases.some((one) => one.slow && one.name === caughtBy)
)

describe("the ledger suite", () => {
  it.live.each(liars)("catches a ledger that $name", ({ caughtBy, ...liar }) =>
    Effect.gen(function* () {
      const promise = ledgerCases.find(({ name }) => name === caughtBy)
      expect(promise, `the suite has no case "${caughtBy}"`).toBeDefined()
      expect(Exit.isFailure(yield* outcome(promise!, liar))).toBe(true)
    })
  )

  it.live("finds no failure of an honest ledger", () =>
    Effect.gen(function* () {
      const failed = []
      const honest: Pick<Liar, "make" | "capabilities"> = {
        make: (store) => store,
        capabilities: { shared: true }
      }
      for (const promise of ledgerCases) {
        if (!applies(promise, { shared: true, quick: true })) continue
        if (Exit.isFailure(yield* outcome(promise, honest))) failed.push(promise.name)
      }
      expect(failed).toEqual([])
    })
  )

  it("names each promise once", () => {
    const names = ledgerCases.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
  })
})
