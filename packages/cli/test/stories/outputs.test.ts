import { afterAll, beforeAll, describe, expect, it } from "@effect/vitest"
import { DistrictId, ActorId } from "@liulinhui/core/Id"
import { CommandId, Ledger } from "@liulinhui/core/Ledger"
import { Governance } from "@liulinhui/service/Governance"
import { Request } from "@liulinhui/core/Governance"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import {
  chmodSync,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { run } from "../running.ts"
import { small, writing } from "../ledgers.ts"

const folder = mkdtempSync(join(tmpdir(), "outputs-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const ledger = join(folder, "small.sqlite")
const master = `${ledger}.master-key`
const anchorKey = join(folder, "anchor.pem")
const district = DistrictId.make("small")

const head = Ledger.use((store) => Effect.map(store.head(district), ({ position }) => position)).pipe(
  Effect.provide(writing(ledger))
)

beforeAll(async () => {
  await Effect.runPromise(
    Effect.gen(function* () {
      const { adopt, submit } = yield* Governance
      yield* adopt(small({ committee: { mandates: [{ role: "committee", scope: { district: true } }] } }))
      yield* submit({
        district,
        id: CommandId.make("registry"),
        by: ActorId.make("committee"),
        request: Schema.decodeUnknownSync(Schema.toCodecJson(Request))({
          _tag: "ImportRegistry",
          buildings: [{ id: "b1", label: "1号楼", floors: 6 }],
          households: [{ id: "b1-101", building: "b1", unit: "101", floor: 1, area: 600_000, tags: [] }],
          residents: [{ id: "r1", household: "b1-101", name: "王秀英", birth: "1938-04-05", tags: [] }]
        })
      })
    }).pipe(Effect.provide(writing(ledger)))
  )
  await run(["audit", "key", anchorKey])
})

/** Each command that writes a file, as a function of that file. */
const commands = {
  "audit export": (file: string) => ["audit", "export", ledger, file],
  "audit anchor": (file: string) => ["audit", "anchor", ledger, "--key", anchorKey, "--to", file],
  "subject export": (file: string) => ["subject", "export", ledger, "r1", "--as", "committee", "--out", file],
  "coverage certify": (file: string) => [
    "coverage",
    "certify",
    ledger,
    "--rule",
    "elders-reached",
    "--out",
    file
  ],
  report: (file: string) => ["report", ledger, "--html", file],
  schema: (file: string) => ["schema", "model", "--out", file]
} satisfies Record<string, (file: string) => ReadonlyArray<string>>

const names = Object.keys(commands) as ReadonlyArray<keyof typeof commands>
const isPrivate = (name: string): boolean => !["report", "schema"].includes(name)
/** Whether a file is made anew under another name first. An anchor is added to the lines that are in the file. */
const isMadeAnew = (name: string): boolean => isPrivate(name) && name !== "audit anchor"

describe.each(names)("the file that `%s` writes", (name) => {
  const to = commands[name]

  it("is never a ledger, its log, or keys, also through a link, and nothing is recorded then", async () => {
    const before = await Effect.runPromise(head)
    const link = join(folder, `${name}.link`)
    symlinkSync(ledger, link)
    for (const file of [ledger, `${ledger}.keys`, master, anchorKey, link]) {
      const bytes = readFileSync(file).subarray(0, 64)
      const { status, stderr } = await run([...to(file), "--lang", "en"])
      expect([status, stderr]).toEqual([1, expect.stringContaining("contains a ledger or keys")])
      // A reader may copy the log of SQLite into the file, which changes a counter after the mark.
      const same = name === "report" && readFileSync(file).subarray(0, 6).toString() === "SQLite" ? 18 : 64
      expect(readFileSync(file).subarray(0, same).equals(bytes.subarray(0, same))).toBe(true)
    }
    expect((await run(["audit", "verify", ledger])).status).toBe(0)
    expect(await Effect.runPromise(head)).toBe(before)
  })

  it("is no folder, and in no folder that does not exist, in words", async () => {
    const at = join(folder, `${name}.folder`)
    mkdirSync(at)
    expect((await run([...to(at), "--lang", "en"])).stderr).toContain(`${at} is a folder: name a file`)
    const nowhere = join(folder, "nowhere", "file")
    const { status, stderr } = await run([...to(nowhere), "--lang", "en"])
    expect([status, stderr]).toEqual([1, expect.stringContaining(`${nowhere} cannot be written`)])
  })

  it("replaces the file that a link names, and leaves no incomplete file", async () => {
    const file = join(folder, `${name}.out`)
    const link = `${file}.link`
    writeFileSync(file, "")
    chmodSync(file, 0o644)
    symlinkSync(file, link)
    writeFileSync(`${file}.part`, "left by an earlier run")
    expect((await run(to(link))).status).toBe(0)
    expect(lstatSync(link).isSymbolicLink()).toBe(true)
    expect(readFileSync(file, "utf8")).not.toBe("")
    expect(statSync(file).mode & 0o777).toBe(isPrivate(name) ? 0o600 : 0o644)
    expect(readdirSync(folder).includes(`${name}.out.part`)).toBe(!isMadeAnew(name))
    rmSync(`${file}.part`, { force: true })
  })
})

describe("the keys of a ledger", () => {
  const copy = (name: string) => {
    const at = join(folder, name)
    for (const end of ["", ".keys", ".master-key"]) copyFileSync(`${ledger}${end}`, `${at}${end}`)
    return at
  }

  it("are made by no command that only reads", async () => {
    const at = copy("reading.sqlite")
    rmSync(`${at}.keys`)
    rmSync(`${at}.master-key`)
    const reading = [
      ["report", at],
      ["cases", at],
      ["health", at],
      ["doctor", at],
      ["audit", "verify", at],
      ["coverage", at],
      ["notices", "preview", at]
    ]
    for (const args of reading) await run(args)
    expect(existsSync(`${at}.keys`)).toBe(false)
    // With a master key but without the store of the data keys, reading makes no new empty store.
    copyFileSync(master, `${at}.master-key`)
    for (const args of reading) await run(args)
    expect(existsSync(`${at}.keys`)).toBe(false)
    const { status, stderr } = await run(["report", at, "--lang", "en"])
    expect((await run(["doctor", at, "--lang", "en"])).stdout).toContain(`${at}.keys is missing`)
    expect([status, stderr]).toEqual([3, expect.stringContaining("the key store holds no key")])
  })
})
