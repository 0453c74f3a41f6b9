import { afterAll, beforeAll, describe, expect, it } from "@effect/vitest"
import { StreamId, DistrictId } from "@liulinhui/core/Id"
import { CommandId, Ledger } from "@liulinhui/core/Ledger"
import * as StorageSqlite from "@liulinhui/storage-sqlite"
import * as Effect from "effect/Effect"
import fc from "fast-check"
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { run as runCommand } from "./running.ts"

const folder = mkdtempSync(join(tmpdir(), "audit-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const at = (name: string) => join(folder, name)

const run = (...args: ReadonlyArray<string>) => runCommand(["audit", ...args])

/** Writes a district with some entries into a new ledger. */
const write = (filename: string, count: number, word = "号") =>
  Effect.runPromise(
    Ledger.use((ledger) =>
      Effect.forEach(
        Array.from({ length: count }, (_, n) => n + 1),
        (n) =>
          ledger.append({
            district: DistrictId.make("small"),
            commandId: CommandId.make(`c${n}`),
            at: n,
            streams: [
              {
                stream: StreamId.make("s"),
                expected: n - 1,
                events: [{ type: "Seen", data: { 楼: `${n}${word}` } }]
              }
            ]
          })
      )
    ).pipe(Effect.provide(StorageSqlite.layer({ filename })))
  )

beforeAll(() => write(at("here.sqlite"), 3))

describe("liulinhui audit", () => {
  it("copies a district into another ledger with its chain, and does nothing the second time", async () => {
    const written = await run("export", at("here.sqlite"), at("small.jsonl"), "--lang", "en")
    expect(written.stdout).toContain("small: 3 entries written")
    expect(statSync(at("small.jsonl")).mode & 0o777).toBe(0o600)
    expect((await run("import", at("small.jsonl"), at("there.sqlite"))).status).toBe(0)
    expect((await run("import", at("small.jsonl"), at("there.sqlite"))).status).toBe(0)
    const here = await run("verify", at("here.sqlite"))
    expect(await run("verify", at("there.sqlite"))).toEqual(here)
  })

  it("refuses a changed file with the number of the line, and writes nothing", async () => {
    await run("export", at("here.sqlite"), at("small.jsonl"))
    const changed = readFileSync(at("small.jsonl"), "utf8").replace("2号", "9号")
    writeFileSync(at("changed.jsonl"), changed)
    const { status, stderr } = await run(
      "import",
      at("changed.jsonl"),
      at("elsewhere.sqlite"),
      "--lang",
      "en"
    )
    expect([status, stderr]).toEqual([1, expect.stringMatching(/changed\.jsonl is refused.*line 3/)])
    expect((await run("verify", at("elsewhere.sqlite"))).stderr).toContain("台账中还没有居民区")
  })

  it("refuses a file that was cut off at any place, and writes nothing of it", async () => {
    await run("export", at("here.sqlite"), at("small.jsonl"))
    const whole = readFileSync(at("small.jsonl"))
    const ends = [...whole.keys()].filter((byte) => whole[byte] === 0x0a)
    // A file without the end of its last line is still whole.
    const anywhere = fc.sample(fc.nat({ max: whole.length - 2 }), { numRuns: 40, seed: 14 })
    const lineEnds = ends.slice(0, -1).flatMap((end) => [end, end + 1])
    for (const bytes of new Set([0, 1, ...lineEnds, whole.length - 2, ...anywhere])) {
      writeFileSync(at("cut.jsonl"), whole.subarray(0, bytes))
      const there = at(`cut-${bytes}.sqlite`)
      const { status, stderr } = await run("import", at("cut.jsonl"), there, "--lang", "en")
      expect([bytes, status, stderr]).toEqual([bytes, 1, expect.stringContaining("cut.jsonl is refused")])
      expect((await run("verify", there, "--lang", "en")).stderr).toContain("holds no district")
    }
    writeFileSync(at("cut.jsonl"), whole.subarray(0, -1))
    expect((await run("import", at("cut.jsonl"), at("whole.sqlite"))).status).toBe(0)
    expect(await run("verify", at("whole.sqlite"))).toEqual(await run("verify", at("here.sqlite")))
  })

  it("says of a file without its closing line that it was cut off, though its entries are a chain", async () => {
    await run("export", at("here.sqlite"), at("small.jsonl"))
    const lines = readFileSync(at("small.jsonl"), "utf8").trimEnd().split("\n")
    writeFileSync(at("open.jsonl"), `${lines.slice(0, -1).join("\n")}\n`)
    const { stderr } = await run("import", at("open.jsonl"), at("open.sqlite"), "--lang", "en")
    expect(stderr).toContain("it was cut off, or its export was stopped. Export the district again")
  })

  it("leaves no file behind that could be taken for an export", async () => {
    const { status, stderr } = await run(
      "export",
      at("here.sqlite"),
      at("no-such-folder/x.jsonl"),
      "--lang",
      "en"
    )
    expect([status, stderr]).toEqual([1, expect.stringContaining("cannot be written")])
    expect(existsSync(at("no-such-folder"))).toBe(false)
  })
})

describe("liulinhui audit verify with what was noted elsewhere", () => {
  const keyFile = at("anchor.pem")
  const publicFile = at("anchor.pub")
  const anchors = at("anchors.jsonl")

  beforeAll(async () => {
    const made = await run("key", keyFile)
    expect(made.status).toBe(0)
    writeFileSync(publicFile, made.stdout)
    expect(await run("anchor", at("here.sqlite"), "--key", keyFile, "--to", anchors)).toMatchObject({
      status: 0
    })
    expect(await run("anchor", at("here.sqlite"), "--key", keyFile, "--to", anchors)).toMatchObject({
      status: 0
    })
  })

  const verify = (ledger: string, ...more: ReadonlyArray<string>) =>
    run("verify", ledger, "--anchors", anchors, "--public-key", publicFile, "--lang", "en", ...more)

  it("accepts a chain that passes through every anchor and every head", async () => {
    const { hash } = JSON.parse(readFileSync(anchors, "utf8").split("\n")[0]!)
    const { status, stdout } = await verify(at("here.sqlite"), "--head", `${hash}@3`)
    expect(status).toBe(0)
    expect(stdout).toContain("2 anchors agree with the chain; the latest is at entry 3")
  })

  it("finds that the last entries were cut off, and that the history was written anew, with correct hashes", async () => {
    await write(at("cut.sqlite"), 2)
    await write(at("anew.sqlite"), 4, "栋")
    for (const [ledger, reason] of [
      [
        "cut.sqlite",
        "at position 2, the entries after it are missing: an entry at position 3 was recorded elsewhere"
      ],
      ["anew.sqlite", "at position 3, the hash is not"]
    ] as const) {
      expect((await run("verify", at(ledger))).status).toBe(0)
      const { status, stderr } = await verify(at(ledger))
      expect(status).toBe(1)
      expect(stderr).toContain(reason)
    }
  })

  it("refuses an anchor that was changed, or was signed with another key, or has no such form, with its line", async () => {
    const [line = ""] = readFileSync(anchors, "utf8").split("\n")
    const wrong = async (text: string) => {
      writeFileSync(at("wrong.jsonl"), `${line}\n${text}\n`)
      const options = ["--anchors", at("wrong.jsonl"), "--public-key", publicFile, "--lang", "en"]
      return run("verify", at("here.sqlite"), ...options)
    }
    expect((await wrong(line.replace(/"at":\d/, '"at":9'))).stderr).toContain(
      "line 2: the signature is wrong"
    )
    expect((await wrong("{}")).stderr).toContain("line 2: this is not an anchor")
    await run("key", at("other.pem"))
    const foreign = await run("anchor", at("here.sqlite"), "--key", at("other.pem"))
    expect((await wrong(foreign.stdout.trim())).stderr).toContain(
      "line 2: the anchor was signed with the key"
    )
  })

  it("keeps a private key that exists, and refuses what is no key and what is no head", async () => {
    const before = readFileSync(keyFile, "utf8")
    expect((await run("key", keyFile, "--lang", "en")).stderr).toContain("exists already and was not changed")
    expect(readFileSync(keyFile, "utf8")).toBe(before)
    expect(statSync(keyFile).mode & 0o077).toBe(0)
    const wrongKey = await run("anchor", at("here.sqlite"), "--key", publicFile, "--lang", "en")
    expect(wrongKey.stderr).toContain("is not a private Ed25519 key")
    const swapped = await run(
      "verify",
      at("here.sqlite"),
      "--anchors",
      anchors,
      "--public-key",
      keyFile,
      "--lang",
      "en"
    )
    expect(swapped.stderr).toContain("is not a public Ed25519 key")
    expect((await run("verify", at("here.sqlite"), "--head", "abc@1", "--lang", "en")).stderr).toContain(
      "HASH@POSITION"
    )
    expect((await run("verify", at("here.sqlite"), "--anchors", anchors)).stderr).toContain("--public-key")
  })
})
