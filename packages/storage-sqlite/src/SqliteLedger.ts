/**
 * The ledger in an SQLite file. See `migrations` for how an entry's key is made.
 */
import type { StreamId } from "@liulinhui/core/kernel/StreamId"
import type { DistrictId } from "@liulinhui/core/place/Id"
import * as AppendPlan from "@liulinhui/core/ports/AppendPlan"
import * as Ledger from "@liulinhui/core/ports/Ledger"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import { hash as digest } from "node:crypto"
import type { Database } from "./Database.ts"
import * as Lookup from "./Lookup.ts"
import { keysPerDistrict } from "./migrations.ts"

const hash = (text: string): string => digest("sha256", text)

const columns = ["key", "stream", "version", "command", "at", "type", "data", "hash"]
  .map((column) => `entry.${column}`)
  .join(", ")

/** A row of `columns`, as an array: that is about twice as fast as an object. */
type Row = readonly [number, StreamId, number, Ledger.CommandId, number, string, string, string]

const textLength = (row: Row): number => row[6].length

const none: Ledger.Head = { position: 0, hash: "" }

/** The error of JSON.parse quotes the text, which may be somebody's. */
const parse = (text: string, position: number): Schema.Json => {
  try {
    return JSON.parse(text)
  } catch {
    throw new Error(`the data of the entry at position ${position} is not JSON: the file was changed`)
  }
}

const entryOf = (district: DistrictId, base: number, row: Row): Ledger.Entry => ({
  district,
  position: row[0] - base,
  stream: row[1],
  version: row[2],
  commandId: row[3],
  at: row[4],
  type: row[5],
  data: parse(row[6], row[0] - base),
  hash: row[7]
})

/**
 * Rows that one read returns. `from` is the rest of the query; its last parameter is the limit. Where the rows could
 * hold more data than one read may return, they are weighed first, by the lengths that `bytes` gives.
 */
const reader = (
  db: Database,
  from: string,
  // SQLite knows the length of a text without reading it.
  bytes = "octet_length(entry.data)",
  weighFrom = from
): ((limit: number, ...where: Array<number | string>) => ReadonlyArray<Row>) => {
  const weigh = db.prepare(`SELECT sum(bytes) AS bytes FROM (SELECT ${bytes} AS bytes ${weighFrom})`)
  const find = db.prepare(`SELECT ${columns} ${from}`)
  find.setReturnArrays(true)
  return (limit, ...where) => {
    const light =
      limit * Ledger.limits.entryBytes <= Ledger.limits.pageText ||
      Number(weigh.get(...where, limit)?.["bytes"]) <= Ledger.limits.pageText
    // The types of node:sqlite do not know of setReturnArrays; the table is STRICT, and only this module writes to it.
    return light
      ? (find.all(...where, limit) as unknown as ReadonlyArray<Row>)
      : AppendPlan.page(find.iterate(...where, limit) as unknown as Iterable<Row>, textLength)
  }
}

const planOf = (
  district: Lookup.District | undefined,
  appends: ReadonlyArray<Ledger.EncodedAppend>,
  receipt: Lookup.District["receipt"] | undefined
) =>
  AppendPlan.make(
    hash,
    {
      head: district?.head ?? none,
      version: (stream) => district?.version(stream) ?? 0,
      receipt: (commandId) => Option.fromUndefinedOr(receipt?.(commandId))
    },
    appends
  )

/**
 * A ledger in an open file. `tailLength` is how many entries `Lookup` gathers.
 *
 * @category constructors
 */
