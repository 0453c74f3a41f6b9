import { describe, expect, it } from "@effect/vitest"
import fc from "fast-check"
import { cells, hang, table, wrap } from "../src/TextLayout.ts"
import { plain } from "../src/Wording.ts"

const writing = fc.oneof(
  fc.string({ unit: fc.constantFrom(..."宛六居民，。（）《》、12 ab-/\u00a0") }),
  fc.string({ unit: "grapheme" })
)
const graphemes = new Intl.Segmenter("zh", { granularity: "grapheme" })
const bare = (text: string): string => text.replace(/\s/gu, "")

describe("lines", () => {
  it("no line is wider than the limit, and wrapping removes only spaces", () => {
    fc.assert(
      fc.property(writing, fc.integer({ min: 2, max: 60 }), (text, width) => {
        const lines = wrap(text, width)
        for (const line of lines) {
          const alone = [...graphemes.segment(line)].length === 1
          expect(alone || cells(line) <= width).toBe(true)
        }
        expect(bare(lines.join(""))).toBe(bare(plain(text)))
      })
    )
  })

  it("no line begins with a closing mark, and a number stays with its measure", () => {
    expect(wrap("登记在册，共有43幢楼。", 10)).toEqual(["登记在册，", "共有43幢", "楼。"])
    expect(wrap("共有43幢楼", 6)).toEqual(["共有", "43幢楼"])
    expect(wrap("登记在册，再说", 8)).toEqual(["登记在", "册，再说"])
  })

  it("English breaks between words, a ratio never", () => {
    expect(wrap("reached 85/86 of them", 10)).toEqual(["reached", "85/86 of", "them"])
  })

  it("further lines of an item start below its first", () => {
    expect(hang("- ", "one two three", 9)).toEqual(["- one two", "  three"])
  })

  it("what a terminal would obey is taken out", () => {
    expect(wrap("5号\u001b[31m\u0007红\u202e", 40)).toEqual(["5号 [31m 红"])
  })
})

/** Returns the positions in a line at which text begins after a space. */
const starts = (line: string): ReadonlyArray<number> => {
  let at = 0
  return [...line].flatMap((character) => {
    const own = at
    at += cells(character)
    return character === " " ? [] : [own]
  })
}

describe("tables", () => {
  it("columns are aligned also with Chinese text: a character takes two cells", () => {
    expect(
      table(
        [
          { head: "楼", side: "left" },
          { head: "已到", side: "right" }
        ],
        [
          ["十二号", "3"],
          ["No 7", "1,528"]
        ],
        40
      )
    ).toEqual(["楼       已到", "------  -----", "十二号      3", "No 7    1,528"])
  })

  it("a table fits its width with any content, and every column begins where its heading begins", () => {
    const cell = fc.string({ unit: fc.constantFrom(..."宛六居民区abc 1") })
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 5, maxLength: 5 }), { maxLength: 6 }),
        fc.integer({ min: 40, max: 90 }),
        (rows, width) => {
          const columns = ["甲", "b", "丙丙", "d", "戊"].map((head) => ({ head, side: "left" as const }))
          const lines = table(columns, rows, width)
          for (const line of lines) {
            const alone = [...graphemes.segment(line)].length === 1
            expect(alone || cells(line) <= width).toBe(true)
          }
          expect(bare(lines.join("")).length).toBeGreaterThanOrEqual(
            bare(rows.flat().map(plain).join("")).length
          )
          const gaps = [...(lines[1] ?? "").matchAll(/ {2}/g)].map(({ index }) => index)
          expect(gaps.length).toBe(4)
          // The space between two columns must be empty in every line.
          for (const line of lines) {
            expect(starts(line).filter((at) => gaps.includes(at) || gaps.includes(at - 1))).toEqual([])
          }
        }
      )
    )
  })
})
