/**
 * Finds private numbers, which must never be part of an id, a tag, a name or a label. Those texts are never encrypted,
 * so erasing a person's data could not remove the number. There are three kinds of private number: the 18-digit number
 * of an ID card (GB 11643, with its check digit), a mobile number, and the number of a bank card (with its Luhn check
 * digit).
 */
import * as Option from "effect/Option"
import { fromCivil } from "../kernel/Day.ts"

/** The kinds of private number. */
export type PrivateNumber = "id-card" | "mobile" | "bank-card"

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const checkDigits = "10X98765432"

const isIdCard = (token: string): boolean => {
  const parts = /^[1-9]\d{5}((?:18|19|20)\d{2})(\d{2})(\d{2})\d{3}[\dX]$/.exec(token)
  if (parts === null) return false
  const [, year, month, day] = parts
  if (Option.isNone(fromCivil(Number(year), Number(month), Number(day)))) return false
  const sum = weights.reduce((total, weight, at) => total + weight * Number(token[at]), 0)
  return checkDigits[sum % 11] === token[17]
}

const isMobile = (token: string): boolean => /^(?:86)?1[3-9]\d{9}$/.test(token)

const isBankCard = (token: string): boolean => {
  // Numbers of bank cards by UnionPay, Visa and Mastercard begin with these digits.
  if (!/^(?:62\d{14,17}|4\d{15}|5[1-5]\d{14})$/.test(token)) return false
  const sum = [...token].toReversed().reduce((total, digit, at) => {
    const doubled = Number(digit) * (at % 2 === 0 ? 1 : 2)
    return total + (doubled > 9 ? doubled - 9 : doubled)
  }, 0)
  return sum % 10 === 0
}

/**
 * The kind of private number that a text contains. The number is the whole text, or a separate part of it. `undefined`
 * if the text contains no private number.
 *
 * @example
 * ```ts
 * import { privateNumber } from "@liulinhui/core/Registry"
 * import { strict as assert } from "node:assert"
 *
 * assert.equal(privateNumber("11010519491231002X"), "id-card")
 * assert.equal(privateNumber("wang-138 0013 8000"), "mobile")
 * assert.equal(privateNumber("b07-301"), undefined)
 * ```
 * @category checks
 */
export const privateNumber = (text: string): PrivateNumber | undefined => {
  // Most ids are shorter than any private number, so return early.
  if (text.length < 11) return undefined
  // Hyphens separate the parts of an id, so they separate numbers as well, except as people group a mobile number.
  const joined = text
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[\s\p{Cf}.·()]+/gu, "")
    .replace(/(?<![\p{N}-])(1[3-9]\d)-(\d{4})-(\d{4})(?![\p{N}-])/u, "$1$2$3")
  for (const token of joined.split(/[^\p{L}\p{N}]+|\p{Lo}+/u)) {
    if (token.length < 11) continue
    const number = withoutName(token)
    if (isIdCard(number)) return "id-card"
    if (isMobile(number)) return "mobile"
    if (isBankCard(number)) return "bank-card"
  }
  return undefined
}

/**
 * The number of a token such as `WANG13800138000`. A token of hexadecimal digits alone is left as it is: a program made
 * it, and a part of it may look like a number by chance.
 */
const withoutName = (token: string): string =>
  /^[A-Z]*[G-Z][A-Z]*(\d{11,17}[\dX]+|\d{11})$/.exec(token)?.[1] ?? token
