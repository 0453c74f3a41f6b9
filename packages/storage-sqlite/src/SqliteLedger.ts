/**
 * The ledger (the append-only event log) in an SQLite file. `migrations` describes the tables and the key of an entry.
 */
import type { StreamId, DistrictId } from "@liulinhui/core/Id"
import { AppendPlan } from "@liulinhui/core/Ledger"
import * as Ledger from "@liulinhui/core/Ledger"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import { hash as digest } from "node:crypto"
import { commandHash } from "./commandHash.ts"
import type { Database, Parameter } from "./Database.ts"
import * as Inspection from "./Inspection.ts"
import * as Lookup from "./Lookup.ts"
import { keysPerDistrict } from "./migrations.ts"

const sha256 = (text: string): string => digest("sha256", text)

/**
 * The columns that are read if the stream of an entry is known. The stream itself is not read, because each additional
 * column costs time.
 */
const columns = ["key", "version", "command", "at", "type", "data", "hash", "fingerprint"]
  .map((column) => `entry.${column}`)
  .join(", ")

type Columns = [number, number, Ledger.CommandId, number, string, string, string, string | null]

/**
 * A row of an entry as an array, which starts with the values of `columns`. Reading an array is about twice as fast as
 * reading an object.
 */
type Row = readonly [...Columns, ...ReadonlyArray<unknown>]

/** The number of values in a row when an entry is written. */
const rowLength = 10

/** The number of rows that one statement writes during a long append. This saves a quarter of the time. */
const rowsAtOnce = 16

const textLength = (row: Row): number => row[5].length

const none: Ledger.Head = { position: 0, hash: "" }

/** Parses JSON. The error of JSON.parse is not used, because it quotes the text, which may contain personal data. */
const parse = (text: string, position: number): Schema.Json => {
  try {
    return JSON.parse(text)
  } catch {
    throw new Error(`the data of the entry at position ${position} is not JSON: the file was changed`)
  }
}

const entryOf = (district: DistrictId, base: number, stream: StreamId, row: Row): Ledger.Entry => {
  const entry = {
    district,
    position: row[0] - base,
    stream,
    version: row[1],
    commandId: row[2],
    at: row[3],
    type: row[4],
    data: parse(row[5], row[0] - base),
    hash: row[6]
  }
  return AppendPlan.withFingerprint(entry, row[7])
}

/** If a read returns at most this many rows, its total size is always within the limit. */
const anyRows = Math.trunc(Ledger.limits.pageText / Ledger.limits.entryBytes)

/**
 * Makes a function that returns the rows of one read. `from` is the part of the query after the columns; its last
 * parameter is the largest number of rows. A read of few rows, the usual case, is done at once. More rows could exceed
 * the size limit of a read, so their lengths are added up first, with the SQL expression `bytes`.
 */
const reader = <R extends Row>(
  db: Database,
  columns: string,
  from: string,
  // SQLite knows the length of a text without reading the text.
  bytes = "octet_length(entry.data)",
  weighFrom = from
): ((limit: number, ...where: Array<number | string>) => ReadonlyArray<R>) => {
  const weigh = db.prepare(`SELECT sum(bytes) AS bytes FROM (SELECT ${bytes} AS bytes ${weighFrom})`)
  const find = db.prepare(`SELECT ${columns} ${from}`)
  find.setReturnArrays(true)
  // The types of node:sqlite do not support setReturnArrays. The cast is safe: the table is STRICT, and only this
  // module writes to it.
  const all = (limit: number, where: ReadonlyArray<number | string>) =>
    find.all(...where, limit) as unknown as ReadonlyArray<R>
  return (limit, ...where) => {
    const few = all(Math.min(limit, anyRows), where)
    if (few.length < anyRows || limit === anyRows) return few
    return Number(weigh.get(...where, limit)?.["bytes"]) <= Ledger.limits.pageText
      ? all(limit, where)
      : AppendPlan.page(find.iterate(...where, limit) as unknown as Iterable<R>, textLength)
  }
}

/** Whether appends that are written together contain exactly one event in total. */
const isOne = ([append, ...others]: ReadonlyArray<Ledger.EncodedAppend>): boolean =>
  others.length === 0 && append?.streams.length === 1 && append.streams[0]?.events.length === 1

