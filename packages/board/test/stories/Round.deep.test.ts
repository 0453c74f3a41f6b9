/**
 * The round in a real browser: other sizes and languages, two devices at one door, the end of a session and of a device on
 * the way, a browser that is killed, and a server that is killed while it records.
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "@effect/vitest"
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type Browser, chromium as playwright } from "playwright-core"
import { launch, launching, lowTargets, problems, sideways } from "../../../report/test/browser.ts"
import { doorOf, lineText, openDevice, pass, picture, press, stateAt } from "../roundPage.ts"
import { arrive, elsewhere, open, pin, type Site } from "../site.ts"

let browser: Browser
let site: Site
beforeAll(async () => {
  browser = await launch()
})
afterAll(() => browser.close())
beforeEach(async () => {
  site = await open()
})
afterEach(() => site.close())

const round = () => `${site.address}/d/small/round`

/** A volunteer on a new phone, who has opened the round for use without a line. */
const withDevice = async (actor: string) => {
  const person = await arrive(browser, site, actor)
  await person.page.clock.install()
  await person.page.goto(round())
  await openDevice(person.page)
  return person
}

const looks = (["zh-CN", "en-GB"] as const).flatMap((language) =>
  [390, 1280].map((width) => ({ language, width }))
)

describe("the round in every size and language", () => {
  it.each(looks)("$language at $width px: is accessible and fits, before and after touches", async (look) => {
    const person = await arrive(browser, site, "wang", { ...look, height: 900 })
    const { page } = person
    await page.goto(round())
    await openDevice(page)
    for (const [n, part] of (await page.locator("summary").all()).entries()) if (n < 2) await part.click()
    const [first] = await page.locator("li.door button[value=nobody-in]").all()
    await first?.click()
    expect(await problems(page)).toEqual([])
    expect(await sideways(page)).toBe(0)
    expect(await lowTargets(page)).toEqual([])
    await picture(page, `round-${look.width}-${look.language}`)
    expect(elsewhere(person, site)).toEqual([])
    await person.context.close()
  })
})

describe("two devices", () => {
  it("record the same visit: the second person is shown the first record, and decides", async () => {
    const [wang, li] = [await withDevice("wang"), await withDevice("li")]
    for (const { context } of [wang, li]) await context.setOffline(true)
    for (const { page } of [wang, li]) await press(page, "1号楼 101", "已到")
    await press(li.page, "1号楼 102", "不在家")
    await wang.context.setOffline(false)
    await pass(wang.page)
    await expect.poll(() => lineText(wang.page)).toContain("已全部发送")
    await li.context.setOffline(false)
    await pass(li.page)
    await expect.poll(() => lineText(li.page)).toContain("请您决定：1")
    // The touch at the other door does not wait for the decision.
    await expect.poll(() => stateAt(li.page, "1号楼 102")).toContain("已登记")
    expect(await li.page.locator("#decisions").textContent()).toContain("已有人登记联系到")
    expect(await problems(li.page)).toEqual([])
    await picture(li.page, "round-390-zh-contested")
    const reached = async () => (await site.recorded()).filter(({ outcome }) => outcome === "reached")
    expect(await reached()).toHaveLength(1)
    await li.page.locator("#decisions").getByRole("button", { name: "不登记" }).click()
    await expect.poll(() => lineText(li.page)).toContain("已全部发送")
    expect(await reached()).toHaveLength(1)

    for (const { context } of [wang, li]) await context.setOffline(true)
    for (const { page } of [wang, li]) await press(page, "2号楼 101", "谢绝")
    await wang.context.setOffline(false)
    await pass(wang.page)
    await expect.poll(() => lineText(wang.page)).toContain("已全部发送")
    await li.context.setOffline(false)
    await pass(li.page)
    await expect.poll(() => lineText(li.page)).toContain("请您决定：1")
    await li.page.locator("#decisions").getByRole("button", { name: "仍要登记" }).click()
    await expect.poll(() => lineText(li.page)).toContain("已全部发送")
    const elders = (await site.recorded()).filter(
      ({ outcome, subject }) => outcome === "refused" && subject === "resident:b2-101-1"
    )
    expect(elders).toHaveLength(2)
    for (const { context } of [wang, li]) await context.close()
  })
})

