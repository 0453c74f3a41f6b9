import { describe, expect, it } from "@effect/vitest"
import { Notice } from "@liulinhui/core/Notifier"
import { line } from "@liulinhui/notify-console"
import * as Schema from "effect/Schema"

const notice = Schema.decodeUnknownSync(Notice)({
  key: "wan-liu/7/relapsed/office/console",
  district: "wan-liu",
  rule: "relapsed",
  to: "office",
  recipient: "居委会",
  language: "zh",
  urgent: true,
  at: Date.UTC(2026, 2, 2),
  title: "楼道返潮",
  body: "12号楼"
})

describe("a notice on a terminal", () => {
  it("marks urgent notices in words, not only by colour, in the language of the notice", () => {
    expect(line(notice)).toBe("【急】→ 居委会｜楼道返潮：12号楼")
    expect(line({ ...notice, language: "en" })).toBe("Urgent: → 居委会 | 楼道返潮: 12号楼")
    expect(line({ ...notice, urgent: false, body: "" })).toBe("→ 居委会｜楼道返潮")
  })

  it("is one line without control characters, even if the notice has some", () => {
    expect(line({ ...notice, body: "\u001b[2J12号楼\r\n\u001b]0;x\u0007请看" })).toBe(
      "【急】→ 居委会｜楼道返潮： [2J12号楼  ]0;x 请看"
    )
  })
})
