import { describe, expect, it } from "@effect/vitest"
import {
  ballotSheet,
  en,
  formatMapping,
  formatProblem,
  formatProblems,
  parseMapping,
  type SheetProblem,
  toCsv,
  walkingList,
  writeRegistryCsv,
  zh
} from "@liulinhui/spreadsheet"
import { PollId } from "@liulinhui/core/Poll"
import * as Result from "effect/Result"
import { IntlMessageFormat } from "intl-messageformat"
import { messageIds } from "../../src/Problem.ts"
import type { Catalogue } from "../../src/words/Catalogue.ts"
import { catalogues, format } from "../../src/words/Wording.ts"

// Returns the names of the arguments of an ICU pattern, at any depth.
const argumentsOf = (pattern: string): ReadonlyArray<string> => {
  const found = new Set<string>()
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(visit)
    else if (typeof node === "object" && node !== null) {
      // In a parsed ICU pattern, type 0 is text, and type 7 is the number sign in a plural.
      if ("type" in node && "value" in node && node.type !== 0 && node.type !== 7)
        found.add(String(node.value))
      Object.values(node).forEach(visit)
    }
  }
  visit(new IntlMessageFormat(pattern, "en").getAst())
  return [...found]
}

const problem = (row: number, found: string, more: Partial<SheetProblem> = {}): SheetProblem => ({
  sheet: "",
  row,
  letter: "C",
  column: "室号",
  code: "damaged-cell",
  found,
  args: {},
  ...more
})

describe("every message", () => {
  it.each(messageIds)("%s has the same arguments in every language, and is worded with them", (id) => {
    const patterns = catalogues.map(({ messages }) => messages[id])
    const names = new Set(patterns.flatMap(argumentsOf))
    const args = Object.fromEntries([...names].map((name) => [name, 3]))
    // In the message about a missing column, the English text also contains the Chinese name of the column, and the
    // Chinese text lists other names of it.
    const optional = new Set(id === "missing-column" ? ["found", "name", "others"] : [])
    for (const [at, catalogue] of catalogues.entries()) {
      expect(format(catalogue, id, args)).not.toMatch(/\{|\}/)
      const needed = argumentsOf(patterns[at] ?? "").filter((name) => !optional.has(name))
      expect(needed.toSorted()).toEqual([...names].filter((name) => !optional.has(name)).toSorted())
    }
  })

  it.each(messageIds)("%s is Chinese in Chinese and English in English", (id) => {
    const [inChinese, inEnglish] = [zh.messages[id], en.messages[id]]
    const words = (text: string): string => text.replace(/\{[^{}]*\}|"[^"]*"/g, "")
    expect(words(inEnglish)).not.toMatch(/[，。；“”]/)
    // A short message may consist only of arguments, without words.
    expect(inChinese.length <= 20 || /\p{Script=Han}/u.test(inChinese)).toBe(true)
  })
})

describe("a third language", () => {
  const marked = (words: unknown): unknown => {
    if (typeof words === "string") return `«${words}»`
    if (Array.isArray(words)) return words.map(marked)
    return Object.fromEntries(Object.entries(words as object).map(([key, word]) => [key, marked(word)]))
  }
  const { columns, labels, messages, opinions, ballot } = en
  const fr = {
    language: "fr",
    locale: "fr-FR",
    ...(marked({ columns, labels, messages, opinions, ballot }) as Omit<Catalogue, "language" | "locale">)
  }
  /** Returns the text outside the marks that the test catalogue of a third language puts around its texts. */
  const outside = (text: string): string => {
    const rest = text.replace(/«[^«»]*»/gu, "")
    return rest === text ? text : outside(rest)
  }

  it("is one catalogue, and words every message, column name and choice", () => {
    for (const code of messageIds) {
      const args = Object.fromEntries(argumentsOf(fr.messages[code]).map((name) => [name, 7]))
      const text = formatProblem(problem(3, "7", { code, args: { ...args, column: "unit" } }), fr)
      expect(outside(text)).toBe("")
    }
    const sheets = [walkingList("", [], fr), ballotSheet(PollId.make("p1"), [], fr)]
    for (const { choices, headings } of sheets) {
      expect([...headings, ...choices.flat()].map(outside).join("")).toBe("")
    }
    const table = writeRegistryCsv({ buildings: [], households: [], residents: [] }, fr)
    expect(outside(table)).toMatch(/^\uFEFF[,\r\n]*$/u)
  })

  it("that has no catalogue is replaced by a wider one, and then by Chinese", () => {
    const one = problem(12, "#REF!")
    expect(formatProblem(one, "en-GB")).toBe(formatProblem(one, "en"))
    expect(formatProblem(one, "fr")).toBe(formatProblem(one, "zh"))
    expect(toCsv(walkingList("", [], "zh-Hant"))).toBe(toCsv(walkingList("", [], "zh")))
  })
})

