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

const root = join(import.meta.dirname, "../../..")
const folder = mkdtempSync(join(tmpdir(), "cases-"))
const ledger = join(folder, "small.sqlite")
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const run = (...args: ReadonlyArray<string>) => runCommand([...args, "--lang", "en"])

const mandate = (role: string, scope: Schema.Json) => ({ mandates: [{ role, scope }] })
const document = small({
  committee: mandate("committee", { district: true }),
  "head-b1": mandate("stairwell-head", { building: "b1" })
})

const decode = Schema.decodeUnknownSync(Request)
const flats = ["1", "2", "3", "4"]
const requests: ReadonlyArray<readonly [string, Schema.Json]> = [
  [
    "committee",
    {
      _tag: "ImportRegistry",
      buildings: [{ id: "b1", label: "1号楼", floors: 6 }],
      households: flats.map((id) => ({ id, building: "b1", unit: id, floor: 1, area: 500_000, tags: [] })),
      residents: []
    }
  ],
  [
    "head-b1",
    {
      _tag: "OpenCase",
      case: "lift",
      playbook: "lift-retrofit",
      subjects: ["building:b1"],
      evidence: { request: { signer: "household:1", sha256: "0".repeat(64) } }
    }
  ],
  ["committee", { _tag: "NoteOnCase", case: "lift", text: "a neighbour is unwell" }]
]

beforeAll(() =>
  Effect.gen(function* () {
    const { adopt, submit } = yield* Governance
    yield* adopt(document)
    for (const [at, [by, request]] of requests.entries()) {
      yield* submit({
        district: DistrictId.make("small"),
        id: CommandId.make(`c${at}`),
        by: ActorId.make(by),
        request: decode(request)
      })
    }
  }).pipe(Effect.provide(writing(ledger)), Effect.runPromise)
)

describe("liulinhui cases", () => {
  it("lists open cases with their due days, and marks only late cases as late", async () => {
    const { status, stdout } = await run("cases", ledger)
    expect(status).toBe(0)
    expect(stdout).toMatch(
      /^lift {2}1号楼 {2}Lift retrofit {2}Asked for, [^“]* {2}United Heart group {2}this stage is due by /u
    )
    expect((await run("cases", ledger, "--overdue")).stdout).toBe("There are no such open cases.\n")
    expect((await run("cases", ledger, "--group", "unity")).stdout).toBe(stdout)
    expect((await run("cases", ledger, "--group", "warmth")).stdout).toBe("There are no such open cases.\n")
  })
})

describe("liulinhui case", () => {
  it("prints the stage of a case, the possible next steps and their actors, and the history without free texts", async () => {
    const { status, stdout } = await run("case", ledger, "lift")
    expect(status).toBe(0)
    expect(stdout).toContain("Found feasible: committee\n")
    expect(stdout).toContain("head-b1 opened the case")
    expect(stdout).not.toContain("unwell")
  })

  it("does not find a case on a day before it was opened", async () => {
    const { status, stderr } = await run("case", ledger, "lift", "--as-of", "2020-01-01")
    expect(status).toBe(1)
    expect(stderr).toContain("there is no case lift, or it was not opened by then")
  })
})

describe("liulinhui playbook", () => {
  it("draws a playbook of a model", async () => {
    const model = join(root, "examples", "01-wan-liu", "district.yaml")
    expect((await run("playbook", model, "corridor-clutter")).stdout).toContain("stateDiagram-v2")
    expect((await run("playbook", model, "nothing")).stderr).toContain("corridor-clutter")
  })
})
