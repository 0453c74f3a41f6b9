/**
 * Measures when the screens of the board are usable on a slow telephone with a bad line: a processor that is four times as
 * slow, 400 ms for each round trip, and 400 kbit/s. Nothing is in the cache of the browser. A screen is usable when it is
 * loaded and its heading is shown.
 */
import type { Browser, Page } from "playwright-core"
import process from "node:process"
import { launch } from "../../report/test/browser.ts"
import { bar, isShort, noteThreads, record } from "../../tooling/src/figures.ts"
import { timing } from "../../tooling/src/compare.ts"
import { arrive, open, type Site } from "../test/site.ts"

noteThreads(2)

const line = { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 }
const slower = 4

/** The time within which a screen must be usable, in milliseconds. */
const patience = 3000

const screens = [
  { actor: "wang", path: "today" },
  { actor: "wang", path: "round" },
  { actor: "committee", path: "cases" },
  { actor: "committee", path: "coverage" },
  { actor: "committee", path: "pairing" }
] as const

const rounds = isShort ? 2 : 7

/** Makes the telephone and its line slow. */
const slow = async (page: Page): Promise<void> => {
  const session = await page.context().newCDPSession(page)
  await session.send("Network.enable")
  await session.send("Network.setCacheDisabled", { cacheDisabled: true })
  await session.send("Network.emulateNetworkConditions", line)
  await session.send("Emulation.setCPUThrottlingRate", { rate: slower })
}

/** How long it takes until a screen is usable, in milliseconds. */
const usable = async (page: Page, address: string): Promise<number> => {
  const started = performance.now()
  await page.goto(address, { waitUntil: "load" })
  await page.locator("h1").waitFor({ state: "visible" })
  return performance.now() - started
}

const measured = async (browser: Browser, site: Site, { actor, path }: (typeof screens)[number]) => {
  const person = await arrive(browser, site, actor)
  await slow(person.page)
  const times: Array<number> = []
  for (let round = 0; round < rounds; round += 1) {
    times.push(await usable(person.page, `${site.address}/d/small/${path}`))
  }
  await person.context.close()
  return timing(path, times)
}

const browser = await launch()
const site = await open()
try {
  const timings = []
  for (const screen of screens) timings.push(await measured(browser, site, screen))
  record({ title: "Screens on a slow telephone with a bad line", unit: "ms", rounds, figures: timings })
  for (const { median, most, name } of timings) {
    process.stdout.write(
      `  ${name.padEnd(12)} ${median.toFixed(0).padStart(6)} ms, at most ${most.toFixed(0)} ms\n`
    )
  }
  const slowest = Math.max(...timings.map(({ median }) => median))
  bar({ bar: "The slowest screen is usable within 3 s", ratio: slowest / patience, most: 1 })
} finally {
  await browser.close()
  await site.close()
}
