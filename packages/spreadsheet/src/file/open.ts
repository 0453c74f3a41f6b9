/** Detects the format of a file, and reads the file with the module for this format. */
import * as Arr from "effect/Array"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { problem, type SheetProblem } from "../Problem.ts"
import { FileRefusal, refuse } from "./FileRefusal.ts"
import type { Item } from "./Item.ts"
import type { Limits } from "./Limits.ts"
import * as Separated from "./Separated.ts"
import * as TextFile from "./TextFile.ts"

const isArchive = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] ?? 9) < 8 && (bytes[3] ?? 9) < 9

const ole2 = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]
const isOle2 = (bytes: Uint8Array): boolean => ole2.every((byte, at) => bytes[at] === byte)

/** Returns whether the file is a workbook and not text. */
export const isWorkbook = (input: string | Uint8Array): boolean =>
  typeof input !== "string" && (isArchive(input) || isOle2(input))

// Loads the modules for workbooks only when the first workbook is read, because text files do not need them.
async function* workbook(
  bytes: Uint8Array,
  limits: Limits
): AsyncGenerator<ReadonlyArray<Item>, void, undefined> {
  if (isOle2(bytes)) {
    const Xls = await import("./Xls.ts")
    return yield* Xls.items(bytes, limits)
  }
  const [Archive, Ods, Xlsx] = await Promise.all([
    import("./Archive.ts"),
    import("./Ods.ts"),
    import("./Xlsx.ts")
  ])
  const archive = await Archive.open(bytes, limits)
  if (Ods.is(archive)) yield* Ods.items(archive, limits)
  else if (archive.has("[Content_Types].xml")) yield* Xlsx.items(archive, limits)
  else refuse("not-a-spreadsheet")
}

// Matches a web page or the XML of Excel 2003. Many systems export such files with the extension xls.
const disguised =
  /^\s*(?:<!doctype html|<html|<table|<meta|<head|<div|<\?xml[^>]*>[\s\S]{0,400}<\?mso-application|<\?xml[^>]*>\s*<html|<workbook|mime-version:)/i

const refusal = (error: unknown): SheetProblem => {
  if (error instanceof FileRefusal) return error.problem
  throw error
}

const text = (
  input: string | Uint8Array,
  limits: Limits,
  score: Separated.Score
): Stream.Stream<Item, SheetProblem> => {
  const pieces = typeof input === "string" ? () => TextFile.pieces(input) : decoded(input)
  const [first = ""] = pieces()
  return disguised.test(first.slice(0, 1000))
    ? Stream.fail(problem("web-page"))
    : Separated.items(pieces, limits, score)
}

const decoded = (bytes: Uint8Array): Separated.Text => {
  const encoding = TextFile.encodingOf(bytes)
  return () => TextFile.decode(encoding, bytes)
}

/**
 * Emits the items of a file in any format. `score` returns the number of known column names in a row. This number is
 * used to detect the separator of a text file.
 */
export const items = (
  input: string | Uint8Array,
  limits: Limits,
  score: Separated.Score
): Stream.Stream<Item, SheetProblem> =>
  Stream.unwrap(
    Effect.try({
      try: () => {
        if (input.length > limits.file) {
          return Stream.fail(problem("too-large", {}, { most: Math.floor(limits.file / 1024 / 1024) }))
        }
        if (typeof input === "string" || !isWorkbook(input)) return text(input, limits, score)
        return Stream.fromAsyncIterable(workbook(input, limits), refusal).pipe(
          Stream.filter(Arr.isReadonlyArrayNonEmpty),
          Stream.flattenArray
        )
      },
      catch: refusal
    })
  )
