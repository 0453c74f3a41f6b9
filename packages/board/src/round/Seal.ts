/**
 * Seals what a round keeps on a device, with a key that is derived from the PIN: PBKDF2 with SHA-256, and AES-GCM. It uses
 * only Web Crypto, so it runs in a browser and in Node.
 */

/** The key of a device. Its bytes cannot be exported. */
export type Key = Awaited<ReturnType<typeof crypto.subtle.importKey>>

/** How a key is derived. It is stored beside the sealed data, so that it can be changed later. */
export interface Derivation {
  readonly salt: Uint8Array<ArrayBuffer>
  readonly iterations: number
}

/** Sealed bytes, with the initialization vector that was used once for them. */
export interface Sealed {
  readonly iv: Uint8Array<ArrayBuffer>
  readonly bytes: ArrayBuffer
}

/**
 * The usual number of iterations, as OWASP recommends for PBKDF2 with SHA-256 (2023). The key is derived once after each
 * opening of the page: that takes a quarter of a second on a desk, and one to two seconds on an old telephone. More would
 * be felt at every opening, and would not protect six digits against somebody who copies the storage: a million PINs
 * are only a factor of twenty bits.
 */
const usualIterations = 600_000

/** Makes a new random salt for a device. */
export const derivation = (iterations: number = usualIterations): Derivation => ({
  salt: crypto.getRandomValues(new Uint8Array(16)),
  iterations
})

/** Derives the key from a PIN. */
export const keyOf = async (pin: string, { iterations, salt }: Derivation): Promise<Key> => {
  const material = await crypto.subtle.importKey(
    "raw",
    // A Chinese keyboard may enter digits in full width.
    new TextEncoder().encode(pin.trim().normalize("NFKC")),
    "PBKDF2",
    false,
    ["deriveKey"]
  )
  return crypto.subtle.deriveKey(
    { name: "PBKDF2", hash: "SHA-256", salt, iterations },
    material,
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt", "decrypt"]
  )
}

/**
 * Seals a text.
 *
 * @param purpose what the text is; it must be the same when the text is opened, so that two sealed texts cannot be exchanged
 */
export const seal = async (key: Key, purpose: string, text: string): Promise<Sealed> => {
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const additionalData = new TextEncoder().encode(purpose)
  const bytes = await crypto.subtle.encrypt(
    { name: "AES-GCM", iv, additionalData },
    key,
    new TextEncoder().encode(text)
  )
  return { iv, bytes }
}

/** Opens a sealed text. `undefined` if the key or the purpose is another one, or the bytes were changed. */
export const open = async (key: Key, purpose: string, { bytes, iv }: Sealed): Promise<string | undefined> => {
  const additionalData = new TextEncoder().encode(purpose)
  try {
    const text = await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData }, key, bytes)
    return new TextDecoder().decode(text)
  } catch {
    return undefined
  }
}
