/**
 * Measures the cost of delivery without a real channel: how many notices per second an outbox (the table of notices to
 * send) in the ledger's SQLite file can store and hand to a channel that takes no time. In the same run, plain
 * `node:sqlite` inserts show the limit of the disk.
 */
import { ActorId, DistrictId, RuleId } from "@liulinhui/core/Id"
import { Bookmarks } from "@liulinhui/core/Bookmarks"
import { Ledger } from "@liulinhui/core/Ledger"
import { type Notice, Notifier } from "@liulinhui/core/Notifier"
import * as Announcer from "@liulinhui/announcer/Announcer"
import * as Governance from "@liulinhui/service/Governance"
import * as Outbox from "@liulinhui/announcer/Outbox"
import { sixHearts } from "@liulinhui/six-hearts"
import * as StorageSqlite from "@liulinhui/storage-sqlite"
import * as VaultOf from "@liulinhui/vault"
import { apply } from "@liulinhui/core/Model"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as PersistedQueue from "effect/persistence/PersistedQueue"
import { strict as assert } from "node:assert"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import process from "node:process"
import { DatabaseSync } from "node:sqlite"
import { timing } from "../../tooling/src/compare.ts"
import { isShort, noteFiles, record } from "../../tooling/src/figures.ts"

const notices = 1000
const rounds = isShort ? 1 : 3
const folder = mkdtempSync(join(process.env["BENCH_DIR"] ?? tmpdir(), "notices-bench-"))
noteFiles(folder)
const district = DistrictId.make("small")
const channel = "bench"

const document = apply(sixHearts, {
  id: district,
  name: { zh: "小区", en: "Small" },
  timeZone: "Asia/Shanghai",
  branches: {},
  actors: {},
  pairing: { criteria: { strengths: 1 }, pins: [], bans: [] }
})

const notice = (n: number): Notice => ({
  key: `${district}/${n}/case-opened/lead-${n % 7}/${channel}`,
  district,
  rule: RuleId.make("case-opened"),
  to: ActorId.make(`lead-${n % 7}`),
  recipient: `自治小组组长 lead-${n % 7}`,
  language: "zh",
  urgent: false,
  at: 1_795_392_000_000,
  title: "新立案",
  body: "2号楼 101：新立案“楼道堆物（楼栋）”，当前阶段“待排摸”，由齐心组负责。"
})

const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const since = performance.now()
  await work()
  return (performance.now() - since) / 1000
}

/**
 * Measures one file: stores notices page by page, each page in one transaction with a bookmark (how far the outbox has
 * read the ledger). Then takes the notices out again.
 */
const round = (synchronous: "FULL" | "NORMAL", at: number, page: number) => {
  let delivered = 0
  const notifier = Notifier.of({
    channel,
    capabilities: {
      formats: ["text"],
      bytes: Number.POSITIVE_INFINITY,
      rate: [],
      mentions: false,
      idempotent: true,
      audience: "one"
    },
    deliver: () => Effect.sync(() => void (delivered += 1))
  })
  const filename = join(folder, `${synchronous}-${page}-${at}.sqlite`)
  const services = Announcer.layer().pipe(
    Layer.provideMerge(Outbox.layerSql()),
    Layer.provideMerge(Governance.layer()),
    Layer.provide(VaultOf.layerMemory),
    Layer.provideMerge(StorageSqlite.layer({ filename, synchronous })),
    Layer.provide(Layer.succeed(Notifier, notifier))
  )
  return Effect.gen(function* () {
    const { adopt } = yield* Governance.Governance
    const announcer = yield* Announcer.Announcer
    const bookmarks = yield* Bookmarks
    const ledger = yield* Ledger
    const outbox = yield* Outbox.Outbox
    yield* adopt(document)
    yield* announcer.pump(district)
    const queue = yield* Outbox.openQueue(
      yield* PersistedQueue.makeFactory,
      Outbox.queueOf(district, channel)
    )
    const all = Array.from({ length: notices }, (_, n) => notice(n))
    const take = Effect.forEach(
      Array.from({ length: notices / page }, (_, n) => all.slice(n * page, (n + 1) * page)),
      (some, n) =>
        outbox.together(
          Effect.andThen(
            Effect.forEach(some, (one) => queue.offer(one, Outbox.queueId(ledger.hash, one)), {
              discard: true
            }),
            bookmarks.advance(district, "bench", n + 1)
          )
        ),
      { discard: true }
    )
    const context = yield* Effect.context<never>()
    const run = Effect.runPromiseWith(context)
    const queued = yield* Effect.promise(() => seconds(() => run(take)))
    const given = yield* Effect.promise(() => seconds(() => run(announcer.pump(district))))
    assert.equal(delivered, notices)
    return [notices / queued, notices / given] as const
  }).pipe(Effect.provide(services))
}

/** Inserts rows with the same text through `node:sqlite` alone, `page` rows in each transaction. */
const raw = (synchronous: "FULL" | "NORMAL", at: number, page: number): number => {
  const db = new DatabaseSync(join(folder, `raw-${synchronous}-${page}-${at}.sqlite`))
  db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${synchronous}`)
  db.exec("CREATE TABLE t (id TEXT PRIMARY KEY, element TEXT NOT NULL) STRICT")
  const add = db.prepare("INSERT INTO t VALUES (?, ?)")
  const since = performance.now()
  for (let n = 0; n < notices; n++) {
    if (n % page === 0) db.exec("BEGIN IMMEDIATE")
    const one = notice(n)
    add.run(one.key, JSON.stringify(one))
    if (n % page === page - 1) db.exec("COMMIT")
  }
  const time = (performance.now() - since) / 1000
  db.close()
  return notices / time
}

const median = (figures: ReadonlyArray<number>): string => {
  const sorted = figures.toSorted((a, b) => a - b)
  return Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0).toLocaleString("en")
}

for (const synchronous of ["FULL", "NORMAL"] as const) {
  for (const page of [1, 100, 1000]) {
    const figures: Array<readonly [number, number]> = []
    const bare: Array<number> = []
    for (let at = 0; at < rounds; at++) {
      figures.push(await Effect.runPromise(round(synchronous, at, page)))
      bare.push(raw(synchronous, at, page))
    }
    record({
      title: `${synchronous}, ${page} a transaction`,
      unit: "a second",
      rounds,
      figures: [
        timing(
          "queued",
          figures.map(([queued]) => queued)
        ),
        timing(
          "delivered",
          figures.map(([, given]) => given)
        ),
        timing("raw inserts", bare)
      ].map(({ least, median, most, name }) => ({ name, median, least, most }))
    })
    process.stdout.write(
      `${synchronous}, ${page} a transaction: queued ${median(figures.map(([queued]) => queued))} a second ` +
        `(raw inserts ${median(bare)}), delivered ${median(figures.map(([, given]) => given))} a second\n`
    )
  }
}
rmSync(folder, { recursive: true })
