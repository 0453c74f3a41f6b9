/**
 * Masks names and numbers in a text before it is sent to a group. A notice may quote a text that a person wrote, and
 * such texts contain names and numbers. A masked word keeps its length and its first character, so that people who know
 * the person still recognise it.
 */
import { plain, written } from "../kernel/WrittenNumber.ts"

// A masked character is replaced by a full-width asterisk, because no channel uses this character for markup.
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

// Private numbers in the People's Republic of China. The longest patterns are first, because a part of a long number
// may look like a shorter one.
const numbers: ReadonlyArray<RegExp> = [
  // Bank cards of UnionPay, Visa and Mastercard, with up to 19 digits.
  String.raw`(?:6 2|4 \d|5 [1-5])(?: \d){13,17}`,
  // ID cards with 18 digits. (The next line is for older ID cards with 15 digits, which contain the date of birth.)
  String.raw`\d(?: \d){16} [\dx]`,
  String.raw`[1-9](?: \d){7} (?:0 [1-9]|1 [0-2]) (?:0 [1-9]|[12] \d|3 [01])(?: \d){3}`,
  // Mobile numbers. (The next pattern is for fixed-line numbers.)
  String.raw`(?:\+? 8 6 )?1 [3-9](?: \d){9}`,
  // Fixed-line numbers with an area code. The part before the code must not look like a date, because a month and a day
  // can look like an area code.
  String.raw`(?<!(?:19|20)\d\d[\p{Pd}./])(?:0 1 0|0 2 \d|0 [3-9] \d \d) [2-9](?: \d){6,7}`,
  // The numbers of passports, and of travel permits for Hong Kong, Macao and Taiwan.
  String.raw`(?<![a-z])(?:[degps] \d|e [a-hj-np-z]|[hmt] \d(?: \d){0,2})(?: \d){7}(?![a-z])`
].map(written)

/** Returns the text with all private numbers masked. */
const withoutNumbers = (text: string): string => {
  let masked = text
  for (const pattern of numbers) {
    let end = 0
    let left = ""
    for (const { 0: found, index } of plain(masked).matchAll(pattern)) {
      left += masked.slice(end, index) + hidden(masked.slice(index, index + found.length), 1)
      end = index + found.length
    }
    masked = left + masked.slice(end)
  }
  return masked
}

/**
 * Masks the given names in a text, and all numbers that look like the number of an ID card, a passport, a bank card or
 * a telephone. If a text is masked twice, the second time changes nothing.
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
  const masked = withoutNumbers(text)
  return [...new Set(names)]
    .filter((one) => one.trim() !== "")
    .toSorted((a, b) => b.length - a.length)
    .reduce((left, one) => left.replaceAll(one, name(one)), masked)
}
