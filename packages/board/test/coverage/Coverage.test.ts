import { describe, expect, it } from "@effect/vitest"
import { ActorId } from "@liulinhui/core/Id"
import { Governance } from "@liulinhui/service/Governance"
import * as Effect from "effect/Effect"
import { district, linksOf, visited } from "../served.ts"

const path = `/d/${district}/coverage`

describe("coverage", () => {
  it.effect("has the figures of every rule, as the question answers them", () =>
    visited((visit) =>
      Effect.gen(function* () {
        const answer = yield* Governance.use(({ ask }) =>
          ask(district, ActorId.make("committee"), { _tag: "AskCoverage", rules: [] })
        )
        const page = yield* visit(path, { as: "committee" })
        const cards = page.elements.filter(({ tag }) => tag === "meter")
        expect(cards.map(({ text }) => text)).toEqual(
          answer.map(({ ratio }) => `${ratio.reached} / ${ratio.of}`)
        )
        for (const { rule } of answer) expect(linksOf(page)).toContain(`${path}/${rule}`)
      })
    )
  )

  it.effect("names the missing people by their doors, and only those whom the reader may see", () =>
    visited((visit) =>
      Effect.gen(function* () {
        const all = yield* visit(`${path}/elders-reached`, { as: "committee" })
        expect(all.text).toContain("1号楼 101室")
        expect(all.text).toContain("2号楼 101室")
        const own = yield* visit(`${path}/elders-reached`, { as: "head-b1" })
        expect(own.text).toContain("1号楼 101室")
        expect(own.text).not.toContain("2号楼")
        expect(own.text).toContain("不在您的职务范围内")
      })
    )
  )

  it.effect("is also shown as of an earlier day", () =>
    visited((visit) =>
      Effect.gen(function* () {
        const page = yield* visit(`${path}?on=2026-03-01`, { as: "committee" })
        expect(page.text).toContain("截至2026年3月1日")
        expect((yield* visit(`${path}/no-such-rule`, { as: "committee" })).status).toBe(404)
      })
    )
  )
})
