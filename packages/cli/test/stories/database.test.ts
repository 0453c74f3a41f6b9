import { afterAll, describe, expect, it } from "@effect/vitest"
import { ActorId, BuildingId, DistrictId } from "@liulinhui/core/Id"
import { CommandId } from "@liulinhui/core/Ledger"
import { Governance } from "@liulinhui/service/Governance"
import * as Effect from "effect/Effect"
import { once } from "node:events"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { type AddressInfo, createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import process from "node:process"
import { start } from "../../../storage-postgres/test/server.ts"
import { shown } from "../../src/Stores.ts"
import * as Stop from "../../src/Stop.ts"
import { masterKeyFile } from "../../src/MasterKeyFile.ts"
import { run as runCommand } from "../running.ts"
import { enterBuilding } from "../serving.ts"
import { signedIn } from "../signedIn.ts"
import { small, writing } from "../ledgers.ts"

const folder = mkdtempSync(join(tmpdir(), "cli-database-"))
const file = join(folder, "small.sqlite")
const server = await start({ fsync: "off" }).catch((cause: unknown) => {
  process.stderr.write(
    `\n!!! No PostgreSQL server: the tests of the command on a database are SKIPPED, none has passed.\n!!! ${String(cause)}\n\n`
  )
  return undefined
})
const url = server?.url ?? "postgres://postgres:postgres@127.0.0.1:1/postgres"
afterAll(async () => {
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
})

const run = (env: Readonly<Record<string, string>>, ...args: ReadonlyArray<string>) =>
  runCommand(args, { env })

const document = small({ committee: { mandates: [{ role: "committee", scope: { district: true } }] } })

/** Creates a district with one building in a file, and the master key in the same folder. */
const found = Effect.gen(function* () {
  const governance = yield* Governance
  yield* governance.adopt(document)
  yield* governance.submit({
    district: DistrictId.make("small"),
    id: CommandId.make("building"),
    by: ActorId.make("committee"),
    request: { _tag: "EnterBuilding", building: { id: BuildingId.make("b1"), label: "1号楼", floors: 6 } }
  })
}).pipe(Effect.provide(writing(file)), Effect.runPromise)

describe.skipIf(server === undefined)("a ledger in a database", () => {
  it("can import a district from a file, and is read by every command that reads a file", async () => {
    await found
    const portable = join(folder, "small.jsonl")
    expect((await run({}, "audit", "export", file, portable)).status).toBe(0)
    const taken = await run({}, "audit", "import", portable, url, "--lang", "en")
    expect(taken.stdout).toMatch(/2 entries are in postgres:\/\/postgres@127\.0\.0\.1/)
    expect(taken.status).toBe(0)
    const keys = { LIULINHUI_MASTER_KEYS: readFileSync(masterKeyFile(file), "utf8").trim() }
    const commands = [
      ["audit", "verify"],
      ["health", "--lang", "en"],
      ["cases", "--as", "committee"],
      ["pair"],
      ["notices", "preview"]
    ]
    for (const [command = "", ...rest] of commands) {
      const of = (ledger: string) =>
        command === "audit" || command === "notices"
          ? run(keys, command, ...rest, ledger)
          : run(keys, command, ledger, ...rest)
      expect(await of(url)).toEqual(await of(file))
    }
    const again = await run(keys, "audit", "import", portable, url, "--lang", "en")
    expect(again.status).toBe(0)
  })

  it("is served to people who sign in with a device and a PIN", async () => {
    const env = { LIULINHUI_MASTER_KEYS: readFileSync(masterKeyFile(file), "utf8").trim() }
    const stop = Stop.make()
    const address = Promise.withResolvers<string>()
    const served = runCommand(["serve", url, "--port", "0", "--lang", "en"], {
      env,
      stop,
      heard: (line) => address.resolve(/http:\/\/127\.0\.0\.1:\d+/u.exec(line)?.[0] ?? "")
    })
    const at = await address.promise
    const cookie = await signedIn(url, at, env)
    const { status } = await fetch(`${at}/v1/districts/small/today`, { headers: { cookie } })
    expect(status).toBe(200)
    stop.request()
    const ended = await served
    expect([ended.status, ended.stderr]).toEqual([0, ""])
    expect(ended.stdout).not.toContain("postgres:postgres")
  })

  it("is served by a process of a cluster, which answers as one process alone does", async () => {
    const env = { LIULINHUI_MASTER_KEYS: readFileSync(masterKeyFile(file), "utf8").trim() }
    const stop = Stop.make()
    const address = Promise.withResolvers<string>()
    const probe = createServer().listen(0, "127.0.0.1")
    await once(probe, "listening")
    const { port } = probe.address() as AddressInfo
    probe.close()
    const at127 = /http:\/\/127\.0\.0\.1:\d+/u
    const cluster = ["--cluster", `127.0.0.1:${port}`]
    const served = runCommand(["serve", url, "--port", "0", "--lang", "en", ...cluster], {
      env,
      stop,
      heard: (line) => {
        const [found] = at127.exec(line) ?? []
        if (found !== undefined) address.resolve(found)
      }
    })
    const at = await Promise.race([address.promise, served.then(({ stderr }) => stderr)])
    const cookie = await signedIn(url, at, env)
    for (const written of [false, true]) {
      const response = await enterBuilding(at, cookie, "b7")
      expect([response.status, await response.json()]).toEqual([
        200,
        expect.objectContaining({ repeated: written })
      ])
    }
    const taken = await run(env, "serve", url, "--port", "0", "--lang", "en", ...cluster)
    expect([taken.status, taken.stderr]).toEqual([
      3,
      expect.stringContaining(`cannot join the cluster at 127.0.0.1:${port}`)
    ])
    stop.request()
    expect((await served).status).toBe(0)
  })

  it("has its data keys in the database, wrapped again by a master key from the environment", async () => {
    const keys = { LIULINHUI_MASTER_KEYS: readFileSync(masterKeyFile(file), "utf8").trim() }
    const { status, stdout } = await run(keys, "vault", "rotate", url, "--lang", "en")
    expect(stdout).toMatch(/data keys are wrapped .*LIULINHUI_MASTER_KEYS/)
    expect(status).toBe(0)
    for (const asked of ["init", "rotate"]) {
      const refused = await run({ LIULINHUI_MASTER_KEYS: "" }, "vault", asked, url)
      expect(refused.stderr).toContain("LIULINHUI_MASTER_KEYS")
      expect(refused.status).toBe(1)
    }
  })

  it("names the wrong setting if the address of its keys is invalid, without the password", async () => {
    const master = { LIULINHUI_MASTER_KEYS: readFileSync(masterKeyFile(file), "utf8").trim() }
    for (const wrong of ["postgres://me:s3cret@host:port/x", "s3cret.sqlite"]) {
      const { status, stderr, stdout } = await run(
        { ...master, LIULINHUI_KEYS_URL: wrong },
        "vault",
        "rotate",
        url
      )
      expect(stderr + stdout).not.toContain("s3cret")
      expect(stderr).toContain("LIULINHUI_KEYS_URL")
      expect(stderr).not.toContain("    at ")
      expect(status).toBe(3)
    }
  })

  it("uses the password from the environment if the address has none", async () => {
    const bare = url.replace("postgres:postgres@", "postgres@")
    expect((await run({ PGPASSWORD: "postgres" }, "audit", "verify", bare)).status).toBe(0)
    expect((await run({ PGPASSWORD: "wrong" }, "audit", "verify", bare)).status).toBe(3)
  })
})

describe("the address of a database in messages", () => {
  it("contains no password, whatever characters it has, and no settings", () => {
    expect(
      ["postgres://me:p@ss/w:rd@host:5/x", "postgresql://me@host/x?password=p", "postgres://host/x"].map(
        shown
      )
    ).toEqual(["postgres://me@host:5/x", "postgresql://me@host/x", "postgres://host/x"])
    expect(shown("out/a:b@c?.sqlite")).toBe("out/a:b@c?.sqlite")
  })
})

describe("a cluster", () => {
  it("needs a ledger in a database, and an address with a port", async () => {
    await found
    const ofFile = await run({}, "serve", file, "--cluster", "127.0.0.1:4411", "--lang", "en")
    expect([ofFile.status, ofFile.stderr]).toEqual([
      2,
      expect.stringContaining("needs a ledger in a database")
    ])
    for (const wrong of ["4411", "node-1", "node-1:0", "node-1:70000"]) {
      const refused = await run(
        {},
        "serve",
        "postgres://me@127.0.0.1:1/x",
        "--cluster",
        wrong,
        "--lang",
        "en"
      )
      expect([refused.status, refused.stderr]).toEqual([2, expect.stringContaining(`not “${wrong}”`)])
    }
  })
})

describe("a ledger with a wrong name", () => {
  it("is reported as unreachable, without its password", async () => {
    const { status, stderr, stdout } = await run(
      {},
      "audit",
      "verify",
      "postgres://me:s3cret@127.0.0.1:1/nowhere"
    )
    expect(status).toBe(3)
    expect(stderr + stdout).not.toContain("s3cret")
    expect(stderr).toMatch(/the ledger could not \w+ its database/)
  })

  it("is refused if it is not an address or the file is missing, and the file is not created", async () => {
    const wrong = await run({}, "health", "postgres://me:s3cret@host:port/x")
    expect(wrong.stderr + wrong.stdout).toContain("postgres://user@host:port/database")
    expect(wrong.stderr + wrong.stdout).not.toContain("s3cret")
    const missing = join(folder, "nothing.sqlite")
    const absent = await run({}, "health", missing)
    expect(absent.stderr + absent.stdout).toContain("已有的文件，或数据库地址 postgres://…")
    expect([wrong.status, absent.status]).toEqual([2, 2])
    writeFileSync(missing, "", { flag: "wx" })
  })
})
