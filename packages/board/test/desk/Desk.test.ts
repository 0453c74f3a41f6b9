import { describe, expect, it } from "@effect/vitest"
import { Governance } from "@liulinhui/service/Governance"
import * as Reports from "@liulinhui/http/Reports"
import * as Effect from "effect/Effect"
import { openToResidents as playbook } from "../../../http/test/served.ts"
import { district, fieldsOf, linksOf, type Page, planted, scripted, type Visit, visited } from "../served.ts"

const home = `/d/${district}`
const as = "lead-warmth"
const texts = { words: "五楼门口\n堆满纸箱", place: "五楼", contact: "138 0000 0000" }

/** Takes in a report, and returns the path of its page. */
const report = (key: string, more: object = {}) =>
  Effect.gen(function* () {
    const { receive } = yield* Reports.Reports
    const reported = { playbook, building: "b1", ...texts, ...more }
    const { report: id } = yield* receive(
      { district, key: `report-of-resident-${key}`, reported },
      { address: "" }
    )
    return `${home}/reports/${id}`
  })

/** The fields of the form of a page that has a certain value in its field `what`. */
const formWith = (page: Page, what: string): Readonly<Record<string, string>> => {
  const said = Object.entries(fieldsOf(page)).filter(([name]) => name.startsWith("said."))
  return { ...Object.fromEntries(said), command: `${what}-${page.status}-command`, what }
}

const look = (visit: Visit, path: string) =>
  Effect.flatMap(visit(path, { as }), (page) => visit(path, { as, form: formWith(page, "look") }))

const entriesOf = (path: string) =>
  Governance.use(({ read }) =>
    read(district, ({ reports }) => [...reports.values()].find(({ id }) => path.endsWith(id)))
  )

