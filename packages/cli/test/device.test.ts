import { afterAll, beforeAll, describe, expect, it } from "@effect/vitest"
import { IdentityStore } from "@liulinhui/core/Identity"
import { SignIn, layer } from "@liulinhui/http/SignIn"
import { Governance } from "@liulinhui/service/Governance"
import * as Sqlite from "@liulinhui/storage-sqlite"
import { SecureRandom } from "effect/crypto"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { small, writing } from "./ledgers.ts"
import { run as runCommand } from "./running.ts"

const folder = mkdtempSync(join(tmpdir(), "device-"))
const ledger = join(folder, "small.sqlite")
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const run = async (...args: ReadonlyArray<string>) => {
  const { stderr, stdout } = await runCommand(["device", ...args, "--lang", "en"])
  return `${stdout}${stderr}`
}

const url = ["--url", "https://hub.example/"]

/** What the service does with the tokens of a link, over the same files. */
const signingIn = <A, E>(work: Effect.Effect<A, E, SignIn | IdentityStore>) =>
  Effect.runPromise(
    Effect.provide(
      work,
      layer({ cost: { N: 2, r: 1, p: 1 } }).pipe(
        Layer.provideMerge(Sqlite.identity({ filename: `${ledger}.identity` })),
        Layer.provide([writing(ledger), SecureRandom.layerWebCrypto])
      )
    )
  )

beforeAll(() =>
  Effect.runPromise(
    Effect.provide(
      Governance.use(({ adopt }) =>
        adopt(small({ committee: { mandates: [{ role: "committee", scope: { district: true } }] } }))
      ),
      writing(ledger)
    )
  )
)

describe("the command device", () => {
  it("invites an actor by a link and a QR code, and lists and revokes the device", async () => {
    const printed = await run("invite", ledger, "committee", ...url)
    const [, token = ""] = /https:\/\/hub\.example\/sign-in#([\w-]{43})$/mu.exec(printed) ?? []
    expect(printed).toMatch(/[█▀▄]/u)
    expect(printed).toContain("can use this link once")

    await signingIn(
      SignIn.use(({ withInvitation }) =>
        withInvitation(
          { invitation: Redacted.make(token), pin: Redacted.make("831047"), name: "phone" },
          { address: "192.0.2.7" }
        )
      )
    )
    const { data } = JSON.parse(await run("list", ledger, "committee", "--json"))
    expect(data).toMatchObject({ actor: "committee", devices: [{ name: "phone" }] })
    expect(await run("list", ledger, "committee")).toMatch(/phone {2}since .* last used /u)
    expect(await run("revoke", ledger, "committee", "--device", "x")).toContain("no device with this id")
    expect(await run("revoke", ledger, "committee", "--device", data.devices[0].id)).toContain(
      "1 device was revoked"
    )
    expect(await run("list", ledger, "committee")).toContain("has no device")
    const audit = await run("audit", ledger)
    expect(JSON.parse(audit).data.entries.map(({ event }: { event: string }) => event)).toEqual([
      "Invited",
      "InvitationUsed",
      "NotAllowed",
      "AccessRevoked"
    ])
    expect(audit).not.toContain(token)
    expect(audit).not.toContain("831047")
  })

  it("prints the link and its last day as JSON", async () => {
    const { data } = JSON.parse(await run("invite", ledger, "committee", ...url, "--json"))
    expect(data.link).toMatch(/^https:\/\/hub\.example\/sign-in#[\w-]{43}$/u)
    expect(Date.parse(data.expires)).toBeGreaterThan(0)
  })

  it("refuses an actor who cannot act, and an address that would send the secret in clear", async () => {
    expect(await run("invite", ledger, "nobody", ...url)).toContain("nobody cannot be invited")
    for (const address of ["http://hub.example", "hub.example", "ftp://localhost"]) {
      expect(await run("invite", ledger, "committee", "--url", address)).toContain("only localhost")
    }
    expect(await run("invite", ledger, "committee")).toContain("LIULINHUI_URL")
  })
})
