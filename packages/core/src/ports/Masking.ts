/**
 * Masks names and numbers in a text before it is sent to a group. A notice may quote a text that a person wrote, and
 * such texts contain names and numbers. A masked word keeps its length and its first character, so that people who know
 * the person still recognise it.
 */

// A full-width asterisk, because no channel uses this character for markup.
const star = "＊"

const graphemes = new Intl.Segmenter("zh", { granularity: "grapheme" })

const hidden = (text: string, keep: number): string =>
  [...graphemes.segment(text)]
    .map(({ segment }, at) => (at < keep || /^\s+$/u.test(segment) ? segment : star))
    .join("")

const name = (text: string): string =>
  text
    .split(/(\s+)/u)
    .map((word) => hidden(word, [...graphemes.segment(text)].length > 1 ? 1 : 0))
    .join("")

// Identity numbers, mobile numbers and fixed-line numbers, as they are written in the People's Republic of China.
const numbers: ReadonlyArray<RegExp> = [
  /(?<!\d)\d{17}[\dXx](?!\d)/gu,
  /(?<!\d)(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)/gu,
  /(?<!\d)0\d{2,3}[ -]?\d{7,8}(?!\d)/gu
]

/**
 * Returns the text with the given names masked, and with all numbers masked that look like identity or telephone
 * numbers. Masking a masked text changes nothing.
 *
 * @example
 * ```ts
 * import { mask } from "@liulinhui/core/Notifier"
 * import { strict as assert } from "node:assert"
 *
 * assert.equal(mask("王建国（13800138000）已签收", ["王建国"]), "王＊＊（1＊＊＊＊＊＊＊＊＊＊）已签收")
 * ```
 */
export const mask = (text: string, names: Iterable<string> = []): string => {
  const masked = numbers.reduce((left, pattern) => left.replace(pattern, (found) => hidden(found, 1)), text)
  return [...new Set(names)]
    .filter((one) => one.trim() !== "")
    .toSorted((a, b) => b.length - a.length)
    .reduce((left, one) => left.replaceAll(one, name(one)), masked)
}
