/**
 * Lays out lines and columns on a terminal. A Chinese character takes two cells, and a Latin letter takes one. Text is
 * wrapped between words, also in Chinese. It never wraps before a closing mark, or between a number and its unit.
 */
import stringWidth from "string-width"
import { plain } from "./Wording.ts"

/** The number of cells that a text takes on a terminal. */
export const cells = (text: string): number => stringWidth(text)

const graphemes = new Intl.Segmenter("zh", { granularity: "grapheme" })
// This segmenter recognises words by their script. So it also works for texts in languages other than Chinese.
const words = new Intl.Segmenter("zh", { granularity: "word" })

const space = /[^\S\u00A0]$/u // Matches a space at which a line may end.
const closing = /^[\p{Pe}\p{Pf}\p{Po}\s]/u
const opening = /[\p{Ps}\p{Pi}]$/u
const wide = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}，。、：；！？（）《》【】「」]/u

const mayBreak = (before: string, after: string): boolean => {
  if (closing.test(after) || opening.test(before)) return false
  if (space.test(before)) return true
  const first = [...after][0] ?? ""
  const last = [...before].at(-1) ?? ""
  if (/\d/u.test(last) && wide.test(first)) return false
  return wide.test(last) || wide.test(first)
}

/** Splits a text into pieces that must stay on one line. */
const pieces = (text: string): ReadonlyArray<string> => {
  const found: Array<string> = []
  for (const { segment } of words.segment(text)) {
    const before = found.at(-1)
    if (before === undefined || mayBreak(before, segment)) found.push(segment)
    else found[found.length - 1] = before + segment
  }
  return found
}

const cut = (piece: string, width: number): ReadonlyArray<string> => {
  if (cells(piece.trimEnd()) <= width) return [piece]
  const parts = [""]
  for (const { segment } of graphemes.segment(piece)) {
    const last = parts.at(-1) ?? ""
    if (cells(last + segment) <= width || last === "") parts[parts.length - 1] = last + segment
    else parts.push(segment)
  }
  return parts
}

/**
 * Wraps a text into lines. No line is wider than `width` cells, except a line with a single character that is wider,
 * such as a Chinese character for a width of 1.
 */
export const wrap = (text: string, width: number): ReadonlyArray<string> => {
  const lines: Array<string> = []
  let line = ""
  for (const piece of pieces(plain(text)).flatMap((whole) => cut(whole, width))) {
    if (line !== "" && cells((line + piece).trimEnd()) > width) {
      lines.push(line.trimEnd())
      line = piece.trimStart()
    } else line += piece
  }
  return [...lines, line.trimEnd()]
}

/** Puts a mark such as `- ` before a text. If the text needs more lines, they are indented to the same column. */
export const hang = (mark: string, text: string, width: number): ReadonlyArray<string> => {
  const indent = cells(mark)
  return wrap(text, width - indent).map((line, index) => (index === 0 ? mark : " ".repeat(indent)) + line)
}

/** A column of a text table: its head, and the alignment of its cells. */
export interface Column {
  readonly head: string
  readonly side: "left" | "right"
}

const gap = 2
const narrowest = 4

const widths = (
  rows: ReadonlyArray<ReadonlyArray<string>>,
  columns: number,
  width: number
): Array<number> => {
  const found = Array.from({ length: columns }, (_, column) =>
    Math.max(narrowest, ...rows.map((row) => cells(plain(row[column] ?? ""))))
  )
  const room = width - gap * (columns - 1)
  for (let excess = found.reduce((total, n) => total + n, 0) - room; excess > 0; excess -= 1) {
    const widest = Math.max(...found)
    if (widest === narrowest) break
    found[found.indexOf(widest)] = widest - 1
  }
  return found
}

const pad = (text: string, width: number, side: Column["side"]): string => {
  const space = " ".repeat(Math.max(0, width - cells(text)))
  return side === "left" ? text + space : space + text
}

/**
 * Lays out a table as lines of text. The widest columns shrink until the table fits. A text that is too long for its
 * cell continues in the next line.
 */
export const table = (
  columns: ReadonlyArray<Column>,
  rows: ReadonlyArray<ReadonlyArray<string>>,
  width: number
): ReadonlyArray<string> => {
  const heads = columns.map(({ head }) => head)
  const sizes = widths([heads, ...rows], columns.length, width)
  const lay = (row: ReadonlyArray<string>): ReadonlyArray<string> => {
    const wrapped = columns.map((_, column) => wrap(row[column] ?? "", sizes[column] ?? narrowest))
    const height = Math.max(...wrapped.map(({ length }) => length))
    return Array.from({ length: height }, (_, line) =>
      columns
        .map(({ side }, column) => pad(wrapped[column]?.[line] ?? "", sizes[column] ?? narrowest, side))
        .join(" ".repeat(gap))
        .trimEnd()
    )
  }
  return [...lay(heads), sizes.map((size) => "-".repeat(size)).join(" ".repeat(gap)), ...rows.flatMap(lay)]
}
