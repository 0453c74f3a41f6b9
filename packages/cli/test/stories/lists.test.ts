/** A committee prints lists, a ballot sheet, notices and a receipt, and takes the filled ballot sheet back. */
import { afterAll, beforeAll, describe, expect, it } from "@effect/vitest"
import { readTable } from "@liulinhui/spreadsheet"
import * as Effect from "effect/Effect"
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { small } from "../ledgers.ts"
import { run as runCommand } from "../running.ts"

const folder = mkdtempSync(join(tmpdir(), "lists-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const at = (name: string): string => join(folder, name)
const ledger = at("small.sqlite")
const env = { LIULINHUI_NOW: "2026-03-02T10:00:00+08:00" }
const run = (...args: ReadonlyArray<string>) => runCommand(args, { env })
const ok = async (...args: ReadonlyArray<string>): Promise<string> => {
  const { status, stderr, stdout } = await run(...args)
  expect([args.join(" "), status, status === 0 ? "" : stderr]).toEqual([args.join(" "), 0, ""])
  return stdout
}
const head = async (): Promise<string> => JSON.parse(await ok("audit", "verify", ledger, "--json")).data.hash

const mandate = (role: string, scope: object) => ({ mandates: [{ role, scope: { ...scope } }] })
const model = small({
  committee: mandate("committee", { district: true }),
  party: mandate("general-branch", { district: true }),
  "head-1": mandate("stairwell-head", { building: "1号楼" }),
  "lead-unity": mandate("group-lead", { group: "unity" }),
  walker: { ...mandate("volunteer", { district: true }), offers: { building: "1号楼", elders: 3 } }
})
const registry = [
  "楼号,总层数,室号,楼层,面积,人员编号,姓名,出生日期,标签",
  "1号楼,6,101,1,48.20,r1,王伟,1940-01-02,",
  "1号楼,6,102,1,48.20,r2,李娜,1990-01-02,",
  "2号楼,6,101,1,48.20,r3,孙强,1942-01-02,"
].join("\n")
const people = ["王伟", "李娜", "孙强"]

beforeAll(async () => {
  writeFileSync(
    at("district.json"),
    JSON.stringify(Object.assign({}, model, { intake: { playbooks: { "corridor-clutter": {} } } }))
  )
  writeFileSync(at("registry.csv"), registry)
  writeFileSync(at("photo.jpg"), "photo")
  const as = ["--as", "committee"]
  await ok("adopt", at("district.json"), ledger)
  await ok("import", at("registry.csv"), ledger, ...as, "--yes")
  await ok("pair", "propose", ledger, "spring", "--as", "party")
  await ok("case", "open", ledger, "campaign", "clutter-campaign", "district:small", ...as)
  for (const building of ["1号楼", "2号楼"]) {
    await ok(
      "case",
      "open",
      ledger,
      `f-${building}`,
      "building-clutter",
      building,
      "--parent",
      "campaign",
      ...as
    )
  }
  for (const door of ["1号楼102", "1号楼101", "2号楼101"]) {
    const parent = `f-${door.slice(0, 3)}`
    await ok(
      "case",
      "open",
      ledger,
      `c-${door}`,
      "corridor-clutter",
      door,
      "--parent",
      parent,
      "--as",
      "lead-unity"
    )
  }
  const request = ["--evidence", `request=household:101@${at("photo.jpg")}`]
  await ok("case", "open", ledger, "lift", "lift-retrofit", "1号楼", ...as, ...request)
  const poll = ["lift-vote", "lift", "civil-code-278-alteration"]
  await ok("poll", "open", ledger, ...poll, "--closes", "2026-12-31", "--owner-per-flat", ...as)
})

/** The rows of a table below its headings, by the values in its first column. */
const rowsOf = async (file: string, key: string) =>
  Effect.runPromise(readTable(readFileSync(file), { file, key: [key] }))

describe("a list", () => {
  /** The name, the command, a column in which every row differs, and some of its values. */
  const lists: ReadonlyArray<readonly [string, ReadonlyArray<string>, string, ReadonlyArray<string>]> = [
    ["cases", ["cases", ledger], "编号", ["campaign", "f-1号楼", "lift"]],
    ["gaps", ["coverage", ledger, "--rule", "elders-reached", "--gaps"], "说明", ["r1", "r3"]],
    [
      "walking lists",
      ["coverage", "round", ledger, "--rule", "elders-reached", "--capacity", "5"],
      "对象编号",
      ["resident:r1", "resident:r3"]
    ],
    ["own round", ["round", ledger, "--as", "walker"], "对象编号", ["resident:r1"]],
    ["pairing", ["pair", ledger], "自治小组", ["暖心组"]],
    ["ballot sheet", ["poll", "sheet", ledger, "lift-vote"], "业主编号", []],
    [
      "building file",
      ["print", "buildings", ledger, "--as", "committee", "--building", "1号楼"],
      "室号",
      ["101", "102"]
    ]
  ]

  it.each(lists)(
    "of %s is a workbook or CSV, by the name of the file, for its owner alone",
    async (name, args, key, some) => {
      for (const end of ["xlsx", "csv"]) {
        const file = at(`${name}.${end}`)
        expect(await ok(...args, "--out", file)).toBe(`${file}\n`)
        expect(statSync(file).mode & 0o777).toBe(0o600)
        const rows = await rowsOf(file, key)
        expect(rows.length).toBeGreaterThan(0)
        expect(rows.map((row) => row.key.text)).toEqual(expect.arrayContaining([...some]))
      }
      const other = await run(...args, "--out", at(`${name}.txt`), "--lang", "en")
      expect([other.status, other.stderr]).toEqual([2, expect.stringContaining("ends with .xlsx or .csv")])
    }
  )

  it.each(lists)("of %s never replaces a ledger, also through a link", async (name, args) => {
    const target = at(`${name}-copy.csv`)
    writeFileSync(target, readFileSync(ledger).subarray(0, 100))
    const { status } = await run(...args, "--out", target)
    expect(status).toBe(1)
    expect(readFileSync(target).subarray(0, 15).toString()).toBe("SQLite format 3")
  })

  it("of several buildings has a sheet for each, which CSV cannot have", async () => {
    const args = ["print", "buildings", ledger, "--as", "committee", "--lang", "en"]
    await ok(...args, "--out", at("buildings.xlsx"))
    const csv = await run(...args, "--out", at("buildings.csv"))
    expect([csv.status, csv.stderr]).toEqual([1, expect.stringContaining("2 sheets, and CSV has one")])
    expect(existsSync(at("buildings.csv"))).toBe(false)
  })

  it("of a building shows only what the actor may see", async () => {
    const file = at("seen.csv")
    const seen = async (actor: string, building: string) => {
      const { status } = await run(
        "print",
        "buildings",
        ledger,
        "--as",
        actor,
        "--building",
        building,
        "--out",
        file
      )
      return status === 0 ? readFileSync(file, "utf8").split("\r\n")[1] : undefined
    }
    // The flat on the first floor has one elder, and one open case.
    expect(await seen("committee", "1号楼")).toMatch(/^1,101,48\.20,1,1,,.*c-1号楼101/u)
    expect(await seen("head-1", "1号楼")).toMatch(/^1,101,48\.20,1,,,/u)
    expect(await seen("head-1", "2号楼")).toBeUndefined()
    expect(await seen("nobody", "1号楼")).toBeUndefined()
    for (const name of people) expect(readFileSync(file, "utf8")).not.toContain(name)
  })
})

describe("the registry as a list", () => {
  const args = ["print", "registry", ledger, "--purpose", "核对名册"]

  it("has the names, and each opening is recorded first", async () => {
    const file = at("registry-out.xlsx")
    await ok(...args, "--as", "committee", "--out", file)
    const again = await ok("import", file, ledger, "--as", "committee")
    expect(again).toContain("与登记簿一致")
    const held = await ok("subject", "export", ledger, "r2", "--as", "committee")
    expect(held).toContain("核对名册")
  })

  it("is refused to an actor who may not open data, and there is no file", async () => {
    const file = at("refused.csv")
    expect((await run(...args, "--as", "head-1", "--building", "1号楼", "--out", file)).status).toBe(1)
    expect(existsSync(file)).toBe(false)
  })
})

describe("the ballots of a vote on paper", () => {
  const sheet = at("filled.csv")
  const record = (...more: ReadonlyArray<string>) =>
    run("poll", "ballots", ledger, "lift-vote", sheet, "--as", "committee", ...more)
  /** Fills in the opinion of each owner, in the order of the sheet. */
  const fill = async (...opinions: ReadonlyArray<string>) => {
    await ok("poll", "sheet", ledger, "lift-vote", "--out", sheet)
    const [headings = "", ...rows] = readFileSync(sheet, "utf8").trimEnd().split("\r\n")
    const column = headings.split(",").indexOf("意见")
    const filled = rows.map((row, n) =>
      row
        .split(",")
        .with(column, opinions[n] ?? "")
        .join(",")
    )
    writeFileSync(sheet, [headings, ...filled].join("\r\n"))
    return rows
  }

  it("begin with a sheet: a row for each owner, with the door and the area, and no name", async () => {
    const rows = await fill()
    expect(rows).toHaveLength(2)
    expect(rows[0]).toMatch(/^lift-vote,[^,]+,1号楼 101,48\.20,,/u)
    for (const name of people) expect(readFileSync(sheet, "utf8")).not.toContain(name)
  })

  it("are not recorded if one of them is refused, with the owner, the door and the reason", async () => {
    await fill("同意", "同意")
    const before = await head()
    const rows = readFileSync(sheet, "utf8").replace(
      /^(lift-vote,[^,]+,1号楼 102,48\.20,同意),/mu,
      "$1,2025-01-01"
    )
    writeFileSync(sheet, rows)
    const { status, stderr } = await record("--lang", "en")
    expect([status, stderr]).toEqual([1, expect.stringMatching(/\(1号楼 102\): .*2025/u)])
    expect(await head()).toBe(before)
  })

  it("are refused if the actor may not record them", async () => {
    await fill("同意")
    const { status, stderr } = await run(
      "poll",
      "ballots",
      ledger,
      "lift-vote",
      sheet,
      "--as",
      "head-1",
      "--lang",
      "en"
    )
    expect([status, stderr]).toEqual([1, expect.stringContaining("head-1")])
  })

  it("are recorded from the filled sheet, and the same sheet again changes nothing", async () => {
    await fill("同意")
    const before = await head()
    expect((await record("--dry-run", "--lang", "en")).stdout).toContain(
      "1 ballot would be recorded; 0 known"
    )
    expect(await head()).toBe(before)
    expect((await record("--lang", "en")).stdout).toContain(
      "1 ballot recorded; 0 known already; 1 row not filled in"
    )
    const after = await head()
    expect(after).not.toBe(before)
    expect(JSON.parse((await record("--json")).stdout)).toMatchObject({
      liulinhui: 1,
      command: "poll ballots",
      data: { recorded: 0, known: 1, empty: 1 }
    })
    expect(await head()).toBe(after)
    expect(await ok("poll", ledger, "lift-vote", "--lang", "en")).toContain("48.2000 m² of 96.4000 m²")
  })
})

describe("the round on paper", () => {
  const list = at("round.csv")
  const record = (...more: ReadonlyArray<string>) =>
    run("contact", "import", ledger, "outreach-visit", list, "--as", "committee", "--lang", "en", ...more)
  /** Writes the results into the walking list, by the subject of each row. */
  const fill = async (results: Readonly<Record<string, string>>) => {
    await ok("round", ledger, "--as", "committee", "--out", list)
    const [headings = "", ...rows] = readFileSync(list, "utf8").trimEnd().split("\r\n")
    const column = headings.split(",").indexOf("结果")
    const filled = rows.map((row) => {
      const result = Object.entries(results).find(([subject]) => row.endsWith(`,${subject}`))?.[1] ?? ""
      return row.split(",").with(column, result).join(",")
    })
    writeFileSync(list, [headings, ...filled].join("\r\n"))
    return rows
  }

  it("has the names of those to visit, and is recorded from the filled list; again changes nothing", async () => {
    const rows = await fill({ "resident:r1": "见到", "resident:r3": "家中无人" })
    expect(rows.join("\n")).toMatch(/1号楼,1,101,王伟,.*,resident:r1/u)
    expect((await record("--dry-run")).stdout).toContain("Would be recorded: 1 met, 1 not met; 0 rows")
    const before = await head()
    expect((await record()).stdout).toContain("Recorded: 1 met, 1 not met; 0 rows were known already")
    const after = await head()
    expect(after).not.toBe(before)
    expect(JSON.parse((await record("--json")).stdout).data).toMatchObject({ met: 0, attempts: 0, known: 2 })
    expect(await head()).toBe(after)
    expect(await ok("coverage", ledger, "--rule", "elders-reached", "--lang", "en")).toContain("1 of 2")
  })

  it("records nothing if one row is refused, with the row and the reason", async () => {
    await fill({ "resident:r3": "见到" })
    writeFileSync(list, readFileSync(list, "utf8").replace("resident:r3", "resident:nobody"))
    const before = await head()
    const { status, stderr } = await record()
    expect([status, stderr]).toEqual([1, expect.stringMatching(/row \d+, .*nobody/u)])
    expect(await head()).toBe(before)
  })
})

describe("the notices of a building", () => {
  it("are printed in one run, by door, those that are not served yet", async () => {
    const file = at("notices.html")
    await ok("notices", "print", ledger, "--building", "1号楼", "--out", file)
    const page = readFileSync(file, "utf8")
    expect(page.match(/<article>/gu)).toHaveLength(2)
    expect(page).toMatch(/1号楼 101室[\s\S]*1号楼 102室/u)
    expect(page).not.toContain("2号楼")
    for (const name of people) expect(page).not.toContain(name)
    const none = await run("notices", "print", ledger, "--building", "3号楼", "--out", file, "--lang", "en")
    expect([none.status, none.stderr]).toEqual([1, expect.stringContaining("3号楼 has no notice")])
    expect((await run("notices", "print", ledger, "--out", file)).status).toBe(2)
  })
})

describe("the code for reports of residents", () => {
  const url = ["--url", "https://hub.example/"]

  it("is on a poster for each stairwell, or for one, and on a notice if the address is stated", async () => {
    const file = at("posters.html")
    await ok("print", "poster", ledger, ...url, "--out", file)
    const page = readFileSync(file, "utf8")
    expect(page.match(/<svg class="qr"/gu)).toHaveLength(2)
    for (const building of ["1号楼", "2号楼"])
      expect(page).toContain(`https://hub.example/report/small?at=${encodeURIComponent(building)}`)
    await ok("print", "poster", ledger, ...url, "--building", "2号楼", "--out", file)
    expect(readFileSync(file, "utf8")).not.toContain("1号楼")
    await ok("notices", "print", ledger, "--building", "1号楼", ...url, "--out", file)
    expect(readFileSync(file, "utf8").match(/<svg class="qr"/gu)).toHaveLength(2)
  })

  it("is not printed for an address without TLS, for no address, or for a building that does not exist", async () => {
    const file = at("none.html")
    const refused = async (...args: ReadonlyArray<string>) => {
      const { status, stderr } = await run("print", "poster", ledger, ...args, "--out", file, "--lang", "en")
      return [status, stderr, existsSync(file)]
    }
    expect(await refused("--url", "http://hub.example")).toEqual([1, expect.stringContaining("--url"), false])
    expect(await refused()).toEqual([1, expect.stringContaining("--url"), false])
    const unknown = await refused(...url, "--building", "9号楼")
    expect(unknown).toEqual([1, expect.stringContaining("there is no building 9号楼"), false])
  })
})

describe("the receipt of a matter", () => {
  it("states number, day, place and state, names nobody, and its proof can be checked in the ledger", async () => {
    const receipt = await ok("case", "receipt", ledger, "c-1号楼101", "--lang", "en")
    expect(receipt).toContain("Number: c-1号楼101\nRecorded: 2 March 2026 10:00\nMatter: Corridor clutter")
    expect(receipt).toMatch(/Place: 1号楼 .*101/u)
    expect(receipt).toContain("State: ")
    for (const name of people) expect(receipt).not.toContain(name)
    const [, proof = ""] = /^Proof: (\S+)$/mu.exec(receipt) ?? []
    await ok("audit", "verify", ledger, "--head", proof)
    const forged = proof.replace(/^./u, (first) => (first === "0" ? "1" : "0"))
    expect((await run("audit", "verify", ledger, "--head", forged)).status).toBe(1)
  })

  it("does not say how a confidential case goes on", async () => {
    const evidence = ["--evidence", "situation=积存废品"]
    await ok(
      "case",
      "open",
      ledger,
      "quiet",
      "hardship-and-hoarding",
      "2号楼101",
      "--as",
      "committee",
      ...evidence
    )
    const receipt = await ok("case", "receipt", ledger, "quiet")
    expect(receipt).toContain("编号：quiet")
    expect(receipt).not.toContain("进度")
  })
})

describe("doctor", () => {
  it("names the channels whose settings are right and those that are wrong, sends nothing, and prints no secret", async () => {
    const secret = "0123456789abcdef"
    const checked = async (more: Readonly<Record<string, string>>) => {
      const { stderr, stdout } = await runCommand(["doctor", "--lang", "en"], { env: { ...env, ...more } })
      return `${stdout}${stderr}`
    }
    expect(await checked({})).toContain("no channel is set up")
    const robot = { LIULINHUI_DINGTALK_WEBHOOK: `https://robot.example/send?access_token=${secret}` }
    const right = await checked(robot)
    expect(right).toContain("dingtalk is set up (nothing was sent)")
    const wrong = await checked({
      ...robot,
      LIULINHUI_DINGTALK_FORMAT: "html",
      LIULINHUI_MAIL_HOST: "mail.example"
    })
    expect(wrong).toContain("the settings of dingtalk are wrong")
    expect(wrong).toMatch(/the settings of email are wrong: .*LIULINHUI_MAIL_FROM/su)
    for (const printed of [right, wrong]) expect(printed).not.toContain(secret)
  })
})

describe("--json", () => {
  const commands: Readonly<Record<string, ReadonlyArray<string>>> = {
    adopt: ["adopt", at("district.json"), ledger, "--dry-run"],
    "audit verify": ["audit", "verify", ledger],
    calendar: ["calendar"],
    case: ["case", ledger, "lift"],
    "case receipt": ["case", "receipt", ledger, "lift"],
    cases: ["cases", ledger],
    check: ["check", at("district.json"), at("registry.csv")],
    companions: ["companions", ledger],
    coverage: ["coverage", ledger, "--gaps"],
    "coverage forecast": ["coverage", "forecast", ledger, "--rule", "elders-reached"],
    "coverage round": ["coverage", "round", ledger, "--rule", "elders-reached", "--capacity", "5"],
    doctor: ["doctor", ledger],
    health: ["health", ledger],
    "mandate list": ["mandate", "list", ledger],
    "model diff": ["model", "diff", at("district.json"), at("district.json")],
    "notices preview": ["notices", "preview", ledger],
    "notices dead list": ["notices", "dead", "list", ledger],
    pair: ["pair", ledger],
    poll: ["poll", ledger],
    report: ["report", ledger],
    "retention due": ["retention", "due", ledger],
    round: ["round", ledger, "--as", "walker"],
    today: ["today", ledger, "--as", "committee"]
  }

  it.each(Object.entries(commands))("of `%s` prints one envelope with a version", async (command, args) => {
    const { stdout } = await run(...args, "--json")
    expect(JSON.parse(stdout)).toMatchObject({ liulinhui: 1, command, data: expect.any(Object) })
  })
})
