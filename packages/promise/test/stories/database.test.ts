import { afterAll, describe, expect, it } from "@effect/vitest"
import process from "node:process"
import { start } from "../../../storage-postgres/test/server.ts"
import { generateMasterKey, type Notice, open } from "../../src/index.ts"
import { building, elsewhere } from "../elsewhere.ts"

const server = await start({ fsync: "off" }).catch((cause: unknown) => {
  process.stderr.write(
    `\n!!! No PostgreSQL server: the tests of a district in a database are SKIPPED, none has passed.\n!!! ${String(cause)}\n\n`
  )
  return undefined
})
afterAll(() => server?.stop())

describe.skipIf(server === undefined)("a district in a database", () => {
  it("is opened by its URL, with its keys and its queue beside it, and is still there after a restart", async () => {
    const settings = {
      ledger: server?.url ?? "",
      masterKeys: generateMasterKey("2026"),
      notifier: { channel: "list", deliver: async (_: Notice) => {} }
    }
    const first = await open({ ...settings, model: elsewhere() })
    await first.submit({ id: "1", by: "committee", request: { _tag: "EnterBuilding", building } })
    await first.pump()
    await first.close()
    const second = await open({ ...settings, district: "elsewhere" })
    expect(await second.read(({ registry }) => [...registry.buildings.keys()])).toEqual(["b01"])
    expect((await second.pump()).queued).toBe(0)
    await second.close()
  })
})
