import { describe, expect, it } from "@effect/vitest"
import { ActorId } from "@liulinhui/core/Id"
import { Governance } from "@liulinhui/service/Governance"
import * as Effect from "effect/Effect"
import { district, fieldsIn, linksOf, type Visit, visited } from "../served.ts"

const path = `/d/${district}/pairing/companions`
const as = "lead-warmth"

const plans = Effect.suspend(() =>
  Governance.use(({ ask }) => ask(district, ActorId.make(as), { _tag: "AskCompanionPlans" }))
)
const pairs = Effect.suspend(() =>
  Governance.use(({ ask }) => ask(district, ActorId.make(as), { _tag: "AskCompanions" }))
)
const propose = (visit: Visit) =>
  Effect.gen(function* () {
    const sent = yield* visit(path, { as, form: fieldsIn(yield* visit(path, { as }), "propose") })
    expect(sent.location).toBe(`${path}?done=propose`)
    const [open] = (yield* plans).open
    return open
  })

describe("companions", () => {
  it.effect("are proposed, shown by their doors, and confirmed", () =>
    visited((visit) =>
      Effect.gen(function* () {
        const open = yield* propose(visit)
        const [pair] = open?.pairs ?? []
        const page = yield* visit(path, { as })
        expect(page.text).toContain("2号楼 101室")
        const sent = yield* visit(path, { as, form: fieldsIn(page, "confirm") })
        expect(sent.location).toBe(`${path}?done=confirm`)
        const decided = yield* pairs
        expect(decided).toHaveLength(open?.pairs.length ?? 0)
        expect(decided).toContainEqual(
          expect.objectContaining({ elder: pair?.elder, volunteer: pair?.volunteer })
        )
        expect((yield* visit(path, { as })).text).toContain(`现有结对（${decided.length}）`)
      })
    )
  )

  it.effect("have an answer to why not somebody else, for each volunteer", () =>
    visited((visit) =>
      Effect.gen(function* () {
        const open = yield* propose(visit)
        const [pair] = open?.pairs ?? []
        const why = `${path}/why?proposal=${open?.proposal ?? ""}&elder=${pair?.elder ?? ""}`
        const choose = linksOf(yield* visit(why, { as })).filter((link) => link.includes("volunteer="))
        expect(choose).toHaveLength(open?.volunteers.length ?? 0)
        for (const link of choose) {
          const page = yield* visit(link, { as })
          const isProposed = link.endsWith(`volunteer=${pair?.volunteer ?? ""}`)
          expect(page.text.includes("方案里就是这一对")).toBe(isProposed)
          if (!isProposed) expect(page.text).toMatch(/若是这一对|同样好/u)
        }
      })
    )
  )

  it.effect("are chosen otherwise for some elders, with a reason", () =>
    visited((visit) =>
      Effect.gen(function* () {
        const open = yield* propose(visit)
        const [pair] = open?.pairs ?? []
        const elder = pair?.elder ?? ""
        const other = open?.volunteers.find(({ id }) => id !== pair?.volunteer)?.id ?? ""
        const page = yield* visit(`${path}/other?proposal=${open?.proposal ?? ""}&elder=${elder}`, { as })
        const form = fieldsIn(page, "overrule")
        expect(form[`for.${elder}`]).toBe(pair?.volunteer)
        const hostile = `"><img src=x onerror=alert(1)>`
        const refused = yield* visit(`${path}/other`, {
          as,
          form: { ...form, [`for.${elder}`]: "no such", reason: hostile }
        })
        expect(refused.status).toBeGreaterThanOrEqual(400)
        expect(refused.elements.find(({ tag }) => tag === "textarea")?.text).toBe(hostile)
        expect(refused.elements.filter(({ tag }) => tag === "img")).toEqual([])
        const sent = yield* visit(`${path}/other`, {
          as,
          form: { ...form, [`for.${elder}`]: other, reason: "老邻居" }
        })
        expect(sent.location).toBe(`${path}?done=overrule`)
        expect(yield* pairs).toContainEqual(expect.objectContaining({ elder, volunteer: other }))
      })
    )
  )

  it.effect("of a proposal are not shown to those who may not decide on it", () =>
    visited((visit) =>
      Effect.gen(function* () {
        const open = yield* propose(visit)
        const page = yield* visit(path, { as: "head-b2" })
        expect([page.status, page.html.includes('name="act"')]).toEqual([200, false])
        const why = `${path}/why?proposal=${open?.proposal ?? ""}&elder=${open?.pairs[0]?.elder ?? ""}`
        expect((yield* visit(why, { as: "head-b2" })).status).toBe(403)
        expect((yield* visit(why, { as: "lead-unity" })).status).toBe(404)
      })
    )
  )
})
