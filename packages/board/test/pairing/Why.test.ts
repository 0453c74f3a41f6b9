import { describe, expect, it } from "@effect/vitest"
import { ActorId, BranchId, GroupId } from "@liulinhui/core/Id"
import { Governance } from "@liulinhui/service/Governance"
import * as Effect from "effect/Effect"
import { district, fieldsIn, linksOf, type Visit, visited } from "../served.ts"

const path = `/d/${district}/pairing`
const as = "general-branch"

const propose = (visit: Visit) =>
  Effect.gen(function* () {
    yield* visit(path, { as, form: fieldsIn(yield* visit(path, { as }), "propose") })
    const { stories } = yield* Governance.use(({ ask }) =>
      ask(district, ActorId.make(as), { _tag: "AskPairing" })
    )
    return stories[0]?.plan.pairs ?? []
  })

describe("why another branch does not lead a group", () => {
  it.effect("is answered by touching a branch: what it costs, and which pairs change", () =>
    visited((visit) =>
      Effect.gen(function* () {
        const [pair] = yield* propose(visit)
        const group = pair?.group ?? GroupId.make("unity")
        const choose = yield* visit(`${path}/why?group=${group}`, { as: "head-b1" })
        const other = linksOf(choose).find(
          (link) => link.includes("branch=") && !link.endsWith(pair?.branch ?? "")
        )
        const page = yield* visit(other ?? "", { as: "head-b1" })
        const branch = BranchId.make(new URL(other ?? "", "http://x").searchParams.get("branch") ?? "")
        const why = yield* Governance.use(({ ask }) =>
          ask(district, ActorId.make("head-b1"), { _tag: "AskWhyNot", group, branch })
        )
        const points = why._tag === "Costs" ? Math.abs(why.points) : undefined
        expect(page.text).toContain(`${points?.toLocaleString("en") ?? "?"}`)
        expect(page.text).toMatch(/如果有这一对，整体得分(?:少|多)[\d,]+/u)
        const proposed = yield* visit(`${path}/why?group=${group}&branch=${pair?.branch ?? ""}`, { as })
        expect(proposed.text).toContain("方案里就有这一对")
      })
    )
  )

  it.effect("about a branch that does not exist, and before any proposal, is answered with the reason", () =>
    visited((visit) =>
      Effect.gen(function* () {
        const before = yield* visit(`${path}/why?group=unity&branch=one`, { as })
        expect([before.status, before.text]).toEqual([200, expect.stringContaining("还没有提出过结对方案")])
        yield* propose(visit)
        const odd = yield* visit(`${path}/why?group=unity&branch=${encodeURIComponent("<b>x</b>")}`, { as })
        expect(odd.html).not.toContain("<b>x</b>")
        expect(odd.text).toContain("结对方案中没有支部“<b>x</b>”")
      })
    )
  )
})

describe("the trade between changes and points", () => {
  it.effect("has the compromises of the question, from the fewest changes to the most points", () =>
    visited((visit) =>
      Effect.gen(function* () {
        yield* propose(visit)
        const { plans } = yield* Governance.use(({ ask }) =>
          ask(district, ActorId.make(as), { _tag: "AskTrade" })
        )
        const page = yield* visit(`${path}/trade`, { as, language: "en" })
        expect(plans.length).toBeGreaterThan(0)
        for (const { changes } of plans) expect(page.text).toContain(`${changes} change`)
        expect(plans.map(({ changes }) => changes)).toEqual(
          plans.map(({ changes }) => changes).toSorted((a, b) => a - b)
        )
      })
    )
  )
})

describe("other pairs", () => {
  it.effect("are decided on with a reason; the proposed pairs are chosen before", () =>
    visited((visit) =>
      Effect.gen(function* () {
        const pairs = yield* propose(visit)
        const page = yield* visit(`${path}/other`, { as })
        const boxes = page.elements.filter(({ attributes }) => attributes["type"] === "checkbox")
        const chosen = boxes.flatMap(({ attributes: { checked, value = "" } }) =>
          checked === undefined ? [] : [value]
        )
        expect(chosen.toSorted()).toEqual(pairs.map(({ branch, group }) => `${branch} ${group}`).toSorted())

        // Each branch leads as many groups as it can, so two groups exchange their branches.
        const [one, two] = ["one", "two"].map((branch) => pairs.find((pair) => pair.branch === branch)?.group)
        const others = new Map([
          [one, "two"],
          [two, "one"]
        ])
        const swapped = pairs.map(({ branch, group }) => `${others.get(group) ?? branch} ${group}`)
        const fields = new URLSearchParams(fieldsIn(page, "overrule"))
        fields.delete("pair")
        for (const pair of swapped) fields.append("pair", pair)
        fields.set("reason", "两家更熟悉")
        const sent = yield* visit(`${path}/other`, { as, form: fields })
        expect(sent.location).toBe(`${path}?done=overrule`)
        const { stories } = yield* Governance.use(({ ask }) =>
          ask(district, ActorId.make(as), { _tag: "AskPairing" })
        )
        expect(stories[0]?.steps.at(-1)).toMatchObject({ status: "overruled", reason: "两家更熟悉" })
        expect(stories[0]?.overruled?.pairs).toHaveLength(pairs.length)
      })
    )
  )
})
