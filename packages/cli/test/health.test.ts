import { afterAll, beforeAll, describe, expect, it } from "@effect/vitest"
import * as Day from "@liulinhui/core/Day"
import { StreamId, BuildingId, DistrictId } from "@liulinhui/core/Id"
import { Journal } from "@liulinhui/core/District"
import { CommandId, Ledger } from "@liulinhui/core/Ledger"
import * as StorageSqlite from "@liulinhui/storage-sqlite"
import * as Effect from "effect/Effect"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { run as runCommand } from "./running.ts"

const folder = mkdtempSync(join(tmpdir(), "health-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const ledger = join(folder, "small.sqlite")

const run = (...args: ReadonlyArray<string>) => runCommand(["health", ...args])

const entered = Journal.encode({
  _tag: "BuildingEntered",
  on: Day.make("2026-03-02"),
  building: { id: BuildingId.make("b1"), label: "1号楼", floors: 6 }
})

beforeAll(() =>
  Effect.runPromise(
    Ledger.use((store) =>
      store.append({
        district: DistrictId.make("small"),
        commandId: CommandId.make("c"),
        at: 1,
        streams: [{ stream: StreamId.make("s"), expected: 0, events: [entered] }]
      })
    ).pipe(Effect.provide(StorageSqlite.layer({ filename: ledger })))
  )
)

describe("liulinhui health", () => {
  it("prints that a ledger can be read and written, and how far a reader and a view are behind it", async () => {
    const { status, stdout } = await run(
      ledger,
      "--reader",
      "announcer:email",
      "--view",
      "floors",
      "--lang",
      "en"
    )
    expect([status, stdout]).toEqual([
      0,
      "read: well\nwrite: well\ndistricts: 1\nsmall announcer:email behind: 1\nsmall floors behind: 1\n"
    ])
    expect(JSON.parse((await run(ledger, "--json")).stdout).data).toMatchObject({
      isWell: true,
      districts: 1,
      behind: []
    })
  })

  it("fails with the reason if the file cannot be written or is not a ledger", async () => {
    const locked = new DatabaseSync(ledger)
    locked.exec("BEGIN IMMEDIATE")
    const busy = await run(ledger, "--lang", "en")
    locked.exec("ROLLBACK")
    locked.close()
    expect([busy.status, busy.stdout, busy.stderr]).toEqual([
      1,
      expect.stringContaining("write: fails"),
      expect.stringContaining("the file is busy")
    ])
    writeFileSync(join(folder, "letter.txt"), "Dear committee,")
    expect(await run(join(folder, "letter.txt"))).toMatchObject({ status: 3, stdout: "" })
  })
})
