/**
 * The master keys of a vault. They come from the configuration, and encrypt (wrap) all data keys. Each has 32 bytes and
 * a name. The first master key wraps data keys. The others are older: they only unwrap data keys that they wrapped
 * earlier, until all data keys are wrapped with the first one.
 *
 * Format: `name:key,name:key`, each key in base64url: `2027:<43 characters>,2026:<43 characters>`.
 */
import { TaggedError } from "@liulinhui/core/Failure"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { Buffer } from "node:buffer"
import { randomBytes } from "node:crypto"

/** The length of a master key in bytes: AES-256. */
export const keyBytes = 32

/**
 * A master key with its name. The name is stored with each data key that it has wrapped.
 *
 * @category models
 */
export interface MasterKey {
  readonly name: string
  readonly key: Redacted.Redacted<Uint8Array>
}

/** One or more master keys. The first one wraps (encrypts) new data keys. */
export type MasterKeys = readonly [MasterKey, ...ReadonlyArray<MasterKey>]

/**
 * The text of the master keys is invalid. The error lists all reasons; the reasons never contain the keys.
 *
 * @category errors
 */
export class MasterKeysRefused extends TaggedError<MasterKeysRefused>()(
  "MasterKeysRefused",
  { reasons: Schema.Array(Schema.String) },
  ({ reasons }) => `the master keys are refused: ${reasons.join("; ")}`
) {}

const form = /^([A-Za-z0-9][A-Za-z0-9_.-]{0,63}):([A-Za-z0-9_-]{43})$/

/**
 * Reads the master keys from their text in the configuration.
 *
 * @example
 * ```ts
 * import * as MasterKeys from "@liulinhui/vault/MasterKeys"
 * import * as Redacted from "effect/Redacted"
 * import * as Result from "effect/Result"
 * import { strict as assert } from "node:assert"
 *
 * const text = MasterKeys.generate("2026")
 * const [first] = Result.getOrThrow(MasterKeys.read(text))
 * assert.equal(first.name, "2026")
 * assert.equal(Redacted.value(first.key).length, 32)
 * assert.equal(String(text), "<redacted>")
 * ```
 * @category decoding
 */
export const read = (text: Redacted.Redacted): Result.Result<MasterKeys, MasterKeysRefused> => {
  const reasons: Array<string> = []
  const keys = Redacted.value(text)
    .split(",")
    .flatMap((part, at): ReadonlyArray<MasterKey> => {
      const [, name, key] = form.exec(part.trim()) ?? []
      if (name === undefined || key === undefined) {
        reasons.push(
          `key ${at + 1} is not written as name:key with ${keyBytes} bytes in base64url (43 characters)`
        )
        return []
      }
      return [{ name, key: Redacted.make<Uint8Array>(Buffer.from(key, "base64url")) }]
    })
  if (new Set(keys.map(({ name }) => name)).size < keys.length) reasons.push("two keys have one name")
  const [first, ...others] = keys
  return first === undefined || reasons.length > 0
    ? Result.fail(new MasterKeysRefused({ reasons }))
    : Result.succeed([first, ...others])
}

/**
 * Makes a new master key with a name, as text for the configuration. Store it where you store secrets. If it is lost,
 * all sealed data are lost.
 *
 * @category constructors
 */
export const generate = (name: string): Redacted.Redacted =>
  Redacted.make(`${name}:${randomBytes(keyBytes).toString("base64url")}`)
