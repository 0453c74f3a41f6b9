/**
 * The PIN of a device: 6 to 12 digits that its owner chooses. The store contains a scrypt hash (RFC 7914) of the PIN and of
 * the token of the device. The store does not contain this token. So a stolen store is not enough to try PINs: the thief
 * needs the device as well.
 */
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as Semaphore from "effect/Semaphore"
import { Buffer } from "node:buffer"
import { scrypt, timingSafeEqual } from "node:crypto"

/**
 * The cost of one hash: `N`, `r` and `p` of scrypt. It uses 128 · N · r bytes of memory.
 *
 * @category models
 */
export const Cost = Schema.Struct({ N: Schema.Int, r: Schema.Int, p: Schema.Int })
export interface Cost extends Schema.Schema.Type<typeof Cost> {}

/** The usual cost: 32 MiB of memory (OWASP Password Storage Cheat Sheet: N = 2^15, r = 8, p = 3). */
export const usualCost: Cost = { N: 2 ** 15, r: 8, p: 3 }

/** A stored PIN: its hash and how it was computed. */
export const Hashed = Schema.Struct({ salt: Schema.String, hash: Schema.String, cost: Cost })
export interface Hashed extends Schema.Schema.Type<typeof Hashed> {}

/** Why a PIN is refused when a person chooses it. */
export type Flaw = "NotDigits" | "SameDigit" | "Sequence"

/**
 * The reason why a PIN may not be chosen. `undefined` if it may. Refused are texts that are not 6 to 12 digits, and PINs
 * that are guessed first: one digit repeated, and digits in a row, such as `123456`.
 *
 * @example
 * ```ts
 * import { flawOf } from "@liulinhui/http/SignIn"
 * import { strict as assert } from "node:assert"
 *
 * assert.equal(flawOf("831047"), undefined)
 * assert.equal(flawOf("12345"), "NotDigits")
 * assert.equal(flawOf("987654"), "Sequence")
 * ```
 * @category operations
 */
export const flawOf = (pin: string): Flaw | undefined => {
  if (!/^[0-9]{6,12}$/u.test(pin)) return "NotDigits"
  const steps = new Set([...pin].slice(1).map((digit, n) => (Number(digit) - Number(pin[n]) + 10) % 10))
  if (steps.size > 1) return undefined
  if (steps.has(0)) return "SameDigit"
  return steps.has(1) || steps.has(9) ? "Sequence" : undefined
}

const length = 32

const derive = (input: string, salt: string, { N, p, r }: Cost): Effect.Effect<Buffer> =>
  Effect.callback((resume) => {
    scrypt(input, salt, length, { N, r, p, maxmem: 256 * r * (N + p + 2) }, (error, key) => {
      resume(error === null ? Effect.succeed(key) : Effect.die(error))
    })
  })

/**
 * Hashes and checks PINs.
 *
 * @category models
 */
export interface Pins {
  readonly hash: (pin: Redacted.Redacted, device: Redacted.Redacted, salt: string) => Effect.Effect<Hashed>
  /**
   * Whether a PIN is that of a device. If `stored` is `undefined`, the answer is `false`, and takes the same time as for a
   * known device.
   */
  readonly verify: (
    pin: Redacted.Redacted,
    device: Redacted.Redacted,
    stored: Hashed | undefined
  ) => Effect.Effect<boolean>
}

/**
 * Makes the functions that hash and check PINs. At most two hashes are computed at the same time, because each needs much
 * memory; other calls wait.
 *
 * @category constructors
 */
export const make = (cost: Cost): Pins => {
  const turns = Semaphore.makeUnsafe(2)
  const inputOf = (pin: Redacted.Redacted, device: Redacted.Redacted): string =>
    JSON.stringify([Redacted.value(pin), Redacted.value(device)])
  return {
    hash: (pin, device, salt) =>
      turns.withPermits(1)(
        Effect.map(derive(inputOf(pin, device), salt, cost), (key) => ({
          salt,
          hash: key.toString("base64url"),
          cost
        }))
      ),
    verify: (pin, device, stored) =>
      turns.withPermits(1)(
        Effect.map(derive(inputOf(pin, device), stored?.salt ?? "", stored?.cost ?? cost), (key) => {
          const expected = Buffer.from(stored?.hash ?? "", "base64url")
          return stored !== undefined && expected.length === key.length && timingSafeEqual(expected, key)
        })
      )
  }
}
