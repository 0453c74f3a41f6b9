/**
 * The programs that run outside the workspace. They are the examples of the documents, exactly as a reader copies them:
 *
 * - `README.md`: an embedded district, and core alone, without storage;
 * - `docs/guide/app.md`: a service with SQLite, a vault, a channel and a restart;
 * - `docs/guide/storage-adapter.md` and `docs/guide/channel.md`: an own ledger and an own channel, through the suites.
 */
import { join } from "node:path"
import * as Snippets from "../snippets.ts"
import { write } from "./project.ts"
import { fail, run, say } from "./run.ts"

const pages = ["README.md", "docs/guide/app.md", "docs/guide/storage-adapter.md", "docs/guide/channel.md"]

/** A program: the name of its file, and the document from which it comes. */
export interface Program {
  readonly file: string
  readonly code: string
  readonly from: string
}

/** The programs of some documents. Fails if a document has none. */
export const programs = (documents: ReadonlyArray<string> = pages): ReadonlyArray<Program> =>
  documents.flatMap((document) => {
    const found = Snippets.all().filter(({ file }) => file === document)
    if (found.length === 0) fail(`${document} has no program`)
    return found.map(({ code, line }) => ({
      file: `${document.replace(/\.md$/, "").replace(/\W+/g, "-").toLowerCase()}-${line}.ts`,
      code,
      from: `${document}:${line}`
    }))
  })

/** Writes programs into a project. */
export const writeAll = (folder: string, all: ReadonlyArray<Program>): void =>
  write(folder, Object.fromEntries(all.map(({ code, file }) => [file, code])))

/** Runs programs in a project. */
export const runAll = (node: string, folder: string, all: ReadonlyArray<Program>): void => {
  for (const { file, from } of all) {
    run(node, [file], folder)
    say(`  ${from} runs`)
  }
}

/** Imports every door, each by its name. */
export const importAll = (node: string, folder: string, doors: ReadonlyArray<string>): void => {
  write(folder, { "doors.mjs": doors.map((door) => `await import("${door}")\n`).join("") })
  run(node, [join(folder, "doors.mjs")], folder)
}
