import { describe, expect, it } from "@effect/vitest"
import * as Problem from "@liulinhui/core/Problem"
import { Pattern, Problems, Texts } from "@liulinhui/texts"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"

const zh = Texts.words(Texts.builtIn, "zh")
const en = Texts.words(Texts.builtIn, "en")

describe("a problem of a document", () => {
  it("is worded in Chinese by its code, and in English by its message", () => {
    const read = Problem.reader(Schema.Struct({ kind: Schema.Literals(["visit", "call"]), age: Schema.Int }))
    const found = read({ kind: "vist", age: "六十" })
    const problems = Result.isFailure(found) ? found.failure.problems : []
    expect(problems.map((problem) => Problems.say(zh, problem))).toEqual([
      '写的是 "vist"，应为visit、call之一；是不是“visit”？',
      '写的是 "六十"，应为数'
    ])
    expect(problems.map((problem) => Problems.say(en, problem))).toEqual([
      'found "vist", expected one of visit, call: did you mean "visit"?',
      'found "六十", expected a number'
    ])
  })

  it("is worded with the names of what it is about", () => {
    const problem = Problem.make(["actors"], "role-without-actor", "…", { roles: ["office"] })
    expect(Problems.say(zh, problem, (thing) => (thing === "role" ? "居委会" : undefined))).toContain(
      "居委会"
    )
  })

  it("that no catalogue knows keeps its message", () => {
    expect(Problems.say(zh, Problem.make([], "of-another-package", "a message"))).toBe("a message")
  })

  it("has a valid pattern for every code, in every catalogue", () => {
    const read = Pattern.reader()
    for (const { choices, messages } of Object.values(Problems.problemWords)) {
      for (const pattern of [choices, ...Object.values(messages)])
        expect(() => read("zh-CN", pattern)).not.toThrow()
    }
  })
})
