/** The parts of ledgers that break a promise: an honest ledger, and its changed answers. */
import { derive, type Entry, type LedgerShape } from "@liulinhui/core/Ledger"
import type { Capabilities } from "../src/LedgerCases.ts"
import * as Effect from "effect/Effect"
import { createHash } from "node:crypto"

export interface Liar {
  readonly name: string
  /** The name of the broken promise in the suite. */
  readonly caughtBy: string
  /** Makes a ledger that lies about an honest one, which is its store. */
  readonly make: (honest: LedgerShape) => LedgerShape
  readonly capabilities?: Capabilities
}

type Base = Parameters<typeof derive>[0]

/** An honest ledger with some operations replaced. Derived operations use the replacements. */
export const but = (honest: LedgerShape, lies: Partial<Base>): LedgerShape => derive({ ...honest, ...lies })

/** Changes every entry that is read. */
export const reading = (honest: LedgerShape, lie: (entry: Entry) => Entry): LedgerShape =>
  but(honest, {
    read: (district, after, limit) =>
      Effect.map(honest.read(district, after, limit), (page) => page.map(lie)),
    readStream: (district, stream, after, limit) =>
      Effect.map(honest.readStream(district, stream, after, limit), (page) => page.map(lie))
  })

export const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex")

/** Lets other fibers run for a few turns. */
export const dawdle = Effect.andThen(Effect.yieldNow, Effect.andThen(Effect.yieldNow, Effect.yieldNow))
