/**
 * Decodes the bytes of a text file. A byte order mark states the encoding (UTF-8 or UTF-16). A file without a mark is
 * UTF-8 if all its bytes are valid UTF-8, else GB 18030 (with its subsets GBK and GB 2312, which older programs on Chinese
 * Windows write). The whole file must be valid in its encoding, so no character is ever replaced.
 */
import { make, type Problem } from "@liulinhui/core/Problem"
import * as Result from "effect/Result"

/** The encodings that a model file may have. */
export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "gb18030"

/** A problem in the bytes of a file, with the line (from 1) and the column (from 1) at which it is. */
export interface ByteProblem {
  readonly line: number
  readonly column: number
  readonly problem: Problem
}

const marks: ReadonlyArray<readonly [Encoding, ReadonlyArray<number>]> = [
  ["utf-8", [0xef, 0xbb, 0xbf]],
  ["utf-16le", [0xff, 0xfe]],
  ["utf-16be", [0xfe, 0xff]],
  ["gb18030", [0x84, 0x31, 0x95, 0x33]]
]

const decodeAs = (encoding: Encoding, bytes: Uint8Array): string | undefined =>
  Result.getOrUndefined(
    // The decoder removes the byte order marks of UTF-8 and UTF-16, but not that of GB 18030.
    Result.try(() => new TextDecoder(encoding, { fatal: true }).decode(bytes).replace(/^\uFEFF/u, ""))
  )

/** The line (from 1) of the first byte that is invalid in an encoding. */
const invalidLine = (encoding: Encoding, bytes: Uint8Array): number => {
  // The first part of a file is valid in an encoding if it contains no invalid byte. So a binary search finds the byte.
  const isValid = (length: number) =>
    Result.isSuccess(
      Result.try(() =>
        new TextDecoder(encoding, { fatal: true }).decode(bytes.subarray(0, length), { stream: true })
      )
    )
  let valid = 0
  let invalid = bytes.length + 1
  while (invalid - valid > 1) {
    const middle = (valid + invalid) >> 1
    if (isValid(middle)) valid = middle
    else invalid = middle
  }
  const before = new TextDecoder(encoding).decode(bytes.subarray(0, valid))
  return before.split("\n").length
}

const names: Readonly<Record<Encoding, string>> = {
  "utf-8": "UTF-8",
  "utf-16le": "UTF-16",
  "utf-16be": "UTF-16",
  gb18030: "GB 18030"
}

/** Finds a character that no text contains: U+FFFD takes the place of destroyed characters, and NUL is no text. */
const strange = (text: string): ByteProblem | undefined => {
  const at = text.search(/[\uFFFD\0]/u)
  if (at < 0) return undefined
  const before = text.slice(0, at).split("\n")
  const problem =
    text[at] === "\0"
      ? make([], "not-text", "found a character of no text: save the file as plain text in UTF-8")
      : make(
          [],
          "replacement-character",
          "found �, which another program has written in place of a character that it could not read: " +
            "write the text again, or start from the original file"
        )
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1, problem }
}

/** Returns the text itself if it has no character that another program has destroyed. */
export const intact = (text: string): Result.Result<string, ByteProblem> => {
  const found = strange(text)
  return found === undefined ? Result.succeed(text) : Result.fail(found)
}

/**
 * Decodes the bytes of a text file. Fails with the line of the first invalid byte, or of the first character that another
 * program has destroyed.
 *
 * @category reading
 */
export const decode = (bytes: Uint8Array): Result.Result<string, ByteProblem> => {
  const marked = marks.find(([, mark]) => mark.every((byte, at) => bytes[at] === byte))?.[0]
  for (const encoding of marked === undefined ? (["utf-8", "gb18030"] as const) : [marked]) {
    const text = decodeAs(encoding, bytes)
    if (text !== undefined) return intact(text)
  }
  const message =
    marked === undefined
      ? "found bytes that are neither UTF-8 nor GB 18030: save the file as UTF-8"
      : `found bytes that are not ${names[marked]}, although the file begins with the mark of ${names[marked]}: save it as UTF-8`
  const line =
    marked === undefined
      ? Math.max(invalidLine("utf-8", bytes), invalidLine("gb18030", bytes))
      : invalidLine(marked, bytes)
  const given = { encoding: marked === undefined ? "_" : names[marked] }
  return Result.fail({ line, column: 1, problem: make([], "not-text", message, given) })
}
