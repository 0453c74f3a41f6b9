import { afterAll, describe, expect, it } from "@effect/vitest"
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { stringify } from "yaml"
import { run } from "./running.ts"

const home = mkdtempSync(join(tmpdir(), "test-"))
afterAll(() => rmSync(home, { recursive: true, force: true }))
const env = { LIULINHUI_NOW: "2026-03-02T09:00:00+08:00" }

const founded = join(home, "founded")
const founding = run(["init", founded, "--name", "杏林", "--id", "xinglin"], { env })

/** A copy of the folder of a new district, in which these stories replace the first ones. */
const folderWith = async (name: string, stories: Readonly<Record<string, object | string>>) => {
  await founding
  const folder = join(home, name)
  cpSync(founded, folder, { recursive: true })
  for (const own of ["events.yaml", "story.yaml"]) rmSync(join(folder, own))
  for (const [file, story] of Object.entries(stories)) {
    writeFileSync(join(folder, file), typeof story === "string" ? story : stringify(story))
  }
  return folder
}

const at = "2026-03-02T09:00:00+08:00"
const propose = { _tag: "ProposePairing", proposal: "first" }
const sound = { events: [{ at, by: "party", do: propose }] }

interface Answer {
  readonly ok: boolean
  readonly problems?: ReadonlyArray<object>
  readonly data: {
    readonly stories: ReadonlyArray<{ readonly file: string; readonly holds: boolean }>
    readonly coverage: {
      readonly playbooks: ReadonlyArray<{
        readonly playbook: string
        readonly steps: { readonly missed: ReadonlyArray<string> }
      }>
      readonly rules: { readonly met: ReadonlyArray<string> }
    }
    readonly paths: ReadonlyArray<{ readonly takes: ReadonlyArray<string>; readonly story: object }>
  }
}
const asked = async (...args: ReadonlyArray<string>): Promise<Answer> =>
  JSON.parse((await run(["test", ...args, "--json"])).stdout)

