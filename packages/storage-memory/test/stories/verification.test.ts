import { describe, expect, it } from "@effect/vitest"
import { DistrictId } from "@liulinhui/core/Id"
import { derive, type Entry, type Head, type LedgerShape } from "@liulinhui/core/Ledger"
import * as Memory from "@liulinhui/storage-memory"
import { appendAttempt, appendOf } from "@liulinhui/testing/LedgerArbitraries"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as fc from "fast-check"

const district = DistrictId.make("wan-liu")

/** A ledger that returns only a few entries for each read, as a store does if its entries are large. */
const paged = (ledger: LedgerShape, size: number): LedgerShape =>
  derive({
    ...ledger,
    read: (of, after, limit) => ledger.read(of, after, Math.min(limit, size)),
    readStream: (of, stream, after, limit) => ledger.readStream(of, stream, after, Math.min(limit, size))
  })

/** Generated districts with at least one entry, and a number that chooses one of the entries. */
const subjects = fc.record({
  plans: fc.array(appendAttempt(20), { minLength: 1, maxLength: 12 }),
  size: fc.integer({ min: 1, max: 5 }),
  chosen: fc.nat()
})

const checking = (
  check: (subject: {
    readonly ledger: LedgerShape
    readonly entries: ReadonlyArray<Entry>
    readonly entry: Entry
  }) => Effect.Effect<void, unknown>
) =>
  Effect.promise(() =>
    fc.assert(
      fc.asyncProperty(subjects, ({ chosen, plans, size }) =>
        Effect.gen(function* () {
          const honest = Memory.makeLedger()
          for (const plan of plans) {
            const parts = plan.streams.map((part) => ({ ...part, seen: "any" as const }))
            yield* Effect.ignore(honest.append(appendOf(district, { ...plan, streams: parts }, () => 0)))
          }
          const entries = yield* Stream.runCollect(honest.all(district))
          const entry = entries[chosen % entries.length]
          if (entry !== undefined) yield* check({ ledger: paged(honest, size), entries, entry })
        }).pipe(Effect.runPromise)
      ),
      { numRuns: 150 }
    )
  )

const breach = (ledger: LedgerShape, recorded: ReadonlyArray<Head> = []) =>
  Effect.map(Effect.flip(ledger.verify(district, recorded)), (error) =>
    error._tag === "ChainBroken" ? error.position : error
  )

describe("verifying a district", () => {
  it.effect("accepts what was written, and every head that it had", () =>
    checking(({ entries, ledger }) =>
      Effect.gen(function* () {
        expect(yield* ledger.verify(district, entries)).toEqual(yield* ledger.head(district))
      })
    )
  )

  it.effect("finds that a command cannot be looked up, at its first entry", () =>
    checking(({ entries, entry, ledger }) =>
      Effect.gen(function* () {
        const lost = derive({
          ...ledger,
          receipts: (of, commands) =>
            ledger.receipts(
              of,
              commands.filter((command) => command !== entry.commandId)
            )
        })
        const first = entries.find(({ commandId }) => commandId === entry.commandId)
        expect(yield* breach(lost)).toBe(first?.position)
      })
    )
  )

  it.effect("finds that a command was appended a second time after its look-up was lost", () =>
    checking(({ entries, entry, ledger }) =>
      Effect.gen(function* () {
        const amnesiac = derive({
          ...ledger,
          receipts: (of, commands) =>
            Effect.map(ledger.receipts(of, commands), (receipts) => {
              const found = receipts.get(entry.commandId)
              if (found === undefined) return receipts
              const other = { ...found, first: found.first + 1, last: found.last + 1 }
              return new Map([...receipts, [entry.commandId, other]])
            })
        })
        const first = entries.find(({ commandId }) => commandId === entry.commandId)
        expect(yield* breach(amnesiac)).toBe(first?.position)
      })
    )
  )

  it.effect("finds that an entry cannot be looked up by its stream", () =>
    checking(({ entry, ledger }) =>
      Effect.gen(function* () {
        const lost = derive({
          ...ledger,
          readStream: (of, stream, after, limit) =>
            Effect.map(ledger.readStream(of, stream, after, limit), (found) =>
              found.filter(({ position }) => position !== entry.position)
            )
        })
        expect(yield* breach(lost)).toBe(entry.position)
      })
    )
  )

  it.effect("finds that the history before a recorded head was replaced", () =>
    checking(({ entry, ledger }) =>
      Effect.gen(function* () {
        const recorded = { position: entry.position, hash: "0".repeat(64) }
        expect(yield* breach(ledger, [recorded])).toBe(entry.position)
      })
    )
  )

  it.effect("finds that entries were cut off before a recorded head", () =>
    checking(({ entries, ledger }) =>
      Effect.gen(function* () {
        const recorded = { position: entries.length + 1, hash: "0".repeat(64) }
        expect(yield* breach(ledger, [recorded])).toBe(entries.length)
      })
    )
  )
})
