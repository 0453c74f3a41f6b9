/** Runs the examples of the documents that take long: they run whole suites. */
import { describe, expect, it } from "@effect/vitest"
import * as Snippets from "../../src/snippets.ts"

Snippets.write()

describe("an example in a document that takes long runs without an error", () => {
  const examples = Snippets.all().filter(({ isDeep }) => isDeep)

  it.each(examples.map((snippet) => [`${snippet.file}:${snippet.line}`, snippet] as const))(
    "%s",
    async (_, snippet) => {
      await import(/* @vite-ignore */ Snippets.path(snippet))
    }
  )

  it("is in the guides on adapters", () => {
    expect(examples.map(({ file }) => file)).toEqual([
      "docs/guide/channel.md",
      "docs/guide/storage-adapter.md"
    ])
  })
})
