import { afterAll, describe, expect, it } from "@effect/vitest"
import { StreamId, DistrictId } from "@liulinhui/core/Id"
import { type Append, CommandId, Ledger, type LedgerShape, LedgerUnavailable } from "@liulinhui/core/Ledger"
import { Views } from "@liulinhui/core/Views"
import * as Sqlite from "@liulinhui/storage-sqlite"
import { openLedger } from "@liulinhui/testing/LedgerSuite"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { randomUUID } from "node:crypto"
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { commandHash } from "../../src/commandHash.ts"
import { open } from "../../src/Database.ts"
import { ledgerSchema } from "../../src/migrations.ts"
import * as SqliteLedger from "../../src/SqliteLedger.ts"

const folder = mkdtempSync(join(tmpdir(), "liulinhui-"))
afterAll(() => rmSync(folder, { recursive: true }))

let files = 0
const newFile = () => join(folder, `${++files}.db`)
const district = DistrictId.make("wan-liu")
const stream = StreamId.make("case-1")
const append = (expected: number | "any" = "any", commandId: string = randomUUID()): Append => ({
  district,
  commandId: CommandId.make(commandId),
  at: 0,
  streams: [{ stream, expected, events: [{ type: "Visited", data: { n: 1 } }] }]
})
const within = <A, E>(options: Sqlite.Options, use: (ledger: LedgerShape) => Effect.Effect<A, E>) =>
  Effect.scoped(Effect.flatMap(openLedger(Sqlite.layer(options)), use))

const raw = <A>(filename: string, work: (db: DatabaseSync) => A): A => {
  const db = new DatabaseSync(filename)
  try {
    return work(db)
  } finally {
    db.close()
  }
}

