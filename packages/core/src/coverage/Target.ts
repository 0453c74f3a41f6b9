/**
 * The target of a coverage rule: how many members of a population must be reached. A target is all members, a share of
 * them, or a number of members. It is for the whole population, or for each part separately. Shares are exact
 * fractions: a target is missed even if only one person is missing.
 */
import * as Schema from "effect/Schema"
import * as Ratio from "../kernel/Ratio.ts"

const percent = /^(\d{1,3})(?:\.(\d{1,3}))? ?%$/
const fraction = /^(\d{1,6})\/([1-9]\d{0,5})$/

const parse = (text: string): Ratio.Ratio | undefined => {
  const parts = fraction.exec(text)
  if (parts !== null) return Ratio.make(Number(parts[1]), Number(parts[2]))
  const [, units, thousandths = ""] = percent.exec(text) ?? []
  return units === undefined
    ? undefined
    : Ratio.make(Number(units) * 1000 + Number(thousandths.padEnd(3, "0")), 100_000)
}

/** A share of a population, as it is written in a model: `95 %`, `99.5 %`, `19/20`. */
export const Share = Schema.String.check(
  Schema.makeFilter(
    (text: string) => {
      const share = parse(text)
      return share !== undefined && share.over <= share.under
    },
    {
      expected: 'a share such as "95 %", "99.5 %" or "19/20", at most the whole',
      toJsonSchema: () => ({ type: "string", pattern: `${percent.source}|${fraction.source}` })
    }
  )
)

/**
 * How many members must be reached: `all`, a share, or a number of members.
 *
 * @category models
 */
export const Quota = Schema.Union([
  Schema.Literal("all"),
  Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 100_000_000 })),
  Share
])
export type Quota = typeof Quota.Type

/** The kinds of parts by which the numbers of coverage can be broken down. `head` means the stairwell heads. */
export const Grouping = Schema.Literals(["building", "branch", "group", "head"])
export type Grouping = typeof Grouping.Type

/**
 * The target of a rule: one quota for all members, or quotas for named parts of the population and one quota for all
 * other members together.
 *
 * @category models
 */
export const Target = Schema.Union([
  Quota,
  Schema.Struct({
    by: Grouping,
    parts: Schema.Record(Schema.String, Quota),
    /**
     * The quota for the members who belong to none of the named parts of the population. It applies to all these
     * members together.
     */
    rest: Quota
  })
])
export type Target = typeof Target.Type

/**
 * Whether a quota is met. If there are no members to reach, the quota is neither met nor missed.
 *
 * @category operations
 */
export const Standing = Schema.Literals(["met", "not-met", "nothing-to-reach"])
export type Standing = typeof Standing.Type

/**
 * Whether `reached` members out of `of` members meet a quota.
 *
 * @example
 * ```ts
 * import * as Coverage from "@liulinhui/core/Coverage"
 * import { strict as assert } from "node:assert"
 *
 * assert.equal(Coverage.standing("95 %", 19, 20), "met")
 * assert.equal(Coverage.standing("95 %", 18, 19), "not-met")
 * assert.equal(Coverage.standing("all", 0, 0), "nothing-to-reach")
 * ```
 * @category operations
 */
export const standing = (quota: Quota, reached: number, of: number): Standing =>
  of === 0 ? "nothing-to-reach" : reached >= needed(quota, of) ? "met" : "not-met"

/**
 * The minimum number of members, out of `of` members, that must be reached to meet a quota. The result may be more than
 * `of` if the quota is a fixed number of members.
 */
export const needed = (quota: Quota, of: number): number => {
  if (quota === "all") return of
  if (typeof quota === "number") return quota
  const share = parse(quota)
  // The share was checked when it was decoded, so it is always valid here.
  return share === undefined ? of : Number(Ratio.ceilingOf(share, of))
}
