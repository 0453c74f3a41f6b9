import { describe, expect, it } from "@effect/vitest"
import { ActorId, RuleId } from "@liulinhui/core/Id"
import { Governance } from "@liulinhui/service/Governance"
import * as Effect from "effect/Effect"
import { district, fieldsIn, linksOf, visited } from "../served.ts"

const path = `/d/${district}/coverage/elders-reached`
const as = "committee"
const rule = RuleId.make("elders-reached")

const standing = Governance.use(({ ask }) =>
  ask(district, ActorId.make(as), { _tag: "AskCoverage", rules: [rule] })
).pipe(Effect.map(([one]) => one))

describe("a coverage rule", () => {
  it.effect("has its forecast, as the question answers it, and the next round by person", () =>
    visited((visit) =>
      Effect.gen(function* () {
        const { short } = yield* Governance.use(({ ask }) =>
          ask(district, ActorId.make(as), { _tag: "AskForecast", rule })
        )
        const page = yield* visit(path, { as })
        expect(short).toBeGreaterThan(0)
        expect(page.text).toContain(`离要求还差${short}`)
        expect(linksOf(page)).toContain(`${path}/next`)
        const { lists } = yield* Governance.use(({ ask }) =>
          ask(district, ActorId.make(as), { _tag: "AskNextRound", rule, capacity: 1 })
        )
        const round = yield* visit(`${path}/next?capacity=1`, { as })
        const items = round.elements.filter(({ tag }) => tag === "ol")
        expect(items).toHaveLength(lists.length)
        expect(round.text).toContain("1号楼 101室")
        expect((yield* visit(`${path}/next`, { as: "property" })).status).toBe(403)
      })
    )
  )

  it.effect("excuses a missing member for a reason of the rule, and only those who may", () =>
    visited((visit) =>
      Effect.gen(function* () {
        const before = yield* standing
        const link = linksOf(yield* visit(path, { as })).find((one) => one.includes("/excuse?")) ?? ""
        const form = fieldsIn(yield* visit(link, { as }), "excuse")
        const hostile = `"><script>alert(1)</script>`
        const refused = yield* visit(`${path}/excuse`, { as, form: { ...form, reason: hostile } })
        expect([refused.status >= 400, refused.elements.some(({ tag }) => tag === "script")]).toEqual([
          true,
          false
        ])
        const sent = yield* visit(`${path}/excuse`, { as, form })
        expect(sent.location).toBe(`${path}?done=excuse`)
        const after = yield* standing
        expect(after?.counts.excluded).toBe((before?.counts.excluded ?? 0) + 1)
        expect((yield* visit(`${path}?done=excuse`, { as })).text).toContain("已登记为不计入")
        const others = linksOf(yield* visit(path, { as: "property" }))
        expect(others.filter((one) => one.includes("/excuse?"))).toEqual([])
        expect((yield* visit(link, { as: "property" })).status).toBe(404)
        expect((yield* visit(`${path}/excuse`, { as: "property", form })).status).toBe(403)
      })
    )
  )
})
