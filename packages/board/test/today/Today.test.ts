import { describe, expect, it } from "@effect/vitest"
import { ActorId } from "@liulinhui/core/Id"
import { Governance } from "@liulinhui/service/Governance"
import * as Effect from "effect/Effect"
import { district, linksOf, visited } from "../served.ts"

const path = `/d/${district}/today`

describe("Today", () => {
  it.effect("has one card with one button for each task of the reader, and no other", () =>
    visited((visit) =>
      Effect.gen(function* () {
        const { tasks } = yield* Governance.use(({ ask }) =>
          ask(district, ActorId.make("lead-unity"), { _tag: "AskToday" })
        )
        expect(tasks.length).toBeGreaterThan(0)
        const page = yield* visit(path, { as: "lead-unity" })
        const buttons = page.elements.filter(({ attributes }) => attributes["class"] === "button")
        expect(buttons).toHaveLength(tasks.length)
        for (const { case: id } of tasks) expect(linksOf(page)).toContain(`/d/${district}/cases/${id}`)
      })
    )
  )

  it.effect("says why it is empty", () =>
    visited((visit) =>
      Effect.gen(function* () {
        const page = yield* visit(path, { as: "volunteer-warmth" })
        expect(page.elements.filter(({ attributes }) => attributes["class"] === "tasks")).toEqual([])
        expect(page.text).toContain("今天没有要办的事")
      })
    )
  )

  it.effect("is in the language of the reader", () =>
    visited((visit) =>
      Effect.gen(function* () {
        const page = yield* visit(path, { as: "volunteer-warmth", language: "en" })
        expect(page.text).toContain("There is nothing to do today")
        expect(page.html).toContain('<html lang="en')
      })
    )
  )
})
