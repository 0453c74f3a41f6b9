/**
 * Seals bytes with AES-256-GCM (NIST SP 800-38D) and a random 96-bit nonce, through Node's cryptography. The text of
 * a seal is base64url of: one byte for the version of this layout, the nonce, the authentication tag, the cipher
 * text. Also computes a message authentication code over a text: HMAC with SHA-256 (RFC 2104), in base64url.
 */
import { Buffer } from "node:buffer"
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes
} from "node:crypto"

const version = 1
const nonceBytes = 12
const tagBytes = 16
const headBytes = 1 + nonceBytes + tagBytes

/** A key of 32 bytes, prepared once. Passing bytes to every cipher takes three times as long. */
export const ready = (bytes: Uint8Array): KeyObject => createSecretKey(bytes)

/** Seals bytes under a key. `place` is authenticated with the bytes, but not stored. */
export const seal = (key: KeyObject, place: string, clear: Uint8Array): string => {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv("aes-256-gcm", key, nonce)
  cipher.setAAD(Buffer.from(place))
  const text = cipher.update(clear)
  const last = cipher.final()
  return Buffer.concat([Buffer.of(version), nonce, cipher.getAuthTag(), text, last]).toString("base64url")
}

/** Opens a seal of {@link seal}. `undefined` if the key or the place is different, or if any bit has changed. */
export const open = (key: KeyObject, place: string, sealed: string): Uint8Array | undefined => {
  const bytes = Buffer.from(sealed, "base64url")
  if (bytes.length < headBytes || bytes[0] !== version) return undefined
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(1, 1 + nonceBytes))
  decipher.setAAD(Buffer.from(place))
  decipher.setAuthTag(bytes.subarray(1 + nonceBytes, headBytes))
  try {
    return Buffer.concat([decipher.update(bytes.subarray(headBytes)), decipher.final()])
  } catch {
    return undefined
  }
}

/** A message authentication code over a text: 43 characters. It cannot be computed without the key. */
export const mac = (key: KeyObject, text: string): string =>
  createHmac("sha256", key).update(text, "utf8").digest("base64url")

/** The keys of some owners: one for sealing, and another for {@link mac}. */
export interface Keys {
  readonly seal: KeyObject
  readonly mac: KeyObject
}

/**
 * The keys for a value that belongs to several owners. They are derived from all their data keys (HKDF with SHA-256,
 * RFC 5869), so they cannot be computed if any of the data keys is missing. The first 32 bytes are for seals, the
 * next 32 for codes. Neither key reveals the other.
 */
export const combine = (keys: ReadonlyArray<Uint8Array>): Keys => {
  const bytes = new Uint8Array(hkdfSync("sha256", Buffer.concat(keys), "", "liulinhui/seal/1", 64))
  return { seal: ready(bytes.subarray(0, 32)), mac: ready(bytes.subarray(32)) }
}
