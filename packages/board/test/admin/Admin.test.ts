import { describe, expect, it } from "@effect/vitest"
import { Governance } from "@liulinhui/service/Governance"
import { concernsOf } from "@liulinhui/service/Health"
import * as Effect from "effect/Effect"
import { ask, submission } from "../../../service/test/wanLiu.ts"
import { district, linksOf, visited } from "../served.ts"

const path = `/d/${district}/admin`

const twice = submission(
  "committee",
  "twice",
  ask({
    _tag: "EnterResident",
    resident: { id: "again", household: "b2-101", name: "居民b1-101", birth: "1950-05-05", tags: [] }
  })
)

describe("administration", () => {
  it.effect(
    "shows what needs attention, and the end of the calendar, to those who oversee the district",
    () =>
      visited((visit) =>
        Effect.gen(function* () {
          yield* Governance.use(({ submit }) => submit(twice))
          const concerns = yield* Governance.use(({ read }) =>
            read(district, (state, on) => concernsOf(state, on))
          )
          expect(concerns.map(({ _tag }) => _tag)).toContain("LikelyDuplicates")
          const page = yield* visit(path, { as: "committee" })
          expect([page.status, page.text]).toEqual([200, expect.stringContaining("可能是同一人")])
          expect(page.text).toMatch(/节假日数据到20\d\d年为止/u)
          expect(linksOf(page)).toContain(`${path}/people`)
          expect(linksOf(yield* visit(`/d/${district}/today`, { as: "committee" }))).toContain(path)
        })
      )
  )

  it.effect("does not exist for those without the mandate", () =>
    visited((visit) =>
      Effect.gen(function* () {
        for (const as of ["head-b1", "lead-unity", "property", "volunteer-warmth"]) {
          for (const at of ["", "/people", "/people/committee"]) {
            expect([as, at, (yield* visit(path + at, { as })).status]).toEqual([as, at, 404])
          }
          expect(linksOf(yield* visit(`/d/${district}/cases`, { as }))).not.toContain(path)
        }
      })
    )
  )
})
