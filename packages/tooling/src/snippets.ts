/**
 * Writes every TypeScript example in documents and docstrings to a separate file, so that the examples are type checked
 * and run like other code. The tests fail if an example does not compile, or if an assertion in it fails.
 */
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { root } from "./packages.ts"

/** One TypeScript example: the file that contains it, its line, and its code. */
export interface Snippet {
  readonly file: string
  readonly line: number
  readonly code: string
}

/** The folder to which {@link write} writes the examples. */
export const folder = join(import.meta.dirname, "../.snippets")

/** All Markdown documents, relative to the root. */
export const documents = (): ReadonlyArray<string> =>
  globSync(["*.md", "docs/**/*.md", "packages/*/*.md", "examples/*/*.md", "packages/*/bench/*.md"], {
    cwd: root,
    exclude: ["**/node_modules/**"]
  }).toSorted()

const sources = (): ReadonlyArray<string> => globSync("packages/*/src/**/*.ts", { cwd: root }).toSorted()

const fence = /^```ts\n([\s\S]*?)^```$/gm
const docFence = /^ *\* ```ts\n([\s\S]*?)^ *\* ```$/gm

const extract = (file: string, pattern: RegExp, clean: (code: string) => string): Array<Snippet> => {
  const text = readFileSync(join(root, file), "utf8")
  return [...text.matchAll(pattern)].map((match) => ({
    file,
    line: text.slice(0, match.index).split("\n").length + 1,
    code: clean(match[1] ?? "")
  }))
}

/** All TypeScript examples: first those in documents, then those in docstrings. */
export const all = (): ReadonlyArray<Snippet> => [
  ...documents().flatMap((file) => extract(file, fence, (code) => code)),
  ...sources().flatMap((file) => extract(file, docFence, (code) => code.replace(/^ *\* ?/gm, "")))
]

/** The path of the file to which an example is written. */
export const path = ({ file, line }: Snippet): string =>
  join(folder, `${file.replace(/[^\w.-]+/g, "__")}-${line}.ts`)

/** Writes every example to its file, and removes all other files from the folder of the examples. */
export const write = (): void => {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const snippet of all()) writeFileSync(path(snippet), `${snippet.code}\nexport {}\n`)
}

if (import.meta.main) write()
