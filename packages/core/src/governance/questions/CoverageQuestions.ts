/** Questions about coverage: which rules are met, who is missing, and who visits whom next. */
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { Coverage, Member } from "../../coverage/Coverage.ts"
import type { CoverageRule } from "../../coverage/CoverageRule.ts"
import { nextRound, type WalkingList } from "../../coverage/NextRound.ts"
import { coverageOn, roundOn } from "../../district/CoverageQuestion.ts"
import { DayFromIso } from "../../kernel/Day.ts"
import { refuse } from "../../kernel/Rule.ts"
import { BuildingId, RuleId } from "../../place/Id.ts"
import type { Asking } from "../Decision.ts"
import { reachesBuilding, reachOf } from "../Reach.ts"
import { coverageRuleKnown, make, type QuestionRefusal } from "./Inquiry.ts"

const isBuilding = Schema.is(BuildingId)

/**
 * Keeps only the members whose place is within the reach of the actor. The counts are not limited, because they name
 * nobody.
 */
const members = (asking: Asking) => {
  const reach = reachOf(asking)
  return <M extends Member>(all: ReadonlyArray<M>): ReadonlyArray<M> =>
    reach.district
      ? all
      : all.filter(
          ({ place: { building } }) =>
            building !== undefined && isBuilding(building) && reachesBuilding(reach, asking, building)
        )
}

const unknownRules = ({ model }: Asking, ids: ReadonlyArray<RuleId>): ReadonlyArray<QuestionRefusal> =>
  ids.flatMap((rule) => (model.coverage.has(rule) ? [] : [{ _tag: "RuleUnknown" as const, rule }]))

/**
 * The answers to rules at the end of a day. Default: every rule, today. The counts are of the whole district. The
 * lists contain only members within the reach of the actor.
 *
 * @category questions
 */
export const askCoverage = make({
  fields: {
    AskCoverage: {
      rules: Schema.Array(RuleId).pipe(Schema.withDecodingDefaultTypeKey(Effect.succeed([]))),
      on: Schema.optionalKey(DayFromIso),
      /** As it was known at the end of this day. Default: as it is known now, with the facts that were recorded late. */
      known: Schema.optionalKey(DayFromIso)
    }
  },
  authority: "any mandate",
  answer: (asking, { known, on = asking.on, rules: ids }) => {
    const { district, model } = asking
    const [first, ...others] = unknownRules(asking, ids)
    if (first !== undefined) return Result.fail([first, ...others])
    const wanted: ReadonlyArray<CoverageRule> =
      ids.length === 0 ? [...model.coverage.values()] : ids.flatMap((id) => model.coverage.get(id) ?? [])
    const seen = members(asking)
    return Result.succeed(
      coverageOn(district, wanted, on, known === undefined ? {} : { known }).map((coverage): Coverage => ({
        ...coverage,
        gaps: seen(coverage.gaps),
        reached: seen(coverage.reached),
        excluded: seen(coverage.excluded),
        unknown: seen(coverage.unknown)
      }))
    )
  }
})

/** Walking lists for the next round, and the members that nobody can visit. */
export interface NextRoundAnswer {
  readonly lists: ReadonlyArray<WalkingList>
  readonly left: ReadonlyArray<Member>
}

/**
 * Who visits whom next for a rule: at most `capacity` visits for each walker. An actor whose mandates do not reach
 * the whole district gets only the actor's list.
 *
 * @category questions
 */
export const askNextRound = make({
  fields: {
    AskNextRound: {
      rule: RuleId,
      capacity: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1_000 }))
    }
  },
  authority: "contact",
  answer: (asking, { capacity, rule: id }) => {
    const rule = asking.model.coverage.get(id)
    if (rule === undefined) return refuse(coverageRuleKnown, { _tag: "RuleUnknown", rule: id })
    const round = nextRound(roundOn(asking.district, rule, asking.on, capacity))
    // A round has no lower bounds, so it always has a plan.
    if (Result.isFailure(round)) return Result.succeed<NextRoundAnswer>({ lists: [], left: [] })
    const { left, lists } = round.success
    return Result.succeed<NextRoundAnswer>(
      reachOf(asking).district
        ? { lists, left }
        : { lists: lists.filter(({ walker }) => walker === asking.actor.id), left: [] }
    )
  }
})
