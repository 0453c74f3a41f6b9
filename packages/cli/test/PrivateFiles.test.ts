import * as NodeServices from "@effect/platform-node/NodeServices"
import { afterAll, beforeAll, describe, expect, it } from "@effect/vitest"
import { Request } from "@liulinhui/core/Governance"
import { ActorId, DistrictId } from "@liulinhui/core/Id"
import { CommandId } from "@liulinhui/core/Ledger"
import * as Governance from "@liulinhui/service/Governance"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import * as PlatformError from "effect/PlatformError"
import * as Schema from "effect/Schema"
import { chmodSync, existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as PrivateFiles from "../src/PrivateFiles.ts"
import { activities, document } from "./activities.ts"
import { writing } from "./ledgers.ts"
import { run as runCommand } from "./running.ts"

const folder = mkdtempSync(join(tmpdir(), "private-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const at = (name: string) => join(folder, name)
const ledger = at("small.sqlite")
const master = `${ledger}.master-key`
const modeOf = (file: string): number => statSync(file).mode & 0o777
const env = { LIULINHUI_URL: "https://hub.example", LIULINHUI_NOW: "2026-03-02T10:00:00+08:00" }
const run = (...args: ReadonlyArray<string>) => runCommand([...args, "--lang", "en"], { env })

/** Opens the permissions of files, as a copy from another machine has them. Missing files are skipped. */
const open = (files: ReadonlyArray<string>): ReadonlyArray<string> => {
  const found = files.filter((file) => existsSync(file))
  for (const file of found) chmodSync(file, 0o644)
  return found
}

beforeAll(async () => {
  await Effect.runPromise(
    Effect.gen(function* () {
      const { adopt, submit } = yield* Governance.Governance
      yield* adopt(document)
      // The case has sealed evidence, so there are data keys.
      for (const { id, request } of activities(1)) {
        yield* submit({
          district: DistrictId.make("small"),
          id: CommandId.make(id),
          by: ActorId.make("volunteer-joy"),
          request: Schema.decodeUnknownSync(Request)(request)
        })
      }
    }).pipe(Effect.provide(writing(ledger)))
  )
  expect((await run("device", "invite", ledger, "committee")).status).toBe(0)
  expect((await run("audit", "key", at("anchor.pem"))).status).toBe(0)
  expect((await run("audit", "export", ledger, at("small.jsonl"))).status).toBe(0)
})

const own = [ledger, `${ledger}.keys`, master]
const anchoring = ["audit", "anchor", ledger, "--key", at("anchor.pem")]

describe("the files of a ledger that had open permissions", () => {
  it.each<readonly [string, ReadonlyArray<string>, ReadonlyArray<string>]>([
    ["adopt", ["adopt", at("model.json"), ledger], own],
    ["notices send", ["notices", "send", ledger, "--channel", "console"], own],
    ["a request", ["do", "NameActor", ledger, "--as", "committee", "--actor", "lead-a", "--name", "李"], own],
    ["upgrade", ["upgrade", ledger], own],
    ["device revoke", ["device", "revoke", ledger, "committee"], [...own, `${ledger}.identity`]],
    ["vault rotate", ["vault", "rotate", ledger, "--name", "next"], [`${ledger}.keys`, master]],
    ["audit import", ["audit", "import", at("small.jsonl"), ledger], [ledger]],
    ["audit anchor", [...anchoring, "--to", at("anchors.jsonl")], [at("anchors.jsonl")]],
    ["audit export", ["audit", "export", ledger, at("small.jsonl")], [at("small.jsonl")]]
  ])("are made private by %s", async (_, args, files) => {
    if (args.includes(at("model.json"))) writeFileSync(at("model.json"), JSON.stringify(document))
    if (args.includes(at("anchors.jsonl"))) writeFileSync(at("anchors.jsonl"), "")
    const opened = open(files)
    expect(opened).toEqual(files)
    expect(await run(...args)).toMatchObject({ status: 0 })
    expect(files.map((file) => [file, modeOf(file).toString(8)])).toEqual(files.map((file) => [file, "600"]))
  })

  it.each<readonly [string, ReadonlyArray<string>, ReadonlyArray<string>]>([
    ["cases", ["cases", ledger], own],
    ["report", ["report", ledger], own],
    ["health", ["health", ledger], own],
    ["notices dead list", ["notices", "dead", "list", ledger], own],
    ["device list", ["device", "list", ledger, "committee"], [...own, `${ledger}.identity`]],
    ["audit verify", ["audit", "verify", ledger], [ledger]],
    ["migrate --dry-run", ["migrate", ledger, "arts-activity", "--as", "committee", "--dry-run"], own],
    ["audit anchor", anchoring, [ledger, at("anchor.pem")]]
  ])("are reported by %s, which only reads, and stay as they are", async (_, args, files) => {
    open(files)
    const { stderr, stdout } = await run(...args)
    for (const file of files) {
      expect(stderr).toContain(`${file} can be read by other users of this machine. This command only reads`)
      expect(modeOf(file)).toBe(0o644)
    }
    expect(stdout).not.toContain("other users")
    for (const file of files) chmodSync(file, 0o600)
    expect((await run(...args)).stderr).not.toContain("other users")
  })
})

/** Makes one file private with a file system that behaves as `change` says. Returns what is printed on stderr. */
const kept = async (
  file: string,
  change: (real: FileSystem.FileSystem) => Partial<FileSystem.FileSystem>
) => {
  const printed: Array<unknown> = []
  await Effect.runPromise(
    Effect.gen(function* () {
      const real = yield* FileSystem.FileSystem
      yield* PrivateFiles.keep([file], "writes").pipe(
        Effect.provideService(FileSystem.FileSystem, { ...real, ...change(real) })
      )
    }).pipe(
      Effect.provideService(
        Console.Console,
        Object.assign(Object.create(console), { error: (line: unknown) => void printed.push(line) })
      ),
      Effect.provide(NodeServices.layer)
    )
  )
  return printed.join("\n")
}

describe("a file that cannot be made private", () => {
  const file = at("shared.txt")
  beforeAll(() => {
    writeFileSync(file, "")
    chmodSync(file, 0o664)
  })
  const refused = Effect.fail(
    PlatformError.systemError({ _tag: "PermissionDenied", module: "FileSystem", method: "chmod" })
  )

  it("is reported if it belongs to another user, and the command continues", async () => {
    const said = await kept(file, (real) => ({
      chmod: () => refused,
      stat: (path) => Effect.map(real.stat(path), (info) => ({ ...info, uid: Option.some(65_533) }))
    }))
    expect(said).toContain("属于另一用户")
    expect(modeOf(file)).toBe(0o664)
  })

  it("is reported with the reason if the change of permissions fails", async () => {
    expect(await kept(file, () => ({ chmod: () => refused }))).toContain("未能收回权限：PermissionDenied")
  })

  it("is reported if the file system has no permissions", async () => {
    expect(await kept(file, () => ({ chmod: () => Effect.void }))).toContain("不支持权限")
  })

  it("keeps the permissions of its owner, and nothing is printed a second time", async () => {
    chmodSync(file, 0o444)
    expect(await kept(file, () => ({}))).toContain("0600")
    expect(modeOf(file)).toBe(0o400)
    expect(await kept(file, () => ({}))).toBe("")
  })
})
