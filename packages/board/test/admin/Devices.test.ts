import { describe, expect, it } from "@effect/vitest"
import { ActorId } from "@liulinhui/core/Id"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { district, fieldsIn, visited } from "../served.ts"

const path = `/d/${district}/admin/people`
const as = "committee"
const volunteer = { district, actor: ActorId.make("volunteer-warmth") }

describe("the devices of a person", () => {
  it.effect("are invited with a link that works once, listed, and revoked", () =>
    visited((visit, { signIn }) =>
      Effect.gen(function* () {
        const one = `${path}/${volunteer.actor}`
        const invited = yield* visit(one, { as, form: fieldsIn(yield* visit(one, { as }), "invite") })
        expect(invited.status).toBe(200)
        const link = invited.elements.find(({ attributes }) => attributes["id"] === "link")?.attributes[
          "value"
        ]
        const [address, token = ""] = (link ?? "").split("#")
        expect(address).toBe("http://district.example/sign-in")
        expect(invited.html).toContain("<svg")
        expect(invited.headers.get("cache-control")).toBe("no-store")

        const hostile = "<b>手机</b>"
        const entering = { invitation: Redacted.make(token), pin: Redacted.make("831047"), name: hostile }
        yield* signIn.withInvitation(entering, { address: "" })
        const page = yield* visit(one, { as })
        expect(page.text).toContain(hostile)
        expect(page.html).not.toContain(hostile)

        const revoked = yield* visit(one, { as, form: fieldsIn(page, "revoke") })
        expect(revoked.location).toBe(`${one}?done=revoke`)
        expect(yield* signIn.devicesOf(undefined, volunteer)).toEqual([])
      })
    )
  )

  it.effect("are not managed by those who may not grant all mandates of the person", () =>
    visited((visit, { signIn }) =>
      Effect.gen(function* () {
        const one = `${path}/general-branch`
        const page = yield* visit(one, { as })
        expect(page.text).toContain("不能由您管理设备")
        const made = { act: "invite", command: "x" }
        expect((yield* visit(one, { as, form: made })).status).toBe(403)
        expect((yield* visit(`${path}/committee`, { as: "head-b1", form: made })).status).toBe(404)
        const audit = yield* signIn.audit(district)
        expect(audit.filter(({ event }) => event === "Invited")).toEqual([])
      })
    )
  )
})
