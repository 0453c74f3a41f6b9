import { afterAll, describe, expect, it } from "@effect/vitest"
import { DistrictId } from "@liulinhui/core/Id"
import { Governance } from "@liulinhui/service/Governance"
import * as Effect from "effect/Effect"
import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { main } from "./command.ts"
import { small, writing } from "./ledgers.ts"
import { run } from "./running.ts"
import { signedIn } from "./signedIn.ts"

const folder = mkdtempSync(join(tmpdir(), "serve-"))
const ledger = join(folder, "small.sqlite")
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const onLedger = <A, E>(work: Effect.Effect<A, E, Governance>) =>
  Effect.runPromise(Effect.provide(work, writing(ledger)))

describe("liulinhui serve", () => {
  it("signs in an invited person, and loses no acknowledged submission when it is stopped", async () => {
    await onLedger(
      Governance.use(({ adopt }) =>
        adopt(small({ committee: { mandates: [{ role: "committee", scope: { district: true } }] } }))
      )
    )
    const child = spawn(process.execPath, [main, "serve", ledger, "--port", "0", "--lang", "en"], {
      stdio: ["ignore", "pipe", "inherit"]
    })
    const exit = once(child, "exit")
    let printed = ""
    for await (const part of child.stdout) {
      printed += String(part)
      if (printed.includes("Ctrl+C")) break
    }
    const [address = ""] = /http:\/\/127\.0\.0\.1:\d+/u.exec(printed) ?? []
    expect(printed).toContain(`device invite ${ledger} committee --url ${address}`)

    const cookie = await signedIn(ledger, address)
    const enter = async (id: string): Promise<string | undefined> => {
      const { status } = await fetch(`${address}/v1/districts/small/submissions`, {
        method: "POST",
        headers: { cookie, origin: address, "content-type": "application/json", "idempotency-key": id },
        body: JSON.stringify({ _tag: "EnterBuilding", building: { id, label: id, floors: 6 } })
      })
      return status === 200 ? id : undefined
    }
    expect(await enter("b1")).toBe("b1")
    const later = Array.from({ length: 20 }, (_, n) => enter(`c${n}`).catch(() => undefined))
    await later[0]
    child.kill("SIGTERM")
    expect(await exit).toEqual([0, null])
    const acknowledged = (await Promise.all(later)).filter((id) => id !== undefined)
    expect(acknowledged).toContain("c0")

    const known = await onLedger(
      Governance.use(({ read }) =>
        read(DistrictId.make("small"), ({ registry }) => [...registry.buildings.keys()])
      )
    )
    expect(known).toEqual(expect.arrayContaining(["b1", ...acknowledged]))
  })

  it("does not serve other machines without TLS, nor with tokens of development", async () => {
    const open = await run(["serve", ledger, "--host", "0.0.0.0", "--lang", "en"])
    expect([open.status, open.stderr]).toEqual([2, expect.stringContaining("add --tls")])
    const development = await run(["serve", ledger, "--development", "--tls", "--host", "0.0.0.0"])
    expect([development.status, development.stderr]).toEqual([2, expect.stringContaining("只能在本机使用")])
  })
})
