import { describe, expect, it } from "@effect/vitest"
import { Question } from "@liulinhui/core/Question"
import GithubSlugger from "github-slugger"
import { existsSync, readFileSync } from "node:fs"
import { basename, dirname, join } from "node:path"
import * as Snippets from "../../src/snippets.ts"

const root = join(import.meta.dirname, "../../../..")

Snippets.write()

describe("an example in a document or a docstring runs without an error", () => {
  const examples = Snippets.all().filter(({ isDeep }) => !isDeep)

  it.each(examples.map((snippet) => [`${snippet.file}:${snippet.line}`, snippet] as const))(
    "%s",
    async (_, snippet) => {
      await import(/* @vite-ignore */ Snippets.path(snippet))
    }
  )
})

describe("an example", () => {
  it("has no cast to a type that accepts everything: a person can write what a function takes", () => {
    const casts = Snippets.all().filter(({ code }) => /\bas (?:never|any|unknown)\b/.test(code))
    expect(casts.map(({ file, line }) => `${file}:${line}`)).toEqual([])
  })
})

/** The text of a document without its code blocks. */
const proseOf = (file: string): string =>
  readFileSync(join(root, file), "utf8").replace(/^```[^]*?^```$/gm, "")

/** The anchors of a document: those of its headings, as GitHub and the site make them. */
const anchorsOf = (file: string): ReadonlySet<string> => {
  const slugger = new GithubSlugger()
  const headings = proseOf(file).matchAll(/^#{1,6} +(.*?) *#*$/gm)
  return new Set(
    [...headings].map(([, text = ""]) => slugger.slug(text.replace(/\[([^\]]*)\]\([^)]*\)|[`*]/g, "$1")))
  )
}

/** The links of a document that lead to no file, or to no heading of a document. */
const brokenIn = (file: string): ReadonlyArray<string> =>
  [...proseOf(file).matchAll(/\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]*))?\)/g)].flatMap(
    ([, path = "", anchor]) => {
      const target = path === "" ? file : join(dirname(file), path)
      if (!existsSync(join(root, target))) return [path]
      const isLost =
        anchor !== undefined && target.endsWith(".md") && !anchorsOf(target).has(decodeURI(anchor))
      return isLost ? [`${path}#${anchor}`] : []
    }
  )

describe("every relative link leads to a file, and to a heading of it", () => {
  it.each(Snippets.documents())("%s", (file) => {
    expect(brokenIn(file)).toEqual([])
  })
})

const codeOf = (file: string) =>
  [...readFileSync(join(root, file), "utf8").matchAll(/^```([^\n]*)\n(.*?)^```$/gms)].map(
    ([, info = "", text = ""]) => ({ words: info.split(" "), lines: text.trimEnd().split("\n") })
  )

/**
 * The code blocks of a page: what each is, and for commands the flags of each line. Names and texts are in the language of
 * the page.
 */
const blocksIn = (file: string) =>
  codeOf(file).map(({ lines, words: [kind = "", mode] }) =>
    kind === "sh"
      ? {
          kind,
          mode,
          flags: lines.map((line) => (line.match(/--[\w.-]+/gu) ?? []).filter((flag) => flag !== "--lang"))
        }
      : { kind }
  )

describe("a page in both languages", () => {
  const chinese = Snippets.documents().filter((file) => file.endsWith(".zh-CN.md"))

  it.each(chinese)("%s has a page in English beside it, and both lead to each other", (file) => {
    const english = file.replace(".zh-CN.md", ".md")
    const links = [
      { from: file, link: `[English](${basename(english)})` },
      { from: english, link: `(${basename(file)})` }
    ]
    expect(links.filter(({ from, link }) => !proseOf(from).includes(link))).toEqual([])
  })

  /** The pages that a user follows step by step. On the others, details for developers may be in English alone. */
  const guides = chinese.filter((file) => /^docs\/(?:guide\/|commands\.)/u.test(file))

  it.each(guides)("%s has the headings and the code of the page in English", (file) => {
    const shapeOf = (page: string) => ({
      headings: [...proseOf(page).matchAll(/^(#{1,6}) /gm)].map(([, level]) => level),
      blocks: blocksIn(page)
    })
    expect(shapeOf(file)).toEqual(shapeOf(file.replace(".zh-CN.md", ".md")))
    expect(guides.length).toBeGreaterThan(7)
  })
})

describe("what a running service can be asked", () => {
  it.each(["docs/service.md", "docs/service.zh-CN.md"])("%s lists every question", (file) => {
    const listed = [...proseOf(file).matchAll(/^\| (`Ask[^|]*) \|/gm)].flatMap(([, cell = ""]) =>
      [...cell.matchAll(/`(\w+)`/g)].map(([, tag]) => tag)
    )
    expect(listed.toSorted()).toEqual(Object.keys(Question.cases).toSorted())
  })
})
