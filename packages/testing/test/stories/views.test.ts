/**
 * Tests the views suite itself. Each store of views in this file is broken on purpose: it breaks one rule of the port,
 * and keeps all other rules. The suite must find the mistake, in the case for this rule.
 */
import { describe, expect, it } from "@effect/vitest"
import { DistrictId } from "@liulinhui/core/Id"
import type { Kept, ViewsShape } from "@liulinhui/core/Views"
import * as Memory from "@liulinhui/storage-memory"
import { type ViewsCase, viewsCases } from "@liulinhui/testing/ViewsSuite"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import * as Semaphore from "effect/Semaphore"

interface LyingViews {
  readonly name: string
  readonly caughtBy: string
  readonly make: (honest: ViewsShape) => ViewsShape
}

const but =
  (lies: (honest: ViewsShape) => Partial<ViewsShape>): LyingViews["make"] =>
  (honest) => ({ ...honest, ...lies(honest) })

/** Makes a broken store of views that changes the views that it returns. */
const given = (change: (kept: Kept) => Kept) =>
  but((honest) => ({ get: (district, view) => Effect.map(honest.get(district, view), Option.map(change)) }))

/**
 * Makes a broken store of views that confuses names. The two functions map different districts or names to the same
 * one.
 */
const mixing = (district: (id: DistrictId) => DistrictId, name: (view: string) => string) =>
  but((honest) => ({
    get: (id, view) => honest.get(district(id), name(view)),
    put: (id, view, seen, next) => honest.put(district(id), name(view), seen, next),
    drop: (id, view) => honest.drop(district(id), name(view))
  }))

/**
 * Makes a broken store that also replaces a stored view if `sees` returns true for this view and the mark that the
 * caller has seen. A mark states a version and a position.
 */
const putting = (sees: (there: Option.Option<Kept>, seen: Parameters<ViewsShape["put"]>[2]) => boolean) =>
  but((honest) => ({
    put: (district, view, seen, next) =>
      Effect.flatMap(honest.get(district, view), (there) =>
        honest.put(district, view, sees(there, seen) ? there : seen, next)
      )
  }))

const twoTurns = Effect.andThen(Effect.yieldNow, Effect.yieldNow)

const replaced =
  "are replaced only by a caller that has seen both the stored position and the stored version" as const
const asPut = "return state, version and position exactly as they were put" as const

