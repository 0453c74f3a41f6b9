/**
 * Finds numbers in a text, however people write them: in full-width digits, in groups, or with invisible characters between
 * the digits.
 */

/**
 * The text with plain digits, letters and brackets (NFKC), and of the same length. So an index into the result is an index
 * into the text.
 */
export const plain = (text: string): string => {
  let all = ""
  for (const point of text) {
    const one = point.normalize("NFKC")
    // A character of two units becomes one character and a zero-width space, which separates nothing.
    all += one.length === point.length ? one : one.length === 1 ? `${one}\u200B` : point
  }
  return all
}

/** The characters that people write between the digits of one number, as a class of a regular expression. */
const separators = String.raw`\s\p{Cf}\p{Pd}.·•・_/()`

/**
 * A regular expression for a number. In `pattern`, white space stands for up to three separators. No digit is directly
 * before or after the number.
 */
export const written = (pattern: string): RegExp =>
  new RegExp(`(?<!\\d)${pattern.replaceAll(/\s+/g, `[${separators}]{0,3}`)}(?!\\d)`, "giu")
