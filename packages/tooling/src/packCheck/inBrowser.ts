/** Tests the installed packages for browsers. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import * as Sizes from "../sizes.ts"
import { answersInBrowser } from "./browser.ts"
import { write } from "./project.ts"
import { fail, say } from "./run.ts"

/** Measures the sizes of the installed packages, and compares the answers of core in a browser with those in Node.js. */
export const inBrowser = async (folder: string): Promise<void> => {
  for (const budget of Sizes.budgets) {
    const size = await Sizes.measure(budget, folder)
    say(`  ${Sizes.describe(size)}`)
    if (size.bytes > size.most) fail("a package is too large for a browser")
  }
  write(folder, { "page.ts": readFileSync(join(import.meta.dirname, "page.ts"), "utf8") })
  const { answers } = await import(pathToFileURL(join(folder, "page.ts")).href)
  const found = await answersInBrowser("./page.ts", folder)
  if (found.answers !== answers()) fail(`core answers differently in a browser: ${found.answers}`)
  say(`  core has the same answers in a browser (${found.bytes} bytes with effect, before gzip)`)
}
