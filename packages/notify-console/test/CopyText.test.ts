import { describe, expect, it } from "@effect/vitest"
import { utf8 } from "@liulinhui/core/Notifier"
import { capabilities, copyTexts } from "@liulinhui/notify-console/CopyText"
import { aNotice } from "@liulinhui/testing/NotifierCases"
import * as fc from "fast-check"

const to = (actor: string, more: Parameters<typeof aNotice>[0] = {}) => ({
  ...aNotice(more),
  to: actor as never,
  recipient: `楼组长 ${actor}`
})

describe("texts to copy", () => {
  it("have all notices for one recipient together, and none for another recipient", () => {
    const texts = copyTexts([
      to("lou-7", { body: "甲" }),
      to("lou-8", { body: "乙" }),
      to("lou-7", { body: "丙" })
    ])
    expect(texts.map(({ to, texts }) => [to, texts.length])).toEqual([
      ["lou-7", 1],
      ["lou-8", 1]
    ])
    expect(texts[0]?.texts[0]).toMatch(/2条通知[\s\S]*甲[\s\S]*丙/u)
    expect(texts[0]?.texts[0]).not.toContain("乙")
  })

  it("have urgent notices first", () => {
    const [text] = copyTexts([to("a", { body: "慢慢来" }), to("a", { body: "马上去", urgent: true })])
    expect(text?.texts[0]).toMatch(/^【急】[\s\S]*1\. 【急】[\s\S]*马上去[\s\S]*慢慢来/u)
  })

  it("contain no telephone number, because everybody in the group reads them", () => {
    const [text] = copyTexts([to("a", { body: "打13800138000" }), to("a")])
    expect(text?.texts[0]).not.toContain("3800138000")
  })

  it("leave nothing out, and each is short enough to paste", () => {
    const bodies = fc.array(fc.stringMatching(/^[一-龥。]{0,200}$/u), { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(bodies, (all) => {
        const [text] = copyTexts(all.map((body) => to("a", { body })))
        const whole = (text?.texts ?? []).map((part) => part.replace(/^\(\d+\/\d+\) /u, "")).join("")
        for (const body of all) expect(whole).toContain(body)
        for (const part of text?.texts ?? []) expect(utf8(part)).toBeLessThanOrEqual(capabilities.bytes)
      })
    )
  })
})
