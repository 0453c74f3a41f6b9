import { afterAll, beforeAll, describe, expect, it } from "@effect/vitest"
import { apply } from "@liulinhui/core/Model"
import { ActorId, DistrictId } from "@liulinhui/core/Id"
import { CommandId, Ledger } from "@liulinhui/core/Ledger"
import { Vault } from "@liulinhui/core/Vault"
import { Governance } from "@liulinhui/service/Governance"
import * as Seals from "@liulinhui/service/Seals"
import { Request } from "@liulinhui/core/Governance"
import { sixHearts } from "@liulinhui/six-hearts"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { run as runCommand } from "./running.ts"
import { small, writing } from "./ledgers.ts"

const folder = mkdtempSync(join(tmpdir(), "batch-"))
const ledger = join(folder, "small.sqlite")
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const run = (...args: ReadonlyArray<string>) => runCommand([...args, "--lang", "en"])

const file = (name: string, value: Schema.Json): string => {
  const path = join(folder, name)
  writeFileSync(path, JSON.stringify(value))
  return path
}

const mandate = (role: string, scope: Schema.Json) => ({ mandates: [{ role, scope }] })
const first = small({
  "lead-unity": mandate("group-lead", { group: "unity" }),
  committee: mandate("committee", { district: true }),
  "head-b1": mandate("stairwell-head", { building: "b1" })
})
// The next version of the playbook has another id for the stage `asked`.
const renamed: { readonly stages: Schema.JsonObject } & Schema.JsonObject = JSON.parse(
  JSON.stringify(sixHearts.playbooks["lift-retrofit"]).replaceAll('"asked"', '"wished"')
)
const next = apply(first, {
  playbooks: { "lift-retrofit": { ...renamed, version: 2, stages: { ...renamed.stages, asked: null } } }
})

const decode = Schema.decodeUnknownSync(Request)
const open = (id: string): readonly [string, Schema.Json] => [
  "head-b1",
  {
    _tag: "OpenCase",
    case: id,
    playbook: "lift-retrofit",
    subjects: ["building:b1"],
    evidence: { request: { signer: "household:1", sha256: "0".repeat(64) } }
  }
]
const buildings = [{ id: "b1", label: "1号楼", floors: 6 }]
const requests: ReadonlyArray<readonly [string, Schema.Json]> = [
  ["committee", { _tag: "ImportRegistry", buildings, households: [], residents: [] }],
  ...["lift-1", "lift-2", "lift-3"].map(open)
]

const write = (program: Effect.Effect<unknown, unknown, Governance>) =>
  program.pipe(Effect.provide(writing(ledger)), Effect.runPromise)

beforeAll(() =>
  write(
    Effect.gen(function* () {
      const { adopt, submit } = yield* Governance
      yield* adopt(first)
      for (const [at, [by, request]] of requests.entries()) {
        yield* submit({
          district: DistrictId.make("small"),
          id: CommandId.make(`c${at}`),
          by: ActorId.make(by),
          request: decode(request)
        })
      }
    })
  )
)

describe("liulinhui batch", () => {
  it("takes a step on many cases, prints each refusal in words, and ends with their number", async () => {
    const evidence = file("evidence.json", { feasibility: "wide enough" })
    const cases = ["lift-1", "nowhere"]
    const done = await run(
      "batch",
      ledger,
      "find-feasible",
      ...cases,
      "--evidence",
      evidence,
      "--as",
      "committee"
    )
    expect(done.stdout).toBe("lift-1: done\nnowhere: refused: there is no case nowhere\n")
    expect(done).toMatchObject({ status: 1, stderr: "1 of 2 cases refused\n" })
    const again = await run("batch", ledger, "find-feasible", "lift-1", "--as", "committee")
    expect(again.stdout).toMatch(/^lift-1: refused: .*Surveyed and talked over/)
  })

  it("prints the path of each mistake in the evidence, and writes nothing", async () => {
    const wrong = file("wrong.json", { feasibility: {} })
    const { status, stderr } = await run(
      "batch",
      ledger,
      "find-feasible",
      "lift-2",
      "--evidence",
      wrong,
      "--as",
      "committee"
    )
    expect(status).toBe(1)
    expect(stderr).toContain(`${wrong}: feasibility`)
    expect((await run("case", ledger, "lift-2")).stdout).toContain("Asked for")
  })
})

describe("liulinhui migrate", () => {
  it("prints the result for each case in a dry run, and then has the same results", async () => {
    await write(Governance.use(({ adopt }) => adopt(next)))
    const map = file("map.json", { asked: "wished" })
    const migrate = (...args: ReadonlyArray<string>) =>
      run("migrate", ledger, "lift-retrofit", "--as", "lead-unity", ...args)
    const tried = await migrate("--map", map, "--dry-run")
    expect(tried.stdout).toMatch(
      /^lift-1: “[^”]+” \(version 1\) → “[^”]+” \(version 2\), due by .*\nlift-2: “Asked for[^”]*” \(version 1\) → “[^”]+” \(version 2\)/u
    )
    expect((await migrate("--dry-run")).stdout).toContain(
      "the map of stages does not fit version 2: set right asked"
    )
    expect(await migrate("--map", map)).toMatchObject({
      status: 0,
      stdout: "lift-1: done\nlift-2: done\nlift-3: done\n"
    })
    expect((await migrate("--map", map)).stdout).toBe("No open case uses another version of the playbook.\n")
  })
})

