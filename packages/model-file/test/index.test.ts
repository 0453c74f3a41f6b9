import { describe, expect, it } from "@effect/vitest"
import { MergePatch } from "@liulinhui/core/Model"
import * as Problem from "@liulinhui/core/Problem"
import { type FileProblem, type ModelFile, readModelFile, refusal } from "@liulinhui/model-file"
import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import fc from "fast-check"
import { stringify } from "yaml"

const file = "district.yaml"

const bases = {
  "six-hearts": {
    hearts: { joy: { zh: "乐心" }, peace: { zh: "安心" } },
    stages: ["found", "visited"],
    rules: { patrol: "7 days", notice: "15 days" }
  }
}

const read = (text: string): ModelFile => Result.getOrThrow(readModelFile(text, { file, bases }))

const problemsOf = (text: string): ReadonlyArray<FileProblem> => {
  const result = readModelFile(text, { file, bases })
  if (Result.isSuccess(result)) throw new Error(`read as ${JSON.stringify(result.success.document)}`)
  return result.failure.problems
}

/** Returns the line, column and code of each problem in a text. */
const seen = (text: string): ReadonlyArray<string> =>
  problemsOf(text).map(({ code, column, line }) => `${line}:${column} ${code}`)

// Whole numbers that JavaScript cannot represent exactly are refused, so the generated documents have none.
const exact = (_: string, value: unknown): unknown =>
  Number.isInteger(value) && !Number.isSafeInteger(value) ? 0 : value

const value = fc
  .jsonValue({ maxDepth: 3 })
  .map((value) => JSON.parse(JSON.stringify(value), exact) as Schema.Json)

// A generated document is a map that has no key `extends` at the top level.
const model = fc.dictionary(
  fc.string({ minLength: 1 }).filter((key) => key !== "extends"),
  value,
  { maxKeys: 5, noNullPrototype: true }
)

describe("a model file", () => {
  it("reads back every JSON document, written as YAML or as JSON", () => {
    fc.assert(
      fc.property(model, (document) => {
        expect(read(stringify(document)).document).toEqual(document)
        expect(read(JSON.stringify(document, null, "\t")).document).toEqual(document)
      })
    )
  })

  it("keeps dates, times and keys as text", () => {
    expect(read("on: 2026-03-01\nat: 12:30\n07: seven\ntrue: yes\n").document).toEqual({
      on: "2026-03-01",
      at: "12:30",
      "07": "seven",
      true: "yes"
    })
  })

  it("is the model that it extends, patched by the rest of the file", () => {
    fc.assert(
      fc.property(model, (patch) => {
        const { document } = read(stringify({ extends: "six-hearts", ...patch }))
        expect(document).toEqual(MergePatch.apply(bases["six-hearts"], patch))
      })
    )
  })

  it.each([
    ["extends: seven-hearts\n", '1:1 extends: found "seven-hearts", expected six-hearts'],
    ["name: x\nextends: [six-hearts]\n", '2:1 extends: found ["six-hearts"], expected six-hearts'],
    ["extends: __proto__\n", '1:1 extends: found "__proto__", expected six-hearts']
  ])("refuses %j, which extends an unknown model", (text, message) => {
    const result = readModelFile(text, { file, bases })
    expect(Result.isFailure(result) && result.failure.message).toBe(`district.yaml:${message}`)
  })
})

describe("a place in a model file", () => {
  const text = [
    "extends: six-hearts # from the package", // 1
    "rules:", // 2
    "  patrol: 14 days", // 3
    "  notice: null", // 4
    "  extra: { every: [1, { deep: 2 }] }", // 5
    "groups:", // 6
    "  - id: joy", // 7
    "    name: x" // 8
  ].join("\n")

  it.each<[ReadonlyArray<string | number>, number, number, string?]>([
    [[], 1, 1],
    [["rules"], 2, 1],
    [["rules", "patrol"], 3, 3],
    [["rules", "extra", "every", 1, "deep"], 5, 25],
    [["groups", 0, "name"], 8, 5],
    // The following paths are neither in the file nor in the base model. So the nearest key that exists is expected.
    [["groups", 0, "heart"], 7, 5],
    [["groups", 3], 6, 1],
    [["rules", "patrol", "deeper"], 3, 3],
    // The file sets this key to null, to remove it from the base model.
    [["rules", "notice"], 4, 3],
    // The following values come from the base model.
    [["hearts"], 1, 1, "six-hearts"],
    [["hearts", "joy", "zh"], 1, 1, "six-hearts"],
    [["hearts", "joy", "en"], 1, 1, "six-hearts"],
    [["stages", 1], 1, 1, "six-hearts"]
  ])("for %j is line %i, column %i", (path, line, column, base) => {
    expect(read(text).locate(path)).toEqual({ file, line, column, ...(base === undefined ? {} : { base }) })
  })

  it("is the line on which the key is written, for every key of every document", () => {
    const paths = (value: unknown, path: ReadonlyArray<string>): ReadonlyArray<ReadonlyArray<string>> =>
      typeof value === "object" && value !== null && !Array.isArray(value)
        ? Object.entries(value).flatMap(([key, value]) => [[...path, key], ...paths(value, [...path, key])])
        : []
    const keyed = fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), value, {
      minKeys: 1
    })
    fc.assert(
      fc.property(keyed, (document) => {
        // The test writes JSON with one key on each line, so that the test can find each key by its text.
        const text = JSON.stringify(document, null, 2)
        const { locate } = Result.getOrThrow(readModelFile(text, { file }))
        const lines = text.split("\n")
        for (const path of paths(document, [])) {
          const { column, line } = locate(path)
          const key = JSON.stringify(path.at(-1))
          expect(lines[line - 1]?.slice(column - 1, column - 1 + key.length)).toBe(key)
        }
      })
    )
  })

  it("is added to each problem that a check of the document finds, in the order of the lines", () => {
    const found = refusal(read(text), [
      Problem.make(["groups", 0, "heart"], "missing-heart", "found nothing, expected one of joy, peace"),
      Problem.make(["rules", "patrol"], "too-long", "found 14 days, expected at most 7 days"),
      Problem.make(["hearts", "joy"], "unused-heart", "no group stands for it")
    ])
    expect(found?.message).toBe(
      [
        "district.yaml:1:1 hearts.joy (from six-hearts): no group stands for it",
        "district.yaml:3:3 rules.patrol: found 14 days, expected at most 7 days",
        "district.yaml:7:5 groups[0].heart: found nothing, expected one of joy, peace"
      ].join("\n")
    )
    expect(refusal(read(text), [])).toBeUndefined()
  })
})

