import { describe, expect, it } from "@effect/vitest"
import { affected, type Uses } from "../src/quick.ts"

const inSources = (...names: ReadonlyArray<string>): Uses => ({
  sources: new Set(names.map((name) => `packages/${name}`)),
  tests: new Set()
})
const inTests = (...names: ReadonlyArray<string>): Uses => ({
  sources: new Set(),
  tests: inSources(...names).sources
})

const uses = new Map([
  ["packages/core", inTests("testing")],
  ["packages/cli", inSources("service")],
  ["packages/service", inSources("core")],
  ["packages/testing", inSources("core")],
  ["packages/texts", inTests("service")],
  ["packages/tooling", inSources()]
])

describe("the packages that a change affects", () => {
  it.each([
    [
      "are the changed one and all that use it, directly or not",
      ["packages/service/src/A.ts"],
      ["cli", "service", "texts"]
    ],
    [
      "are not those that use what only tests the changed one",
      ["packages/testing/src/A.ts"],
      ["core", "testing"]
    ],
    ["are the changed one alone for a test or a bench", ["packages/core/test/A.test.ts"], ["core"]],
    ["are all for what every package depends on", ["pnpm-lock.yaml"], [...uses.keys()]],
    ["are the tooling for a document", ["docs/tour.md", "README.md"], ["tooling"]],
    ["are empty without a change", [], []]
  ])("%s", (_, changed, expected) => {
    expect(affected(changed, uses)).toEqual(
      expected.map((name) => (name.includes("/") ? name : `packages/${name}`))
    )
  })

  it("are the changed ones alone if that is wanted", () => {
    const changed = ["packages/core/src/A.ts", "packages/texts/src/B.ts"]
    expect(affected(changed, uses, true)).toEqual(["packages/core", "packages/texts"])
  })
})
