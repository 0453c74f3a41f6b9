/** The round on a phone in Chinese, in a real browser with a real server. The rest is in `Round.deep.test.ts`. */
import { afterAll, beforeAll, describe, expect, it } from "@effect/vitest"
import type { Browser } from "playwright-core"
import { launch, lowTargets, problems, sideways } from "../../../report/test/browser.ts"
import { doorOf, openDevice, pass, picture, press, stateAt, lineText } from "../roundPage.ts"
import { arrive, elsewhere, open, type Site } from "../site.ts"

let browser: Browser
let site: Site
beforeAll(async () => {
  ;[browser, site] = await Promise.all([launch(), open()])
})
afterAll(async () => {
  await browser.close()
  await site.close()
})

describe("the round on a phone, in Chinese", () => {
  it("is accessible, fits, has targets of 44 pixels, and leaves nothing outside of the site", async () => {
    const person = await arrive(browser, site, "wang")
    const { page } = person
    await page.goto(`${site.address}/d/small/round`)
    expect(await page.locator("h3").allTextContents()).toEqual([
      "1号楼 101",
      "1号楼 102",
      "1号楼 201",
      "2号楼 101"
    ])
    expect(await problems(page)).toEqual([])
    expect(await sideways(page)).toBe(0)
    expect(await lowTargets(page)).toEqual([])
    await picture(page, "round-390-zh")
    expect(elsewhere(person, site)).toEqual([])
    expect(await page.title()).toBe("上门 · 六邻汇")
    await person.context.close()
  })

  it("records with one touch without scripts, and asks before it records what somebody else has recorded", async () => {
    const { context, page } = await arrive(browser, site, "li", { scripts: false })
    await page.goto(`${site.address}/d/small/round`)
    await press(page, "1号楼 101", "不在家")
    expect(await page.locator(".done").textContent()).toContain("已登记")
    expect(await doorOf(page, "1号楼 101").textContent()).toContain("不在家")
    expect(await site.recorded()).toContainEqual({ subject: "resident:b1-101-1", outcome: "nobody-in" })

    await site.reach("resident:b1-102-1", "wang")
    const before = await site.recorded()
    await press(page, "1号楼 102", "已到")
    expect(await page.locator(".failure").textContent()).toContain("已有人登记联系到")
    expect(await site.recorded()).toEqual(before)
    await page.locator("a", { hasText: "不登记" }).click()
    // Only the notice to the flat is left at this door, and it requires a proof.
    expect(await doorOf(page, "1号楼 102").getByRole("button", { name: "已到" }).count()).toBe(0)
    await context.close()
  })

  it("keeps touches without a line, through a reload, and sends each once when the line is back", async () => {
    const { context, page } = await arrive(browser, site, "wang")
    await page.clock.install()
    await page.goto(`${site.address}/d/small/round`)
    await openDevice(page)
    const before = await site.recorded()

    await context.setOffline(true)
    await press(page, "1号楼 201", "2位都已到")
    await press(page, "2号楼 101", "谢绝")
    expect(await lineText(page)).toContain("待发送：2")
    // A touch that was taken back is not sent.
    await doorOf(page, "2号楼 101").getByRole("button", { name: "撤回" }).click()
    await press(page, "2号楼 101", "不在家")
    await pass(page)
    await expect.poll(() => lineText(page)).toContain("没有信号")

    await page.reload()
    expect(await page.locator("h1").textContent()).toBe("上门（没有信号）")
    expect(await page.locator("h3").count()).toBe(0)
    expect(await lineText(page)).toContain("还有2条没有发送")
    await page.fill("#device-pin", "000111")
    await page.click("#unlock button")
    await expect.poll(() => page.locator("#unlock-failure").textContent()).toContain("PIN码有误")
    await openDevice(page)
    expect(await stateAt(page, "1号楼 201")).toContain("已到 · 待发送")
    expect(await problems(page)).toEqual([])
    await picture(page, "round-390-zh-without-line")

    await context.setOffline(false)
    await pass(page)
    await expect.poll(() => lineText(page)).toContain("已全部发送")
    const recorded = (await site.recorded()).slice(before.length)
    expect(recorded.filter(({ outcome }) => outcome === "reached").map(({ subject }) => subject)).toEqual([
      "resident:b1-201-1",
      "resident:b1-201-2"
    ])
    expect(recorded.filter(({ outcome }) => outcome === "refused")).toEqual([])
    expect(
      recorded.filter(({ outcome, subject }) => outcome === "nobody-in" && subject === "resident:b2-101-1")
    ).toHaveLength(1)
    await context.close()
  })
})
