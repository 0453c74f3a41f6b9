/**
 * Ledgers that are broken on purpose: each breaks one rule about fingerprints (hashes of commands), and keeps all other
 * rules.
 */
import type { DistrictId } from "@liulinhui/core/Id"
import {
  type Append,
  CommandId,
  CommandIdReused,
  type LedgerShape,
  type Receipt
} from "@liulinhui/core/Ledger"
import * as Memory from "@liulinhui/storage-memory"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { but, dawdle, type Liar, reading, sha256 } from "../lying.ts"

const bare = <A extends { readonly fingerprint?: string }>({
  fingerprint: _,
  ...self
}: A): Omit<A, "fingerprint"> => self

const markOf = ({ fingerprint }: Append): Pick<Append, "fingerprint"> =>
  fingerprint === undefined ? {} : { fingerprint }

const another =
  "refuses a command id with a fingerprint that differs in any character or in case, and writes nothing"

/**
 * Makes a ledger that applies a function to fingerprints before it compares them. For example, it compares only their
 * first characters. It stores the fingerprints unchanged.
 */
const comparing =
  (seen: (fingerprint: string) => string): Liar["make"] =>
  (honest) =>
    but(honest, {
      append: (append) =>
        Effect.flatMap(honest.receipt(append.district, append.commandId), (known) => {
          const stored = Option.isSome(known) ? known.value.fingerprint : undefined
          return stored !== undefined &&
            append.fingerprint !== undefined &&
            seen(stored) === seen(append.fingerprint)
            ? honest.append({ ...append, fingerprint: stored })
            : honest.append(append)
        })
    })

const refused = ({ commandId, district }: Append) => Effect.fail(new CommandIdReused({ district, commandId }))

