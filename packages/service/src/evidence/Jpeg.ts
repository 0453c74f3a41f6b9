/**
 * Removes from a JPEG file what is not part of the picture: where and when it was taken, with which camera, comments, small
 * previews, and everything after its end, such as a film. (Layout: ITU-T T.81, Annex B; EXIF: CIPA DC-008.) How the camera was
 * held is kept, because the picture would lie on its side otherwise.
 */
import { concat, startsWith } from "./Bytes.ts"

const marker = {
  start: 0xd8,
  end: 0xd9,
  scan: 0xda,
  app0: 0xe0,
  app1: 0xe1,
  app2: 0xe2,
  app14: 0xee
} as const

/** Whether a marker has no length and no content. */
const isAlone = (code: number): boolean => code === 0x01 || (code >= 0xd0 && code <= 0xd7)

const isComment = (code: number): boolean => code === 0xfe
const isApplication = (code: number): boolean => code >= 0xe0 && code <= 0xef

/** Whether a segment belongs to the picture: the tables, and the segments that say how its colours are meant. */
const isPicture = (code: number, content: Uint8Array): boolean => {
  if (isComment(code)) return false
  if (!isApplication(code)) return true
  switch (code) {
    case marker.app2:
      return startsWith(content, "ICC_PROFILE\0")
    case marker.app14:
      return startsWith(content, "Adobe")
    default:
      return false
  }
}

const jfif = "JFIF\0"

/** How many bytes of a JFIF segment state the version and the density. A small preview may follow. */
const densityBytes = 12

/** A JFIF segment without its preview. */
const withoutPreview = (content: Uint8Array): Uint8Array =>
  concat([
    new Uint8Array([0xff, marker.app0, 0, densityBytes + 4]),
    content.subarray(0, densityBytes),
    new Uint8Array([0, 0])
  ])

const exif = "Exif\0\0"
const orientationTag = 0x0112

/** How the camera was held (1–8), from the content of an EXIF segment. `undefined` if it is not stated. */
const orientationIn = (content: Uint8Array): number | undefined => {
  if (!startsWith(content, exif) || content.byteLength < exif.length + 8) return undefined
  const tiff = new DataView(
    content.buffer,
    content.byteOffset + exif.length,
    content.byteLength - exif.length
  )
  const order = tiff.getUint16(0)
  if (order !== 0x4949 && order !== 0x4d4d) return undefined
  const isLittle = order === 0x4949
  const directory = tiff.getUint32(4, isLittle)
  if (directory + 2 > tiff.byteLength) return undefined
  const count = tiff.getUint16(directory, isLittle)
  for (let at = directory + 2; at < directory + 2 + count * 12; at += 12) {
    if (at + 12 > tiff.byteLength) return undefined
    if (tiff.getUint16(at, isLittle) !== orientationTag) continue
    const value = tiff.getUint16(at + 8, isLittle)
    return value >= 1 && value <= 8 ? value : undefined
  }
  return undefined
}

/** An EXIF segment that states only how the camera was held. */
const withOrientation = (orientation: number): Uint8Array =>
  concat([
    new Uint8Array([0xff, marker.app1, 0, 34]),
    new TextEncoder().encode(exif),
    // The byte order, the mark of TIFF, the place of the directory, and its number of entries.
    new Uint8Array([0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1]),
    // The entry: its tag, its type (a short number), the number of values, and the value. No directory follows.
    new Uint8Array([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0])
  ])

/** Where the coded data of a scan end: at the next marker that is not a part of them. `undefined` if they have no end. */
const endOfScan = (bytes: Uint8Array, from: number): number | undefined => {
  for (let at = from; at + 1 < bytes.byteLength; at += 1) {
    if (bytes[at] !== 0xff) continue
    const next = bytes[at + 1]
    if (next === 0xff || next === undefined) continue
    if (next !== 0x00 && !isAlone(next)) return at
  }
  return undefined
}

/**
 * A JPEG file without its metadata. `undefined` if it is damaged or cut off.
 */
export const stripped = (bytes: Uint8Array): Uint8Array | undefined => {
  const kept: Array<Uint8Array> = [bytes.subarray(0, 2)]
  let orientation: number | undefined
  let hasScan = false
  for (let at = 2; at + 1 < bytes.byteLength;) {
    const code = bytes[at + 1]
    if (bytes[at] !== 0xff || code === undefined) return undefined
    if (code === 0xff) {
      at += 1
      continue
    }
    if (code === marker.end) {
      if (!hasScan) return undefined
      const [start = new Uint8Array(), ...others] = kept
      const held = orientation === undefined || orientation === 1 ? [] : [withOrientation(orientation)]
      return concat([start, ...held, ...others, bytes.subarray(at, at + 2)])
    }
    if (isAlone(code)) {
      at += 2
      continue
    }
    const length = ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0)
    const end = at + 2 + length
    if (length < 2 || end > bytes.byteLength) return undefined
    const content = bytes.subarray(at + 4, end)
    if (code === marker.app1) orientation ??= orientationIn(content)
    if (code === marker.app0 && startsWith(content, jfif) && content.byteLength >= densityBytes) {
      kept.push(withoutPreview(content))
    }
    if (isPicture(code, content)) kept.push(bytes.subarray(at, end))
    at = end
    if (code === marker.scan) {
      const next = endOfScan(bytes, end)
      if (next === undefined) return undefined
      kept.push(bytes.subarray(end, next))
      hasScan = true
      at = next
    }
  }
  return undefined
}
