/**
 * Bundles the two scripts of the round for browsers, and writes them to `src/round/RoundScripts.ts`. The version of the
 * bundler is pinned, so the same sources always result in the same text. A test checks this.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import process from "node:process"
import { bundleForBrowsers } from "../../tooling/src/bundle.ts"

const at = (path: string): string => join(import.meta.dirname, path)

/** The path of the generated file. */
export const target = at("../src/round/RoundScripts.ts")

/** Bundles the scripts, and returns the text of the module that contains them. */
export const compile = async (): Promise<string> => {
  const folder = mkdtempSync(join(tmpdir(), "round-scripts-"))
  try {
    await bundleForBrowsers({ page: at("round.ts"), worker: at("worker/worker.ts") }, folder)
    const [page = "", worker = ""] = ["page", "worker"].map((name) =>
      readFileSync(join(folder, `${name}.js`), "utf8").trim()
    )
    return `/**
 * The scripts of the round for browsers. Do not edit: \`browser/build.ts\` writes this file from the sources in
 * \`browser/\`.
 */

/** The script of the page, ${page.length} characters. */
export const script = ${JSON.stringify(page)}

/** The service worker, ${worker.length} characters. */
export const worker = ${JSON.stringify(worker)}
`
  } finally {
    rmSync(folder, { recursive: true })
  }
}

if (import.meta.main) {
  const text = await compile()
  writeFileSync(target, text)
  process.stdout.write(`${target}: ${text.length} characters\n`)
}
