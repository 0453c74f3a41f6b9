/** Writes the API reports of all packages, `packages/<name>/api.md`. Run it with `pnpm run api`. */
import { spawnSync } from "node:child_process"
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import process from "node:process"
import { knownTypes, report } from "./apiReport.ts"
import { declarations } from "./declarations.ts"
import { all, doorsOf, isLibrary, root } from "./packages.ts"

/** An API report: its file, relative to the root of the workspace, and the text that the file must contain. */
export interface ApiReport {
  readonly file: string
  readonly text: string
}

/** Makes the API reports of all libraries from the current sources. */
export const reports = (): ReadonlyArray<ApiReport> => {
  const declared = declarations()
  const libraries = all()
    .filter(isLibrary)
    .map(({ folder, manifest: { name, exports = {} } }) => ({
      folder,
      name,
      doors: doorsOf({ name, folder: join(root, folder) }, exports).map(({ specifier, file }) => ({
        specifier,
        file: join(declared, folder, file.replace(/\.tsx?$/, ".d.ts"))
      }))
    }))
  const known = knownTypes(libraries.flatMap(({ doors }) => doors))
  return libraries.map(({ folder, name, doors }) => ({
    file: `${folder}/api.md`,
    text: report(name, doors, known)
  }))
}

/** The declarations of a report that have no docstring. Every public name needs one. */
export const undocumented = ({ text }: Pick<ApiReport, "text">): ReadonlyArray<string> =>
  [...text.matchAll(/^\/\/ undocumented\n(?:\/\/ .*\n)*(.*)$/gm)].map(([, declaration = ""]) => declaration)

/** How many lines of the difference between two reports are shown. The other lines are only counted. */
const shownLines = 120

/**
 * The difference between the committed report and the current one, in the format of `git diff`. `undefined` if the
 * committed report is up to date.
 *
 * @param folder where the committed report is. Default: the root of the workspace
 */
export const difference = ({ file, text }: ApiReport, folder: string = root): string | undefined => {
  const home = mkdtempSync(join(tmpdir(), "api-"))
  try {
    const committed = join(folder, file)
    const wanted = join(home, "api.md")
    writeFileSync(wanted, text)
    const before = existsSync(committed) ? committed : "/dev/null"
    const { status, stdout } = spawnSync("git", ["diff", "--no-index", "--no-color", before, wanted], {
      encoding: "utf8"
    })
    if (status === 0) return undefined
    const lines = stdout.split("\n").filter((line) => !/^(diff|index|---|\+\+\+) /.test(line))
    const more = lines.length > shownLines ? [`… ${lines.length - shownLines} more lines`] : []
    return [
      `${file} is out of date. If the public face was meant to change, run \`pnpm run api\` and commit the file.`,
      ...lines.slice(0, shownLines),
      ...more
    ].join("\n")
  } finally {
    rmSync(home, { recursive: true })
  }
}

if (import.meta.main) {
  for (const each of reports()) {
    const { file, text } = each
    writeFileSync(join(root, file), text)
    process.stdout.write(`${file}: ${text.split("\n")[4] ?? ""}\n`)
    for (const declaration of undocumented(each)) {
      process.exitCode = 1
      process.stderr.write(`${file}: write a docstring for ${declaration}\n`)
    }
  }
}
