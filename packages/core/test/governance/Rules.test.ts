import { describe, expect, expectTypeOf, it } from "@effect/vitest"
import type { Reason } from "../../src/governance/Decision.ts"
import type { QuestionRefusal } from "../../src/governance/Question.ts"
import { everyRule, type RuleTag, rulesBehind, sections } from "../../src/governance/Rules.ts"

const twice = (names: ReadonlyArray<string>) => names.filter((name, at) => names.indexOf(name) !== at)

describe("the rules", () => {
  it("have all reasons for which a request or a question is refused, and no others", () => {
    // Earlier versions of the library stored this reason in entries about refused steps. No rule returns it any more.
    type Former = "CalendarLacksYear"
    expectTypeOf<RuleTag>().toEqualTypeOf<
      Exclude<Reason["_tag"], Former> | QuestionRefusal["_tag"] | "NotAllowed"
    >()
  })

  it("have ids and sentences that no other rule has", () => {
    expect(twice(everyRule.map(({ id }) => id))).toEqual([])
    expect(twice(everyRule.map(({ name }) => name))).toEqual([])
    // Two rules with the same id must be the same value. Otherwise, one of them would hide the other in the list of
    // rules.
    expect(new Set(sections.flatMap(({ rules }) => rules)).size).toBe(everyRule.length)
  })

  it("refuse for at least one reason, each listed once", () => {
    expect(everyRule.filter(({ reasons }) => reasons.length === 0 || twice(reasons).length > 0)).toEqual([])
  })

  it("are found behind each of their reasons", () => {
    for (const rule of everyRule) {
      for (const _tag of rule.reasons) expect(rulesBehind({ _tag })).toContain(rule)
    }
  })

  it("behind a reason are those of the request's context first", () => {
    const ids = (_tag: string, request: Parameters<typeof rulesBehind>[1]) =>
      rulesBehind({ _tag }, request).map(({ id }) => id)
    expect(ids("SubjectUnknown", { _tag: "OpenCase" })).toEqual(["subjects-known"])
    expect(ids("SubjectUnknown", { _tag: "GrantExclusion" })).toEqual(["exclusion-known"])
    // Confirming a choice of people for tasks also hands over cases, so rules about cases apply, too.
    expect(ids("NoReopening", { _tag: "ConfirmTalent" })).toEqual(["case-reopened-by-reopeners"])
  })
})
