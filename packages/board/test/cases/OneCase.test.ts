import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { district, linksOf, visited } from "../served.ts"

const path = `/d/${district}/cases/campaign`

describe("a case", () => {
  it.effect("has a button for each step that the reader can take, and none for another reader", () =>
    visited((visit) =>
      Effect.gen(function* () {
        const lead = yield* visit(path, { as: "lead-unity" })
        expect(linksOf(lead)).toContain(`${path}/steps/announce`)
        const property = yield* visit(path, { as: "property" })
        expect([property.status, linksOf(property).filter((link) => link.includes("/steps/"))]).toEqual([
          200,
          []
        ])
        expect(property.text).toContain("现在没有轮到您办的步骤")
      })
    )
  )

  it.effect("says who can take which step next, by role, and what has happened", () =>
    visited((visit) =>
      Effect.gen(function* () {
        const page = yield* visit(path, { as: "committee" })
        expect(page.text).toContain("下一步由谁办")
        expect(page.text).toContain("自治小组组长（lead-unity）")
        const history = page.elements.find(({ attributes }) => attributes["class"] === "story")
        expect(history?.text).toContain("2026年3月2日")
      })
    )
  )
})
