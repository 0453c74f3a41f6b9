import { describe, expect, it } from "@effect/vitest"
import { line } from "@liulinhui/notify-console"

const notice = {
  key: "wan-liu/7/committee/console",
  recipient: "居委会",
  language: "zh",
  urgent: true,
  title: "楼道返潮",
  body: "12号楼"
} as const

describe("a notice on a terminal", () => {
  it("marks what is urgent in words, not by colour alone, in the notice's language", () => {
    expect(line(notice)).toBe("【急】→ 居委会｜楼道返潮：12号楼")
    expect(line({ ...notice, language: "en" })).toBe("[urgent] → 居委会 | 楼道返潮: 12号楼")
    expect(line({ ...notice, urgent: false, body: "" })).toBe("→ 居委会｜楼道返潮")
  })
})
