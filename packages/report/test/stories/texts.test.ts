import { describe, expect, it } from "@effect/vitest"
import { en, zh } from "@liulinhui/texts"
import stringWidth from "string-width"

describe("texts", () => {
  it("no message of a page contains a fixed noun of place, so that a village page has the nouns of the village", () => {
    const pages = Object.entries(zh.messages).filter(([id]) => /^(?:report|print\.sheet|place)\./u.test(id))
    // 楼道 is the corridor, and no noun that a district changes.
    expect(pages.filter(([, pattern]) => /[幢室]|楼(?!道)|居民区/u.test(pattern))).toEqual([])
    const english = Object.entries(en.messages).filter(([id]) => /^(?:report|print\.sheet|place)\./u.test(id))
    expect(
      english.filter(([, pattern]) =>
        /\b(?:buildings?|flat)\b/iu.test(pattern.replace(/\{(?:building|[A-Z_]+)\}/gu, ""))
      )
    ).toEqual([])
  })

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
