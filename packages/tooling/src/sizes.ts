/**
 * Measures how large the pure packages are in a page for browsers: bundled, minified and compressed with gzip, without
 * `effect`, which a page loads once for all. Each size has a budget. The sizes are written into the documents on
 * platforms, so nobody types a figure.
 *
 *     node packages/tooling/src/sizes.ts           prints the sizes, and fails if one is over its budget
 *     node packages/tooling/src/sizes.ts --write   also writes them into the documents
 */
import { build } from "esbuild"
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import process from "node:process"
import { gzipSync } from "node:zlib"
import { root } from "./packages.ts"

/** What a program imports, how large it should be, and how large it may be. */
export interface Budget {
  /** The imported modules. */
  readonly doors: ReadonlyArray<string>
  /** The goal in bytes. A size above it is marked in the documents. */
  readonly goal: number
  /** The largest size in bytes. A size above it fails. It is never raised without a reason. */
  readonly most: number
}

const core = "@liulinhui/core"

/**
 * The budgets. Three sizes are above their goals. `assignment` has a compiled kernel, and a fast path for full rows, since
 * its goal was set; pairing includes it. `core` has twice as many contexts.
 */
export const budgets: ReadonlyArray<Budget> = [
  { doors: ["@liulinhui/assignment"], goal: 10_000, most: 16_000 },
  { doors: [`${core}/Pairing`], goal: 22_000, most: 26_000 },
  { doors: [`${core}/Case`, `${core}/Playbook`], goal: 43_000, most: 43_000 },
  { doors: [core], goal: 95_000, most: 200_000 }
]

/** A measured size, and the source files that take most of it. */
export interface Size extends Budget {
  /** The size in bytes, after gzip. */
  readonly bytes: number
  /** The bundled files with their minified bytes, before gzip, the largest first. */
  readonly files: ReadonlyArray<readonly [file: string, bytes: number]>
}

/**
 * Bundles modules for a browser. Fails if one of them needs a module of Node.js.
 *
 * @param code the program that imports them
 * @param folder the folder from which the program's imports are resolved
 * @param external the modules that are left out
 */
export const bundleForPage = async (
  code: string,
  folder: string,
  external: ReadonlyArray<string> = []
): Promise<{ readonly text: string; readonly files: Size["files"] }> => {
  const { metafile, outputFiles } = await build({
    stdin: { contents: code, resolveDir: folder, loader: "ts" },
    bundle: true,
    write: false,
    minify: true,
    metafile: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    external: [...external],
    legalComments: "none",
    logLevel: "silent"
  })
  const inputs = Object.values(metafile.outputs).flatMap((output) => Object.entries(output.inputs))
  return {
    text: outputFiles[0]?.text ?? "",
    files: inputs
      .map(([file, { bytesInOutput }]) => [file, bytesInOutput] as const)
      .toSorted(([, a], [, b]) => b - a)
  }
}

/** Measures a budget. The modules are resolved from the folder. Default: from this package, so from the sources. */
export const measure = async (budget: Budget, folder: string = import.meta.dirname): Promise<Size> => {
  const code = budget.doors.map((door, at) => `export * as door${at} from "${door}"\n`).join("")
  const { files, text } = await bundleForPage(code, folder, ["effect", "effect/*"])
  return { ...budget, bytes: gzipSync(text, { level: 9 }).length, files }
}

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`

/** One line on a measured size. If it is over its budget, the line names the largest files. */
export const describe = ({ bytes, doors, files, goal, most }: Size): string => {
  const line = `${doors.join(" + ")}: ${kilobytes(bytes)}, goal ${kilobytes(goal)}, at most ${kilobytes(most)}`
  if (bytes <= most) return line
  const largest = files.slice(0, 8).map(([file, size]) => `${file} (${size} bytes before gzip)`)
  return `${line}, TOO LARGE. The largest files: ${largest.join(", ")}`
}

const headings = {
  en: ["import", "size", "goal", "at most"],
  zh: ["导入", "大小", "目标", "上限"]
} as const

const marked = /(<!-- sizes -->\n)[\s\S]*?(<!-- end of sizes -->)/

/** Puts the sizes into the place of a document that is marked for them. Throws if the document has no such place. */
export const fill = (language: "en" | "zh", document: string, sizes: ReadonlyArray<Size>): string => {
  if (!marked.test(document)) throw new RangeError("the document has no place `<!-- sizes -->`")
  const rows = [
    headings[language],
    ["---", "---:", "---:", "---:"],
    ...sizes.map(({ bytes, doors, goal, most }) => [
      doors.map((door) => `\`${door}\``).join(" + "),
      bytes > goal ? `**${kilobytes(bytes)}**` : kilobytes(bytes),
      kilobytes(goal),
      kilobytes(most)
    ])
  ]
  const table = rows.map((row) => `| ${row.join(" | ")} |`).join("\n")
  return document.replace(marked, (_, start: string, end: string) => `${start}\n${table}\n\n${end}`)
}

/** The documents that have the sizes. */
export const documents = { en: "docs/platforms.md", zh: "docs/platforms.zh-CN.md" } as const

if (import.meta.main) {
  const sizes: Array<Size> = []
  for (const budget of budgets) sizes.push(await measure(budget))
  for (const size of sizes) process.stdout.write(`${describe(size)}\n`)
  if (sizes.some(({ bytes, most }) => bytes > most)) process.exitCode = 1
  if (process.argv.includes("--write")) {
    for (const language of ["en", "zh"] as const) {
      const file = join(root, documents[language])
      writeFileSync(file, fill(language, readFileSync(file, "utf8"), sizes))
    }
  }
}
