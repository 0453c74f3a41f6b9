import { describe, expect, it } from "@effect/vitest"
import { ActorId } from "@liulinhui/core/Id"
import { Governance } from "@liulinhui/service/Governance"
import * as Effect from "effect/Effect"
import { district, fieldsIn, linksOf, visited } from "../served.ts"

const home = `/d/${district}`
const path = `${home}/pairing`

const asked = Effect.suspend(() =>
  Governance.use(({ ask }) => ask(district, ActorId.make("general-branch"), { _tag: "AskPairing" }))
)

describe("the pairing", () => {
  it.effect("is proposed, confirmed and put into force with the buttons of the page", () =>
    visited((visit) =>
      Effect.gen(function* () {
        const as = "general-branch"
        const act = (name: string) =>
          Effect.gen(function* () {
            const form = fieldsIn(yield* visit(path, { as }), name)
            return yield* visit(path, { as, form })
          })
        for (const name of ["propose", "confirm", "enter"]) {
          const sent = yield* act(name)
          expect([name, sent.status, sent.location]).toEqual([name, 303, `${path}?done=${name}`])
        }
        const { inForce, stories } = yield* asked
        expect(stories[0]?.steps.map(({ status }) => status)).toEqual(["proposed", "confirmed", "in force"])
        const page = yield* visit(`${path}?done=enter`, { as })
        expect(page.text).toContain("结对已生效")
        expect(inForce).toHaveLength(6)
        for (const { group } of inForce) expect(page.html).toContain(`group=${group}`)
      })
    )
  )

  it.effect("states the reasons of each pair in words, the points only behind a disclosure", () =>
    visited((visit) =>
      Effect.gen(function* () {
        const as = "general-branch"
        yield* visit(path, { as, form: fieldsIn(yield* visit(path, { as }), "propose") })
        const page = yield* visit(path, { as })
        const [pair] = page.elements.filter(
          ({ attributes, tag }) => tag === "ul" && attributes["class"] === "tasks"
        )
        expect(pair?.text).toContain("所长对所需：")
        const outside = page.html.replaceAll(/<details>.*?<\/details>/gsu, "")
        expect(outside).not.toMatch(/得分\d/u)
        expect(page.html).toMatch(/<summary>得分[\d,]+<\/summary>/u)
      })
    )
  )

  it.effect("has buttons only for those who may decide, and a request without the authority is refused", () =>
    visited((visit) =>
      Effect.gen(function* () {
        const as = "general-branch"
        yield* visit(path, { as, form: fieldsIn(yield* visit(path, { as }), "propose") })
        const decide = fieldsIn(yield* visit(path, { as }), "confirm")
        const other = yield* visit(path, { as: "head-b1" })
        expect(other.status).toBe(200)
        expect(other.html).not.toContain('name="act"')
        const sent = yield* visit(path, { as: "head-b1", form: decide })
        expect(sent.status).toBe(403)
        expect((yield* asked).stories[0]?.steps).toHaveLength(1)
      })
    )
  )

  it.effect("is rejected with a reason alone, and a reason that was entered is kept as text", () =>
    visited((visit) =>
      Effect.gen(function* () {
        const as = "general-branch"
        yield* visit(path, { as, form: fieldsIn(yield* visit(path, { as }), "propose") })
        const form = fieldsIn(yield* visit(path, { as }), "reject")
        const empty = yield* visit(path, { as, form: { ...form, reason: " " } })
        expect(empty.status).toBeGreaterThanOrEqual(400)
        expect(empty.html).toContain('role="alert"')
        const hostile = `</textarea><script>alert(1)</script>"'&`
        const tooLong = yield* visit(path, { as, form: { ...form, reason: hostile.padEnd(501, "长") } })
        expect(tooLong.status).toBeGreaterThanOrEqual(400)
        expect(tooLong.elements.find(({ tag }) => tag === "textarea")?.text).toContain(hostile)
        expect(tooLong.elements.filter(({ tag }) => tag === "script")).toEqual([])
        const sent = yield* visit(path, { as, form: { ...form, reason: hostile } })
        expect(sent.location).toBe(`${path}?done=reject`)
        const page = yield* visit(path, { as })
        expect(page.text).toContain(hostile)
        expect(page.elements.filter(({ tag }) => tag === "script")).toEqual([])
      })
    )
  )

  it.effect("has a link in the navigation, and a form of the wrong kind is refused", () =>
    visited((visit) =>
      Effect.gen(function* () {
        expect(linksOf(yield* visit(`${home}/today`, { as: "head-b1" }))).toContain(path)
        const odd = yield* visit(path, { as: "general-branch", form: { act: "constructor" } })
        expect(odd.status).toBe(400)
      })
    )
  )
})
