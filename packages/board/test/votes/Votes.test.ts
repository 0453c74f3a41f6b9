import { describe, expect, it } from "@effect/vitest"
import * as Day from "@liulinhui/core/Day"
import { finalResult } from "@liulinhui/core/Poll"
import { Governance } from "@liulinhui/service/Governance"
import * as Effect from "effect/Effect"
import * as TestClock from "effect/testing/TestClock"
import { ask, nine, submission } from "../../../service/test/wanLiu.ts"
import { district, fieldsOf, linksOf, type Page, planted, scripted, type Visit, visited } from "../served.ts"

const home = `/d/${district}`
const as = "lead-unity"
const submit = (id: string, request: object, by = "committee") =>
  Governance.use((governance) => governance.submit(submission(by, id, ask(request))))

/** Opens a case about a lift in building 1, which has two flats. */
const lift = submit("lift", {
  _tag: "OpenCase",
  case: "lift",
  playbook: "lift-retrofit",
  subjects: ["building:b1"],
  evidence: { request: { signer: "li", sha256: "c".repeat(64) } }
})

const poll = Governance.use(({ read }) => read(district, ({ polls }) => [...polls.values()][0]))

/** Opens the vote on the page of its case, until 2026-03-31. */
const opened = (visit: Visit) =>
  Effect.gen(function* () {
    yield* lift
    const page = yield* visit(`${home}/cases/lift/vote`, { as })
    const form = { ...fieldsOf(page), rules: "civil-code-278-alteration", closes: "2026-03-31" }
    return yield* visit(`${home}/cases/lift/vote`, { as, form })
  })

const vote = `${home}/votes/lift-1`
const ballotOf = (owner: string): string => `${vote}/ballots/${owner}`

/** Enters the ballot of an owner. */
const cast = (visit: Visit, owner: string, opinion: string, more: Readonly<Record<string, string>> = {}) =>
  Effect.flatMap(visit(ballotOf(owner), { as }), (page) =>
    visit(ballotOf(owner), { as, form: { ...fieldsOf(page), opinion, ...more } })
  )

const standing = ({ elements }: Page): string =>
  elements.find(({ attributes }) => attributes["class"] === "standing")?.text ?? ""

