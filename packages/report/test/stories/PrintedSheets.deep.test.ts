/** Notices and posters in a real browser: each is one sheet of A4, in both languages. */
import { afterAll, beforeAll, describe, expect, it } from "@effect/vitest"
import * as Day from "@liulinhui/core/Day"
import { CaseId } from "@liulinhui/core/Id"
import { mkdirSync } from "node:fs"
import { join } from "node:path"
import type { Browser } from "playwright-core"
import { noticesPage, type PrintedNotice } from "../../src/PrintedNotice.ts"
import { type Poster, postersPage } from "../../src/PrintedPoster.ts"
import { launch, open, printed } from "../browser.ts"

const out = join(import.meta.dirname, "../../out")

let browser: Browser
beforeAll(async () => {
  mkdirSync(out, { recursive: true })
  browser = await launch()
})
afterAll(() => browser.close())

const district = { zh: "宛六居民区", en: "Wan-Liu" }
const link = "https://hub.example/report/wan-liu"
const notice: PrintedNotice = {
  district,
  languages: [],
  number: CaseId.make("clutter-b07-301"),
  building: "7号楼",
  unit: "301",
  until: Day.make("2026-03-23")
}
const poster: Poster = {
  district,
  languages: [],
  building: "7号楼",
  categories: [
    { zh: "楼道堆物", en: "Clutter in a corridor" },
    { zh: "邻居需要帮助", en: "A neighbour needs help" }
  ],
  link: `${link}?at=b07`
}

const pages: ReadonlyArray<readonly [string, (language: "zh" | "en") => string]> = [
  ["notice", (language) => noticesPage([notice, notice], language)],
  ["notice-with-code", (language) => noticesPage([notice, notice], language, { reports: link })],
  ["poster", (language) => postersPage([poster, poster], language)]
]

describe("two of them", () => {
  it.each(pages)("are two sheets: %s", async (name, page) => {
    for (const language of ["zh", "en"] as const) {
      const shown = await open(browser, page(language), { width: 794, height: 1123 })
      await shown.screenshot({ path: join(out, `${name}-${language}.png`), fullPage: true })
      expect([name, language, (await printed(shown)).sheets]).toEqual([name, language, 2])
      await shown.context().close()
    }
  })
})
