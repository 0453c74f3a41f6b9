/**
 * Checks a whole ledger of a district: that no entry was changed, dropped or moved, and that the store still finds
 * every entry.
 *
 * An attacker may delete a row of a look-up table of the store, without changing an entry. Then a repeated command
 * would be appended a second time, or a stream would lack an entry. So all entries are also looked up by command and by
 * stream, page by page. These checks use only operations of the port, so they are the same for every store. A row that was
 * added to a look-up table cannot be seen in this way, so the store inspects its own tables as well.
 */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { StreamId } from "../kernel/StreamId.ts"
import type { DistrictId } from "../place/Id.ts"
import { type HashText, preimage } from "./Chain.ts"
import type { CommandId, Entry, Head, Receipt } from "./Entry.ts"

/** The operations of a ledger that the check uses. */
export interface Readable<E> {
  readonly hash: HashText
  readonly head: (district: DistrictId) => Effect.Effect<Head, E>
  readonly read: (
    district: DistrictId,
    after: number,
    limit: number
  ) => Effect.Effect<ReadonlyArray<Entry>, E>
  readonly readStream: (
    district: DistrictId,
    stream: StreamId,
    after: number,
    limit: number
  ) => Effect.Effect<ReadonlyArray<Entry>, E>
  readonly receipts: (
    district: DistrictId,
    commandIds: ReadonlyArray<CommandId>
  ) => Effect.Effect<ReadonlyMap<CommandId, Receipt>, E>
  readonly inspect: (district: DistrictId) => Effect.Effect<Option.Option<Breach>, E>
}

/**
 * A breach: the first position at which the ledger is different from what was written, and the difference.
 *
 * @category models
 */
export interface Breach {
  readonly position: number
  readonly reason: string
}

/**
 * How many look-ups run at the same time, because a store that is reached over a network can answer several at once.
 */
const concurrency = 8

/** The number of commands that are looked up in one call. */
const commandsAtOnce = 1000

/**
 * Why an entry cannot be the next entry after `last` in its district. `version` is the version of its stream before the
 * entry. `undefined` if it can be the next entry.
 *
 * @category operations
 */
export const breach = (
  hash: HashText,
  district: DistrictId,
  last: Head,
  version: number,
  entry: Entry
): string | undefined =>
  entry.district !== district
    ? `is an entry of another district, "${entry.district}"`
    : entry.position !== last.position + 1
      ? `is the entry of position ${entry.position}`
      : entry.version !== version + 1
        ? `the stream "${entry.stream}" goes from version ${version} to ${entry.version}`
        : entry.hash !== hash(preimage(last.hash, entry, JSON.stringify(entry.data)))
          ? "the hash does not match the previous hash and the content of the entry"
          : undefined

/** The entries of one append: consecutive entries with the same command id. */
interface Appended {
  readonly commandId: CommandId
  readonly first: number
  readonly last: number
  readonly fingerprint: string | undefined
}

/** Adds an entry to the last append, or starts a new append with the entry if its command id is different. */
const extend = (appends: Array<Appended>, { commandId, fingerprint, position }: Entry): void => {
  const open = appends.at(-1)
  if (open?.commandId === commandId) appends[appends.length - 1] = { ...open, last: position }
  else appends.push({ commandId, first: position, last: position, fingerprint })
}

/** Looks up appends by their command. Returns the first append that the store does not find as it was written. */
const missedCommand = Effect.fnUntraced(function* <E>(
  ledger: Readable<E>,
  district: DistrictId,
  appends: ReadonlyArray<Appended>
) {
  for (let done = 0; done < appends.length; done += commandsAtOnce) {
    const some = appends.slice(done, done + commandsAtOnce)
    const receipts = yield* ledger.receipts(
      district,
      some.map(({ commandId }) => commandId)
    )
    const missed = some.find(({ commandId, fingerprint, first, last }) => {
      const receipt = receipts.get(commandId)
      return receipt?.first !== first || receipt.last !== last || receipt.fingerprint !== fingerprint
    })
    if (missed !== undefined) {
      const { commandId, first, last } = missed
      const found = receipts.get(commandId)
      const instead = found === undefined ? "nothing" : `positions ${found.first} to ${found.last}`
      return {
        position: first,
        reason: `the look-up of the command "${commandId}" finds ${instead}, but it was appended at ${first} to ${last}`
      }
    }
  }
  return undefined
})

/**
 * Reads entries of one stream with the operation for reading streams. Returns the first entry that this operation does
 * not find.
 */
