/** The demo is killed again and again while it plays the story. */
import { afterAll, beforeAll, describe, expect, it } from "@effect/vitest"
import { withoutSeals } from "@liulinhui/core/District"
import type { LedgerShape } from "@liulinhui/core/Ledger"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Stream from "effect/Stream"
import { spawn } from "node:child_process"
import { existsSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import process from "node:process"
import { changed, flags, head, onLedger, tell, wanLiu } from "./playing.ts"

const folder = mkdtempSync(join(tmpdir(), "wan-liu-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/**
 * Returns every entry of a ledger without its sealed (encrypted) part, which differs between two ledgers of the same
 * story.
 */
const told = (name: string) =>
  onLedger(folder, name, (ledger) =>
    Effect.map(Stream.runCollect(ledger.all(wanLiu)), (entries) =>
      [...entries].map((entry) => {
        const { commandId, data, position, stream, type, version } = Result.getOrThrow(withoutSeals(entry))
        return { commandId, data, position, stream, type, version }
      })
    )
  )

/** Waits until a ledger has at least `entries` entries. */
const grownTo = async (name: string, entries: number, over: () => boolean): Promise<void> => {
  for (;;) {
    if (over()) throw new Error("the demo ended before it could be killed")
    if (existsSync(join(folder, `${name}.sqlite`))) {
      const { position } = await head(folder, name)
      if (position >= entries) return
    }
    // Each attempt opens the ledger file, so the test waits a little and leaves the processor to the demo.
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

describe("the demo", () => {
  let whole: unknown
  beforeAll(() => {
    expect(tell(folder, "whole").status).toBe(0)
    whole = JSON.parse(tell(folder, "whole", "--json").stdout)
  })

  it("continues after each kill from the last commit, repeats nothing and loses nothing", async () => {
    const verify = (ledger: LedgerShape) => ledger.verify(wanLiu)
    for (const count of [6000, 7500, 9000]) {
      const child = spawn(process.execPath, flags(folder, "killed", ["--json"]), { stdio: "ignore" })
      const ended = new Promise<NodeJS.Signals | null>((resolve) =>
        child.on("exit", (_, signal) => resolve(signal))
      )
      await grownTo("killed", count, () => child.exitCode !== null)
      child.kill("SIGKILL")
      expect(await ended).toBe("SIGKILL")
      expect((await onLedger(folder, "killed", verify)).position).toBeGreaterThanOrEqual(count)
    }
    const { stderr, stdout } = tell(folder, "killed", "--json")
    expect(stderr).toBe("")
    expect(JSON.parse(stdout)).toEqual(whole)
    expect(await told("killed")).toEqual(await told("whole"))
    expect((await onLedger(folder, "killed", verify)).position).toBe((await head(folder, "whole")).position)
  }, 240_000)

  it("has the same figures after another run on the same file, and appends nothing", async () => {
    const end = await head(folder, "whole")
    expect(JSON.parse(tell(folder, "whole", "--json").stdout)).toEqual(whole)
    expect(await head(folder, "whole")).toEqual(end)
  })

  it("ends with 1 if nobody has the role of the readers", () => {
    expect(tell(folder, "whole", "--for", "nobody")).toMatchObject({ status: 1 })
  })

  it("refuses a changed playbook without a new version, with the line in the model, and appends nothing", async () => {
    const end = await head(folder, "whole")
    const file = changed(
      folder,
      "unraised",
      (text) => `${text}\nplaybooks: { corridor-clutter: { stages: { noticed: { deadline: 10 days } } } }\n`
    )
    const { status, stderr, stdout } = tell(folder, "whole", "--model", file, "--lang", "en")
    expect(status).toBe(1)
    expect(stdout).toBe("")
    expect(stderr).toMatch(/^\S+unraised\.yaml:\d+:\d+ playbooks\.corridor-clutter.* version/)
    expect(stderr).not.toMatch(/\n\s+at /)
    expect(await head(folder, "whole")).toEqual(end)
  })
})
