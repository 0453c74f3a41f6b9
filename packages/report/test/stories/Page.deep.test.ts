/** The page in a real browser: on a phone, on a desk and on paper, in both languages, light and dark, for both readers. */
import { afterAll, beforeAll, describe, expect, it } from "@effect/vitest"
import type { Browser } from "playwright-core"
import { toHtml } from "../../src/ReportHtml.ts"
import {
  heights,
  launch,
  lowTargets,
  open,
  openAll,
  printed,
  problems,
  sideways,
  withoutDetails
} from "../browser.ts"
import { hallSample, sample } from "../sample.ts"

let browser: Browser
beforeAll(async () => {
  browser = await launch()
})
afterAll(() => browser.close())

const looks = [
  { width: 390, height: 844 },
  { width: 1280, height: 900 }
].flatMap((size) => [false, true].map((dark) => ({ ...size, dark })))

const readers = { committee: sample(), hall: hallSample() }

describe.each(Object.keys(readers) as ReadonlyArray<keyof typeof readers>)("the page for %s", (who) => {
  describe.each(["zh", "en"] as const)("in %s", (language) => {
    const html = toHtml(readers[who], language)

    it.each(looks)("at $width px, dark: $dark: is accessible, and fits with text at 130 %", async (look) => {
      for (const text of [100, 130]) {
        const page = await open(browser, html, { ...look, text })
        for (const parts of ["closed", "opened"]) {
          if (parts === "opened") await openAll(page)
          expect([parts, text, await sideways(page)]).toEqual([parts, text, 0])
          expect(await problems(page)).toEqual([])
          expect(await lowTargets(page)).toEqual([])
        }
        await page.context().close()
      }
    })

    it("opens with about one screen on a desk", async () => {
      const page = await open(browser, html, { width: 1280, height: 900 })
      expect((await heights(page)).first).toBeLessThan(1200)
    })

    it("prints its first page on one sheet of A4, and not many more", async () => {
      const page = await open(browser, html, { width: 1280, height: 900 })
      const whole = (await printed(page)).sheets
      // Without the details, only the first page is left.
      await withoutDetails(page)
      expect((await printed(page)).sheets).toBe(1)
      expect(whole).toBeLessThan(who === "hall" ? 8 : 26)
    })
  })
})
