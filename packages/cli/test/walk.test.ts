/**
 * Runs the commands in the pages `docs/commands`, in order, in an empty folder, to show that they work as described.
 */
import { afterAll, describe, expect, it } from "@effect/vitest"
import { spawnSync } from "node:child_process"
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import process from "node:process"
import { main } from "./command.ts"
import { type Ran, run } from "./running.ts"

type Run = (args: ReadonlyArray<string>, folder: string) => Promise<Pick<Ran, "status" | "stdout" | "stderr">>

/** Runs a command line with the published command, in a separate process. */
const asProcess: Run = async (args, folder) => {
  const { status, stderr, stdout } = spawnSync(process.execPath, [main, ...args], {
    cwd: folder,
    encoding: "utf8"
  })
  return { status: status ?? -1, stderr, stdout }
}

/** Runs a command line in this process, which is faster. */
const inProcess: Run = async (args, folder) => {
  const before = process.cwd()
  process.chdir(folder)
  return run(args).finally(() => process.chdir(before))
}

const pages = [
  {
    page: "commands.zh-CN.md",
    report: "报告.html",
    pair: "第一党支部（first） → ",
    tasks: "lead-unity可办的事：3件",
    reached: "应覆盖3，已覆盖2"
  },
  {
    page: "commands.md",
    report: "report.html",
    pair: "First branch (first) → ",
    tasks: "tasks of lead-unity: 3",
    reached: "2 of 3 reached"
  }
]

const folders: Array<string> = []
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })))

/** Splits a command line from a documentation page into arguments. */
const argumentsOf = (line: string): ReadonlyArray<string> =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? "").slice(1)

describe.each(pages)("docs/$page", ({ page, pair, reached, report, tasks }) => {
  const text = readFileSync(join(import.meta.dirname, "../../../docs", page), "utf8")
  const folder = mkdtempSync(join(tmpdir(), "walk-"))
  folders.push(folder)
  for (const [, name = "", content = ""] of text.matchAll(/^```\w+ (\S+)\n(.*?)^```/gms)) {
    writeFileSync(join(folder, name), content)
  }
  // The documentation pages name photos that a person would have taken. So the test creates these files.
  for (const [photo] of text.matchAll(/[\p{L}]+\.jpg/gu)) writeFileSync(join(folder, photo), photo)
  const commands = [...text.matchAll(/^liulinhui .*$/gm)].map(([line]) => line)

  it("leads from nothing to a running district", async () => {
    expect(commands.length).toBeGreaterThan(20)
    let all = ""
    for (const [n, line] of commands.entries()) {
      const ran = n % 12 === 0 ? asProcess : inProcess
      const { status, stderr, stdout } = await ran(argumentsOf(line), folder)
      expect([line, status, status === 0 ? "" : stderr]).toEqual([line, 0, ""])
      all += stdout
    }
    expect(all).toContain(pair)
    expect(all).toContain(tasks)
    expect(all).toContain(reached)
    expect(existsSync(join(folder, report))).toBe(true)
  })
})
