import { describe, expect, it } from "@effect/vitest"
import { ActorId } from "@liulinhui/core/Id"
import { Governance } from "@liulinhui/service/Governance"
import * as Effect from "effect/Effect"
import { district, fieldsIn, visited } from "../served.ts"

const path = `/d/${district}/admin/people`
const as = "committee"

const held = (actor: string) =>
  Governance.use(({ ask }) =>
    ask(district, ActorId.make(as), { _tag: "AskMandates", actor: ActorId.make(actor) })
  ).pipe(Effect.map(({ mandates }) => mandates.map(({ role, scope }) => ({ role, scope }))))

const post = { actor: "new-1", role: "volunteer", scope: "group/unity", until: "", reason: "推选" }

describe("people", () => {
  it.effect("get a mandate, a name, and the end of the mandate, by requests of the reader", () =>
    visited((visit) =>
      Effect.gen(function* () {
        const granted = yield* visit(path, {
          as,
          form: { ...fieldsIn(yield* visit(path, { as }), "grant"), ...post }
        })
        expect(granted.location).toBe(`${path}?done=grant`)
        expect(yield* held("new-1")).toEqual([{ role: "volunteer", scope: { group: "unity" } }])

        const one = `${path}/new-1`
        const named = fieldsIn(yield* visit(one, { as }), "name")
        const hostile = `<script>alert("x")</script>`
        yield* visit(one, { as, form: { ...named, name: hostile } })
        const page = yield* visit(one, { as })
        expect(page.elements.filter(({ tag }) => tag === "script")).toEqual([])
        expect(page.elements.find(({ tag }) => tag === "title")?.text).not.toContain("script")

        const end = { ...fieldsIn(page, "end"), reason: "本人辞去" }
        expect((yield* visit(one, { as, form: end })).status).toBe(303)
        expect(yield* held("new-1")).toEqual([])
        expect((yield* visit(one, { as })).status).toBe(404)
      })
    )
  )

  it.effect("are refused in place with every reason, and what was entered is kept", () =>
    visited((visit) =>
      Effect.gen(function* () {
        const form = fieldsIn(yield* visit(path, { as }), "grant")
        const hostile = `"><img src=x onerror=alert(1)>`
        for (const wrong of [
          { actor: hostile },
          { role: "no-such" },
          { scope: "group/no-such" },
          { scope: hostile },
          { until: "2020-01-01" },
          // Nobody grants a mandate to themselves.
          { actor: as }
        ]) {
          const page = yield* visit(path, { as, form: { ...form, ...post, reason: hostile, ...wrong } })
          expect([wrong, page.status >= 400, page.html.includes('role="alert"')]).toEqual([wrong, true, true])
          expect(page.elements.filter(({ tag }) => tag === "img")).toEqual([])
          expect(page.elements.find(({ tag }) => tag === "textarea")?.text).toBe(hostile)
        }
        expect(yield* held("new-1")).toEqual([])
      })
    )
  )

  it.effect("get nothing from those without the mandate, also if a form is made up", () =>
    visited((visit) =>
      Effect.gen(function* () {
        const form = { ...fieldsIn(yield* visit(path, { as }), "grant"), ...post }
        for (const other of ["lead-unity", "head-b1"]) {
          expect([other, (yield* visit(path, { as: other, form })).status]).toEqual([other, 404])
        }
        expect(yield* held("new-1")).toEqual([])
        expect((yield* visit(path, { as, form: { act: "constructor" } })).status).toBe(400)
      })
    )
  )
})
