/**
 * Finds entries by stream and by command, without updating two more index trees at every append.
 *
 * An append writes one row for each entry into one table, in the order of the key. This usually changes only one page
 * of the file. The *tail* of a district consists of the entries that are not in the look-up tables yet; it is searched
 * in memory. When all tails together have some thousand entries, these entries are sorted and written into the look-up
 * tables at once, within the transaction of the append that reached this number.
 *
 * A tail in memory is only a copy of data in the file. It is read from the file when the district is first used. If
 * another process has appended entries, they are added to the tail. If a transaction was rolled back, the tail is
 * dropped.
 */
import type { StreamId, DistrictId } from "@liulinhui/core/Id"
import {
  type PlannedAppend,
  type StoredState,
  withFingerprint,
  type CommandId,
  type Head,
  type Receipt
} from "@liulinhui/core/Ledger"
import { commandHash } from "./commandHash.ts"
import type { Database } from "./Database.ts"
import { keysPerDistrict } from "./migrations.ts"

/** The default number of tail entries that are written into the look-up tables at once. */
const defaultTailLength = 16_384

/**
 * The entries of one stream that are in the tail (the entries that are not in the look-up tables yet). `version` is the
 * version of the last of them.
 */
interface TailStream {
  version: number
  readonly positions: Array<number>
}

interface Tail extends Remembered {
  /** The position up to which the entries of a district are in the look-up tables. The tail begins after it. */
  readonly indexed: number
  /** The position and hash of the last entry of the tail. */
  head: Head
  /** The number of the transaction in which the tail was last compared with the file. */
  checked: number | undefined
  readonly streams: Map<StreamId, TailStream>
  readonly receipts: Map<CommandId, Receipt>
}

/**
 * An entry of the tail as an array: key, stream, version and command. Two more columns have a value only in the first
 * entry of an append: the number of entries of the append, and the fingerprint of the append if it has one.
 */
type TailRow = readonly [number, StreamId, number, CommandId, number | null, string | null]

/** The first entry of an append, from which the receipt of the append is made. */
interface First {
  readonly key: number
  readonly batch: number
  readonly fingerprint: string | null
}

/**
 * The state of a district as far as it is in memory. A command in the look-up tables is not found, only a command in
 * the tail.
 *
 * @category models
 */
export interface Remembered extends StoredState {
  readonly number: number
}

/**
 * The state of a district within a transaction.
 *
 * @category models
 */
export interface District extends StoredState {
  readonly number: number
  /** Returns the receipts of the given commands. Commands that were never appended are left out. */
  readonly receipts: (commandIds: ReadonlyArray<CommandId>) => ReadonlyMap<CommandId, Receipt>
  /** The same state of the district, but only commands in the tail are found. */
  readonly remembered: () => Remembered
  /**
   * Returns the keys of a stream's entries after a version, if they are in the tail. Returns an empty array if the next
   * entry is in the look-up tables or does not exist.
   */
  readonly recent: (stream: StreamId, after: number, limit: number) => ReadonlyArray<number>
}

/**
 * Finds entries of a district by stream and by command. Made by {@link make}.
 *
 * @category models
 */
export interface Lookup {
  /** The number of a district in this file. It never changes. `undefined` if the file has no such district. */
  readonly number: (id: DistrictId) => number | undefined
  /**
   * The state of a district in the file. `undefined` if the file has no such district. Call this within a transaction,
   * and use the result only in the same transaction.
   */
  readonly find: (id: DistrictId) => District | undefined
  /**
   * The last known state of a district, if the tails in memory have space for one more entry. The state is valid if the
   * next position is still free: then nothing has been appended since.
   */
  readonly remembered: (id: DistrictId) => Remembered | undefined
  /** Adds entries to the tail of a district that were just written, within the same transaction. */
  readonly note: (id: DistrictId, number: number, written: ReadonlyArray<PlannedAppend>) => void
  /** Writes the tail of a district, and the tails of all other districts in memory, into the look-up tables. */
  readonly index: (number: number) => void
}

const receiptOf = (number: number, { batch, fingerprint, key }: First): Receipt => {
  const first = key - number * keysPerDistrict
  return withFingerprint({ first, last: first + batch - 1, repeated: true }, fingerprint)
}

