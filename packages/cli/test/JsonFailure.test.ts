import { afterAll, describe, expect, it } from "@effect/vitest"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { run } from "./running.ts"

const folder = mkdtempSync(join(tmpdir(), "json-failure-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const empty = join(folder, "empty.sqlite")
writeFileSync(empty, "")

describe("a command with --json that fails", () => {
  const failures: ReadonlyArray<readonly [string, ReadonlyArray<string>, number, object]> = [
    [
      "before it runs",
      ["cases", join(folder, "nowhere.sqlite")],
      2,
      { _tag: "InvalidValue", text: expect.stringContaining("台账") }
    ],
    [
      "because a flag is unknown",
      ["case", "step", empty, "--as", "a", "--caze", "c"],
      2,
      { _tag: "UnrecognizedOption", text: expect.stringContaining("--caze") }
    ],
    [
      "because a file cannot be read",
      ["playbook", join(folder, "nowhere.yaml"), "lift-retrofit"],
      1,
      { _tag: "FilesRefused", text: expect.stringContaining("没有这个文件或文件夹") }
    ],
    [
      "because the clock is stated wrongly",
      ["rules"],
      3,
      { _tag: "CommandFailed", text: expect.stringContaining("LIULINHUI_NOW") }
    ],
    ["because a ledger is empty", ["cases", empty], 1, { _tag: "CommandFailed", text: expect.any(String) }]
  ]

  it.each(failures)("%s, prints its problems in the envelope", async (why, args, status, problem) => {
    const env = why.includes("clock") ? { LIULINHUI_NOW: "today" } : {}
    const ran = await run([...args, "--json"], { env })
    expect(ran.status).toBe(status)
    const command = args[0] === "case" ? "case step" : args[0]
    expect(JSON.parse(ran.stdout)).toEqual({ liulinhui: 1, command, ok: false, problems: [problem] })
    expect(ran.stderr).not.toBe("")
  })

  it("prints its problems once, if the command prints them itself", async () => {
    const { stdout } = await run(["doctor", join(folder, "nowhere.sqlite"), "--json"])
    expect(JSON.parse(stdout)).toMatchObject({ command: "doctor", ok: false })
  })
})

describe("a command without --json that fails", () => {
  it("prints nothing on standard output", async () => {
    expect(await run(["cases", empty])).toMatchObject({ status: 1, stdout: "" })
  })
})
