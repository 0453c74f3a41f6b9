/**
 * Removes from a WebP file what is not part of the picture: EXIF, XMP, unknown parts, and everything after its end.
 * (Layout: RFC 9649.)
 */
import { concat, textAt } from "./Bytes.ts"

/** The parts that belong to the picture, and its colour profile. */
const picture: ReadonlySet<string> = new Set(["VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF", "ICCP"])

/** The marks in the part `VP8X` that say that the file has EXIF or XMP. */
const metadataMarks = 0b0000_1100

const header = 12

/** A WebP file without its metadata. `undefined` if it is damaged or cut off. */
export const stripped = (bytes: Uint8Array): Uint8Array | undefined => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const whole = 8 + view.getUint32(4, true)
  if (whole > bytes.byteLength) return undefined
  const kept: Array<Uint8Array> = []
  let hasData = false
  for (let at = header; at + 8 <= whole;) {
    const size = view.getUint32(at + 4, true)
    // A part of an odd size is followed by one more byte.
    const end = at + 8 + size + (size % 2)
    if (end > whole) return undefined
    const name = textAt(bytes, at, 4)
    const part = bytes.slice(at, end)
    if (name === "VP8X") part[8] = (part[8] ?? 0) & ~metadataMarks
    if (picture.has(name)) kept.push(part)
    hasData ||= name === "VP8 " || name === "VP8L" || name === "ANMF"
    at = end
  }
  if (!hasData) return undefined
  const start = bytes.slice(0, header)
  const size = kept.reduce((sum, { byteLength }) => sum + byteLength, 0)
  new DataView(start.buffer).setUint32(4, size + 4, true)
  return concat([start, ...kept])
}
