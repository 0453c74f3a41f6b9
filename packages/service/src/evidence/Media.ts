/**
 * The types of files that are kept as evidence: JPEG, PNG and WebP pictures, and PDF documents. The type is found in the bytes;
 * what a browser or a program says about it is ignored. Metadata of pictures, such as the place where a photo was taken, are
 * removed. A PDF document is kept as it is.
 */
import * as Schema from "effect/Schema"
import { startsWith, textAt } from "./Bytes.ts"
import * as Jpeg from "./Jpeg.ts"
import * as Png from "./Png.ts"
import * as WebP from "./WebP.ts"

/**
 * The media type of a file of evidence.
 *
 * @category models
 */
export const MediaType = Schema.Literals(["image/jpeg", "image/png", "image/webp", "application/pdf"])
export type MediaType = typeof MediaType.Type

/** The ending of the name of a file of each type. */
export const endings: Readonly<Record<MediaType, string>> = {
  "image/jpeg": "jpg",
  "image/png": "png",
  "image/webp": "webp",
  "application/pdf": "pdf"
}

/** The type of a file, from its first bytes. `undefined` if the type is not known. */
const typeOf = (bytes: Uint8Array): MediaType | undefined => {
  if (startsWith(bytes, "\xff\xd8\xff")) return "image/jpeg"
  if (startsWith(bytes, "\x89PNG\r\n\x1a\n")) return "image/png"
  if (startsWith(bytes, "RIFF") && textAt(bytes, 8, 4) === "WEBP") return "image/webp"
  return startsWith(bytes, "%PDF-") ? "application/pdf" : undefined
}

const lastBytes = 2048

/** Whether a document has its end. Readers find it in the last bytes. */
const hasEnd = (bytes: Uint8Array): boolean =>
  textAt(bytes, Math.max(0, bytes.byteLength - lastBytes), lastBytes).includes("%%EOF")

const strip = (type: MediaType, bytes: Uint8Array): Uint8Array | undefined => {
  switch (type) {
    case "image/jpeg":
      return Jpeg.stripped(bytes)
    case "image/png":
      return Png.stripped(bytes)
    case "image/webp":
      return WebP.stripped(bytes)
    case "application/pdf":
      return hasEnd(bytes) ? bytes : undefined
  }
}

/** A file as it is kept, or why it is not: its type is unknown, or it is damaged or cut off. */
export type Read =
  | { readonly _tag: "Media"; readonly type: MediaType; readonly bytes: Uint8Array }
  | { readonly _tag: "TypeUnknown" }
  | { readonly _tag: "Damaged" }

/** Reads a file that somebody has sent. */
export const read = (bytes: Uint8Array): Read => {
  const type = typeOf(bytes)
  if (type === undefined) return { _tag: "TypeUnknown" }
  const kept = strip(type, bytes)
  return kept === undefined ? { _tag: "Damaged" } : { _tag: "Media", type, bytes: kept }
}
