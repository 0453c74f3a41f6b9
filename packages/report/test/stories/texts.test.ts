import { describe, expect, it } from "@effect/vitest"
import { zh } from "@liulinhui/texts"
import stringWidth from "string-width"

describe("texts", () => {
  it("the report's own words take the same cells on every terminal", () => {
    for (const [id, pattern] of Object.entries(zh.messages)) {
      if (!id.startsWith("report.")) continue
      expect([pattern, stringWidth(pattern, { ambiguousIsNarrow: false })]).toEqual([
        pattern,
        stringWidth(pattern)
      ])
    }
  })
})
