import { describe, expect, it } from "@effect/vitest"
import { ActorId } from "@liulinhui/core/Id"
import { Governance } from "@liulinhui/service/Governance"
import { Texts } from "@liulinhui/texts"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { createHash } from "node:crypto"
import { caseId, submission, ask } from "../../../service/test/wanLiu.ts"
import * as Moment from "../../src/Moment.ts"
import * as Speech from "../../src/Speech.ts"
import * as Wizard from "../../src/steps/Wizard.ts"
import { toString, markup } from "@liulinhui/report/Markup"
import { district, fieldsOf, type Page, type Visit, visited } from "../served.ts"

const path = `/d/${district}/cases/campaign/steps/announce`
const as = "lead-unity"

/** Sends the form of a page on, with more answers, as a browser does. */
const send = (visit: Visit, page: Page, answers: Readonly<Record<string, string>>, go = "next") =>
  visit(path, { as, form: { ...fieldsOf(page), ...answers, go } })

/** The steps that were taken on the case. */
const taken = Governance.use(({ read }) =>
  read(district, ({ cases }) =>
    (cases.get(caseId("campaign"))?.entries ?? []).flatMap(({ event }) =>
      event._tag === "StepTaken" ? [event] : []
    )
  )
)

const photo = (page: Page): FormData => {
  const form = new FormData()
  for (const [name, value] of Object.entries({ ...fieldsOf(page), go: "next" })) form.append(name, value)
  form.append("f.announcement", new File(["a photo"], "告居民书.jpg", { type: "image/jpeg" }))
  return form
}

const sha256 = createHash("sha256").update("a photo").digest("hex")

/** Answers all questions of the step, and returns the page on which everything is checked. */
const answered = (visit: Visit) =>
  Effect.gen(function* () {
    const first = yield* visit(path, { as })
    const second = yield* visit(path, { as, form: photo(first) })
    const third = yield* send(visit, second, { "v.first-day": "2026-03-05" })
    return yield* send(visit, third, { on: "2026-03-02" })
  })

