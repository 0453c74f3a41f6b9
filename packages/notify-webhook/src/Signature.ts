/**
 * Signs messages according to Standard Webhooks 1.0: an HMAC-SHA256 over the id, the time and the body of a message.
 *
 * A message has one signature for each valid secret. So the receiver can check the message while a new secret replaces
 * an old one: the receiver needs to know only one of the secrets.
 */
import * as Redacted from "effect/Redacted"
import { createHmac } from "node:crypto"

const prefix = "whsec_"

/** The key that a secret contains (`whsec_` and 24 to 64 bytes in base64). `undefined` if the secret is invalid. */
const keyOf = (secret: Redacted.Redacted): Buffer | undefined => {
  const text = Redacted.value(secret)
  const base64 = text.slice(prefix.length)
  if (!text.startsWith(prefix) || !/^[A-Za-z0-9+/]+={0,2}$/u.test(base64)) return undefined
  const key = Buffer.from(base64, "base64")
  return key.length >= 24 && key.length <= 64 ? key : undefined
}

/** Whether a secret has the correct form: `whsec_` and 24 to 64 bytes in base64. */
export const isSecret = (secret: Redacted.Redacted): boolean => keyOf(secret) !== undefined

/** The parts of a message that are signed. */
export interface Signed {
  readonly id: string
  /** The time of the message: seconds since 1970-01-01T00:00Z. */
  readonly seconds: number
  readonly body: string
}

/**
 * Makes the headers of a signed message. With them, the receiver checks who sent the message, when it was sent, and
 * that it is unchanged. Invalid secrets are skipped.
 *
 * @example
 * ```ts
 * import { headers } from "@liulinhui/notify-webhook"
 * import * as Redacted from "effect/Redacted"
 * import { strict as assert } from "node:assert"
 *
 * // The example of the specification.
 * const secret = Redacted.make("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
 * const signed = { id: "msg_p5jXN8AQM9LWM0D4loKWxJek", seconds: 1614265330, body: '{"test": 2432232314}' }
 * assert.equal(headers([secret], signed)["webhook-signature"], "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
 * ```
 * @category signatures
 */
export const headers = (
  secrets: ReadonlyArray<Redacted.Redacted>,
  { body, id, seconds }: Signed
): Readonly<Record<"webhook-id" | "webhook-timestamp" | "webhook-signature", string>> => ({
  "webhook-id": id,
  "webhook-timestamp": String(seconds),
  "webhook-signature": secrets
    .flatMap((secret) => {
      const key = keyOf(secret)
      return key === undefined
        ? []
        : [`v1,${createHmac("sha256", key).update(`${id}.${seconds}.${body}`).digest("base64")}`]
    })
    .join(" ")
})
