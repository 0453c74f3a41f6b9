/** Small operations on bytes, for the formats of files. */

/** Puts bytes together. */
export const concat = (parts: ReadonlyArray<Uint8Array>): Uint8Array => {
  const all = new Uint8Array(parts.reduce((size, part) => size + part.byteLength, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.byteLength
  }
  return all
}

/** The bytes at a place as Latin-1 text, such as the name of a part of a file. */
export const textAt = (bytes: Uint8Array, at: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(at, at + length))

/** Whether bytes begin with a text in Latin-1. */
export const startsWith = (bytes: Uint8Array, text: string): boolean => textAt(bytes, 0, text.length) === text
