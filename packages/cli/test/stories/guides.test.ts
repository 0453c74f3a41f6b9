/**
 * Runs the commands of the documentation pages, in the order of the pages, in an empty folder for each language. The
 * guide “fifteen minutes” must result in the files of `examples/02-another-district`.
 */
import { readRegistry } from "@liulinhui/spreadsheet"
import * as Day from "@liulinhui/core/Day"
import { afterAll, describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { basename, join } from "node:path"
import { argumentsOf, blocksOf, walk, withParts } from "../pages.ts"

const root = join(import.meta.dirname, "../../../..")

interface Page {
  readonly page: string
  /** The folder in which the page begins: that of a page before it, or a new one. */
  readonly folder: string
  /** The time on which the commands run. */
  readonly now: string
}

const home = mkdtempSync(join(tmpdir(), "guides-"))
afterAll(() => rmSync(home, { recursive: true, force: true }))

/** The pages with commands, in the order in which a reader uses them: a guide continues in the folder of the one before. */
const pages: ReadonlyArray<Page> = [
  { page: "commands", folder: "commands", now: "2026-06-01T09:00:00+08:00" },
  { page: "guide/five-minutes", folder: "guide", now: "2026-06-01T09:00:00+08:00" },
  { page: "guide/fifteen-minutes", folder: "guide", now: "2026-06-01T10:00:00+08:00" },
  { page: "guide/import-roster", folder: "guide/DISTRICT", now: "2026-06-01T11:00:00+08:00" },
  { page: "guide/week", folder: "guide/DISTRICT", now: "2026-06-15T09:00:00+08:00" },
  { page: "guide/channels", folder: "guide/DISTRICT", now: "2026-06-15T10:00:00+08:00" },
  { page: "guide/personal-data", folder: "guide/DISTRICT", now: "2026-06-16T09:00:00+08:00" },
  { page: "guide/trouble", folder: "guide/DISTRICT", now: "2026-06-17T09:00:00+08:00" }
]

const languages = [
  { language: "zh", suffix: ".zh-CN.md", district: "虹溪" },
  { language: "en", suffix: ".md", district: "hongxi" }
] as const

const folderOf = (language: string, district: string, folder: string): string =>
  join(home, language, folder.replace("DISTRICT", district))

describe.each(languages)("the guides ($language)", ({ district, language, suffix }) => {
  const leads = async ({ folder, now, page }: Page) => {
    const file = `${page}${suffix}`
    const start = folderOf(language, district, folder)
    mkdirSync(start, { recursive: true })
    const text = readFileSync(join(root, "docs", file), "utf8")
    const { commands, mistakes } = await walk(text, {
      folder: start,
      language,
      now,
      separate: page === "commands" ? 12 : Infinity
    })
    expect(mistakes.map((mistake) => `docs/${file}, ${mistake}`)).toEqual([])
    expect(commands).toBeGreaterThan(0)
  }
  const example = pages.findIndex(({ page }) => page === "guide/fifteen-minutes") + 1

  it.each(pages.slice(0, example))("docs/$page leads where it says", leads)

  it("“fifteen minutes” results in examples/02-another-district, file by file", async () => {
    const expected = join(root, "examples/02-another-district", language)
    const made = folderOf(language, district, "guide/DISTRICT")
    const kept = (folder: string) =>
      globSync("*", {
        cwd: folder,
        exclude: ["*.sqlite*", "*.html", "*.jpg", "district.schema.json"]
      }).toSorted()
    expect(kept(made)).toEqual(kept(expected))
    for (const name of kept(expected)) {
      const both = await Promise.all([contents(join(made, name)), contents(join(expected, name))])
      expect([name, both[0]]).toEqual([name, both[1]])
    }
  })

  it.each(pages.slice(example))("docs/$page leads where it says", leads)
})

/** The text of a file; of a workbook, what an import reads from it. */
const contents = async (path: string) => {
  if (!path.endsWith(".xlsx")) return readFileSync(path, "utf8")
  const options = { file: basename(path), on: Day.make("2026-06-01"), key: "a key of sixteen letters" }
  const { data } = await Effect.runPromise(readRegistry(readFileSync(path), options))
  return data
}

describe("a documentation page as a test", () => {
  it("splits a command line as a shell does", () => {
    expect(argumentsOf('liulinhui case note x "two words" --evidence a="b c"')).toEqual([
      "liulinhui",
      "case",
      "note",
      "x",
      "two words",
      "--evidence",
      "a=b c"
    ])
  })

  it("knows its code blocks", () => {
    expect(blocksOf("a\n```sh run 1\nb\n```\n")).toEqual([
      { line: 3, words: ["sh", "run", "1"], text: "b\n" }
    ])
  })

  it("replaces the parts of a file, and adds new ones to the end", () => {
    const file = "id: a\n\n# two\nb:\n  c: 1\n\n  d: 2\n\n# three\ne: { f: 3 }\n"
    expect(withParts(file, "b:\n  c: 5\n\n# new\nz: 1\n")).toBe(
      "id: a\n\n# two\nb:\n  c: 5\n\n# three\ne: { f: 3 }\n\n# new\nz: 1\n"
    )
  })

  it("reports a command that fails, an output that is not printed, and a line that is no command", async () => {
    const page = [
      "```sh run\nliulinhui check nowhere.yaml nowhere.csv\n```",
      "```sh run 1\nliulinhui check nowhere.yaml nowhere.csv\n```",
      "```text shown\nanother text\n```",
      "```sh run\nls\n```"
    ].join("\n")
    const { mistakes } = await walk(page, {
      folder: home,
      language: "zh",
      now: "2026-12-01T09:00:00Z",
      separate: Infinity
    })
    expect(mistakes).toEqual([
      expect.stringContaining("line 2: liulinhui check nowhere.yaml"),
      expect.stringContaining("line 8: not printed: another text"),
      expect.stringContaining("line 11: ls")
    ])
  })
})
