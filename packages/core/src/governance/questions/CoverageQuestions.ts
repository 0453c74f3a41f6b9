/**
 * Questions about coverage (who was visited or contacted): whether the coverage rules are met, which members are
 * missing, and who should visit whom next.
 */
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { byPlace, type Coverage, type Member, type Missing } from "../../coverage/Coverage.ts"
import { type CoverageRule, isCounted, type Reach } from "../../coverage/CoverageRule.ts"
import { nextRound, type WalkingList } from "../../coverage/NextRound.ts"
import { coverageOn, roundOn } from "../../district/CoverageQuestion.ts"
import { type Day, DayFromIso } from "../../kernel/Day.ts"
import { given } from "../../kernel/OptionalKey.ts"
import { refuse, refuseAll } from "../../kernel/Rule.ts"
import { type Attempt, lastAttempts } from "../../place/Attempt.ts"
import { BuildingId, type ContactKind, type ResidentId, RuleId } from "../../place/Id.ts"
import {
  household as householdSubject,
  id as subjectId,
  kind as subjectKind,
  type Subject
} from "../../place/Subject.ts"
import type { Asking } from "../Decision.ts"
import { reachesBuilding, reachOf } from "../Reach.ts"
import * as Answers from "./CoverageAnswers.ts"
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
  answered: Schema.Array(Answers.Coverage),
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
  readonly left: ReadonlyArray<Missing>
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
  answered: Schema.Struct({ lists: Schema.Array(Answers.WalkingList), left: Schema.Array(Answers.Missing) }),
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

/** One visit of an actor's round: a member whom at least one coverage rule misses. */
export interface RoundVisit extends Member {
  readonly subject: Subject
  /** The coverage rules that miss the member. */
  readonly rules: ReadonlyArray<RuleId>
  /** The kinds of contact that count for these rules. */
  readonly kinds: ReadonlyArray<ContactKind>
  /** The day of the last contact that counted for one of these rules. Missing if there was none. */
  readonly last?: Day
  /** The last visit or call that reached nobody, if it was made after the last contact. */
  readonly attempt?: Attempt
}

/** The round of an actor: the visits of today, and those that were agreed for a later day. */
export interface RoundAnswer {
  readonly visits: ReadonlyArray<RoundVisit>
  readonly later: ReadonlyArray<RoundVisit>
}

/** The kinds of contact of the model that count for a coverage rule. */
const kindsOf = (reach: Reach, asking: Asking): ReadonlyArray<ContactKind> =>
  isCounted(reach)
    ? [...asking.model.contacts.keys()].filter((kind) => reach.by.includes(kind))
    : [...(reach.all ?? []), ...(reach.any ?? [])].flatMap((each) => kindsOf(each, asking))

/**
 * The missing members of a rule whom an actor should visit. An actor who offers visits gets a share of the next round
 * (see `AskNextRound`). For any other actor: the members within the actor's reach.
 */
const shareOf = (asking: Asking, rule: CoverageRule, capacity: number): ReadonlyArray<Missing> => {
  const { actor, district, on } = asking
  const problem = roundOn(district, rule, on, capacity)
  if (actor.offers === undefined) return members(asking)(problem.gaps).toSorted(byPlace).slice(0, capacity)
  const round = nextRound(problem)
  return Result.isFailure(round)
    ? []
    : (round.success.lists.find(({ walker }) => walker === actor.id)?.visits ?? [])
}

/** The last attempt to reach a subject. For a resident, an attempt at the resident's flat counts, too. */
const lastAttempt = (attempts: ReadonlyMap<Subject, Attempt>, { district: { registry } }: Asking) => {
  const at = (subject: Subject): Attempt | undefined => attempts.get(subject)
  return (subject: Subject): Attempt | undefined => {
    const own = at(subject)
    if (subjectKind(subject) !== "resident") return own
    // The cast is safe: the id in a resident subject is the id of a resident.
    const home = registry.residents.get(subjectId(subject) as ResidentId)?.household
    const flat = home === undefined ? undefined : at(householdSubject(home))
    return own === undefined || (flat !== undefined && flat.source > own.source && flat.on >= own.on)
      ? flat
      : own
  }
}

/**
 * The actor's own round, in walking order (by door): who should be visited, under which coverage rules, when the last
 * contact was, and what happened at the last attempt. For each coverage rule, at most `capacity` members are chosen.
 *
 * @category questions
 */
export const askRound = make({
  fields: { AskRound: { capacity: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1_000 })) } },
  authority: "contact",
  answered: Schema.Struct({
    visits: Schema.Array(Answers.RoundVisit),
    later: Schema.Array(Answers.RoundVisit)
  }),
  answer: (asking, { capacity }) => {
    const attemptAt = lastAttempt(lastAttempts(asking.district.attempts.all), asking)
    const visits = new Map<Subject, RoundVisit>()
    for (const [id, rule] of asking.model.coverage) {
      const kinds = kindsOf(rule.reached, asking)
      if (kinds.length === 0) continue
      for (const { subject, ...gap } of shareOf(asking, rule, capacity)) {
        if (subject === undefined || gap.wants === undefined) continue
        const known = visits.get(subject)
        const last = [known?.last, gap.last].filter((day) => day !== undefined).sort((a, b) => b - a)[0]
        const tried = attemptAt(subject)
        visits.set(subject, {
          id: gap.id,
          subject,
          place: gap.place,
          rules: [...(known?.rules ?? []), id],
          kinds: [...new Set([...(known?.kinds ?? []), ...kinds])],
          ...given("last", last),
          ...given("attempt", last === undefined || (tried?.on ?? last) > last ? tried : undefined)
        })
      }
    }
    const sorted = [...visits.values()].toSorted(byPlace)
    const isLater = ({ attempt }: RoundVisit): boolean => (attempt?.again ?? asking.on) > asking.on
    return Result.succeed<RoundAnswer>({
      visits: sorted.filter((visit) => !isLater(visit)),
      later: sorted.filter(isLater)
    })
  }
})
