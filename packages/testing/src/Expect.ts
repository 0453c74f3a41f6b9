/**
 * The assertions of the suites. They need no test runner. A failed assertion throws the `AssertionError` of `node:assert`,
 * with both values, so that every runner shows the difference.
 */
import { AssertionError } from "node:assert"
import { inspect, isDeepStrictEqual } from "node:util"

const kindOf = (value: object): string => Object.prototype.toString.call(value)

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null

const keysOf = (value: object): ReadonlyArray<string | symbol> =>
  Reflect.ownKeys(value).filter(
    (key) => Object.prototype.propertyIsEnumerable.call(value, key) && Reflect.get(value, key) !== undefined
  )

type Compare = (actual: unknown, expected: unknown) => boolean

const areItemsEqual = (actual: ReadonlyArray<unknown>, expected: ReadonlyArray<unknown>, compare: Compare) =>
  actual.length === expected.length && actual.every((one, at) => compare(one, expected[at]))

/** Whether two values are equal in depth. A key with the value `undefined` is the same as no key. Classes are ignored. */
const isEqual: Compare = (actual, expected) => {
  if (Object.is(actual, expected)) return true
  if (!isObject(actual) || !isObject(expected) || kindOf(actual) !== kindOf(expected)) return false
  if (Array.isArray(actual) && Array.isArray(expected)) return areItemsEqual(actual, expected, isEqual)
  if (actual instanceof Error && expected instanceof Error && actual.message !== expected.message)
    return false
  if (kindOf(actual) !== "[object Object]" && !(actual instanceof Error)) {
    return isDeepStrictEqual(actual, expected)
  }
  const keys = new Set([...keysOf(actual), ...keysOf(expected)])
  return [...keys].every((key) => isEqual(Reflect.get(actual, key), Reflect.get(expected, key)))
}

/** Whether a value has at least the expected keys, in depth. Arrays must have the same length. */
const isLike: Compare = (actual, expected) => {
  if (Array.isArray(actual) && Array.isArray(expected)) return areItemsEqual(actual, expected, isLike)
  if (!isObject(actual) || !isObject(expected) || kindOf(expected) !== "[object Object]") {
    return isEqual(actual, expected)
  }
  return Reflect.ownKeys(expected).every(
    (key) => key in actual && isLike(Reflect.get(actual, key), Reflect.get(expected, key))
  )
}

const contains = (actual: unknown, part: unknown): boolean =>
  typeof actual === "string"
    ? typeof part === "string" && actual.includes(part)
    : Array.isArray(actual) && actual.some((one) => one === part)

const lengthOf = (value: unknown): unknown =>
  typeof value === "string" ? value.length : isObject(value) ? Reflect.get(value, "length") : undefined

type Constructor = abstract new (...given: Array<never>) => unknown

/** What can be asserted of a value. */
interface Assertions {
  readonly toBe: (expected: unknown) => void
  readonly toEqual: (expected: unknown) => void
  readonly toMatchObject: (expected: object) => void
  readonly toContain: (part: unknown) => void
  readonly toBeInstanceOf: (of: Constructor) => void
  readonly toHaveLength: (length: number) => void
  readonly toMatch: (pattern: RegExp) => void
  readonly toBeGreaterThan: (least: number) => void
  readonly toBeGreaterThanOrEqual: (least: number) => void
  readonly toBeLessThanOrEqual: (most: number) => void
}

const shown = (value: unknown): string => inspect(value, { depth: 6 })

const assertionsOf = (actual: unknown, isWanted: boolean, about: string | undefined): Assertions => {
  const check = (holds: boolean, words: string, expected: unknown): void => {
    if (holds === isWanted) return
    const message = `expected ${shown(actual)} ${isWanted ? "" : "not "}${words} ${shown(expected)}`
    throw new AssertionError({
      message: about === undefined ? message : `${about}: ${message}`,
      actual,
      expected,
      operator: words
    })
  }
  const number = typeof actual === "number" ? actual : Number.NaN
  return {
    toBe: (expected) => check(Object.is(actual, expected), "to be", expected),
    toEqual: (expected) => check(isEqual(actual, expected), "to equal", expected),
    toMatchObject: (expected) => check(isLike(actual, expected), "to have at least", expected),
    toContain: (part) => check(contains(actual, part), "to contain", part),
    toBeInstanceOf: (of) => check(actual instanceof of, "to be an instance of", of),
    toHaveLength: (length) => check(lengthOf(actual) === length, "to have the length", length),
    toMatch: (pattern) => check(typeof actual === "string" && pattern.test(actual), "to match", pattern),
    toBeGreaterThan: (least) => check(number > least, "to be greater than", least),
    toBeGreaterThanOrEqual: (least) => check(number >= least, "to be at least", least),
    toBeLessThanOrEqual: (most) => check(number <= most, "to be at most", most)
  }
}

/** Asserts something of a value. `about` begins the message of a failed assertion. */
export const expect = (actual: unknown, about?: string): Assertions & { readonly not: Assertions } => ({
  ...assertionsOf(actual, true, about),
  not: assertionsOf(actual, false, about)
})
