/**
 * Removes from a PNG file what is not part of the picture: texts, times, EXIF, unknown parts, and everything after its end.
 * (Layout: W3C Portable Network Graphics, third edition.)
 */
import { concat, textAt } from "./Bytes.ts"

/** The parts that belong to the picture, and those that say how its colours and its size are meant. */
const picture: ReadonlySet<string> = new Set(
  "IHDR PLTE IDAT IEND tRNS acTL fcTL fdAT cHRM gAMA iCCP sBIT sRGB cICP bKGD pHYs".split(" ")
)

const signature = 8

/** The length, the name and the checksum of a part, in bytes. */
const around = 12

/** A PNG file without its metadata. `undefined` if it is damaged or cut off. */
export const stripped = (bytes: Uint8Array): Uint8Array | undefined => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const kept: Array<Uint8Array> = [bytes.subarray(0, signature)]
  let hasData = false
  for (let at = signature; at + around <= bytes.byteLength;) {
    const end = at + around + view.getUint32(at)
    if (end > bytes.byteLength) return undefined
    const name = textAt(bytes, at + 4, 4)
    if (kept.length === 1 && name !== "IHDR") return undefined
    if (picture.has(name)) kept.push(bytes.subarray(at, end))
    if (name === "IDAT") hasData = true
    if (name === "IEND") return hasData ? concat(kept) : undefined
    at = end
  }
  return undefined
}
