import { describe, expect, it } from "@effect/vitest"
import { ActorId } from "@liulinhui/core/Id"
import { Governance } from "@liulinhui/service/Governance"
import * as Effect from "effect/Effect"
import { district, fieldsIn, linksOf, type Visit, visited } from "../served.ts"

const path = `/d/${district}/pairing/talents`
const as = "committee"

const plans = Effect.suspend(() =>
  Governance.use(({ ask }) => ask(district, ActorId.make(as), { _tag: "AskTalentPlans" }))
)

const propose = (visit: Visit) =>
  Effect.gen(function* () {
    const form = fieldsIn(yield* visit(path, { as }), "team")
    const sent = yield* visit(path, { as, form: { ...form, team: "unity", minutes: "30" } })
    expect(sent.location).toBe(`${path}?done=propose`)
    return (yield* plans).open[0]
  })

describe("capable residents", () => {
  it.effect("are proposed for a team or for open cases, and confirmed", () =>
    visited((visit) =>
      Effect.gen(function* () {
        const open = yield* propose(visit)
        expect(open?.pairs).toHaveLength(1)
        const page = yield* visit(path, { as })
        expect(page.text).toContain("需1人，每人每周30分钟")
        expect((yield* visit(path, { as, form: fieldsIn(page, "confirm") })).location).toBe(
          `${path}?done=confirm`
        )
        expect((yield* plans).open).toEqual([])
        const forCase = { ...fieldsIn(yield* visit(path, { as }), "cases"), case: "campaign", minutes: "60" }
        const sent = yield* visit(path, { as, form: forCase })
        expect(sent.location).toBe(`${path}?done=propose`)
        expect((yield* plans).open[0]?.tasks).toMatchObject([{ case: "campaign", minutes: 60 }])
      })
    )
  )

  it.effect("have an answer to why not somebody else", () =>
    visited((visit) =>
      Effect.gen(function* () {
        const open = yield* propose(visit)
        const why = linksOf(yield* visit(path, { as })).find((link) => link.includes("/why?")) ?? ""
        const each = linksOf(yield* visit(why, { as })).filter((link) => link.includes("talent="))
        expect(each).toHaveLength(open?.talents.length ?? 0)
        const texts = yield* Effect.forEach(each, (link) =>
          Effect.map(visit(link, { as }), ({ text }) => text)
        )
        expect(texts.filter((text) => text.includes("方案里就是这个人"))).toHaveLength(1)
        expect(texts.filter((text) => /若由他担任|不符合条件/u.test(text)).length).toBeGreaterThan(0)
      })
    )
  )

  it.effect("are chosen otherwise with a reason, and a task without enough people is refused in place", () =>
    visited((visit) =>
      Effect.gen(function* () {
        const open = yield* propose(visit)
        const at = `${path}/other?proposal=${open?.proposal ?? ""}`
        const fields = new URLSearchParams(fieldsIn(yield* visit(at, { as }), "overrule"))
        fields.set("reason", "<i>轮流</i>")
        const other = open?.talents.find((id) => id !== open.pairs[0]?.talent) ?? ""
        fields.delete("pair")
        fields.append("pair", `${other} unity`)
        fields.append("pair", `${open?.pairs[0]?.talent ?? ""} unity`)
        const two = yield* visit(`${path}/other`, { as, form: fields })
        expect([two.status >= 400, two.elements.some(({ tag }) => tag === "i")]).toEqual([true, false])
        fields.delete("pair")
        fields.append("pair", `${other} unity`)
        expect((yield* visit(`${path}/other`, { as, form: fields })).location).toBe(`${path}?done=overrule`)
      })
    )
  )

  it.effect("are not shown to those who may not decide", () =>
    visited((visit) =>
      Effect.gen(function* () {
        const open = yield* propose(visit)
        const why = `${path}/why?proposal=${open?.proposal ?? ""}&task=unity`
        // The task belongs to the group `unity`. Both leaders have the authority, each for the own group.
        expect((yield* visit(why, { as: "lead-unity" })).status).toBe(200)
        expect((yield* visit(why, { as: "lead-warmth" })).status).toBe(404)
        expect((yield* visit(path, { as: "lead-warmth" })).text).toContain("没有待决定的人选方案")
        expect((yield* visit(path, { as: "head-b1" })).status).toBe(403)
        const odd = yield* visit(path, { as, form: { act: "toString" } })
        expect(odd.status).toBe(400)
        const bad = { ...fieldsIn(yield* visit(path, { as }), "team"), minutes: "<script>" }
        const refused = yield* visit(path, { as, form: bad })
        expect(refused.status).toBeGreaterThanOrEqual(400)
        expect(refused.html).not.toContain("<script>")
      })
    )
  )
})
