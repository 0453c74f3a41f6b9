/** Runs a reader over the sheets of a file. The readers of tables and of ballots use this module. */
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import type { Item } from "./file/Item.ts"
import { type Limits, limits as usualLimits } from "./file/Limits.ts"
import { items } from "./file/open.ts"
import { refusal, type SheetProblem, SheetRefused } from "./Problem.ts"

/** Receives the items of a file (sheets, rows, merged cells) in order, and collects problems. */
export interface SheetReader<A> {
  readonly problems: ReadonlyArray<SheetProblem>
  readonly take: (item: Item) => void
  /** Returns the result. Call this after the last item. */
  readonly end: () => A
}

/** How to read a file. */
export interface SheetFile {
  /** The name of the file in messages. */
  readonly file: string
  readonly limits: Partial<Limits> | undefined
  /**
   * Returns how well the cells of a row fit as column names. For a text file, the encoding and the separator with the
   * best score are used.
   */
  readonly score: (cells: ReadonlyArray<string>) => number
}

/** Reads a whole file. Fails with all problems of the file. */
export const readSheets = <A>(
  input: string | Uint8Array,
  { file, limits, score }: SheetFile,
  reader: SheetReader<A>
): Effect.Effect<A, SheetRefused> =>
  items(input, { ...usualLimits, ...limits }, score).pipe(
    Stream.runForEachArray((some) => Effect.sync(() => some.forEach((item) => reader.take(item)))),
    Effect.mapError((wrong) => new SheetRefused({ file, problems: [wrong] })),
    Effect.flatMap(() => {
      const read = reader.end()
      const refused = refusal(file, reader.problems)
      return refused === undefined ? Effect.succeed(read) : Effect.fail(refused)
    })
  )
