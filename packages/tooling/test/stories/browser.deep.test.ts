/** The packages that promise to run in a browser are run in one. */
import { describe, expect, it } from "@effect/vitest"
import { join } from "node:path"
import { answersInBrowser } from "../../src/packCheck/browser.ts"
import { answers } from "../../src/packCheck/page.ts"

const folder = join(import.meta.dirname, "../../src/packCheck")

describe("core in a browser", () => {
  it("pairs, decides and computes coverage as in Node.js", async () => {
    const found = await answersInBrowser("./page.ts", folder)
    expect(JSON.parse(found.answers)).toEqual(JSON.parse(answers()))
    expect(found.bytes).toBeGreaterThan(100_000)
  })

  it("answers what was asked", () => {
    const { coverage, outcomes, pairing } = JSON.parse(answers())
    expect(
      pairing.pairs.map(({ branch, group }: { branch: string; group: string }) => [branch, group])
    ).toEqual([
      ["north", "peace"],
      ["south", "joy"]
    ])
    expect(pairing.flaw).toBe("none")
    expect(outcomes).toEqual([[expect.stringContaining("b1")], ["registry"], ["registry"], ["registry"]])
    const elders = coverage.find(({ rule }: { rule: string }) => rule === "elders-reached")
    expect(elders.counts).toMatchObject({ eligible: 1, missing: 1 })
  })
})
