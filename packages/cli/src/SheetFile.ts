/**
 * Writes lists to spreadsheet files: to a workbook (xlsx), or to CSV. The name of the file decides. The file is private,
 * because a list may show who lives where.
 */
import type * as Spreadsheet from "@liulinhui/spreadsheet"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { CommandFailed } from "./CommandFailed.ts"
import { type Printing, printFile } from "./Envelope.ts"
import { say } from "./Say.ts"
import { claim, writePrivate } from "./TextFile.ts"
import { language as languageAsked } from "./Words.ts"

/** The option `--out`: the spreadsheet file to write. */
export const sheetFlag = Flag.String("out").pipe(
  Flag.withDescription("Write the list to this file instead, as .xlsx or .csv"),
  Flag.withSchema(
    Schema.String.check(
      Schema.isPattern(/\.(?:xlsx|csv)$/iu, { expected: "a file name that ends with .xlsx or .csv" })
    )
  )
)

/**
 * Writes sheets to a file, and prints the name of the file. A CSV file has one sheet. The package that makes sheets is
 * loaded only now, so that other commands start faster.
 */
export const writeSheets = Effect.fnUntraced(function* (
  file: string,
  printing: Printing,
  make: (lists: typeof Spreadsheet) => ReadonlyArray<Spreadsheet.Sheet>
) {
  yield* claim(file)
  const lists = yield* Effect.promise(() => import("@liulinhui/spreadsheet"))
  const wrong = (message: string) => new CommandFailed({ message })
  const language = yield* languageAsked
  const [first, ...others] = make(lists)
  if (first === undefined) return yield* wrong(say(language, "sheet.none"))
  const isCsv = /\.csv$/iu.test(file)
  if (isCsv && others.length > 0)
    return yield* wrong(say(language, "sheet.several", { file, n: others.length + 1 }))
  yield* writePrivate(file, isCsv ? lists.toCsv(first) : yield* lists.toXlsx([first, ...others]))
  yield* printFile(printing, file)
})
