import { afterAll, describe, expect, it } from "@effect/vitest"
import { DistrictId, StreamId } from "@liulinhui/core/Id"
import { type Append, CommandId } from "@liulinhui/core/Ledger"
import * as Effect from "effect/Effect"
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { DatabaseSync, type SQLInputValue } from "node:sqlite"
import { commandHash } from "../src/commandHash.ts"
import { open } from "../src/Database.ts"
import * as SqliteLedger from "../src/SqliteLedger.ts"
import { withoutTriggers } from "./capabilities.ts"

const folder = mkdtempSync(join(tmpdir(), "liulinhui-inspection-"))
afterAll(() => rmSync(folder, { recursive: true }))

/** Tables that verification does not check, and the heading of `docs/audit.md` that says so. */
const notCovered: Readonly<Record<string, string>> = {
  bookmark: "Kept views and bookmarks",
  kept_view: "Kept views and bookmarks"
}

const districts = ["east", "west"].map((id) => DistrictId.make(id))
const append = (district: DistrictId, n: number): Append => ({
  district,
  commandId: CommandId.make(`c-${n}`),
  at: n,
  fingerprint: `f-${n}`,
  streams: [
    { stream: StreamId.make("a"), expected: "any", events: [{ type: "Visited", data: { n } }] },
    { stream: StreamId.make(`b-${n}`), expected: 0, events: [{ type: "Opened", data: null }] }
  ]
})

const withLedger = <A, E>(
  filename: string,
  tail: number,
  use: (ledger: ReturnType<typeof SqliteLedger.make>) => Effect.Effect<A, E>
) =>
  Effect.scoped(
    Effect.flatMap(open({ filename, synchronous: "NORMAL" }), (db) => use(SqliteLedger.make(db, tail)))
  )

/** Makes a file with two districts. The look-up tables contain all entries but those of the last `unindexed` appends. */
const fileWith = Effect.fnUntraced(function* (unindexed: number) {
  const filename = join(folder, `${unindexed}.db`)
  const write = (tail: number, from: number, to: number) =>
    withLedger(filename, tail, (ledger) =>
      Effect.forEach(districts, (district) =>
        Effect.forEach(
          Array.from({ length: to - from }, (_, n) => from + n),
          (n) => ledger.append(append(district, n))
        )
      )
    )
  yield* write(1, 0, 3 - unindexed)
  yield* write(100, 3 - unindexed, 3)
  raw(filename, (db) => db.exec("PRAGMA wal_checkpoint(TRUNCATE)"))
  return filename
})

const raw = <A>(filename: string, work: (db: DatabaseSync) => A): A => {
  const db = new DatabaseSync(filename)
  db.function("command_hash", (command) => commandHash(String(command)))
  try {
    return work(db)
  } finally {
    db.close()
  }
}

type Row = Readonly<Record<string, SQLInputValue>>

interface Tampering {
  readonly name: string
  readonly work: (db: DatabaseSync) => void
}

const another = (value: SQLInputValue | undefined, column: string): ReadonlyArray<SQLInputValue> =>
  column === "data"
    ? [`{"n":99}`]
    : typeof value === "string"
      ? [`${value}x`]
      : typeof value === "number"
        ? [value + 1, value - 1]
        : column === "fingerprint"
          ? ["f"]
          : [1]

/** Each row of a table deleted; each value of each row changed; each row added again with one of its values changed. */
const tamperings = (db: DatabaseSync, table: string): ReadonlyArray<Tampering> => {
  // The casts are safe: no column of these tables has another type.
  const rows = db.prepare(`SELECT * FROM ${table}`).all() as ReadonlyArray<Row>
  const where = (row: Row) =>
    Object.keys(row)
      .map((column) => `${column} IS ?`)
      .join(" AND ")
  return rows.flatMap((row, n) => {
    const values = Object.values(row)
    const columns = Object.keys(row)
    const changes = columns.flatMap((column) =>
      another(row[column], column).map((value) => [column, value] as const)
    )
    const changed = (column: string, value: SQLInputValue) => Object.values({ ...row, [column]: value })
    return [
      {
        name: `${table}: row ${n} deleted`,
        work: (db) => db.prepare(`DELETE FROM ${table} WHERE ${where(row)}`).run(...values)
      },
      ...changes.flatMap(([column, value]): ReadonlyArray<Tampering> => {
        const change = `${column} ${row[column]} → ${value}`
        return [
          {
            name: `${table}: row ${n} changed, ${change}`,
            work: (db) =>
              db.prepare(`UPDATE ${table} SET ${column} = ? WHERE ${where(row)}`).run(value, ...values)
          },
          {
            name: `${table}: row ${n} added again, ${change}`,
            work: (db) =>
              db
                .prepare(`INSERT INTO ${table} VALUES (${columns.map(() => "?").join(", ")})`)
                .run(...changed(column, value))
          }
        ]
      })
    ]
  })
}

