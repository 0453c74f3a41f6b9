/**
 * Writes every TypeScript example in documents and docstrings to a separate file, so that the examples are type checked
 * and run like other code. The tests fail if an example does not compile, or if an assertion in it fails.
 *
 * An example is a block that is marked `ts`. In a document, a block that is marked `ts continued` continues the example
 * before it, so that a page can explain a program part by part. An example that is marked `ts deep` takes long, and runs in
 * the deep tests. A page and its translation have the same code, so an example of the translation is written only if its
 * code differs.
 */
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { root } from "./packages.ts"

/** One TypeScript example: the file that contains it, its line, and its code. */
export interface Snippet {
  readonly file: string
  readonly line: number
  readonly code: string
  /** Whether the example takes long, so that it runs in the deep tests. */
  readonly isDeep: boolean
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

const fence = /^```ts( continued| deep)?\n([\s\S]*?)^```$/gm
const docFence = /^ *\* ```ts\n([\s\S]*?)^ *\* ```$/gm

/** The line after the start of a match, where the code of a block begins. */
const lineOf = (text: string, { index }: RegExpExecArray): number =>
  text.slice(0, index).split("\n").length + 1

/** The examples of a document. The blocks of an example are joined. */
export const inDocument = (file: string, text: string): ReadonlyArray<Snippet> => {
  const found: Array<Snippet> = []
  for (const match of text.matchAll(fence)) {
    const [, mark, code = ""] = match
    const isContinued = mark === " continued"
    const before = isContinued ? found.pop() : undefined
    if (isContinued && before === undefined)
      throw new RangeError(
        `${file}:${lineOf(text, match)}: this block continues an example, but no example is before it`
      )
    found.push(
      before === undefined
        ? { file, line: lineOf(text, match), code, isDeep: mark === " deep" }
        : { ...before, code: `${before.code}\n${code}` }
    )
  }
  return found
}

const inDocstrings = (file: string, text: string): ReadonlyArray<Snippet> =>
  [...text.matchAll(docFence)].map((match) => ({
    file,
    line: lineOf(text, match),
    isDeep: false,
    code: (match[1] ?? "").replace(/^ *\* ?/gm, "")
  }))

const read = (file: string): string => readFileSync(join(root, file), "utf8")

/** All TypeScript examples: first those in documents, then those in docstrings. Each code is listed once. */
export const all = (): ReadonlyArray<Snippet> => {
  const found = [
    ...documents().flatMap((file) => inDocument(file, read(file))),
    ...sources().flatMap((file) => inDocstrings(file, read(file)))
  ]
  return found.filter(({ code }, at) => found.findIndex((other) => other.code === code) === at)
}

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