/**
 * Makes the look-ups for an open file.
 *
 * @category constructors
 */
export const make = (db: Database, tailLength: number = defaultTailLength): Lookup => {
  // The largest number of tail entries in memory, of all districts. The limit is needed for a process that only reads:
  // it does not fill the look-up tables itself.
  const memory = 16 * tailLength
  const findDistrict = db.prepare(
    `SELECT number, indexed, key - (number << 36) AS position, hash
     FROM district LEFT JOIN entry ON key =
       (SELECT max(key) FROM entry WHERE key > number << 36 AND key < (number + 1) << 36)
     WHERE id = ?`
  )
  const findNumber = db.prepare("SELECT number FROM district WHERE id = ?")
  const findTail = db.prepare(
    "SELECT key, stream, version, command, batch, fingerprint FROM entry WHERE key > ? AND key <= ? ORDER BY key"
  )
  findTail.setReturnArrays(true)
  const findVersion = db.prepare(
    "SELECT version FROM entry_by_stream WHERE district = ? AND stream = ? ORDER BY version DESC LIMIT 1"
  )
  const findCommand = db.prepare(
    `SELECT entry.key, entry.batch, entry.fingerprint FROM entry_by_command_hash AS found CROSS JOIN entry USING (key)
     WHERE found.district = ? AND found.hash = ? AND entry.command = ?`
  )
  const findCommands = db.prepare(
    // The keyword CROSS makes SQLite search the index for each given command, instead of scanning the whole table.
    `SELECT entry.command, entry.key, entry.batch, entry.fingerprint FROM json_each(?) AS asked
     CROSS JOIN entry_by_command_hash AS found ON found.district = ? AND found.hash = command_hash(asked.value)
     CROSS JOIN entry ON entry.key = found.key WHERE entry.command = asked.value`
  )
  const unindexed = `FROM district JOIN entry ON key > (number << 36) + indexed AND key < (number + 1) << 36
     WHERE number = ?`
  const indexStreams = db.prepare(
    `INSERT INTO entry_by_stream SELECT number, stream, version, key, octet_length(data) ${unindexed} ORDER BY stream, version`
  )
  const indexCommands = db.prepare(
    `INSERT INTO entry_by_command_hash SELECT number, command_hash(command), key ${unindexed} AND batch IS NOT NULL ORDER BY 2`
  )
  const setIndexed = db.prepare(
    `UPDATE district SET indexed =
       (SELECT max(key) FROM entry WHERE key < (number + 1) << 36) - (number << 36) WHERE number = ?`
  )

  const tails = new Map<DistrictId, Tail>()
  const numbers = new Map<DistrictId, number>()
  let length = 0
  let rollbacks = db.rollbacks()

  const forget = (): void => {
    tails.clear()
    length = 0
  }
  /** Forgets all tails if a transaction was rolled back: they may contain entries that were not stored. */
  const forgetIfRolledBack = (): void => {
    if (rollbacks === db.rollbacks()) return
    forget()
    numbers.clear()
    rollbacks = db.rollbacks()
  }
  const begin = (id: DistrictId, number: number, indexed: number): Tail => {
    const streams: Tail["streams"] = new Map()
    const receipts: Tail["receipts"] = new Map()
    const tail: Tail = {
      number,
      indexed,
      head: { position: indexed, hash: "" },
      checked: undefined,
      streams,
      receipts,
      version: (stream) =>
        streams.get(stream)?.version ??
        (findVersion.get(number, stream)?.["version"] as number | undefined) ??
        0,
      receipt: (commandId) => receipts.get(commandId)
    }
    tails.set(id, tail)
    return tail
  }
  const add = (tail: Tail, stream: StreamId, version: number, position: number): void => {
    const known = tail.streams.get(stream)
    if (known === undefined) tail.streams.set(stream, { version, positions: [position] })
    else {
      known.version = version
      known.positions.push(position)
    }
    length += 1
  }
  /**
   * Returns the tail of a district (its entries that are not in the look-up tables yet), as the current transaction
   * sees it.
   */
  const tailOf = (id: DistrictId, number: number, indexed: number, head: Head): Tail => {
    forgetIfRolledBack()
    if (length > memory) forget()
    let tail = tails.get(id)
    // Another process has written entries of this tail into the look-up tables. So these entries need not stay in
    // memory.
    if (tail !== undefined && tail.indexed !== indexed) {
      length -= tail.head.position - tail.indexed
      tail = undefined
    }
    tail ??= begin(id, number, indexed)
    const base = number * keysPerDistrict
    if (tail.head.position < head.position) {
      const rows = findTail.all(base + tail.head.position, base + head.position)
      // The types of node:sqlite do not support setReturnArrays. The cast is safe: the table is STRICT, and only this
      // package writes to it.
      for (const row of rows as unknown as ReadonlyArray<TailRow>) {
        const [key, stream, version, command, batch, fingerprint] = row
        add(tail, stream, version, key - base)
        if (batch !== null) tail.receipts.set(command, receiptOf(number, { key, batch, fingerprint }))
      }
    }
    tail.head = head
    tail.checked = db.transaction()
    return tail
  }

  const index = (number: number): void => {
    const lacking = new Set([number])
    for (const tail of tails.values()) if (tail.head.position > tail.indexed) lacking.add(tail.number)
    for (const each of lacking) {
      indexStreams.run(each)
      indexCommands.run(each)
      setIndexed.run(each)
    }
    forget()
  }

  const district = (number: number, head: Head, tail: () => Tail): District => ({
    number,
    head,
    version: (stream) => tail().version(stream),
    receipt: (commandId) => {
      const recent = tail().receipt(commandId)
      if (recent !== undefined) return recent
      const row = findCommand.get(number, commandHash(commandId), commandId)
      return row && receiptOf(number, row as unknown as First)
    },
    receipts: (commandIds) => {
      const found = new Map<CommandId, Receipt>()
      const older = commandIds.filter((commandId) => {
        const recent = tail().receipt(commandId)
        if (recent !== undefined) found.set(commandId, recent)
        return recent === undefined
      })
      // The cast is safe: the table is STRICT, and only this package writes to it.
      for (const row of older.length === 0 ? [] : findCommands.all(JSON.stringify(older), number)) {
        const { command, ...first } = row as unknown as First & { readonly command: CommandId }
        found.set(command, receiptOf(number, first))
      }
      return found
    },
    remembered: tail,
    recent: (stream, after, limit) => {
      const known = tail().streams.get(stream)
      const newer = known === undefined ? 0 : known.version - after
      return known === undefined || newer <= 0 || newer > known.positions.length
        ? []
        : known.positions
            .slice(known.positions.length - newer)
            .slice(0, limit)
            .map((position) => number * keysPerDistrict + position)
    }
  })

  return {
    index,
    number: (id) => {
      forgetIfRolledBack()
      const known = numbers.get(id) ?? (findNumber.get(id)?.["number"] as number | undefined)
      if (known !== undefined) numbers.set(id, known)
      return known
    },
    find: (id) => {
      const known = tails.get(id)
      if (known?.checked !== undefined && known.checked === db.transaction()) {
        return district(known.number, known.head, () => known)
      }
      const row = findDistrict.get(id) as
        | { number: number; indexed: number; position: number | null; hash: string | null }
        | undefined
      if (row === undefined) return undefined
      const { number, indexed } = row
      const head = { position: row.position ?? 0, hash: row.hash ?? "" }
      let found: Tail | undefined
      return district(number, head, () => (found ??= tailOf(id, number, indexed, head)))
    },
    remembered: (id) => {
      forgetIfRolledBack()
      const tail = tails.get(id)
      return length < tailLength ? tail : undefined
    },
    note: (id, number, written) => {
      const added = written.reduce((sum, { entries }) => sum + entries.length, 0)
      if (length + added > tailLength) return index(number)
      const tail = tails.get(id) ?? begin(id, number, 0)
      for (const { commandId, entries, receipt } of written) {
        // If the tail in memory lacks earlier entries, the new entries are not added. The tail is brought up to date
        // when it is next used.
        if (tail.head.position !== receipt.first - 1) break
        tail.receipts.set(commandId, { ...receipt, repeated: true })
        for (const { position, stream, version } of entries) add(tail, stream, version, position)
        const last = entries.at(-1)
        if (last !== undefined) tail.head = { position: last.position, hash: last.hash }
      }
    }
  }
}
