import { describe, expect, it } from "@effect/vitest"
import { NotSignedIn } from "@liulinhui/core/Identity"
import { Ledger } from "@liulinhui/core/Ledger"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Queue from "effect/Queue"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/testing/TestClock"
import { district } from "../../service/test/wanLiu.ts"
import * as Changes from "../src/Changes.ts"
import { openCase, position, type Send, served } from "./served.ts"

const open = (send: Send, id: string) =>
  send("submissions", { as: "lead-unity", body: openCase(id), headers: { "idempotency-key": id } })

const beat = ": \n\n"
const said = (at: number) => `id: ${at}\nevent: change\ndata: {"position":${at}}\n\n`

/** Listens to the stream of changes: what it says arrives in a queue, and the fiber ends when the stream ends. */
const listen = (seen: number | undefined, more: Partial<Changes.Options<unknown>> = {}) =>
  Effect.gen(function* () {
    const ledger = yield* Ledger
    const heard = yield* Queue.unbounded<string>()
    const always = { check: Effect.void, every: "15 seconds", until: Effect.never } as const
    const stream = Changes.stream({ ledger, district, seen, ...always, ...more })
    const fiber = yield* Effect.forkChild(Stream.runForEach(stream, (text) => Queue.offer(heard, text)))
    return { fiber, next: Queue.take(heard), rest: Queue.clear(heard) }
  })

describe("the stream of changes", () => {
  it.effect("begins with the present position, and has only a position after each change", () =>
    served((send) =>
      Effect.gen(function* () {
        const first = yield* position
        const { next } = yield* listen(undefined)
        expect([yield* next, yield* next].toSorted()).toEqual([beat, said(first)])
        yield* open(send, "c1")
        expect(yield* next).toBe(said(yield* position))
      })
    )
  )

  it.effect("resumes after the last event: nothing is missed, and nothing is repeated", () =>
    served((send) =>
      Effect.gen(function* () {
        const before = yield* position
        yield* open(send, "c1")
        const last = yield* position
        const missed = yield* listen(before)
        expect([yield* missed.next, yield* missed.next].toSorted()).toEqual([beat, said(last)])
        const upToDate = yield* listen(last)
        expect(yield* upToDate.next).toBe(beat)
        yield* TestClock.adjust("15 seconds")
        expect(yield* upToDate.next).toBe(beat)
        // A position that this ledger does not have, for example after a restore, is not waited for.
        const restored = yield* listen(1_000_000)
        expect([yield* restored.next, yield* restored.next].toSorted()).toEqual([beat, said(last)])
      })
    )
  )

  it.effect("sends a comment every 15 seconds, and ends when the listener has no access any more", () =>
    served(() =>
      Effect.gen(function* () {
        let isSignedIn = true
        const check = Effect.suspend(() => (isSignedIn ? Effect.void : Effect.fail(new NotSignedIn())))
        const { fiber, next, rest } = yield* listen(yield* position, { check })
        expect(yield* next).toBe(beat)
        yield* TestClock.adjust("15 seconds")
        expect(yield* next).toBe(beat)
        isSignedIn = false
        yield* TestClock.adjust("15 seconds")
        yield* Fiber.join(fiber)
        expect(yield* rest).toEqual([])
      })
    )
  )

  it.effect("ends when the server stops", () =>
    served(() =>
      Effect.gen(function* () {
        const stopped = yield* Deferred.make<void>()
        const { fiber, next } = yield* listen(yield* position, { until: Deferred.await(stopped) })
        expect(yield* next).toBe(beat)
        yield* Deferred.succeed(stopped, undefined)
        yield* Fiber.join(fiber)
      })
    )
  )

  it("reads only ids of this stream", () => {
    expect(["0", "17", "", "-1", "1e3", "007", "x", undefined].map(Changes.positionIn)).toEqual([
      0,
      17,
      ...Array.from({ length: 6 }, () => undefined)
    ])
  })
})
