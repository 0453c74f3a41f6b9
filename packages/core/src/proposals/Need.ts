/** The need of a person for visits, in points. The model says what counts, and how much. */
import * as Schema from "effect/Schema"
import * as Day from "../kernel/Day.ts"
import { possibleDays } from "../place/Birth.ts"
import { Tag } from "../place/Id.ts"
import type { Household, Stay } from "../place/Registry.ts"

const Points = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 10_000 }))

/**
 * How points of need are counted: for each year of age above `from`, for living alone, and for tags such as `hardship`.
 *
 * ```yaml
 * need: { from: 70, perYear: 1, livesAlone: 20, tags: { hardship: 20 } }
 * ```
 */
export const NeedPoints = Schema.Struct({
  /** Default: 60. */
  from: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 130 }))),
  /** Default: 1. */
  perYear: Schema.optionalKey(Points),
  /** Default: 20. */
  livesAlone: Schema.optionalKey(Points),
  /** Default: none. */
  tags: Schema.optionalKey(Schema.Record(Tag, Points))
})
export interface NeedPoints extends Schema.Schema.Type<typeof NeedPoints> {}

/** One cause of a person's need, with its points. The cause is `age`, `livesAlone`, or a tag. */
export const NeedPart = Schema.Struct({ of: Schema.NonEmptyString, points: Points })
export interface NeedPart extends Schema.Schema.Type<typeof NeedPart> {}

/**
 * The need of a person on a day. If only the year or month of birth is known, the minimum age is used. An unknown age
 * adds no points.
 *
 * @category operations
 */
export const needOf = (
  { from = 60, livesAlone = 20, perYear = 1, tags = {} }: NeedPoints,
  person: Pick<Stay, "birth" | "bornIn" | "tags">,
  isAlone: boolean,
  on: Day.Day
): ReadonlyArray<NeedPart> => {
  const youngest = possibleDays(person)?.until
  const age = youngest === undefined ? 0 : Math.max(0, Day.yearsUntil(youngest, on) - from) * perYear
  const own = Object.entries(tags).filter(([tag]) => person.tags.some((one) => one === tag))
  return [
    { of: "age", points: Math.min(age, 10_000) },
    { of: "livesAlone", points: isAlone ? livesAlone : 0 },
    ...own.map(([of, points]) => ({ of, points }))
  ].filter(({ points }) => points > 0)
}

/**
 * The need of a resident who lives in a household with the given residents, in points. The tags of the household count as
 * those of the person.
 *
 * @category operations
 */
export const needAtHome = (
  points: NeedPoints,
  person: Pick<Stay, "birth" | "bornIn" | "tags">,
  home: {
    readonly household: Pick<Household, "tags"> | undefined
    readonly residents: ReadonlyArray<unknown>
  },
  on: Day.Day
): ReadonlyArray<NeedPart> =>
  needOf(
    points,
    { ...person, tags: [...person.tags, ...(home.household?.tags ?? [])] },
    home.residents.length === 1,
    on
  )
