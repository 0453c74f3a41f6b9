import { afterAll, beforeAll, describe, expect, it } from "@effect/vitest"
import * as Day from "@liulinhui/core/Day"
import { Journal } from "@liulinhui/core/District"
import { ActorId, BuildingId, DistrictId } from "@liulinhui/core/Id"
import { CommandId, Ledger } from "@liulinhui/core/Ledger"
import { Governance } from "@liulinhui/service/Governance"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as SettableClock from "@liulinhui/testing/SettableClock"
import { run as runCommand } from "./running.ts"
import { small, writing } from "./ledgers.ts"

const folder = mkdtempSync(join(tmpdir(), "upgrade-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const ledger = join(folder, "small.sqlite")
const district = DistrictId.make("small")

// Every command runs at this time, and says so.
const now = "2026-03-02T09:00:00+08:00"

const run = (...args: ReadonlyArray<string>) => runCommand(args, { env: { LIULINHUI_NOW: now } })

const within = <A, E>(effect: Effect.Effect<A, E, Governance | Ledger>) =>
  Effect.runPromise(
    effect.pipe(
      Effect.provideService(Clock.Clock, SettableClock.make(Date.parse(now)).clock),
      Effect.provide(writing(ledger))
    )
  )

const enter = (id: string) =>
  Governance.use(({ submit }) =>
    submit({
      district,
      id: CommandId.make(id),
      by: ActorId.make("committee"),
      request: { _tag: "EnterBuilding", building: { id: BuildingId.make(id), label: id, floors: 6 } }
    })
  )
const last = Ledger.use((store) =>
  Effect.flatMap(store.head(district), ({ position }) => store.read(district, position - 1, 1))
)

// Creates a district as an earlier version did: the adoption of its model states no ledger format.
beforeAll(() =>
  within(
    Ledger.use((store) =>
      store.append({
        district,
        commandId: CommandId.make("model/0/earlier"),
        at: Date.parse(now),
        streams: [
          {
            stream: Journal.modelStream,
            expected: 0,
            events: [
              Journal.encode({
                _tag: "ModelAdopted",
                on: Day.make("2026-03-02"),
                document: small({
                  committee: { mandates: [{ role: "committee", scope: { district: true } }] }
                })
              })
            ]
          }
        ]
      })
    )
  )
)

describe("liulinhui upgrade", () => {
  it("switches a district to the newest format, once", async () => {
    await within(enter("b1"))
    expect((await within(last))[0]?.fingerprint).toBeUndefined()
    const first = await run("upgrade", ledger, "--lang", "en")
    expect([first.status, first.stdout, first.stderr]).toEqual([
      0,
      expect.stringContaining("small: ledger format 1 from now on"),
      `Note: the clock is set by LIULINHUI_NOW to ${now}, for tests and training\n`
    ])
    await within(enter("b2"))
    const [entry] = await within(last)
    expect(entry).toMatchObject({ type: "BuildingEntered", fingerprint: expect.any(String) })
    expect((await run("upgrade", ledger)).stdout).toContain("已经是第1版台账格式")
    expect((await within(last))[0]).toEqual(entry)
    expect((await run("audit", "verify", ledger, "--lang", "en")).stdout).toContain("the chain holds")
  })
})
