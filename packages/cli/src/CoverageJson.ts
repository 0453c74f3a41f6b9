/**
 * Converts the answers of `liulinhui coverage` to JSON. Days are ISO dates, and members (those who must be contacted)
 * have an id and a door.
 */
import type { Coverage, Missing, Place, Forecast, CoverageRule, Round } from "@liulinhui/core/Coverage"
import { type Day, toIso } from "@liulinhui/core/Day"
import type { DistrictId } from "@liulinhui/core/Id"

/** The coverage of a district on a day: for each coverage rule, which members were reached. */
export interface Standings {
  readonly district: DistrictId
  readonly asOf: Day
  /**
   * If present, the answer is as it was known at the end of this day. `undefined` means that the answer is as it is
   * known now.
   */
  readonly known?: Day | undefined
  readonly today: Day
  readonly entries: ReadonlyArray<{ readonly rule: CoverageRule; readonly answer: Coverage }>
}
/** The forecast for a rule: when its target will be met. */
export interface Forecasted {
  readonly district: DistrictId
  readonly rule: CoverageRule
  readonly forecast: Forecast
}
/** A plan of visits: which volunteer visits which members (residents or flats to contact). */
export interface Planned {
  readonly district: DistrictId
  readonly asOf: Day
  readonly rule: CoverageRule
  readonly round: Round
}

const named = (name: string, day: Day | undefined) => (day === undefined ? {} : { [name]: toIso(day) })

const door = ({ building, floor, label, unit }: Place) => ({
  ...(building === undefined ? {} : { building }),
  ...(label === undefined ? {} : { label }),
  ...(floor === undefined ? {} : { floor }),
  ...(unit === undefined ? {} : { unit })
})

const missing = ({ id, last, place, wants }: Missing) => ({
  id,
  ...door(place),
  ...named("last", last),
  ...(wants === undefined ? {} : { wants })
})

/** The coverage by rule as JSON. With `gaps`, it lists all members who are missing, excluded or unknown. */
export const coverage = (
  { asOf, district, entries, known }: Standings,
  { gaps }: { readonly gaps: boolean }
) => ({
  district,
  asOf: toIso(asOf),
  ...named("known", known),
  rules: entries.map(({ answer, rule }) => ({
    rule: rule.id,
    version: rule.version ?? 1,
    name: rule.name,
    of: rule.of,
    target: rule.target,
    standing: answer.standing,
    counts: answer.counts,
    ratio: answer.ratio,
    parts: answer.parts,
    groups: answer.groups,
    ...(answer.window === undefined
      ? {}
      : { window: { from: toIso(answer.window.from), until: toIso(answer.window.until) } }),
    ...(gaps
      ? {
          gaps: answer.gaps.map(missing),
          excluded: answer.excluded.map(({ id, place, reason }) => ({ id, ...door(place), reason })),
          unknown: answer.unknown.map(({ id, place }) => ({ id, ...door(place) }))
        }
      : {})
  }))
})

/** A forecast as JSON, with all values from which it was computed. */
export const forecast = ({ district, forecast, rule }: Forecasted) => {
  const { asOf, metOn, needed, pace, reachable, ...figures } = forecast
  return {
    district,
    rule: rule.id,
    asOf: toIso(asOf),
    ...figures,
    pace: { ...pace, since: toIso(pace.since) },
    ...named("metOn", metOn),
    ...(needed === undefined ? {} : { needed: { ...needed, by: toIso(needed.by) } }),
    reachable: reachable.map(({ inTime, late, ...part }) => ({
      ...part,
      inTime: inTime.map(missing),
      late: late.map(missing)
    }))
  }
}

/**
 * A plan of visits as JSON: a list of members for each visitor, and the members who must wait for a later round of
 * visits.
 */
export const round = ({ asOf, district, round, rule }: Planned) => ({
  district,
  rule: rule.id,
  asOf: toIso(asOf),
  lists: round.lists.map(({ visits, walker }) => ({
    walker,
    visits: visits.map(({ again, ownBuilding, ...gap }) => ({ ...missing(gap), ownBuilding, again }))
  })),
  left: round.left.map(missing)
})
