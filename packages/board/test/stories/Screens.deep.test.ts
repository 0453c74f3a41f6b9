/** The screens of reports, votes, the intake desk and batches at all sizes and in both languages, with pictures for people. */
import { afterAll, beforeAll, describe, expect, it } from "@effect/vitest"
import type { Browser } from "playwright-core"
import { launch, lowTargets, openAll, problems, sideways } from "../../../report/test/browser.ts"
import { picture } from "../roundPage.ts"
import { arrive, elsewhere, meet, open, type Person, type Site } from "../site.ts"

let browser: Browser
let site: Site

const openCase = (id: string, playbook: string, subject: string, more: object = {}) => ({
  _tag: "OpenCase",
  case: id,
  playbook,
  subjects: [subject],
  ...more
})

/** Text that would run scripts if a page did not escape it. */
const hostile = `"><img src=x onerror="document.title='hacked'">`

/** Sends a report as a resident does. */
const report = async (at: string, words: string): Promise<void> => {
  const { context, page } = await meet(browser, { scripts: false })
  await page.goto(`${site.address}/report/small?at=${at}&about=corridor-clutter`)
  await page.fill("#words", words)
  await page.fill("#contact", "13800000000")
  await page.click("form .go button")
  await page.locator("dl.receipt").waitFor()
  await context.close()
}

beforeAll(async () => {
  ;[browser, site] = await Promise.all([launch(), open()])
  await site.submit("zhao", openCase("campaign", "clutter-campaign", "district:small"))
  for (const building of ["b1", "b2"])
    await site.submit(
      "zhao",
      openCase(building, "building-clutter", `building:${building}`, { parent: "campaign" })
    )
  const evidence = { request: { signer: "li", sha256: "c".repeat(64) } }
  await site.submit("zhao", openCase("lift", "lift-retrofit", "building:b1", { evidence }))
  const units = ["101", "102", "201"].map((unit) => ({ unit: `b1-${unit}`, owner: `o-${unit}` }))
  const poll = {
    poll: "lift-1",
    case: "lift",
    rules: "civil-code-278-alteration",
    closes: "2026-03-31",
    units
  }
  await site.submit("zhao", { _tag: "OpenPoll", ...poll })
  await site.submit("zhao", { _tag: "CastBallot", poll: "lift-1", owner: "o-101", opinion: "agree" })
  await report("b1", "五楼门口堆满纸箱，楼梯只能侧身走。")
  await report("b2", "三楼有旧沙发。")
  await report("b1", "一楼有自行车。")
})
afterAll(async () => {
  await browser.close()
  await site.close()
})

// A page whose scripts are off cannot be checked. The story of the neighbourhood uses these pages without scripts.
/** Checks a page, and writes a picture of it. */
const check = async (person: Person, name: string): Promise<void> => {
  const { page } = person
  await openAll(page)
  expect([name, await problems(page)]).toEqual([name, []])
  expect([name, await sideways(page)]).toEqual([name, 0])
  expect([name, await lowTargets(page)]).toEqual([name, []])
  await picture(page, name)
}

const ways = [
  ["zh-CN", 390],
  ["en-GB", 390],
  ["zh-CN", 1280],
  ["en-GB", 1280]
] as const

describe("the screens for residents", () => {
  it.each(ways)("are accessible, fit and have large targets, in %s at %i pixels", async (language, width) => {
    const person = await meet(browser, { language, width })
    const { page } = person
    const end = `${width}-${language.slice(0, 2)}`
    await page.goto(`${site.address}/report/small?at=b1`)
    await check(person, `report-${end}`)
    await page.locator("ul.offers a").first().click()
    await check(person, `report-form-${end}`)
    await page.fill("#words", hostile)
    await page.click("form .go button")
    await check(person, `report-refused-${end}`)
    await page.fill("#words", "五楼门口堆满纸箱")
    await page.click("form .go button")
    await check(person, `report-receipt-${end}`)
    const [number = "", pin = ""] = await page.locator("dd").allTextContents()
    await page.goto(`${site.address}/report/small/progress`)
    await page.fill("#number", number)
    await page.fill("#pin", pin)
    await check(person, `report-progress-${end}`)
    await page.click("form .go button")
    await check(person, `report-state-${end}`)
    expect(elsewhere(person, site)).toEqual([])
    await person.context.close()
  })
})

describe("the screens for the office", () => {
  it.each(ways)("are accessible, fit and have large targets, in %s at %i pixels", async (language, width) => {
    const person = await arrive(browser, site, "zhao", { language, width })
    const { page } = person
    const end = `${width}-${language.slice(0, 2)}`
    const home = `${site.address}/d/small`
    for (const [name, path] of [
      ["desk", "/reports"],
      ["votes", "/votes"],
      ["vote", "/votes/lift-1"],
      ["announcement-early", "/votes/lift-1/announcement"],
      ["ballots", "/votes/lift-1/ballots?which=all"],
      ["ballot", "/votes/lift-1/ballots/o-102"],
      ["ballot-withdraw", "/votes/lift-1/ballots/o-101"],
      ["vote-open", "/cases/lift/vote"],
      ["case", "/cases/campaign"],
      ["case-lift", "/cases/lift"],
      ["today", "/today"],
      ["batch", "/batch/building-clutter/1/survey"]
    ] as const) {
      await page.goto(home + path)
      await check(person, `${name}-${end}`)
    }
    await page.goto(`${home}/reports`)
    await page.locator("ul.tasks a").first().click()
    await check(person, `desk-report-${end}`)
    await page.click("form .go button")
    await check(person, `desk-looked-${end}`)
    await page.click('button[name="go"][value="begin"]')
    await check(person, `desk-accept-${end}`)
    expect(elsewhere(person, site)).toEqual([])
    await person.context.close()
  })
})

describe("a script that is planted into every text field of these screens", () => {
  it("stays text", async () => {
    const { context, page } = await arrive(browser, site, "zhao")
    const home = `${site.address}/d/small`
    for (const path of [
      "/votes/lift-1/ballots/o-102",
      "/votes/lift-1/ballots/o-101",
      "/votes/lift-1/ballots",
      "/batch/building-clutter/1/survey"
    ]) {
      await page.goto(home + path)
      await openAll(page)
      for (const field of await page
        .locator('main :is(input:not([type]), input[type="search"], textarea)')
        .all())
        await field.fill(hostile)
      for (const button of await page.locator("main form button").all()) {
        await page.evaluate(`for (const one of document.querySelectorAll("[required]")) one.required = false`)
        await button.click()
        break
      }
      expect(await page.locator('img[src="x"]').count()).toBe(0)
      expect(await page.title()).not.toContain("hacked")
    }
    await context.close()
  })
})
