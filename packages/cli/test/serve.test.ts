import { afterAll, describe, expect, it } from "@effect/vitest"
import { DistrictId } from "@liulinhui/core/Id"
import { Governance } from "@liulinhui/service/Governance"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { run } from "./running.ts"
import { signedIn } from "./signedIn.ts"
import { enterBuilding, makeLedger, onLedger, start } from "./serving.ts"

const folder = mkdtempSync(join(tmpdir(), "serve-"))
const ledger = join(folder, "small.sqlite")
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe("liulinhui serve", () => {
  it("signs in an invited person, and loses no acknowledged submission when it is stopped", async () => {
    await makeLedger(ledger)
    const { address, exit, kill, printed } = await start(ledger)
    expect(printed).toContain(`device invite ${ledger} committee --url ${address}`)
    const cookie = await signedIn(ledger, address)

    const board = await fetch(`${address}/`, { headers: { cookie } })
    expect([board.url, board.status]).toEqual([`${address}/d/small/today`, 200])

    // Beside an SQLite file, files of evidence are kept.
    const document = await (await fetch(`${address}/openapi.json`)).text()
    expect(document).toContain("/cases/{case}/uploads")

    const enter = async (id: string): Promise<string | undefined> =>
      (await enterBuilding(address, cookie, id)).status === 200 ? id : undefined
    expect(await enter("b1")).toBe("b1")
    const later = Array.from({ length: 20 }, (_, n) => enter(`c${n}`).catch(() => undefined))
    await later[0]
    kill("SIGTERM")
    expect(await exit).toEqual([0, null])
    const acknowledged = (await Promise.all(later)).filter((id) => id !== undefined)
    expect(acknowledged).toContain("c0")

    const known = await onLedger(
      ledger,
      Governance.use(({ read }) =>
        read(DistrictId.make("small"), ({ registry }) => [...registry.buildings.keys()])
      )
    )
    expect(known).toEqual(expect.arrayContaining(["b1", ...acknowledged]))
  })

  it("does not serve other machines without TLS, nor with tokens of development", async () => {
    const open = await run(["serve", ledger, "--host", "0.0.0.0", "--lang", "en"])
    expect([open.status, open.stderr]).toEqual([2, expect.stringContaining("add --tls")])
    const half = await run(["serve", ledger, "--certificate", "hub.pem", "--lang", "en"])
    expect([half.status, half.stderr]).toEqual([2, expect.stringContaining("both --certificate and --key")])
    const files = ["--certificate", join(folder, "hub.pem"), "--key", join(folder, "hub.key")]
    for (const file of ["hub.pem", "hub.key"]) writeFileSync(join(folder, file), "not a certificate")
    const unusable = await run(["serve", ledger, ...files])
    expect([unusable.status, unusable.stderr]).toEqual([
      3,
      expect.stringContaining("证书无法使用：--certificate 的文件无法读取")
    ])
    const development = await run(["serve", ledger, "--development", "--tls", "--host", "0.0.0.0"])
    expect([development.status, development.stderr]).toEqual([2, expect.stringContaining("只能在本机使用")])
  })
})