const liars: ReadonlyArray<LyingViews> = [
  {
    name: "return a state for a view that was never put",
    caughtBy: "have no state of a view that was never put",
    make: but((honest) => ({
      get: (district, view) =>
        Effect.map(
          honest.get(district, view),
          Option.orElseSome((): Kept => ({ version: 1, position: 1, state: "null" }))
        )
    }))
  },
  {
    name: "cut a state off at 64 kB",
    caughtBy: asPut,
    make: given((kept) => ({ ...kept, state: kept.state.slice(0, 65_536) }))
  },
  {
    name: "rewrite a state's JSON",
    caughtBy: asPut,
    make: given((kept) => ({ ...kept, state: JSON.stringify(JSON.parse(kept.state)) }))
  },
  {
    name: "store positions with 32 bits",
    caughtBy: asPut,
    make: given((kept) => ({ ...kept, position: kept.position | 0 }))
  },
  {
    name: "forget the version",
    caughtBy: asPut,
    make: given((kept) => ({ ...kept, version: 1 }))
  },
  {
    name: "create a view over an existing one",
    caughtBy: "are created only by a caller that has seen no view",
    make: putting((_, seen) => Option.isNone(seen))
  },
  {
    name: "create a view for a caller that expected to replace one",
    caughtBy: "are created only by a caller that has seen no view",
    make: putting((there) => Option.isNone(there))
  },
  {
    name: "let every caller put, whatever it has seen",
    caughtBy: replaced,
    make: putting(() => true)
  },
  {
    name: "look at the position only",
    caughtBy: replaced,
    make: putting((there, seen) =>
      Option.exists(there, ({ position }) => position === Option.getOrUndefined(seen)?.position)
    )
  },
  {
    name: "look at the version only",
    caughtBy: replaced,
    make: putting((there, seen) =>
      Option.exists(there, ({ version }) => version === Option.getOrUndefined(seen)?.version)
    )
  },
  {
    name: "write and report that they did not",
    caughtBy: replaced,
    make: but((honest) => ({
      put: (district, view, seen, next) =>
        Effect.flatMap(honest.put(district, view, seen, next), (isDone) =>
          isDone
            ? Effect.succeed(true)
            : Effect.flatMap(honest.get(district, view), (there) =>
                Option.isNone(there) || Option.isNone(seen)
                  ? Effect.succeed(false)
                  : Effect.as(honest.put(district, view, there, next), false)
              )
        )
    }))
  },
  {
    name: "never go back",
    caughtBy: "may go back to an earlier position when they are folded anew, by the same version or another",
    make: but((honest) => ({
      put: (district, view, seen, next) =>
        Option.exists(seen, ({ position }) => position > next.position)
          ? Effect.succeed(false)
          : honest.put(district, view, seen, next)
    }))
  },
  {
    name: "compare names without case",
    caughtBy: "are separate for each name and each district",
    make: mixing(
      (id) => id,
      (view) => view.toLowerCase()
    )
  },
  {
    name: "are shared by all districts",
    caughtBy: "are separate for each name and each district",
    make: mixing(
      () => DistrictId.make("one"),
      (view) => view
    )
  },
  {
    name: "drop every view of the district",
    caughtBy: "are separate for each name and each district",
    make: but((honest) => {
      const names = new Set<string>()
      return {
        put: (district, view, seen, next) => {
          names.add(view)
          return honest.put(district, view, seen, next)
        },
        drop: (district) => Effect.forEach(names, (name) => honest.drop(district, name), { discard: true })
      }
    })
  },
  {
    name: "do not drop",
    caughtBy: "are absent after they are dropped, can be dropped again, and can be created again",
    make: but(() => ({ drop: () => Effect.void }))
  },
  {
    name: "look first and write later",
    caughtBy:
      "accept one of several callers that create or replace a view at the same time, and keep its view",
    make: but((honest) => ({
      put: (district, view, seen, next) =>
        Effect.gen(function* () {
          const there = yield* honest.get(district, view)
          yield* twoTurns
          const mark = (kept: typeof seen) =>
            Option.match(kept, { onNone: () => "", onSome: (one) => `${one.version}/${one.position}` })
          if (mark(there) !== mark(seen)) return false
          return yield* honest.put(district, view, yield* honest.get(district, view), next)
        })
    }))
  },
  {
    name: "write the bookmark first and the state later",
    caughtBy: "never return a state together with the position of another",
    make: but((honest) => ({
      put: (district, view, seen, next) =>
        Effect.gen(function* () {
          const there = yield* honest.get(district, view)
          const state = Option.match(there, { onNone: () => next.state, onSome: (kept) => kept.state })
          const isDone = yield* honest.put(district, view, seen, { ...next, state })
          yield* twoTurns
          if (isDone) yield* honest.put(district, view, Option.some(next), next)
          return isDone
        })
    }))
  },
  {
    name: "drop what was put twice",
    caughtBy: "behave as a map of the same views under all operations",
    make: but((honest) => ({
      put: (district, view, seen, next) =>
        Effect.tap(honest.put(district, view, seen, next), (isDone) =>
          isDone && Option.exists(seen, (mark) => mark.position === next.position)
            ? honest.drop(district, view)
            : Effect.void
        )
    }))
  },
  {
    name: "compare names after Unicode normalisation",
    caughtBy: "are separate for each name and each district",
    make: mixing(
      (id) => id,
      (view) => view.normalize("NFKC")
    )
  },
  {
    name: "trim names",
    caughtBy: "are separate for each name and each district",
    make: mixing(
      (id) => id,
      (view) => view.trim()
    )
  },
  {
    name: "cut names at 64 characters",
    caughtBy: "have names of up to 200 characters, each its own",
    make: mixing(
      (id) => id,
      (view) => view.slice(0, 64)
    )
  },
  {
    name: "join the district and the name without a mark between them",
    caughtBy: "keep district and name apart, wherever the text is divided",
    make: but((honest) => {
      const one = DistrictId.make("one")
      return {
        get: (district, view) => honest.get(one, `${district}${view}`),
        put: (district, view, seen, next) => honest.put(one, `${district}${view}`, seen, next),
        drop: (district, view) => honest.drop(one, `${district}${view}`)
      }
    })
  },
  {
    name: "keep only the last four views",
    caughtBy: "are all kept, however many there are",
    make: but((honest) => {
      const kept: Array<readonly [DistrictId, string]> = []
      return {
        put: (district, view, seen, next) =>
          Effect.gen(function* () {
            kept.push([district, view])
            const [old] = kept.length > 4 ? kept.splice(0, 1) : []
            if (old !== undefined) yield* honest.drop(...old)
            return yield* honest.put(district, view, seen, next)
          })
      }
    })
  },
  {
    name: "answer from memory after another handle has dropped the view",
    caughtBy: "see every operation of another handle at once, after they have answered themselves",
    make: but((honest) => {
      const memory = new Map<string, Kept>()
      return {
        get: (district, view) =>
          Effect.map(honest.get(district, view), (there) => {
            const before = memory.get(`${district}/${view}`)
            if (Option.isSome(there)) memory.set(`${district}/${view}`, there.value)
            return Option.orElse(there, () => Option.fromUndefinedOr(before))
          }),
        drop: (district, view) => {
          memory.delete(`${district}/${view}`)
          return honest.drop(district, view)
        }
      }
    })
  },
  {
    name: "remember for themselves what they have put",
    caughtBy: "see every operation of another handle at once, after they have answered themselves",
    make: but((honest) => {
      const memory = new Map<string, Kept>()
      return {
        get: (district, view) => {
          const kept = memory.get(`${district}/${view}`)
          return kept === undefined ? honest.get(district, view) : Effect.succeedSome(kept)
        },
        put: (district, view, seen, next) =>
          Effect.tap(honest.put(district, view, seen, next), (isDone) =>
            Effect.sync(() => isDone && memory.set(`${district}/${view}`, next))
          ),
        drop: (district, view) => {
          memory.delete(`${district}/${view}`)
          return honest.drop(district, view)
        }
      }
    })
  },
  {
    name: "create a view again with what was dropped",
    caughtBy: "have nothing of a dropped view when they are created again",
    make: but((honest) => {
      const dropped = new Map<string, Kept>()
      return {
        drop: (district, view) =>
          Effect.gen(function* () {
            const there = yield* honest.get(district, view)
            if (Option.isSome(there)) dropped.set(`${district}/${view}`, there.value)
            yield* honest.drop(district, view)
          }),
        put: (district, view, seen, next) => {
          const old = Option.isNone(seen) ? dropped.get(`${district}/${view}`) : undefined
          return honest.put(district, view, seen, old === undefined ? next : { ...next, state: old.state })
        }
      }
    })
  },
  {
    name: "wait until the next operation before they write",
    caughtBy: "see every operation of another handle at once, after they have answered themselves",
    make: but((honest) => {
      let late: Effect.Effect<unknown, unknown> = Effect.void
      const first = Effect.suspend(() => {
        const before = late
        late = Effect.void
        return Effect.ignore(before)
      })
      return {
        get: (district, view) => Effect.andThen(first, honest.get(district, view)),
        drop: (district, view) =>
          Effect.andThen(
            first,
            Effect.sync(() => {
              late = honest.drop(district, view)
            })
          ),
        put: (district, view, seen, next) => Effect.andThen(first, honest.put(district, view, seen, next))
      }
    })
  },
  {
    name: "compare names as numbers",
    caughtBy: "are separate for each name and each district",
    make: mixing(
      (id) => id,
      (name) => (/^[0-9.]+$/u.test(name) ? String(Number(name)) : name)
    )
  },
  {
    name: "keep a lock if the caller is interrupted",
    caughtBy: "are stored completely or not at all if the caller is interrupted, and let others go on",
    make: (honest) => {
      const lock = Semaphore.makeUnsafe(1)
      return {
        ...honest,
        put: (...all) =>
          Effect.gen(function* () {
            yield* lock.take(1)
            yield* twoTurns
            const isPut = yield* honest.put(...all)
            yield* lock.release(1)
            return isPut
          })
      }
    }
  },
  {
    name: "lose what another caller puts beside them at the same time",
    caughtBy: "are all stored if callers put different ones at the same time",
    make: (honest) => {
      let running = 0
      return {
        ...honest,
        put: (...all) =>
          Effect.gen(function* () {
            running += 1
            yield* twoTurns
            running -= 1
            return running > 0 ? true : yield* honest.put(...all)
          })
      }
    }
  },
  {
    name: "are not kept",
    caughtBy: "are visible through another handle on the store at once, and when the store is opened again",
    make: () => Memory.makeViews()
  }
]

const outcomeOf = (promise: ViewsCase, make: LyingViews["make"]) =>
  Effect.suspend(() => {
    const honest = Memory.makeViews()
    const another = Effect.sync(() => make(honest))
    return Effect.flatMap(another, (views) => promise.check({ views, another }))
  }).pipe(Effect.timeout("20 seconds"), Effect.scoped, Effect.exit)

describe("the views suite", () => {
  it.live.each(liars)("catches views that $name", ({ caughtBy, make }) =>
    Effect.gen(function* () {
      const promise = viewsCases.find(({ name }) => name === caughtBy)
      expect(promise, `the suite has no case "${caughtBy}"`).toBeDefined()
      expect(Exit.isFailure(yield* outcomeOf(promise!, make))).toBe(true)
    })
  )

  it.live("finds no failure of honest views", () =>
    Effect.gen(function* () {
      const failed: Array<string> = []
      for (const promise of viewsCases) {
        if (Exit.isFailure(yield* outcomeOf(promise, (honest) => honest))) failed.push(promise.name)
      }
      expect(failed).toEqual([])
    })
  )

  it("names each promise once", () => {
    const names = viewsCases.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
  })
})