describe("a ledger's file", () => {
  it.live("is refused and left unchanged if a later version of the library has written it", () =>
    Effect.gen(function* () {
      const filename = newFile()
      yield* within({ filename }, (ledger) => ledger.append(append()))
      raw(filename, (db) => db.exec("PRAGMA user_version = 7; PRAGMA wal_checkpoint(TRUNCATE)"))
      const before = readFileSync(filename)
      const error = yield* Effect.flip(within({ filename }, (ledger) => ledger.head(district)))
      expect(error).toBeInstanceOf(LedgerUnavailable)
      expect(error).toMatchObject({ retryable: false })
      expect(error.message).toMatch(/schema 7, this version of the library knows up to 4: use a later one/)
      expect(readFileSync(filename).equals(before)).toBe(true)
    })
  )

  it.live(
    "can be read by its owner only, as the files beside it; an existing file keeps its permissions",
    () =>
      Effect.gen(function* () {
        const mode = (file: string) => statSync(file).mode & 0o777
        const fresh = newFile()
        yield* within({ filename: fresh }, (ledger) =>
          Effect.map(ledger.append(append()), () => {
            for (const file of [fresh, `${fresh}-wal`, `${fresh}-shm`]) expect(mode(file)).toBe(0o600)
          })
        )
        const existing = newFile()
        writeFileSync(existing, "")
        chmodSync(existing, 0o640)
        yield* within({ filename: existing }, (ledger) => ledger.append(append()))
        expect(mode(existing)).toBe(0o640)
      })
  )

  it.live("is not made of another program's database, nor of a file that is not a database", () =>
    Effect.gen(function* () {
      const foreign = newFile()
      raw(foreign, (db) => db.exec("CREATE TABLE customer (name TEXT)"))
      const error = yield* Effect.flip(within({ filename: foreign }, (ledger) => ledger.head(district)))
      expect(error.message).toMatch(/another program/)
      expect(raw(foreign, (db) => db.prepare("SELECT count(*) AS n FROM sqlite_schema").get())).toEqual({
        n: 1
      })
      const text = newFile()
      writeFileSync(text, "not a database, but long enough to be looked at ".repeat(40))
      const second = yield* Effect.flip(within({ filename: text }, (ledger) => ledger.head(district)))
      expect(second).toMatchObject({ _tag: "LedgerUnavailable", retryable: false })
    })
  )

  it.live("is not made if its folder does not exist", () =>
    Effect.gen(function* () {
      const filename = join(folder, "nowhere", "ledger.db")
      const error = yield* Effect.flip(within({ filename }, (ledger) => ledger.head(district)))
      expect(error).toMatchObject({ _tag: "LedgerUnavailable", retryable: false })
      expect(error.message).toContain(filename)
    })
  )

  it.live("takes the steps that it lacks, once, also if two processes open it at the same time", () =>
    Effect.gen(function* () {
      const filename = newFile()
      const layer = Sqlite.layer({ filename })
      yield* Effect.scoped(
        Effect.gen(function* () {
          const ledgers = yield* Effect.forEach([1, 2, 3], () => openLedger(layer), {
            concurrency: "unbounded"
          })
          for (const ledger of ledgers) yield* ledger.append(append())
          expect((yield* ledgers[0]!.verify(district)).position).toBe(3)
        })
      )
      expect(raw(filename, (db) => db.prepare("PRAGMA user_version").get())).toEqual({ user_version: 4 })
    })
  )

  it.live.each([1, 3])("of version %i takes the steps that it lacks, and keeps its content", (version) =>
    Effect.gen(function* () {
      const filename = newFile()
      raw(filename, (db) => {
        db.function("command_hash", (command) => commandHash(String(command)))
        for (const step of ledgerSchema.migrations.slice(0, version)) db.exec(step)
        db.exec(`PRAGMA user_version = ${version}; PRAGMA application_id = ${ledgerSchema.applicationId}`)
      })
      // The file is filled as the earlier version would have done: with 40 appends, of which its look-up tables contain
      // the first 30.
      const later = newFile()
      const appends = Array.from({ length: 40 }, (_, n) => append(n, `c-${n}`))
      yield* within({ filename: later }, (ledger) => ledger.appendAll(appends))
      const columns = "key, stream, version, command, batch, at, type, data, hash"
      const byCommand =
        version === 1
          ? "entry_by_command SELECT key >> 36, command, key, batch"
          : "entry_by_command_hash SELECT key >> 36, command_hash(command), key"
      raw(filename, (db) => {
        db.function("command_hash", (command) => commandHash(String(command)))
        db.prepare("ATTACH ? AS later").run(later)
        db.exec(`
          INSERT INTO district SELECT number, id, 30 FROM later.district;
          INSERT INTO entry (${columns}) SELECT ${columns} FROM later.entry;
          INSERT INTO entry_by_stream SELECT key >> 36, stream, version, key, octet_length(data)
            FROM entry WHERE version <= 30;
          INSERT INTO ${byCommand} FROM entry WHERE version <= 30`)
      })
      yield* Effect.scoped(
        Effect.gen(function* () {
          const services = yield* Layer.build(Sqlite.layer({ filename }))
          const kept = { version: 1, position: 1, state: "null" }
          expect(yield* Context.get(services, Views).put(district, "open", Option.none(), kept)).toBe(true)
          const ledger = Context.get(services, Ledger)
          expect((yield* ledger.verify(district)).position).toBe(40)
          for (const [n, one] of appends.entries()) {
            for (const again of [one, { ...one, fingerprint: "any" }]) {
              expect(yield* ledger.append(again)).toEqual({ first: n + 1, last: n + 1, repeated: true })
            }
          }
          const next = { ...append(40), fingerprint: "next" }
          expect(yield* ledger.append(next)).toMatchObject({ first: 41, fingerprint: "next" })
          expect((yield* ledger.verify(district)).position).toBe(41)
        })
      )
      expect(raw(filename, (db) => db.prepare("PRAGMA user_version").get())).toEqual({ user_version: 4 })
    })
  )

  it.live("does not let anybody change or delete an entry by mistake", () =>
    Effect.gen(function* () {
      const filename = newFile()
      yield* within({ filename }, (ledger) => ledger.append(append()))
      raw(filename, (db) => {
        expect(() => db.exec("UPDATE entry SET data = '1'")).toThrow("an entry is never changed")
        expect(() => db.exec("DELETE FROM entry")).toThrow("an entry is never deleted")
      })
    })
  )

  it.live("has nothing any more of what was deleted or replaced beside its entries", () =>
    Effect.gen(function* () {
      const filename = newFile()
      // The texts fill several pages of the file.
      const state = (word: string) => JSON.stringify(Array(2_000).fill(word))
      yield* Effect.scoped(
        Effect.gen(function* () {
          const services = yield* Layer.build(Sqlite.layer({ filename }))
          const views = Context.get(services, Views)
          const kept = (position: number, word: string) => ({ version: 1, position, state: state(word) })
          yield* views.put(district, "replaced", Option.none(), kept(1, "earlier-word"))
          yield* views.put(
            district,
            "replaced",
            Option.some({ version: 1, position: 1 }),
            kept(2, "present-word")
          )
          yield* views.put(district, "dropped", Option.none(), kept(1, "dropped-word"))
          yield* views.drop(district, "dropped")
        })
      )
      const bytes = readFileSync(filename)
      const found = ["present-word", "earlier-word", "dropped-word"].map((word) => bytes.includes(word))
      expect(found).toEqual([true, false, false])
    })
  )

  it.live("shows its entries to a person with a database tool", () =>
    Effect.gen(function* () {
      const filename = newFile()
      yield* within({ filename }, (ledger) => ledger.append({ ...append(0, "c-1"), fingerprint: "f-1" }))
      expect(raw(filename, (db) => db.prepare("SELECT * FROM ledger").get())).toMatchObject({
        fingerprint: "f-1",
        district: "wan-liu",
        position: 1,
        stream: "case-1",
        version: 1,
        command: "c-1",
        data: `{"n":1}`
      })
    })
  )

  it.live("quotes no data if what is stored is not JSON any more", () =>
    Effect.gen(function* () {
      const filename = newFile()
      yield* within({ filename }, (ledger) => ledger.append(append()))
      raw(filename, (db) => db.exec(`DROP TRIGGER entry_stays; UPDATE entry SET data = '{"secret'`))
      const error = yield* Effect.flip(within({ filename }, (ledger) => ledger.verify(district)))
      expect(error.message).toMatch(/entry at position 1 is not JSON: the file was changed/)
      expect(error.message).not.toContain("secret")
    })
  )

  it.live("writes what was waiting when it is closed", () =>
    Effect.gen(function* () {
      const filename = newFile()
      const appends = Array.from({ length: 50 }, () => append())
      yield* within({ filename }, (ledger) =>
        Effect.forEach(appends, (each) => Effect.forkDetach(ledger.append(each), { startImmediately: true }))
      )
      const head = yield* within({ filename }, (ledger) => ledger.head(district))
      expect(head.position).toBe(50)
    })
  )
})

