import { afterAll, describe, expect, it } from "@effect/vitest"
import { DistrictId } from "@liulinhui/core/Id"
import { Ledger } from "@liulinhui/core/Ledger"
import * as Sqlite from "@liulinhui/storage-sqlite"
import * as Effect from "effect/Effect"
import { once } from "node:events"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { get } from "node:https"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { signedIn } from "./signedIn.ts"
import { enterBuilding, makeLedger, start } from "./serving.ts"
import { chain, key } from "../../http/test/certificate.ts"

const folder = mkdtempSync(join(tmpdir(), "serve-kill-"))
const ledger = join(folder, "small.sqlite")
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const kills = 5
const inFlight = 32
const district = DistrictId.make("small")

/** The ids of the buildings in the ledger, in the order of its entries. */
const entered = () =>
  Effect.runPromise(
    Effect.provide(
      Effect.map(
        Ledger.use(({ read }) => read(district, 0, 100_000)),
        (entries) =>
          entries.filter(({ type }) => type === "BuildingEntered").map(({ commandId }) => commandId)
      ),
      Sqlite.layer({ filename: ledger })
    )
  )

interface Sent {
  readonly acknowledged: Set<string>
  readonly all: Array<string>
}

/** Sends buildings with many in flight, and kills the server after some were acknowledged. Ends when no request is left. */
const untilKilled = async (
  { acknowledged, all }: Sent,
  round: number,
  enter: (id: string) => Promise<Response>,
  kill: () => void
): Promise<void> => {
  const before = acknowledged.size
  let next = 0
  const client = async (): Promise<void> => {
    for (;;) {
      const id = `r${round}-${(next += 1)}`
      all.push(id)
      const response = await enter(id).catch(() => undefined)
      if (response?.status !== 200) return
      acknowledged.add(id)
      // The server is killed while other requests are on their way.
      if (acknowledged.size === before + 20 + 7 * round) kill()
    }
  }
  await Promise.all(Array.from({ length: inFlight }, client))
}

/** Sends again what was sent before. Returns the ids of those that were acknowledged before, and are written again now. */
const sentAgain = async ({ acknowledged, all }: Sent, enter: (id: string) => Promise<Response>) => {
  const writtenTwice: Array<string> = []
  for (const id of all) {
    const response = await enter(id)
    const { repeated } = (await response.json()) as { readonly repeated: boolean }
    if (response.status !== 200) throw new Error(`the server answered ${response.status} to ${id}`)
    if (acknowledged.has(id) && !repeated) writtenTwice.push(id)
    acknowledged.add(id)
  }
  return writtenTwice
}

/** The status of an answer over HTTPS, and its header that makes browsers use nothing else. */
const statusOver = async (url: string) => {
  const [response] = await once(get(url, { ca: chain }), "response")
  response.resume()
  return [response.statusCode, response.headers["strict-transport-security"]]
}

describe("liulinhui serve", () => {
  it("speaks HTTPS with a certificate of the operator", { timeout: 60_000 }, async () => {
    const files = { certificate: join(folder, "hub.pem"), key: join(folder, "hub.key") }
    writeFileSync(files.certificate, chain)
    writeFileSync(files.key, key)
    const secure = join(folder, "secure.sqlite")
    await makeLedger(secure)
    const more = ["--certificate", files.certificate, "--key", files.key, "--host", "127.0.0.1"]
    const { address, exit, kill } = await start(secure, more)
    expect(address).toMatch(/^https:/u)
    expect(await statusOver(`${address}/ready`)).toEqual([200, expect.stringContaining("max-age")])
    kill("SIGTERM")
    expect(await exit).toEqual([0, null])
  })

  it(
    "has every acknowledged submission once, however often it is killed under load",
    { timeout: 300_000 },
    async () => {
      await makeLedger(ledger)
      const sent: Sent = { acknowledged: new Set(), all: [] }
      let cookie = ""
      for (let round = 0; round < kills; round++) {
        const { address, exit, kill } = await start(ledger)
        if (cookie === "") cookie = await signedIn(ledger, address)
        const enter = (id: string) => enterBuilding(address, cookie, id)
        expect(await sentAgain(sent, enter)).toEqual([])
        const before = sent.acknowledged.size
        await untilKilled(sent, round, enter, () => kill("SIGKILL"))
        expect(await exit).toEqual([null, "SIGKILL"])
        expect(sent.acknowledged.size).toBeGreaterThanOrEqual(before + 20)
        expect(await entered()).toEqual(expect.arrayContaining([...sent.acknowledged]))
      }
      const { address, exit, kill } = await start(ledger)
      expect(await sentAgain(sent, (id) => enterBuilding(address, cookie, id))).toEqual([])
      kill("SIGTERM")
      expect(await exit).toEqual([0, null])
      const ids = await entered()
      expect(new Set(ids).size).toBe(ids.length)
      expect(ids.toSorted()).toEqual(sent.all.toSorted())
    }
  )
})