/** An append with at least this many events is hashed while it is written, to save memory. */
const many = 2000

/**
 * Returns the append if the list contains only one, and this one has at least `many` events. Otherwise returns
 * `undefined`.
 */
const largeOf = ([append, ...others]: ReadonlyArray<Ledger.EncodedAppend>):
  | Ledger.EncodedAppend
  | undefined =>
  append !== undefined && others.length === 0 && AppendPlan.eventsIn(append) >= many ? append : undefined

/** The state of a district that has no entries. */
const empty: AppendPlan.StoredState = { head: none, version: () => 0, receipt: () => undefined }

/**
 * Makes a ledger in an open file. `tailLength` is the number of entries that `Lookup` collects before it writes them
 * into the look-up tables.
 *
 * @category constructors
 */
export const make = (db: Database, tailLength?: number): Ledger.LedgerShape => {
  const lookup = Lookup.make(db, tailLength)
  const addDistrict = db.prepare("INSERT INTO district (id) VALUES (?) RETURNING number")
  const findDistricts = db.prepare("SELECT id FROM district")
  const insert = "INSERT INTO entry (key, stream, version, command, batch, at, type, data, hash, fingerprint)"
  const row = `(${Array(rowLength).fill("?").join(", ")})`
  const addEntry = db.prepare(`${insert} VALUES ${row}`)
  const addEntries = db.prepare(`${insert} VALUES ${Array(rowsAtOnce).fill(row).join(", ")}`)
  // The statement inserts the only entry of an append. It inserts nothing if the look-up table contains its command, or
  // another command with the same hash.
  const addOne = db.prepare(
    `${insert}
     SELECT ?1, ?2, ?3, ?4, 1, ?5, ?6, ?7, ?8, ?9
     WHERE NOT EXISTS (SELECT 1 FROM entry_by_command_hash AS found WHERE district = ?10 AND found.hash = ?11)`
  )
  const findEntries = reader<readonly [...Columns, StreamId]>(
    db,
    `${columns}, entry.stream`,
    "FROM entry WHERE key > ? AND key < ? ORDER BY key LIMIT ?"
  )
  const inStream =
    "WHERE found.district = ? AND found.stream = ? AND found.version > ? ORDER BY found.version LIMIT ?"
  const findStream = reader<Row>(
    db,
    columns,
    `FROM entry_by_stream AS found JOIN entry USING (key) ${inStream}`,
    "found.bytes",
    `FROM entry_by_stream AS found ${inStream}`
  )
  const findKeys = reader<Row>(
    db,
    columns,
    "FROM json_each(?) AS found JOIN entry ON entry.key = found.value ORDER BY entry.key LIMIT ?"
  )

  const write = (
    number: number,
    written: Iterable<Pick<AppendPlan.LargeAppend, "receipt" | "entries">>
  ): void => {
    let values: Array<Parameter> = []
    for (const { entries, receipt } of written) {
      let batch: number | null = receipt.last - receipt.first + 1
      for (const { position, stream, version, commandId, at, type, data, fingerprint, hash } of entries) {
        const key = number * keysPerDistrict + position
        values.push(key, stream, version, commandId, batch, at, type, data, hash, fingerprint ?? null)
        batch = null
        if (values.length < rowsAtOnce * rowLength) continue
        addEntries.run(...values)
        values = []
      }
    }
    for (let n = 0; n < values.length; n += rowLength) addEntry.run(...values.slice(n, n + rowLength))
  }
  /**
   * Writes an append of a single entry, the usual case, with a single statement. Returns `undefined` and writes nothing
   * if the append has more entries, if its command is known, or if there is a conflict. Throws if the position is
   * already taken.
   */
  const writeOne = (
    id: DistrictId,
    district: Lookup.Remembered | undefined,
    appends: ReadonlyArray<Ledger.EncodedAppend>
  ): ReadonlyArray<Ledger.Receipt> | undefined => {
    if (district === undefined || !isOne(appends)) return undefined
    const plan = AppendPlan.make(sha256, district, appends)
    if (Result.isFailure(plan)) return undefined
    const { appends: written, receipts } = plan.success
    const entry = written[0]?.entries[0]
    if (entry === undefined) return undefined
    const { position, stream, version, commandId, at, type, data, fingerprint = null, hash } = entry
    const { number } = district
    const key = number * keysPerDistrict + position
    const row = [key, stream, version, commandId, at, type, data, hash, fingerprint]
    const { changes } = addOne.run(...row, number, commandHash(commandId))
    if (changes === 0) return undefined
    lookup.note(id, number, written)
    return receipts
  }
  /**
   * Reads from a district of the file. If the file has no such district, returns the value of the parameter `unknown`.
   */
  const read = <A>(operation: string, id: DistrictId, unknown: A, from: (district: Lookup.District) => A) =>
    db.read(operation, () => {
      const district = lookup.find(id)
      return district === undefined ? unknown : from(district)
    })

  // Wakes the readers that wait for the next entry of a district. Entries that other processes append are found by
  // polling.
  const waiting = new Map<DistrictId, Set<() => void>>()

  const ledger = Ledger.make({
    hash: sha256,
    append: (id, appends) =>
      db.write(
        `append to district ${id}`,
        () => {
          const district = lookup.find(id)
          const one = writeOne(id, district?.remembered(), appends)
          if (one !== undefined) return Result.succeed(one)
          // The cast is safe: the table is STRICT, and the statement always returns a row.
          const numbered = (): number => district?.number ?? (addDistrict.get(id)?.["number"] as number)
          const large = largeOf(appends)
          if (large !== undefined) {
            return Result.map(AppendPlan.large(sha256, district ?? empty, large), (planned) => {
              if (!planned.receipt.repeated) {
                const number = numbered()
                write(number, [planned])
                lookup.index(number)
              }
              return [planned.receipt]
            })
          }
          return Result.map(
            AppendPlan.make(sha256, district ?? empty, appends),
            ({ appends: written, receipts }) => {
              if (written.length > 0) {
                const number = numbered()
                write(number, written)
                lookup.note(id, number, written)
              }
              return receipts
            }
          )
        },
        () => writeOne(id, lookup.remembered(id), appends),
        // The loop uses a copy of the list, because a reader that is woken may wait again at once.
        () => [...(waiting.get(id) ?? [])].forEach((wake) => wake())
      ),
    receipts: (id, commandIds) =>
      read<ReadonlyMap<Ledger.CommandId, Ledger.Receipt>>(
        `find receipts in district ${id}`,
        id,
        new Map(),
        ({ receipts }) => receipts(commandIds)
      ),
    read: (id, after, limit) =>
      db.read(`read district ${id}`, () => {
        const number = lookup.number(id)
        if (number === undefined) return []
        const base = number * keysPerDistrict
        return findEntries(limit, base + after, base + keysPerDistrict).map((row) =>
          entryOf(id, base, row[8], row)
        )
      }),
    readStream: (id, stream, after, limit) =>
      read(`read stream ${stream} of district ${id}`, id, [], ({ number, recent }) => {
        const indexed = findStream(limit, number, stream, after)
        const keys = recent(stream, indexed.at(-1)?.[1] ?? after, limit - indexed.length)
        const rows =
          keys.length === 0
            ? indexed
            : AppendPlan.page([...indexed, ...findKeys(limit, JSON.stringify(keys))], textLength)
        return rows.map((row) => entryOf(id, number * keysPerDistrict, stream, row))
      }),
    head: (id) => read(`read district ${id}`, id, none, ({ head }) => head),
    inspect: Inspection.make(db),
    districts: db.read("list its districts", () => findDistricts.all().map(({ id }) => id as DistrictId)),
    changed: (district, after) =>
      Effect.flatMap(ledger.head(district), ({ position }) => {
        if (position > after) return Effect.void
        const woken = Effect.callback<void>((resume) => {
          const wakes = waiting.get(district) ?? new Set()
          waiting.set(district, wakes)
          const leave = () => {
            wakes.delete(wake)
            if (wakes.size === 0 && waiting.get(district) === wakes) waiting.delete(district)
          }
          const wake = () => {
            leave()
            resume(Effect.void)
          }
          wakes.add(wake)
          return Effect.sync(leave)
        })
        return Effect.raceFirst(woken, Effect.sleep("100 millis"))
      })
  })
  return ledger
}
