/**
 * Detects the encoding of a text file, and decodes it piece by piece. The encodings are UTF-8, UTF-16 with a byte order
 * mark, and GB 18030 (with GBK and GB 2312), in which Excel and WPS save on a Chinese Windows. The whole file is decoded
 * strictly before any of it is used, so that no character is ever replaced.
 */
import { refuse } from "./FileRefusal.ts"

/** The encodings that are read. */
export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "gb18030"

const marks: ReadonlyArray<readonly [Encoding, ReadonlyArray<number>]> = [
  ["utf-8", [0xef, 0xbb, 0xbf]],
  ["utf-16le", [0xff, 0xfe]],
  ["utf-16be", [0xfe, 0xff]],
  ["gb18030", [0x84, 0x31, 0x95, 0x33]]
]

const size = 64 * 1024

function* chunks(bytes: Uint8Array): Generator<Uint8Array, void, undefined> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

/** Cuts text into pieces, so that a reader can stop long before its end. */
export function* pieces(text: string): Generator<string, void, undefined> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size)
}

/** Decodes bytes piece by piece, without the byte order mark. Throws a `TypeError` at a byte that is invalid. */
export function* decode(encoding: Encoding, bytes: Uint8Array): Generator<string, void, undefined> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  let first = true
  for (const piece of chunks(bytes)) {
    const decoded = decoder.decode(piece, { stream: true })
    // The decoder removes the marks of UTF-8 and UTF-16, but not that of GB 18030.
    const text = first ? decoded.replace(/^\uFEFF/, "") : decoded
    first = false
    if (text !== "") yield text
  }
  const rest = decoder.decode()
  if (rest !== "") yield rest
}

const lineBreaks = (text: string): number => {
  let count = 0
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) count++
  return count
}

/** The line, from 1, of the first invalid byte; undefined if all bytes are valid. */
const wrongLine = (encoding: Encoding, bytes: Uint8Array): number | undefined => {
  const decoder = new TextDecoder(encoding, { fatal: true })
  let line = 1
  for (const piece of chunks(bytes)) {
    const text = attempt(() => decoder.decode(piece, { stream: true }))
    if (text === undefined) return line + lineBreaks(textBefore(encoding, piece))
    // Text of a spreadsheet contains no NUL. It is a sign of UTF-16 without a mark, or of a binary file.
    const nul = text.indexOf("\0")
    if (nul >= 0) return line + lineBreaks(text.slice(0, nul))
    line += lineBreaks(text)
  }
  return attempt(() => decoder.decode()) === undefined ? line : undefined
}

// The longest valid beginning of a piece, byte by byte. The first bytes may be the end of a character of the piece before.
const textBefore = (encoding: Encoding, piece: Uint8Array): string => {
  const decoder = new TextDecoder(encoding, { fatal: true })
  let text = ""
  for (let at = 0; at < piece.length; at++) {
    const next = attempt(() => decoder.decode(piece.subarray(at, at + 1), { stream: true }))
    if (next === undefined) {
      if (text !== "" || at > 3) return text
    } else text += next
  }
  return text
}

const attempt = <A>(step: () => A): A | undefined => {
  try {
    return step()
  } catch {
    return undefined
  }
}

const startsWith = (bytes: Uint8Array, beginning: ReadonlyArray<number>): boolean =>
  beginning.every((byte, at) => bytes[at] === byte)

/** The encoding of a text file. Refuses other files, with the line of the first invalid byte. */
export const encodingOf = (bytes: Uint8Array): Encoding => {
  const marked = marks.find(([, mark]) => startsWith(bytes, mark))?.[0]
  if (marked !== undefined) {
    // The mark states the encoding. An invalid byte is damage then, not another encoding.
    const line = wrongLine(marked, bytes)
    return line === undefined ? marked : refuse("not-text-as-marked", { row: line }, { encoding: marked })
  }
  const utf8 = wrongLine("utf-8", bytes)
  if (utf8 === undefined) return "utf-8"
  const gb18030 = wrongLine("gb18030", bytes)
  return gb18030 === undefined ? "gb18030" : refuse("not-text", { row: Math.max(utf8, gb18030) })
}
