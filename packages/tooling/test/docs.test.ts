import { describe, expect, it } from "@effect/vitest"
import { existsSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import * as Snippets from "../src/snippets.ts"

const root = join(import.meta.dirname, "../../..")

Snippets.write()

describe("an example in a document or a docstring runs without an error", () => {
  it.each(Snippets.all().map((snippet) => [`${snippet.file}:${snippet.line}`, snippet] as const))(
    "%s",
    async (_, snippet) => {
      await import(/* @vite-ignore */ Snippets.path(snippet))
    }
  )
})

describe("every relative link leads to a file", () => {
  it.each(Snippets.documents())("%s", (file) => {
    const text = readFileSync(join(root, file), "utf8").replace(/^```[\s\S]*?^```$/gm, "")
    const broken = [...text.matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)(?:#[^)]*)?\)/g)]
      .map((match) => match[1] ?? "")
      .filter((target) => !existsSync(join(root, dirname(file), target)))
    expect(broken).toEqual([])
  })
})