export const fingerprintLiars: ReadonlyArray<Liar> = [
  {
    name: "keeps no fingerprint with its entries",
    caughtBy:
      "stores the fingerprint of an append only on its first entry, and returns it with every receipt",
    make: (honest) => reading(honest, bare)
  },
  {
    name: "puts the fingerprint of an append on each of its entries",
    caughtBy:
      "stores the fingerprint of an append only on its first entry, and returns it with every receipt",
    make: (honest) => {
      const marks = new Map<string, string>()
      return reading(honest, (entry) => {
        if (entry.fingerprint !== undefined) marks.set(entry.commandId, entry.fingerprint)
        const fingerprint = marks.get(entry.commandId)
        return fingerprint === undefined ? entry : { ...entry, fingerprint }
      })
    }
  },
  {
    name: "returns receipts without their fingerprints",
    caughtBy:
      "stores the fingerprint of an append only on its first entry, and returns it with every receipt",
    make: (honest) =>
      but(honest, {
        receipts: (district, commandIds) =>
          Effect.map(
            honest.receipts(district, commandIds),
            (found) => new Map([...found].map(([id, receipt]) => [id, bare(receipt)]))
          )
      })
  },
  {
    name: "returns the given fingerprint, not the stored one",
    caughtBy: "accepts any fingerprint for a command that was appended without one, and does not store it",
    make: (honest) =>
      but(honest, {
        append: (append) =>
          Effect.map(honest.append(append), (receipt): Receipt => ({ ...receipt, ...markOf(append) })),
        appendAll: (appends) =>
          Effect.map(honest.appendAll(appends), (receipts) =>
            receipts.map((receipt, n): Receipt => ({ ...receipt, ...markOf(appends[n]!) }))
          )
      })
  },
  {
    name: "returns the first receipt for every command with its id, as before fingerprints existed",
    caughtBy: another,
    make: (honest) =>
      but(honest, {
        append: (append) =>
          Effect.catchTag(honest.append(append), "CommandIdReused", () => honest.append(bare(append)))
      })
  },
  {
    name: "compares fingerprints without case",
    caughtBy: another,
    make: comparing((mark) => mark.toLowerCase())
  },
  {
    name: "compares the first characters of fingerprints",
    caughtBy: another,
    make: comparing((mark) => mark.slice(0, 42))
  },
  {
    name: "compares versions before fingerprints",
    caughtBy: another,
    make: (honest) =>
      but(honest, {
        append: (append) =>
          Effect.catchTag(honest.append(append), "CommandIdReused", () =>
            honest.append({ ...bare(append), commandId: CommandId.make(`${append.commandId}:again`) })
          )
      })
  },
  {
    name: "reports that an id was used, but writes the entries under another id",
    caughtBy: another,
    make: (honest) =>
      but(honest, {
        append: (append) =>
          Effect.tapError(honest.append(append), (error) =>
            error._tag === "CommandIdReused"
              ? Effect.ignore(
                  honest.append({ ...append, commandId: CommandId.make(`${append.commandId}:again`) })
                )
              : Effect.void
          )
      })
  },
  {
    name: "refuses a repeated command without its fingerprint",
    caughtBy:
      "returns the first receipt for a repeated command, with the same fingerprint or none, whatever its events",
    make: (honest) =>
      but(honest, {
        append: (append) =>
          Effect.flatMap(honest.append(append), (receipt) =>
            receipt.fingerprint === append.fingerprint || append.fingerprint !== undefined
              ? Effect.succeed(receipt)
              : refused(append)
          )
      })
  },
  {
    name: "refuses a fingerprint if none was stored",
    caughtBy: "accepts any fingerprint for a command that was appended without one, and does not store it",
    make: (honest) =>
      but(honest, {
        append: (append) =>
          Effect.flatMap(honest.append(append), (receipt) =>
            receipt.repeated && receipt.fingerprint === undefined && append.fingerprint !== undefined
              ? refused(append)
              : Effect.succeed(receipt)
          )
      })
  },
  {
    name: "compares a call with earlier appends, but not within the call",
    caughtBy: "compares fingerprints within one call, and writes nothing of the call if two differ",
    make: (honest) =>
      but(honest, {
        appendAll: (appends) => {
          const first = new Map<string, Append>()
          for (const append of appends) first.set(append.commandId, first.get(append.commandId) ?? append)
          return honest.appendAll(
            appends.map((append) => (first.get(append.commandId) === append ? append : bare(append)))
          )
        }
      })
  },
  {
    name: "stores the part of a call before a different fingerprint",
    caughtBy: "compares fingerprints within one call, and writes nothing of the call if two differ",
    make: (honest) =>
      but(honest, {
        appendAll: (appends) =>
          Effect.tapError(honest.appendAll(appends), (error) =>
            error._tag === "CommandIdReused"
              ? Effect.ignore(Effect.forEach(appends, honest.append, { discard: true }))
              : Effect.void
          )
      })
  },
  {
    name: "looks at the fingerprint first and writes later",
    caughtBy:
      "accepts one of many commands with the same id at the same time, and refuses those with another fingerprint",
    make: (honest) =>
      but(honest, {
        append: (append) =>
          Effect.gen(function* () {
            const known = yield* honest.receipt(append.district, append.commandId)
            if (Option.isSome(known)) return yield* honest.append(append)
            yield* dawdle
            return yield* Effect.catchTag(honest.append(append), "CommandIdReused", () =>
              honest.append(bare(append))
            )
          })
      })
  },
  {
    name: "drops the fingerprint of a large append",
    caughtBy: "stores the fingerprint of an append of some thousand events, and compares it",
    make: (honest) =>
      but(honest, {
        append: (append) =>
          honest.append(append.streams.some(({ events }) => events.length > 2000) ? bare(append) : append)
      })
  },
  {
    name: "remembers the fingerprint of an append that it refused",
    caughtBy: "stores no fingerprint of a refused append: the command may come again with another one",
    make: (honest) => {
      const marks = new Map<string, string | undefined>()
      return but(honest, {
        append: (append) =>
          Effect.suspend(() => {
            const before = marks.get(append.commandId) ?? append.fingerprint
            marks.set(append.commandId, before)
            return before === append.fingerprint ? honest.append(append) : refused(append)
          })
      })
    }
  },
  {
    name: "cuts off a fingerprint that is too long",
    caughtBy: "accepts a fingerprint of 1–200 visible ASCII characters unchanged, and no other",
    make: (honest) =>
      reading(honest, (entry) =>
        entry.fingerprint === undefined ? entry : { ...entry, fingerprint: entry.fingerprint.slice(0, 64) }
      )
  },
  {
    name: "accepts any text as a fingerprint",
    caughtBy: "accepts a fingerprint of 1–200 visible ASCII characters unchanged, and no other",
    make: (honest) =>
      but(honest, {
        append: (append) =>
          Effect.catchTag(honest.append(append), "AppendRejected", () =>
            honest.append({ ...append, fingerprint: sha256(append.fingerprint ?? "") })
          )
      })
  },
  {
    name: "treats a reserved id of the library as the same id without the mark",
    caughtBy:
      "accepts the library's reserved ids, which no caller can use, beside the same ids without the mark",
    make: (honest) =>
      but(honest, {
        append: (append) =>
          honest.append({ ...append, commandId: CommandId.make(append.commandId.replace(/^~(?=[a-z])/, "")) })
      })
  },
  {
    name: "leaves the fingerprint out of the hash",
    caughtBy:
      "hashes the fingerprint with its entry, and an entry without one as before fingerprints existed",
    make: (honest) => {
      let previous = ""
      return reading(honest, (entry) => {
        const { at, commandId, data, district, position, stream, type, version } = entry
        const before = position === 1 ? "" : previous
        previous = sha256(
          JSON.stringify([before, district, position, stream, version, commandId, at, type, data])
        )
        return { ...entry, hash: previous }
      })
    }
  },
  {
    name: "hashes an absent fingerprint as null",
    caughtBy:
      "hashes the fingerprint with its entry, and an entry without one as before fingerprints existed",
    make: (honest) => {
      let previous = ""
      return reading(honest, (entry) => {
        const { at, commandId, data, district, fingerprint = null, position, stream, type, version } = entry
        const before = position === 1 ? "" : previous
        previous = sha256(
          JSON.stringify([
            before,
            district,
            position,
            stream,
            version,
            commandId,
            at,
            type,
            data,
            fingerprint
          ])
        )
        return { ...entry, hash: previous }
      })
    }
  },
  {
    name: "loses the fingerprints of many appends at once, as from a file",
    caughtBy: "imports a district from a file with its fingerprints, compares them, and exports them again",
    make: (honest) => but(honest, { appendAll: (appends) => honest.appendAll(appends.map(bare)) })
  },
  {
    name: "compares only with its appends, not with those of other handles",
    caughtBy: "compares a command at once with the appends of another handle on the store",
    capabilities: { shared: true },
    make: (honest) => {
      const own = new Set<string>()
      return but(honest, {
        append: (append) =>
          Effect.tap(
            own.has(append.commandId)
              ? honest.append(append)
              : Effect.catchTag(honest.append(append), "CommandIdReused", () => honest.append(bare(append))),
            () => Effect.sync(() => own.add(append.commandId))
          )
      })
    }
  },
  {
    name: "has its fingerprints only in memory",
    caughtBy: "still has its fingerprints when it is opened again, and compares with them",
    capabilities: { shared: true },
    make: (honest) => {
      const buffer = Memory.makeLedger()
      return but(honest, {
        append: (append) => Effect.andThen(Effect.asVoid(buffer.append(append)), honest.append(bare(append))),
        appendAll: (appends) =>
          Effect.andThen(Effect.asVoid(buffer.appendAll(appends)), honest.appendAll(appends.map(bare)))
      })
    }
  },
  {
    name: "verifies entries without their fingerprints",
    caughtBy: "finds a stored fingerprint that was changed, removed or added, and reports its position",
    ...(() => {
      const tampered = new Map<string, string | null>()
      const key = (district: DistrictId, position: number) => `${district}/${position}`
      return {
        capabilities: {
          tamperFingerprint: (district: DistrictId, position: number, fingerprint: string | null) =>
            Effect.sync(() => tampered.set(key(district, position), fingerprint))
        },
        make: (honest: LedgerShape) => ({
          ...reading(honest, (entry) => {
            const fingerprint = tampered.get(key(entry.district, entry.position))
            return fingerprint === undefined
              ? entry
              : { ...bare(entry), ...(fingerprint === null ? {} : { fingerprint }) }
          }),
          verify: honest.verify
        })
      }
    })()
  }
]