describe("liulinhui test", () => {
  it("runs the stories of a new district, and says what they meet, in both languages", async () => {
    await founding
    const zh = await run(["test", founded])
    expect([zh.status, zh.stderr]).toEqual([0, ""])
    expect(zh.stdout).toContain("story.yaml：与预期一致（7件）\n")
    expect(zh.stdout).toContain(
      "楼道堆物清理行动（clutter-campaign）：环节1/3，步骤0/2；没有走到的步骤：张贴告居民书（announce）"
    )
    expect(zh.stdout).toContain("[actor-has-authority]")
    expect(zh.stdout).toContain("2段经过都与预期一致。")
    const en = await run(["test", founded, "--lang", "en"])
    expect([en.status, en.stderr]).toEqual([0, ""])
    expect(en.stdout).toContain("story.yaml: as expected (7 events)\n")
    expect(en.stdout).toContain("14 playbooks without a story: ")
    const { data, ok } = await asked(founded)
    expect([ok, data.stories.map(({ holds }) => holds), data.coverage.rules.met]).toEqual([
      true,
      [true, true],
      ["actor-has-authority"]
    ])
  })

  it("runs each story on a new ledger, to its end, and names every difference with its file, line and event", async () => {
    const text = [
      "importer: office",
      "events:",
      `  - { at: "${at}", by: party, do: { _tag: ProposePairing, proposal: first } }`,
      `  - { at: "${at}", expect: { coverage: { elders-reached: 1/3 } } }`,
      `  - at: "2026-03-03T09:00:00+08:00"`,
      "    by: wang",
      "    do: { _tag: ConfirmPairing, proposal: first }"
    ]
    const folder = await folderWith("wrong", { "a.yaml": sound, "b.yaml": text.join("\n"), "c.yml": sound })
    const { status, stderr, stdout } = await run(["test", folder, "--lang", "en"])
    expect(status).toBe(1)
    expect(stdout).toContain("a.yaml: as expected (1 event)\n")
    expect(stdout).toContain("b.yaml: 2 differences from what was expected\n")
    expect(stdout).toContain("c.yml: as expected (1 event)\n")
    expect(stderr.split("\n").map((line) => line.slice(folder.length + 1))).toEqual([
      `b.yaml:4  event 2  ${at}  coverage elders-reached: expected 1/3, found 0/3`,
      expect.stringMatching(/^b\.yaml:5 {2}event 3 {2}2026-03-03\S+ {2}wang {2}.*wang may not do this/),
      expect.anything(),
      ""
    ])
    expect(stderr).toContain("1 of 3 stories did not go as expected: 2 differences")
    expect(await asked(folder)).toMatchObject({
      ok: false,
      problems: [
        { _tag: "Coverage", file: join(folder, "b.yaml"), line: 4, event: 1 },
        { _tag: "NotAllowed", line: 5, event: 2 }
      ],
      data: { stories: [{ holds: true }, { holds: false }, { holds: true }] }
    })
  })

  it("prints a generated story for each step that no story takes, and it holds if it is pasted into a file", async () => {
    const folder = await folderWith("pasted", { "a.yaml": sound })
    const args = ["--playbook", "corridor-clutter"]
    const { stdout } = await run(["test", folder, ...args])
    const [, ...printed] = stdout.split(/^(?=# )/m)
    const { data } = await asked(folder, ...args)
    expect(printed.length).toBe(data.paths.length)
    // What is printed after the last story is the summary.
    const stories = printed.map((text) => text.split("\n\n")[0] ?? "")
    stories.forEach((text, n) => writeFileSync(join(folder, `pasted-${n}.yaml`), text))
    const after = await asked(folder, ...args)
    expect([after.problems, after.ok]).toEqual([undefined, true])
    const corridor = after.data.coverage.playbooks.find(({ playbook }) => playbook === "corridor-clutter")
    expect([corridor?.steps.missed, after.data.paths]).toEqual([[], []])
  })

  it("uses the model and the roster that are named instead of those in the folder", async () => {
    const folder = await folderWith("apart", {})
    const stories = join(folder, "stories")
    mkdirSync(stories)
    const expecting = {
      importer: "office",
      events: [{ at, expect: { coverage: { "elders-reached": "0/1" } } }]
    }
    writeFileSync(join(stories, "one.yaml"), stringify(expecting))
    writeFileSync(
      join(folder, "one.csv"),
      "楼号,总层数,室号,面积,姓名,出生年月\n1号楼,6,101,48.20,王伟,1940-01-02\n"
    )
    const files = ["--model", join(folder, "district.yaml"), "--roster", join(folder, "one.csv")]
    const { status, stderr } = await run(["test", stories, ...files])
    expect([status, stderr]).toEqual([0, ""])
  })

  it("refuses a story with mistakes before anything runs, and names the mistakes of every story", async () => {
    const mistaken = { events: [{ at, do: propose }] }
    const folder = await folderWith("mistaken", {
      "a.yaml": mistaken,
      "b.yaml": "events: [",
      "c.yaml": sound
    })
    const { status, stderr, stdout } = await run(["test", folder, "--lang", "en"])
    expect([status, stdout]).toEqual([2, ""])
    expect(stderr).toContain("a.yaml: events[0].by: ")
    expect(stderr).toMatch(/b\.yaml: line 1/)
  })

  it("says what is missing in a folder, or which file to name, and ends with 2", async () => {
    const none = await folderWith("none", {})
    expect(await run(["test", none, "--lang", "en"])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("there is no story")
    })
    const two = await folderWith("two", { "a.yaml": sound, "other.yaml": "id: other\n" })
    expect(await run(["test", two, "--lang", "en"])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("Name one with --model")
    })
    writeFileSync(join(two, "second.csv"), "")
    const model = ["--model", join(two, "district.yaml"), "--lang", "en"]
    expect(await run(["test", two, ...model])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("Name one with --roster")
    })
    const alone = join(home, "alone")
    mkdirSync(alone)
    writeFileSync(join(alone, "a.yaml"), stringify(sound))
    expect(await run(["test", alone])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("--model")
    })
    expect(await run(["test", join(home, "nowhere")])).toMatchObject({ status: 2 })
    expect(await run(["test", founded, "--playbook", "nothing"])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("“nothing”")
    })
  })
})
