/** A real browser for tests of the page. It comes inside an npm package; nothing is downloaded or installed besides. */
import chromium from "@sparticuz/chromium"
import axe, { type AxeResults } from "axe-core"
import { type Browser, chromium as playwright, type Page } from "playwright-core"

// The package is made for servers without a display. Without web security, a browser checks no origin and states none.
const notWanted = new Set([
  "--single-process",
  "--disable-web-security",
  "--allow-running-insecure-content",
  "--disable-site-isolation-trials"
])

/** How the browser is started. The first start unpacks it, which takes some seconds. */
export const launching = async () => ({
  executablePath: await chromium.executablePath(),
  args: [...chromium.args.filter((arg) => !notWanted.has(arg)), "--disable-background-networking"],
  headless: true
})

/** Starts the browser. */
export const launch = async (): Promise<Browser> => playwright.launch(await launching())

/** How a page is looked at. */
export interface Look {
  readonly width: number
  readonly height: number
  readonly dark?: boolean
  /** The size of text that the reader has chosen, in percent. */
  readonly text?: number
}

/** Opens a page of HTML without a network. */
export const open = async (
  browser: Browser,
  html: string,
  { dark = false, height, text = 100, width }: Look
): Promise<Page> => {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: dark ? "dark" : "light",
    offline: true
  })
  const page = await context.newPage()
  await page.setContent(html, { waitUntil: "load" })
  if (text !== 100) {
    // The style sheet sizes everything in rem, as a share of the size that the reader has chosen.
    await page.evaluate(`document.documentElement.style.fontSize = "${(18 * text) / 100}px"`)
  }
  return page
}

// The functions below run in the page, whose globals this program does not have: they are texts.

/** Opens every closed part of the page. */
export const openAll = (page: Page): Promise<void> =>
  page.evaluate<undefined>(`for (const part of document.querySelectorAll("details")) part.open = true`)

/** Leaves only the first page. */
export const withoutDetails = (page: Page): Promise<void> =>
  page.evaluate<undefined>(
    `for (const part of document.querySelectorAll("main > details, footer")) part.remove()`
  )

/** What axe finds against the page, by its rules for accessibility and good practice. */
export const problems = async (page: Page): Promise<ReadonlyArray<string>> => {
  await page.evaluate(axe.source)
  const { violations } = await page.evaluate<AxeResults>("axe.run(document)")
  return violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes
        .slice(0, 3)
        .map(({ html }) => html.slice(0, 120))
        .join(" | ")}`
  )
}

/** How far the page can be scrolled sideways, in pixels. */
export const sideways = (page: Page): Promise<number> =>
  page.evaluate<number>("document.documentElement.scrollWidth - document.documentElement.clientWidth")

/** The links and buttons that are lower than 44 pixels. */
export const lowTargets = (page: Page): Promise<ReadonlyArray<string>> =>
  page.evaluate<Array<string>>(`[...document.querySelectorAll("a, summary")].flatMap((target) => {
    const { height, width } = target.getBoundingClientRect()
    return width > 0 && height < 43.9 ? [target.outerHTML.slice(0, 80) + ": " + height] : []
  })`)

/** The class of the element that has the focus. */
export const focused = (page: Page): Promise<string> =>
  page.evaluate<string>("document.activeElement.className")

/** The height of the whole page, and where its first page ends, in pixels. */
export const heights = (page: Page): Promise<{ readonly whole: number; readonly first: number }> =>
  page.evaluate<{ readonly whole: number; readonly first: number }>(`({
    whole: document.documentElement.scrollHeight,
    first: Math.round(document.querySelector("#first").getBoundingClientRect().bottom)
  })`)

/** The page as a PDF, and its number of sheets. */
export const printed = async (page: Page): Promise<{ readonly pdf: Buffer; readonly sheets: number }> => {
  const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true })
  return { pdf, sheets: pdf.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length ?? 0 }
}
