import { afterAll, beforeAll, describe, expect, it } from "@effect/vitest"
import { ActorId, DistrictId } from "@liulinhui/core/Id"
import { CommandId } from "@liulinhui/core/Ledger"
import { Governance } from "@liulinhui/service/Governance"
import { Request } from "@liulinhui/core/Governance"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { run as runCommand } from "./running.ts"
import { small, writing } from "./ledgers.ts"

const folder = mkdtempSync(join(tmpdir(), "poll-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const ledger = join(folder, "small.sqlite")
const district = DistrictId.make("small")

const run = (...args: ReadonlyArray<string>) => runCommand(["poll", ledger, ...args])

const document = small({ committee: { mandates: [{ role: "committee", scope: { district: true } }] } })

beforeAll(() =>
  Effect.runPromise(
    Effect.gen(function* () {
      const { adopt, submit } = yield* Governance
      yield* adopt(document)
      const ask = (id: string, request: unknown) =>
        submit({
          district,
          id: CommandId.make(id),
          by: ActorId.make("committee"),
          request: Schema.decodeUnknownSync(Schema.toCodecJson(Request))(request)
        })
      const units = ["101", "102", "103", "104"]
      yield* ask("registry", {
        _tag: "ImportRegistry",
        buildings: [{ id: "b1", label: "1号楼", floors: 6 }],
        households: units.map((unit) => ({
          id: unit,
          building: "b1",
          unit,
          floor: 1,
          area: 800_001,
          tags: []
        })),
        residents: []
      })
      yield* ask("case", {
        _tag: "OpenCase",
        case: "lift",
        playbook: "lift-retrofit",
        subjects: ["building:b1"],
        evidence: { request: { signer: "li", sha256: "c".repeat(64) } }
      })
      yield* ask("poll", {
        _tag: "OpenPoll",
        poll: "lift-b1",
        case: "lift",
        rules: "civil-code-278-alteration",
        closes: "2099-12-31",
        units: units.map((unit, n) => ({ unit, owner: ["li", "wu", "xu", "yu"][n] }))
      })
      for (const owner of ["li", "wu"]) {
        yield* ask(owner, { _tag: "CastBallot", poll: "lift-b1", owner, opinion: "agree" })
      }
    }).pipe(Effect.provide(writing(ledger)))
  )
)

describe("liulinhui poll", () => {
  it("prints the exact counts of a vote and how many ballots would decide it, and never the vote of an owner", async () => {
    const { status, stdout } = await run("--lang", "en")
    expect(status).toBe(0)
    expect(stdout).toContain(
      "lift-b1 (Civil Code Art. 278, three quarters, on 1号楼 Lift retrofit (lift)): still open"
    )
    expect(stdout).toContain("taking part, area: 160.0002 m² of 320.0004 m², at least 2/3: not met")
    expect(stdout).toContain("1 more in favour, and it would carry if it closed then")
    expect(stdout).not.toMatch(/\bli\b|\bwu\b/)
    expect((await run("lift-b1")).stdout).toContain("未定")
    const [told] = JSON.parse((await run("--json")).stdout).data.polls
    expect(told).toMatchObject({
      poll: "lift-b1",
      result: "open",
      fewest: { toPass: 1, toCarry: 1, toFail: 2 }
    })
    expect(JSON.stringify(told)).not.toContain("ballot")
  })

  it("lists the polls that exist if the named one does not", async () => {
    expect(await run("lift-b2")).toMatchObject({ status: 1, stderr: "没有表决lift-b2：有lift-b1\n" })
  })
})
