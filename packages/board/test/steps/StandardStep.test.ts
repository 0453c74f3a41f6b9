import { describe, expect, it } from "@effect/vitest"
import { Governance } from "@liulinhui/service/Governance"
import * as Effect from "effect/Effect"
import { caseId } from "../../../service/test/wanLiu.ts"
import { district, fieldsOf, linksOf, visited } from "../served.ts"

const path = `/d/${district}/cases/campaign`

const entries = Governance.use(({ read }) =>
  read(district, ({ cases }) => (cases.get(caseId("campaign"))?.entries ?? []).map(({ event }) => event._tag))
)

describe("a step that every case has", () => {
  it.effect("is offered to those who may take it, and recorded with the text", () =>
    visited((visit) =>
      Effect.gen(function* () {
        const as = "lead-unity"
        expect(linksOf(yield* visit(path, { as }))).toContain(`${path}/standard/note`)
        const first = yield* visit(`${path}/standard/note`, { as })
        const form = { ...fieldsOf(first), "v.text": "已电话联系\n明天再去", go: "next" }
        const second = yield* visit(`${path}/standard/note`, { as, form })
        expect(second.text).toContain("哪一天办的")
        const last = yield* visit(`${path}/standard/note`, { as, form: { ...fieldsOf(second), go: "next" } })
        const done = yield* visit(`${path}/standard/note`, { as, form: { ...fieldsOf(last), go: "confirm" } })
        expect([done.status, done.location]).toEqual([303, `${path}?also=note`])
        expect(yield* entries).toContain("Noted")
        expect((yield* visit(done.location ?? "", { as })).text).toContain("已办：写备注")
      })
    )
  )

  it.effect("is not possible for others, and an unknown one for nobody", () =>
    visited((visit) =>
      Effect.gen(function* () {
        expect((yield* visit(`${path}/standard/withdraw`, { as: "property" })).status).toBe(409)
        expect((yield* visit(`${path}/standard/constructor`, { as: "committee" })).status).toBe(409)
        expect(yield* entries).not.toContain("CaseWithdrawn")
      })
    )
  )
})
