import { describe, expect, it } from "@effect/vitest"
import { unknownName } from "../../src/kernel/UnknownName.ts"

describe("a problem about an unknown id", () => {
  it("names the id that was probably meant", () => {
    expect(unknownName("role", "comittee", ["committee", "party"], ["to", 0])).toEqual({
      path: ["to", 0],
      code: "unknown-role",
      message: 'there is no role "comittee": did you mean "committee"?',
      given: { name: "comittee", meant: "committee" }
    })
  })

  it("lists the ids if none is similar, and at most twelve of them", () => {
    expect(unknownName("poll rule", "x", ["lift"], []).message).toBe(
      'there is no poll rule "x": use one of lift'
    )
    expect(unknownName("tag", "x", [], []).message).toContain("(none is defined)")
    const many = Array.from({ length: 40 }, (_, n) => `tag-${n}`)
    expect(unknownName("tag", "x", many, []).given?.["known"]).toHaveLength(13)
  })
})
