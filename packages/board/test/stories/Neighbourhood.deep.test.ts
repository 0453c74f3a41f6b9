/**
 * A story of three people with three telephones, in Chinese, in a real browser with a real server: a resident without an account
 * reports clutter, the group leader Zhao makes a case of it, and the volunteer Wang takes its steps. All pages are forms that
 * work without scripts.
 */
import { afterAll, beforeAll, describe, expect, it } from "@effect/vitest"
import type { Browser, Page } from "playwright-core"
import { launch, lowTargets, problems, sideways } from "../../../report/test/browser.ts"
import { arrive, elsewhere, meet, open, type Person, pin as ownPin, type Site } from "../site.ts"

let browser: Browser
let site: Site
beforeAll(async () => {
  ;[browser, site] = await Promise.all([launch(), open()])
})
afterAll(async () => {
  await browser.close()
  await site.close()
})

/** Text that would run a script in an attribute that is not escaped. The rules of intake accept it: it has no tag. */
const hostile = `五楼" onmouseover="document.title='hacked'" x='`

const openCase = (id: string, playbook: string, subject: string, parent?: string) => ({
  _tag: "OpenCase",
  case: id,
  playbook,
  subjects: [subject],
  ...(parent === undefined ? {} : { parent })
})

const photo = { name: "现场.jpg", mimeType: "image/jpeg", buffer: Buffer.from("a photo") }

/** Answers the questions of a form, one page after the other, until everything is to be checked. */
const answer = async (page: Page, text: string): Promise<void> => {
  for (let pages = 0; pages < 10; pages += 1) {
    if ((await page.getByText("请核对，确认后登记").count()) > 0) return
    if ((await page.locator('input[type="file"]').count()) > 0) await page.setInputFiles("#answer", photo)
    else if ((await page.locator('#answer:not([type="date"])').count()) > 0) await page.fill("#answer", text)
    await page.getByRole("button", { name: "下一步" }).click()
  }
}

const casesOf = (page: Page): string => new URL(page.url()).pathname

/** Takes a step of the case that a page shows. */
const take = async ({ page }: Person, step: string, text = "3"): Promise<void> => {
  await page.getByRole("link", { name: step, exact: true }).click({ timeout: 10_000 })
  await answer(page, text)
  await page.getByRole("button", { name: "确认办理" }).click()
  expect(await page.locator(".done").textContent()).toContain(step)
}

/** Checks a page as every page is checked. */
const check = async ({ page }: Person): Promise<void> => {
  expect(await problems(page)).toEqual([])
  expect(await sideways(page)).toBe(0)
  expect(await lowTargets(page)).toEqual([])
}

describe("clutter in a stairwell", () => {
  it("is reported, made a case, surveyed, refused once, noticed, rectified, patrolled and closed by three people", async () => {
    await site.submit("zhao", openCase("campaign", "clutter-campaign", "district:small"))
    await site.submit("zhao", openCase("b1", "building-clutter", "building:b1", "campaign"))
    const [resident, zhao, wang] = await Promise.all([
      meet(browser, { scripts: false }),
      arrive(browser, site, "zhao"),
      arrive(browser, site, "wang")
    ])
    const home = `${site.address}/d/small`

    // The resident scans the code in the stairwell.
    await resident.page.goto(`${site.address}/report/small?at=b1`)
    await resident.page.getByRole("link", { name: "楼道堆物" }).click()
    await resident.page.fill("#words", hostile)
    await resident.page.getByRole("button", { name: "提交" }).click()
    const [number = "", pin = ""] = await resident.page.locator("dd").allTextContents()

    // Zhao reads the words, and makes a case about the flat.
    await zhao.page.goto(`${home}/reports`)
    await check(zhao)
    await zhao.page.getByRole("link", { name: "楼道堆物" }).click()
    await zhao.page.getByRole("button", { name: "查看内容" }).click()
    expect(await zhao.page.locator("blockquote").textContent()).toContain(hostile)
    await check(zhao)
    await zhao.page.getByRole("button", { name: "转为事项" }).click()
    await zhao.page.fill("#unit", "101")
    await zhao.page.getByRole("button", { name: "下一步" }).click()
    await answer(zhao.page, "5楼纸箱")
    await zhao.page.getByRole("button", { name: "转为事项" }).click()
    await zhao.page.getByRole("link", { name: "看事项" }).click()
    const found = `${site.address}${casesOf(zhao.page)}`

    // Wang records what was found. Zhao enters it in the file while Wang is doing the same: Wang is refused.
    await wang.page.goto(found)
    await take(wang, "登记堆物情况", "纸箱")
    await wang.page.getByRole("link", { name: "记入一楼一档", exact: true }).click()
    await answer(wang.page, "A-1")
    await zhao.page.reload()
    await take(zhao, "记入一楼一档", "A-2")
    await wang.page.getByRole("button", { name: "确认办理" }).click()
    expect(await wang.page.locator('[role="alert"]').count()).toBe(1)
    expect(await wang.page.locator("main").textContent()).toContain("A-1")
    await check(wang)

    await wang.page.goto(found)
    await take(wang, "送达自行整改通知书")
    await take(wang, "住户自行整改")
    await zhao.page.goto(found)
    await take(zhao, "核验通过")

    // The building is patrolled, and its case is closed.
    const building = `${home}/cases/b1`
    await zhao.page.goto(building)
    expect(await zhao.page.locator("#children").textContent()).toContain("1")
    await take(zhao, "排摸楼道堆物")
    await take(zhao, "建立一楼一档", "B-1")
    await take(zhao, "转入巡查")
    // A week later, both enter their PIN again. A check that is too early would not count.
    site.pass(7)
    for (const { page } of [wang, zhao]) {
      await page.goto(building)
      await page.fill("#pin", ownPin)
      await page.click("button")
      await page.goto(building)
    }
    await take(wang, "巡查无堆物")
    await zhao.page.reload()
    await take(zhao, "结束巡查")
    expect(await zhao.page.locator("main").textContent()).toContain("保持畅通")

    // The resident looks up the report, and learns that it is finished, and nothing else.
    await resident.page.goto(`${site.address}/report/small/progress`)
    await resident.page.fill("#number", number)
    await resident.page.fill("#pin", pin)
    await resident.page.getByRole("button", { name: "查询" }).click()
    const state = await resident.page.locator("main").textContent()
    expect(state).toContain("已办结")
    for (const other of ["101", "A-2", "zhao"]) expect(state).not.toContain(other)

    for (const person of [resident, zhao, wang]) {
      expect(elsewhere(person, site)).toEqual([])
      expect(
        person.requested.filter((url) => url.includes(pin) || url.includes(encodeURIComponent("五楼")))
      ).toEqual([])
      expect(await person.page.title()).not.toContain("hacked")
      await person.context.close()
    }
  })
})