describe("every single change to a stored entry", () => {
  it.live.each([
    ["stream", "stream = 'case-2'"],
    ["version", "version = 9"],
    ["command", "command = 'other'"],
    ["time", "at = at + 1"],
    ["type", "type = 'Other'"],
    ["data", `data = '{"n":2}'`],
    ["fingerprint", "fingerprint = 'f'"],
    ["hash", "hash = replace(hash, substr(hash, 1, 1), 'x')"],
    ["place", "key = key + 10"]
  ] as const)("is found by verify: %s", ([, change]) =>
    Effect.gen(function* () {
      const filename = newFile()
      yield* within({ filename }, (ledger) => ledger.appendAll([append(), append(), append()]))
      raw(filename, (db) =>
        db.exec(
          `DROP TRIGGER entry_stays; UPDATE entry SET ${change} WHERE version = 2 AND stream = 'case-1'`
        )
      )
      const error = yield* Effect.flip(within({ filename }, (ledger) => ledger.verify(district)))
      expect(error).toMatchObject({ _tag: "ChainBroken", position: 2 })
    })
  )

  it.live("is found by verify: an entry that is missing in the middle", () =>
    Effect.gen(function* () {
      const filename = newFile()
      yield* within({ filename }, (ledger) => ledger.appendAll([append(), append(), append()]))
      raw(filename, (db) => db.exec("DROP TRIGGER entry_remains; DELETE FROM entry WHERE version = 2"))
      const error = yield* Effect.flip(within({ filename }, (ledger) => ledger.verify(district)))
      expect(error).toMatchObject({ _tag: "ChainBroken", position: 2 })
    })
  )
})

describe("a row that is deleted from a look-up table", () => {
  // Without the missing rows of the look-up tables, a repeated command would be appended a second time, and a stream
  // would lack an entry.
  it.live.each([
    [
      "of a command",
      "DELETE FROM entry_by_command_hash WHERE key = (SELECT key FROM entry WHERE version = 2)"
    ],
    ["of a stream", "DELETE FROM entry_by_stream WHERE version = 2"]
  ] as const)("is found by verify: %s", ([, deletion]) =>
    Effect.gen(function* () {
      const filename = newFile()
      // If the tail may have only one entry, every entry is written into the look-up tables at once.
      const short = Effect.map(open({ filename, synchronous: "NORMAL" }), (db) => SqliteLedger.make(db, 1))
      yield* Effect.scoped(
        Effect.flatMap(short, (ledger) =>
          Effect.forEach([1, 2, 3], () => Effect.andThen(ledger.append(append()), ledger.verify(district)))
        )
      )
      const deleted = raw(filename, (db) => db.prepare(deletion).run().changes)
      expect(deleted).toBe(1)
      const error = yield* Effect.flip(within({ filename }, (ledger) => ledger.verify(district)))
      expect(error).toMatchObject({ _tag: "ChainBroken", position: 2 })
    })
  )
})

