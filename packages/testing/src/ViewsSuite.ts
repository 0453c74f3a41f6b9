/**
 * The conformance suite of the views port: tests that every store of views must pass. A view is the stored result of a
 * computation over a ledger. Call `viewsSuite` once in a test file of the adapter. Each case uses new districts.
 */
import { DistrictId } from "@liulinhui/core/Id"
import { type Kept, type Mark, Views, type ViewsShape } from "@liulinhui/core/Views"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type * as Scope from "effect/Scope"
import fc from "fast-check"
import { randomUUID } from "node:crypto"
import { freeNames, longNames } from "./LookAlikes.ts"
import { expect } from "./Expect.ts"
import { type Suite, testOf } from "./Suite.ts"

/**
 * The optional capabilities of a store of views. A case that needs a missing capability is skipped.
 *
 * @category models
 */
export interface Capabilities {
  /** `true` if every layer that the test builds opens the same store. */
  readonly shared?: true
}

/** The input of a case: a store of views, and a second handle on the same store if `shared` is set. */
export interface Subject {
  readonly views: ViewsShape
  readonly another: Effect.Effect<ViewsShape, unknown, Scope.Scope>
}

/**
 * One rule that every store of views must keep, and a check of this rule.
 *
 * @category models
 */
export interface ViewsCase {
  readonly name: string
  readonly needs?: keyof Capabilities
  readonly check: (subject: Subject) => Effect.Effect<void, unknown, Scope.Scope>
}

const newDistrict = (): DistrictId => DistrictId.make(`suite-${randomUUID()}`)

const nothing: Option.Option<Mark> = Option.none()

/**
 * Makes a view whose state contains its version and its position. So a test can see whether a stored state and a stored
 * position belong together.
 */
const at = (position: number, version = 1): Kept => ({
  version,
  position,
  state: JSON.stringify({ is: [version, position] })
})

const expectKept = Effect.fnUntraced(function* (
  views: ViewsShape,
  district: DistrictId,
  view: string,
  expected: Kept | undefined
) {
  expect(Option.getOrUndefined(yield* views.get(district, view))).toEqual(expected)
})

const expectPut = Effect.fnUntraced(function* (
  views: ViewsShape,
  district: DistrictId,
  seen: Mark | undefined,
  next: Kept
) {
  expect(yield* views.put(district, "open", Option.fromUndefinedOr(seen), next)).toBe(true)
  yield* expectKept(views, district, "open", next)
})

/** One operation on the store of views in a generated test. `view` is the index of the view in a list. */
interface Step {
  readonly act: "put" | "drop"
  readonly view: number
  /**
   * A mark states the version and the position of a stored view. If `isFresh` is `true`, the operation uses the mark of
   * the view that is stored now. Otherwise it uses the invented mark `seen`.
   */
  readonly isFresh: boolean
  readonly seen: Mark | undefined
  readonly next: Kept
}

const places = { version: fc.integer({ min: 1, max: 2 }), position: fc.integer({ min: 1, max: 2 }) }
const steps = fc.array(
  fc.record<Step>({
    act: fc.constantFrom("put", "put", "put", "drop"),
    view: fc.nat({ max: 1 }),
    isFresh: fc.boolean(),
    seen: fc.option(fc.record(places), { nil: undefined, freq: 2 }),
    next: fc.record({ ...places, state: fc.json() })
  }),
  { maxLength: 30 }
)

/**
 * Applies the same operations to a store and to a map that behaves as the port requires. Compares the two results after
 * every operation.
 */
const followsTheModel = Effect.fnUntraced(function* (views: ViewsShape, plan: ReadonlyArray<Step>) {
  const district = newDistrict()
  const model = new Map<number, Kept>()
  for (const step of plan) {
    const there = model.get(step.view)
    const name = `view-${step.view}`
    if (step.act === "drop") {
      model.delete(step.view)
      yield* views.drop(district, name)
    } else {
      const mark = step.isFresh ? there : step.seen
      const isUnchanged = there?.version === mark?.version && there?.position === mark?.position
      if (isUnchanged) model.set(step.view, step.next)
      const seen = Option.fromUndefinedOr(mark)
      expect(yield* views.put(district, name, seen, step.next)).toBe(isUnchanged)
    }
    for (const n of [0, 1]) yield* expectKept(views, district, `view-${n}`, model.get(n))
  }
})

