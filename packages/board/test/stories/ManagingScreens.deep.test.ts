/**
 * Every screen in a real browser: on a telephone and on the computer of the office, in Chinese and English, with dark colours
 * and with larger text. It is accessible, fits, and has targets that a finger can hit. Its pictures are for people to look at.
 */
import { afterAll, beforeAll, describe, expect, it } from "@effect/vitest"
import type { Browser, Page } from "playwright-core"
import { launch, lowTargets, openAll, problems, sideways } from "../../../report/test/browser.ts"
import { picture } from "../roundPage.ts"
import { arrive, elsewhere, open, type Person, type Site } from "../site.ts"

let browser: Browser
let site: Site
beforeAll(async () => {
  browser = await launch()
  site = await open()
})
afterAll(async () => {
  await browser.close()
  await site.close()
})

/** The pages of each person. The first visit of `general-branch` proposes a pairing, so that there is one to decide on. */
const pages = {
  "general-branch": [
    "pairing",
    "pairing/why?group=unity&branch=one",
    "pairing/trade",
    "pairing/other",
    "pairing/companions",
    "pairing/talents"
  ],
  committee: [
    "today",
    "cases",
    "buildings",
    "wall",
    "coverage",
    "coverage/elders-reached",
    "coverage/elders-reached/next",
    "coverage/elders-reached/excuse?subject=resident:b1-101-1",
    "admin",
    "admin/people",
    "admin/roster",
    "admin/people/volunteer-warmth"
  ]
} as const

const looks = [
  { name: "phone-zh", language: "zh-CN", width: 390, dark: false, text: 100 },
  { name: "office-zh", language: "zh-CN", width: 1280, dark: false, text: 100 },
  { name: "phone-en", language: "en-GB", width: 390, dark: false, text: 100 },
  { name: "office-en", language: "en-GB", width: 1280, dark: false, text: 100 },
  { name: "dark", language: "en-GB", width: 390, dark: true, text: 100 },
  { name: "large", language: "zh-CN", width: 390, dark: false, text: 130 }
] as const

const at = (path: string): string => `${site.address}/d/small/${path}`

/** Makes the proposals that the pages show, if nobody has made them yet. */
const proposed = async (page: Page): Promise<void> => {
  for (const path of ["pairing", "pairing/companions"]) {
    await page.goto(at(path))
    const button = page.locator('form:has(input[name="act"][value="propose"]) button')
    if ((await button.count()) > 0) await button.click()
  }
}

/** What is wrong with a page. Empty if nothing is. */
const flaws = async (page: Page, path: string, text: number): Promise<ReadonlyArray<string>> => {
  const response = await page.goto(at(path))
  if (text !== 100) {
    await page.evaluate(`document.documentElement.style.fontSize = "${(18 * text) / 100}px"`)
  }
  await openAll(page)
  return [
    ...(response?.status() === 200 ? [] : [`status ${response?.status() ?? 0}`]),
    ...(await problems(page)),
    ...((await sideways(page)) === 0 ? [] : ["it scrolls sideways"]),
    ...(await lowTargets(page)).map((target) => `too low: ${String(target)}`)
  ]
}

const looked = async (person: Person, path: string, look: (typeof looks)[number]) => {
  const found = await flaws(person.page, path, look.text)
  await picture(person.page, `${path.replaceAll(/[^a-z]+/gu, "-")}-${look.name}`)
  return found
}

describe("every screen", () => {
  it.each(looks)("$name: is accessible, fits, and can be hit with a finger", async (look) => {
    const found: Record<string, ReadonlyArray<string>> = {}
    for (const [actor, paths] of Object.entries(pages)) {
      const person = await arrive(browser, site, actor, look)
      await person.page.emulateMedia({ colorScheme: look.dark ? "dark" : "light" })
      if (actor === "general-branch") await proposed(person.page)
      for (const path of paths) {
        const wrong = await looked(person, path, look)
        if (wrong.length > 0) found[path] = wrong
      }
      expect(elsewhere(person, site)).toEqual([])
      await person.context.close()
    }
    expect(found).toEqual({})
  })
})
