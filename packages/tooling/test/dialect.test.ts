import { describe, expect, it } from "@effect/vitest"
import { hits, problem } from "../src/dialect.ts"
import { proseOf } from "../src/prose.ts"

const found = (file: string, source: string): ReadonlyArray<string> =>
  hits(file, source).map(({ line, found: text }) => `${line}: ${text}`)

describe("prose", () => {
  it("is found in comments, docstrings and strings that are sentences, at their offsets", () => {
    const source = [
      "/** A docstring",
      " * of two lines. */",
      'export const a = "one word" // at the end',
      "  // first line",
      "  // second line",
      "throw new Error(`the file ${a} is not a file`)"
    ].join("\n")
    const prose = proseOf("a.ts", source)
    expect(prose.map(({ kind, text }) => [kind, text.replace(/\s+/g, " ").trim()])).toEqual([
      ["docstring", "A docstring of two lines."],
      ["comment", "at the end"],
      ["comment", "first line second line"],
      ["text", "the file"],
      ["text", "is not a file"]
    ])
    for (const { start, text } of prose) {
      const part = source.slice(start, start + text.length)
      expect(part.replaceAll(/[/*`${}]/g, " ")).toBe(text)
    }
  })

  it("is not code: inline code, fenced code, SQL, identifiers, addresses of links, directives", () => {
    const words = (file: string, source: string): string =>
      proseOf(file, source)
        .map(({ text }) => text)
        .join(" ")
        .replace(/\s+/g, " ")
        .trim()
    expect(words("a.md", "Run `told this` as [here](docs/told.md).\n\n```sh\ntold\n```\n")).toBe(
      "Run as [here ."
    )
    expect(words("a.md", "```ts\nconst told = 1 // is kept\n```\n")).toBe("is kept")
    expect(words("a.ts", 'const a = "select told from a where b", c = "told", d = "a-told-b"')).toBe("")
    expect(words("a.ts", "// oxlint-disable-next-line no-told\n")).toBe("")
    expect(words("a.yaml", "told: told # is kept\nname: { zh: x, en: also kept }\n")).toBe(
      "# is kept en: also kept }"
    )
  })
})

describe("the dialect", () => {
  it.each([
    "nothing where there is none",
    "default is 3 where it is not said",
    "the caller is told",
    "it stands in the entry",
    "whoever comes first",
    "for whomever it concerns",
    "a key of its own",
    "a file of one's own",
    "an address that is none",
    "closed for good",
    "the step asks for a photo",
    "what became of the case",
    "what has become of it",
    "a case that lives by a model",
    "the function gives what moved",
    "each is held to the rules",
    "a plan is held against it",
    "a rule comes to nothing"
  ])("is found: %s", (sentence) => {
    expect(found("a.md", `Fine.\n${sentence}.\n`)).not.toEqual([])
    expect(found("a.ts", `const a = 1\n/** ${sentence}. */\n`)).not.toEqual([])
    expect(found("a.ts", `test("${sentence}")\n`)).not.toEqual([])
  })

  it.each([
    "`undefined` if there is none",
    "it stands for a year",
    "two things that we tell apart, and tell them apart again",
    "it gives up",
    "foretold by an understanding of standards",
    "the end comes to an end",
    "good for goods"
  ])("is not found in plain English: %s", (sentence) => {
    expect(found("a.md", sentence)).toEqual([])
  })

  it("is found across the end of a line, and reported at its first line", () => {
    expect(found("a.ts", "/**\n * The default where it is\n * not said.\n */\n")).toEqual([
      "2: where it is not said"
    ])
  })

  it("is an error with its file, its line and a better wording", () => {
    expect(problem("a.ts", { line: 3, found: "told", instead: "report" })).toBe(
      "a.ts:3: “told”: write report"
    )
  })

  it("is not looked for in the labels of the frozen model document, but in the comments beside them", () => {
    const source = 'const name = { zh: "已告知", en: "people who were told" }\n// whoever it is\n'
    expect(found("packages/six-hearts/src/playbooks/mediation.ts", source)).toEqual(["2: whoever"])
    expect(found("packages/texts/src/en.ts", source)).toEqual(["1: told", "2: whoever"])
  })
})
