import { afterAll, describe, expect, it } from "@effect/vitest"
import { ActorId, DistrictId } from "@liulinhui/core/Id"
import { Bookmarks } from "@liulinhui/core/Bookmarks"
import { CommandId, Ledger } from "@liulinhui/core/Ledger"
import { DeliveryFailed, type FailureKind, Notifier } from "@liulinhui/core/Notifier"
import * as Announcer from "@liulinhui/announcer/Announcer"
import * as DeadLetters from "@liulinhui/announcer/DeadLetters"
import * as Governance from "@liulinhui/service/Governance"
import * as Outbox from "@liulinhui/announcer/Outbox"
import { Request } from "@liulinhui/core/Governance"
import * as StorageSqlite from "@liulinhui/storage-sqlite"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import { SqlClient } from "effect/sql/SqlClient"
import { randomBytes } from "node:crypto"
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { activities, document } from "../activities.ts"
import { vaultBeside } from "../ledgers.ts"
import { run as runCommand } from "../running.ts"

const folder = mkdtempSync(join(tmpdir(), "outbox-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const district = DistrictId.make("small")

/**
 * Makes a channel of notices whose nth call fails with the nth element of `answers`. If this element is `undefined`,
 * the call delivers the notice.
 */
const channel = (answers: ReadonlyArray<FailureKind | undefined>) => {
  const delivered: Array<string> = []
  let calls = 0
  const service = Notifier.of({
    channel: "test",
    capabilities: {
      formats: ["text"],
      bytes: Number.POSITIVE_INFINITY,
      rate: [],
      mentions: false,
      idempotent: false,
      audience: "one"
    },
    deliver: ({ key }) =>
      Effect.suspend(() => {
        const kind = answers[calls++]
        if (kind !== undefined) {
          return Effect.fail(new DeliveryFailed({ channel: "test", key, reason: "said so", kind }))
        }
        delivered.push(key)
        return Effect.void
      })
  })
  return { delivered, layer: Layer.succeed(Notifier, service) }
}

const over = (filename: string, notifier: Layer.Layer<Notifier>, options: Announcer.Options = {}) =>
  Layer.merge(Announcer.layer(options), DeadLetters.layer).pipe(
    Layer.provideMerge(Outbox.layerSql()),
    Layer.provideMerge(Governance.layer()),
    Layer.provide(vaultBeside(filename)),
    Layer.provideMerge(StorageSqlite.layer({ filename })),
    Layer.provide(notifier)
  )

const pump = Announcer.Announcer.use((announcer) => announcer.pump(district))

const found = (cases: number) =>
  Effect.gen(function* () {
    const governance = yield* Governance.Governance
    yield* governance.adopt(document)
    yield* Effect.forEach(activities(cases), ({ id, request }) =>
      governance.submit({
        district,
        id: CommandId.make(id),
        by: ActorId.make("volunteer-joy"),
        request: Schema.decodeUnknownSync(Request)(request)
      })
    )
  })

describe("an outbox in the ledger's file", () => {
  it.live("keeps a notice with a temporary failure in its place if order is required", () => {
    const { delivered, layer } = channel([undefined, "transient", "transient"])
    return Effect.gen(function* () {
      yield* found(2)
      expect(yield* pump).toEqual({ queued: 4, delivered: 4, dead: 0, postponed: 2 })
      for (const recipient of ["lead-a", "lead-b"]) {
        const own = delivered.filter((key) => key.includes(`/${recipient}/`))
        const order = own.map((key) => Number(key.split("/")[1]))
        expect(order).toHaveLength(2)
        expect(order).toEqual(order.toSorted((a, b) => a - b))
      }
      expect(new Set(delivered).size).toBe(4)
    }).pipe(Effect.provide(over(join(folder, "order.sqlite"), layer, { inOrder: true })))
  })

  it.live("queues a notice and moves the bookmark together, or does neither", () => {
    const { delivered, layer } = channel([])
    return Effect.gen(function* () {
      const sql = yield* SqlClient
      yield* found(2)
      const fault = (table: string) =>
        sql`CREATE TRIGGER fault BEFORE INSERT ON ${sql(table)}
          BEGIN SELECT RAISE(ABORT, 'no space left in this test'); END`
      for (const table of ["bookmark", "notice_queue"]) {
        yield* fault(table)
        expect((yield* Effect.flip(pump))._tag).toBe("LedgerUnavailable")
        yield* sql`DROP TRIGGER fault`
        expect(yield* Outbox.Outbox.use((outbox) => outbox.offered(district, "test"))).toEqual([])
        const bookmark = yield* Bookmarks.use((bookmarks) => bookmarks.get(district, "announcer:test"))
        expect(bookmark).toBe(0)
      }
      expect(yield* pump).toMatchObject({ queued: 4, delivered: 4 })
      expect(delivered).toHaveLength(4)
      yield* Ledger.use((ledger) => ledger.verify(district))
    }).pipe(Effect.provide(over(join(folder, "fault.sqlite"), layer)))
  })
})

describe("liulinhui notices", () => {
  const filename = join(folder, "cli.sqlite")
  const run = (...given: ReadonlyArray<string | Readonly<Record<string, string>>>) => {
    const args = given.filter((one) => typeof one === "string")
    const env: Record<string, string> = Object.assign({}, ...given.filter((one) => typeof one === "object"))
    return runCommand(["notices", ...args], { env })
  }

  it("lists, shows, requeues and drops dead letters", { timeout: 240_000 }, async () => {
    const { layer } = channel(Array(4).fill("permanent"))
    await Effect.runPromise(Effect.provide(Effect.andThen(found(2), pump), over(filename, layer)))
    const listed = await run("dead", "list", filename, "--json")
    const letters = JSON.parse(listed.stdout).data.letters as ReadonlyArray<{ notice: { key: string } }>
    expect(letters).toHaveLength(4)
    const [first = "", second = ""] = letters.map(({ notice }) => notice.key)
    expect((await run("dead", "show", filename, first)).stdout).toContain("said so")
    expect((await run("dead", "requeue", filename, first, "--lang", "en")).stdout).toContain(
      "1 notice is back in the queue"
    )
    expect((await run("dead", "drop", filename, second, "--reason", "已电话告知")).status).toBe(0)
    expect((await run("dead", "list", filename, "--lang", "en")).stdout).toContain(
      "2 notices could not be delivered"
    )
    expect((await run("dead", "list", filename, "--all")).stdout).toContain("已电话告知")
    const unknown = await run("dead", "drop", filename, second, "--reason", "x")
    expect(unknown.status).toBe(1)
    expect(unknown.stderr).toContain("没有键为")
    expect((await run("dead", "requeue", filename, "--all", "--lang", "en")).stdout).toContain(
      "2 notices are back in the queue"
    )
    expect((await run("dead", "list", filename, "--lang", "en")).stdout).toContain("0 notices")
  })

  it("previews without sending, and sends through a channel once", { timeout: 120_000 }, async () => {
    const preview = await run("preview", filename, "--lang", "en")
    expect(preview.stdout).toContain("4 notices; none was sent")
    const sent = await run("send", filename, "--channel", "console", "--lang", "en")
    expect(sent.stdout).toContain("A case is opened")
    expect(sent.stdout).toContain("4 queued, 4 delivered")
    expect((await run("send", filename, "--channel", "console", "--lang", "en")).stdout).toBe(
      "0 queued, 0 delivered, 0 put off, 0 dead.\n"
    )
  })

  it("prints the notices of a day as texts to paste, one for each recipient, and sends none", async () => {
    const { status, stdout } = await run("copy", filename)
    expect(status).toBe(0)
    expect(stdout.match(/────/gu)).toHaveLength(1)
    expect(stdout).toMatch(/2条通知[^]*1\. 新立案[^]*2\. 新立案/u)
    expect((await run("dead", "list", filename, "--lang", "en")).stdout).toContain("0 notices")
    expect((await run("copy", filename, "--from", "2020-01-01", "--lang", "en")).stdout).toBe(
      "There is nothing to send.\n"
    )
  })

  it("reports missing settings of a channel, and prints no secret", async () => {
    const sent = await run("send", filename, "--channel", "webhook")
    expect(sent.status).toBe(3)
    expect(sent.stderr).toContain("LIULINHUI_WEBHOOK_SECRETS")
  })

  it(
    "shows no address and no key in its output, in a dead letter or in the file",
    { timeout: 120_000 },
    async () => {
      const own = join(folder, "secrets.sqlite")
      await Effect.runPromise(Effect.provide(found(1), over(own, channel([]).layer)))
      const key = randomBytes(24).toString("base64")
      const address = "https://127.0.0.1/hook/do-not-tell"
      const sent = await run("send", own, "--channel", "webhook", {
        LIULINHUI_WEBHOOK_SECRETS: `whsec_${key}`,
        LIULINHUI_WEBHOOK_URL: address
      })
      expect(sent.status).toBe(1)
      expect(sent.stderr).toContain("notices dead list")
      const letters = (await run("dead", "list", own, "--json")).stdout
      // A webhook is a channel to a group: so both leaders together get one notice.
      expect(JSON.parse(letters).data.letters).toHaveLength(1)
      const files = ["", "-wal"].map((end) =>
        existsSync(own + end) ? readFileSync(own + end, "latin1") : ""
      )
      for (const text of [sent.stdout, sent.stderr, letters, ...files]) {
        expect(text.includes(key) || text.includes("do-not-tell")).toBe(false)
      }
    }
  )
})
