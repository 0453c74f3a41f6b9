/**
 * Finds numbers that identify a person: identity numbers with 18 digits, mobile numbers and bank card numbers. Ids,
 * names, labels and tags must not contain such numbers, because they are stored in the ledger without encryption.
 */

export type SensitiveKind = "identity-number" | "mobile-number" | "card-number"

export interface SensitiveNumber {
  readonly kind: SensitiveKind
  /** The number that was found, with all digits hidden except the first two. */
  readonly masked: string
}

// The weights for the check digit of an identity number (GB 11643-1999, ISO 7064 MOD 11-2).
const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const checks = "10X98765432"

const isIdentity = (text: string): boolean => {
  if (!/^[1-9]\d{16}[\dX]$/.test(text)) return false
  const sum = weights.reduce((total, weight, at) => total + weight * Number(text[at]), 0)
  return checks[sum % 11] === text[17]
}

// Tests the check digit of a bank card number (ISO/IEC 7812-1, the algorithm of H. P. Luhn).
const isCard = (digits: string): boolean => {
  if (!/^[1-9]\d{15,18}$/.test(digits)) return false
  const sum = [...digits].toReversed().reduce((total, digit, at) => {
    const value = at % 2 === 0 ? Number(digit) : 2 * Number(digit)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return sum % 10 === 0
}

const isMobile = (digits: string): boolean => /^(?:86)?1[3-9]\d{9}$/.test(digits)

const kindOf = (digits: string): SensitiveKind | undefined => {
  if (isIdentity(digits)) return "identity-number"
  if (isMobile(digits)) return "mobile-number"
  return isCard(digits) ? "card-number" : undefined
}

// Matches sequences of digits. A sequence can contain single spaces or hyphens, because people write them in long
// numbers.
const runs = /\d(?:[ -]?\d){10,22}(?:[ -]?x(?![a-z]))?/gi

const hidden = (text: string): string => text.slice(0, 2) + "*".repeat(Math.max(text.length - 2, 0))

// A sequence of digits may be one number, or several numbers next to each other, such as a door number and a telephone
// number.
const numbersIn = (run: string): ReadonlyArray<SensitiveNumber> =>
  [run, ...run.split(/[ -]/)].flatMap((text) => {
    const kind = kindOf(text.replace(/[ -]/g, "").toUpperCase())
    return kind === undefined ? [] : [{ kind, masked: hidden(text) }]
  })

/** Returns the first number in a text that identifies a person. `undefined` if the text has no such number. */
export const find = (text: string): SensitiveNumber | undefined => {
  if (text.length < 11) return undefined
  for (const [run] of text.normalize("NFKC").matchAll(runs)) {
    const [first] = numbersIn(run)
    if (first !== undefined) return first
  }
  return undefined
}

/**
 * Hides every sequence of digits that contains a number which identifies a person. A text without such numbers is
 * returned unchanged.
 */
export const mask = (text: string): string =>
  find(text) === undefined
    ? text
    : text.normalize("NFKC").replace(runs, (run) => (numbersIn(run).length === 0 ? run : hidden(run)))