describe("problems", () => {
  it("name the sheet, the row, the column's letter and its heading", () => {
    expect(formatProblem(problem(12, "#REF!", { sheet: "居民" }), "zh")).toBe(
      "「居民」表 第 12 行 C 列「室号」：“#REF!”是表格软件留下的错误值，请填写原来的内容"
    )
    expect(formatProblem(problem(12, "#REF!"), "en")).toBe(
      'row 12, column C "室号": "#REF!" is an error value of the spreadsheet program; fill in what was there'
    )
    expect(formatProblem(problem(0, "", { letter: "", column: "", code: "password" }), "zh")).toBe(
      "文件设有密码；请去掉密码后另存一份"
    )
  })

  it("that are the same in 300 rows are one line", () => {
    const many = Array.from({ length: 300 }, (_, n) => problem(n + 3, "#REF!"))
    expect(formatProblems(many, "zh")).toEqual([
      "C 列「室号」：300 × “#REF!”是表格软件留下的错误值，请填写原来的内容（第 3–302 行）"
    ])
  })

  it("of one kind with many values are one line with the first as an example", () => {
    const many = Array.from({ length: 300 }, (_, n) => problem(2 * n + 3, `x${n}`, { code: "not-a-date" }))
    expect(formatProblems(many, "en")).toEqual([
      'column C "室号": 300 of one kind (rows 3, 5, 7, 9, 11, 13 and more), such as row 3: "x0" is not a date; write it as 1950-03-01'
    ])
  })

  it("of other columns, sheets and kinds have separate lines, in their order", () => {
    const some = [
      problem(2, "#N/A"),
      problem(3, "#REF!"),
      problem(4, "#REF!"),
      problem(4, "x", { code: "not-a-date" })
    ]
    expect(formatProblems(some, "en").map((text) => text.slice(0, 24))).toEqual([
      'row 2, column C "室号": "#',
      'column C "室号": 2 × "#REF',
      'row 4, column C "室号": "x'
    ])
  })
})

describe("a mapping", () => {
  it("is read from YAML and JSON, and written so that it can be read again", () => {
    const yaml = `version: 1
columns:
  楼号: building
  政治面貌: { tags: { 中共党员: party-member } }
  备注: leave-out
buildings: { 12号甲: b12a }
fillDown: true
`
    const mapping = Result.getOrThrow(parseMapping(yaml))
    expect(mapping.columns["政治面貌"]).toEqual({ tags: { 中共党员: "party-member" } })
    expect(Result.getOrThrow(parseMapping(formatMapping(mapping)))).toEqual(mapping)
    expect(Result.getOrThrow(parseMapping(JSON.stringify(mapping)))).toEqual(mapping)
  })

  it.each([
    ["version: 1\ncolumns: { 房号: flat }", "columns.房号"],
    ["version: 1\ncolumns: {}\nfilldown: true", "filldown"],
    ["version: 2\ncolumns: {}", "version"],
    ["columns: {}", "version"],
    ["version: 1\ncolumns: {}\nbuildings: { 甲: 'a b' }", "buildings.甲"]
  ])("that says %j is refused at %s, without the words of a schema library", (text, place) => {
    const refused = parseMapping(text, "map.yaml")
    if (Result.isSuccess(refused)) throw new Error("read")
    expect(refused.failure.problems.map(({ found }) => found)).toContain(place)
    expect(refused.failure.format("zh")).not.toMatch(/Expected|Missing key|undefined/)
  })

  it("that is no YAML, or wants to fill the memory, is refused", () => {
    for (const text of ["a: [", "a: &x [1]\nb: *x", "a: 1\na: 2"]) {
      const refused = parseMapping(text)
      expect(Result.isFailure(refused) && refused.failure.problems[0].code).toBe("mapping-not-yaml")
    }
  })
})
