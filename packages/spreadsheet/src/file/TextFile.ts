/**
 * Detects the encoding of a text file, and decodes the file piece by piece. It knows UTF-8, UTF-16 with a byte order
 * mark, and GB 18030 with its subsets GBK and GB 2312. Excel and WPS use GB 18030 on Chinese Windows. The whole file is
 * checked for invalid bytes before any of it is used. So no character is ever replaced.
 */
import { refuse } from "./FileRefusal.ts"

/** The encodings that this package can read. */
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

/** Cuts text into pieces, so that a reader can stop before the end of the text. */
export function* pieces(text: string): Generator<string, void, undefined> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size)
}

/**
 * Decodes the bytes of a text file piece by piece, and removes the byte order mark. Throws a `TypeError` at an invalid
 * byte.
 */
export function* decode(encoding: Encoding, bytes: Uint8Array): Generator<string, void, undefined> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  let first = true
  for (const piece of chunks(bytes)) {
    const decoded = decoder.decode(piece, { stream: true })
    // The decoder removes the byte order marks of UTF-8 and UTF-16, but not that of GB 18030.
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

/** Returns the line, from 1, that contains the first invalid byte. `undefined` if all bytes are valid. */
const wrongLine = (encoding: Encoding, bytes: Uint8Array): number | undefined => {
  const decoder = new TextDecoder(encoding, { fatal: true })
  let line = 1
  for (const piece of chunks(bytes)) {
    const text = attempt(() => decoder.decode(piece, { stream: true }))
    if (text === undefined) return line + lineBreaks(textBefore(encoding, piece))
    // The text of a spreadsheet never contains the character NUL. If a file contains it, the file is UTF-16 without a
    // byte order mark, or it is not a text file.
    const nul = text.indexOf("\0")
    if (nul >= 0) return line + lineBreaks(text.slice(0, nul))
    line += lineBreaks(text)
  }
  return attempt(() => decoder.decode()) === undefined ? line : undefined
}

// Returns the text before the first invalid byte of a piece. Decodes byte by byte. The first bytes may belong to the
// last character of the previous piece.
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

/**
 * Detects the encoding of a text file. Refuses a file with invalid bytes, and reports the line of the first invalid
 * byte.
 */
export const encodingOf = (bytes: Uint8Array): Encoding => {
  const marked = marks.find(([, mark]) => startsWith(bytes, mark))?.[0]
  if (marked !== undefined) {
    // The byte order mark states the encoding. So an invalid byte means that the file is damaged, not that it has
    // another encoding.
    const line = wrongLine(marked, bytes)
    return line === undefined ? marked : refuse("not-text-as-marked", { row: line }, { encoding: marked })
  }
  const utf8 = wrongLine("utf-8", bytes)
  if (utf8 === undefined) return "utf-8"
  const gb18030 = wrongLine("gb18030", bytes)
  return gb18030 === undefined ? "gb18030" : refuse("not-text", { row: Math.max(utf8, gb18030) })
}
