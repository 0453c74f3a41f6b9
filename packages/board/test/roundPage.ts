/** The page of the round as a person uses it, for tests in a real browser. */
import { mkdirSync } from "node:fs"
import { join } from "node:path"
import type { Locator, Page } from "playwright-core"
import { pin } from "./site.ts"

const pictures = join(import.meta.dirname, "../out")

/** Writes a picture of the whole page into the folder `out` of this package, for people to look at. */
export const picture = async (page: Page, name: string): Promise<void> => {
  mkdirSync(pictures, { recursive: true })
  await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true })
}

/** The door with a name. */
export const doorOf = (page: Page, name: string): Locator =>
  page.locator("li.door", { has: page.getByRole("heading", { name, exact: true }) })

/** Presses a button at a door. */
export const press = (page: Page, door: string, button: string): Promise<void> =>
  doorOf(page, door).getByRole("button", { name: button, exact: true }).click()

/** How far the touches at a door have got. */
export const stateAt = async (page: Page, door: string): Promise<string> =>
  (await doorOf(page, door).locator(".state").allTextContents()).join(" ")

/** The line that says how much is to be sent. */
export const lineText = async (page: Page): Promise<string> =>
  (await page.locator("#line").textContent()) ?? ""

/** Enters the PIN, and waits until the device is open. */
export const openDevice = async (page: Page, entered = pin): Promise<void> => {
  await page.fill("#device-pin", entered)
  await page.click("#unlock button")
  await page.locator("#unlock").waitFor({ state: "hidden" })
}

/** Lets the time pass in which a touch can be taken back, and in which the script looks for a line. */
export const pass = (page: Page): Promise<void> => page.clock.fastForward(20_000)
