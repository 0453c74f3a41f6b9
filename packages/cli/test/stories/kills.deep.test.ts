/**
 * Kills the process of a command that takes long (SIGKILL) at several points. No entry and no key is lost or doubled, and
 * the same command completes its work.
 */
import { afterAll, beforeAll, describe, expect, it } from "@effect/vitest"
import { Request } from "@liulinhui/core/Governance"
import { ActorId, DistrictId } from "@liulinhui/core/Id"
import { CommandId } from "@liulinhui/core/Ledger"
import { apply } from "@liulinhui/core/Model"
import { Governance } from "@liulinhui/service/Governance"
import { sixHearts } from "@liulinhui/six-hearts"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { spawn } from "node:child_process"
import { once } from "node:events"
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import process from "node:process"
import { DatabaseSync } from "node:sqlite"
import { setTimeout } from "node:timers/promises"
import { main } from "../command.ts"
import { small, writing } from "../ledgers.ts"
import { run as runCommand } from "../running.ts"

const folder = mkdtempSync(join(tmpdir(), "kills-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const at = (name: string): string => join(folder, name)
const file = (name: string, text: string): string => {
  writeFileSync(at(name), text)
  return at(name)
}

const run = (...args: ReadonlyArray<string>) => runCommand([...args, "--lang", "en"])

/** Runs the command in a process, and kills the process as soon as a condition is true. Returns the signal. */
const killed = async (args: ReadonlyArray<string>, isReached: () => boolean): Promise<unknown> => {
  const child = spawn(process.execPath, [main, ...args, "--lang", "en"], {
    stdio: "ignore"
  })
  const exit = once(child, "exit")
  while (child.exitCode === null && !isReached()) await setTimeout(1)
  child.kill("SIGKILL")
  const [, signal] = await exit
  return signal
}

/** Reads one number from an SQLite file while another process writes to it. */
const number = (filename: string, sql: string): number => {
  const db = new DatabaseSync(filename, { readOnly: true, timeout: 1_000 })
  try {
    return Number(Object.values(db.prepare(sql).get() ?? {})[0])
  } finally {
    db.close()
  }
}

const positionOf = (ledger: string): number => number(ledger, "SELECT max(key) & 0xfffffffff FROM entry")

const entriesOf = async (ledger: string): Promise<ReadonlyArray<Record<string, Schema.Json>>> => {
  expect((await run("audit", "verify", ledger)).status).toBe(0)
  expect((await run("audit", "export", ledger, at("entries.jsonl"))).status).toBe(0)
  const lines = readFileSync(at("entries.jsonl"), "utf8").trimEnd().split("\n")
  return lines.slice(1, -1).map((line) => JSON.parse(line))
}

/** The values of a field in the data of all entries of a type. */
const valuesOf = (
  entries: ReadonlyArray<Record<string, Schema.Json>>,
  type: string,
  field: string
): ReadonlyArray<unknown> =>
  entries.filter((entry) => entry["type"] === type).map(({ data }) => (data as Schema.JsonObject)[field])

const mandate = (role: string, scope: Schema.Json) => ({ mandates: [{ role, scope }] })
const document = small({
  committee: mandate("committee", { district: true }),
  "lead-unity": mandate("group-lead", { group: "unity" }),
  "head-b1": mandate("stairwell-head", { building: "b1" })
})

const adopted = async (name: string): Promise<string> => {
  const ledger = at(name)
  expect(await run("adopt", file(`${name}.json`, JSON.stringify(document)), ledger)).toMatchObject({
    status: 0
  })
  return ledger
}

const heading = "楼号,总层数,室号,面积,姓名,出生年月"

/** The rows of a roster: one resident in each flat, with 35 flats on each of the six floors of a building. */
const rows = (count: number): ReadonlyArray<string> =>
  Array.from({ length: count }, (_, n) => {
    const [building, within] = [Math.floor(n / 210) + 1, n % 210]
    const unit = (Math.floor(within / 35) + 1) * 100 + (within % 35) + 1
    return `${building}号楼,6,${unit},50,王${String.fromCodePoint(0x4e00 + n)},1950-01-02`
  })

const roster = (name: string, all: ReadonlyArray<string>): string =>
  file(name, `${[heading, ...all].join("\n")}\n`)

describe("a command whose process is killed", { timeout: 240_000 }, () => {
  let ledger: string
  const flats = 10_500
  const large = roster("large.csv", rows(flats))

  beforeAll(async () => {
    ledger = await adopted("large.sqlite")
  })

  it("imports a large roster in parts: after the kills the same command completes it, and prints all positions", async () => {
    const importing = ["import", large, ledger, "--as", "committee", "--yes", "--id", "spring"]
    const before = positionOf(ledger)
    for (const more of [0, 20_000]) {
      expect(await killed(importing, () => positionOf(ledger) >= before + more && existsSync(ledger))).toBe(
        "SIGKILL"
      )
      expect((await run("audit", "verify", ledger)).status).toBe(0)
    }
    expect(positionOf(ledger)).toBe(before + 20_000)
    const { status, stderr, stdout } = await run(...importing)
    expect([status, stderr]).toEqual([0, expect.not.stringContaining("refused")])
    const last = before + 50 + 2 * flats + 1
    expect(stdout).toContain(`Written: entries ${before + 1} to ${last}.`)
    expect(positionOf(ledger)).toBe(last)
    const entries = await entriesOf(ledger)
    expect(new Set(valuesOf(entries, "ResidentEntered", "resident")).size).toBe(flats)
    expect(valuesOf(entries, "ResidentEntered", "resident")).toHaveLength(flats)
    expect(valuesOf(entries, "ImportCompleted", "entries")).toEqual([50 + 2 * flats])
    expect((await run(...importing)).stdout).toContain("there is nothing to write")
    expect(positionOf(ledger)).toBe(last)
  })

  it("rotates the master key: everything opens after each kill, and the same command completes it", async () => {
    const [keys, master] = [`${ledger}.keys`, `${ledger}.master-key`]
    const rotating = ["vault", "rotate", ledger, "--name", "next"]
    const wrapped = (): number => number(keys, "SELECT count(*) FROM key WHERE master = 'next'")
    const conditions: ReadonlyArray<() => boolean> = [
      () => existsSync(`${master}.rotating`),
      () => wrapped() >= 1,
      () => wrapped() >= 7_000
    ]
    for (const isReached of conditions) {
      await killed(rotating, isReached)
      const opened = await run("subject", "export", ledger, "1号楼101王一", "--as", "committee")
      expect(opened).toMatchObject({ status: 0, stdout: expect.stringContaining("王一") })
    }
    expect(await run(...rotating)).toMatchObject({ status: 0 })
    expect(readFileSync(master, "utf8")).toMatch(/^next:/u)
    expect(existsSync(`${master}.rotating`)).toBe(false)
    expect(number(keys, "SELECT count(*) FROM key WHERE master <> 'next'")).toBe(0)
    const opened = await run("subject", "export", ledger, "1号楼101王一", "--as", "committee")
    expect(opened.stdout).toContain("王一")
  })

  it("imports a portable file: after a kill the district counts as incomplete, and the same command completes it", async () => {
    const file = at("large.jsonl")
    expect((await run("audit", "export", ledger, file)).status).toBe(0)
    const copy = at("copy.sqlite")
    const importing = ["audit", "import", file, copy]
    const last = positionOf(ledger)
    const isReached = () => existsSync(copy) && existsSync(`${copy}-wal`) && written() >= 4_000
    const written = (): number => {
      try {
        return positionOf(copy)
      } catch {
        // The tables do not exist yet.
        return 0
      }
    }
    expect(await killed(importing, isReached)).toBe("SIGKILL")
    const some = positionOf(copy)
    expect(some).toBeLessThan(last)
    for (const command of [
      ["audit", "verify", copy],
      ["audit", "export", copy, at("part.jsonl")],
      ["cases", copy]
    ]) {
      const { status, stderr } = await run(...command)
      expect([status, stderr]).toEqual([1, expect.stringMatching(/has only [\d,]+ of [\d,]+ entries/u)])
    }
    expect(existsSync(at("part.jsonl"))).toBe(false)
    expect((await run(...importing)).status).toBe(0)
    expect((await run("audit", "verify", copy)).status).toBe(0)
    expect(positionOf(copy)).toBe(last)
  })

  it("records departures: nobody leaves twice, and the same command with its id completes them", async () => {
    const departures = await adopted("departures.sqlite")
    const all = rows(120)
    expect(
      (await run("import", roster("all.csv", all), departures, "--as", "committee", "--yes")).status
    ).toBe(0)
    const stay = roster("stay.csv", all.slice(0, 40))
    const importing = ["import", stay, departures, "--as", "committee", "--complete", "--yes", "--id", "left"]
    const before = positionOf(departures)
    for (const more of [1, 23, 57]) {
      await killed(importing, () => positionOf(departures) >= before + more)
      const left = positionOf(departures) - before
      expect(left).toBeGreaterThanOrEqual(more)
      expect(left).toBeLessThan(80)
    }
    expect(await run(...importing)).toMatchObject({ status: 0 })
    const left = valuesOf(await entriesOf(departures), "ResidentLeft", "resident")
    expect([left.length, new Set(left).size]).toEqual([80, 80])
    expect((await run(...importing)).stdout).toContain("there is nothing to write")
  })

  it("migrates cases: no case is migrated twice, and the same command completes it", async () => {
    const cases = await adopted("cases.sqlite")
    // More than the cases of one append, so that a kill can come in the middle.
    const count = 600
    const requests: ReadonlyArray<readonly [string, Schema.Json]> = [
      [
        "committee",
        {
          _tag: "ImportRegistry",
          buildings: [{ id: "b1", label: "1号楼", floors: 6 }],
          households: [],
          residents: []
        }
      ],
      ...Array.from({ length: count }, (_, n): readonly [string, Schema.Json] => [
        "head-b1",
        {
          _tag: "OpenCase",
          case: `lift-${n}`,
          playbook: "lift-retrofit",
          subjects: ["building:b1"],
          evidence: { request: { signer: "household:1", sha256: "0".repeat(64) } }
        }
      ])
    ]
    await Effect.runPromise(
      Effect.gen(function* () {
        const { submit } = yield* Governance
        for (const [n, [by, request]] of requests.entries()) {
          yield* submit({
            district: DistrictId.make("small"),
            id: CommandId.make(`c${n}`),
            by: ActorId.make(by),
            request: Schema.decodeUnknownSync(Request)(request)
          })
        }
      }).pipe(Effect.provide(writing(cases)))
    )
    const lift = JSON.parse(
      JSON.stringify(sixHearts.playbooks["lift-retrofit"]).replaceAll('"asked"', '"wished"')
    )
    const next = apply(document, {
      playbooks: { "lift-retrofit": { ...lift, version: 2, stages: { ...lift.stages, asked: null } } }
    })
    expect(await run("adopt", file("next.json", JSON.stringify(next)), cases, "--yes")).toMatchObject({
      status: 0
    })
    const map = file("map.json", JSON.stringify({ asked: "wished" }))
    const migrating = ["migrate", cases, "lift-retrofit", "--as", "lead-unity", "--map", map, "--id", "moved"]
    const before = positionOf(cases)
    const reached: Array<number> = []
    for (const more of [1, 40, 110]) {
      await killed(migrating, () => positionOf(cases) >= before + more)
      reached.push(positionOf(cases) - before)
    }
    // At least one kill came in the middle of the migration.
    expect(reached.some((moved) => moved > 0 && moved < count)).toBe(true)
    expect(await run(...migrating)).toMatchObject({ status: 0 })
    const moved = (await entriesOf(cases)).filter(({ type }) => type === "CaseMigrated")
    expect([moved.length, new Set(moved.map(({ stream }) => stream)).size]).toEqual([count, count])
    expect((await run(...migrating)).status).toBe(0)
    expect(positionOf(cases)).toBe(before + count)
  })
})
