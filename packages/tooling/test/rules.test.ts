import { describe, expect, it } from "@effect/vitest"
import { everyRule } from "@liulinhui/core/Governance"
import { globSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { root } from "../src/packages.ts"
import { documents } from "../src/rules.ts"

describe("the documents that list the rules", () => {
  it.each(documents.map(({ file, text }) => [file, text] as const))(
    "%s is up to date (if it is not, run `pnpm run rules`)",
    (file, text) => {
      expect(readFileSync(join(root, file), "utf8")).toBe(text)
    }
  )
})

/**
 * The ids of the rules that a test file covers by examples. The types of `ruleSuite` require, for each rule, an example
 * that keeps the rule and an example that is refused for each of its reasons.
 */
const withExamples = (text: string): ReadonlyArray<string> =>
  text.includes("ruleSuite(") ? [...text.matchAll(/^\s*"([a-z-]+)": \{/gm)].flatMap(([, id = ""]) => id) : []

describe("every rule", () => {
  it("has a test that shows it holding, and refusing for each of its reasons", () => {
    const tested = new Set(
      globSync("packages/*/test/**/*.test.ts", { cwd: root }).flatMap((file) =>
        withExamples(readFileSync(join(root, file), "utf8"))
      )
    )
    expect(everyRule.flatMap(({ id }) => (tested.has(id) ? [] : [id]))).toEqual([])
  })

  it("without examples is found", () => {
    expect(withExamples('ruleSuite("", [a], {\n  "rule-a": { holds: 1, refuses: {} }\n})')).toEqual([
      "rule-a"
    ])
    expect(withExamples('const other = {\n  "rule-a": {}\n}')).toEqual([])
  })
})
