import { afterAll, describe, expect, it } from "@effect/vitest"
import { spawnSync } from "node:child_process"
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import process from "node:process"
import { main } from "./command.ts"
import { run } from "./running.ts"

const home = mkdtempSync(join(tmpdir(), "init-"))
afterAll(() => rmSync(home, { recursive: true, force: true }))

const inFolder = async (folder: string, args: ReadonlyArray<string>) => {
  const before = process.cwd()
  process.chdir(folder)
  return run(args).finally(() => process.chdir(before))
}

describe.each(["zh", "en"])("liulinhui init (%s)", (lang) => {
  const folder = join(home, lang)

  it("writes files of which every command that it names next works", async () => {
    const made = await run(["init", folder, "--name", "杏林居民区", "--id", "xinglin", "--lang", lang])
    expect([made.status, made.stderr]).toEqual([0, expect.stringContaining("master-key")])
    const commands = [...made.stdout.matchAll(/^ +liulinhui (.*)$/gm)].map(([, line = ""]) => line.split(" "))
    expect(commands.map(([name]) => name)).toEqual(["check", "test", "adopt", "import"])
    for (const args of commands) {
      const ran = await inFolder(folder, args)
      expect([args[0], ran.status, ran.status === 0 ? "" : ran.stderr]).toEqual([args[0], 0, ""])
    }
    const imported = await inFolder(folder, ["coverage", "xinglin.sqlite", "--json"])
    const answer: { rules: ReadonlyArray<{ rule: string; ratio: unknown }> } = JSON.parse(
      imported.stdout
    ).data
    const elders = answer.rules.find(({ rule }) => rule === "elders-reached")
    expect(elders?.ratio).toEqual({ reached: 0, of: 3 })
  })

  it("writes first events that can be replayed", async () => {
    const roster = readdirSync(folder).find((name) => name.endsWith(".xlsx"))!
    const args = ["replay", "events.yaml", "moved-in.sqlite", "--model", "district.yaml", "--roster", roster]
    const { status, stderr } = await inFolder(folder, args)
    expect([status, status === 0 ? "" : stderr]).toEqual([0, ""])
  })

  it("writes a story that fails if the model does not do what it expects", async () => {
    const story = readFileSync(join(folder, "story.yaml"), "utf8").replace("0/3", "1/3")
    writeFileSync(join(folder, "other.yaml"), story)
    const roster = readdirSync(folder).find((name) => name.endsWith(".xlsx"))!
    const args = ["replay", "other.yaml", "other.sqlite", "--model", "district.yaml", "--roster", roster]
    expect((await inFolder(folder, args)).status).toBe(1)
  })

  it("never writes into a folder that has files", async () => {
    const again = await run(["init", folder, "--name", "x", "--id", "xinglin", "--lang", lang])
    expect(again.status).toBe(1)
    expect(again.stderr).toContain(folder)
  })
})

