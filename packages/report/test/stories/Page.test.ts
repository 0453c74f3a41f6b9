/** The page on a phone, in a real browser. The other sizes are in `Page.deep.test.ts`. */
import { afterAll, beforeAll, describe, expect, it } from "@effect/vitest"
import type { Browser } from "playwright-core"
import { toHtml } from "../../src/ReportHtml.ts"
import { focused, heights, launch, lowTargets, open, openAll, problems, sideways } from "../browser.ts"
import { hallSample, sample } from "../sample.ts"

let browser: Browser
beforeAll(async () => {
  browser = await launch()
})
afterAll(() => browser.close())

const phone = { width: 390, height: 844 }

describe("the page on a phone, in Chinese", () => {
  const html = toHtml(sample(), "zh")

  // A deep run checks the committee's page opened, too. It has a list for each building, which takes long.
  it("is accessible as the reader finds it, and the page for the hall also if every part is opened", async () => {
    expect(await problems(await open(browser, html, phone))).toEqual([])
    const hall = await open(browser, toHtml(hallSample(), "zh"), phone)
    await openAll(hall)
    expect(await problems(hall)).toEqual([])
  })

  it("is short: a few screens instead of fifty", async () => {
    const { whole } = await heights(await open(browser, html, phone))
    expect(whole).toBeLessThan(6 * phone.height)
  })

  it("does not scroll sideways, also with text at 130 %, closed and opened", async () => {
    for (const text of [100, 130]) {
      const page = await open(browser, html, { ...phone, text })
      expect(await sideways(page)).toBe(0)
      await openAll(page)
      expect(await sideways(page)).toBe(0)
    }
  })

  it("has targets of 44 pixels, and a skip link that comes first", async () => {
    const page = await open(browser, html, phone)
    await openAll(page)
    expect(await lowTargets(page)).toEqual([])
    await page.keyboard.press("Tab")
    expect(await focused(page)).toBe("skip")
  })

  it("opens the file of a building if its tile is tapped", async () => {
    const page = await open(browser, html, phone)
    const file = page.locator("#building-b17")
    expect(await file.isVisible()).toBe(false)
    await page.locator("a.tile", { hasText: "17号" }).click()
    expect(await file.isVisible()).toBe(true)
  })
})
