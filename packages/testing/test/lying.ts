/** Functions that make deliberately broken ledgers: a correct ledger with some changed answers. */
import { derive, type Entry, type LedgerShape } from "@liulinhui/core/Ledger"
import * as Memory from "@liulinhui/storage-memory"
import type { Capabilities, LedgerCase } from "../src/LedgerCases.ts"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { createHash } from "node:crypto"

export interface Liar {
  readonly name: string
  /** The name of the suite's case that must find the mistake. */
  readonly caughtBy: string
  /** Makes a broken ledger from a correct one, which stores its entries. */
  readonly make: (honest: LedgerShape) => LedgerShape
  readonly capabilities?: Capabilities
  /** Whether the case waits for something that this ledger never does. So the time limit of the case is short. */
  readonly hangs?: true
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

/**
 * Runs a case of the suite on a broken ledger. Several handles use the same store. Fails if the case takes too long,
 * except on a ledger with which it waits for ever: a slow machine must not count as a mistake that was found.
 */
export const outcome = (
  promise: LedgerCase,
  { capabilities = {}, hangs, make }: Omit<Liar, "caughtBy" | "name">
) =>
  Effect.suspend(() => {
    const honest = Memory.makeLedger()
    const another = Effect.sync(() => make(honest))
    return Effect.flatMap(another, (ledger) => promise.check({ ledger, another, capabilities }))
  }).pipe(
    Effect.scoped,
    Effect.exit,
    Effect.timeoutOrElse({
      duration: hangs === true ? "1 second" : "1 minute",
      orElse: () =>
        hangs === true ? Effect.succeed(Exit.fail("it hangs")) : Effect.die("the case is too slow")
    })
  )