export const make = (db: Database, tailLength?: number): Ledger.LedgerShape => {
  const lookup = Lookup.make(db, tailLength)
  const addDistrict = db.prepare("INSERT INTO district (id) VALUES (?) RETURNING number")
  const findDistricts = db.prepare("SELECT id FROM district")
  const addEntry = db.prepare(
    "INSERT INTO entry (key, stream, version, command, batch, at, type, data, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
  )
  // One entry that is an append by itself, unless its command is in the look-up table.
  const addOne = db.prepare(
    `INSERT INTO entry (key, stream, version, command, batch, at, type, data, hash)
     SELECT ?1, ?2, ?3, ?4, 1, ?5, ?6, ?7, ?8
     WHERE NOT EXISTS (SELECT 1 FROM entry_by_command WHERE district = ?9 AND command = ?4)`
  )
  const findEntries = reader(db, "FROM entry WHERE key > ? AND key < ? ORDER BY key LIMIT ?")
  const inStream =
    "WHERE found.district = ? AND found.stream = ? AND found.version > ? ORDER BY found.version LIMIT ?"
  const findStream = reader(
    db,
    `FROM entry_by_stream AS found JOIN entry USING (key) ${inStream}`,
    "found.bytes",
    `FROM entry_by_stream AS found ${inStream}`
  )
  const findKeys = reader(
    db,
    "FROM json_each(?) AS found JOIN entry ON entry.key = found.value ORDER BY entry.key LIMIT ?"
  )

  const write = (number: number, batches: ReadonlyArray<AppendPlan.Batch>): void => {
    for (const { commandId, entries } of batches) {
      let batch: number | null = entries.length
      for (const { position, stream, version, at, type, data, hash } of entries) {
        const key = number * keysPerDistrict + position
        addEntry.run(key, stream, version, commandId, batch, at, type, data, hash)
        batch = null
      }
    }
  }
  /**
   * Writes what most appends are, a single new entry, with a single statement. Nothing was written where it gives
   * nothing: there is more to it, the command is known, or it conflicts. It fails where the position is taken already.
   */
  const writeOne = (
    id: DistrictId,
    district: Lookup.District | undefined,
    appends: ReadonlyArray<Ledger.EncodedAppend>
  ): ReadonlyArray<Ledger.Receipt> | undefined => {
    if (district === undefined || appends.length > 1) return undefined
    const plan = planOf(district, appends, district.recentReceipt)
    if (Result.isFailure(plan)) return undefined
    const { batches, receipts } = plan.success
    const entry = batches[0]?.entries[0]
    if (entry === undefined || batches[0]?.entries.length !== 1) return undefined
    const { position, stream, version, commandId, at, type, data, hash } = entry
    const { number } = district
    const key = number * keysPerDistrict + position
    const { changes } = addOne.run(key, stream, version, commandId, at, type, data, hash, number)
    if (changes === 0) return undefined
    lookup.note(id, number, batches)
    return receipts
  }
  /** Reads what depends on a district; `unknown` stands for one that the file does not know. */
  const read = <A>(operation: string, id: DistrictId, unknown: A, from: (district: Lookup.District) => A) =>
    db.read(operation, () => {
      const district = lookup.find(id)
      return district === undefined ? unknown : from(district)
    })

  // Those who wait for the next entry of a district. Other processes' entries are found by polling.
  const waiting = new Map<DistrictId, Set<() => void>>()

  const ledger = Ledger.make({
    hash,
    append: (id, appends) =>
      Effect.tap(
        db.write(
          `append to district ${id}`,
          () => {
            const district = lookup.find(id)
            const one = writeOne(id, district, appends)
            if (one !== undefined) return Result.succeed(one)
            const plan = planOf(district, appends, district?.receipt)
            if (Result.isFailure(plan)) return Result.fail(plan.failure)
            const { batches, receipts } = plan.success
            if (batches.length > 0) {
              // The table is STRICT, and the statement returns a row.
              const number = district?.number ?? (addDistrict.get(id)?.["number"] as number)
              write(number, batches)
              lookup.note(id, number, batches)
            }
            return Result.succeed(receipts)
          },
          () => writeOne(id, lookup.remembered(id), appends)
        ),
        // Who is woken may wait again at once.
        () => Effect.sync(() => [...(waiting.get(id) ?? [])].forEach((wake) => wake()))
      ),
    receipt: (id, commandId) =>
      read(`find a receipt in district ${id}`, id, Option.none<Ledger.Receipt>(), (district) =>
        Option.fromUndefinedOr(district.receipt(commandId))
      ),
    read: (id, after, limit) =>
      read(`read district ${id}`, id, [], ({ number }) => {
        const base = number * keysPerDistrict
        return findEntries(limit, base + after, base + keysPerDistrict).map((row) => entryOf(id, base, row))
      }),
    readStream: (id, stream, after, limit) =>
      read(`read stream ${stream} of district ${id}`, id, [], ({ number, recent }) => {
        const indexed = findStream(limit, number, stream, after)
        const keys = recent(stream, indexed.at(-1)?.[2] ?? after, limit - indexed.length)
        const rows =
          keys.length === 0
            ? indexed
            : AppendPlan.page([...indexed, ...findKeys(limit, JSON.stringify(keys))], textLength)
        return rows.map((row) => entryOf(id, number * keysPerDistrict, row))
      }),
    head: (id) => read(`read district ${id}`, id, none, ({ head }) => head),
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
