import { describe, expect, it } from "@effect/vitest"
import { missingTests, summary, windowsOf } from "../src/mutation.ts"
import { random, sample } from "../src/random.ts"

describe("a sample", () => {
  const from = Array.from({ length: 100 }, (_, at) => at)

  it("is the same for the same seed, and another for another", () => {
    expect(sample(from, 10, random(1))).toEqual(sample(from, 10, random(1)))
    expect(sample(from, 10, random(2))).not.toEqual(sample(from, 10, random(1)))
  })

  it("has no element twice, and all of them if it is large enough", () => {
    expect(new Set(sample(from, 60, random(3))).size).toBe(60)
    expect([...sample(from, 1000, random(3))].toSorted((a, b) => a - b)).toEqual(from)
  })
})

describe("the windows of a file", () => {
  it("hold every line of code, and none is of comments and imports alone", () => {
    const text = [
      ...Array<string>(10).fill("// a comment"),
      'import "a"',
      ...Array<string>(12).fill("code()")
    ].join("\n")
    expect(windowsOf([{ file: "a.ts", text }])).toEqual(["a.ts:11-20", "a.ts:21-30"])
  })
})

describe("the tests that must find the faults", () => {
  it("exist, and are missed by name if they were moved", () => {
    expect(missingTests()).toEqual([])
    const moved = "packages/tooling/test/{mutation,moved,gone}.test.ts"
    expect(missingTests([moved, "packages/core/test/**/*.test.ts", "elsewhere/*.test.ts"])).toEqual([
      "packages/tooling/test/moved.test.ts",
      "packages/tooling/test/gone.test.ts",
      "elsewhere/*.test.ts"
    ])
  })
})

describe("a mutation score", () => {
  const mutant = (status: string, column: number) => ({
    mutatorName: "Arithmetic",
    replacement: "a - b",
    status,
    location: { start: { line: 2, column }, end: { line: 2, column: column + 5 } }
  })
  const report = (...statuses: ReadonlyArray<string>) => ({
    files: { "a.ts": { source: "// sum\nx = a + b\n", mutants: statuses.map((status) => mutant(status, 5)) } }
  })

  it("counts faults that failed a test or hung it, and names every other with its place and its change", () => {
    expect(summary(report("Killed", "Timeout", "Survived", "NoCoverage"))).toEqual({
      score: 50,
      ends: { Killed: 1, Timeout: 1, Survived: 1, NoCoverage: 1 },
      alive: ["a.ts:2 Arithmetic (Survived): a + b → a - b", "a.ts:2 Arithmetic (NoCoverage): a + b → a - b"]
    })
  })

  it("leaves out faults that are no valid program, and is 0 without any fault", () => {
    expect(summary(report("Killed", "CompileError", "RuntimeError", "Ignored")).score).toBe(100)
    expect(summary(report()).score).toBe(0)
  })
})
