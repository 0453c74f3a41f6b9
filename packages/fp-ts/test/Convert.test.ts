import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as EffectOption from "effect/Option"
import * as Result from "effect/Result"
import fc from "fast-check"
import * as E from "fp-ts/lib/Either.js"
import * as O from "fp-ts/lib/Option.js"
import type { ReadonlyNonEmptyArray } from "fp-ts/lib/ReadonlyNonEmptyArray.js"
import type { TaskEither } from "fp-ts/lib/TaskEither.js"
import * as TE from "fp-ts/lib/TaskEither.js"
import { expectTypeOf } from "vitest"
import * as Convert from "../src/Convert.ts"

const either = fc.oneof(
  fc.anything().map((left) => E.left(left)),
  fc.anything().map((right) => E.right(right))
)

const rejection = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => expect.unreachable("it should have been rejected"),
    (error: unknown) => error
  )

describe("a conversion there and back", () => {
  it("returns the same option", () => {
    fc.assert(
      fc.property(
        fc.option(
          fc.anything().filter((value) => value !== undefined),
          { nil: undefined }
        ),
        (value) => {
          const option = O.fromNullable(value)
          expect(Convert.optionToFp(Convert.optionFromFp(option))).toEqual(option)
          const own = EffectOption.fromUndefinedOr(value)
          expect(Convert.optionFromFp(Convert.optionToFp(own))).toEqual(own)
        }
      )
    )
  })

  it("returns the same result, and the same exit", () => {
    fc.assert(
      fc.property(either, (value) => {
        expect(Convert.resultToFp(Convert.resultFromFp(value))).toEqual(value)
        expect(Convert.exitToFp(Convert.exitFromFp(value))).toEqual(value)
      })
    )
  })

  it("returns the same reasons", () => {
    fc.assert(
      fc.property(fc.anything(), fc.array(fc.anything()), (first, others) => {
        const reasons = [first, ...others] as const
        expect(Convert.reasonsFromFp(Convert.reasonsToFp(reasons))).toEqual(reasons)
      })
    )
  })

  it("returns the same outcome of a task", () =>
    fc.assert(
      fc.asyncProperty(either, async (value) => {
        const task = TE.fromEither(value)
        expect(await Convert.effectToFp(Convert.effectFromFp(task))()).toEqual(value)
      })
    ))
})

describe("a converted value", () => {
  it("belongs to the other library", () => {
    expect(EffectOption.isOption(Convert.optionFromFp(O.some(1)))).toBe(true)
    expect(Result.isResult(Convert.resultFromFp(E.right(1)))).toBe(true)
    expect(Exit.isExit(Convert.exitFromFp(E.left("no")))).toBe(true)
    expect(Convert.optionToFp(EffectOption.some(1))).toEqual({ _tag: "Some", value: 1 })
    expect(Object.getPrototypeOf(Convert.optionToFp(EffectOption.some(1)))).toBe(Object.prototype)
    expect(Object.getPrototypeOf(Convert.resultToFp(Result.fail(1)))).toBe(Object.prototype)
  })
})

describe("a defect", () => {
  it("rejects the task, and is no `Left`", async () => {
    const defect = new Error("a mistake in the program")
    expect(await rejection(Convert.effectToFp(Effect.die(defect))())).toBe(defect)
  })

  it("is a rejection or a throw of a task", async () => {
    const defect = new Error("a mistake in the program")
    const tasks: ReadonlyArray<TaskEither<string, number>> = [
      () => Promise.reject(defect),
      () => {
        throw defect
      }
    ]
    for (const task of tasks) {
      const exit = await Effect.runPromiseExit(Convert.effectFromFp(task))
      expect(exit).toEqual(Exit.die(defect))
    }
  })
})

describe("an interruption", () => {
  it("rejects the task with `Interrupted` and the reason of the signal", async () => {
    const abort = new AbortController()
    const running = Convert.effectToFp(Effect.never, abort.signal)()
    abort.abort("too slow")
    expect(await rejection(running)).toMatchObject({ _tag: "Interrupted", cause: "too slow" })
  })

  it("stays an interruption there and back", async () => {
    const exit = await Effect.runPromiseExit(Convert.effectFromFp(Convert.effectToFp(Effect.interrupt)))
    expect(Exit.hasInterrupts(exit) && !Exit.hasDies(exit)).toBe(true)
  })
})

describe("the types", () => {
  it("are those of the other library, without widening", () => {
    expectTypeOf(Convert.resultToFp<number, "no">).returns.toEqualTypeOf<E.Either<"no", number>>()
    expectTypeOf(Convert.resultFromFp<"no", number>).returns.toEqualTypeOf<Result.Result<number, "no">>()
    expectTypeOf(Convert.optionToFp<number>).returns.toEqualTypeOf<O.Option<number>>()
    expectTypeOf(Convert.effectToFp<number, "no">).returns.toEqualTypeOf<TaskEither<"no", number>>()
    expectTypeOf(Convert.decisionToFp<number, { readonly _tag: "No" }>).returns.toEqualTypeOf<
      E.Either<ReadonlyNonEmptyArray<{ readonly _tag: "No" }>, number>
    >()
  })
})
