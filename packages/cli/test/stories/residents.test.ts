import { afterAll, beforeAll, describe, expect, it } from "@effect/vitest"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { run } from "../running.ts"
import { small } from "../ledgers.ts"

const folder = mkdtempSync(join(tmpdir(), "residents-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const ledger = join(folder, "small.sqlite")
const file = (name: string, text: string): string => {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

const model = small({ office: { mandates: [{ role: "committee", scope: { district: true } }] } })

const roster = [
  "楼号,总层数,室号,楼层,面积,人员编号,姓名,出生日期",
  "1号楼,6,101,1,48.20,r1,王伟,1940-01-02",
  "1号楼,6,101,1,48.20,r2,李娜,1980-01-02",
  "1号楼,6,102,1,48.20,r3,赵敏,1981-01-02",
  "1号楼,6,102,1,48.20,r4,赵敏,2011-01-02"
].join("\n")

beforeAll(async () => {
  await run(["adopt", file("district.json", JSON.stringify(model)), ledger])
  await run(["import", file("roster.csv", roster), ledger, "--as", "office", "--yes"])
})

const resident = (...args: ReadonlyArray<string>) =>
  run(["resident", args[0] ?? "", ledger, ...args.slice(1), "--as", "office"])

describe("a resident is named by a door and a name", () => {
  it("leaves, and comes back if that was a mistake", async () => {
    const left = await resident("leave", "1号楼 101 王伟", "moved-away")
    expect([left.status, left.stdout]).toEqual([0, expect.stringContaining("居民已离开")])
    const undone = await resident("undo", "１号楼101室王伟", "--reason", "登记错误")
    expect([undone.status, undone.stdout]).toEqual([0, expect.stringContaining("撤销")])
  })

  it("is corrected, and keeps what is not stated", async () => {
    const { status } = await resident("correct", "1号楼101李娜", "--birth", "1980-02-02")
    expect(status).toBe(0)
    const held = join(folder, "held.json")
    const args = ["subject", "export", ledger, "1号楼101李娜", "--as", "office", "--out", held]
    expect((await run(args)).status).toBe(0)
    expect(JSON.parse(readFileSync(held, "utf8"))).toMatchObject({ resident: "r2" })
  })

  it("is visited", async () => {
    const args = ["contact", "add", ledger, "home-visit", "1号楼101李娜", "--as", "office", "--dry-run"]
    expect((await run(args)).status).toBe(0)
  })

  it("is refused if two residents have this door and name, and can then be named by the id", async () => {
    const { status, stderr } = await resident("leave", "1号楼102赵敏", "moved-away")
    expect([status, stderr]).toEqual([1, expect.stringContaining("1号楼102赵敏没有登记")])
    expect((await resident("merge", "r4", "1号楼101李娜", "--dry-run")).status).toBe(0)
  })
})
