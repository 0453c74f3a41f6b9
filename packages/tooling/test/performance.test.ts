import { describe, expect, it } from "@effect/vitest"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import type { Conditions, Result } from "../src/figures.ts"
import { root } from "../src/packages.ts"
import { documents, fill, show } from "../src/performance.ts"
import { performanceWords } from "../src/performanceWords.ts"

const conditions: Conditions = {
  day: "2026-11-30",
  node: "v24.21.0",
  processor: "a processor",
  cores: 2,
  load: { before: 0.2, after: 1.1 },
  threads: 1,
  short: false,
  files: "tmpfs",
  versions: { munkres: "2.0.4" }
}
const result: Result = {
  conditions,
  comparisons: [
    {
      title: "solve",
      unit: "ms",
      count: 1000,
      rounds: 7,
      figures: [
        { name: "ours", median: 10, least: 9, most: 12 },
        { name: "theirs", median: 25, least: 24, most: 31 }
      ]
    }
  ],
  bars: [
    { bar: "twice as fast", ratio: 2.5, range: [2, 3.1], least: 2 },
    { bar: "three times as fast", ratio: 2.5, least: 3 }
  ]
}
const { en, zh } = performanceWords
const shown = (changes: Partial<Conditions> = {}): string =>
  show(en, "pairing", { ...result, conditions: { ...conditions, ...changes } }).join("\n")

describe("the documents on performance", () => {
  it.each(documents().map(({ file, text }) => [file, text] as const))(
    "%s has the figures that are stored (if it has not, run `node packages/tooling/src/performance.ts`)",
    (file, text) => {
      expect(readFileSync(join(root, file), "utf8")).toBe(text)
    }
  )

  it.each(documents().map(({ file, text }) => [file, text] as const))(
    "%s has no table and no figure that was typed by hand",
    (_, text) => {
      const byHand = text.replaceAll(/<!-- figures: [\s\S]*?<!-- end of figures -->/g, "")
      expect(byHand.split("\n").filter((line) => line.startsWith("|"))).toEqual([])
      expect(byHand.match(/\d[\d.,]* ?(×(?! ?\d)|ms\b|µs|MiB|MB\b|\/s\b)/g)).toBeNull()
    }
  )

  it("show each figure with its range, its rate and its ratio, and each bar", () => {
    const lines = shown().split("\n")
    expect(lines).toContain("| ours | 10.0 | 9.00 … 12.0 | 100,000 | 1.00 × |")
    expect(lines).toContain("| theirs | 25.0 | 24.0 … 31.0 | 40,000 | 2.50 × |")
    expect(lines).toContain("| twice as fast | at least 2.00 × | 2.50 × | 2.00 × … 3.10 × | yes |")
    expect(lines).toContain("| three times as fast | at least 3.00 × | 2.50 × |  | **no** |")
  })

  it("state the conditions, and say so if other programs worked or the run was short", () => {
    expect(shown()).toContain(
      "with munkres 2.0.4. Files are in memory (`tmpfs`). The load of the machine was 0.2"
    )
    for (const words of [en.busy, en.short]) expect(shown()).not.toContain(words)
    expect(shown({ load: { before: 1.9, after: 1.1 } })).toContain(en.busy)
    expect(shown({ load: { before: 0.2, after: 3 } })).toContain(en.busy)
    expect(shown({ load: { before: 0.2, after: 2.5 }, threads: 2 })).not.toContain(en.busy)
    expect(shown({ short: true })).toContain(en.short)
  })

  it("say that a benchmark without a stored result is not measured yet", () => {
    const place = "<!-- figures: pairing -->\nold figures\n<!-- end of figures -->"
    const text = fill(zh, `before\n${place}\nafter`, () => undefined)
    expect(text).toBe(
      `before\n<!-- figures: pairing -->\n\n${zh.missing("npx -y pnpm@12.21.0 bench pairing --write")}\n\n<!-- end of figures -->\nafter`
    )
    expect(fill(zh, text, () => undefined)).toBe(text)
  })
})
