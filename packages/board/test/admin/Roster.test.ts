import { describe, expect, it } from "@effect/vitest"
import { Governance } from "@liulinhui/service/Governance"
import * as Effect from "effect/Effect"
import { district, fieldsIn, type Page, type Visit, visited } from "../served.ts"

const path = `/d/${district}/admin/roster`
const as = "committee"

const head = "楼栋,室号,建筑面积,姓名,出生日期"
const file = (rows: ReadonlyArray<string>): File =>
  new File([[head, ...rows].join("\n")], "名册.csv", { type: "text/csv" })

const send = (
  visit: Visit,
  from: Page,
  act: string,
  roster: File,
  more: Readonly<Record<string, string>> = {}
) => {
  const form = new FormData()
  for (const [name, value] of Object.entries({ ...fieldsIn(from, act), ...more })) form.append(name, value)
  form.append("roster", roster)
  return visit(path, { as, form })
}

const names = Governance.use(({ read }) =>
  read(district, ({ registry }) => [...registry.residents.values()].length)
)

const hostile = "<script>alert(1)</script>"

describe("the roster", () => {
  it.effect("is compared first, and written only after the same file was sent again", () =>
    visited((visit) =>
      Effect.gen(function* () {
        const before = yield* names
        const roster = file([`1号楼,201,80,${hostile},1950-01-01`, "2号楼,102,90,新居民,1980-02-02"])
        const seen = yield* send(visit, yield* visit(path, { as }), "look", roster)
        expect([seen.status, yield* names]).toEqual([200, before])
        expect(seen.text).toContain("新居民")
        expect(seen.text).toContain(hostile)
        expect(seen.elements.filter(({ tag }) => tag === "script")).toEqual([])

        const other = yield* send(visit, seen, "write", file(["1号楼,201,80,别人,1950-01-01"]))
        expect([other.status, yield* names]).toEqual([200, before])
        expect(other.text).toContain("这不是刚才对比的文件")

        const done = yield* send(visit, seen, "write", roster)
        expect([done.location, yield* names]).toEqual([`${path}?done=write`, before + 2])
        const again = yield* send(visit, seen, "write", roster)
        expect([again.location, yield* names]).toEqual([`${path}?done=write`, before + 2])
        expect((yield* send(visit, yield* visit(path, { as }), "look", roster)).text).toContain(
          "没有需要写入的"
        )
      })
    )
  )

  it.effect("with mistakes is refused with the row and the column of each, or leaves out these rows", () =>
    visited((visit) =>
      Effect.gen(function* () {
        const before = yield* names
        const start = yield* visit(path, { as })
        const wrong = file(["1号楼,201,80,好人,1950-01-01", "1号楼,202,80,坏行,1950-13-45"])
        const refused = yield* send(visit, start, "look", wrong)
        expect([refused.status, refused.text]).toEqual([422, expect.stringContaining("第 3 行")])
        const some = yield* send(visit, start, "look", wrong, { valid: "yes" })
        expect(some.text).toContain("有1行不会收")
        const done = yield* send(visit, some, "write", wrong, { valid: "yes" })
        expect([done.location, yield* names]).toEqual([`${path}?done=write`, before + 1])
        const noFile = yield* visit(path, { as, form: { act: "look", command: "x" } })
        expect(noFile.status).toBe(400)
      })
    )
  )

  it.effect("does not exist for those who do not manage the registry of the whole district", () =>
    visited((visit) =>
      Effect.gen(function* () {
        const before = yield* names
        for (const other of ["head-b1", "lead-unity", "general-branch"]) {
          const page = yield* visit(path, { as: other })
          const form = new FormData()
          form.append("act", "look")
          form.append("roster", file(["1号楼,201,80,某人,1950-01-01"]))
          const sent = yield* visit(path, { as: other, form })
          expect([other, page.status, sent.status]).toEqual([other, 404, 404])
          expect(sent.text).not.toContain("某人")
        }
        expect(yield* names).toBe(before)
      })
    )
  )
})
