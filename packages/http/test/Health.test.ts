import { describe, expect, it } from "@effect/vitest"
import { Ledger, LedgerUnavailable } from "@liulinhui/core/Ledger"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as TestClock from "effect/testing/TestClock"
import { make } from "../src/WebHandler.ts"
import { requestOf, served } from "./served.ts"

const ask = (head: Ledger["Service"]["head"], path: string) =>
  Effect.gen(function* () {
    const ledger = yield* Ledger
    const handler = yield* Effect.provideService(make(), Ledger, { ...ledger, head })
    return yield* Effect.promise(async () => {
      const response = await handler(requestOf(path))
      return [response.status, await response.json()]
    })
  })

const up = [200, { status: "up" }]
const down = [503, { status: "down" }]

describe("the health of the service", () => {
  it.effect("is answered to everybody, with nothing but whether it is up", () =>
    served((send) =>
      Effect.gen(function* () {
        for (const path of ["/health", "/ready"]) {
          const got = yield* send(path)
          expect([path, got.status, got.json, got.headers.get("cache-control")]).toEqual([
            path,
            ...up,
            "no-store"
          ])
        }
      })
    )
  )

  it.effect("is not ready if the ledger does not answer, and then the process still answers", () =>
    served(() =>
      Effect.gen(function* () {
        const broken = () =>
          Effect.fail(
            new LedgerUnavailable({ operation: "read", reason: "the disk is gone", retryable: true })
          )
        expect(yield* ask(broken, "/ready")).toEqual(down)
        expect(yield* ask(broken, "/health")).toEqual(up)
      })
    )
  )

  it.effect("is not ready if the ledger is silent for two seconds", () =>
    served(() =>
      Effect.gen(function* () {
        const waiting = yield* Effect.forkChild(ask(() => Effect.never, "/ready"))
        yield* TestClock.adjust("1 second")
        expect(waiting.pollUnsafe()).toBeUndefined()
        yield* TestClock.adjust("1 second")
        expect(yield* Fiber.join(waiting)).toEqual(down)
      })
    )
  )
})