describe("a busy file", () => {
  const busy = (filename: string) =>
    Effect.acquireRelease(
      Effect.sync(() => {
        const db = new DatabaseSync(filename)
        db.exec("BEGIN IMMEDIATE")
        return db
      }),
      (db) => Effect.sync(() => db.close())
    )

  it.live("is waited for, then reported as busy and retryable", () =>
    Effect.gen(function* () {
      const filename = newFile()
      const ledger = yield* openLedger(Sqlite.layer({ filename, busyTimeout: 60 }))
      yield* ledger.append(append())
      const error = yield* Effect.scoped(Effect.andThen(busy(filename), Effect.flip(ledger.append(append()))))
      expect(error).toMatchObject({ _tag: "LedgerUnavailable", retryable: true })
      expect(error.message).toMatch(/busy/)
      expect((yield* ledger.append(append())).first).toBe(2)
    })
  )

  it.live("can be read meanwhile, delays nothing else, and is written to as soon as it is free", () =>
    Effect.gen(function* () {
      const filename = newFile()
      const ledger = yield* openLedger(Sqlite.layer({ filename }))
      yield* ledger.append(append())
      const writer = yield* Effect.scoped(
        Effect.gen(function* () {
          yield* busy(filename)
          const fibers = yield* Effect.forEach([1, 2, 3], () => Effect.forkDetach(ledger.append(append())))
          for (let turn = 0; turn < 20; turn++) {
            yield* Effect.sleep("1 milli")
            expect((yield* ledger.head(district)).position).toBe(1)
          }
          return fibers
        })
      )
      const receipts = yield* Effect.forEach(writer, Fiber.join)
      expect(receipts.map(({ first }) => first)).toEqual([2, 3, 4])
    })
  )
})

describe("a writer that writes without a pause", () => {
  it.live("lets the process do other work in between", () =>
    Effect.gen(function* () {
      const ledger = yield* openLedger(Sqlite.layer({ filename: newFile(), synchronous: "NORMAL" }))
      yield* ledger.append(append())
      let turns = 0
      const turn = (): NodeJS.Immediate => setImmediate(() => (turns++, (timer = turn())))
      let timer = turn()
      yield* Effect.forEach(Array.from({ length: 200 }), () => ledger.append(append()), { discard: true })
      clearImmediate(timer)
      expect(turns).toBeGreaterThan(5)
    })
  )

  it.live("is joined, in one transaction, by writers that come during that other work", () =>
    Effect.gen(function* () {
      const filename = newFile()
      const ledger = yield* openLedger(Sqlite.layer({ filename, synchronous: "NORMAL" }))
      const alone = yield* Effect.forkChild(
        Effect.forEach(Array.from({ length: 50 }), () => ledger.append(append()), { discard: true })
      )
      const others = yield* Effect.forEach(Array.from({ length: 20 }), () => ledger.append(append()), {
        concurrency: "unbounded"
      })
      yield* Fiber.join(alone)
      expect(
        Math.max(...others.map(({ first }) => first)) - Math.min(...others.map(({ first }) => first))
      ).toBe(19)
      expect((yield* ledger.verify(district)).position).toBe(70)
    })
  )
})

describe("readers that wait for the next entry", () => {
  // The test clock does not move, so readers do not poll. They only find the entry if they are woken.
  it.effect("are woken at once if this process appends it", () =>
    Effect.gen(function* () {
      const ledger = yield* openLedger(Sqlite.layer({ filename: newFile() }))
      for (let n = 0; n < 5; n++) {
        const waiter = yield* Effect.forkChild(ledger.changed(district, n), { startImmediately: true })
        yield* n === 3 ? ledger.appendAll([append(n), append(n + 1)]) : ledger.append(append())
        yield* Fiber.join(waiter)
      }
    }).pipe(Effect.scoped)
  )
})

describe("the hash of a command", () => {
  it("is FNV-1a of its code units, low byte first", () => {
    // The authors of FNV-1a publish the hashes of "" and "a". For "a", the high byte of the code unit is 0, so the
    // published hash is multiplied once more.
    expect(commandHash("")).toBe(0x811c9dc5 | 0)
    expect(commandHash("a")).toBe(Math.imul(0xe40c292c, 0x01000193))
    expect(commandHash("\u4e00")).not.toBe(commandHash("\u0000"))
  })
})