describe("a vote of owners", () => {
  it.effect("is opened on its case, and a form that is sent twice opens one", () =>
    visited((visit) =>
      Effect.gen(function* () {
        expect((yield* opened(visit)).location).toBe(vote)
        expect(linksOf(yield* visit(`${home}/cases/lift`, { as }))).toContain(vote)
        expect((yield* poll)?.electors.map(({ owner }) => owner)).toEqual(["b1-101", "b1-102"])
        const empty = yield* visit(`${home}/cases/lift/vote`, { as, form: { command: "another" } })
        expect([empty.status, empty.text]).toEqual([422, expect.stringContaining("请选择哪一种表决")])
        const second = yield* visit(`${home}/cases/lift/vote`, {
          as,
          form: { command: "third", rules: "civil-code-278-alteration", closes: "2026-03-31" }
        })
        expect([second.status, second.html]).toEqual([422, expect.stringContaining('role="alert"')])
      })
    )
  )

  it.effect("has the exact count of the rules, and says what is still needed", () =>
    visited((visit) =>
      Effect.gen(function* () {
        yield* opened(visit)
        const before = yield* visit(vote, { as })
        expect(before.text).toContain("再有2票同意，无论其余如何都会通过")
        expect(before.text).toContain("同意面积：0.0000 m² / 0.0000 m²")
        const done = yield* cast(visit, "b1-101", "agree")
        expect([done.status, done.location]).toEqual([303, `${vote}/ballots?done=b1-101`])
        const after = yield* visit(vote, { as })
        for (const text of [
          "再有1票同意，无论其余如何都会通过",
          "参与面积：50.0000 m² / 100.0000 m²，须不少于2/3，未达到",
          "参与人数：1 / 2，须不少于2/3，未达到",
          "已录入1票，共2位业主"
        ])
          expect(after.text).toContain(text)
        expect(standing(after)).toBe("未定")
      })
    )
  )

  it.effect("is not announced before its result is final, and says until then that it can change", () =>
    visited((visit) =>
      Effect.gen(function* () {
        yield* opened(visit)
        yield* cast(visit, "b1-101", "agree")
        yield* cast(visit, "b1-102", "agree")
        const early = yield* visit(vote, { as })
        expect(standing(early)).toContain("截止后才最终确定")
        expect(linksOf(early)).not.toContain(`${vote}/announcement`)
        const sheet = yield* visit(`${vote}/announcement`, { as })
        expect([sheet.status, sheet.text]).toEqual([409, expect.not.stringContaining("已通过")])

        yield* TestClock.setTime(nine(30))
        const found = yield* poll
        expect(found === undefined ? "" : finalResult(found, Day.add(found.closes, 1))).toBe("carried")
        const over = yield* visit(vote, { as })
        expect(standing(over)).toBe("已通过")
        expect(linksOf(over)).toContain(`${vote}/announcement`)
        const announced = yield* visit(`${vote}/announcement`, { as })
        for (const text of ["表决结果公告", "已通过", "2026年3月31日", "居民委员会（盖章）"])
          expect(announced.text).toContain(text)
      })
    )
  )

  it.effect(
    "never says how an owner has voted, and lists the electorate only for those who record ballots",
    () =>
      visited((visit) =>
        Effect.gen(function* () {
          yield* opened(visit)
          yield* cast(visit, "b1-101", "against", { on: "2026-03-02" })
          const list = yield* visit(`${vote}/ballots?which=all`, { as })
          expect(list.text).toContain("怎样投的票，这里不显示")
          for (const page of [list, yield* visit(ballotOf("b1-101"), { as })])
            expect(page.text).not.toContain("反对")
          // By default, the list has the owners without a ballot.
          expect(linksOf(yield* visit(`${vote}/ballots`, { as }))).not.toContain(ballotOf("b1-101"))
          for (const other of ["head-b1", "property"]) {
            const page = yield* visit(`${vote}/ballots`, { as: other })
            expect([other, page.status >= 400, page.text.includes("1号楼 101")]).toEqual([other, true, false])
            const seen = yield* visit(vote, { as: other })
            expect(linksOf(seen)).not.toContain(`${vote}/ballots`)
          }
          expect((yield* visit(vote, { as: "head-b2" })).status).toBe(404)
        })
      )
  )

  it.effect("takes back a ballot that was entered wrongly, and takes another one", () =>
    visited((visit) =>
      Effect.gen(function* () {
        yield* opened(visit)
        yield* cast(visit, "b1-101", "against")
        const page = yield* visit(ballotOf("b1-101"), { as })
        const without = yield* visit(ballotOf("b1-101"), { as, form: { ...fieldsOf(page), reason: "" } })
        expect([without.status, without.text]).toEqual([422, expect.stringContaining("请写明为什么撤回")])
        const done = yield* visit(ballotOf("b1-101"), { as, form: { ...fieldsOf(page), reason: "看错一行" } })
        expect(done.status).toBe(303)
        expect((yield* poll)?.ballots).toEqual([])
        yield* cast(visit, "b1-101", "agree")
        expect((yield* poll)?.ballots).toMatchObject([{ owner: "b1-101", opinion: "agree" }])
      })
    )
  )

  it.effect(
    "records a ballot of a proxy as the rules require, and keeps what was entered if they refuse",
    () =>
      visited((visit) =>
        Effect.gen(function* () {
          yield* opened(visit)
          const proxy = { proxy: "p-7", authority: "委托书3号", stated: "agree" }
          const refused = yield* cast(visit, "b1-101", "against", proxy)
          expect([refused.status, refused.html]).toEqual([422, expect.stringContaining('role="alert"')])
          expect(fieldsOf(refused)).toMatchObject({
            opinion: "against",
            proxy: "p-7",
            authority: "委托书3号"
          })
          const without = yield* cast(visit, "b1-101", "agree", { authority: "委托书3号" })
          expect(without.text).toContain("请填写代理人的编号")
          expect((yield* cast(visit, "b1-101", "agree", proxy)).status).toBe(303)
          expect((yield* poll)?.ballots).toMatchObject([{ proxy: { by: "p-7" } }])
        })
      )
  )

  it.effect("shows hostile fields as texts", () =>
    visited((visit) =>
      Effect.gen(function* () {
        yield* opened(visit)
        const fields = ["command", "opinion", "on", "proxy", "authority", "stated", "heirs", "what", "reason"]
        const hostile = Object.fromEntries(fields.map((name) => [name, planted]))
        for (const form of [hostile, { ...hostile, what: "withdraw" }, { ...hostile, opinion: "agree" }]) {
          expect(scripted(yield* visit(ballotOf("b1-101"), { as, form }))).toEqual([])
        }
        const opening = { command: planted, rules: planted, closes: planted, poll: planted }
        expect(scripted(yield* visit(`${home}/cases/lift/vote`, { as, form: opening }))).toEqual([])
        const query = encodeURIComponent(planted)
        for (const path of [
          `${vote}/ballots?search=${query}&done=${query}`,
          `${home}/votes/${query}`,
          ballotOf(query)
        ])
          expect(scripted(yield* visit(path, { as }))).toEqual([])
      })
    )
  )
})
