/**
 * Seals (encrypts) bytes with AES-256-GCM (NIST SP 800-38D) and a random 96-bit nonce, through Node's cryptography. The
 * text of a seal is, in base64url: one byte for the version of this layout, the nonce, the authentication tag, and the
 * ciphertext. This module also computes a message authentication code of a text: HMAC with SHA-256 (RFC 2104), in
 * base64url.
 */
import { Buffer } from "node:buffer"
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomFillSync
} from "node:crypto"

const version = 1
const nonceBytes = 12
const tagBytes = 16
const headBytes = 1 + nonceBytes + tagBytes

/** Prepares a key of 32 bytes for use. Passing the bytes to every cipher instead would take three times as long. */
export const ready = (bytes: Uint8Array): KeyObject => createSecretKey(bytes)

/** How many nonces are made at once: a call for 12 random bytes takes longer than a seal. */
const noncesAtOnce = 512

/**
 * Makes a function that returns another random nonce at each call. It is not shared between processes, so that no two
 * seals have the same nonce.
 */
export const nonces = (): (() => Uint8Array) => {
  const random = Buffer.alloc(nonceBytes * noncesAtOnce)
  let used = random.length
  return () => {
    if (used === random.length) {
      randomFillSync(random)
      used = 0
    }
    used += nonceBytes
    return random.subarray(used - nonceBytes, used)
  }
}

/**
 * Seals (encrypts) bytes under a key. `place` states where the value belongs, such as a field of an entry: it is
 * authenticated with the bytes, but not stored in the seal. Every seal needs another nonce (see {@link nonces}).
 */
export const seal = (key: KeyObject, place: string, clear: Uint8Array, nonce: Uint8Array): string => {
  const cipher = createCipheriv("aes-256-gcm", key, nonce)
  cipher.setAAD(Buffer.from(place))
  const text = cipher.update(clear)
  const last = cipher.final()
  return Buffer.concat([Buffer.of(version), nonce, cipher.getAuthTag(), text, last]).toString("base64url")
}

/**
 * Opens (decrypts) a seal that {@link seal} has made. Returns `undefined` if the key or the place is another one, or if
 * any bit of the seal has changed.
 */
export const open = (key: KeyObject, place: string, sealed: string): Uint8Array | undefined => {
  const bytes = Buffer.from(sealed, "base64url")
  if (bytes.length < headBytes || bytes[0] !== version) return undefined
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(1, 1 + nonceBytes))
  decipher.setAAD(Buffer.from(place))
  decipher.setAuthTag(bytes.subarray(1 + nonceBytes, headBytes))
  try {
    const clear = decipher.update(bytes.subarray(headBytes))
    // In this mode, the last call checks the tag and returns no bytes.
    decipher.final()
    return clear
  } catch {
    return undefined
  }
}

/** A message authentication code of a text: 43 characters. It cannot be computed without the key. */
export const mac = (key: KeyObject, text: string): string =>
  createHmac("sha256", key).update(text, "utf8").digest("base64url")

/** The keys for the values of some owners: one for sealing, and another for {@link mac}. */
export interface Keys {
  readonly seal: KeyObject
  readonly mac: KeyObject
}

/**
 * Derives the keys for a value that belongs to several owners from all their data keys (HKDF with SHA-256, RFC 5869).
 * If one of the data keys is missing, the keys cannot be computed. The first 32 bytes are for seals, the next 32 for
 * message authentication codes. Neither key reveals the other.
 */
export const combine = (keys: ReadonlyArray<Uint8Array>): Keys => {
  const bytes = new Uint8Array(hkdfSync("sha256", Buffer.concat(keys), "", "liulinhui/seal/1", 64))
  return { seal: ready(bytes.subarray(0, 32)), mac: ready(bytes.subarray(32)) }
}
