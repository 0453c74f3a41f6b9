/**
 * Compares the tables that are derived from the entries with the entries: the look-up tables, the list of districts, and
 * the triggers and indexes of these tables. The operations of the ledger show a row that is missing. This module also
 * finds a row too many, a changed row, and a trigger that somebody has added.
 */
import type { DistrictId } from "@liulinhui/core/Id"
import type { Breach, LedgerUnavailable } from "@liulinhui/core/Ledger"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { type Database, open } from "./Database.ts"
import { keysPerDistrict } from "./migrations.ts"

/** The tables whose triggers and indexes are compared with the migration steps. */
const tables = ["district", "entry", "entry_by_stream", "entry_by_command_hash"]

/** How many rows are compared in one read. Between two reads, the process can do other work. */
const rowsAtOnce = 4096

/** Less than every number in a column. */
const least = -(2n ** 63n)

/**
 * How the rows of a table are compared. `order` has the two columns that order the rows of a district, and `fits` is
 * the condition that a row (`found`) and its entry (`entry`) must meet. If there is no such entry, the row is wrong.
 */
interface Compared {
  readonly table: string
  readonly order: readonly [string, string]
  readonly from: readonly [string | bigint, bigint]
  readonly fits: string
  readonly wrong: string
}

const compared: ReadonlyArray<Compared> = [
  {
    table: "entry_by_stream",
    order: ["stream", "version"],
    from: ["", least],
    fits: `entry.stream = found.stream AND entry.version = found.version AND octet_length(entry.data) = found.bytes
      AND entry.key <= (number << 36) + indexed`,
    wrong: "the look-up of streams has a row that does not belong to an entry"
  },
  {
    table: "entry_by_command_hash",
    order: ["hash", "key"],
    from: [least, least],
    fits: "command_hash(entry.command) = found.hash AND entry.batch IS NOT NULL AND entry.key <= (number << 36) + indexed",
    wrong: "the look-up of commands has a row that does not belong to the first entry of a command"
  }
]

interface Object {
  readonly type: string
  readonly name: string
  readonly table: string
  readonly sql: string | null
}

/** The definitions of the tables, and of their indexes and triggers. */
const objectsIn = (db: Database): ReadonlyArray<Object> =>
  // The cast is safe: SQLite defines the columns of this table.
  db
    .prepare(
      `SELECT type, name, tbl_name AS "table", sql FROM sqlite_schema
       WHERE tbl_name IN (${tables.map((table) => `'${table}'`).join(", ")}) ORDER BY type, name`
    )
    .all() as unknown as ReadonlyArray<Object>

/** An index that does not restrict what is stored. A person may add one, to search the file. */
const isHarmless = ({ sql, type }: Object): boolean => type === "index" && !/^CREATE UNIQUE/i.test(sql ?? "")

/** The first difference between the definitions in the file and those that the migration steps make. */
const otherObject = (found: ReadonlyArray<Object>, expected: ReadonlyArray<Object>): string | undefined => {
  const known = new Map(expected.map((one) => [one.name, one]))
  for (const one of expected) {
    const there = found.find(({ name }) => name === one.name)
    if (there?.sql !== one.sql || there.table !== one.table) {
      return `the ${one.type} "${one.name}" of the file is missing, or was changed`
    }
  }
  const added = found.find((one) => !known.has(one.name) && !isHarmless(one))
  return added && `the table "${added.table}" has the ${added.type} "${added.name}", which somebody has added`
}

/**
 * An SQL statement that finds the first number of a district in a table that the file does not list. `next` is the
 * expression for the smallest number that is at least `?`.
 */
const unlisted = (next: (least: string) => string): string =>
  `WITH RECURSIVE used (number) AS (
     SELECT ${next("-1")} UNION ALL SELECT ${next("used.number + 1")} FROM used WHERE used.number IS NOT NULL
   )
   SELECT number FROM used WHERE number IS NOT NULL AND number NOT IN (SELECT number FROM district) LIMIT 1`

const breach = (position: number, reason: string): Option.Option<Breach> =>
  Option.some({ position: position > 0 && position < keysPerDistrict ? position : 0, reason })

/**
 * Makes the operation `inspect` of a ledger in an open file.
 *
 * @category constructors
 */
