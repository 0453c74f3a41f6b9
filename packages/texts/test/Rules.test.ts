import { describe, expect, it } from "@effect/vitest"
import { everyRule } from "@liulinhui/core/Governance"
import { Rules } from "@liulinhui/texts"

describe.each(["zh", "en"] as const)("the rules in %s", (language) => {
  const words = Rules.ruleWords[language]

  it("have a sentence each, which no other rule has, and no sentence of a former rule", () => {
    const ids = everyRule.map(({ id }) => id)
    expect(Object.keys(words.names).toSorted()).toEqual(ids.toSorted())
    expect(new Set(Object.values(words.names)).size).toBe(ids.length)
  })

  it("name a source exactly if the rule has one", () => {
    expect(Object.keys(words.sources).toSorted()).toEqual(
      everyRule.flatMap(({ id, source }) => (source === undefined ? [] : [id])).toSorted()
    )
  })

  it("are each said once", () => {
    const said = Rules.sayRules(language).flatMap(({ rules }) => rules.map(({ id }) => id))
    expect(said.toSorted()).toEqual(everyRule.map(({ id }) => id).toSorted())
  })
})

it("the rules in Chinese have no words of another language", () => {
  for (const sentence of Object.values(Rules.ruleWords.zh.names)) expect(sentence).not.toMatch(/[A-Za-z]/)
})
