import { describe, expect, it } from "@effect/vitest"
import { Governance } from "@liulinhui/service/Governance"
import * as Effect from "effect/Effect"
import { openCase } from "../../../http/test/served.ts"
import { ask, caseId, submission } from "../../../service/test/wanLiu.ts"
import { district, fieldsOf, linksOf, planted, scripted, type Visit, visited } from "../served.ts"

const as = "lead-unity"
const path = `/d/${district}/batch/building-clutter/1/survey`

const submit = (id: string, request: object) =>
  Governance.use((governance) => governance.submit(submission(as, id, ask(request))))

/** Opens a case about each of the two buildings. */
const opened = Effect.andThen(
  submit("open-1", openCase("b1", "building:b1")),
  submit("open-2", openCase("b2", "building:b2"))
)

const stageOf = (id: string) =>
  Governance.use(({ read }) =>
    read(district, ({ cases }) => {
      const found = cases.get(caseId(id))?.state
      return found?._tag === "Opened" ? found.stage : undefined
    })
  )

/** Opens the page, fills in its form, and sends it with a photo for all cases, unless its name is empty. */
const send = (
  visit: Visit,
  cases: ReadonlyArray<string>,
  answers: Readonly<Record<string, string>>,
  photo = "楼道.jpg"
) =>
  Effect.gen(function* () {
    const { case: _, ...fields } = fieldsOf(yield* visit(path, { as }))
    const form = new FormData()
    for (const [name, value] of Object.entries({ ...fields, ...answers })) form.append(name, value)
    for (const id of cases) form.append("case", id)
    if (photo !== "") form.append("f.survey-photo", new File(["a photo"], photo, { type: "image/jpeg" }))
    return { form, page: yield* visit(path, { as, form }) }
  })

describe("a step for several cases", () => {
  it.effect("is offered on Today, and takes the answers for all cases and those of each case", () =>
    visited((visit) =>
      Effect.gen(function* () {
        yield* opened
        expect(linksOf(yield* visit(`/d/${district}/today`, { as }))).toContain(path)
        const answers = { "v.cluttered-households": "3", "v.b2.cluttered-households": "5" }
        const { form, page } = yield* send(visit, ["b1", "b2"], answers)
        expect([page.status, page.text]).toEqual([200, expect.stringContaining("已办：排摸楼道堆物，2件")])
        expect([yield* stageOf("b1"), yield* stageOf("b2")]).toEqual(["filing", "filing"])
        // The same form again is the same batch, and writes nothing.
        const head = Governance.use(({ read }) => read(district, ({ position }) => position))
        const before = yield* head
        const again = yield* visit(path, { as, form })
        expect([again.status, again.text]).toEqual([200, expect.stringContaining("2件")])
        expect(yield* head).toBe(before)
      })
    )
  )

  it.effect("says that it keeps no files, also if the board keeps the files of single steps", () =>
    visited(
      (visit) =>
        Effect.gen(function* () {
          yield* opened
          const { text } = yield* visit(path, { as })
          expect([text.includes("照片本身不上传保存"), text.includes("照片加密保存")]).toEqual([true, false])
        }),
      { keepsFiles: true }
    )
  )

  it.effect("takes the step for the chosen cases alone", () =>
    visited((visit) =>
      Effect.gen(function* () {
        yield* opened
        yield* send(visit, ["b2"], { "v.cluttered-households": "3" })
        expect([yield* stageOf("b1"), yield* stageOf("b2")]).toEqual(["surveying", "filing"])
        const { page } = yield* send(visit, [], { "v.cluttered-households": "3" })
        expect([page.status, page.text]).toEqual([422, expect.stringContaining("请至少选一件")])
      })
    )
  )

  it.effect("says for each case what is missing, takes no step, and keeps what was entered", () =>
    visited((visit) =>
      Effect.gen(function* () {
        yield* opened
        const { page } = yield* send(visit, ["b1", "b2"], { "v.b1.cluttered-households": "4" })
        expect(page.status).toBe(422)
        expect(page.text).toContain("2号楼：")
        expect(page.text).not.toContain("1号楼：缺少")
        expect(fieldsOf(page)).toMatchObject({ "v.b1.cluttered-households": "4" })
        expect([yield* stageOf("b1"), yield* stageOf("b2")]).toEqual(["surveying", "surveying"])
      })
    )
  )

  it.effect("is done for the other cases if one is refused, with the reasons of the refusal", () =>
    visited((visit) =>
      Effect.gen(function* () {
        yield* opened
        const { form } = yield* send(visit, [], { "v.cluttered-households": "3" })
        for (const id of ["b1", "b2"]) form.append("case", id)
        // Meanwhile, another person has taken the step for one of the cases.
        yield* submit("survey", {
          _tag: "TakeStep",
          case: "b2",
          step: "survey",
          evidence: {
            "cluttered-households": 1,
            "survey-photo": { photo: "a.jpg", sha256: "a".repeat(64) }
          }
        })
        const page = yield* visit(path, { as, form })
        expect(page.text).toContain("已办：排摸楼道堆物，1件")
        expect(page.text).toContain("1件没有办成")
        expect(linksOf(page)).toContain(`/d/${district}/cases/b2`)
      })
    )
  )

  it.effect("shows hostile fields as texts", () =>
    visited((visit) =>
      Effect.gen(function* () {
        yield* opened
        const names = ["v.cluttered-households", "v.survey-note", "v.b1.survey-note", "on", "command"]
        const hostile = Object.fromEntries(names.map((name) => [name, planted]))
        const { page } = yield* send(visit, ["b1", planted], hostile, planted)
        expect([page.status, scripted(page)]).toEqual([422, []])
        expect(page.text).toContain(planted)
        const query = encodeURIComponent(planted)
        expect(scripted(yield* visit(`/d/${district}/batch/${query}/1/${query}`, { as }))).toEqual([])
      })
    )
  )
})
