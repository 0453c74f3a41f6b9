import { describe, expect, it } from "@effect/vitest"
import fc from "fast-check"
import { mask } from "../../src/ports/Masking.ts"
import { plain } from "../../src/kernel/WrittenNumber.ts"

const digits = (length: number) =>
  fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length })
    .map((all) => all.join(""))
const two = (most: number) => fc.integer({ min: 1, max: most }).map((n) => String(n).padStart(2, "0"))
const joined = (...parts: ReadonlyArray<fc.Arbitrary<string>>) =>
  fc.tuple(...parts).map((all) => all.join(""))

/** A number of each kind, without separators. */
const numbers = fc.oneof(
  joined(fc.constant("1"), fc.constantFrom("3", "5", "8", "9"), digits(9)),
  joined(fc.constant("+861"), fc.constantFrom("3", "7"), digits(9)),
  joined(fc.constantFrom("021", "010", "0571"), fc.constantFrom("5", "6"), digits(7)),
  joined(
    fc.constant("310104"),
    fc.constantFrom("1948", "2003"),
    two(12),
    two(28),
    digits(3),
    fc.constantFrom("X", "3")
  ),
  joined(fc.constant("31010448"), two(12), two(28), digits(3)),
  joined(fc.constantFrom("E", "G"), digits(8)),
  joined(fc.constant("EA"), digits(7)),
  joined(fc.constantFrom("62", "4", "53"), digits(14))
)

const separator = fc
  .array(
    fc.constantFrom(" ", "-", ".", "．", "·", "－", "–", "\u200B", "\u2060", "\uFEFF", "　", "(", "）"),
    {
      maxLength: 3
    }
  )
  .map((all) => all.join(""))

const wide = (text: string): string =>
  text.replace(/[0-9A-Z]/g, (one) => String.fromCodePoint(one.codePointAt(0)! + 0xfee0))

/** A number as a person may write it: with any separators between its characters, in full width or not. */
const written = numbers.chain((number) =>
  fc
    .tuple(fc.array(separator, { minLength: number.length, maxLength: number.length }), fc.boolean())
    .map(([between, isWide]) => {
      const text = [...number].map((one, n) => one + (n === number.length - 1 ? "" : between[n])).join("")
      return isWide ? wide(text) : text
    })
)

const around = fc.constantFrom("", "电话", "，", "请联系：", "号码 ", "tel: ")

describe("masking a private number", () => {
  it("leaves only its first character, whatever is between its digits and however wide they are", () => {
    fc.assert(
      fc.property(
        around,
        written,
        fc.constantFrom("", "。", "（女儿）", " 谢谢"),
        (before, number, after) => {
          const seen = plain(mask(`${before}${number}${after}`)).replace(/[^0-9]/g, "")
          expect(seen.length).toBeLessThanOrEqual(1)
        }
      )
    )
  })

  it("finds each of several numbers in one text", () => {
    fc.assert(
      fc.property(fc.array(written, { minLength: 1, maxLength: 4 }), (all) => {
        const seen = plain(mask(all.join("，和"))).replace(/[^0-9]/g, "")
        expect(seen.length).toBeLessThanOrEqual(all.length)
      })
    )
  })

  it("changes nothing the second time", () => {
    fc.assert(
      fc.property(around, written, (before, number) => {
        const once = mask(`${before}${number}`)
        expect(mask(once)).toBe(once)
      })
    )
  })

  it.each([
    "138.0013.8000",
    "１３８００１３８０００",
    "（021）64381234",
    "310104480302123",
    "E12345678",
    "EA1234567",
    "6222 0212 3456 7890 128",
    "138\u200B0013\u200B8000",
    "𝟏𝟑𝟖𝟎𝟎𝟏𝟑𝟖𝟎𝟎𝟎"
  ])("hides %s", (text) => {
    expect(plain(mask(text)).replace(/[^0-9]/g, "").length).toBeLessThanOrEqual(1)
  })

  it.each([
    "12号楼301室",
    "2026年3月2日",
    "2026-03-02",
    "2026-03-02 14:00",
    "2026-03-02/2026-03-15",
    "b19-402-1",
    "面积 62.55 平方米",
    "一共 3700 人，43 幢",
    "case-2026-0001"
  ])("leaves %s as it is", (text) => {
    expect(mask(text)).toBe(text)
  })
})
