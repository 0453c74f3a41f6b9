import { afterAll, describe, expect, it } from "@effect/vitest"
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { small } from "./ledgers.ts"
import { run } from "./running.ts"

const folder = mkdtempSync(join(tmpdir(), "replay-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const at = (name: string): string => join(folder, name)

const mandate = (role: string, scope: object) => ({ mandates: [{ role, scope: { ...scope } }] })
const model = at("district.json")
writeFileSync(
  model,
  JSON.stringify(
    small({
      committee: mandate("committee", { district: true }),
      "general-branch": mandate("general-branch", { district: true }),
      "lead-unity": mandate("group-lead", { group: "unity" }),
      "head-1": mandate("stairwell-head", { building: "1号楼" })
    })
  )
)
const roster = at("roster.csv")
writeFileSync(roster, "楼号,总层数,室号,面积,姓名,出生年月\n1号楼,6,101,48.20,王伟,1940-01-02\n")

const on = (day: string, time = "09:00:00"): string => `2026-${day}T${time}+08:00`
const signature = { signer: "household:x", sha256: "0".repeat(64) }

const events = [
  { at: on("03-02"), by: "general-branch", id: "p1", do: { _tag: "ProposePairing", proposal: "first" } },
  {
    at: on("03-02"),
    by: "head-1",
    do: { _tag: "ConfirmPairing", proposal: "first" },
    expect: { refused: ["NotAllowed"] }
  },
  {
    at: on("03-03"),
    by: "committee",
    do: {
      _tag: "OpenCase",
      case: "lift",
      playbook: "lift-retrofit",
      subjects: ["building:1号楼"],
      evidence: { request: signature }
    }
  },
  {
    at: on("03-04"),
    by: "committee",
    do: { _tag: "TakeStep", case: "lift", step: "sign-contract" },
    expect: "refused"
  },
  {
    at: on("03-31", "20:00:00"),
    expect: { coverage: { "elders-reached": "0/1" }, case: { lift: { stage: "asked", open: true } } }
  }
]

const story = (name: string, value: object): string => {
  writeFileSync(at(name), JSON.stringify(value))
  return at(name)
}
const whole = story("story.json", { importer: "committee", events })
const replay = (file: string, ledger: string, ...args: ReadonlyArray<string>) =>
  run(["replay", file, at(ledger), "--model", model, "--roster", roster, ...args])

describe("liulinhui replay", () => {
  it("runs a story with its days, and every entry has the day of the story", async () => {
    const { status, stdout, stderr } = await replay(whole, "a.sqlite")
    expect([status, stderr]).toEqual([0, expect.stringContaining("已新建台账")])
    expect(stdout.trim().split("\n").slice(-6)).toEqual([
      `${on("03-02")}  general-branch  计算并提出支部与小组的结对方案：已记录`,
      expect.stringContaining("如预期未办理"),
      `${on("03-03")}  committee  登记新事项：已记录`,
      expect.stringContaining("如预期未办理"),
      `${on("03-31", "20:00:00")}  与预期一致`,
      `重演完毕：5件，${on("03-31", "20:00:00")}为止。`
    ])
    const shown = await run(["case", at("a.sqlite"), "lift", "--as-of", "2026-03-05"])
    expect(shown.stdout).toContain("2026年3月3日  committee登记")
  })

  it("the same story again on the same ledger writes nothing, so a replay that was stopped goes on", async () => {
    const head = async (): Promise<string> => (await run(["audit", "verify", at("b.sqlite")])).stdout
    const half = story("half.json", { importer: "committee", events: events.slice(0, 3) })
    expect((await replay(half, "b.sqlite")).status).toBe(0)
    expect((await replay(whole, "b.sqlite")).stdout).toContain("登记新事项：以前已记录")
    const before = await head()
    expect((await replay(whole, "b.sqlite")).status).toBe(0)
    expect(await head()).toBe(before)
  })

  it("creates no ledger for a roster that cannot be read, or that nobody imports", async () => {
    const nobody = await replay(story("nobody.json", { events }), "none.sqlite")
    expect([nobody.status, nobody.stderr]).toEqual([2, expect.stringContaining("importer: 某人")])
    const args = ["replay", whole, at("none.sqlite"), "--model", model, "--roster", at("no.csv")]
    expect((await run(args)).status).toBe(2)
    expect(existsSync(at("none.sqlite"))).toBe(false)
    expect(existsSync(at("none.sqlite.master-key"))).toBe(false)
  })

  it("deadlines pass on their days as time passes", async () => {
    const photo = { photo: "door.jpg", sha256: "0".repeat(64) }
    const by = (time: string, request: object, actor = "committee") => ({
      at: on("03-02", time),
      by: actor,
      do: request
    })
    const open = (id: string, playbook: string, subject: string, parent?: string) => ({
      _tag: "OpenCase",
      case: id,
      playbook,
      subjects: [subject],
      ...(parent === undefined ? {} : { parent })
    })
    const step = (name: string, evidence: object) => ({ _tag: "TakeStep", case: "c", step: name, evidence })
    const noticed = [
      by("09:00:00", {
        _tag: "EnterHousehold",
        household: { id: "flat", building: "1号楼", unit: "102", floor: 1, area: 1, tags: [] }
      }),
      by("09:01:00", open("a", "clutter-campaign", "district:small")),
      by("09:02:00", open("b", "building-clutter", "building:1号楼", "a")),
      by("09:03:00", open("c", "corridor-clutter", "household:flat", "b")),
      by("09:04:00", step("survey", { finding: "boxes", "found-photo": photo }), "lead-unity"),
      by("09:05:00", step("file", { "file-number": "1" }), "lead-unity"),
      by("09:06:00", step("serve-notice", { proof: photo }), "lead-unity")
    ]
    const file = story("due.json", {
      importer: "committee",
      until: on("03-31"),
      events: [
        ...noticed,
        { at: on("03-09", "23:00:00"), expect: { case: { c: { stage: "noticed", due: "2026-03-09" } } } },
        { at: on("03-10", "00:01:00"), expect: { case: { c: { stage: "expired", open: true } } } }
      ]
    })
    const { status, stdout, stderr } = await replay(file, "c.sqlite")
    expect([status, stderr]).toEqual([0, expect.stringContaining("已新建台账")])
    expect(stdout).toContain("2026年3月10日  期限届满：c\n")
    const shown = await run(["case", at("c.sqlite"), "c", "--as-of", "2026-03-20"])
    expect(shown.stdout).toContain("2026年3月9日  “限期自行整改”期限届满")
  })

  it("stops at the first event that is not as expected, and says what was expected and what is", async () => {
    const wrong = story("wrong.json", {
      importer: "committee",
      events: [
        {
          at: on("03-02"),
          by: "general-branch",
          do: { _tag: "ProposePairing", proposal: "first" },
          expect: "refused"
        },
        {
          at: on("03-03"),
          expect: { coverage: { "elders-reached": "1/1", nonsense: "1/1" }, case: { x: { stage: "found" } } }
        }
      ]
    })
    const first = await replay(wrong, "d.sqlite")
    expect([first.status, first.stderr]).toEqual([1, expect.stringContaining("预期不予办理，却办成了")])
    expect(first.stderr).toContain("有1处与预期不符")
    const all = await replay(wrong, "d.sqlite", "--keep-going")
    expect(all.stderr).toContain("覆盖 elders-reached：应为 1/1，实为 0/1")
    expect(all.stderr).toContain("覆盖 nonsense：应为 1/1，实为 无")
    expect(all.stderr).toContain("事项 x 的环节：应为 found，实为 无")
    const told = await replay(wrong, "d.sqlite", "--keep-going", "--json")
    expect(JSON.parse(told.stdout)).toMatchObject({ liulinhui: 1, ok: false, command: "replay" })
  })

  it("refuses a ledger that is younger than the story", async () => {
    const ledger = at("today.sqlite")
    await run(["adopt", model, ledger])
    const { status, stderr } = await run(["replay", whole, ledger])
    expect([status, stderr]).toEqual([1, expect.stringContaining("晚于这段经过的开头2026年3月2日")])
  })

  it("refuses a story with mistakes, each with its path, in the language of the command", async () => {
    const bad = story("bad.json", { events: [{ at: "2026-03-02", by: "x", do: { _tag: "ConfirmPairing" } }] })
    const { status, stderr } = await replay(bad, "e.sqlite")
    expect([status, stderr]).toEqual([2, expect.stringContaining("bad.json: events[0].at: 应为")])
  })
})
