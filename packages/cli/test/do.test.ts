import { afterAll, beforeAll, describe, expect, it } from "@effect/vitest"
import { types } from "@liulinhui/core/District"
import type { Language } from "@liulinhui/core/Text"
import * as Completions from "effect/cli/Completions"
import { createHash } from "node:crypto"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { whole } from "../src/liulinhui.ts"
import { flagName } from "../src/RequestCommand.ts"
import { fieldsOf, requestTags } from "../src/RequestFields.ts"
import { hasWords } from "../src/Say.ts"
import { translate } from "../src/Translate.ts"
import { en } from "../src/words/en.ts"
import { zh } from "../src/words/zh.ts"
import { run } from "./running.ts"
import { small } from "./ledgers.ts"

const folder = mkdtempSync(join(tmpdir(), "do-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const ledger = join(folder, "small.sqlite")
const file = (name: string, text: string): string => {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

const mandate = (role: string, scope: object) => ({ mandates: [{ role, scope: { ...scope } }] })
const model = small({
  committee: mandate("committee", { district: true }),
  "general-branch": mandate("general-branch", { district: true }),
  "lead-unity": mandate("group-lead", { group: "unity" }),
  "lead-joy": mandate("group-lead", { group: "joy" })
})

const registry = [
  "楼号,总层数,室号,楼层,面积,人员编号,姓名,出生日期,标签",
  "1号楼,6,101,1,48.20,r1,王伟,1940-01-02,",
  "1号楼,6,102,1,48.20,r2,李娜,1980-01-02,"
].join("\n")

beforeAll(async () => {
  await run(["adopt", file("district.json", JSON.stringify(model)), ledger])
  await run(["import", file("registry.csv", registry), ledger, "--as", "committee", "--yes"])
})

const asked = (...args: ReadonlyArray<string>) => run(["do", ...args])
const json = (text: string): unknown => JSON.parse(text)

describe("a number in a request", () => {
  it("is an integer with a range, which a message about another value states", async () => {
    const numbers = requestTags.flatMap((tag) => fieldsOf(tag).filter(({ kind }) => kind === "number"))
    expect(numbers.filter(({ range }) => range === undefined)).toEqual([])
    const building = ["--building.id", "b7", "--building.label", "7号楼"]
    for (const found of ["-3", "2.5", "three"]) {
      const { stderr } = await asked(
        "EnterBuilding",
        ledger,
        ...building,
        `--building.floors=${found}`,
        "--as",
        "committee",
        "--lang",
        "en"
      )
      expect(stderr).toContain(`found “${found}”: expected an integer from 1 to 200`)
    }
    const list = JSON.stringify({
      buildings: [{ id: "b7", label: "7号楼", floors: -3 }],
      households: [],
      residents: []
    })
    const imported = await asked("ImportRegistry", ledger, "--data", list, "--as", "committee")
    expect(imported.stderr).toContain("应为1到200的整数")
  })
})

describe("every request has a door", () => {
  it("do has a command for each request, and no field is hidden by a flag of all commands", async () => {
    const all = Completions.fromCommand(await whole())
    const doors = all.subcommands.find(({ name }) => name === "do")?.subcommands ?? []
    expect(doors.map(({ name }) => name)).toEqual(requestTags)
    for (const door of doors) {
      const tag = requestTags.find((each) => each === door.name)
      const flags = new Set(door.flags.map(({ name }) => name))
      const names = tag === undefined ? [] : fieldsOf(tag).map(flagName)
      expect(names.filter((name) => !flags.has(name))).toEqual([])
      expect(new Set(door.flags.map(({ name }) => name)).size).toBe(door.flags.length)
    }
  })

  it("each request and each entry has words in both languages, by the same keys", () => {
    expect(Object.keys(en)).toEqual(Object.keys(zh))
    expect(requestTags.filter((tag) => !hasWords(`request.${tag}`))).toEqual([])
    expect(types.filter((type) => !hasWords(`event.${type}`))).toEqual([])
  })

  it("every description of a command, an argument and a flag has Chinese words", async () => {
    const all: Array<string | undefined> = []
    const visit = (one: Completions.CommandDescriptor): void => {
      all.push(one.description, ...[...one.flags, ...one.arguments].map(({ description }) => description))
      one.subcommands.forEach(visit)
    }
    visit(Completions.fromCommand(await whole()))
    // Returns whether the description of a flag consists only of choices, or of the form of a list item. Such texts are
    // equal in both languages.
    const isForm = (text: string): boolean => /^[\w:?-]+( \| [\w-]+)*(; can be repeated)?$/.test(text)
    expect(
      all.filter((text) => text !== undefined && !isForm(text) && translate("zh", text) === undefined)
    ).toEqual([])
  })

  it("lists all requests with their fields", async () => {
    const { stdout } = await asked("--list")
    for (const tag of requestTags) expect(stdout).toContain(`${tag}：${zh[`request.${tag}`]}`)
    expect(json((await asked("--list", "--json")).stdout)).toMatchObject({
      liulinhui: 1,
      ok: true,
      data: expect.arrayContaining([expect.objectContaining({ request: "TakeStep" })])
    })
  })
})

describe("a request is written as flags, JSON, YAML, a file or standard input", () => {
  const note = { case: "lift", text: "已电话联系" }
  const ways: ReadonlyArray<readonly [string, ReadonlyArray<string>, string?]> = [
    ["flags", ["--case", note.case, "--text", note.text]],
    ["JSON", ["--data", JSON.stringify(note)]],
    ["YAML", ["--data", `{ case: ${note.case}, text: ${note.text} }`]],
    ["a file", ["--file", file("note.yaml", `_tag: NoteOnCase\ncase: ${note.case}\ntext: ${note.text}\n`)]],
    ["standard input", ["--file", "-"], JSON.stringify(note)],
    ["both", ["--data", JSON.stringify({ ...note, case: "other" }), "--case", note.case]]
  ]

  beforeAll(async () => {
    const request = file("request.pdf", "a wish")
    const evidence = `request=household:b1-101@${request}`
    const opened = await run([
      "case",
      "open",
      ledger,
      "lift",
      "lift-retrofit",
      "building:1号楼",
      "--as",
      "committee",
      "--evidence",
      evidence
    ])
    expect(opened).toMatchObject({ status: 0 })
  })

  it.each(ways.map(([name, args, input = ""]) => ({ name, args, input })))(
    "as $name",
    async ({ args, input }) => {
      const { status, stdout } = await run(["do", "NoteOnCase", ledger, "--as", "committee", ...args], {
        input
      })
      expect([status, stdout]).toEqual([
        0,
        expect.stringMatching(/^已记录（第\d+条）。\n {2}committee作了备注。\n$/)
      ])
    }
  )

  it("all mistakes are reported at once, each with its path, and a misspelt field with the right one", async () => {
    const wrong = "{ case: 3, stap: clear, evidence: { photo: true } }"
    const { status, stderr, stdout } = await asked("TakeStep", ledger, "--as", "committee", "--data", wrong)
    expect([status, stdout]).toEqual([2, ""])
    expect(stderr.trim().split("\n")).toEqual([
      "有4处要改：",
      "  stap：没有这一项，是不是 step？",
      "  case：“3”不对：应为文字",
      "  step：缺少",
      "  evidence.photo：“true”不对：应为文字"
    ])
    const english = await asked(
      "TakeStep",
      ledger,
      "--as",
      "committee",
      "--data",
      wrong,
      "--lang",
      "en",
      "--json"
    )
    expect(json(english.stdout)).toMatchObject({
      ok: false,
      problems: [{ path: ["stap"] }, { path: ["case"] }, { path: ["step"] }, { path: ["evidence", "photo"] }]
    })
  })

  it("a file that is not YAML is refused with its line, and a request under another name by both names", async () => {
    const broken = await asked(
      "TakeStep",
      ledger,
      "--as",
      "committee",
      "--file",
      file("broken.yaml", "case: a\n- b\n")
    )
    expect([broken.status, broken.stderr]).toEqual([2, expect.stringContaining("第2行，")])
    const other = await asked(
      "TakeStep",
      ledger,
      "--as",
      "committee",
      "--data",
      "{_tag: MergeCase, case: a, step: b}"
    )
    expect([other.status, other.stderr]).toEqual([
      2,
      expect.stringContaining('_tag：写的是 "MergeCase"，而命令是 TakeStep')
    ])
  })

  it("wrong usage is reported on standard error with a short help, and ends with 2", async () => {
    const cases: ReadonlyArray<readonly [ReadonlyArray<string>, string]> = [
      [["TakeStep", ledger, "--as", "committee", "--caze", "c"], "没有选项 --caze，是不是 --case？"],
      [["TakeStap", ledger], "没有命令 TakeStap，是不是 TakeStep？"],
      [["TakeStep", ledger], "缺少选项 --as"],
      [["TakeStep", join(folder, "nowhere"), "--as", "committee"], "已有的文件，或数据库地址"]
    ]
    for (const [args, text] of cases) {
      const { status, stderr, stdout } = await asked(...args)
      expect([status, stdout, stderr]).toEqual([2, "", expect.stringContaining(text)])
      expect(stderr.split("\n").length).toBeLessThan(6)
    }
  })
})

describe("a request is made once", () => {
  const contact = ["RecordContacts", ledger, "--as", "committee", "--contacts", "home-visit:resident:r1"]

  it("a dry run says what would happen, and writes nothing", async () => {
    const before = await run(["audit", "verify", ledger])
    const { status, stdout } = await asked(...contact, "--dry-run", "--id", "visit-1")
    expect([status, stdout]).toEqual([0, "试算，不写入。可以办理，将记录：\n  联系已登记\n"])
    const refused = await asked(
      "MergeCase",
      ledger,
      "--as",
      "committee",
      "--case",
      "x",
      "--into",
      "y",
      "--dry-run"
    )
    expect([refused.status, refused.stderr]).toEqual([1, expect.stringContaining("没有事项x")])
    expect(await run(["audit", "verify", ledger])).toEqual(before)
  })

  it("the same id again is shown as a repeat, and a generated id is printed", async () => {
    const first = await asked(...contact, "--id", "visit-1")
    expect([first.status, first.stdout, first.stderr]).toEqual([0, expect.stringContaining("已记录（第"), ""])
    const again = await asked(...contact, "--id", "visit-1")
    expect([again.status, again.stdout]).toEqual([0, expect.stringContaining("没有重复记录")])
    const dry = await asked(...contact, "--id", "visit-1", "--dry-run")
    expect(dry.stdout).toContain("编号 visit-1 以前提交过")
    const other = await asked(
      "RecordContacts",
      ledger,
      "--as",
      "committee",
      "--contacts",
      "home-visit:resident:r2",
      "--id",
      "visit-1"
    )
    expect([other.status, other.stderr]).toEqual([1, expect.stringContaining("编号visit-1已用于另一项操作")])
    const fresh = await asked(...contact)
    expect(fresh.stderr).toMatch(/^命令编号：cli\/do\/RecordContacts\/[0-9a-f-]{36}/)
  })

  it("a refusal has every reason, and says so to a program as well", async () => {
    const args = ["TakeStep", ledger, "--case", "lift", "--step", "poll-carried", "--as", "committee"]
    const { status, stderr, stdout } = await asked(...args)
    const reasons = stderr.split("\n").filter((line) => line.startsWith("  · "))
    expect([status, stdout, stderr]).toEqual([1, "", expect.stringMatching(/^未办理，原因有\d+条：\n/)])
    const found = await asked(...args, "--json")
    expect(found.status).toBe(1)
    expect(json(found.stdout)).toMatchObject({
      liulinhui: 1,
      command: "do TakeStep",
      ok: false,
      problems: reasons.map((line) => expect.objectContaining({ text: line.slice("  · ".length) }))
    })
  })

  it("an actor without the authority is refused by name, and a misspelt actor with the right one", async () => {
    const denied = await run(["pair", "confirm", ledger, "first", "--as", "lead-joy"])
    expect([denied.status, denied.stderr]).toEqual([
      1,
      expect.stringContaining("lead-joy没有授权：“确认结对方案”")
    ])
    const unknown = await run(["pair", "confirm", ledger, "first", "--as", "comittee", "--lang", "en"])
    expect([unknown.status, unknown.stderr]).toEqual([1, expect.stringContaining("did you mean committee?")])
  })

  it("a ledger without its keys ends with 3", async () => {
    const keyless = join(folder, "keyless.sqlite")
    await run(["adopt", join(folder, "district.json"), keyless])
    rmSync(`${keyless}.master-key`)
    const { status, stderr } = await run([
      "do",
      "EnterResident",
      keyless,
      "--as",
      "committee",
      "--data",
      "{resident: {id: r9, household: h, name: 王, birth: 1950-01-01, tags: []}}"
    ])
    expect([status, stderr]).toEqual([1, expect.stringContaining("h")])
    const note = await run([
      "do",
      "EnterBuilding",
      keyless,
      "--as",
      "committee",
      "--data",
      "{building: {id: b1, label: 1号楼, floors: 6}}"
    ])
    expect([note.status, note.stderr]).toEqual([3, expect.stringContaining("LIULINHUI_MASTER_KEYS")])
  })
})

describe("evidence is written by the fields of the step", () => {
  it("a photo or a signature is a file with its hash, which stays where it is", async () => {
    const pdf = file("wish.pdf", "a wish")
    const good = await run([
      "case",
      "open",
      ledger,
      "lift-2",
      "lift-retrofit",
      "building:1号楼",
      "--as",
      "committee",
      "--evidence",
      `request=household:b1-101@${pdf}`
    ])
    expect(good.status).toBe(0)
    const sha256 = createHash("sha256").update("a wish").digest("hex")
    const same = await run([
      "case",
      "open",
      ledger,
      "lift-3",
      "lift-retrofit",
      "building:1号楼",
      "--as",
      "committee",
      "--data",
      JSON.stringify({ evidence: { request: { signer: "household:b1-101", sha256 } } })
    ])
    expect(same.status).toBe(0)
    const missing = await run([
      "case",
      "open",
      ledger,
      "lift-4",
      "lift-retrofit",
      "building:1号楼",
      "--as",
      "committee",
      "--evidence",
      "request=me@nowhere.pdf"
    ])
    expect([missing.status, missing.stderr]).toEqual([
      2,
      expect.stringContaining("evidence.request：找不到文件 nowhere.pdf")
    ])
    const unsigned = await run([
      "case",
      "open",
      ledger,
      "lift-4",
      "lift-retrofit",
      "building:1号楼",
      "--as",
      "committee",
      "--evidence",
      "request=wish.pdf"
    ])
    expect(unsigned.stderr).toContain("签名应写成 request=签名人@文件")
  })

  it("says which piece is missing by its label", async () => {
    const { status, stderr } = await run([
      "case",
      "open",
      ledger,
      "lift-5",
      "lift-retrofit",
      "building:1号楼",
      "--as",
      "committee"
    ])
    expect([status, stderr]).toEqual([1, expect.stringContaining("缺少材料：")])
  })
})

const languages: ReadonlyArray<Language> = ["zh", "en"]
describe.each(languages)("help in %s", (language) => {
  it("is on standard output on request, in one language", async () => {
    for (const args of [
      ["--help"],
      ["case", "step", "--help"],
      ["import", "--help"],
      ["do", "OpenPoll", "--help"]
    ]) {
      const { status, stderr, stdout } = await run([...args, "--lang", language])
      expect([status, stderr]).toEqual([0, ""])
      const isChinese = /\p{Script=Han}/u.test(stdout)
      expect(isChinese).toBe(language === "zh")
      expect(stdout).toContain(language === "zh" ? "用法" : "USAGE")
    }
  })
})
