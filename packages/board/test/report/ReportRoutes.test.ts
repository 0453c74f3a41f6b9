import { describe, expect, it } from "@effect/vitest"
import { Governance } from "@liulinhui/service/Governance"
import * as Effect from "effect/Effect"
import fc from "fast-check"
import { openToResidents as playbook } from "../../../http/test/served.ts"
import { ask, submission } from "../../../service/test/wanLiu.ts"
import { district, fieldsOf, linksOf, type Page, planted, scripted, type Visit, visited } from "../served.ts"

const path = `/report/${district}`
const entered = { words: "五楼门口堆满纸箱", building: "b1", place: "五楼", contact: "13800000000" }

/** Opens the form, fills it in, and sends it. */
const send = (visit: Visit, more: Readonly<Record<string, string>> = {}, address = "") =>
  Effect.gen(function* () {
    const form = yield* visit(path)
    return yield* visit(path, {
      form: { ...fieldsOf(form), ...entered, ...more },
      ...(address === "" ? {} : { headers: { "x-address": address } })
    })
  })

/** The number and the PIN on a page with a receipt. */
const receiptOn = ({ elements }: Page) => {
  const [number = "", pin = ""] = elements.flatMap(({ tag, text }) => (tag === "dd" ? [text] : []))
  return { number, pin }
}

const lookUp = (visit: Visit, receipt: { readonly number: string; readonly pin: string }, address = "") =>
  visit(`${path}/progress`, {
    form: receipt,
    ...(address === "" ? {} : { headers: { "x-address": address } })
  })

const reports = Governance.use(({ read }) => read(district, (state) => [...state.reports.values()]))
const submit = (id: string, request: object) =>
  Governance.use((governance) => governance.submit(submission("committee", id, ask(request))))