describe("liulinhui init", () => {
  it("has a model for any number of branches, which can be paired", async () => {
    for (const branches of [1, 4, 6]) {
      const folder = join(home, `${branches}`)
      await run(["init", folder, "--name", "甲", "--id", "jia", "--branches", `${branches}`])
      const roster = join(folder, "名册.xlsx")
      const ran = await inFolder(folder, [
        "replay",
        "story.yaml",
        "t.sqlite",
        "--model",
        "district.yaml",
        "--roster",
        roster
      ])
      expect([branches, ran.status, ran.status === 0 ? "" : ran.stderr]).toEqual([branches, 0, ""])
    }
  })

  it("asks on a terminal for the name, the id and the number of branches, and again if an answer is invalid", async () => {
    const folder = join(home, "asked")
    const backspaces = Array.from({ length: "xing lin".length }, () => "backspace")
    const keys = [
      ..."杏林",
      "enter",
      ..."xing lin",
      "enter",
      ...backspaces,
      ..."xinglin",
      "enter",
      "9",
      "enter",
      "backspace",
      "4",
      "enter"
    ]
    const { status, stderr } = await run(["init", folder], { keys })
    expect([status, status === 0 ? "" : stderr]).toEqual([0, ""])
    const model = readFileSync(join(folder, "district.yaml"), "utf8")
    expect(model).toMatch(/id: xinglin\nname: \{ zh: "杏林"/)
    expect(model).toContain("第四党支部")
  })

  it("has two branches if the answer is only Enter", async () => {
    const folder = join(home, "usual")
    await run(["init", folder, "--name", "x", "--id", "x"], { keys: ["enter"] })
    const model = readFileSync(join(folder, "district.yaml"), "utf8")
    expect([model.includes("第二党支部"), model.includes("第三党支部")]).toEqual([true, false])
  })

  it("in a pipe says which flags are missing, and refuses an invalid id", async () => {
    const missing = await run(["init", join(home, "missing")])
    expect([missing.status, missing.stderr]).toEqual([
      2,
      expect.stringContaining("--name 杏林居民区 --id xinglin")
    ])
    const invalid = await run(["init", join(home, "invalid"), "--name", "x", "--id", "a b", "--lang", "en"])
    expect([invalid.status, invalid.stderr]).toEqual([2, expect.stringContaining("“a b” is invalid")])
  })
})

describe("the command on an older Node", () => {
  /** Runs the command as if Node had another version. */
  const onNode = (version: string, ...args: ReadonlyArray<string>) => {
    const pretend = `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "${version}" } })`
    return spawnSync(
      process.execPath,
      ["--import", `data:text/javascript,${encodeURIComponent(pretend)}`, main, ...args],
      {
        encoding: "utf8"
      }
    )
  }

  it("says which version it needs and ends with 3, without a stack trace", () => {
    for (const version of ["18.20.4", "20.19.0", "22.18.0"]) {
      const { status, stderr, stdout } = onNode(version, "--version")
      expect([status, stdout]).toEqual([3, ""])
      expect(stderr).toBe(
        `liulinhui 需要 Node 22.19 或更新的版本，现在是 ${version}。请从 https://nodejs.org 安装新版本。\n`
      )
    }
    expect(onNode("20.19.0", "cases", "x", "--lang", "en").stderr).toContain("needs Node 22.19 or newer")
    expect(onNode("22.19.0", "--version").status).toBe(0)
  })

  it("has an entry that Node 18 can read: no static import but that of Node's own modules", () => {
    const entry = readFileSync(main, "utf8")
    const imports = [...entry.matchAll(/^import .* from "(.*)";?$/gm)].map(([, from]) => from)
    expect(new Set(imports)).toEqual(
      new Set(["node:module", "node:process"].filter((name) => imports.includes(name)))
    )
    expect(entry).not.toMatch(/ with \{|\busing\b/)
    expect(entry.length).toBeLessThan(3000)
  })
})

describe("the clock of the command", () => {
  const at = (value: string) =>
    spawnSync(
      process.execPath,
      [main, "init", join(home, `clock-${value.length}`), "--name", "x", "--id", "x"],
      {
        encoding: "utf8",
        env: { ...process.env, LIULINHUI_NOW: value }
      }
    )

  it("can be stated by LIULINHUI_NOW, and the command says so", () => {
    const { status, stderr } = at("2026-03-02T09:00:00+08:00")
    expect([status, stderr]).toEqual([0, expect.stringContaining("LIULINHUI_NOW")])
    expect(readFileSync(join(home, "clock-25", "story.yaml"), "utf8")).toContain(
      '"2026-03-02T09:00:00+08:00"'
    )
  })

  it("is refused if it has no offset", () => {
    expect(at("2026-03-02T09:00:00")).toMatchObject({
      status: 3,
      stderr: expect.stringContaining("不是带时区的时间")
    })
  })
})
