/** Functions that make deliberately broken ledgers: a correct ledger with some changed answers. */
import { derive, type Entry, type LedgerShape } from "@liulinhui/core/Ledger"
import type { Capabilities } from "../src/LedgerCases.ts"
import * as Effect from "effect/Effect"
import { createHash } from "node:crypto"

export interface Liar {
  readonly name: string
  /** The name of the suite's case that must find the mistake. */
  readonly caughtBy: string
  /** Makes a broken ledger from a correct one, which stores its entries. */
  readonly make: (honest: LedgerShape) => LedgerShape
  readonly capabilities?: Capabilities
}

type Base = Parameters<typeof derive>[0]

/**
 * Returns a correct ledger with some operations replaced. Operations that are derived from them use the replacements.
 */
export const but = (honest: LedgerShape, lies: Partial<Base>): LedgerShape => derive({ ...honest, ...lies })

/** Changes every entry that is read from the ledger. */
export const reading = (honest: LedgerShape, lie: (entry: Entry) => Entry): LedgerShape =>
  but(honest, {
    read: (district, after, limit) =>
      Effect.map(honest.read(district, after, limit), (page) => page.map(lie)),
    readStream: (district, stream, after, limit) =>
      Effect.map(honest.readStream(district, stream, after, limit), (page) => page.map(lie))
  })

export const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex")

/** An effect that lets other fibers run several times before it continues. */
export const dawdle = Effect.andThen(Effect.yieldNow, Effect.andThen(Effect.yieldNow, Effect.yieldNow))