describe("taking a step", () => {
  it.effect("asks one question a page, then the day, and then shows all answers", () =>
    visited((visit) =>
      Effect.gen(function* () {
        const first = yield* visit(path, { as })
        expect([first.status, first.text]).toEqual([200, expect.stringContaining("告居民书照片")])
        const second = yield* visit(path, { as, form: photo(first) })
        expect(second.text).toContain("开始日期（可不填）")
        const third = yield* send(visit, second, { "v.first-day": "2026-03-05" })
        expect(third.text).toContain("哪一天办的")
        const last = yield* send(visit, third, { on: "2026-03-02" })
        for (const text of ["告居民书.jpg", "2026-03-05", "2026年3月2日"]) expect(last.text).toContain(text)
        expect(yield* taken).toEqual([])
      })
    )
  )

  it.effect("records the step with the evidence, and goes to the case", () =>
    visited((visit) =>
      Effect.gen(function* () {
        const last = yield* answered(visit)
        const done = yield* send(visit, last, {}, "confirm")
        expect([done.status, done.location]).toEqual([303, `/d/${district}/cases/campaign?done=announce`])
        expect(yield* taken).toMatchObject([
          { step: "announce", by: as, recorded: ["announcement", "first-day"] }
        ])
        // The values are sealed in the ledger. The same command with the same values is repeated, with others it is refused.
        const again = (name: string) =>
          Governance.use(({ submit }) =>
            submit(
              submission(
                as,
                fieldsOf(last)["command"] ?? "",
                ask({
                  _tag: "TakeStep",
                  case: "campaign",
                  step: "announce",
                  evidence: { announcement: { photo: name, sha256 }, "first-day": "2026-03-05" }
                })
              )
            )
          )
        expect(Option.getOrUndefined((yield* again("告居民书.jpg")).receipt)?.repeated).toBe(true)
        expect(yield* Effect.flip(again("other.jpg"))).toMatchObject({
          reasons: [{ _tag: "CommandIdReused" }]
        })
        const after = yield* visit(done.location ?? "", { as })
        expect(after.text).toContain("已办：张贴告居民书")
      })
    )
  )

  it.effect("takes the step once if the form is sent twice", () =>
    visited((visit) =>
      Effect.gen(function* () {
        const last = yield* answered(visit)
        const [one, other] = yield* Effect.all(
          [send(visit, last, {}, "confirm"), send(visit, last, {}, "confirm")],
          { concurrency: 2 }
        )
        expect([one.status, other.status, other.location]).toEqual([303, 303, one.location])
        expect(yield* taken).toHaveLength(1)
      })
    )
  )

  it.effect("shows every reason of a refusal, keeps all answers, and can then be confirmed", () =>
    visited((visit) =>
      Effect.gen(function* () {
        const last = yield* answered(visit)
        const refused = yield* send(visit, last, { on: "2026-03-09" }, "confirm")
        expect(refused.status).toBe(422)
        const alert = refused.elements.find(({ attributes }) => attributes["role"] === "alert")
        expect(alert?.text).toContain("2026年3月9日尚未到来")
        expect(fieldsOf(refused)).toEqual({ ...fieldsOf(last), on: "2026-03-09" })
        expect(yield* taken).toEqual([])
        const done = yield* send(visit, refused, { on: "2026-03-02" }, "confirm")
        expect(done.status).toBe(303)
      })
    )
  )

  it.effect("stays on a page without its answer, and keeps the answers of the other pages", () =>
    visited((visit) =>
      Effect.gen(function* () {
        const first = yield* visit(path, { as })
        const again = yield* send(visit, first, {})
        expect([again.status, again.text]).toEqual([422, expect.stringContaining("缺少材料：告居民书照片")])
        const last = yield* answered(visit)
        const back = yield* send(visit, last, {}, "1")
        expect(back.text).toContain("开始日期")
        expect(fieldsOf(back)["f.announcement"]).toBe(`${sha256} 告居民书.jpg`)
        const wrong = yield* send(visit, back, { "v.first-day": "tomorrow" })
        expect([wrong.status, fieldsOf(wrong)["v.first-day"]]).toEqual([422, "tomorrow"])
      })
    )
  )

  it.effect("checks the answers of all pages again before it submits them", () =>
    visited((visit) =>
      Effect.gen(function* () {
        const first = yield* visit(path, { as })
        const sent = yield* visit(path, {
          as,
          form: { command: fieldsOf(first)["command"] ?? "", at: "3", go: "confirm" }
        })
        expect([sent.status, sent.text]).toEqual([422, expect.stringContaining("第1项，共3项")])
        expect(sent.text).toContain("缺少材料")
      })
    )
  )

  it.effect("is not offered if it is not possible, and says the same if somebody else was faster", () =>
    visited((visit) =>
      Effect.gen(function* () {
        const first = yield* visit(path, { as })
        yield* Governance.use(({ submit }) =>
          submit(
            submission(
              "committee",
              "faster",
              ask({
                _tag: "TakeStep",
                case: "campaign",
                step: "announce",
                evidence: { announcement: { photo: "p", sha256 } }
              })
            )
          )
        )
        const late = yield* visit(path, { as, form: photo(first) })
        expect([late.status, late.text]).toEqual([409, expect.stringContaining("这一步现在不能办")])
        expect((yield* visit(path, { as })).status).toBe(409)
      })
    )
  )

  it.effect("answers for a case of others as for a case that does not exist", () =>
    visited((visit) =>
      Effect.gen(function* () {
        const unknown = yield* visit(`/d/${district}/cases/nothing/steps/announce`, { as })
        expect(unknown.status).toBe(404)
        const sent = yield* visit(`/d/${district}/cases/nothing/steps/announce`, {
          as,
          form: { go: "confirm" }
        })
        expect(sent.status).toBe(404)
      })
    )
  )

  it.effect(
    "has a control with a name for every question of every playbook, and no text of a person as HTML",
    () =>
      visited(() =>
        Effect.gen(function* () {
          const hostile = `<script>alert(1)</script>" onfocus="alert(1)`
          const pages = yield* Governance.use(({ read }) =>
            read(district, (state, on, now) => {
              const moment = Moment.of(state, on, now, {
                district,
                actor: ActorId.make(as),
                texts: Speech.extend(Texts.builtIn),
                language: "zh",
                takesRosters: false,
                hasLetters: false,
                home: "/d/small",
                params: {},
                query: new URLSearchParams(),
                fresh: "one"
              })
              if (moment === undefined) return []
              return [...state.playbooks.values()].flatMap(({ playbook }) =>
                Object.values(playbook.steps).flatMap(({ evidence = {} }) => {
                  const questions = Object.entries(evidence).map(([id, field]) => ({ id, field }))
                  const wizard: Wizard.Wizard = {
                    title: "step",
                    about: null,
                    questions,
                    signers: [{ id: "household:b1-101", name: hostile }],
                    hasDay: true,
                    confirm: "confirm",
                    action: "/action",
                    cancel: "/cancel"
                  }
                  const form = new URLSearchParams(
                    questions.flatMap(({ id }): Array<[string, string]> => [
                      [`v.${id}`, hostile],
                      [`f.${id}`, `${sha256} ${hostile}`]
                    ])
                  )
                  return [...questions.keys(), questions.length, questions.length + 1].map((at) => ({
                    id: questions[at]?.id,
                    html: toString(markup`${Wizard.page(moment, wizard, form, at).body}`)
                  }))
                })
              )
            })
          )
          expect(pages.length).toBeGreaterThan(150)
          for (const { html, id } of pages) {
            expect(html).not.toContain("<script")
            expect(html).not.toContain('" onfocus="')
            if (id !== undefined)
              expect(html).toMatch(new RegExp(`(?:<textarea|<input)[^>]* name="[vf]\\.${id}"`, "u"))
          }
        })
      )
  )
})