/**
 * The cases for all rules of the views port.
 *
 * @category specification
 */
export const viewsCases: ReadonlyArray<ViewsCase> = [
  {
    name: "have no state of a view that was never put",
    check: Effect.fnUntraced(function* ({ views }) {
      const district = newDistrict()
      yield* expectKept(views, district, "open", undefined)
      yield* views.put(district, "other", nothing, at(1))
      yield* expectKept(views, district, "open", undefined)
    })
  },
  {
    name: "return state, version and position exactly as they were put",
    check: Effect.fnUntraced(function* ({ views }) {
      const district = newDistrict()
      const states: ReadonlyArray<unknown> = [
        null,
        "",
        "空巢老人 👩‍👧 ' \" \\ \u0000 \ud800 \u2028",
        { "": [1.5, -0, 9007199254740991, { 是: true }] },
        "王".repeat(700_000)
      ]
      let seen: Mark | undefined
      for (const [n, state] of states.entries()) {
        const next: Kept = {
          version: 2 ** 31 + n,
          position: 2 ** 36 - 1 - n,
          state: ` ${JSON.stringify(state)}\n`
        }
        yield* expectPut(views, district, seen, next)
        seen = next
      }
    })
  },
  {
    name: "are created only by a caller that has seen no view",
    check: Effect.fnUntraced(function* ({ views }) {
      const district = newDistrict()
      expect(yield* views.put(district, "open", Option.some(at(3)), at(4))).toBe(false)
      yield* expectKept(views, district, "open", undefined)
      yield* expectPut(views, district, undefined, at(3))
      expect(yield* views.put(district, "open", nothing, at(4))).toBe(false)
      yield* expectKept(views, district, "open", at(3))
    })
  },
  {
    name: "are replaced only by a caller that has seen both the stored position and the stored version",
    check: Effect.fnUntraced(function* ({ views }) {
      const district = newDistrict()
      yield* expectPut(views, district, undefined, at(3, 2))
      for (const seen of [at(2, 2), at(4, 2), at(3, 1), at(3, 3)]) {
        expect(yield* views.put(district, "open", Option.some(seen), at(5, 2))).toBe(false)
        yield* expectKept(views, district, "open", at(3, 2))
      }
      yield* expectPut(views, district, at(3, 2), at(5, 2))
    })
  },
  {
    name: "may go back to an earlier position when they are folded anew, by the same version or another",
    check: Effect.fnUntraced(function* ({ views }) {
      const district = newDistrict()
      yield* expectPut(views, district, undefined, at(9, 2))
      yield* expectPut(views, district, at(9, 2), at(4, 2))
      yield* expectPut(views, district, at(4, 2), at(1, 3))
      yield* expectPut(views, district, at(1, 3), at(1, 1))
    })
  },
  {
    name: "are separate for each name and each district",
    check: Effect.fnUntraced(function* ({ views }) {
      const district = newDistrict()
      const keys = [district, DistrictId.make(`${district}-1`)].flatMap((id) =>
        freeNames.map((name) => [id, name] as const)
      )
      for (const [n, [id, name]] of keys.entries()) {
        expect(yield* views.put(id, name, nothing, at(n + 1))).toBe(true)
      }
      for (const [n, [id, name]] of keys.entries()) yield* expectKept(views, id, name, at(n + 1))
      for (const [n, [id, name]] of keys.entries()) {
        yield* views.drop(id, name)
        yield* expectKept(views, id, name, undefined)
        for (const [m, [otherId, other]] of keys.entries()) {
          if (m > n) yield* expectKept(views, otherId, other, at(m + 1))
        }
      }
    })
  },
  {
    name: "are absent after they are dropped, can be dropped again, and can be created again",
    check: Effect.fnUntraced(function* ({ views }) {
      const district = newDistrict()
      yield* views.drop(district, "open")
      yield* expectPut(views, district, undefined, at(3))
      yield* views.drop(district, "open")
      yield* views.drop(district, "open")
      yield* expectKept(views, district, "open", undefined)
      expect(yield* views.put(district, "open", Option.some(at(3)), at(4))).toBe(false)
      yield* expectPut(views, district, undefined, at(2))
    })
  },
  {
    name: "accept one of several callers that create or replace a view at the same time, and keep its view",
    check: Effect.fnUntraced(function* ({ views }) {
      const district = newDistrict()
      let seen: Mark | undefined
      for (const round of [1, 2, 3]) {
        const rivals = Array.from({ length: 8 }, (_, n) => at(round * 10 + n))
        const through = yield* Effect.forEach(
          rivals,
          (next) => views.put(district, "open", Option.fromUndefinedOr(seen), next),
          { concurrency: "unbounded" }
        )
        const winners = rivals.filter((_, n) => through[n])
        expect(winners).toHaveLength(1)
        yield* expectKept(views, district, "open", winners[0])
        seen = winners[0]
      }
    })
  },
  {
    name: "never return a state together with the position of another",
    check: Effect.fnUntraced(function* ({ views }) {
      const district = newDistrict()
      yield* expectPut(views, district, undefined, at(1))
      const writes = Effect.gen(function* () {
        for (let n = 1; n < 40; n++) {
          expect(yield* views.put(district, "open", Option.some(at(n)), at(n + 1))).toBe(true)
        }
      })
      const reads = Effect.gen(function* () {
        let last = 0
        while (last < 40) {
          const { position, state, version } = Option.getOrThrow(yield* views.get(district, "open"))
          expect({ position, state, version }).toEqual(at(position))
          expect(position).toBeGreaterThanOrEqual(last)
          last = position
          yield* Effect.yieldNow
        }
      })
      yield* Effect.all([reads, writes, reads], { concurrency: "unbounded", discard: true })
    })
  },
  {
    name: "behave as a map of the same views under all operations",
    check: ({ views }) =>
      Effect.tryPromise({
        try: () =>
          fc.assert(
            fc.asyncProperty(steps, (plan) => Effect.runPromise(followsTheModel(views, plan))),
            { numRuns: 40 }
          ),
        catch: (cause) => cause
      })
  },
  {
    name: "are stored completely or not at all if the caller is interrupted, and let others go on",
    check: Effect.fnUntraced(function* ({ views }) {
      const district = newDistrict()
      for (let turns = 0; turns < 8; turns++) {
        const putting = yield* Effect.forkChild(views.put(district, `a-${turns}`, nothing, at(5)))
        yield* Effect.replicateEffect(Effect.yieldNow, turns)
        yield* Fiber.interrupt(putting)
        const stored = yield* views.get(district, `a-${turns}`)
        if (Option.isSome(stored)) expect(stored.value).toEqual(at(5))
        expect(yield* Effect.timeout(views.put(district, `b-${turns}`, nothing, at(6)), "10 seconds")).toBe(
          true
        )
        yield* expectKept(views, district, `b-${turns}`, at(6))
      }
    })
  },
  {
    name: "are all stored if callers put different ones at the same time",
    check: Effect.fnUntraced(function* ({ views }) {
      const district = newDistrict()
      const names = Array.from({ length: 8 }, (_, n) => `view-${n}`)
      yield* Effect.forEach(names, (name) => views.put(district, name, nothing, at(3)), {
        concurrency: "unbounded"
      })
      for (const name of names) yield* expectKept(views, district, name, at(3))
    })
  },
  {
    name: "have names of up to 200 characters, each its own",
    check: Effect.fnUntraced(function* ({ views }) {
      const district = newDistrict()
      for (const [n, name] of longNames.entries()) {
        expect(yield* views.put(district, name, nothing, at(n + 1))).toBe(true)
      }
      for (const [n, name] of longNames.entries()) yield* expectKept(views, district, name, at(n + 1))
    })
  },
  {
    name: "keep district and name apart, wherever the text is divided",
    check: Effect.fnUntraced(function* ({ views }) {
      const base = newDistrict()
      // The joined texts are equal.
      const keys = [
        [base, "-a-open"],
        [DistrictId.make(`${base}-a`), "-open"],
        [DistrictId.make(`${base}-a-open`), ""]
      ] as const
      for (const [n, [district, name]] of keys.entries()) {
        expect(yield* views.put(district, name, nothing, at(n + 1))).toBe(true)
      }
      for (const [n, [district, name]] of keys.entries()) yield* expectKept(views, district, name, at(n + 1))
    })
  },
  {
    name: "are all kept, however many there are",
    check: Effect.fnUntraced(function* ({ views }) {
      const district = newDistrict()
      for (let n = 1; n <= 40; n++) expect(yield* views.put(district, `view-${n}`, nothing, at(n))).toBe(true)
      for (let n = 1; n <= 40; n++) yield* expectKept(views, district, `view-${n}`, at(n))
    })
  },
  {
    name: "have nothing of a dropped view when they are created again",
    check: Effect.fnUntraced(function* ({ views }) {
      const district = newDistrict()
      for (const position of [5, 3, 5]) {
        yield* expectPut(views, district, undefined, at(position, position))
        yield* views.drop(district, "open")
        yield* expectKept(views, district, "open", undefined)
      }
    })
  },
  {
    name: "see every operation of another handle at once, after they have answered themselves",
    needs: "shared",
    check: Effect.fnUntraced(function* ({ another, views }) {
      const district = newDistrict()
      const other = yield* another
      const both = (expected: Kept | undefined) =>
        Effect.andThen(
          expectKept(views, district, "open", expected),
          expectKept(other, district, "open", expected)
        )
      yield* both(undefined)
      let seen: Mark | undefined
      for (const [n, handle] of [views, other, views, other].entries()) {
        yield* expectPut(handle, district, seen, at(n + 1))
        yield* both(at(n + 1))
        seen = at(n + 1)
      }
      for (const [one, two] of [
        [views, other],
        [other, views]
      ] as const) {
        yield* one.drop(district, "open")
        yield* expectKept(two, district, "open", undefined)
        yield* expectKept(one, district, "open", undefined)
        yield* expectPut(two, district, undefined, at(9))
        yield* expectKept(one, district, "open", at(9))
      }
    })
  },
  {
    name: "are visible through another handle on the store at once, and when the store is opened again",
    needs: "shared",
    check: Effect.fnUntraced(function* ({ another, views }) {
      const district = newDistrict()
      const other = yield* another
      yield* expectPut(views, district, undefined, at(5))
      yield* expectKept(other, district, "open", at(5))
      yield* expectPut(other, district, at(5), at(6))
      expect(yield* views.put(district, "open", Option.some(at(5)), at(7))).toBe(false)
      yield* Effect.scoped(Effect.flatMap(another, (brief) => expectPut(brief, district, at(6), at(8))))
      yield* expectKept(yield* another, district, "open", at(8))
      yield* other.drop(district, "open")
      yield* expectKept(views, district, "open", undefined)
    })
  }
]

/**
 * The tests of a store of views. `testSuite` registers them with a test runner. The layer is built anew for each case. A
 * case that needs a missing capability is skipped.
 *
 * @category suites
 */
export const viewsSuite = <R, E>(
  name: string,
  layer: Layer.Layer<Views | R, E>,
  capabilities: Capabilities = {}
): Suite => {
  const another = Effect.map(Layer.build(Layer.fresh(layer)), Context.get(Views))
  const tests = viewsCases.map(({ check, name: promise, needs }) =>
    testOf(
      promise,
      needs !== undefined && capabilities[needs] === undefined,
      Effect.flatMap(another, (views) => check({ views, another }))
    )
  )
  return { title: `the views ${name}`, tests }
}
