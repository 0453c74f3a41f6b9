/**
 * Finding entries by stream and by command, without paying for two more trees at every append.
 *
 * An append writes one row per entry into one table, in the order of its key: mostly one page of the file. What has been
 * appended since the look-up tables were last filled, the *tail* of a district, is looked up in memory; when the tails
 * have grown to some thousand entries, they are written into the look-up tables at once, sorted, within the transaction
 * of the append that made them so long.
 *
 * The tail in memory is only a copy. It is read from the file when a district is first asked for, it is brought up to
 * date from the file where another process has appended, and it is thrown away where a transaction was rolled back.
 */
import type { StreamId } from "@liulinhui/core/kernel/StreamId"
import type { DistrictId } from "@liulinhui/core/place/Id"
import type { Batch } from "@liulinhui/core/ports/AppendPlan"
import type { CommandId, Head, Receipt } from "@liulinhui/core/ports/Ledger"
import type { Database } from "./Database.ts"
import { keysPerDistrict } from "./migrations.ts"

/** Entries that are written into the look-up tables at once, unless stated. */
const defaultTailLength = 8192

/** The entries of one stream in a tail: `version` is that of the last. */
interface TailStream {
  version: number
  readonly positions: Array<number>
}

interface Tail {
  /** The position after which the tail begins, and the one that it has come to. */
  readonly indexed: number
  seen: number
  readonly streams: Map<StreamId, TailStream>
  readonly receipts: Map<CommandId, Receipt>
}

/**
 * A district as a transaction sees it.
 *
 * @category models
 */
export interface District {
  readonly number: number
  readonly head: Head
  /** The version of a stream; 0 for one that has no entry. */
  readonly version: (stream: StreamId) => number
  readonly receipt: (commandId: CommandId) => Receipt | undefined
  /** The keys of a stream's entries after a version, where the look-up tables do not hold the next of them any more. */
  readonly recent: (stream: StreamId, after: number, limit: number) => ReadonlyArray<number>
}

/**
 * @category models
 */
export interface Lookup {
  /** A district that the file knows. Call it within a transaction, and use what it gives in the same one. */
  readonly find: (id: DistrictId) => District | undefined
  /** Notes what was just written to a district, within the same transaction. */
  readonly note: (number: number, batches: ReadonlyArray<Batch>) => void
}

/**
 * Look-ups in an open file.
 *
 * @category constructors
 */
export const make = (db: Database, tailLength: number = defaultTailLength): Lookup => {
  // Entries in memory at most, where a process only reads what others have not written into the tables yet.
  const memory = 16 * tailLength
  const findDistrict = db.prepare(
    `SELECT number, indexed, key - (number << 36) AS position, hash
     FROM district LEFT JOIN entry ON key =
       (SELECT max(key) FROM entry WHERE key > number << 36 AND key < (number + 1) << 36)
     WHERE id = ?`
  )
  const findTail = db.prepare(
    "SELECT key, stream, version, command, batch FROM entry WHERE key > ? AND key <= ? ORDER BY key"
  )
  const findVersion = db.prepare(
    "SELECT version FROM entry_by_stream WHERE district = ? AND stream = ? ORDER BY version DESC LIMIT 1"
  )
  const findCommand = db.prepare("SELECT key, batch FROM entry_by_command WHERE district = ? AND command = ?")
  const unindexed = `FROM district JOIN entry ON key > (number << 36) + indexed AND key < (number + 1) << 36
     WHERE number = ?`
  const indexStreams = db.prepare(
    `INSERT INTO entry_by_stream SELECT number, stream, version, key ${unindexed} ORDER BY stream, version`
  )
  const indexCommands = db.prepare(
    `INSERT INTO entry_by_command SELECT number, command, key, batch ${unindexed} AND batch IS NOT NULL ORDER BY command`
  )
  const setIndexed = db.prepare(
    `UPDATE district SET indexed =
       (SELECT max(key) FROM entry WHERE key < (number + 1) << 36) - (number << 36) WHERE number = ?`
  )

  const tails = new Map<number, Tail>()
  let length = 0
  let rollbacks = db.rollbacks()

  const forget = (): void => {
    tails.clear()
    length = 0
  }
  const add = (tail: Tail, position: number, stream: StreamId, version: number): void => {
    const known = tail.streams.get(stream)
    if (known === undefined) tail.streams.set(stream, { version, positions: [position] })
    else {
      known.version = version
      known.positions.push(position)
    }
    tail.seen = position
    length += 1
  }
  const begin = (number: number, indexed: number): Tail => {
    const tail = { indexed, seen: indexed, streams: new Map(), receipts: new Map() }
    tails.set(number, tail)
    return tail
  }
  /** The tail of a district as the transaction sees it. */
  const tailOf = (number: number, indexed: number, last: number): Tail => {
    if (length > memory || rollbacks !== db.rollbacks()) forget()
    rollbacks = db.rollbacks()
    let tail = tails.get(number)
    if (tail !== undefined && (tail.indexed !== indexed || tail.seen > last)) {
      length -= tail.seen - tail.indexed
      tail = undefined
    }
    tail ??= begin(number, indexed)
    if (tail.seen < last) {
      const base = number * keysPerDistrict
      for (const row of findTail.all(base + tail.seen, base + last)) {
        // The table is STRICT, and only this package writes to it.
        const { key, stream, version, command, batch } = row as {
          key: number
          stream: StreamId
          version: number
          command: CommandId
          batch: number | null
        }
        const position = key - base
        add(tail, position, stream, version)
        if (batch !== null) {
          tail.receipts.set(command, { first: position, last: position + batch - 1, repeated: true })
        }
      }
    }
    return tail
  }

  return {
    find: (id) => {
      const row = findDistrict.get(id) as
        | { number: number; indexed: number; position: number | null; hash: string | null }
        | undefined
      if (row === undefined) return undefined
      const { number, indexed } = row
      const head = { position: row.position ?? 0, hash: row.hash ?? "" }
      let found: Tail | undefined
      const tail = () => (found ??= tailOf(number, indexed, head.position))
      return {
        number,
        head,
        version: (stream) =>
          tail().streams.get(stream)?.version ??
          (findVersion.get(number, stream)?.["version"] as number | undefined) ??
          0,
        receipt: (commandId) => {
          const recent = tail().receipts.get(commandId)
          if (recent !== undefined) return recent
          const row = findCommand.get(number, commandId) as { key: number; batch: number } | undefined
          if (row === undefined) return undefined
          const first = row.key - number * keysPerDistrict
          return { first, last: first + row.batch - 1, repeated: true }
        },
        recent: (stream, after, limit) => {
          const known = tail().streams.get(stream)
          const newer = known === undefined ? 0 : known.version - after
          return known === undefined || newer > known.positions.length
            ? []
            : known.positions
                .slice(known.positions.length - newer)
                .slice(0, limit)
                .map((position) => number * keysPerDistrict + position)
        }
      }
    },
    note: (number, batches) => {
      const tail = tails.get(number) ?? begin(number, 0)
      for (const { commandId, entries, receipt } of batches) {
        // A tail that has missed something is brought up to date when it is next asked for.
        if (tail.seen !== receipt.first - 1) break
        tail.receipts.set(commandId, { ...receipt, repeated: true })
        for (const { position, stream, version } of entries) add(tail, position, stream, version)
      }
      if (length <= tailLength) return
      for (const [each, { indexed, seen }] of tails) {
        if (seen === indexed) continue
        indexStreams.run(each)
        indexCommands.run(each)
        setIndexed.run(each)
      }
      forget()
    }
  }
}
