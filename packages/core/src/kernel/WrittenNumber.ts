/**
 * Finds numbers in a text, no matter how people write them: for example, with full-width digits, with digits in groups,
 * or with invisible characters between the digits.
 */

/**
 * Returns the text with plain digits, letters and brackets (NFKC). The result has the same length as the text, so an
 * index into the result is also an index into the text.
 */
export const plain = (text: string): string => {
  let all = ""
  for (const point of text) {
    const one = point.normalize("NFKC")
    // If a character of two units becomes one unit, a zero-width space is added, so that the length stays the same.
    // Such a space counts as a separator within a number, so a number is still found.
    all += one.length === point.length ? one : one.length === 1 ? `${one}\u200B` : point
  }
  return all
}

/** The characters that people write between the digits of one number, as a class of a regular expression. */
const separators = String.raw`\s\p{Cf}\p{Pd}.·•・_/()`

/**
 * A regular expression for a number. White space in `pattern` matches up to three separators. Directly before or after
 * the number, there must be no other digit.
 */
export const written = (pattern: string): RegExp =>
  new RegExp(`(?<!\\d)${pattern.replaceAll(/\s+/g, `[${separators}]{0,3}`)}(?!\\d)`, "giu")
