import { describe, expect, it } from "@effect/vitest"
import { mask } from "../../src/ports/Masking.ts"
import * as Messages from "../../src/ports/Messages.ts"
import { type Capabilities, Notice, spacing } from "../../src/ports/Notifier.ts"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"

const { json, utf8 } = Messages
const marks: Messages.Marks = { urgent: "【急】", to: "致：" }
const messages = (notice: Notice, capabilities: Capabilities, measure?: Messages.Measure) =>
  Messages.messages(notice, capabilities, marks, measure)

const notice = (
  fields: Partial<Record<"title" | "body" | "recipient", string>> & { urgent?: boolean }
): Notice =>
  Schema.decodeUnknownSync(Notice)({
    key: "wan-liu/7/relapse/office/test",
    district: "wan-liu",
    rule: "relapse",
    to: "office",
    recipient: "居委会 office",
    language: "zh",
    urgent: false,
    at: 0,
    title: "楼道返潮",
    body: "",
    ...fields
  })

const able = (fields: Partial<Capabilities> = {}): Capabilities => ({
  formats: ["text"],
  bytes: 256,
  rate: [],
  mentions: false,
  idempotent: false,
  audience: "one",
  ...fields
})

const unmarked = (parts: ReadonlyArray<string>): string =>
  parts.length === 1 ? parts.join("") : parts.map((part) => part.replace(/^\(\d+\/\d+\) /u, "")).join("")

const graphemes = (text: string): ReadonlyArray<string> =>
  [...new Intl.Segmenter("zh", { granularity: "grapheme" }).segment(text)].map(({ segment }) => segment)

/**
 * Generates texts as people write them: Chinese and English sentences, mixed with family emoji, flags, skin tones and
 * rare characters.
 */
const written = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "楼道堆物已清理。",
        "请今天去看一看！",
        "The stairwell is clear. ",
        "第二天复查，",
        "\n"
      ),
      fc.constantFrom("👨‍👩‍👧‍👦", "🇨🇳", "👍🏽", "𠮷", "é", "각", "한", "🏳️‍🌈"),
      fc.string({ unit: "grapheme", maxLength: 40 })
    ),
    { maxLength: 80 }
  )
  .map((parts) => parts.join(""))

