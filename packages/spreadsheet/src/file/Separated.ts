/**
 * Reads the rows of a text file with separated cells, such as CSV. It tries several separators, and uses the separator
 * with which the row of column names contains the most known names. If the first line is `sep=;`, which Excel writes,
 * this line states the separator.
 */
import * as Arr from "effect/Array"
import * as Result from "effect/Result"
import * as Stream from "effect/Stream"
import * as Effect from "effect/Effect"
import * as Csv from "effect/encoding/Csv"
import { problem, type SheetProblem } from "../Problem.ts"
import { type Item, letterOf } from "./Item.ts"
import type { Limits } from "./Limits.ts"

/** The separators, in the order in which they are tried. */
const separators = [",", "\t", ";", "，", "|", "；", "、"] as const

/** A function that returns the text of a file in pieces. Each call starts again at the beginning of the file. */
export type Text = () => Iterable<string>

/** Returns how many cells of a row are known column names. */
export type Score = (cells: ReadonlyArray<string>) => number

/**
 * Removes the equals sign from cells such as `="0101"`, so that a normal quoted cell remains. Excel users write such
 * cells for a text that must not become a number. The text arrives in pieces.
 */
class PlainTexts {
  private readonly separator: string
  private state: "start" | "plain" | "quoted" | "after quote" = "start"
  private held = ""

  constructor(separator: string) {
    this.separator = separator
  }

  next(piece: string): string {
    const text = this.held + piece
    this.held = ""
    let out = ""
    let from = 0
    for (let at = 0; at < text.length; at++) {
      const sign = text[at]
      const ends = sign === this.separator || sign === "\n" || sign === "\r"
      if (this.state === "quoted") {
        const close = text.indexOf('"', at)
        if (close < 0) break
        at = close
        this.state = "after quote"
      } else if (this.state === "start" && sign === "=" && at + 1 === text.length) {
        this.held = "="
        return out + text.slice(from, at)
      } else if (this.state === "start" && sign === "=" && text[at + 1] === '"') {
        out += text.slice(from, at)
        from = at + 1
      } else if (ends) this.state = "start"
      // Two quotation marks in a row are one quotation mark in the text. So the cell continues.
      else this.state = sign === '"' && this.state !== "plain" ? "quoted" : "plain"
    }
    return out + text.slice(from)
  }

  end(): string {
    return this.held
  }
}

function* plain(text: Text, separator: string): Generator<string, void, undefined> {
  const texts = new PlainTexts(separator)
  for (const piece of text()) {
    const next = texts.next(piece)
    if (next !== "") yield next
  }
  const rest = texts.end()
  if (rest !== "") yield rest
}

const records = (text: Text, separator: string): Stream.Stream<Csv.Row, Csv.CsvError> =>
  Stream.suspend(() => Stream.fromIterable(plain(text, separator), { chunkSize: 1 })).pipe(
    Stream.pipeThroughChannel(Csv.decodeString({ delimiter: separator }))
  )

/** Returns the text before a line. Lines count from 1, as in the CSV parser. */
const before = (text: Text, line: number): Text =>
  function* () {
    const breaks = /\r\n|\r|\n/g
    let seen = 1
    let held = ""
    for (const piece of text()) {
      const whole = held + piece
      // A CR (carriage return) at the end of a piece may be the first half of a line break. So it is kept for the next
      // piece.
      held = whole.endsWith("\r") ? "\r" : ""
      const here = held === "" ? whole : whole.slice(0, -1)
      breaks.lastIndex = 0
      while (seen < line && breaks.exec(here) !== null) seen++
      if (seen >= line) return yield here.slice(0, breaks.lastIndex)
      yield here
    }
    yield held
  }

const beginning = 64 * 1024
const firstRows = 60

const sample = (text: Text): string => {
  let found = ""
  for (const piece of text()) {
    found += piece
    if (found.length >= beginning) return found.slice(0, found.lastIndexOf("\n") + 1) || found
  }
  return found
}

const separatorLine = /^"?sep=(.)"?(?:\r\n|\r|\n|$)/iu

const afterFirst = (text: Text, length: number): Text =>
  function* () {
    let left = length
    for (const piece of text()) {
      if (left < piece.length) yield piece.slice(left)
      left = Math.max(left - piece.length, 0)
    }
  }

const bestScore = (text: string, separator: string, score: Score): number => {
  let best = 0
  const read = records(() => [text], separator).pipe(
    Stream.take(firstRows),
    Stream.runForEach((cells) => Effect.sync(() => (best = Math.max(best, score(cells)))))
  )
  // The sample of the file may end within a quoted cell. The error is ignored, because the complete rows of the sample
  // are enough.
  void Effect.runSync(Effect.result(read))
  return best
}

/** Detects the separator of a text file. Returns the separator, and the text without a `sep=` line. */
const separated = (text: Text, score: Score): { readonly separator: string; readonly text: Text } => {
  const first = sample(text)
  const line = separatorLine.exec(first)
  if (line?.[1] !== undefined && line[1] !== '"') {
    return { separator: line[1], text: afterFirst(text, line[0].length) }
  }
  const scores = separators.map((separator) => bestScore(first, separator, score))
  const most = Math.max(...scores)
  return { separator: separators[scores.indexOf(most)] ?? ",", text }
}

const broken = ({ record }: Csv.CsvError): SheetProblem => problem("not-csv", { row: record })

/** Numbers the rows of a text file, and checks the limits. */
class RowNumbers {
  private readonly limits: Limits
  private filled = 0
  row = 0

  constructor(limits: Limits) {
    this.limits = limits
  }

  next(cells: Csv.Row): Result.Result<Item, SheetProblem> {
    this.row++
    const { limits, row } = this
    const last = cells.findLastIndex((cell) => cell.trim() !== "")
    if (last >= 0) this.filled++
    if (this.filled > limits.rows) return Result.fail(problem("too-many-rows", {}, { most: limits.rows }))
    if (last >= limits.columns) {
      return Result.fail(problem("too-many-columns", { row }, { most: limits.columns }))
    }
    const long = cells.findIndex((cell) => cell.length > limits.text)
    return long < 0
      ? Result.succeed({ _tag: "Row", row, cells, width: cells.length })
      : Result.fail(problem("cell-too-long", { row, letter: letterOf(long), found: cells[long] ?? "" }))
  }
}

/** The items of a text file: one sheet without a name, and its rows. */
export const items = (input: Text, limits: Limits, score: Score): Stream.Stream<Item, SheetProblem> =>
  Stream.suspend(() => {
    const { separator, text } = separated(input, score)
    const numbers = new RowNumbers(limits)
    // After a syntax error, the CSV parser also loses the correct rows before the error in the same piece. So these
    // rows are read again.
    const rows = records(text, separator).pipe(
      Stream.catch((error) =>
        Stream.concat(
          Stream.suspend(() =>
            records(before(text, error.line), separator).pipe(Stream.drop(numbers.row))
          ).pipe(Stream.mapError(broken)),
          Stream.fail(broken(error))
        )
      ),
      Stream.mapArrayEffect((cells) =>
        Effect.fromResult(Result.all(Arr.map(cells, (one) => numbers.next(one))))
      )
    )
    return Stream.concat(Stream.make<[Item]>({ _tag: "Sheet", name: "", hidden: false }), rows)
  })