describe("the end of access on the way", () => {
  it("a session that has ended elsewhere: nothing is lost, and the PIN goes on", async () => {
    const { context, page } = await withDevice("wang")
    await context.clearCookies({ name: "liulinhui" })
    await press(page, "1号楼 101", "已到")
    await pass(page)
    await expect.poll(() => lineText(page)).toContain("登录已结束")
    expect(await site.recorded()).toEqual([])
    await openDevice(page)
    await expect.poll(() => lineText(page)).toContain("已全部发送")
    expect(await site.recorded()).toEqual([{ subject: "resident:b1-101-1", outcome: "reached" }])
    await context.close()
  })

  it("a device that was revoked deletes what it keeps at its next opening, with and without the PIN", async () => {
    const { context, page } = await withDevice("wang")
    await site.revoke("wang")
    await press(page, "1号楼 101", "已到")
    await pass(page)
    await expect.poll(() => lineText(page)).toContain("登录已结束")
    const kept = () =>
      page.evaluate<number>(`new Promise((resolve) => {
        const opening = indexedDB.open("liulinhui-round", 1)
        opening.onsuccess = () => {
          const count = opening.result.transaction("kept").objectStore("kept").count()
          count.onsuccess = () => { opening.result.close(); resolve(count.result) }
        }
      })`)
    expect(await kept()).toBe(1)
    // The next opening leads to the page for signing in. The worker deletes what the device keeps.
    await page.goto(round())
    expect(page.url()).toContain("/sign-in")
    await expect.poll(kept).toBe(0)
    expect(await site.recorded()).toEqual([])
    await context.close()
  })
})

describe("a browser that is killed", () => {
  it("loses nothing and records nothing twice, and its files show nothing that was recorded", async () => {
    const profile = mkdtempSync(join(tmpdir(), "round-profile-"))
    const start = async () =>
      playwright.launchPersistentContext(profile, {
        ...(await launching()),
        locale: "zh-CN",
        viewport: { width: 390, height: 844 }
      })
    try {
      const first = await start()
      const page = first.pages()[0] ?? (await first.newPage())
      await page.goto(await site.invite("wang"))
      await page.fill("#name", "phone")
      await page.fill("#pin", pin)
      await page.fill("#again", pin)
      await page.click("button")
      await page.waitForURL(/\/d\/small\//u)
      await page.goto(round())
      await openDevice(page)
      await page.evaluate("navigator.serviceWorker.ready")
      await first.setOffline(true)
      await press(page, "1号楼 101", "已到")
      await expect.poll(() => lineText(page)).toContain("待发送：1")
      // The state on the page comes before the write; the write takes a moment.
      await page.waitForFunction("document.querySelector('li.door .state') !== null")
      await page.evaluate("new Promise((resolve) => setTimeout(resolve, 500))")
      await first.close()

      const text = readdirSync(profile, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && entry.parentPath.includes("IndexedDB"))
        .map(({ name, parentPath }) => readFileSync(join(parentPath, name)).toString("latin1"))
        .join("")
      expect(text).toContain("small/wang")
      expect(text).not.toMatch(/resident:|b1-101|outreach/u)

      const second = await start()
      const again = second.pages()[0] ?? (await second.newPage())
      await again.goto(round())
      await expect.poll(() => lineText(again)).toContain("还有1条没有发送")
      await openDevice(again)
      await expect.poll(() => lineText(again), { timeout: 20_000 }).toContain("已全部发送")
      expect(await site.recorded()).toEqual([{ subject: "resident:b1-101-1", outcome: "reached" }])
      await second.close()
    } finally {
      rmSync(profile, { recursive: true, force: true })
    }
  })
})

describe("a lost answer", () => {
  it("of a server that has recorded the visit is looked up by its id, and nothing is recorded twice", async () => {
    const { context, page } = await withDevice("wang")
    let lost = 0
    await context.route(
      "**/submissions",
      async (route) => {
        lost += 1
        // The server does the work, and the answer never arrives, as if the server were killed at this moment.
        await route.fetch()
        await route.abort()
      },
      { times: 1 }
    )
    await press(page, "1号楼 101", "已到")
    await pass(page)
    await expect.poll(() => lineText(page)).toContain("没有信号")
    expect([lost, (await site.recorded()).length]).toEqual([1, 1])
    expect(await doorOf(page, "1号楼 101").getByRole("button", { name: "撤回" }).count()).toBe(0)
    await pass(page)
    await expect.poll(() => lineText(page)).toContain("已全部发送")
    expect(await site.recorded()).toHaveLength(1)
    await context.close()
  })
})
