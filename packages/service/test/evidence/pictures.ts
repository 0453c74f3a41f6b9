/** Small real files for tests, and functions that add what cameras and programs add to them. */
import { Buffer } from "node:buffer"

const decoded = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, "base64"))

/** A picture of one pixel, with nothing but the picture. */
export const png = decoded(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)

/** A picture of one pixel, with nothing but the picture. */
export const webp = decoded("UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA")

/** A short document. */
export const pdf = new TextEncoder().encode("%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n")

/** A picture of one pixel: its tables, and one scan. */
export const jpeg = decoded(
  "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxD/2Q=="
)

const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "latin1"))

/** Puts bytes together. */
export const joined = (...parts: ReadonlyArray<Uint8Array>): Uint8Array =>
  new Uint8Array(Buffer.concat(parts))

/** A segment of a JPEG file. */
export const segment = (code: number, content: Uint8Array): Uint8Array => {
  const length = content.byteLength + 2
  return joined(new Uint8Array([0xff, code, length >> 8, length & 0xff]), content)
}

/** An EXIF segment that states how the camera was held, and where the photo was taken. */
export const exif = (orientation: number, place: string): Uint8Array =>
  segment(
    0xe1,
    joined(
      bytesOf("Exif\0\0II*\0\x08\0\0\0\x02\0"),
      bytesOf("\x0f\x01\x02\0\x04\0\0\0cam\0"),
      new Uint8Array([0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0]),
      bytesOf(`\0\0\0\0${place}`)
    )
  )

/** A JPEG file with more segments after its first one, and with more bytes after its end. */
export const jpegWith = (segments: ReadonlyArray<Uint8Array>, after = ""): Uint8Array => {
  // The first segment ends after 20 bytes: two for the start of the file, and 18 for the segment.
  const first = 20
  return joined(jpeg.subarray(0, first), ...segments, jpeg.subarray(first), bytesOf(after))
}

/** A part of a PNG file. Its checksum is zero, because nobody checks it here. */
export const pngPart = (name: string, content: Uint8Array): Uint8Array => {
  const head = Buffer.alloc(4)
  head.writeUInt32BE(content.byteLength)
  return joined(head, bytesOf(name), content, new Uint8Array(4))
}

/** A PNG file with more parts after its header, and with more bytes after its end. */
export const pngWith = (parts: ReadonlyArray<Uint8Array>, after = ""): Uint8Array =>
  joined(png.subarray(0, 33), ...parts, png.subarray(33), bytesOf(after))

/** A part of a WebP file. */
export const webpPart = (name: string, content: Uint8Array): Uint8Array => {
  const size = Buffer.alloc(4)
  size.writeUInt32LE(content.byteLength)
  return joined(bytesOf(name), size, content, new Uint8Array(content.byteLength % 2))
}

/** A WebP file with more parts after its picture, and with more bytes after its end. */
export const webpWith = (parts: ReadonlyArray<Uint8Array>, after = ""): Uint8Array => {
  const whole = Buffer.from(joined(webp, ...parts))
  whole.writeUInt32LE(whole.byteLength - 8, 4)
  return joined(whole, bytesOf(after))
}

/** A photo as a telephone makes it: with the place where it was taken, and with a film after its end. */
export const photo: Uint8Array = jpegWith([exif(6, "31.2304N 121.4737E")], "ftypmp42 the film")