describe("the look-up tables", () => {
  const short = (filename: string, tailLength: number) =>
    openLedger(
      Layer.effect(
        Ledger,
        Effect.map(open({ filename, synchronous: "NORMAL" }), (db) => SqliteLedger.make(db, tailLength))
      )
    )
  const indexed = (filename: string) =>
    raw(filename, (db) => db.prepare("SELECT indexed FROM district").get()?.["indexed"])

  it.live("are filled at once, by the process that first finds the tail long enough", () =>
    Effect.gen(function* () {
      const filename = newFile()
      const [first, second] = [yield* short(filename, 10), yield* short(filename, 10)]
      for (let n = 0; n < 10; n++) yield* (n % 2 === 0 ? first : second).append(append(n))
      expect(indexed(filename)).toBe(0)
      yield* second.append(append(10))
      expect(indexed(filename)).toBe(11)
      yield* first.append(append(11))
      expect(yield* Effect.flip(first.append(append(3)))).toMatchObject({ actual: 12 })
      expect((yield* first.readStream(district, stream, 8, 10)).map(({ version }) => version)).toEqual([
        9, 10, 11, 12
      ])
      expect((yield* second.verify(district)).position).toBe(12)
    })
  )

  it.live("are filled at once by a large append, together with the entries before it", () =>
    Effect.gen(function* () {
      const filename = newFile()
      const ledger = yield* short(filename, 10_000)
      yield* ledger.append(append(0))
      const events = Array.from({ length: 2500 }, (_, n) => ({ type: "Visited", data: n }))
      yield* ledger.append({ ...append(), streams: [{ stream, expected: 1, events }] })
      expect(indexed(filename)).toBe(2501)
      expect(yield* Effect.flip(ledger.append(append(1)))).toMatchObject({ actual: 2501 })
    })
  )

  it.live("distinguish two commands that have the same hash", () =>
    Effect.gen(function* () {
      const found = new Map<number, string>()
      let pair: readonly [string, string] | undefined
      for (let n = 0; pair === undefined; n++) {
        const hash = commandHash(`c-${n}`)
        const other = found.get(hash)
        if (other !== undefined) pair = [other, `c-${n}`]
        found.set(hash, `c-${n}`)
      }
      const [one, other] = pair
      const filename = newFile()
      const ledger = yield* short(filename, 2)
      yield* ledger.append(append(0, one))
      for (const n of [1, 2]) yield* ledger.append(append(n))
      expect(indexed(filename)).toBe(3)
      expect(yield* ledger.receipts(district, [CommandId.make(other)])).toEqual(new Map())
      yield* ledger.append(append(3))
      expect(yield* ledger.append(append(4, other))).toEqual({ first: 5, last: 5, repeated: false })
      yield* ledger.append(append(5))
      expect(indexed(filename)).toBe(6)
      for (const [n, command] of [
        [1, one],
        [5, other]
      ] as const) {
        const receipt = { first: n, last: n, repeated: true }
        expect(yield* ledger.append(append(0, command))).toEqual(receipt)
        expect(Option.getOrThrow(yield* ledger.receipt(district, CommandId.make(command)))).toEqual(receipt)
      }
      yield* ledger.verify(district)
    })
  )

  it.live("are unchanged if the transaction that filled them was rolled back", () =>
    Effect.gen(function* () {
      const filename = newFile()
      const ledger = yield* short(filename, 4)
      for (let n = 0; n < 4; n++) yield* ledger.append(append(n, `c-${n}`))
      raw(filename, (db) =>
        db.exec("CREATE TRIGGER fault BEFORE UPDATE ON district BEGIN SELECT RAISE(ABORT, 'full'); END")
      )
      yield* Effect.flip(ledger.append(append(4, "c-4")))
      raw(filename, (db) => db.exec("DROP TRIGGER fault"))
      expect((yield* ledger.readStream(district, stream, 0, 10)).length).toBe(4)
      expect(yield* ledger.append(append(0, "c-2"))).toEqual({ first: 3, last: 3, repeated: true })
      expect(yield* ledger.append(append(4, "c-4"))).toEqual({ first: 5, last: 5, repeated: false })
      expect(indexed(filename)).toBe(5)
      yield* ledger.verify(district)
    })
  )

  it.live("make no difference to a reader that keeps a long tail which others have already indexed", () =>
    Effect.gen(function* () {
      const filename = newFile()
      const [reader, writer] = [yield* short(filename, 1), yield* short(filename, 1000)]
      for (let n = 0; n < 40; n++) {
        yield* writer.append(append(n))
        expect((yield* reader.readStream(district, stream, n, 5)).map(({ version }) => version)).toEqual([
          n + 1
        ])
      }
      expect(indexed(filename)).toBe(0)
      expect((yield* reader.readStream(district, stream, 0, 100)).length).toBe(40)
    })
  )
})