const missedInStream = Effect.fnUntraced(function* <E>(
  ledger: Readable<E>,
  district: DistrictId,
  stream: StreamId,
  entries: ReadonlyArray<Entry>
) {
  let rest = entries
  for (;;) {
    const [next] = rest
    if (next === undefined) return undefined
    const found = yield* ledger.readStream(district, stream, next.version - 1, rest.length)
    // If the result is empty, there is no entry to compare. Then the next expected entry is the one that is missing.
    const compared = rest.slice(0, Math.max(1, found.length))
    const missed = compared.find(({ hash, position }, n) => {
      const entry = found[n]
      return entry?.position !== position || entry.hash !== hash
    })
    if (missed !== undefined) {
      return {
        position: missed.position,
        reason: `the look-up of the stream "${stream}" does not find its version ${missed.version}`
      }
    }
    rest = rest.slice(found.length)
  }
})

/** The entries of a page, grouped by stream. Within a stream, they are in order. */
const byStream = (page: ReadonlyArray<Entry>): ReadonlyMap<StreamId, ReadonlyArray<Entry>> => {
  const streams = new Map<StreamId, Array<Entry>>()
  for (const entry of page) {
    const entries = streams.get(entry.stream)
    if (entries === undefined) streams.set(entry.stream, [entry])
    else entries.push(entry)
  }
  return streams
}

/**
 * Why the hash chain does not include the heads (position and hash) that were recorded in another place. Only heads
 * after the position `after` and up to the last given entry are compared. `undefined` if the chain includes all of
 * these heads.
 */
const missedHead = (
  recorded: ReadonlyArray<Head>,
  after: number,
  entries: ReadonlyArray<Entry>
): Breach | undefined => {
  const missed = recorded.find(({ hash, position }) => {
    const entry = entries[position - after - 1]
    return entry !== undefined && entry.hash !== hash
  })
  return missed === undefined
    ? undefined
    : {
        position: missed.position,
        reason: `the hash is not ${missed.hash}, which was recorded elsewhere: the entries up to here were replaced`
      }
}

/**
 * Reads all entries of a district and checks them. Returns the head (the position and hash of the last entry).
 *
 * @param recorded heads that were recorded elsewhere. The chain must pass through each of them
 * @param pageSize how many entries are read at once
 * @param fail makes the error from the first breach
 * @category operations
 */
export const verify = <E, U>(
  ledger: Readable<U>,
  district: DistrictId,
  recorded: ReadonlyArray<Head>,
  pageSize: number,
  fail: (breach: Breach) => E
): Effect.Effect<Head, E | U> =>
  Effect.gen(function* () {
    const head = yield* ledger.head(district)
    const beyond = recorded.find(({ position }) => position > head.position)
    if (beyond !== undefined) {
      const reason = `the entries after it are missing: an entry at position ${beyond.position} was recorded elsewhere`
      return yield* Effect.fail(fail({ position: head.position, reason }))
    }
    const versions = new Map<string, number>()
    // The last append of a page may continue on the next page. So it is kept, and its command is looked up together
    // with the next page.
    let appends: Array<Appended> = []
    let last: Head = { position: 0, hash: "" }
    while (last.position < head.position) {
      const page = yield* ledger.read(
        district,
        last.position,
        Math.min(pageSize, head.position - last.position)
      )
      if (page.length === 0) {
        const reason = `the entry is missing: there are ${head.position}`
        return yield* Effect.fail(fail({ position: last.position + 1, reason }))
      }
      for (const entry of page) {
        const reason = breach(ledger.hash, district, last, versions.get(entry.stream) ?? 0, entry)
        if (reason !== undefined) return yield* Effect.fail(fail({ position: last.position + 1, reason }))
        versions.set(entry.stream, entry.version)
        extend(appends, entry)
        last = entry
      }
      const replaced = missedHead(recorded, last.position - page.length, page)
      if (replaced !== undefined) return yield* Effect.fail(fail(replaced))
      const complete = last.position < head.position ? appends.slice(0, -1) : appends
      const missed = yield* Effect.forEach(
        byStream(page),
        ([stream, entries]) => missedInStream(ledger, district, stream, entries),
        { concurrency }
      )
      const [first] = [yield* missedCommand(ledger, district, complete), ...missed]
        .filter((one) => one !== undefined)
        .toSorted((one, other) => one.position - other.position)
      if (first !== undefined) return yield* Effect.fail(fail(first))
      appends = appends.slice(complete.length)
    }
    if (last.hash !== head.hash) {
      return yield* Effect.fail(fail({ position: head.position, reason: "the head has another hash" }))
    }
    const inspected = yield* ledger.inspect(district)
    if (Option.isSome(inspected)) return yield* Effect.fail(fail(inspected.value))
    return { position: last.position, hash: last.hash }
  })
