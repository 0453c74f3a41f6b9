/**
 * Finds numbers that identify a person: identity numbers of 18 digits, mobile numbers, bank card numbers. Ids, names,
 * labels and tags stay readable in the ledger, so they must not contain such numbers.
 */

export type SensitiveKind = "identity-number" | "mobile-number" | "card-number"

export interface SensitiveNumber {
  readonly kind: SensitiveKind
  /** The number, with all digits but the first two hidden. */
  readonly masked: string
}

// GB 11643-1999, ISO 7064 MOD 11-2.
const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const checks = "10X98765432"

const isIdentity = (text: string): boolean => {
  if (!/^[1-9]\d{16}[\dX]$/.test(text)) return false
  const sum = weights.reduce((total, weight, at) => total + weight * Number(text[at]), 0)
  return checks[sum % 11] === text[17]
}

// The check digit of ISO/IEC 7812-1, after H. P. Luhn.
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

// Runs of digits. People write single blanks or hyphens within long numbers.
const runs = /\d(?:[ -]?\d){10,22}(?:[ -]?x(?![a-z]))?/gi

const hidden = (text: string): string => text.slice(0, 2) + "*".repeat(Math.max(text.length - 2, 0))

// A run is one number, or several numbers side by side, such as a door and a telephone number.
const numbersIn = (run: string): ReadonlyArray<SensitiveNumber> =>
  [run, ...run.split(/[ -]/)].flatMap((text) => {
    const kind = kindOf(text.replace(/[ -]/g, "").toUpperCase())
    return kind === undefined ? [] : [{ kind, masked: hidden(text) }]
  })

/** The first such number in a text; undefined if there is none. */
export const find = (text: string): SensitiveNumber | undefined => {
  if (text.length < 11) return undefined
  for (const [run] of text.normalize("NFKC").matchAll(runs)) {
    const [first] = numbersIn(run)
    if (first !== undefined) return first
  }
  return undefined
}

/** Hides every run of digits with such a number. Returns the text unchanged if there is none. */
export const mask = (text: string): string =>
  find(text) === undefined
    ? text
    : text.normalize("NFKC").replace(runs, (run) => (numbersIn(run).length === 0 ? run : hidden(run)))
