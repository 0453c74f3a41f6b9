import { afterAll, beforeAll, describe, expect, it } from "@effect/vitest"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { run } from "./running.ts"
import { small } from "./ledgers.ts"

const folder = mkdtempSync(join(tmpdir(), "round-"))
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
  visitor: { ...mandate("volunteer", { district: true }), offers: { building: "2号楼", elders: 1 } },
  head: mandate("stairwell-head", { building: "1号楼" }),
  guide: { ...mandate("volunteer", { building: "2号楼" }), offers: { building: "1号楼", elders: 3 } },
  property: mandate("property", { district: true })
})
const registry = [
  "楼号,总层数,室号,楼层,面积,人员编号,姓名,出生日期,标签",
  "1号楼,6,101,1,48.20,r1,王伟,1940-01-02,",
  "1号楼,6,102,1,48.20,r2,李娜,1941-01-02,",
  "2号楼,6,101,1,48.20,r3,孙强,1942-01-02,"
].join("\n")

const env = { LIULINHUI_NOW: "2026-03-02T10:00:00+08:00" }
const at = (day: string) => ({ env: { LIULINHUI_NOW: `${day}T10:00:00+08:00` } })

beforeAll(async () => {
  await run(["adopt", file("district.json", JSON.stringify(model)), ledger], { env })
  await run(["import", file("registry.csv", registry), ledger, "--as", "committee", "--yes"], { env })
})

interface Visit {
  readonly subject: string
  readonly name?: string
  readonly rules: ReadonlyArray<string>
  readonly attempt?: { readonly outcome: string; readonly on: string; readonly again?: string }
}
interface Round {
  readonly visits: ReadonlyArray<Visit>
  readonly later: ReadonlyArray<Visit>
}

const roundOf = async (by: string, day = "2026-03-02"): Promise<Round> => {
  const { stdout } = await run(["round", ledger, "--as", by, "--json"], at(day))
  const { data } = JSON.parse(stdout) as { readonly data: Round }
  const elders = ({ rules }: Visit): boolean => rules.includes("elders-reached")
  return { visits: data.visits.filter(elders), later: data.later.filter(elders) }
}
const who = (visits: ReadonlyArray<Visit>): ReadonlyArray<string> => visits.map(({ subject }) => subject)
const attempt = (...args: ReadonlyArray<string>) =>
  run(["contact", "attempt", ledger, "outreach-visit", ...args, "--as", "committee", "--lang", "en"], { env })

describe("liulinhui round", () => {
  it("lists the missing members within the actor's reach in walking order, and writes nothing", async () => {
    const before = await run(["audit", "verify", ledger], { env })
    expect(who((await roundOf("committee")).visits)).toEqual(["resident:r1", "resident:r2", "resident:r3"])
    expect((await run(["audit", "verify", ledger], { env })).stdout).toBe(before.stdout)
  })

  it("lists a share of the next round for an actor who offers visits", async () => {
    const { stdout } = await run(["round", ledger, "--as", "visitor", "--capacity", "1", "--json"], { env })
    const { data } = JSON.parse(stdout) as { readonly data: Round }
    expect(who(data.visits.filter(({ rules }) => rules.includes("elders-reached")))).toEqual(["resident:r3"])
  })

  it("names the people to visit to an actor whose mandate to record visits reaches their homes, and no others", async () => {
    const names = async (by: string) => {
      const { stdout } = await run(["round", ledger, "--as", by, "--json"], { env })
      const { visits }: Round = JSON.parse(stdout).data
      return Object.fromEntries(
        visits.flatMap(({ name, rules, subject }) =>
          rules.includes("elders-reached") ? [[subject, name]] : []
        )
      )
    }
    expect(await names("committee")).toEqual({
      "resident:r1": "王伟",
      "resident:r2": "李娜",
      "resident:r3": "孙强"
    })
    expect(await names("head")).toEqual({ "resident:r1": "王伟", "resident:r2": "李娜" })
    // The share of the next round that this walker gets may have homes that no mandate reaches.
    const guided = await names("guide")
    expect(guided["resident:r1"]).toBeUndefined()
    expect(Object.keys(guided)).toContain("resident:r1")
    const { stdout } = await run(["round", ledger, "--as", "guide"], { env })
    expect(stdout).not.toContain("王伟")
    expect((await run(["round", ledger, "--as", "head"], { env })).stdout).toContain("王伟：60岁以上老人")
  })

  it("is refused to an actor who may not record visits", async () => {
    const { status, stderr } = await run(["round", ledger, "--as", "property", "--lang", "en"], { env })
    expect(status).toBe(1)
    expect(stderr).toContain("property has no mandate to record visits")
  })
})

describe("liulinhui contact attempt", () => {
  it("records what happened at the door, and counts for no coverage rule", async () => {
    expect(await attempt("nobody-in", "1号楼101")).toMatchObject({ status: 0 })
    const { visits } = await roundOf("committee")
    expect(who(visits)).toContain("resident:r1")
    expect(visits.find(({ subject }) => subject === "resident:r1")?.attempt).toEqual({
      kind: "outreach-visit",
      on: "2026-03-02",
      outcome: "nobody-in"
    })
    const { stdout } = await run(["coverage", ledger, "--rule", "elders-reached", "--lang", "en"], { env })
    expect(stdout).toContain("0 of 3")
  })

  it("puts a visit that was agreed for a later day aside until that day", async () => {
    await attempt("next-time", "resident:r2", "--again", "2026-03-09")
    const before = await roundOf("committee")
    expect(who(before.visits)).not.toContain("resident:r2")
    expect(who(before.later)).toEqual(["resident:r2"])
    expect(who((await roundOf("committee", "2026-03-09")).visits)).toContain("resident:r2")
  })

  it("is gone from the round as soon as the person was met", async () => {
    await run(["contact", "add", ledger, "outreach-visit", "resident:r1", "--as", "committee"], { env })
    const { later, visits } = await roundOf("committee")
    expect(who([...visits, ...later])).not.toContain("resident:r1")
  })

  it("is refused with the reason, and nothing is written", async () => {
    const { status, stderr } = await attempt("next-time", "resident:r3", "--again", "2026-03-01")
    expect(status).toBe(1)
    expect(stderr).toContain("the day for the next visit, 1 March 2026, is not after 2 March 2026")
    expect((await attempt("gone", "resident:r3")).status).toBe(2)
    const { visits } = await roundOf("committee")
    expect(visits.find(({ subject }) => subject === "resident:r3")?.attempt).toBeUndefined()
  })

  it("speaks Chinese with the door once, and who and why below it", async () => {
    const { stdout } = await run(["round", ledger, "--as", "committee"], { env })
    expect(stdout).toContain("已约以后的日子：")
    expect(stdout).toMatch(/^2号楼 101\n {4}全户：.*\n {4}孙强：60岁以上老人/mu)
    expect(stdout).toContain("2026年3月2日：约改天，约在 2026年3月9日")
  })
})
