/**
 * Questions about coverage (who was visited or contacted): whether the coverage rules are met, which members are
 * missing, and who should visit whom next.
 */
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { Coverage, Member } from "../../coverage/Coverage.ts"
import type { CoverageRule } from "../../coverage/CoverageRule.ts"
import { nextRound, type WalkingList } from "../../coverage/NextRound.ts"
import { coverageOn, roundOn } from "../../district/CoverageQuestion.ts"
import { DayFromIso } from "../../kernel/Day.ts"
import { refuse, refuseAll } from "../../kernel/Rule.ts"
import { BuildingId, RuleId } from "../../place/Id.ts"
import type { Asking } from "../Decision.ts"
import { reachesBuilding, reachOf } from "../Reach.ts"
import { coverageRuleKnown, make, type QuestionRefusal } from "./Inquiry.ts"

const isBuilding = Schema.is(BuildingId)

/**
 * Makes a function that keeps only the members whose home is within the actor's reach (the parts of the district that
 * the actor may see). Counts are not limited, because they do not identify anybody.
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
 * The answers to coverage rules at the end of a day: who has been reached and who is missing. Default: every rule,
 * today. The counts are for the whole district. The lists contain only members whom the actor may see.
 *
 * @category questions
 */
export const askCoverage = make({
  fields: {
    AskCoverage: {
      rules: Schema.Array(RuleId).pipe(Schema.withDecodingDefaultTypeKey(Effect.succeed([]))),
      on: Schema.optionalKey(DayFromIso),
      /**
       * Use only facts that were recorded by the end of this day. Default: all facts, also those that were recorded
       * later.
       */
      known: Schema.optionalKey(DayFromIso)
    }
  },
  authority: "any mandate",
  answer: (asking, { known, on = asking.on, rules: ids }) => {
    const { district, model } = asking
    const [first, ...others] = unknownRules(asking, ids)
    if (first !== undefined) return refuseAll([first, ...others])
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

/** The plan of the next round of visits: who visits whom, and the members whom nobody can visit. */
export interface NextRoundAnswer {
  readonly lists: ReadonlyArray<WalkingList>
  readonly left: ReadonlyArray<Member>
}

/**
 * Plans who visits whom next for a coverage rule, with at most `capacity` visits for each walker (a person who visits).
 * An actor whose mandates do not cover the whole district gets only the actor's own list.
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
    // Planning a round of visits cannot fail, because no walker is required to make a minimum number of visits.
    if (Result.isFailure(round)) return Result.succeed<NextRoundAnswer>({ lists: [], left: [] })
    const { left, lists } = round.success
    return Result.succeed<NextRoundAnswer>(
      reachOf(asking).district
        ? { lists, left }
        : { lists: lists.filter(({ walker }) => walker === asking.actor.id), left: [] }
    )
  }
})
