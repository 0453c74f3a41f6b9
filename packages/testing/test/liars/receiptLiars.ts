/** Ledgers that are broken on purpose: each loses or confuses receipts, or writes a part of a call. */
import type { DistrictId } from "@liulinhui/core/Id"
import {
  type Append,
  type CommandId,
  LedgerUnavailable,
  type Receipt,
  VersionConflict
} from "@liulinhui/core/Ledger"
import * as Effect from "effect/Effect"
import { createHash } from "node:crypto"
import { crc32 } from "node:zlib"
import { but, dawdle, type Liar } from "../lying.ts"

const promises = {
  number: "finds the receipts of any number of commands in one call: 255, 256, 257, and tens of thousands",
  first: "knows the first commands and streams of a district, however many came after them",
  hash: "keeps commands and streams apart whose names have the same hash",
  refused:
    "keeps the receipts of earlier commands after a call that it refuses, and none of the refused ones",
  hundred: "appends all of some hundred commands in one call, or none",
  failed: "stores no command of a call that fails at any entry, and keeps the receipts of earlier commands",
  together:
    "accepts one of several calls with several commands that saw the same versions, and nothing of the others"
} as const

/** Makes a ledger that finds a command by a hash of its id alone. */
const byHash =
  (hash: (id: string) => number): Liar["make"] =>
  (honest) => {
    const known = new Map<string, Receipt>()
    const key = (district: DistrictId, id: string) => `${district}/${hash(id)}`
    return but(honest, {
      append: (append) =>
        Effect.suspend(() => {
          const before = known.get(key(append.district, append.commandId))
          return before === undefined || before.fingerprint !== append.fingerprint
            ? Effect.tap(honest.append(append), (receipt) =>
                Effect.sync(() =>
                  known.set(key(append.district, append.commandId), { ...receipt, repeated: true })
                )
              )
            : Effect.succeed(before)
        })
    })
  }

const java = (id: string): number => {
  let hash = 0
  for (let n = 0; n < id.length; n++) hash = (Math.imul(hash, 31) + id.charCodeAt(n)) | 0
  return hash
}

const fnv = (id: string): number => {
  let hash = 0x811c9dc5
  for (const byte of Buffer.from(id)) hash = Math.imul(hash ^ byte, 0x01000193)
  return hash
}

const digest =
  (algorithm: string, bytes: number) =>
  (id: string): number =>
    createHash(algorithm).update(id).digest().readUIntBE(0, bytes)

/** Makes a ledger that writes the commands of one call in groups. Each group is written completely or not at all. */
const grouped =
  (size: number): Liar["make"] =>
  (honest) =>
    but(honest, {
      appendAll: (appends) =>
        Effect.map(
          Effect.forEach(
            Array.from({ length: Math.ceil(appends.length / size) }, (_, n) =>
              appends.slice(n * size, (n + 1) * size)
            ),
            honest.appendAll
          ),
          (receipts) => receipts.flat()
        )
    })

/** Makes a ledger that returns no receipts in one call for more than some ids. */
const upToIds =
  (most: number): Liar["make"] =>
  (honest) =>
    but(honest, {
      receipts: (district, ids) => honest.receipts(district, ids.slice(0, most))
    })

/** Makes a ledger that knows only the last commands of a district. */
const remembering =
  (most: number): Liar["make"] =>
  (honest) => {
    const order = new Map<DistrictId, Array<CommandId>>()
    const note = (appends: ReadonlyArray<Append>) =>
      Effect.sync(() => {
        for (const { commandId, district } of appends) {
          order.set(district, [...(order.get(district) ?? []).slice(-most + 1), commandId])
        }
      })
    const forgotten = ({ commandId, district }: Append) =>
      (order.get(district)?.length ?? 0) >= most && order.get(district)?.includes(commandId) === false
    return but(honest, {
      append: (append) =>
        forgotten(append)
          ? Effect.flatMap(honest.receipt(append.district, append.commandId), (known) =>
              known._tag === "Some"
                ? Effect.map(honest.head(append.district), ({ position }) => ({
                    first: position + 1,
                    last: position + 1,
                    repeated: false
                  }))
                : honest.append(append)
            )
          : Effect.tap(honest.append(append), () => note([append])),
      appendAll: (appends) => Effect.tap(honest.appendAll(appends), () => note(appends))
    })
  }

