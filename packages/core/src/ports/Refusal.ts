/**
 * What a channel makes of the other side's silence and of broken connections, written once: the reasons hold nothing of
 * what the other side said, since that may be an address or a key.
 */
import * as Duration from "effect/Duration"
import type { FailureKind } from "./Notifier.ts"

/**
 * Why a notice was not taken: a `DeliveryFailed` without the channel and the notice.
 *
 * @category models
 */
export interface Refusal {
  readonly kind: FailureKind
  readonly reason: string
  /** For how long the other side asked to be left alone, in milliseconds. */
  readonly retryAfter?: number
}

/** The other side did not answer in time. */
export const noAnswer = (patience: Duration.Input): Refusal => ({
  kind: "transient",
  reason: `no answer within ${Duration.format(Duration.fromInputUnsafe(patience))}`
})

/** The code by which the system names an error, such as `ECONNRESET`, however deep it lies. */
export const codeOf = (cause: unknown): string | undefined => {
  for (let at = cause, depth = 0; typeof at === "object" && at !== null && depth < 5; depth++) {
    if ("code" in at && typeof at.code === "string" && /^[A-Z][A-Z_]*$/u.test(at.code)) return at.code
    at = "cause" in at ? at.cause : undefined
  }
  return undefined
}

/** The connection could not be made, or broke. */
export const broken = (cause: unknown): Refusal => ({
  kind: "transient",
  reason: codeOf(cause) ?? "the connection broke"
})

/**
 * What a `Retry-After` header says (RFC 9110 § 10.2.3: seconds, or a date), for a refusal to be made of.
 *
 * @example
 * ```ts
 * import { retryAfter } from "@liulinhui/core/ports/Refusal"
 * import { strict as assert } from "node:assert"
 *
 * assert.deepEqual(retryAfter("7", 0), { retryAfter: 7_000 })
 * assert.deepEqual(retryAfter("Thu, 01 Jan 1970 00:01:00 GMT", 0), { retryAfter: 60_000 })
 * assert.deepEqual(retryAfter("soon", 0), {})
 * ```
 */
export const retryAfter = (header: string | undefined, now: number): Pick<Refusal, "retryAfter"> => {
  const value = header?.trim() ?? ""
  const wait = /^\d{1,6}$/u.test(value) ? Number(value) * 1_000 : Date.parse(value) - now
  return Number.isFinite(wait) ? { retryAfter: Math.max(0, Math.ceil(wait)) } : {}
}
