import { afterAll, describe, expect, it } from "@effect/vitest"
import { ActorId, DistrictId } from "@liulinhui/core/Id"
import { CommandId } from "@liulinhui/core/Ledger"
import * as Governance from "@liulinhui/service/Governance"
import * as Outbox from "@liulinhui/announcer/Outbox"
import { Request } from "@liulinhui/core/Governance"
import * as StorageSqlite from "@liulinhui/storage-sqlite"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import { spawn } from "node:child_process"
import { randomBytes } from "node:crypto"
import { once } from "node:events"
import { mkdtempSync, rmSync } from "node:fs"
import { createServer, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { activities, document } from "../activities.ts"
import { sender } from "../command.ts"
import { vaultBeside } from "../ledgers.ts"

const folder = mkdtempSync(join(tmpdir(), "sender-"))
const filename = join(folder, "small.sqlite")
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const district = DistrictId.make("small")
const cases = 60

/** Creates a district in which each of two leaders gets one notice for every case. */
const found = Effect.gen(function* () {
  const governance = yield* Governance.Governance
  yield* governance.adopt(document)
  for (const { id, request } of activities(cases)) {
    yield* governance.submit({
      district,
      id: CommandId.make(id),
      by: ActorId.make("volunteer-joy"),
      request: Schema.decodeUnknownSync(Request)(request)
    })
  }
}).pipe(
  Effect.provide(
    Governance.layer().pipe(
      Layer.provide(vaultBeside(filename)),
      Layer.provideMerge(StorageSqlite.layer({ filename }))
    )
  )
)

/** Starts a receiver that records the id of every event. A test can see each event before the receiver answers. */
const receiver = async () => {
  const got: Array<string> = []
  let onEvent = (): void => undefined
  const server = createServer((request, response: ServerResponse) => {
    request.resume().on("end", () => {
      got.push(String(request.headers["webhook-id"]))
      onEvent()
      setTimeout(() => response.writeHead(204).end(), 2)
    })
  })
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  return {
    got,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    /** Waits until the receiver has got this number of events. */
    reached: (count: number) =>
      new Promise<void>((resolve) => {
        onEvent = () => {
          if (got.length >= count) resolve()
        }
        onEvent()
      }),
    close: () => server.close()
  }
}

const secret = `whsec_${randomBytes(24).toString("base64")}`
const send = (url: string) =>
  spawn(process.execPath, [sender, filename, url, secret], {
    stdio: ["ignore", "pipe", "inherit"]
  })

const queued = Effect.flatMap(Outbox.Outbox, (outbox) =>
  outbox.offered(DistrictId.make("small"), "webhook")
).pipe(
  Effect.map(({ length }) => length),
  Effect.provide(Outbox.layerSql().pipe(Layer.provide(StorageSqlite.layer({ filename }))))
)

describe("a sender that is killed", () => {
  it("loses no notice, and repeats at most the one that was being sent", { timeout: 120_000 }, async () => {
    await Effect.runPromise(found)
    const { close, got, reached, url } = await receiver()
    const inFlight: Array<string> = []
    // The process that sends notices is killed before the first notice, in the middle, and soon after it was started
    // again.
    for (const [kills, more] of [0, 1, 2, 7, 1, 19, 12, 1].entries()) {
      const child = send(url)
      const exit = once(child, "exit")
      if (more === 0) await new Promise((resolve) => setTimeout(resolve, 400 + 100 * kills))
      else await Promise.race([reached(got.length + more), exit])
      child.kill("SIGKILL")
      await exit
      inFlight.push(...got.slice(-1))
    }
    // A killed sender process had reserved some notices. Another process can take them when this reservation ends.
    for (let tries = 0; tries < 10 && new Set(got).size < 2 * cases; tries++) {
      await once(send(url), "exit")
      await new Promise((resolve) => setTimeout(resolve, 500))
    }
    close()
    const times = Map.groupBy(got, (key) => key)
    expect(times.size).toBe(2 * cases)
    expect(await Effect.runPromise(queued)).toBe(2 * cases)
    const repeated = [...times].flatMap(([key, all]) => (all.length > 1 ? [key] : []))
    expect(repeated.filter((key) => !inFlight.includes(key))).toEqual([])
    expect(got.length - times.size).toBeLessThanOrEqual(inFlight.length)
  })
})
