import { afterAll, beforeEach, describe, expect, it } from "@effect/vitest"
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { sheet, toXlsx } from "@liulinhui/spreadsheet"
import * as Effect from "effect/Effect"
import { small } from "./ledgers.ts"
import { run } from "./running.ts"

const folder = mkdtempSync(join(tmpdir(), "import-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const at = (name: string): string => join(folder, name)
const ledger = at("small.sqlite")
const model = at("district.json")

const heading = "楼号,总层数,室号,面积,姓名,出生年月,备注"
const wang = "1号楼,6,101,48.20,王伟,1940-01-02,"
const li = "1号楼,6,102,52,李娜,1980-05-06,"
const zhao = "1号楼,6,201,52,赵敏,1990-05-06,"

const roster = (name: string, ...rows: ReadonlyArray<string>): string => {
  writeFileSync(at(name), [heading, ...rows].join("\n"))
  return at(name)
}
const imported = (file: string, ...args: ReadonlyArray<string>) =>
  run(["import", file, ledger, "--as", "committee", ...args])
const head = async (): Promise<string> => (await run(["audit", "verify", ledger])).stdout

beforeEach(async () => {
  for (const name of ["", ".keys", ".master-key", "-wal", "-shm", ".keys-wal", ".keys-shm"]) {
    rmSync(`${ledger}${name}`, { force: true })
  }
  const actors = {
    committee: { mandates: [{ role: "committee", scope: { district: true } }] },
    "lead-joy": { mandates: [{ role: "group-lead", scope: { group: "joy" } }] }
  }
  writeFileSync(model, JSON.stringify(small(actors)))
  expect((await run(["adopt", model, ledger])).status).toBe(0)
})

describe("liulinhui adopt", () => {
  it("makes the ledger and its keys after all checks have passed, and not before", async () => {
    const other = at("other.sqlite")
    writeFileSync(at("wrong.yaml"), "extends: six-hearts\nid: other\nbranchs: {}\nactors: {}\n")
    const wrong = await run(["adopt", at("wrong.yaml"), other])
    expect([wrong.status, wrong.stderr]).toEqual([
      1,
      expect.stringContaining("wrong.yaml 第 3 行第 1 字 branchs")
    ])
    expect([existsSync(other), existsSync(`${other}.master-key`)]).toEqual([false, false])
    const dry = await run(["adopt", model, other, "--dry-run"])
    expect([dry.status, existsSync(other)]).toEqual([0, false])
    const done = await run(["adopt", model, other])
    expect(done).toMatchObject({ status: 0, stdout: expect.stringContaining("已采用模型") })
    expect(done.stderr).toContain("请另行备份")
    expect(existsSync(`${other}.master-key`)).toBe(true)
  })

  it("says that nothing changed where the model is the same", async () => {
    const before = await head()
    expect(await run(["adopt", model, ledger])).toMatchObject({
      status: 0,
      stdout: "小区：模型没有变化，未写入任何内容。\n"
    })
    expect(await head()).toBe(before)
  })

  it("does not make a folder", async () => {
    const { status, stderr } = await run(["adopt", model, at("no/such/ledger.sqlite")])
    expect([status, stderr]).toEqual([3, expect.stringContaining("没有这个文件夹")])
  })
})

describe("liulinhui import", () => {
  it("shows the preview first, and writes nothing without a yes", async () => {
    const before = await head()
    const { status, stdout } = await imported(roster("one.csv", wang, li))
    expect(status).toBe(0)
    expect(stdout).toContain("居民：新增2，变更0，搬家0，返回0，离开0，不变0")
    expect(stdout).toContain("新增：1号楼 101 王伟")
    expect(stdout).toContain("确认无误后加 --yes 写入")
    expect(stdout).toContain("「备注」")
    expect(await head()).toBe(before)
  })

  it("the same file twice changes nothing", async () => {
    const file = roster("one.csv", wang, li)
    expect((await imported(file, "--yes")).stdout).toMatch(/已写入：第\d+–\d+条/)
    const before = await head()
    expect((await imported(file, "--yes")).stdout).toContain("与登记簿一致，没有需要写入的。")
    expect(await head()).toBe(before)
  })

  it("shows who is changed, moved, left and returned, and writes it", async () => {
    await imported(roster("one.csv", wang, li, zhao), "--yes")
    const moved = "1号楼,6,201,52,王伟,1940-01-02,"
    const second = await imported(
      roster("two.csv", "1号楼,6,101,48.20,,,", moved, li.replace("1980-05-06", "1980-05-07")),
      "--yes",
      "--complete"
    )
    expect(second.stdout).toContain("居民：新增0，变更")
    expect(second.stdout).toContain("变更：1号楼 102 李娜（出生）")
    expect(second.stdout).toContain("搬家：王伟，1号楼 101 → 1号楼 201")
    expect(second.stdout).toContain("离开：1号楼 201 赵敏")
    const third = await imported(roster("three.csv", zhao), "--yes")
    expect(third.stdout).toContain("返回：1号楼 201 赵敏")
  })

  it("refuses a file with a mistake as a whole, each at its cell", async () => {
    const before = await head()
    const file = roster("bad.csv", wang, li.replace("1980-05-06", "1980-13-06"), zhao.replace("52", "#REF!"))
    const { status, stderr } = await imported(file, "--yes")
    expect(status).toBe(1)
    expect(stderr).toContain("未导入，没有写入任何内容")
    expect(stderr.match(/第 \d+ 行/g)?.length).toBe(2)
    expect(await head()).toBe(before)
  })

  it("with --accept-valid writes the other rows to a workbook that can be corrected and imported", async () => {
    const file = roster("part.csv", wang, li.replace("1980-05-06", "1980-13-06"))
    const { status, stderr } = await imported(file, "--yes", "--accept-valid")
    expect([status, stderr]).toEqual([
      1,
      expect.stringContaining(`有1行未收，已写入 ${at("part.rejects.xlsx")}`)
    ])
    expect(readFileSync(at("part.rejects.xlsx")).subarray(0, 2).toString()).toBe("PK")
    const again = await imported(at("part.rejects.xlsx"))
    expect([again.status, again.stderr]).toEqual([1, expect.stringContaining("未导入")])
  })

  it("reads a workbook, and prints JSON in the envelope", async () => {
    const columns = heading.split(",").map((name, n) => ({
      heading: { zh: name, en: name },
      value: (row: ReadonlyArray<string>) => row[n] ?? ""
    }))
    const book = await Effect.runPromise(toXlsx([sheet("居民", columns, [wang.split(",")], "zh")]))
    writeFileSync(at("one.xlsx"), book)
    const { status, stdout } = await imported(at("one.xlsx"), "--yes", "--json")
    expect(status).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      liulinhui: 1,
      command: "import",
      ok: true,
      data: { district: "small", dryRun: false, counts: { residents: { new: 1 } }, requests: 1 }
    })
  })

  it("refuses an actor without the authority before anything is written", async () => {
    const before = await head()
    const { status, stderr } = await run([
      "import",
      roster("one.csv", wang),
      ledger,
      "--as",
      "lead-joy",
      "--yes"
    ])
    expect([status, stderr]).toEqual([1, expect.stringContaining("lead-joy没有授权")])
    expect(await head()).toBe(before)
  })

  it("keeps the ids of residents from one import to the next, and shows no card number", async () => {
    const file = at("cards.csv")
    writeFileSync(file, `${heading.replace("备注", "公民身份号码")}\n${wang}11010519400102002X\n`)
    const { stdout } = await imported(file, "--yes")
    expect(stdout).toContain("「公民身份号码」")
    expect(stdout).not.toContain("11010519400102002X")
  })
})

describe("a door is as good as an id", () => {
  it("a flat is found by what is on its door, and a building by its label", async () => {
    await imported(roster("one.csv", wang, li), "--yes")
    for (const door of ["1号楼101", "1号楼 101室", "１号楼１０１", "1号楼"]) {
      const added = await run(["contact", "add", ledger, "home-visit", door, "--as", "committee"])
      expect([door, added.status]).toEqual([door, 0])
    }
    const unknown = await run(["contact", "add", ledger, "home-visit", "1号楼109", "--as", "committee"])
    expect([unknown.status, unknown.stderr]).toEqual([
      2,
      expect.stringContaining("应为对象，如 household:b07-301")
    ])
  })
})