const tablesOf = (filename: string): ReadonlyArray<string> =>
  raw(filename, (db) =>
    db
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
      .all()
      .map(({ name }) => String(name))
  )

let copies = 0
/** What verification of all districts finds in a copy of a file after a change. `undefined` if the change is impossible. */
const foundAfter = Effect.fnUntraced(function* (filename: string, work: (filename: string) => void) {
  const copy = join(folder, `copy-${++copies}.db`)
  copyFileSync(filename, copy)
  try {
    work(copy)
  } catch (error) {
    // The primary key or another constraint of the table prevents the change.
    if (/constraint failed/.test(String(error))) return undefined
    throw error
  }
  return yield* withLedger(copy, 100, (ledger) =>
    Effect.flatMap(ledger.districts, (all) => Effect.forEach(all, (id) => Effect.result(ledger.verify(id))))
  )
})

describe.each([
  ["all look-up tables are filled", 0],
  ["the last entries are not in the look-up tables yet", 1]
] as const)("verification of a file, if %s", (_, unindexed) => {
  it.live("accepts what was written", () =>
    Effect.gen(function* () {
      const filename = yield* fileWith(unindexed)
      const found = yield* foundAfter(filename, () => undefined)
      expect(found?.map(({ _tag }) => _tag)).toEqual(["Success", "Success"])
      expect(raw(filename, (db) => db.prepare("SELECT indexed FROM district").all())).toEqual(
        districts.map(() => ({ indexed: 6 - 2 * unindexed }))
      )
    })
  )

  it.live("finds every row of every table that was deleted, changed or added", () =>
    Effect.gen(function* () {
      const filename = yield* fileWith(unindexed)
      const missed: Array<string> = []
      for (const table of tablesOf(filename)) {
        if (table in notCovered) continue
        const all = raw(filename, (db) => tamperings(db, table))
        let tried = 0
        for (const { name, work } of all) {
          const found = yield* foundAfter(filename, (copy) => raw(copy, (db) => withoutTriggers(db, work)))
          if (found === undefined) continue
          tried += 1
          if (found.every(({ _tag }) => _tag === "Success")) missed.push(name)
        }
        expect([table, tried > 5]).toEqual([table, true])
      }
      expect(missed).toEqual([])
    })
  )
})

describe("verification of a file", () => {
  it.live.each([
    ["a trigger that protects entries is missing", "DROP TRIGGER entry_stays"],
    [
      "a trigger drops the appends of a command",
      "CREATE TRIGGER t BEFORE INSERT ON entry WHEN new.command = 'c' BEGIN SELECT RAISE(IGNORE); END"
    ],
    [
      "a trigger forgets commands",
      "CREATE TRIGGER t AFTER INSERT ON entry_by_command_hash BEGIN DELETE FROM entry_by_command_hash; END"
    ],
    ["a unique index prevents entries", "CREATE UNIQUE INDEX once ON entry (type, key)"],
    ["all districts but one are taken off the list", "DELETE FROM district WHERE id = 'east'"],
    [
      "look-ups were prepared for a district that does not exist yet",
      "INSERT INTO entry_by_stream VALUES (3, 'registry', 5, 3, 1)"
    ]
  ] as const)("finds that %s", ([, sql]) =>
    Effect.gen(function* () {
      const found = yield* foundAfter(yield* fileWith(0), (copy) => raw(copy, (db) => db.exec(sql)))
      expect(found?.every((one) => one._tag === "Failure" && one.failure._tag === "ChainBroken")).toBe(true)
    })
  )

  it.live("accepts an index that a person has added to search the file", () =>
    Effect.gen(function* () {
      const sql = "CREATE INDEX by_type ON entry (type)"
      const found = yield* foundAfter(yield* fileWith(0), (copy) => raw(copy, (db) => db.exec(sql)))
      expect(found?.every(({ _tag }) => _tag === "Success")).toBe(true)
    })
  )

  it.live("covers every table, or the document says which it does not cover", () =>
    Effect.gen(function* () {
      const tables = tablesOf(yield* fileWith(0))
      expect(tables.filter((table) => table in notCovered)).toEqual(Object.keys(notCovered).sort())
      const text = readFileSync(join(import.meta.dirname, "../../../docs/audit.md"), "utf8")
      for (const phrase of Object.values(notCovered)) expect(text).toContain(phrase)
    })
  )
})
