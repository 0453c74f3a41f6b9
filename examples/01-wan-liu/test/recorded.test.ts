import { beforeAll, describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { answers, summary } from "./answers.ts"
import recorded from "./recorded.json" with { type: "json" }

// If a test fails, write the answers of both versions and compare them: node examples/01-wan-liu/test/answers.ts FOLDER
describe("the demo with a fixed vault", () => {
  let found: typeof recorded
  beforeAll(async () => {
    found = summary(await Effect.runPromise(answers))
  })

  it("ends at the recorded head, with a valid hash chain", () => {
    expect(found.head).toEqual(recorded.head)
    expect(found.verified).toEqual(found.head)
  })

  it.each(Object.keys(recorded.sha256) as ReadonlyArray<keyof typeof recorded.sha256>)(
    "returns the recorded %s",
    (name) => {
      expect(found.sha256[name]).toBe(recorded.sha256[name])
    }
  )
})
