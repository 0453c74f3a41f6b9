import { describe, expect, it } from "@effect/vitest"
import { parse } from "parse5"
import { type Poster, postersPage, reportLink } from "../src/PrintedPoster.ts"
import { BuildingId } from "@liulinhui/core/Id"

const poster: Poster = {
  district: { zh: "宛六居民区", en: "Wan-Liu" },
  languages: [],
  building: "7号楼",
  categories: [{ zh: "楼道堆物", en: "Clutter in a corridor" }],
  link: "https://hub.example/report/wan-liu?at=b07"
}

const mistakes = (html: string): ReadonlyArray<string> => {
  const errors: Array<string> = []
  parse(html, { onParseError: ({ code }) => void errors.push(code) })
  return errors
}

describe("a poster for a stairwell", () => {
  it("has the building, the code, what may be reported, the address in words, and the numbers for an emergency", () => {
    for (const [language, texts] of [
      ["zh", ["7号楼", "楼道堆物", "119", poster.link]],
      ["en", ["7号楼", "Clutter in a corridor", "119", poster.link]]
    ] as const) {
      const page = postersPage([poster], language)
      expect(mistakes(page)).toEqual([])
      for (const text of texts) expect(page).toContain(text)
      expect(page.match(/<svg class="qr"/gu)).toHaveLength(1)
      expect(page).not.toMatch(/<script|<link|<img/u)
    }
  })

  it("is a sheet of A4 for each building", () => {
    const page = postersPage([poster, { ...poster, building: "8号楼" }], "zh")
    expect(page.match(/<article class="poster">/gu)).toHaveLength(2)
    expect(page).toContain("article + article { break-before: page; }")
  })

  it("shows hostile texts as texts", () => {
    const planted = `</title></style><script>alert(1)</script><img src=x onerror="alert(2)">`
    const texts = {
      district: { zh: planted },
      building: planted,
      categories: [{ zh: planted }],
      link: planted
    }
    const page = postersPage([{ ...poster, ...texts }], "zh")
    expect(mistakes(page)).toEqual([])
    expect(page).not.toMatch(/<script|<img/u)
  })
})

describe("the link of reports", () => {
  it("names the district and the building, whatever signs their ids have", () => {
    const address = "https://hub.example/"
    expect(reportLink(address, "宛六")).toBe("https://hub.example/report/%E5%AE%9B%E5%85%AD")
    expect(reportLink(address, "small", BuildingId.make("b1"))).toBe("https://hub.example/report/small?at=b1")
  })
})