describe("a text that is not a model", () => {
  it.each<[string, string, ReadonlyArray<string>]>([
    ["a key twice", "a: 1\nb:\n  c: 1\n  c: 2\na: 3\n", ["4:3 duplicate-key", "5:1 duplicate-key"]],
    ["a tab in the indentation", "a:\n\tb: 1\n", ["2:1 yaml-tab-as-indent"]],
    ["a list that is not closed", "a: [1, 2\nb: 3", ["2:1 yaml-bad-indent"]],
    ["a text that is not closed", 'a: "x', ["1:6 yaml-missing-char"]],
    ["two documents", "a: 1\n---\nb: 2\n", ["2:1 yaml-multiple-docs"]],
    ["an unknown tag", "a: !secret 1\n", ["1:4 yaml-tag-resolve-failed"]],
    ["an alias", "a: &x 1\nb: *x\nc: [*x]\n", ["2:4 alias", "3:5 alias"]],
    ["a key that is a list", "? [1]\n: 2\n", ["1:3 yaml-non-string-key"]],
    ["numbers that JSON does not have", "a: .inf\nb: 1\nc: .nan\n", ["1:4 not-json", "3:4 not-json"]],
    ["a number that is not exact", "a: 12345678901234567890\n", ["1:4 number-too-large"]],
    ["another version of YAML", "%YAML 1.1\n---\na: no\n", ["1:1 yaml-version"]],
    ["nothing", "", ["1:1 not-a-map"]],
    ["only a comment", "# later\n", ["1:1 not-a-map"]],
    ["a list", "- a\n- b\n", ["1:1 not-a-map"]]
  ])("because of %s is refused with line and column", (_, text, problems) => {
    expect(seen(text)).toEqual(problems)
  })

  it("reports mistakes of every kind at once", () => {
    expect(seen("a: *x\nb: .nan\nb: 1\nc: !y z\n")).toEqual([
      "1:4 alias",
      "2:4 not-json",
      "3:1 duplicate-key",
      "4:4 yaml-tag-resolve-failed"
    ])
  })

  it("that would expand to a huge text is refused before it is expanded", () => {
    const bomb = ["a: &a [x,x,x,x,x,x,x,x,x]"]
    for (let i = 1; i < 20; i++) {
      const before = String.fromCharCode(96 + i)
      const name = String.fromCharCode(97 + i)
      bomb.push(`${name}: &${name} [${Array.from({ length: 9 }, () => `*${before}`).join(",")}]`)
    }
    expect(new Set(problemsOf(bomb.join("\n")).map(({ code }) => code))).toEqual(new Set(["alias"]))
  })

  it.each([
    ["lists", "[".repeat(100_000)],
    ["maps", "{a: ".repeat(100_000)],
    ["list items", `${"- ".repeat(100_000)}x`],
    ["lines", Array.from({ length: 1000 }, (_, depth) => `${" ".repeat(depth)}a:`).join("\n")]
  ])("with %s that are nested too deeply is refused", (_, text) => {
    expect(problemsOf(text).map(({ code }) => code)).toEqual(["too-deep"])
  })

  it("may be nested up to a hundred levels deep", () => {
    expect(read(`a: ${"[".repeat(99)}${"]".repeat(99)}`).document).toBeDefined()
    expect(read(Array.from({ length: 99 }, (_, n) => `${" ".repeat(n)}a:`).join("\n")).document).toBeDefined()
  })

  it("that is too long is refused", () => {
    expect(seen(`a: 1\n#${"x".repeat(5_000_000)}`)).toEqual(["1:1 too-large"])
  })
})
