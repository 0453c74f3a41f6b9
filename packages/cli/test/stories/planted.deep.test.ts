/** Tests that a terminal executes nothing that other people have written, whichever command prints it. */
import { afterAll, beforeAll, describe, expect, it } from "@effect/vitest"
import { apply } from "@liulinhui/core/Model"
import { ActorId, DistrictId } from "@liulinhui/core/Id"
import { CommandId } from "@liulinhui/core/Ledger"
import { Governance } from "@liulinhui/service/Governance"
import { Request } from "@liulinhui/core/Governance"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { run } from "../running.ts"
import { small, writing } from "../ledgers.ts"

const folder = mkdtempSync(join(tmpdir(), "planted-"))
const ledger = join(folder, "small.sqlite")
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Sets the title of the window, colours and hides text, goes back to the start of the line, and reorders it. */
const planted = "\u001b]0;t\u0007\u001b[32m\u001b[8m\r\u009b2J\u202e\u2066\u200fx"
const executed = /[^\P{Cc}\n\t]|[\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/u

/** Plants the characters in every text for people in a model. */
const inEveryText = (value: Schema.Json): Schema.Json => {
  if (Array.isArray(value)) return value.map(inEveryText)
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(
    Object.entries(value as Schema.JsonObject).map(([key, part]) => [
      key,
      (key === "zh" || key === "en") && typeof part === "string" ? `${part}${planted}` : inEveryText(part)
    ])
  )
}

const mandate = (role: string, scope: Schema.Json) => ({ mandates: [{ role, scope }] })
const document = inEveryText(
  apply(
    small({
      committee: mandate("committee", { district: true }),
      "general-branch": mandate("general-branch", { district: true }),
      "lead-unity": mandate("group-lead", { group: "unity" }),
      "head-b1": mandate("stairwell-head", { building: "b1" }),
      "volunteer-warmth": {
        ...mandate("volunteer", { group: "warmth" }),
        offers: { building: "b1", elders: 2 }
      }
    }),
    {}
  )
)

const requests: ReadonlyArray<readonly [string, object]> = [
  [
    "committee",
    {
      _tag: "ImportRegistry",
      buildings: [{ id: "b1", label: `1号楼${planted}`, floors: 6 }],
      households: [
        { id: "b1-101", building: "b1", unit: `101${planted}`, floor: 1, area: 500_000, tags: [] }
      ],
      residents: [{ id: "r1", household: "b1-101", name: `张三${planted}`, birth: "1940-05-05", tags: [] }]
    }
  ],
  [
    "head-b1",
    {
      _tag: "OpenCase",
      case: "lift",
      playbook: "lift-retrofit",
      subjects: ["building:b1"],
      evidence: { request: { signer: "li", sha256: "0".repeat(64) } }
    }
  ],
  ["committee", { _tag: "NoteOnCase", case: "lift", text: `备注${planted}` }],
  ["committee", { _tag: "NameActor", actor: "head-b1", name: `王${planted}` }],
  [
    "committee",
    {
      _tag: "GrantExclusion",
      rule: "elders-reached",
      subject: "resident:r1",
      reason: "refused"
    }
  ],
  ["committee", { _tag: "TakeEmergencyAccess", about: { case: "lift" }, reason: `敲门无人应${planted}` }],
  ["committee", { _tag: "WithdrawCase", case: "lift", reason: `误立${planted}` }],
  [
    "head-b1",
    {
      _tag: "OpenCase",
      case: "second",
      playbook: "lift-retrofit",
      subjects: ["building:b1"],
      evidence: { request: { signer: `li${planted}`, sha256: "0".repeat(64) } }
    }
  ],
  ["committee", { _tag: "ProposePairing", proposal: "spring" }]
]

const env = { LIULINHUI_NOW: "2026-03-02T09:00:00+08:00" }
const refused: Array<string> = []

beforeAll(() =>
  Effect.gen(function* () {
    const { adopt, submit } = yield* Governance
    yield* adopt(document)
    for (const [at, [by, request]] of requests.entries()) {
      const input = Schema.decodeUnknownSync(Schema.toCodecJson(Request))(request)
      yield* submit({
        district: DistrictId.make("small"),
        id: CommandId.make(`c${at}`),
        by: ActorId.make(by),
        request: input
      }).pipe(Effect.catch((error) => Effect.sync(() => refused.push(error.message))))
    }
  }).pipe(Effect.provide(writing(ledger)), Effect.runPromise)
)

const file = (name: string, text: string): string => {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}
const model = file("model.json", JSON.stringify(document))
const broken = file("broken.yaml", `id: "${JSON.stringify(planted).slice(1, -1)}"\nnames: x\n`)
const rosterWith = (name: string, birth: string) =>
  file(
    name,
    `姓名,楼号,总层数,室号,面积,出生日期\n赵四${planted},2号楼${planted},6,102${planted},50.00,${birth}\n`
  )
const roster = rosterWith("roster.csv", "1950-01-01")
const wrongRoster = rosterWith("wrong.csv", `x${planted}`)
const matrix = file("matrix.csv", "1,2\n3,4\n")
const escaped = JSON.stringify(planted).slice(1, -1)
const brokenStory = file("broken-story.yaml", `story: "${escaped}"\n`)
const stories = join(folder, "stories")
mkdirSync(stories)
file("stories/district.yaml", JSON.stringify(document))
const story = file(
  "stories/story.yaml",
  [
    "events:",
    `  - { at: "2026-03-02T09:00:00+08:00", by: head-b1, do: { _tag: NoteOnCase, case: x, text: "${escaped}" } }`,
    `  - { at: "2026-03-03T09:00:00+08:00", by: "head-b1", expect: { coverage: { elders-reached: 1/1 } } }`,
    ""
  ].join("\n")
)
const page = join(folder, "page.html")

/**
 * Runs of every subcommand: at least one each that is no usage error. Further runs are refused, and then print a message
 * with the text.
 */
const runs: Readonly<Record<string, ReadonlyArray<ReadonlyArray<string>>>> = {
  init: [["init", join(folder, "new"), "--name", `新${planted}`, "--id", "new"]],
  adopt: [
    ["adopt", model, join(folder, "other.sqlite")],
    ["adopt", broken, join(folder, "third.sqlite")]
  ],
  import: [
    ["import", roster, ledger, "--as", "committee", "--dry-run"],
    ["import", wrongRoster, ledger, "--as", "committee", "--dry-run"]
  ],
  today: [["today", ledger, "--as", "committee"]],
  round: [["round", ledger, "--as", "committee"]],
  cases: [
    ["cases", ledger],
    ["cases", ledger, "--json"]
  ],
  case: [
    ["case", ledger, "lift"],
    ["case", ledger, "second"],
    ["case", ledger, planted]
  ],
  "case step": [["case", "step", ledger, "second", "sign-contract", "--as", "head-b1", "--dry-run"]],
  batch: [
    ["batch", ledger, "sign-contract", "second", "--as", "committee"],
    ["batch", ledger, planted, "second", "--as", "committee"]
  ],
  "contact add": [
    [
      "contact",
      "add",
      ledger,
      "home-visit",
      "building:b1",
      "--as",
      "committee",
      "--proof",
      planted,
      "--dry-run"
    ],
    ["contact", "add", ledger, "home-visit", planted, "--as", "committee"],
    ["contact", "add", ledger, "home-visit", "1号楼", "--as", planted]
  ],
  "contact attempt": [
    ["contact", "attempt", ledger, "home-visit", "nobody-in", "resident:r1", "--as", "committee", "--dry-run"]
  ],
  "exclude grant": [
    [
      "exclude",
      "grant",
      ledger,
      "elders-reached",
      "resident:r1",
      "refused",
      "--as",
      "committee",
      "--dry-run"
    ],
    ["exclude", "grant", ledger, "elders-reached", "resident:r1", planted, "--as", "committee"]
  ],
  resident: [
    ["resident", "correct", ledger, "r1", "--as", "committee", "--name", `李${planted}`, "--dry-run"],
    ["resident", "correct", ledger, planted, "--as", "committee", "--name", "李"]
  ],
  "mandate list": [
    ["mandate", "list", ledger],
    ["mandate", "list", ledger, "--actor", "head-b1"]
  ],
  "mandate name": [["mandate", "name", ledger, "head-b1", `王${planted}`, "--as", "committee", "--dry-run"]],
  pair: [
    ["pair", ledger, "--frontier"],
    ["pair", matrix],
    ["pair", ledger, "--why-not", `one:${planted}`]
  ],
  companions: [["companions", ledger]],
  talents: [["talents", "confirm", ledger, "t1", "--as", "general-branch"]],
  poll: [
    ["poll", ledger],
    ["poll", ledger, planted]
  ],
  coverage: [
    ["coverage", ledger, "--gaps", "--by", "building"],
    ["coverage", ledger, "--rule", planted]
  ],
  report: [
    ["report", ledger],
    ["report", ledger, "--for", "hall"]
  ],
  print: [["print", "coverage", ledger, "elders-reached", "--out", page]],
  "notices preview": [["notices", "preview", ledger]],
  "notices copy": [["notices", "copy", ledger]],
  "notices send": [["notices", "send", ledger, "--channel", "console"]],
  do: [["do", "NoteOnCase", ledger, "--as", "committee", "--case", "second", "--text", planted, "--id", "n"]],
  replay: [
    ["replay", story, join(folder, "played.sqlite"), "--model", model],
    ["replay", brokenStory, ledger]
  ],
  check: [
    ["check", model],
    ["check", broken],
    ["check", model, roster],
    ["check", model, wrongRoster]
  ],
  doctor: [["doctor", ledger]],
  calendar: [["calendar", ledger]],
  rules: [["rules"]],
  model: [
    ["model", "diff", model, model],
    ["model", "diff", model, broken]
  ],
  test: [
    ["test", stories],
    ["test", planted]
  ],
  "device list": [
    ["device", "list", ledger, "committee"],
    ["device", "list", ledger, planted]
  ],
  "device invite": [["device", "invite", ledger, "head-b1", "--url", "https://hub.example/"]],
  "cluster dev": [["cluster", "dev", join(folder, planted)]],
  serve: [
    ["serve", model],
    ["serve", join(folder, planted)]
  ],
  schema: [
    ["schema", "model"],
    ["schema", planted]
  ],
  playbook: [
    ["playbook", model, "lift-retrofit"],
    ["playbook", "lift-retrofit"]
  ],
  subject: [
    ["subject", "export", ledger, "r1", "--as", "committee"],
    ["subject", "export", ledger, planted, "--as", "x"]
  ],
  retention: [["retention", "due", ledger]],
  vault: [
    ["vault", "status", ledger],
    ["vault", "rotate", ledger, "--name", planted]
  ],
  audit: [
    ["audit", "verify", ledger],
    ["audit", "export", ledger, join(folder, `e${"x"}`)],
    ["audit", "verify", planted]
  ],
  health: [["health", ledger]],
  migrate: [["migrate", ledger, "lift-retrofit", "--as", "lead-unity", "--dry-run"]],
  upgrade: [["upgrade", ledger]],
  intake: [
    ["intake", "list", ledger, "--as", "committee"],
    ["intake", "look", ledger, planted, "--as", "committee"],
    ["intake", "decline", ledger, "r1", planted, "--as", "committee"]
  ],
  simulate: [
    ["simulate", model, "--days", "1", "--seed", "1"],
    ["simulate", broken, "--days", "1"]
  ],
  completions: [["completions", "bash"]]
}

describe("what other people have written", () => {
  it("is planted in every text: no request of the test is refused", () => {
    expect(refused).toEqual([])
  })

  it("is in a run of every subcommand", async () => {
    const { stdout } = await run(["--help", "--lang", "en"])
    const listed = stdout.slice(stdout.indexOf("SUBCOMMANDS")).matchAll(/^ {2}([a-z]+) /gmu)
    const used = new Set(Object.keys(runs).map((name) => name.split(" ")[0]))
    expect([...used].toSorted()).toEqual([...listed].map(([, name]) => `${name}`).toSorted())
  })

  it.each(Object.entries(runs))("is not executed by the terminal of `%s`", async (_, all) => {
    const statuses = new Set<number>()
    for (const args of all) {
      for (const language of ["zh", "en"]) {
        const { status, stderr, stdout } = await run([...args, "--lang", language], { env })
        statuses.add(status)
        expect(`${stdout}${stderr}`).not.toBe("")
        expect(`${stdout}${stderr}`).not.toMatch(executed)
      }
    }
    // A usage error shows the help only, so it proves nothing about the command.
    expect([...statuses].filter((status) => status !== 2)).not.toEqual([])
  })

  it("is not executed when the command prompts for what is missing", async () => {
    const { stdout } = await run(
      ["do", "NoteOnCase", ledger, "--as", "committee", "--text", "x", "--id", "asked", "--lang", "en"],
      { env, keys: ["enter"] }
    )
    expect(stdout).toContain("\\u001b]0;t")
    // The prompt has its own codes. It must not have those that were planted.
    // oxlint-disable-next-line no-control-regex
    expect(stdout).not.toMatch(/\u001b\]0;t|\u0007|\u009b|[\u202a-\u202e\u2066-\u2069\u200f]/u)
  })
})
