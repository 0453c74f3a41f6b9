/** Ledgers that are broken on purpose: each has another limit than the port. */
import { type Append, limits } from "@liulinhui/core/Ledger"
import type * as Schema from "effect/Schema"
import { but, type Liar, reading } from "../lying.ts"

const promises = {
  bytes: "measures an event by the bytes of its JSON text, however its characters are written there",
  total: "accepts the largest permitted size of all events of a call, and not one byte more",
  depth: "accepts data nested up to the permitted depth, and not one level more",
  moments: "keeps every moment from 1970 to the last one that can be written, to the millisecond"
} as const

const texts = (append: Append): ReadonlyArray<string> =>
  append.streams.flatMap(({ events }) => events.map(({ data }) => JSON.stringify(data) ?? ""))

/** Makes a ledger that refuses some appends that the port permits. */
const refusing = (isRefused: (append: Append) => boolean): Liar["make"] =>
  ((honest) => {
    const refused = (append: Append): Append => (isRefused(append) ? { ...append, streams: [] } : append)
    return but(honest, {
      append: (append) => honest.append(refused(append)),
      appendAll: (appends) => honest.appendAll(appends.map(refused))
    })
  }) satisfies Liar["make"]

/** Makes a ledger that changes the data of an append before it stores them. */
const storing = (change: (data: Schema.Json) => Schema.Json): Liar["make"] =>
  ((honest) =>
    but(honest, {
      append: (append) =>
        honest.append({
          ...append,
          streams: append.streams.map((part) => ({
            ...part,
            events: part.events.map(({ type, data }) => ({ type, data: change(data) }))
          }))
        })
    })) satisfies Liar["make"]

const depthOf = (data: Schema.Json): number =>
  typeof data === "object" && data !== null ? 1 + Math.max(0, ...Object.values(data).map(depthOf)) : 0

export const limitLiars: ReadonlyArray<Liar> = [
  {
    name: "cuts off an event that is larger than permitted",
    caughtBy: promises.bytes,
    make: storing((data) =>
      typeof data === "string" && data.startsWith("\u0001") ? data.slice(0, 174_762) : data
    )
  },
  {
    name: "accepts an event whose characters, not bytes, are within the limit",
    caughtBy: promises.bytes,
    make: storing((data) =>
      typeof data === "string" && data.startsWith("\u{20bb7}") && data.length <= limits.entryBytes
        ? data.slice(0, 4)
        : data
    )
  },
  {
    name: "counts two bytes more for each escape in JSON",
    caughtBy: promises.bytes,
    make: refusing((append) =>
      texts(append).some((text) => text.length === limits.entryBytes && text.includes("\\n"))
    )
  },
  {
    name: "accepts at most 32 MiB in one call",
    caughtBy: promises.total,
    make: refusing(
      (append) => texts(append).reduce((sum, text) => sum + text.length, 0) >= limits.batchBytes / 2
    )
  },
  {
    name: "refuses data nested to the permitted depth",
    caughtBy: promises.depth,
    make: refusing((append) =>
      append.streams.some(({ events }) => events.some(({ data }) => depthOf(data) === limits.depth))
    )
  },
  {
    name: "flattens data that are nested too deep",
    caughtBy: promises.depth,
    make: storing((data) => (depthOf(data) > limits.depth ? "too deep" : data))
  },
  {
    name: "keeps moments in 32 bits",
    caughtBy: promises.moments,
    make: (honest) => reading(honest, (entry) => ({ ...entry, at: entry.at % 2 ** 45 }))
  },
  {
    name: "keeps moments as fractions of seconds in single precision",
    caughtBy: promises.moments,
    make: (honest) =>
      reading(honest, (entry) => ({ ...entry, at: entry.at === 2 ** 31 - 1 ? 2 ** 31 : entry.at }))
  },
  {
    name: "accepts a moment after the last one that can be written",
    caughtBy: promises.moments,
    make: (honest) =>
      but(honest, { append: (append) => honest.append({ ...append, at: Math.min(append.at, 8.64e15) }) })
  }
]