describe("the messages of a notice", () => {
  it("are a single message if the notice fits", () => {
    expect(messages(notice({ urgent: true, body: "12号楼" }), able())).toEqual([
      "【急】楼道返潮\n致：居委会 office\n12号楼"
    ])
  })

  it("each respect the limit, with any way of counting", () => {
    fc.assert(
      fc.property(
        written,
        fc.integer({ min: 64, max: 400 }),
        fc.constantFrom(utf8, json),
        fc.constantFrom("text" as const, "markdown" as const, "html" as const),
        (body, bytes, measure, format) => {
          for (const part of messages(notice({ body }), able({ bytes, formats: [format] }), measure)) {
            expect(measure(part)).toBeLessThanOrEqual(bytes)
          }
        }
      )
    )
  })

  it("are the whole notice in order without their marks", () => {
    fc.assert(
      fc.property(written, fc.integer({ min: 64, max: 400 }), (body, bytes) => {
        const [whole] = messages(notice({ body }), able({ bytes: Number.POSITIVE_INFINITY }))
        expect(unmarked(messages(notice({ body }), able({ bytes })))).toBe(whole)
      })
    )
  })

  it("never end inside a character that fits into one message", () => {
    fc.assert(
      fc.property(written, fc.integer({ min: 64, max: 400 }), (body, bytes) => {
        const parts = messages(notice({ body }), able({ bytes }))
        const whole = graphemes(unmarked(parts)).filter((one) => utf8(one) <= bytes - 12)
        const cut = parts.flatMap((part) => graphemes(part.replace(/^\(\d+\/\d+\) /u, "")))
        const count = (all: ReadonlyArray<string>, one: string) => all.filter((other) => other === one).length
        for (const one of new Set(whole)) expect(count(cut, one)).toBeGreaterThanOrEqual(count(whole, one))
      })
    )
  })

  it("end at sentences if sentences are short", () => {
    const body = "楼道堆物已清理。".repeat(40)
    const parts = messages(notice({ body }), able({ bytes: 128 }))
    expect(parts.length).toBeGreaterThan(3)
    for (const part of parts) expect(part).toMatch(/[。\n]$/u)
    expect(parts[1]).toMatch(new RegExp(`^\\(2/${parts.length}\\) `, "u"))
  })

  it("count their marks with the digits that they have", () => {
    const parts = messages(notice({ body: "字".repeat(4_000) }), able({ bytes: 64 }))
    expect(parts.length).toBeGreaterThan(100)
    expect(parts.at(-1)).toMatch(new RegExp(`^\\(${parts.length}/${parts.length}\\) `, "u"))
  })

  it("let no text that a person wrote become markup", () => {
    const body = "[看这里](http://a.example) <@all> **急** <img src=x onerror=alert(1)>"
    const [markdown] = messages(notice({ body }), able({ formats: ["markdown"] }))
    expect(markdown.slice("**楼道返潮**".length)).not.toMatch(/[[\]<>*]/u)
    const [html] = messages(notice({ body }), able({ formats: ["html"], bytes: 1_000 }))
    expect(html.match(/<[^>]*>/gu)).toEqual(["<p>", "<strong>", "</strong>", "<br>", "<br>", "</p>"])
  })

  it("are masked if the audience is a group, and only then", () => {
    const body = "联系电话 138-0013-8000，身份证 31010119480101123X"
    expect(messages(notice({ body }), able())[0]).toContain("138-0013-8000")
    const [seen] = messages(notice({ body }), able({ audience: "group" }))
    expect(seen).not.toMatch(/0013|3101/u)
  })

  it("contain no mark that changes the order of the text, in any field, format and audience", () => {
    // These marks can turn "gpj.exe" into "exe.jpg" on a screen: they are all characters with the property Bidi_Control.
    const marks = fc.constantFrom(
      ..."\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    )
    const planted = fc.array(fc.oneof(marks, fc.constantFrom("楼道", "photo_gpj.exe", "12")), {
      minLength: 1
    })
    const text = planted.map((parts) => parts.join(""))
    fc.assert(
      fc.property(
        text,
        text,
        text,
        fc.constantFrom("text" as const, "markdown" as const, "html" as const),
        fc.constantFrom("one" as const, "group" as const),
        (title, recipient, body, format, audience) => {
          const seen = messages(
            notice({ title: `题${title}`, recipient: `人${recipient}`, body }),
            able({ formats: [format], audience })
          ).join("")
          expect(seen).not.toMatch(/\p{Bidi_Control}/u)
          // Only the marks are removed.
          const plain = (one: string) => one.replace(/\p{Bidi_Control}/gu, "")
          const isWhole = format === "text" && audience === "one"
          expect(seen).toContain(isWhole ? plain(body) : "")
        }
      ),
      { examples: [["\u202e", "\u2067", "photo_\u202egpj.exe", "text", "one"]] }
    )
  })

  it("contain no control character and no half of a surrogate pair", () => {
    const [seen] = messages(notice({ body: "a\u0000b\u001bc\ud800d\r\ne" }), able())
    expect(seen.endsWith("a b c\ufffdd\ne")).toBe(true)
  })
})

describe("masking", () => {
  const given = fc.constantFrom("王建国", "李", "欧阳小红", "John Smith", "阿卜杜拉")

  it("leaves none of the given names, whatever is around them", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(given, written), { maxLength: 12 }),
        fc.uniqueArray(given),
        (parts, names) => {
          const seen = mask(parts.join(""), names)
          for (const name of names) expect(seen).not.toContain(name)
        }
      )
    )
  })

  it("masks all of a name whose beginning is a name as well", () => {
    expect(mask("王建国和王建", ["王建", "王建国"])).toBe("王＊＊和王＊")
  })

  it("of a masked text changes nothing", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(given, written), { maxLength: 12 }),
        fc.uniqueArray(given),
        (parts, names) => {
          const seen = mask(parts.join(""), names)
          expect(mask(seen, names)).toBe(seen)
        }
      )
    )
  })

  it.each([
    ["13800138000", "1＊＊＊＊＊＊＊＊＊＊"],
    ["021-54831234", "0＊＊＊＊＊＊＊＊＊＊＊"],
    ["310101194801011234", "3＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊"],
    ["12号楼301室", "12号楼301室"],
    ["2026年3月2日", "2026年3月2日"]
  ])("masks %s as what it is", (text, seen) => {
    expect(mask(text)).toBe(seen)
  })
})

describe("spacing", () => {
  it("respects every rolling cap", () => {
    const cap = fc.record({
      limit: fc.integer({ min: 1, max: 200 }),
      window: fc.integer({ min: 100, max: 120_000 })
    })
    fc.assert(
      fc.property(fc.array(cap, { minLength: 1, maxLength: 3 }), (rate) => {
        const apart = spacing(rate)
        for (const { limit, window } of rate) expect(Math.ceil(window / apart)).toBeLessThanOrEqual(limit)
      })
    )
  })
})
