import { describe, expect, it } from "@effect/vitest"
import * as Day from "@liulinhui/core/Day"
import { CaseId } from "@liulinhui/core/Id"
import * as fc from "fast-check"
import { parse } from "parse5"
import { type CoverageSheet, coveragePage } from "../../src/PrintedCoverage.ts"
import { noticesPage, type PrintedNotice } from "../../src/PrintedNotice.ts"

const mistakes = (html: string): ReadonlyArray<string> => {
  const errors: Array<string> = []
  parse(html, { onParseError: ({ code }) => void errors.push(code) })
  return errors
}

const words = (html: string): string =>
  html.replace(/<style>[\s\S]*?<\/style>/u, "").replace(/<[^>]*>/gu, " ")

const notice: PrintedNotice = {
  district: { zh: "宛六居民区", en: "Wan-Liu" },
  languages: [],
  number: CaseId.make("clutter-b07-301"),
  building: "7号楼",
  unit: "301",
  until: Day.make("2026-03-23")
}

const sheet: CoverageSheet = {
  district: { zh: "宛六居民区", en: "Wan-Liu" },
  languages: [],
  rule: { zh: "每户送达", en: "Every household noticed" },
  asOf: Day.make("2026-03-20"),
  counts: { eligible: 10, reached: 6, missing: 3, excluded: 1, unknown: 0 },
  buildings: [
    {
      label: "7号楼",
      doors: [
        { unit: "301", missing: 2, last: undefined },
        { unit: "302", missing: 1, last: Day.make("2026-03-01") }
      ]
    }
  ]
}

describe("a printed notice", () => {
  it("is one sheet of A4, in large type for readers over sixty, without external files", () => {
    for (const language of ["zh", "en"] as const) {
      const page = noticesPage([notice], language)
      expect(mistakes(page)).toEqual([])
      expect(page).toContain("@page { size: A4;")
      expect(page).toMatch(/html \{ font-size: 16pt; \}/u)
      expect(page).not.toMatch(/<script|<link|<img|https?:/u)
    }
  })

  it("has the door, the last day, the legal ground, and the statement that nobody may clear by force", () => {
    const page = words(noticesPage([notice], "zh"))
    for (const part of [
      "7号楼 301室",
      "clutter-b07-301",
      "2026年3月23日",
      "《中华人民共和国消防法》第二十八条",
      "无权强行清理"
    ])
      expect(page).toContain(part)
    const en = words(noticesPage([notice], "en"))
    for (const part of [
      "23 March 2026",
      "Article 28 of the Fire Protection Law",
      "may not clear anything by force"
    ])
      expect(en).toContain(part)
  })

  it("has the period, and an empty space for the last day, before it is served", () => {
    const page = words(noticesPage([{ ...notice, until: { count: 7, unit: "day" } }], "zh"))
    expect(page).toContain("自收到本通知之日起7日内")
    expect(page).toContain("最后期限")
  })

  it("has spaces for the seal, the date, two servers, the way of serving, and a signed receipt", () => {
    const page = words(noticesPage([notice], "zh"))
    for (const part of [
      "（盖章）",
      "日期",
      "送达人",
      "见证人",
      "当面交给住户",
      "张贴在门上并拍照",
      "住户签名"
    ])
      expect(page).toContain(part)
  })

  it("is a sheet for each notice, if there are several", () => {
    const other = { ...notice, unit: "302", number: CaseId.make("clutter-b07-302") }
    const page = noticesPage([notice, other], "zh")
    expect(mistakes(page)).toEqual([])
    expect(page.match(/<article>/gu)).toHaveLength(2)
    expect(page).toContain("article + article { break-before: page; }")
    expect(words(page)).toMatch(/7号楼 301室[\s\S]*7号楼 302室/u)
  })

  it("has a code for reports only if their address is stated", () => {
    const reports = "https://hub.example/report/wan-liu"
    const page = noticesPage([notice], "zh", { reports })
    expect(mistakes(page)).toEqual([])
    expect(page.match(/<svg class="qr"/gu)).toHaveLength(1)
    expect(words(page)).toContain("扫码反映情况")
    expect(noticesPage([notice], "zh")).not.toContain("<svg")
  })

  it("escapes every text of a door", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (building, unit) => {
        const page = noticesPage([{ ...notice, building, unit }], "zh")
        expect(mistakes(page)).toEqual([])
        expect(page.match(/<(script|img|a)\b/giu)).toBeNull()
      })
    )
  })
})

/** Markup that runs a script if a page does not escape it, between tags, in an attribute, in a style or a comment. */
const planted = `</title></style><script>alert(1)</script><img src=x onerror="alert(2)"><!-- ' " &lt; javascript:`

/** The tags and attributes of a page, without the texts. */
const skeleton = (html: string): ReadonlyArray<string> => html.match(/<[a-z!/][^>]*>/giu) ?? []

describe("a script that is planted into every text", () => {
  const pages: ReadonlyArray<readonly [string, (text: string, language: "zh" | "en") => string]> = [
    [
      "a printed notice",
      (text, language) =>
        noticesPage(
          [
            {
              ...notice,
              district: { zh: text, en: text },
              number: CaseId.make(text, { disableChecks: true }),
              building: text,
              unit: text,
              time: text
            }
          ],
          language
        )
    ],
    [
      "a printed coverage sheet",
      (text, language) =>
        coveragePage(
          {
            ...sheet,
            district: { zh: text, en: text },
            rule: { zh: text, en: text },
            buildings: [{ label: text, doors: [{ unit: text, missing: 1, last: undefined }] }]
          },
          language
        )
    ]
  ]
  it.each(pages)("stays text in %s", (_, page) => {
    for (const language of ["zh", "en"] as const) {
      const html = page(planted, language)
      expect(mistakes(html)).toEqual([])
      expect(html).toContain("&lt;script&gt;alert(1)&lt;/script&gt;")
      expect(skeleton(html)).toEqual(skeleton(page("x", language)))
    }
  })
})

describe("a printed coverage sheet", () => {
  it("has a row for every door with room for a date and a signature", () => {
    for (const language of ["zh", "en"] as const) {
      const page = coveragePage(sheet, language)
      expect(mistakes(page)).toEqual([])
      expect(page.match(/<tr><th scope="row">/gu)).toHaveLength(2)
      expect(page.match(/<span class="box">/gu)).toHaveLength(2)
    }
    const zh = words(coveragePage(sheet, "zh"))
    for (const part of ["7号楼：还缺3", "301室（2）", "没有过", "2026年3月1日", "经办人签名"])
      expect(zh).toContain(part)
  })

  it("says so if nobody is missing", () => {
    expect(words(coveragePage({ ...sheet, buildings: [] }, "zh"))).toContain("已全部覆盖")
  })

  it("repeats the headings of a long table on every sheet, and does not split a short table", () => {
    const many = Array.from({ length: 40 }, (_, n) => ({ unit: String(n), missing: 1, last: undefined }))
    expect(coveragePage(sheet, "zh")).toContain('<table class="short">')
    const long = coveragePage({ ...sheet, buildings: [{ label: "1号楼", doors: many }] }, "zh")
    expect(long).not.toContain('<table class="short">')
    expect(long).toContain("thead { display: table-header-group; }")
  })
})
