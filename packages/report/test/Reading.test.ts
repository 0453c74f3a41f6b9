import { describe, expect, it } from "@effect/vitest"
import * as Day from "@liulinhui/core/Day"
import fc from "fast-check"
import type { CaseFact, Counts } from "../src/Facts.ts"
import { gapsByBuilding, heat, heats, lineages, states } from "../src/Reading.ts"
import { heatColours, pageStyle, palettes, stateColours } from "../src/PageStyle.ts"

const counts = (eligible: number, reached: number, excluded = 0): Counts => ({
  eligible,
  reached,
  excluded,
  due: eligible - excluded,
  missing: eligible - reached - excluded,
  unknown: 0
})

const text = (zh: string) => ({ zh, en: zh })

const caseFact = (id: string, reopens: string | null, relapses: number, opened = "2026-03-01"): CaseFact => ({
  id,
  playbook: "corridor-clutter",
  kind: text("楼道堆物"),
  stage: text("已办结"),
  building: "b1",
  unit: null,
  open: false,
  opened: Day.make(opened),
  relapses,
  reopens,
  outcome: null
})

// The relative luminance of a colour, and the contrast ratio of two colours, as defined in WCAG 2.2.
const luminance = (colour: string): number => {
  const channels = [1, 3, 5].map((at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * channels[0]! + 0.7152 * channels[1]! + 0.0722 * channels[2]!
}
const contrast = (one: string, other: string): number => {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light! + 0.05) / (dark! + 0.05)
}

describe("heat", () => {
  it("is few for one missing of eighty-six, and never looks like zero", () => {
    expect(heat(counts(86, 86))).toBe("all")
    expect(heat(counts(86, 85))).toBe("few")
    expect(heat(counts(86, 77))).toBe("some")
    expect(heat(counts(86, 42))).toBe("most")
    expect(heat(counts(86, 0))).toBe("nobody")
  })

  it("does not count excluded members as missing, but counts unknown members", () => {
    expect(heat(counts(10, 4, 6))).toBe("all")
    expect(heat({ ...counts(10, 9), missing: 0, unknown: 1 })).toBe("few")
    expect(heat(counts(3, 0, 3))).toBe("all")
  })

  it("never decreases when one more is missing", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.nat(499), (eligible, missing) => {
        const reached = Math.max(0, eligible - missing)
        const rank = (n: number) => heats.indexOf(heat(counts(eligible, n))!)
        expect(rank(Math.max(0, reached - 1))).toBeGreaterThanOrEqual(rank(reached))
      })
    )
  })

  it("has a darker colour for each step, with enough contrast to its text (AAA)", () => {
    const papers = heats.map((step) => heatColours(step))
    for (const { ink, paper } of papers) expect(contrast(ink, paper)).toBeGreaterThanOrEqual(7)
    for (const [index, { paper }] of papers.slice(1).entries()) {
      const lighter = papers[index]!.paper
      expect(luminance(paper)).toBeLessThan(luminance(lighter))
      expect(contrast(paper, lighter)).toBeGreaterThan(1.1)
    }
  })

  it("has enough contrast for every colour of text (AAA), in light and in dark, and no letter smaller than 16 px", () => {
    for (const { bad, good, ink, link, paper, quiet, shade, title } of Object.values(palettes)) {
      for (const text of [ink, quiet, title, link, good, bad]) {
        expect(contrast(text, paper)).toBeGreaterThanOrEqual(7)
      }
      expect(contrast(ink, shade)).toBeGreaterThanOrEqual(7)
    }
    const rules = pageStyle.split("\n").filter((line) => !/\.heat-|\.tile-|:root/.test(line))
    expect(rules.join("\n")).not.toMatch(/#[0-9a-f]{6}/)
    expect(pageStyle).toContain("html { font-size: 112.5%;") // 18 px
    const screen = pageStyle.slice(0, pageStyle.indexOf("@media print"))
    const smallest = Math.min(
      ...[...screen.matchAll(/font-size: ([\d.]+)rem/g)].map(([, size]) => Number(size))
    )
    expect(smallest * 18).toBeGreaterThanOrEqual(16)
  })
})

describe("the tiles of buildings", () => {
  it("have a colour for each state, the worse the darker, with enough contrast to their letters (AAA)", () => {
    const papers = states.map((state) => stateColours(state))
    for (const { ink, paper } of papers) expect(contrast(ink, paper)).toBeGreaterThanOrEqual(7)
    for (const [index, { paper }] of papers.slice(1).entries()) {
      expect(luminance(paper)).toBeGreaterThan(luminance(papers[index]!.paper))
    }
  })
})

describe("lineages", () => {
  it("a relapse has all its cases, from the first to the last", () => {
    for (const before of ["c1", "c2"]) {
      const third = caseFact("c3", before, 2, "2026-06-01")
      const second = caseFact("c2", "c1", 1, "2026-05-01")
      const first = caseFact("c1", null, 0, "2026-04-01")
      expect(lineages([second, third, first])).toEqual([
        { cases: [first, second, third], unlisted: null, relapses: 2 }
      ])
    }
  })

  it("a case that was reopened after a relapse is a lineage of one, and a case without relapse has no lineage", () => {
    const cases = [caseFact("h", null, 1), caseFact("quiet", null, 0)]
    expect(lineages(cases)).toEqual([{ cases: [cases[0]], unlisted: null, relapses: 1 }])
  })

  it("an earlier case that is not in the list is still named", () => {
    const late = caseFact("c9", "c8", 1)
    expect(lineages([late])).toEqual([{ cases: [late], unlisted: "c8", relapses: 1 }])
  })

  it("a circle of cases does not cause an endless loop", () => {
    const cases = [caseFact("a", "b", 1), caseFact("b", "a", 1), caseFact("c", "b", 1)]
    expect(lineages(cases).flatMap((line) => line.cases).length).toBe(3)
  })
})

describe("gaps", () => {
  it("a door is listed once, with its number of missing residents, and no gap is lost", () => {
    const branch = text("一")
    expect(
      gapsByBuilding([
        { building: "b1", unit: "301", branches: [branch] },
        { building: "b2", unit: "101", branches: [] },
        { building: "b1", unit: "301", branches: [branch, text("二")] }
      ])
    ).toEqual([
      { building: "b1", units: [{ unit: "301", count: 2 }], branches: [branch, text("二")] },
      { building: "b2", units: [{ unit: "101", count: 1 }], branches: [] }
    ])
  })
})
