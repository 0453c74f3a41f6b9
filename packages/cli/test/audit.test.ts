import { afterAll, beforeAll, describe, expect, it } from "@effect/vitest"
import { StreamId, DistrictId } from "@liulinhui/core/Id"
import { CommandId, Ledger } from "@liulinhui/core/Ledger"
import * as StorageSqlite from "@liulinhui/storage-sqlite"
import * as Effect from "effect/Effect"
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { run as runCommand } from "./running.ts"

const folder = mkdtempSync(join(tmpdir(), "audit-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const at = (name: string) => join(folder, name)

const run = (...args: ReadonlyArray<string>) => runCommand(["audit", ...args])

beforeAll(() =>
  Effect.runPromise(
    Ledger.use((ledger) =>
      Effect.forEach([1, 2, 3], (n) =>
        ledger.append({
          district: DistrictId.make("small"),
          commandId: CommandId.make(`c${n}`),
          at: n,
          streams: [
            {
              stream: StreamId.make("s"),
              expected: n - 1,
              events: [{ type: "Seen", data: { 楼: `${n}号` } }]
            }
          ]
        })
      )
    ).pipe(Effect.provide(StorageSqlite.layer({ filename: at("here.sqlite") })))
  )
)

describe("liulinhui audit", () => {
  it("copies a district into another ledger with its chain, and does nothing the second time", async () => {
    const written = await run("export", at("here.sqlite"), at("small.jsonl"), "--lang", "en")
    expect(written.stdout).toContain("small: 3 entries written")
    expect((await run("import", at("small.jsonl"), at("there.sqlite"))).status).toBe(0)
    expect((await run("import", at("small.jsonl"), at("there.sqlite"))).status).toBe(0)
    const here = await run("verify", at("here.sqlite"))
    expect(await run("verify", at("there.sqlite"))).toEqual(here)
  })

  it("refuses a changed file with the number of the line, and writes nothing", async () => {
    await run("export", at("here.sqlite"), at("small.jsonl"))
    const changed = readFileSync(at("small.jsonl"), "utf8").replace("2号", "9号")
    writeFileSync(at("changed.jsonl"), changed)
    const { status, stderr } = await run(
      "import",
      at("changed.jsonl"),
      at("elsewhere.sqlite"),
      "--lang",
      "en"
    )
    expect([status, stderr]).toEqual([1, expect.stringMatching(/changed\.jsonl is refused.*line 3/)])
    expect((await run("verify", at("elsewhere.sqlite"))).stderr).toContain("台账中还没有居民区")
  })

  it("leaves no file behind that could be taken for an export", async () => {
    const { status, stderr } = await run(
      "export",
      at("here.sqlite"),
      at("no-such-folder/x.jsonl"),
      "--lang",
      "en"
    )
    expect([status, stderr]).toEqual([1, expect.stringContaining("cannot be written")])
    expect(existsSync(at("no-such-folder"))).toBe(false)
  })
})
