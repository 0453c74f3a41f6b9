/**
 * Sealing bytes: AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce, through Node's own cryptography. The text of
 * a seal is base64url of: one byte for the version of this layout, the nonce, the authentication tag, the cipher text.
 */
import { Buffer } from "node:buffer"
import {
  createCipheriv,
  createDecipheriv,
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

/**
 * The key for what belongs to several owners: derived from all their data keys (HKDF with SHA-256, RFC 5869), so that
 * without any one of them there is none.
 */
export const combine = (keys: ReadonlyArray<Uint8Array>): KeyObject =>
  ready(new Uint8Array(hkdfSync("sha256", Buffer.concat(keys), "", "liulinhui/seal/1", 32)))
