/**
 * Sealing bytes: AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce, through Node's own cryptography. The text of
 * a seal is base64url of: one byte for the version of this layout, the nonce, the authentication tag, the cipher text.
 * Beside it, a code over a text: HMAC with SHA-256 (RFC 2104), in base64url.
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

/** A key of 32 bytes, made ready once: to hand bytes to every cipher takes three times as long. */
export const ready = (bytes: Uint8Array): KeyObject => createSecretKey(bytes)

/** Seals bytes under a key. `place` is authenticated with them and not kept. */
export const seal = (key: KeyObject, place: string, clear: Uint8Array): string => {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv("aes-256-gcm", key, nonce)
  cipher.setAAD(Buffer.from(place))
  const text = cipher.update(clear)
  const last = cipher.final()
  return Buffer.concat([Buffer.of(version), nonce, cipher.getAuthTag(), text, last]).toString("base64url")
}

/** Opens what {@link seal} sealed; nothing where the key, the place or a single bit is another. */
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

/** A code over a text that nobody can compute without the key: 43 characters. */
export const mac = (key: KeyObject, text: string): string =>
  createHmac("sha256", key).update(text, "utf8").digest("base64url")

/** The keys of some owners: one to seal with, and another for {@link mac}. */
export interface Keys {
  readonly seal: KeyObject
  readonly mac: KeyObject
}

/**
 * The keys for what belongs to several owners: derived from all their data keys (HKDF with SHA-256, RFC 5869), so that
 * without any one of them there is none. The first 32 bytes seal, the next 32 are for codes: neither tells of the other.
 */
export const combine = (keys: ReadonlyArray<Uint8Array>): Keys => {
  const bytes = new Uint8Array(hkdfSync("sha256", Buffer.concat(keys), "", "liulinhui/seal/1", 64))
  return { seal: ready(bytes.subarray(0, 32)), mac: ready(bytes.subarray(32)) }
}