describe("liulinhui batch --sheet", () => {
  const book = join(folder, "flats.sqlite")
  const photo = join(folder, "found.jpg")
  const households = ["b1-101", "b1-102", "b1-201"].map((id) => ({
    id,
    building: "b1",
    unit: id.slice(3),
    floor: Number(id[3]),
    area: 500_000,
    tags: []
  }))
  const opening = (id: string, playbook: string, subject: string, parent?: string) => ({
    _tag: "OpenCase",
    case: id,
    playbook,
    subjects: [subject],
    ...(parent === undefined ? {} : { parent })
  })
  const story: ReadonlyArray<readonly [string, Schema.Json]> = [
    ["committee", { _tag: "ImportRegistry", buildings, households, residents: [] }],
    ["lead-unity", opening("campaign", "clutter-campaign", "district:small")],
    ["lead-unity", opening("building", "building-clutter", "building:b1", "campaign")],
    ...households.map(
      ({ id }, n) =>
        ["head-b1", opening(`flat-${n + 1}`, "corridor-clutter", `household:${id}`, "building")] as const
    )
  ]
  const sheet = (name: string, ...lines: ReadonlyArray<string>): string => {
    const path = join(folder, name)
    writeFileSync(path, `${lines.join("\n")}\n`)
    return path
  }
  const batch = (path: string, ...more: ReadonlyArray<string>) =>
    run("batch", book, "survey", "--sheet", path, "--as", "head-b1", ...more)

  beforeAll(async () => {
    writeFileSync(photo, "a picture")
    await Effect.gen(function* () {
      const { adopt, submit } = yield* Governance
      yield* adopt(first)
      for (const [at, [by, request]] of story.entries()) {
        yield* submit({
          district: DistrictId.make("small"),
          id: CommandId.make(`s${at}`),
          by: ActorId.make(by),
          request: decode(request)
        })
      }
    }).pipe(Effect.provide(writing(book)), Effect.runPromise)
  })

  it("reports every mistake of the sheet with its row, and takes no step", async () => {
    const head = await run("audit", "verify", book)
    const path = sheet(
      "wrong.csv",
      `case,finding,found-photo,colour`,
      `flat-1,boxes,${photo},red`,
      `flat-2,boxes,${join(folder, "missing.jpg")},`,
      `flat-9,boxes,${photo},`
    )
    const { status, stderr, stdout } = await batch(path)
    expect([status, stdout]).toEqual([2, ""])
    expect(stderr.split("\n").map((line) => line.trim())).toEqual([
      "wrong.csv has these problems, and no case was changed:",
      "row 4: there is no case flat-9",
      "column D colour: the step survey has no such evidence; rename or delete the column",
      expect.stringMatching(/^row 3 flat-2, column C found-photo: there is no file .*missing\.jpg/),
      ""
    ])
    const twice = await batch(sheet("twice.csv", "case,finding", "flat-1,a", "flat-1,b", ",c"))
    expect(twice.stderr).toContain('row 3, column A "case": "flat-1" is in row 2 already')
    expect(twice.stderr).toContain('row 4, column A "case": this row has no "case"')
    expect((await batch(sheet("none.csv", "a,b", "1,2"))).stderr).toContain("a column")
    expect(await run("audit", "verify", book)).toEqual(head)
  })

  it("takes the step on each case with the evidence of its row, also with Chinese column names and other columns empty", async () => {
    const names = sixHearts.playbooks["corridor-clutter"].steps.survey.evidence
    const [finding, found] = [names.finding.label.zh, names["found-photo"].label.zh]
    const path = sheet(
      "done.csv",
      "楼道排摸,,",
      `事项,${finding},${found}`,
      `flat-1,纸箱,${photo}`,
      `flat-2,自行车,${photo}`
    )
    const done = await batch(path)
    expect(done).toMatchObject({ status: 0, stdout: "flat-1: done\nflat-2: done\n" })
    const opened = await Effect.gen(function* () {
      const entries = yield* Ledger.use((store) => store.read(DistrictId.make("small"), 0, 1000))
      return yield* Seals.open(yield* Vault, DistrictId.make("small"), [...entries], () => true)
    }).pipe(Effect.provide(writing(book)), Effect.runPromise)
    const steps = opened.filter(({ type }) => type === "StepTaken").map(({ data }) => JSON.stringify(data))
    expect(steps.map((data) => ["纸箱", "自行车"].filter((word) => data.includes(word)))).toEqual([
      ["纸箱"],
      ["自行车"]
    ])
  })

  it("refuses a sheet beside named cases, and a call with neither", async () => {
    const path = sheet("one.csv", "case,finding", "flat-3,x")
    expect((await run("batch", book, "survey", "flat-3", "--sheet", path, "--as", "head-b1")).status).toBe(2)
    expect((await run("batch", book, "survey", "--as", "head-b1")).stderr).toContain(
      "give a sheet with --sheet"
    )
  })
})
