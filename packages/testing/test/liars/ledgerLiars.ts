/**
 * Ledgers that are broken on purpose: each breaks one rule of the port, mostly in a way in which real ledgers have
 * broken it, and keeps all other rules.
 */
import { type StreamId, DistrictId } from "@liulinhui/core/Id"
import {
  CommandId,
  type Entry,
  type LedgerShape,
  type Receipt,
  VersionConflict
} from "@liulinhui/core/Ledger"
import * as Memory from "@liulinhui/storage-memory"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { but, dawdle, type Liar, reading, sha256 } from "../lying.ts"

const version = (ledger: LedgerShape, district: DistrictId, stream: StreamId) =>
  Effect.map(ledger.readStream(district, stream, 0, 10_000), (page) => page.length)

const short = (district: DistrictId) => DistrictId.make(district.replace(/-1$/, ""))

export const commonLiars: ReadonlyArray<Liar> = [
  {
    name: "does nothing at all",
    caughtBy: "numbers the entries of a district from 1 without a gap, in the order of the appends",
    make: (honest) =>
      but(honest, {
        append: () => Effect.succeed({ first: 1, last: 1, repeated: false }),
        appendAll: () => Effect.succeed([])
      })
  },
  {
    name: "loses the last entry of a batch",
    caughtBy: "numbers the entries of each stream separately, from 1 without a gap",
    make: (honest) =>
      but(honest, {
        append: (append) =>
          honest.append({
            ...append,
            streams: append.streams.map((part) => ({
              ...part,
              events: part.events.length > 1 ? part.events.slice(0, -1) : part.events
            }))
          })
      })
  },
  {
    name: "accepts an old version",
    caughtBy: "refuses an old version, reports the current one, and writes nothing",
    make: (honest) =>
      but(honest, {
        append: (append) =>
          honest.append({
            ...append,
            streams: append.streams.map((part) => ({ ...part, expected: "any" as const }))
          })
      })
  },
  {
    name: "does not look at the position that the writer saw",
    caughtBy:
      "refuses an append after a position that is not the last one, whatever its streams, and reports the last one",
    make: (honest) =>
      but(honest, {
        append: ({ after: _, ...append }) => honest.append(append),
        appendAll: (appends) => honest.appendAll(appends.map(({ after: _, ...append }) => append))
      })
  },
  {
    name: "accepts a version that does not exist yet",
    caughtBy: "refuses a version that does not exist yet",
    make: (honest) =>
      but(honest, {
        append: (append) =>
          Effect.flatMap(
            Effect.forEach(append.streams, (part) =>
              Effect.map(version(honest, append.district, part.stream), (actual) => ({
                ...part,
                expected: part.expected === "any" ? part.expected : Math.min(part.expected, actual)
              }))
            ),
            (streams) => honest.append({ ...append, streams })
          )
      })
  },
  {
    name: "leaves a position gap after a refused append, as a database sequence does",
    caughtBy: "numbers the entries of a district from 1 without a gap, in the order of the appends",
    make: (honest) => {
      const burnt: Array<number> = []
      const shift = (position: number) => position + burnt.filter((from) => position >= from).length
      const shifted = (receipt: Receipt) => ({
        ...receipt,
        first: shift(receipt.first),
        last: shift(receipt.last)
      })
      return but(
        reading(honest, (entry) => ({ ...entry, position: shift(entry.position) })),
        {
          append: (append) =>
            honest.append(append).pipe(
              Effect.map(shifted),
              Effect.tapError(() =>
                Effect.map(honest.head(append.district), (head) => burnt.push(head.position + 1))
              )
            )
        }
      )
    }
  },
  {
    name: "double-applies a retried command",
    caughtBy: "returns the first receipt for a repeated command and writes nothing, whatever its events",
    make: (honest) => {
      let times = 0
      return but(
        reading(honest, (entry) => ({
          ...entry,
          commandId: CommandId.make(entry.commandId.replace(/:again.*$/, ""))
        })),
        {
          append: (append) =>
            Effect.flatMap(honest.receipt(append.district, append.commandId), (known) =>
              Option.isNone(known)
                ? honest.append(append)
                : Effect.as(
                    honest.append({
                      ...append,
                      commandId: CommandId.make(`${append.commandId}:again${++times}`),
                      streams: append.streams.map((part) => ({ ...part, expected: "any" as const }))
                    }),
                    { ...known.value, repeated: true }
                  )
            )
        }
      )
    }
  },
  {
    name: "refuses a retried command, because the stream has a newer version",
    caughtBy: "returns the first receipt for a repeated command and writes nothing, whatever its events",
    make: (honest) =>
      but(honest, {
        append: (append) =>
          Effect.flatMap(honest.receipt(append.district, append.commandId), (known) =>
            honest.append(
              Option.isNone(known)
                ? append
                : { ...append, commandId: CommandId.make(`${append.commandId}:again`) }
            )
          )
      })
  },
  {
    name: "knows a command id across districts",
    caughtBy: "accepts the same command id for another command in another district",
    make: (honest) => {
      const receipts = new Map<string, Receipt>()
      return but(honest, {
        append: (append) =>
          Effect.suspend(() => {
            const known = receipts.get(append.commandId)
            return known === undefined
              ? Effect.tap(honest.append(append), (receipt) =>
                  Effect.sync(() => receipts.set(append.commandId, { ...receipt, repeated: true }))
                )
              : Effect.succeed(known)
          })
      })
    }
  },
  {
    name: "finds only one of many receipts",
    caughtBy: "finds the receipts of many commands at once, and none for unknown commands",
    make: (honest) =>
      but(honest, {
        receipts: (district, commandIds) =>
          Effect.map(honest.receipts(district, commandIds), (found) => new Map([...found].slice(0, 1)))
      })
  },
  {
    name: "compares command ids without case",
    caughtBy: "distinguishes command ids by every character and by case",
    make: (honest) =>
      but(honest, {
        append: (append) =>
          honest.append({ ...append, commandId: CommandId.make(append.commandId.toLowerCase()) })
      })
  },
  {
    name: "remembers a command that it refused",
    caughtBy: "stores no receipt of a refused append: the command may come again",
    make: (honest) => {
      const refused = new Set<string>()
      return but(honest, {
        append: (append) =>
          refused.has(append.commandId)
            ? Effect.succeed({ first: 1, last: 1, repeated: true })
            : Effect.tapError(honest.append(append), () => Effect.sync(() => refused.add(append.commandId)))
      })
    }
  },
  {
    name: "writes the streams of an append one after another",
    caughtBy: "refuses the whole append if one of its streams has a newer version",
    make: (honest) =>
      but(honest, {
        append: (append) =>
          Effect.map(
            Effect.forEach(append.streams, (part, n) =>
              honest.append({
                ...append,
                commandId: n === 0 ? append.commandId : CommandId.make(`${append.commandId}:${n}`),
                streams: [part]
              })
            ),
            (receipts) => ({ ...receipts[0]!, last: receipts.at(-1)!.last })
          )
      })
  },
  {
    name: "writes several commands one after another",
    caughtBy: "appends all of several commands or none",
    make: (honest) => but(honest, { appendAll: (appends) => Effect.forEach(appends, honest.append) })
  },
  {
    name: "looks at the version first and writes later",
    caughtBy: "accepts exactly one of many writers that saw the same version",
    make: (honest) =>
      but(honest, {
        append: (append) =>
          Effect.gen(function* () {
            const streams = []
            for (const part of append.streams) {
              const actual = yield* version(honest, append.district, part.stream)
              streams.push({ ...part, expected: part.expected === actual ? ("any" as const) : part.expected })
            }
            yield* dawdle
            return yield* honest.append({ ...append, streams })
          })
      })
  },
  {
    name: "looks for the command first and writes later",
    caughtBy:
      "appends a command once that is sent many times at once, and returns its receipt to all senders",
    make: (honest) => {
      let times = 0
      return but(honest, {
        append: (append) =>
          Effect.gen(function* () {
            const known = yield* honest.receipt(append.district, append.commandId)
            if (Option.isSome(known)) return { ...known.value, repeated: true }
            yield* dawdle
            const taken = yield* honest.receipt(append.district, append.commandId)
            return yield* honest.append(
              Option.isNone(taken)
                ? append
                : { ...append, commandId: CommandId.make(`${append.commandId}:${++times}`) }
            )
          })
      })
    }
  },
  {
    name: "breaks order under concurrency: a position becomes visible after a higher one",
    caughtBy: "shows all entries of an append to readers at once, and never a position before the lower ones",
    make: (honest) => {
      const hidden = new Set<number>()
      let count = 0
      return but(honest, {
        append: (append) =>
          Effect.gen(function* () {
            const receipt = yield* honest.append(append)
            count += 1
            if (count % 3 === 0) {
              for (let position = receipt.first; position <= receipt.last; position++) hidden.add(position)
              yield* dawdle
              hidden.clear()
            }
            return receipt
          }),
        read: (district, after, limit) =>
          Effect.map(honest.read(district, after, limit), (page) =>
            page.filter(({ position }) => !hidden.has(position))
          )
      })
    }
  },
  {
    name: "shows an append before it is whole",
    caughtBy: "shows all entries of an append to readers at once, and never a position before the lower ones",
    make: (honest) => {
      let shown = Number.POSITIVE_INFINITY
      return but(honest, {
        append: (append) =>
          Effect.gen(function* () {
            const receipt = yield* honest.append(append)
            shown = Math.min(shown, receipt.first)
            yield* dawdle
            shown = Number.POSITIVE_INFINITY
            return receipt
          }),
        read: (district, after, limit) =>
          Effect.map(honest.read(district, after, limit), (page) =>
            page.filter(({ position }) => position <= shown)
          )
      })
    }
  },
  {
    name: "acknowledges an append before it is written",
    caughtBy: "has written an append when it acknowledges it: a later read returns it",
    make: (honest) =>
      but(honest, {
        append: (append) =>
          Effect.gen(function* () {
            const { position } = yield* honest.head(append.district)
            yield* Effect.forkDetach(Effect.andThen(dawdle, honest.append(append)))
            const events = append.streams.reduce((sum, part) => sum + part.events.length, 0)
            return { first: position + 1, last: position + events, repeated: false }
          })
      })
  },
  {
    name: "acknowledges and shows an append that it has only in memory, and stores it later",
    caughtBy:
      "has stored an append when it acknowledges or shows it: another handle on the store reads it at once",
    capabilities: { shared: true },
    make: (honest) => {
      const buffer = Memory.makeLedger()
      return but(buffer, {
        append: (append) =>
          Effect.tap(buffer.append(append), () =>
            Effect.forkDetach(Effect.andThen(dawdle, honest.append(append)))
          )
      })
    }
  },
  {
    name: "keeps everything in memory",
    caughtBy: "is unchanged when it is opened again: entries, receipts, versions, chain",
    capabilities: { shared: true },
    make: () => Memory.makeLedger()
  },
  {
    name: "remembers versions from when it last looked, whatever other handles have written",
    caughtBy: "is one ledger through several handles on one store, also for concurrent calls",
    capabilities: { shared: true },
    make: (honest) => {
      const versions = new Map<string, number>()
      return but(honest, {
        append: (append) =>
          Effect.gen(function* () {
            for (const { stream, expected } of append.streams) {
              const key = `${append.district}/${stream}`
              const seen = versions.get(key) ?? (yield* version(honest, append.district, stream))
              versions.set(key, seen)
              if (expected !== "any" && expected !== seen) {
                const { district } = append
                return yield* new VersionConflict({ district, stream, expected, actual: seen })
              }
            }
            const streams = append.streams.map((part) => ({ ...part, expected: "any" as const }))
            const receipt = yield* honest.append({ ...append, streams })
            for (const { stream, events } of receipt.repeated ? [] : append.streams) {
              const key = `${append.district}/${stream}`
              versions.set(key, (versions.get(key) ?? 0) + events.length)
            }
            return receipt
          })
      })
    }
  },
  {
    name: "answers reads from a cache that is one append old",
    caughtBy:
      "answers concurrent calls as if each took effect at one moment between its beginning and its end",
    make: (honest) => {
      const cached = new Map<string, { readonly position: number; readonly hash: string }>()
      return but(honest, {
        append: (append) =>
          Effect.gen(function* () {
            const before = yield* honest.head(append.district)
            const receipt = yield* honest.append(append)
            cached.set(append.district, before)
            yield* Effect.forkDetach(
              Effect.andThen(
                dawdle,
                Effect.sync(() => cached.clear())
              )
            )
            return receipt
          }),
        head: (district) =>
          Effect.suspend(() => {
            const known = cached.get(district)
            return known === undefined ? honest.head(district) : Effect.succeed(known)
          })
      })
    }
  },
  {
    name: "has a head that lags behind",
    caughtBy: "has its head at the last entry",
    make: (honest) =>
      but(honest, {
        head: (district) =>
          Effect.flatMap(honest.head(district), ({ position }) =>
            Effect.map(honest.read(district, Math.max(0, position - 2), 1), ([entry]) => ({
              position: entry?.position ?? 0,
              hash: entry?.hash ?? ""
            }))
          )
      })
  },
  {
    name: "truncates data at 64 kB",
    caughtBy: "accepts an event of the largest permitted size, and returns it complete",
    make: (honest) =>
      reading(honest, (entry) =>
        typeof entry.data === "string" ? { ...entry, data: entry.data.slice(0, 65_535) } : entry
      )
  },
  {
    name: "drops what is beyond the thousandth event of an append",
    caughtBy: "accepts the largest permitted number of events at once, and not one more",
    make: (honest) =>
      but(honest, {
        append: (append) =>
          honest.append({
            ...append,
            streams: append.streams.map((part) => ({ ...part, events: part.events.slice(0, 1000) }))
          })
      })
  },
  {
    name: "accepts any data, and writes null for values that it cannot store",
    caughtBy: "refuses data that cannot be stored unchanged, with every reason, and quotes no value",
    make: (honest) =>
      but(honest, {
        append: (append) =>
          Effect.catchTag(honest.append(append), "AppendRejected", () =>
            honest.append({
              ...append,
              streams: append.streams.map((part) => ({
                ...part,
                events: part.events.map(({ type }) => ({ type, data: null }))
              }))
            })
          )
      })
  },
  {
    name: "accepts invalid names",
    caughtBy: "refuses invalid names, empty appends, and a stream that is named twice",
    make: (honest) =>
      but(honest, {
        append: (append) =>
          Effect.catchTag(honest.append(append), "AppendRejected", () =>
            Effect.succeed({ first: 1, last: 1, repeated: false })
          )
      })
  },
  {
    name: "normalises Unicode",
    caughtBy: "keeps every character of a text: 中文, emoji, quotes, escapes, characters that look the same",
    make: (honest) =>
      reading(honest, (entry) => ({
        ...entry,
        data: JSON.parse(JSON.stringify(entry.data).normalize("NFKC"))
      }))
  },
  {
    name: "takes texts that look like dates for dates",
    caughtBy: "keeps every character of a text: 中文, emoji, quotes, escapes, characters that look the same",
    make: (honest) =>
      reading(honest, (entry) =>
        typeof entry.data === "string" && /^\d{4}-\d\d-\d\d/.test(entry.data)
          ? { ...entry, data: new Date(entry.data).toISOString() }
          : entry
      )
  },
  {
    name: "sorts the keys of objects, as binary JSON columns do",
    caughtBy: "keeps every character of a text: 中文, emoji, quotes, escapes, characters that look the same",
    make: (honest) =>
      reading(honest, (entry) =>
        typeof entry.data === "object" && entry.data !== null && !Array.isArray(entry.data)
          ? { ...entry, data: Object.fromEntries(Object.entries(entry.data).toSorted()) }
          : entry
      )
  },
  {
    name: "keeps numbers in single precision",
    caughtBy: "returns every field as it was appended, whatever the data",
    make: (honest) =>
      reading(honest, (entry) => ({
        ...entry,
        data: JSON.parse(JSON.stringify(entry.data), (_, value: unknown) =>
          typeof value === "number" ? Math.fround(value) : value
        )
      }))
  },
  {
    name: "keeps times in seconds",
    caughtBy: "returns every field as it was appended, whatever the data",
    make: (honest) => reading(honest, (entry) => ({ ...entry, at: Math.floor(entry.at / 1000) * 1000 }))
  },
  {
    name: "returns its internal objects",
    caughtBy: "is not changed by a change of the data that it received or returned",
    make: (honest) => {
      const cache = new Map<string, Entry>()
      return reading(honest, (entry) => {
        const key = `${entry.district}/${entry.position}`
        cache.set(key, cache.get(key) ?? entry)
        return cache.get(key)!
      })
    }
  },
  {
    name: "reads from the position itself, not after it",
    caughtBy: "reads a district after a position, in order, up to the given number of entries",
    make: (honest) =>
      but(honest, { read: (district, after, limit) => honest.read(district, Math.max(0, after - 1), limit) })
  },
  {
    name: "ignores the limit",
    caughtBy: "reads a district after a position, in order, up to the given number of entries",
    make: (honest) => but(honest, { read: (district, after) => honest.read(district, after, 10_000) })
  },
  {
    name: "returns the newest entry first",
    caughtBy: "reads one stream after a version, in order, up to the given number of entries",
    make: (honest) =>
      but(honest, {
        readStream: (district, stream, after, limit) =>
          Effect.map(honest.readStream(district, stream, after, limit), (page) => page.toReversed())
      })
  },
  {
    name: "returns a page that ends early",
    caughtBy: "returns at most a page, and all of a longer district page by page",
    make: (honest) =>
      but(honest, { read: (district, after, limit) => honest.read(district, after, Math.min(limit, 9_999)) })
  },
  {
    name: "counts versions across streams",
    caughtBy: "numbers the entries of each stream separately, from 1 without a gap",
    make: (honest) => reading(honest, (entry) => ({ ...entry, version: entry.position }))
  },
  {
    name: "compares stream names without case",
    caughtBy: "distinguishes streams by every character and by case",
    make: (honest) =>
      but(honest, {
        readStream: (district, stream, after, limit) =>
          Effect.map(honest.read(district, 0, 10_000), (page) =>
            page
              .filter((entry) => entry.stream.toLowerCase() === stream.toLowerCase())
              .slice(after, after + limit)
          )
      })
  },
  {
    name: "finds streams by the beginning of their names",
    caughtBy: "distinguishes streams by every character and by case",
    make: (honest) =>
      but(honest, {
        readStream: (district, stream, after, limit) =>
          Effect.map(honest.read(district, 0, 10_000), (page) =>
            page.filter((entry) => entry.stream.startsWith(stream)).slice(after, after + limit)
          )
      })
  },
  {
    name: "confuses districts whose names begin alike",
    caughtBy: "separates districts, also those whose names begin or look alike",
    make: (honest) =>
      but(honest, {
        append: (append) => honest.append({ ...append, district: short(append.district) }),
        read: (district, after, limit) => honest.read(short(district), after, limit)
      })
  },
  {
    name: "lists a district after a query about it",
    caughtBy: "treats an unknown district as empty, and does not list it after a query",
    make: (honest) => {
      const asked = new Set<DistrictId>()
      return but(honest, {
        head: (district) =>
          Effect.andThen(
            Effect.sync(() => asked.add(district)),
            honest.head(district)
          ),
        districts: Effect.map(honest.districts, (found) => [...new Set([...found, ...asked])].sort())
      })
    }
  },
  {
    name: "lists districts in the order of their first append",
    caughtBy: "lists the districts that have entries, each once, in order",
    make: (honest) => but(honest, { districts: Effect.map(honest.districts, (found) => found.toReversed()) })
  },
  {
    name: "forgets the chain: each entry is hashed by itself",
    caughtBy: "chains the entries of a district by SHA-256 over the previous hash and every field",
    make: (honest) => reading(honest, (entry) => ({ ...entry, hash: sha256(JSON.stringify(entry.data)) }))
  },
  {
    name: "leaves the time out of the hash",
    caughtBy: "chains the entries of a district by SHA-256 over the previous hash and every field",
    make: (honest) => {
      let previous = ""
      return reading(honest, (entry) => {
        const { district, position, stream, version: at, commandId, type, data } = entry
        previous = sha256(
          JSON.stringify([
            position === 1 ? "" : previous,
            district,
            position,
            stream,
            at,
            commandId,
            0,
            type,
            data
          ])
        )
        return { ...entry, hash: previous }
      })
    }
  },
  {
    name: "verifies without looking",
    caughtBy: "finds a stored entry that was changed, and reports its position",
    ...(() => {
      const tampered = new Map<DistrictId, number>()
      return {
        capabilities: {
          tamper: (district: DistrictId, position: number) =>
            Effect.sync(() => tampered.set(district, position))
        },
        make: (honest: LedgerShape) => ({
          ...reading(honest, (entry) =>
            tampered.get(entry.district) === entry.position ? { ...entry, data: "changed" } : entry
          ),
          verify: honest.head
        })
      }
    })()
  },
  {
    name: "ends a follower at the head",
    caughtBy:
      "follows a district: returns the existing entries, then each new entry once, in order, and does not end",
    make: (honest) => ({ ...honest, follow: honest.all })
  },
  {
    name: "shows a follower only entries that are appended after it has joined",
    hangs: true,
    caughtBy:
      "follows a district: returns the existing entries, then each new entry once, in order, and does not end",
    make: (honest) => ({
      ...honest,
      follow: (district) =>
        Stream.unwrap(Effect.map(honest.head(district), ({ position }) => honest.follow(district, position)))
    })
  },
  {
    name: "shows a follower an entry twice that was appended while it was catching up",
    caughtBy:
      "follows a district: returns the existing entries, then each new entry once, in order, and does not end",
    make: (honest) => ({
      ...honest,
      follow: (district, after = 0) =>
        Stream.concat(
          honest.all(district, after),
          Stream.unwrap(
            Effect.map(honest.head(district), ({ position }) =>
              honest.follow(district, Math.max(0, position - 1))
            )
          )
        )
    })
  },
  {
    name: "wakes a reader only for entries that are appended after the wait has begun",
    hangs: true,
    caughtBy: "wakes a reader that waits for a change, at once if the change has already happened",
    make: (honest) =>
      but(honest, {
        changed: (district) =>
          Effect.flatMap(honest.head(district), ({ position }) => honest.changed(district, position))
      })
  },
  {
    name: "goes on reading for as long as there are new entries",
    hangs: true,
    caughtBy: "reads everything up to the head at the beginning of the reading, then ends",
    make: (honest) => ({ ...honest, all: honest.follow })
  }
]