export const make = (
  db: Database
): ((district: DistrictId) => Effect.Effect<Option.Option<Breach>, LedgerUnavailable>) => {
  const findDistrict = db.prepare(
    `SELECT number, indexed,
       coalesce((SELECT max(key) FROM entry WHERE key >= number << 36 AND key < (number + 1) << 36) - (number << 36), 0) AS last
     FROM district WHERE id = ?`
  )
  const strangers = [
    {
      table: "entry",
      find: db.prepare(unlisted((from) => `(SELECT min(key) >> 36 FROM entry WHERE key >= (${from}) << 36)`))
    },
    ...compared.map(({ table }) => ({
      table,
      find: db.prepare(unlisted((from) => `(SELECT min(district) FROM ${table} WHERE district >= ${from})`))
    }))
  ]
  const rowsOf = compared.map((one) => {
    const [first, second] = one.order
    const find = db.prepare(
      `SELECT found.${first}, found.${second}, found.key - (number << 36), entry.key IS NOT NULL
       FROM district CROSS JOIN ${one.table} AS found ON found.district = number
         LEFT JOIN entry ON entry.key = found.key AND entry.key > number << 36 AND ${one.fits}
       WHERE number = ? AND (found.${first}, found.${second}) > (?, ?)
       ORDER BY found.${first}, found.${second} LIMIT ${rowsAtOnce}`
    )
    find.setReturnArrays(true)
    return { ...one, find }
  })
  const findSecond = db.prepare(
    `SELECT entry.key - (number << 36) AS position FROM district
       CROSS JOIN entry ON entry.key > (number << 36) + ?2 AND entry.key <= (number << 36) + ?3
       CROSS JOIN entry AS before ON before.key = entry.key - 1
     WHERE number = ?1 AND entry.batch IS NOT NULL AND entry.command = before.command LIMIT 1`
  )

  const expected = Effect.scoped(Effect.map(open({ filename: ":memory:" }), objectsIn))

  /** Compares the rows of a look-up table with the entries, page by page. */
  const wrongRow = Effect.fnUntraced(function* (
    district: DistrictId,
    number: number,
    { find, from, wrong }: (typeof rowsOf)[number]
  ) {
    let [first, second]: readonly [string | number | bigint, number | bigint] = from
    for (;;) {
      const page = yield* db.read(
        `check the tables of district ${district}`,
        // The cast is safe: these are the columns of the statement.
        () =>
          find.all(number, first, second) as unknown as ReadonlyArray<
            readonly [string | number, number, number, 0 | 1]
          >
      )
      const row = page.find(([, , , fits]) => fits === 0)
      if (row !== undefined) return breach(row[2], `${wrong}: ${row[0]}, ${row[1]}`)
      const last = page.at(-1)
      if (last === undefined || page.length < rowsAtOnce) return Option.none<Breach>()
      ;[first, second] = last
      yield* Effect.yieldNow
    }
  })

  /** Finds an entry that says how many entries its command has, although it is not the first of them. */
  const secondFirst = Effect.fnUntraced(function* (district: DistrictId, number: number, last: number) {
    for (let after = 0; after < last; after += rowsAtOnce) {
      const row = yield* db.read(`check the tables of district ${district}`, () =>
        findSecond.get(number, after, after + rowsAtOnce)
      )
      if (row !== undefined) {
        return breach(Number(row["position"]), "the entry counts as the first of its command, but is not")
      }
      yield* Effect.yieldNow
    }
    return Option.none<Breach>()
  })

  return Effect.fnUntraced(function* (id) {
    const objects = yield* expected
    const about = yield* db.read(`check the tables of district ${id}`, () => ({
      other: otherObject(objectsIn(db), objects),
      stranger: strangers.flatMap(({ find, table }) => {
        const number = find.get()?.["number"]
        return number === undefined ? [] : [{ number, table }]
      })[0],
      // The cast is safe: the table is STRICT.
      listed: findDistrict.get(id) as unknown as
        | { readonly number: number; readonly indexed: number; readonly last: number }
        | undefined
    }))
    if (about.other !== undefined) return breach(0, about.other)
    if (about.stranger !== undefined) {
      const { number, table } = about.stranger
      return breach(0, `the table "${table}" has rows of a district, number ${number}, that is not listed`)
    }
    if (about.listed === undefined) return Option.none()
    const { indexed, last, number } = about.listed
    if (last === 0) return breach(0, "the district is listed, but it has no entries")
    if (indexed < 0 || indexed > last) {
      return breach(
        last,
        `the look-up tables are marked as complete up to ${indexed}, but the last entry is ${last}`
      )
    }
    for (const table of rowsOf) {
      const wrong = yield* wrongRow(id, number, table)
      if (Option.isSome(wrong)) return wrong
    }
    return yield* secondFirst(id, number, last)
  })
}