export const receiptLiars: ReadonlyArray<Liar> = [
  { name: "returns receipts for at most 255 ids", caughtBy: promises.number, make: upToIds(255) },
  { name: "returns receipts for at most a thousand ids", caughtBy: promises.number, make: upToIds(1_000) },
  { name: "binds at most 32,766 ids", caughtBy: promises.number, make: upToIds(32_766) },
  { name: "binds at most 65,535 ids", caughtBy: promises.number, make: upToIds(65_535) },
  { name: "remembers the last 2,000 commands", caughtBy: promises.first, make: remembering(2_000) },
  {
    name: "remembers the versions of the last 2,000 streams",
    caughtBy: promises.first,
    make: (honest) => {
      const streams = new Map<DistrictId, Array<string>>()
      return but(honest, {
        append: (append) => {
          const known = streams.get(append.district) ?? []
          return known.length > 2_000 &&
            append.streams.some(({ stream }) => !known.slice(-2_000).includes(stream))
            ? honest.append({
                ...append,
                streams: append.streams.map((part) => ({ ...part, expected: "any" as const }))
              })
            : honest.append(append)
        },
        appendAll: (appends) =>
          Effect.tap(honest.appendAll(appends), () =>
            Effect.sync(() => {
              for (const { district, streams: parts } of appends) {
                const known = streams.get(district) ?? []
                streams.set(district, known)
                known.push(...parts.map(({ stream }) => stream))
              }
            })
          )
      })
    }
  },
  { name: "finds commands by Java's hash alone", caughtBy: promises.hash, make: byHash(java) },
  { name: "finds commands by FNV-1a alone", caughtBy: promises.hash, make: byHash(fnv) },
  { name: "finds commands by CRC-32 alone", caughtBy: promises.hash, make: byHash((id) => crc32(id)) },
  {
    name: "finds commands by 32 bits of SHA-256 alone",
    caughtBy: promises.hash,
    make: byHash(digest("sha256", 4))
  },
  { name: "finds commands by 32 bits of MD5 alone", caughtBy: promises.hash, make: byHash(digest("md5", 4)) },
  {
    name: "forgets its receipts after a conflict",
    caughtBy: promises.refused,
    make: (honest) => {
      const forgotten = new Set<DistrictId>()
      return but(honest, {
        append: (append) =>
          Effect.tapError(honest.append(append), () => Effect.sync(() => forgotten.add(append.district))),
        receipts: (district, ids) =>
          forgotten.has(district) && ids.length > 1
            ? Effect.succeed(new Map())
            : honest.receipts(district, ids)
      })
    }
  },
  {
    name: "keeps the receipts of a refused call with several commands",
    caughtBy: promises.refused,
    make: (honest) => {
      const kept = new Map<string, Receipt>()
      return but(honest, {
        appendAll: (appends) =>
          Effect.tapError(honest.appendAll(appends), (error) =>
            Effect.sync(() => {
              const [first] = appends
              if (first !== undefined && error._tag === "CommandIdReused" && appends.length === 3) {
                kept.set(first.commandId, { first: 1, last: 1, repeated: true })
              }
            })
          ),
        receipts: (district, ids) =>
          Effect.map(
            honest.receipts(district, ids),
            (found) =>
              new Map([
                ...found,
                ...ids.flatMap((id) => {
                  const receipt = found.has(id) ? undefined : kept.get(id)
                  return receipt === undefined ? [] : [[id, receipt] as const]
                })
              ])
          )
      })
    }
  },
  { name: "writes the commands of a call in groups of 100", caughtBy: promises.hundred, make: grouped(100) },
  { name: "writes the commands of a call in groups of 256", caughtBy: promises.hundred, make: grouped(256) },
  {
    name: "writes the commands of a call in groups of 1,000",
    caughtBy: promises.hundred,
    make: grouped(1_000)
  },
  {
    name: "stores the commands of a call before the one that fails to be written",
    caughtBy: promises.failed,
    ...(() => {
      let failing: { readonly district: DistrictId; readonly position: number } | undefined
      return {
        capabilities: {
          failAt: (district: DistrictId, position: number) =>
            Effect.acquireRelease(
              Effect.sync(() => void (failing = { district, position })),
              () => Effect.sync(() => void (failing = undefined))
            )
        },
        make: (honest) => {
          const broken = new LedgerUnavailable({ operation: "append", reason: "no space", retryable: true })
          const reaches = (appends: ReadonlyArray<Append>) =>
            Effect.map(honest.head(appends[0]!.district), ({ position }) => {
              let last = position
              const at = appends.findIndex(({ district, streams }) => {
                last += streams.reduce((sum, { events }) => sum + events.length, 0)
                return failing !== undefined && failing.district === district && last >= failing.position
              })
              return at
            })
          return but(honest, {
            append: (append) =>
              Effect.flatMap(reaches([append]), (at) =>
                at < 0 ? honest.append(append) : Effect.fail(broken)
              ),
            appendAll: (appends) =>
              Effect.flatMap(reaches(appends), (at) =>
                at < 0
                  ? honest.appendAll(appends)
                  : Effect.andThen(honest.appendAll(appends.slice(0, at)), Effect.fail(broken))
              )
          })
        }
      } satisfies Pick<Liar, "capabilities" | "make">
    })()
  },
  {
    name: "looks at the versions of a call with several commands first and writes later",
    caughtBy: promises.together,
    make: (honest) =>
      but(honest, {
        appendAll: (appends) =>
          Effect.gen(function* () {
            const [first] = appends
            if (first === undefined) return []
            const { district } = first
            const before = yield* honest.read(district, 0, 10_000)
            for (const { streams } of appends) {
              for (const { expected, stream } of streams) {
                const actual = before.filter((entry) => entry.stream === stream).length
                const isOnce = appends.filter((one) => one.streams[0]?.stream === stream).length === 1
                if (isOnce && expected !== "any" && expected !== actual) {
                  return yield* new VersionConflict({ district, stream, expected, actual })
                }
              }
            }
            yield* dawdle
            const isOnce = new Set(appends.map(({ streams }) => streams[0]?.stream)).size === appends.length
            return yield* honest.appendAll(
              isOnce
                ? appends.map((append) => ({
                    ...append,
                    streams: append.streams.map((part) => ({ ...part, expected: "any" as const }))
                  }))
                : appends
            )
          })
      })
  }
]
