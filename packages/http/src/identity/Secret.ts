/**
 * The secrets that prove who a caller is: the tokens of sessions, devices and invitations. A token is 32 random bytes.
 * The store contains only the SHA-256 of a token, which cannot be turned back into the token.
 */
import type { SecureRandom } from "effect/crypto"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { Buffer } from "node:buffer"
import { hash } from "node:crypto"

type Random = Pick<SecureRandom.SecureRandom["Service"], "randomBytes">

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64url")

/** Makes a new token. */
export const make = (random: Random): Effect.Effect<Redacted.Redacted> =>
  Effect.map(random.randomBytes(32), (bytes) => Redacted.make(textOf(bytes), { label: "token" }))

/** Makes a new id that is unique, but not secret. */
export const makeId = (random: Random): Effect.Effect<string> => Effect.map(random.randomBytes(12), textOf)

/** Whether a text has the form of a token. A text from outside is not looked up otherwise. */
const isToken = (text: string): boolean => /^[A-Za-z0-9_-]{43}$/u.test(text)

/** The key under which a token is stored: its SHA-256. `undefined` if the text does not have the form of a token. */
export const keyOf = (token: Redacted.Redacted): string | undefined => {
  const text = Redacted.value(token)
  return isToken(text) ? hash("sha256", text, "base64url") : undefined
}