describe("the intake desk", () => {
  it.effect(
    "is for the keepers of what residents report, and lists the reports that wait, without their words",
    () =>
      visited((visit) =>
        Effect.gen(function* () {
          const path = yield* report("1")
          const page = yield* visit(`${home}/reports`, { as })
          expect(linksOf(page)).toContain(path)
          expect(page.text).toContain("1号楼，2026年3月2日收到")
          expect(page.text).toContain("尚未查看")
          for (const text of Object.values(texts)) expect(page.text).not.toContain(text)

          const stranger = yield* visit(`${home}/reports`, { as: "lead-unity" })
          expect(linksOf(stranger)).not.toContain(path)
          expect(stranger.text).toContain("没有待处理的报事")
          expect((yield* visit(path, { as: "lead-unity" })).status).toBe(404)
        })
      )
  )

  it.effect("shows the words only after a look, which is recorded", () =>
    visited((visit) =>
      Effect.gen(function* () {
        const path = yield* report("1")
        const before = yield* visit(path, { as })
        for (const text of Object.values(texts)) expect(before.html).not.toContain(text)
        expect((yield* entriesOf(path))?.lookedAt).toBeUndefined()

        const after = yield* look(visit, path)
        expect(after.text).toContain("五楼门口 堆满纸箱")
        expect(linksOf(after)).toContain("tel:13800000000")
        expect((yield* entriesOf(path))?.lookedAt).toBeDefined()
        // Without a further look, the words are not shown again.
        expect((yield* visit(path, { as })).text).not.toContain("堆满纸箱")
        const stranger = yield* visit(path, { as: "lead-unity", form: formWith(before, "look") })
        expect([stranger.status, stranger.text]).toEqual([404, expect.not.stringContaining("纸箱")])
      })
    )
  )

  it.effect("makes a case of a report, about a flat of the registry, with the evidence of its playbook", () =>
    visited((visit) =>
      Effect.gen(function* () {
        const path = yield* report("1")
        const looked = yield* look(visit, path)
        const first = yield* visit(`${path}/accept`, {
          as,
          form: { ...formWith(looked, "accept"), go: "begin" }
        })
        expect(first.text).toContain("堆满纸箱")
        const send = (page: Page, more: Readonly<Record<string, string>>) =>
          visit(`${path}/accept`, { as, form: { ...fieldsOf(page), ...more } })
        const wrong = yield* send(first, { unit: "999", go: "about" })
        expect([wrong.status, wrong.text]).toEqual([422, expect.stringContaining("名册里没有这个地方")])
        let page = yield* send(wrong, { unit: "１０１", go: "about" })
        expect(page.text).toContain("事项对象：1号楼 101")
        expect(page.text).toContain("堆满纸箱")
        while (!page.text.includes("请核对，确认后登记"))
          page = yield* send(page, { "v.situation": "多年囤积", go: "next" })
        const done = yield* send(page, { go: "confirm" })
        expect([done.status, done.location]).toEqual([303, `${path}?done`])
        const decided = (yield* entriesOf(path))?.decided
        expect(decided).toMatchObject({ _tag: "Accepted", by: as })
        const after = yield* visit(`${path}?done`, { as })
        const [link = ""] = linksOf(after).filter((one) => one.startsWith(`${home}/cases/`))
        expect((yield* visit(link, { as })).text).toContain("1号楼 101")
      })
    )
  )

  it.effect("declines a report with a reason, and keeps the words on the page until there is one", () =>
    visited((visit) =>
      Effect.gen(function* () {
        const path = yield* report("1")
        const looked = yield* look(visit, path)
        const without = yield* visit(path, { as, form: { ...formWith(looked, "decline"), reason: " " } })
        expect([without.status, without.text]).toEqual([422, expect.stringContaining("请写明不予受理的原因")])
        expect(without.text).toContain("堆满纸箱")
        const form = { ...formWith(without, "decline"), reason: "请联系物业" }
        expect((yield* visit(path, { as, form })).status).toBe(303)
        expect((yield* entriesOf(path))?.decided).toMatchObject({ _tag: "Declined", by: as })
        const again = yield* visit(path, { as, form: { ...form, command: "another" } })
        expect([again.status, again.text]).toEqual([422, expect.stringContaining("不予受理")])
      })
    )
  )

  it.effect("merges a report with another one of the same category", () =>
    visited((visit) =>
      Effect.gen(function* () {
        const [older, newer] = [yield* report("1"), yield* report("2")]
        const looked = yield* look(visit, newer)
        const none = yield* visit(newer, { as, form: formWith(looked, "merge") })
        expect([none.status, none.text]).toEqual([422, expect.stringContaining("请选择并入哪一件")])
        const into = older.split("/").at(-1) ?? ""
        expect(none.html).toContain(`value="${into}"`)
        const done = yield* visit(newer, { as, form: { ...formWith(none, "merge"), into } })
        expect(done.status).toBe(303)
        expect((yield* entriesOf(newer))?.decided).toMatchObject({ _tag: "Merged", into })
        expect((yield* visit(`${home}/reports`, { as })).text).toContain("另有1件并入本件")
      })
    )
  )

  it.effect("shows hostile words, and hostile fields of its forms, as texts", () =>
    visited((visit) =>
      Effect.gen(function* () {
        // The rules take in no markup. This text has quotes and entities, which a page must escape as well.
        const words = `" onfocus="alert(1)" autofocus x='&lt;' <3`
        const path = yield* report("1", { words, place: words, contact: words })
        const looked = yield* look(visit, path)
        expect(looked.text).toContain(words)
        expect(scripted(looked)).toEqual([])
        const hostile = {
          "said.words": planted,
          "said.place": planted,
          "said.contact": planted,
          reason: planted
        }
        for (const [to, form] of [
          [path, { ...hostile, what: "decline", reason: "" }],
          [path, { ...hostile, what: "merge", into: planted, command: planted }],
          [path, { ...hostile, what: planted, command: "" }],
          [`${path}/accept`, { ...hostile, go: "begin", building: planted, unit: planted, command: planted }],
          [`${path}/accept`, { ...hostile, go: "about", building: "b1", unit: "101", "v.situation": planted }]
        ] as const) {
          const page = yield* visit(to, { as, form })
          expect([to, scripted(page)]).toEqual([to, []])
        }
      })
    )
  )
})
