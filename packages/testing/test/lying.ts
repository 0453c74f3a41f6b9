/**
 * What ledgers that lie are made of: an honest one, and what it says instead.
 */
import { derive, type Entry, type LedgerShape } from "@liulinhui/core/ports/Ledger"
import type { Capabilities } from "@liulinhui/testing/ledgerCases"
import * as Effect from "effect/Effect"
import { createHash } from "node:crypto"

export interface Liar {
  readonly name: string
  /** The promise that it breaks, as the suite words it. */
  readonly caughtBy: string
  /** A ledger that lies about an honest one, which is its store. */
  readonly make: (honest: LedgerShape) => LedgerShape
  readonly capabilities?: Capabilities
}

type Base = Parameters<typeof derive>[0]

/** An honest ledger with some operations replaced; what is derived goes through the replacements. */
export const but = (honest: LedgerShape, lies: Partial<Base>): LedgerShape => derive({ ...honest, ...lies })

/** Lies about entries, wherever they are read. */
export const reading = (honest: LedgerShape, lie: (entry: Entry) => Entry): LedgerShape =>
  but(honest, {
    read: (district, after, limit) =>
      Effect.map(honest.read(district, after, limit), (page) => page.map(lie)),
    readStream: (district, stream, after, limit) =>
      Effect.map(honest.readStream(district, stream, after, limit), (page) => page.map(lie))
  })

export const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex")

/** Gives other threads of work a few turns. */
export const dawdle = Effect.andThen(Effect.yieldNow, Effect.andThen(Effect.yieldNow, Effect.yieldNow))
