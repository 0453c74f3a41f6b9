/** Runs a program in a browser. The browser comes inside an npm package. */
import { launch } from "../../../report/test/browser.ts"
import { bundleForPage } from "../sizes.ts"

/** What a program answered in a browser, and how large its page was. */
export interface Answered {
  readonly answers: string
  /** The size of the script in bytes, minified, with everything that it imports. */
  readonly bytes: number
}

/**
 * Bundles a module that exports the function `answers`, runs it in a browser without a network, and returns the result.
 *
 * @param module the path of the module, relative to the folder
 */
export const answersInBrowser = async (module: string, folder: string): Promise<Answered> => {
  const code = `import { answers } from "${module}"\nglobalThis.answered = answers()\n`
  const { text } = await bundleForPage(code, folder)
  const browser = await launch()
  try {
    const context = await browser.newContext({ offline: true })
    const page = await context.newPage()
    const errors: Array<string> = []
    page.on("pageerror", (error) => void errors.push(error.message))
    await page.addScriptTag({ content: text, type: "module" })
    const answers = await page.evaluate<unknown>("globalThis.answered")
    if (typeof answers !== "string") throw new Error(`the page has no answer: ${errors.join(", ")}`)
    return { answers, bytes: text.length }
  } finally {
    await browser.close()
  }
}