describe("reporting something without an account", () => {
  it.effect("goes from the form to a receipt, and the receipt shows how far the report is", () =>
    visited((visit) =>
      Effect.gen(function* () {
        const form = yield* visit(`${path}?at=b2`)
        expect([form.status, form.text]).toEqual([200, expect.stringContaining("困难及囤积户帮扶")])
        const chosen = form.elements.filter(({ attributes }) => "selected" in attributes)
        expect(chosen.map(({ text }) => text)).toEqual(["2号楼"])

        const given = yield* send(visit)
        expect([given.status, given.headers.get("cache-control")]).toEqual([200, "no-store"])
        expect(yield* reports).toMatchObject([{ playbook, building: "b1" }])
        const receipt = receiptOn(given)
        expect(receipt.number).toMatch(/^([0-9A-Z]{4}-){3}[0-9A-Z]{4}$/u)
        expect(receipt.pin).toMatch(/^\d{6}$/u)
        expect(linksOf(given).join(" ")).not.toContain(receipt.pin)

        expect((yield* lookUp(visit, receipt)).text).toContain("已收到，尚未查看")
        const [{ id } = { id: "" }] = yield* reports
        yield* submit("look", { _tag: "LookAtReport", report: id })
        yield* submit("decline", { _tag: "DeclineReport", report: id, reason: "请联系物业" })
        const answer = yield* lookUp(visit, receipt)
        expect(answer.text).toContain("不予受理")
        expect(answer.text).toContain("不予受理的原因：请联系物业")
        for (const text of Object.values(entered)) expect(answer.text).not.toContain(text)
      })
    )
  )

  it.effect("of a form that is sent twice is one report with one receipt", () =>
    visited((visit) =>
      Effect.gen(function* () {
        const form = { ...fieldsOf(yield* visit(path)), ...entered }
        const first = yield* visit(path, { form })
        const again = yield* visit(path, { form })
        expect(receiptOn(again)).toEqual(receiptOn(first))
        expect(again.text).toContain("先前已经收到")
        // The person went back, and wrote something else: the form is shown again, and can be sent as another report.
        const other = yield* visit(path, { form: { ...form, words: "别的事" } })
        expect(other.status).toBe(422)
        const sent = yield* visit(path, { form: fieldsOf(other) })
        expect(receiptOn(sent).number).not.toBe(receiptOn(first).number)
        expect(yield* reports).toHaveLength(2)
      })
    )
  )

  it.effect("keeps what was entered, and says why it is not sent", () =>
    visited((visit) =>
      Effect.gen(function* () {
        for (const [wrong, why] of [
          [{ words: " " }, "还没有写情况"],
          [{ words: "长".repeat(2_001) }, "最多2,000字"],
          [{ words: "<b>纸箱</b>" }, "标记代码"]
        ] as const) {
          const page = yield* send(visit, wrong)
          expect([page.status, page.text]).toEqual([422, expect.stringContaining(why)])
          expect(fieldsOf(page)).toMatchObject({ place: "五楼", contact: "13800000000" })
          expect(page.html).toContain('<option value="b1" selected>')
        }
        expect(yield* reports).toEqual([])
      })
    )
  )

  it.effect("begins with the categories if there are several, and keeps the building of the code", () =>
    visited((visit) =>
      Effect.gen(function* () {
        yield* Governance.use(({ adopt, read }) =>
          Effect.flatMap(
            read(district, ({ document }) => document),
            (document) =>
              adopt({
                ...(document as object),
                intake: {
                  playbooks: { [playbook]: {}, "clutter-campaign": { ask: { zh: "在几层？" } } }
                }
              })
          )
        )
        const page = yield* visit(`${path}?at=b2`)
        expect(page.text).toContain("您要反映什么事？")
        const links = linksOf(page).filter((link) => link.includes("about="))
        expect(links).toEqual([`${path}?at=b2&about=${playbook}`, `${path}?at=b2&about=clutter-campaign`])
        const form = yield* visit(links[1] ?? "")
        expect(form.text).toContain("在几层？")
        expect(form.html).toContain('<option value="b2" selected>')
      })
    )
  )

  it.effect("is limited for each network address, also with wrong receipts", () =>
    visited((visit) =>
      Effect.gen(function* () {
        for (let n = 0; n < 10; n += 1) expect((yield* send(visit, {}, "192.0.2.1")).status).toBe(200)
        const eleventh = yield* send(visit, {}, "192.0.2.1")
        expect([eleventh.status, eleventh.text]).toEqual([429, expect.stringContaining("尝试次数过多")])
        expect(fieldsOf(eleventh)["place"]).toBe("五楼")
        const other = yield* send(visit, {}, "192.0.2.2")
        expect(other.status).toBe(200)

        const wrong = { number: receiptOn(other).number, pin: "000000" }
        const statuses = new Set<number>()
        for (let n = 0; n < 20; n += 1) statuses.add((yield* lookUp(visit, wrong, "192.0.2.3")).status)
        expect([...statuses]).toContain(403)
        // After wrong PINs, the right one must wait as well, and nothing says whether the number exists.
        const unknown = yield* lookUp(visit, { number: "0000-0000-0000-0000", pin: "000000" }, "192.0.2.4")
        const known = yield* lookUp(
          visit,
          { ...wrong, number: receiptOn(yield* send(visit)).number },
          "192.0.2.5"
        )
        expect([unknown.status, unknown.text]).toEqual([403, known.text])
      })
    )
  )

  it.effect("is possible only from the page itself, and only where the district takes something in", () =>
    visited((visit) =>
      Effect.gen(function* () {
        const form = { ...fieldsOf(yield* visit(path)), ...entered }
        const foreign = yield* visit(path, { form, headers: { origin: "https://elsewhere.example" } })
        expect(foreign.status).toBe(403)
        expect(yield* reports).toEqual([])
        yield* Governance.use(({ adopt, read }) =>
          Effect.flatMap(
            read(district, ({ document }) => document),
            (document) => adopt({ ...(document as object), intake: { playbooks: {} } })
          )
        )
        const here = yield* visit(path)
        const elsewhere = yield* visit("/report/elsewhere")
        const odd = yield* visit("/report/-")
        expect([here.status, elsewhere.text, odd.text]).toEqual([404, here.text, here.text])
        expect((yield* visit(path, { form })).status).toBe(404)
      })
    )
  )

  it.effect("changes the language without an account, but not on the page with the receipt", () =>
    visited((visit) =>
      Effect.gen(function* () {
        const form = yield* visit(path)
        const back = `${path}?at=b1`
        const chosen = yield* visit("/language", { form: { language: "en", back } })
        expect([chosen.status, chosen.location]).toEqual([303, back])
        expect(form.html).toContain('action="/language"')
        expect((yield* send(visit)).html).not.toContain('action="/language"')
      })
    )
  )

  it.effect("shows hostile texts as texts, in every field", () =>
    visited((visit) =>
      Effect.gen(function* () {
        const hostile = Object.fromEntries(Object.keys(entered).map((field) => [field, planted]))
        const page = yield* send(visit, { ...hostile, key: planted, about: planted })
        // The building is no id of any district.
        expect(page.status).toBe(400)
        expect(scripted(page)).toEqual([])
        expect(fieldsOf(page)).toMatchObject({ words: planted, place: planted, contact: planted })
        const found = yield* lookUp(visit, { number: planted, pin: planted })
        expect([found.status, scripted(found)]).toEqual([403, []])
        for (const query of ["at", "about"]) {
          expect(scripted(yield* visit(`${path}?${query}=${encodeURIComponent(planted)}`))).toEqual([])
        }
      })
    )
  )

  it.effect("answers any form with a page", () =>
    visited((visit) =>
      Effect.promise(() =>
        fc.assert(
          fc.asyncProperty(
            fc.dictionary(
              fc.constantFrom("key", "about", "words", "building", "place", "contact", "number", "pin"),
              fc.string()
            ),
            fc.constantFrom(path, `${path}/progress`),
            async (form, to) => {
              const { html, status } = await Effect.runPromise(visit(to, { form }))
              expect([200, 400, 403, 422]).toContain(status)
              expect(html).toContain("<h1>")
            }
          ),
          { numRuns: 20 }
        )
      )
    )
  )
})
