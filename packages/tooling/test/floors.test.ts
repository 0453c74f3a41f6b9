import { describe, expect, it } from "@effect/vitest"
import { globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { inspect } from "../src/floors.ts"

const root = join(import.meta.dirname, "../../..")

const planted = async (files: Record<string, string>) => {
  const folder = mkdtempSync(join(tmpdir(), "floors-"))
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true })
      writeFileSync(join(folder, name), text)
    }
    return (await inspect(["packages"], folder)).violations
  } finally {
    rmSync(folder, { recursive: true })
  }
}

describe("the floors", () => {
  it("have no upward import in the whole repository", async () => {
    const sources = globSync(["packages/*/src/**/*.ts", "examples/*/src/**/*.ts"], { cwd: root })
    const { modules, violations } = await inspect(
      globSync(["packages/*/src", "examples/*/src"], { cwd: root }),
      root
    )
    expect(violations).toEqual([])
    expect(modules).toBeGreaterThanOrEqual(sources.length)
  })

  it.each([
    ["kernel", "packages/core/src/kernel/A.ts", "packages/core/src/place/B.ts", "../place/B.ts"],
    ["one context", "packages/core/src/pairing/A.ts", "packages/core/src/casework/B.ts", "../casework/B.ts"],
    ["a port", "packages/core/src/ports/A.ts", "packages/core/src/model/B.ts", "../model/B.ts"],
    ["an adapter", "packages/storage-a/src/A.ts", "packages/service/src/B.ts", "../../service/src/B.ts"],
    ["an adapter", "packages/storage-a/src/A.ts", "packages/storage-b/src/B.ts", "../../storage-b/src/B.ts"],
    ["a channel", "packages/notify-a/src/A.ts", "packages/notify-b/src/B.ts", "../../notify-b/src/B.ts"],
    ["the service", "packages/service/src/A.ts", "packages/storage-a/src/B.ts", "../../storage-a/src/B.ts"],
    ["the service", "packages/service/src/A.ts", "packages/promise/src/B.ts", "../../promise/src/B.ts"],
    ["the testing kit", "packages/testing/src/A.ts", "packages/service/src/B.ts", "../../service/src/B.ts"]
  ])("refuse an upward or sideways import from %s: %s → %s", async (_, from, to, specifier) => {
    const violations = await planted({
      [from]: `import { b } from "${specifier}"\nexport const a = b\n`,
      [to]: "export const b = 1\n"
    })
    expect(violations).toHaveLength(1)
    expect(violations[0]).toContain(`${from} → ${to}`)
  })

  it("refuse an upward import of a type", async () => {
    const violations = await planted({
      "packages/core/src/kernel/A.ts": 'import type { B } from "../place/B.ts"\nexport type A = B\n',
      "packages/core/src/place/B.ts": "export type B = 1\n"
    })
    expect(violations).toHaveLength(1)
  })

  it("refuse a circle", async () => {
    const violations = await planted({
      "packages/core/src/kernel/A.ts": 'import { b } from "./B.ts"\nexport const a = () => b\n',
      "packages/core/src/kernel/B.ts": 'import { a } from "./A.ts"\nexport const b = () => a\n'
    })
    expect(violations.some((line) => line.startsWith("no circles"))).toBe(true)
  })

  it("refuse a platform module in core", async () => {
    const violations = await planted({
      "packages/core/src/kernel/A.ts":
        'import { readFileSync } from "node:fs"\nexport const a = readFileSync\n'
    })
    expect(violations.some((line) => line.startsWith("core needs nothing but effect"))).toBe(true)
  })
})
