import { spawnSync } from "node:child_process"
import { globSync, readFileSync } from "node:fs"
import { join } from "node:path"
import process from "node:process"
import { describe, expect, it } from "vitest"

const folder = join(import.meta.dirname, "..")

describe("the program for Pear Lane", () => {
  it("prints the pairing, the refusal with its reason, and the figures", () => {
    const { status, stderr, stdout } = spawnSync(process.execPath, ["src/main.ts"], {
      cwd: folder,
      encoding: "utf8"
    })
    expect(stderr).toBe("")
    expect(status).toBe(0)
    const lines = stdout.trim().split("\n")
    expect(lines[0]).toMatch(/^east leads .*warmth/)
    expect(lines[1]).toMatch(/^west leads .*peace/)
    expect(lines).toContain("done: EnterBuilding")
    expect(lines).toContain("refused: EnterHousehold: building p9 of household p9-101 is not registered")
    expect(lines).toContain("done: OpenCase")
    expect(lines.find((line) => line.startsWith("refused: TakeStep: "))?.split("; ").length).toBeGreaterThan(
      5
    )
    expect(
      lines.filter((line) => line.startsWith("to ") && line.includes("A clearing was stopped"))
    ).toHaveLength(1)
    expect(lines).toContain("notices: 1 delivered")
    expect(lines.at(-1)).toMatch(/^coverage: \d+ of \d+ members of all rules are missing$/)
  })

  it("is written without a word of the library below", () => {
    const sources = globSync("src/*.ts", { cwd: folder })
    expect(sources).toHaveLength(2)
    for (const source of sources) expect(readFileSync(join(folder, source), "utf8")).not.toMatch(/effect/i)
  })
})
