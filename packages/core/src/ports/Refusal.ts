/**
 * Failures that all channels for notices have in common, such as a missing answer or a broken connection. The reason of
 * a failure never quotes the receiver's answer, because the answer may contain an address or a key.
 */
import * as Duration from "effect/Duration"
import type { FailureKind } from "./Notifier.ts"

/**
 * Why a receiver did not accept a notice: the fields of `DeliveryFailed` without the channel and the notice.
 *
 * @category models
 */
export interface Refusal {
  readonly kind: FailureKind
  readonly reason: string
  /** The time that the receiver of a notice asked to wait, in milliseconds. */
  readonly retryAfter?: number
}

/** The refusal for a receiver that did not answer in time. */
export const noAnswer = (patience: Duration.Input): Refusal => ({
  kind: "transient",
  reason: `no answer within ${Duration.format(Duration.fromInputUnsafe(patience))}`
})

/**
 * The operating system's code for an error, such as `ECONNRESET`. The code is searched for in the error and in all its
 * causes.
 */
export const codeOf = (cause: unknown): string | undefined => {
  for (let at = cause, depth = 0; typeof at === "object" && at !== null && depth < 5; depth++) {
    if ("code" in at && typeof at.code === "string" && /^[A-Z][A-Z_]*$/u.test(at.code)) return at.code
    at = "cause" in at ? at.cause : undefined
  }
  return undefined
}

/** The refusal for a connection that could not be made or was interrupted. */
export const broken = (cause: unknown): Refusal => ({
  kind: "transient",
  reason: codeOf(cause) ?? "the connection broke"
})

/**
 * The waiting time in a `Retry-After` header (RFC 9110 § 10.2.3: seconds, or a date), as a part of a refusal. Empty if
 * the header is missing or cannot be read.
 *
 * @example
 * ```ts
 * import { retryAfter } from "@liulinhui/core/Notifier"
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
