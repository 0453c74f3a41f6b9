/**
 * Exact ratios of whole numbers, for thresholds such as "at least two thirds of the area" and for factors such as "one
 * and a half times as long". Nothing is rounded: a vote that is one square centimetre short misses the threshold. "At
 * least" includes the number itself, and "more than" does not (Civil Code Art. 1259).
 */
import * as Schema from "effect/Schema"
import * as SchemaGetter from "effect/SchemaGetter"

const Whole = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }))
const Positive = Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }))

/**
 * A ratio: `over` divided by `under`. The fraction is not simplified: 2/4 stays 2/4. Use {@link compare} to compare two
 * ratios.
 *
 * @category models
 */
export const Ratio = Schema.Struct({ over: Whole, under: Positive })
export interface Ratio extends Schema.Schema.Type<typeof Ratio> {}

/**
 * Makes a ratio from two numbers in code. Throws a `RangeError` unless both are whole numbers, `over` at least 0 and
 * `under` at least 1.
 *
 * @category constructors
 */
export const make = (over: number, under: number): Ratio => {
  if (!Number.isSafeInteger(over) || !Number.isSafeInteger(under) || over < 0 || under < 1) {
    throw new RangeError(`${over}/${under} is not a ratio of whole numbers, the lower one at least 1`)
  }
  return { over, under }
}

const pattern = /^(\d{1,15})\/(\d{1,15})$/

const readable = (text: string): boolean => {
  const parts = pattern.exec(text)
  return parts !== null && Number(parts[2]) >= 1
}

/** Formats a ratio as text: `2/3`. */
export const format = ({ over, under }: Ratio): string => `${over}/${under}`

/**
 * The schema of a ratio that is written as text in a model: `2/3`.
 *
 * @example
 * ```ts
 * import * as Ratio from "@liulinhui/core/Ratio"
 * import * as Schema from "effect/Schema"
 * import { strict as assert } from "node:assert"
 *
 * assert.deepEqual(Schema.decodeSync(Ratio.RatioFromText)("2/3"), { over: 2, under: 3 })
 * assert.throws(() => Schema.decodeSync(Ratio.RatioFromText)("2/0"))
 * ```
 * @category schemas
 */
export const RatioFromText = Schema.String.check(
  Schema.makeFilter(readable, {
    expected: 'a ratio of whole numbers such as "2/3"',
    toJsonSchema: () => ({ type: "string", pattern: "^\\d{1,15}/0*[1-9]\\d{0,14}$" })
  })
).pipe(
  Schema.decodeTo(Ratio, {
    decode: SchemaGetter.transform((text: string) => {
      const [over, under] = text.split("/")
      return { over: Number(over), under: Number(under) }
    }),
    encode: SchemaGetter.transform(format)
  })
)

type Integer = number | bigint

// The product of two safe integers may exceed 2^53. Only then does this comparison use bigint.
const sign = (a: Integer, b: Integer, c: Integer, d: Integer): -1 | 0 | 1 => {
  if (typeof a === "number" && typeof b === "number" && typeof c === "number" && typeof d === "number") {
    const left = a * b
    const right = c * d
    if (Number.isSafeInteger(left) && Number.isSafeInteger(right)) {
      return left < right ? -1 : left > right ? 1 : 0
    }
  }
  const left = BigInt(a) * BigInt(b)
  const right = BigInt(c) * BigInt(d)
  return left < right ? -1 : left > right ? 1 : 0
}

/** Compares two ratios: -1, 0 or 1 if `self` is less than, equal to or more than `that`. */
export const compare = (self: Ratio, that: Ratio): -1 | 0 | 1 =>
  sign(self.over, that.under, that.over, self.under)

/**
 * Whether `part` is at least a share of `whole`. The share is `self`, such as two thirds. An exactly equal share is
 * enough. The numbers must be whole numbers of at least 0, and may be of any size.
 *
 * @example
 * ```ts
 * import * as Ratio from "@liulinhui/core/Ratio"
 * import { strict as assert } from "node:assert"
 *
 * const twoThirds = Ratio.make(2, 3)
 * assert.ok(Ratio.isAtLeast(twoThirds, 200_000, 300_000))
 * assert.ok(!Ratio.isAtLeast(twoThirds, 199_999, 300_000))
 * assert.ok(!Ratio.isMoreThan(Ratio.make(1, 2), 10, 20))
 * ```
 * @category comparisons
 */
export const isAtLeast = (self: Ratio, part: Integer, whole: Integer): boolean =>
  sign(part, self.under, whole, self.over) >= 0

/**
 * Whether `part` is more than a share of `whole`. The share is `self`, such as one half. An exactly equal share is not
 * enough.
 */
export const isMoreThan = (self: Ratio, part: Integer, whole: Integer): boolean =>
  sign(part, self.under, whole, self.over) > 0

/** The smallest whole number that is at least a share of `whole`, such as two thirds of 100. The share is `self`. */
export const ceilingOf = (self: Ratio, whole: Integer): bigint => {
  const product = BigInt(whole) * BigInt(self.over)
  const under = BigInt(self.under)
  return (product + under - 1n) / under
}

/** The largest whole number that is at most a share of `whole`, such as two thirds of 100. The share is `self`. */
export const floorOf = (self: Ratio, whole: Integer): bigint =>
  (BigInt(whole) * BigInt(self.over)) / BigInt(self.under)
