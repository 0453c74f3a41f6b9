import { describe, expect, it } from "@effect/vitest"
import { type Field } from "@liulinhui/core/Playbook"
import fc from "fast-check"
import { answerOf, evidenceOf, fileOf, isEnough, partsOf, type Question } from "../../src/steps/Answers.ts"

const label = { zh: "问题", en: "question" }
const question = (type: Field["type"], more: Partial<Field> = {}): Question => ({
  id: "q",
  field: { label, type, ...more }
})
const form = (text: string): URLSearchParams => new URLSearchParams({ "v.q": text })

describe("an answer", () => {
  it("of money in yuan is read as fen, without a loss", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 ** 11 }), fc.constantFrom("", " ", "元"), (fen, unit) => {
        const yuan = `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, "0")}${unit}`
        expect(answerOf(question("amount"), form(yuan))).toEqual({ _tag: "Value", value: fen })
      })
    )
  })

  it("may have the full-width digits of a Chinese keyboard", () => {
    expect(answerOf(question("number"), form("１２"))).toEqual({ _tag: "Value", value: 12 })
    expect(answerOf(question("amount"), form("３．５"))).toEqual({ _tag: "Value", value: 350 })
    expect(answerOf(question("date"), form("２０２６-０３-０２"))).toEqual({
      _tag: "Value",
      value: "2026-03-02"
    })
  })

  it("of a text keeps everything that was entered, except the space around it", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const wanted = text.replaceAll("\r\n", "\n").trim()
        expect(answerOf(question("text"), form(text))).toEqual(
          wanted === "" ? { _tag: "None" } : { _tag: "Value", value: wanted }
        )
      })
    )
  })

  it("of a list has one item for each line", () => {
    expect(answerOf(question("list"), form("甲\r\n乙，丙\n\n"))).toEqual({
      _tag: "Value",
      value: ["甲", "乙", "丙"]
    })
  })

  it("that is beyond the limits of its question, or no such value, is wrong", () => {
    const wrong = { _tag: "Wrong" }
    expect(answerOf(question("number", { least: 0, most: 10 }), form("11"))).toEqual(wrong)
    expect(answerOf(question("number"), form("a few"))).toEqual(wrong)
    expect(answerOf(question("amount"), form("1.234"))).toEqual(wrong)
    expect(answerOf(question("date"), form("2026-02-30"))).toEqual(wrong)
    expect(answerOf(question("choice", { choices: { yes: label } }), form("no"))).toEqual(wrong)
  })

  it("with a photo has the name and the hash of the file that was chosen last, also if none is chosen afterwards", () => {
    const [one, other] = ["a".repeat(64), "b".repeat(64)]
    const files = new URLSearchParams([
      ["f.q", `${one} first.jpg`],
      ["f.q", `${other} 楼道 照片.jpg`],
      ["f.q", ""]
    ])
    expect(answerOf(question("photo"), files)).toEqual({
      _tag: "Value",
      value: { photo: "楼道 照片.jpg", sha256: other }
    })
    expect(fileOf(question("photo"), new URLSearchParams({ "f.q": "not a hash a.jpg" }))).toBeUndefined()
  })

  it("with a signature needs a signer and a file", () => {
    const sha256 = "c".repeat(64)
    const signed = (signer: string, other = "") =>
      answerOf(
        question("signature"),
        new URLSearchParams({ "v.q": signer, "o.q": other, "f.q": `${sha256} c.pdf` })
      )
    expect(signed("household:b1-101")).toEqual({
      _tag: "Value",
      value: { signer: "household:b1-101", sha256 }
    })
    expect(signed("?", "学校")).toEqual({ _tag: "Value", value: { signer: "学校", sha256 } })
    expect(signed("?")).toEqual({ _tag: "Wrong" })
  })

  it("may be missing only if its question is optional, and is then left out of the evidence", () => {
    const [needed, optional] = [question("text"), question("text", { required: false })]
    const none = answerOf(needed, form(" "))
    expect([isEnough(needed, none), isEnough(optional, none)]).toEqual([false, true])
    expect(evidenceOf([optional], form(""))).toEqual({})
    expect(Object.keys(evidenceOf([needed], form("x")))).toEqual([partsOf(needed).text.slice(2)])
  })
})
