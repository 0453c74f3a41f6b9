import { describe, expect, it } from "@effect/vitest"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { root } from "../src/packages.ts"
import * as Sizes from "../src/sizes.ts"

const sizes = await Promise.all(Sizes.budgets.map((budget) => Sizes.measure(budget)))

describe("the size in a page, without effect", () => {
  it.each(sizes.map((size) => [size.doors.join(" + "), size] as const))(
    "of %s is within its budget",
    (_, size) => {
      expect(Sizes.describe(size)).not.toContain("TOO LARGE")
      expect(size.bytes).toBeGreaterThan(1000)
    }
  )

  it("counts every file that is imported, and none of effect", () => {
    const files = sizes.flatMap((size) => size.files.map(([file]) => file))
    expect(files.some((file) => file.endsWith("core/src/pairing/PairingDecider.ts"))).toBe(true)
    expect(files.filter((file) => file.includes("node_modules"))).toEqual([])
  })

  it("is in the documents, and no figure there is more than a twentieth from the present size", () => {
    for (const file of Object.values(Sizes.documents)) {
      const text = readFileSync(join(root, file), "utf8")
      const shown = [
        ...text.matchAll(/^\| (`@liulinhui.*) \| (\**)([\d.]+) kB\** \| ([\d.]+) kB \| ([\d.]+) kB \|$/gm)
      ]
      expect(shown.map(([, doors]) => doors)).toEqual(
        sizes.map(({ doors }) => doors.map((door) => `\`${door}\``).join(" + "))
      )
      for (const [at, [, , bold, kilobytes = "", goal = "", most = ""]] of shown.entries()) {
        const size = sizes[at]
        expect(Math.abs(Number(kilobytes) * 1000 - (size?.bytes ?? 0))).toBeLessThan((size?.bytes ?? 0) / 20)
        expect([Number(goal) * 1000, Number(most) * 1000]).toEqual([size?.goal, size?.most])
        expect(bold === "**").toBe(Number(kilobytes) > Number(goal))
      }
    }
  })

  it("is written only into the place that a document marks", () => {
    expect(() => Sizes.fill("en", "# Sizes", sizes)).toThrow("no place")
    const text = Sizes.fill("en", "a\n<!-- sizes -->\nold\n<!-- end of sizes -->\nb", sizes.slice(0, 1))
    expect(text).toMatch(/^a\n<!-- sizes -->\n\n\| import \|[^]*kB \|\n\n<!-- end of sizes -->\nb$/)
    expect(text).not.toContain("old")
  })

  it("of what is over its budget is reported with the largest files", () => {
    const files = [["src/Large.ts", 30_000]] as const
    expect(Sizes.describe({ doors: ["a"], goal: 5_000, most: 10_000, bytes: 12_345, files })).toBe(
      "a: 12.3 kB, goal 5.0 kB, at most 10.0 kB, TOO LARGE. The largest files: src/Large.ts (30000 bytes before gzip)"
    )
  })
})

describe("a bundle for a page", () => {
  it("is refused if it needs a module of Node.js", async () => {
    await expect(Sizes.bundleForPage(`import "node:crypto"`, root)).rejects.toThrow(/node:crypto/)
  })
})
