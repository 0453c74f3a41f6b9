import { describe, expect, it } from "@effect/vitest"
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { root } from "../src/packages.ts"
import * as Snippets from "../src/snippets.ts"

const block = (info: string, code: string): string => `\`\`\`${info}\n${code}\n\`\`\`\n`

describe("the examples of a document", () => {
  it("are its blocks that are marked `ts`, each with the line on which its code begins", () => {
    const text = `# Title\n\n${block("ts", "a()")}\ntext\n\n${block("sh", "ls")}\n${block("ts", "b()")}`
    expect(Snippets.inDocument("x.md", text)).toEqual([
      { file: "x.md", line: 4, code: "a()\n", isDeep: false },
      { file: "x.md", line: 14, code: "b()\n", isDeep: false }
    ])
  })

  it("are one example if a block continues the one before", () => {
    const text = `${block("ts", "const a = 1")}why\n${block("ts continued", "f(a)")}${block("ts", "g()")}`
    expect(Snippets.inDocument("x.md", text).map(({ code }) => code)).toEqual([
      "const a = 1\n\nf(a)\n",
      "g()\n"
    ])
  })

  it("take long if the first block says so", () => {
    const text = `${block("ts deep", "const a = 1")}${block("ts continued", "f(a)")}`
    expect(Snippets.inDocument("x.md", text).map(({ isDeep }) => isDeep)).toEqual([true])
  })

  it("are refused if a block continues nothing", () => {
    expect(() => Snippets.inDocument("x.md", block("ts continued", "f()"))).toThrow(
      "x.md:2: this block continues"
    )
  })
})

describe("the examples that run", () => {
  const examples = Snippets.all()

  it("have each code once", () => {
    expect(new Set(examples.map(({ code }) => code)).size).toBe(examples.length)
  })

  it("include those of the guides for developers, and the Chinese page of each has the same code", () => {
    for (const page of ["app", "storage-adapter", "channel"]) {
      const files = [`docs/guide/${page}.md`, `docs/guide/${page}.zh-CN.md`]
      expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([])
      const [english, chinese] = files.map((file) =>
        Snippets.inDocument(file, readFileSync(join(root, file), "utf8")).map(({ code }) => code)
      )
      expect(english?.length).toBeGreaterThan(0)
      expect(chinese).toEqual(english)
      expect(examples.filter(({ file }) => files.includes(file)).map(({ file }) => file)).toEqual(
        english?.map(() => files[0])
      )
    }
  })
})
