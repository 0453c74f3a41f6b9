import { afterAll, describe, expect, it } from "@effect/vitest"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { run } from "./running.ts"

const home = mkdtempSync(join(tmpdir(), "simulate-"))
afterAll(() => rmSync(home, { recursive: true, force: true }))
const env = { LIULINHUI_NOW: "2026-03-02T09:00:00+08:00" }
const folder = join(home, "founded")
const model = join(folder, "district.yaml")
const founding = run(["init", folder, "--name", "杏林", "--id", "xinglin"], { env })

const simulated = async (...args: ReadonlyArray<string>) => {
  await founding
  return run(["simulate", model, ...args], { env })
}

describe("liulinhui simulate", () => {
  it("shows the seed, the progress and what people did, in both languages", async () => {
    const zh = await simulated("--days", "31", "--seed", "5")
    expect(zh.status).toBe(0)
    // The day is stated by a variable, and the command says so. It says nothing else there.
    expect(zh.stderr).toMatch(/^注意：按 LIULINHUI_NOW [^\n]*\n$/u)
    expect(zh.stdout).toContain("种子 5：邻里生活31天。\n第30天（2026年3月31日）：准予")
    expect(zh.stdout).toContain("  登记事项：准予")
    expect(zh.stdout).toContain("31天里，始终应当成立的事都成立。")
    const en = await simulated("--days", "3", "--seed", "5", "--lang", "en")
    expect(en.stdout).toContain("Seed 5: the neighbourhood lives for 3 days.")
    expect(en.stdout).toContain("Everything that must always hold has held for 3 days.")
  })

  it("chooses a seed if none is given, and prints the data with --json", async () => {
    const { status, stdout } = await simulated("--days", "2", "--json")
    const { data, ok } = JSON.parse(stdout)
    expect([status, ok, data.days, data.on]).toEqual([0, true, 2, "2026-03-03"])
    expect(Number.isInteger(data.seed)).toBe(true)
  })

  it("refuses a number of days below one, and a model in which nobody may enter the people", async () => {
    expect(await simulated("--days", "0", "--lang", "en")).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("name at least one day")
    })
    await founding
    const bare = join(home, "bare.yaml")
    writeFileSync(
      bare,
      [
        "id: bare",
        "name: { zh: 空 }",
        "timeZone: Asia/Shanghai",
        "calendar: {}",
        "hearts: {}",
        "tags: {}",
        "branches: {}",
        "groups: {}",
        "roles: { guest: { name: { zh: 客 }, may: [] } }",
        "pairing: { criteria: {} }",
        "contacts: {}",
        "playbooks: {}",
        "coverage: {}",
        "notices: {}"
      ].join("\n")
    )
    expect(await run(["simulate", bare, "--days", "1", "--lang", "en"], { env })).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("nobody may enter the people of the neighbourhood")
    })
  })
})
