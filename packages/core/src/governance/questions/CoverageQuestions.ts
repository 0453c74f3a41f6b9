/**
 * Questions about coverage (who was visited or contacted): whether the coverage rules are met, which members are
 * missing, and who should visit whom next.
 */
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { byPlace, type Coverage, type Member, type Missing } from "../../coverage/Coverage.ts"
import { type CoverageRule, countedIn } from "../../coverage/CoverageRule.ts"
import { nextRound, type WalkingList } from "../../coverage/NextRound.ts"
import { residentOf } from "../../contexts/RegistrySlice.ts"
import { coverageOn, forecastFrom, roundOn, roundOver } from "../../district/CoverageQuestion.ts"
import { type Day, DayFromIso } from "../../kernel/Day.ts"
import { given } from "../../kernel/OptionalKey.ts"
import { refuse, refuseAll } from "../../kernel/Rule.ts"
import type { Mandate } from "../../place/Actor.ts"
import { buildingOf } from "../../place/Facts.ts"
import { type Attempt, lastAttempts, later } from "../../place/Attempt.ts"
import { BuildingId, type ContactKind, RuleId } from "../../place/Id.ts"
import {
  household as householdSubject,
  resident as residentSubject,
  type Subject
} from "../../place/Subject.ts"
import type { Asking } from "../Decision.ts"
import { reachesBuilding, reachOf } from "../Reach.ts"
import * as Answers from "./CoverageAnswers.ts"
import { coverageRuleKnown, make, type QuestionRefusal } from "./Inquiry.ts"

const isBuilding = Schema.is(BuildingId)

/** The later one of two days, of which one or both can be missing. */
const latest = (a: Day | undefined, b: Day | undefined): Day | undefined =>
  a === undefined || (b !== undefined && b > a) ? b : a

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

/**
 * How a coverage rule goes on at the pace of the last four weeks. The counts are for the whole district.
 *
 * @category questions
 */
export const askForecast = make({
  fields: { AskForecast: { rule: RuleId } },
  authority: "any mandate",
  answered: Answers.Forecast,
  answer: ({ district, model, on }, { rule: id }) => {
    const rule = model.coverage.get(id)
    if (rule === undefined) return refuse(coverageRuleKnown, { _tag: "RuleUnknown", rule: id })
    const { asOf, metOn, of, pace, reached, short, standing, target } = forecastFrom(district, rule, on)
    return Result.succeed<Answers.Forecast>({
      asOf,
      standing,
      reached,
      of,
      target,
      short,
      pace,
      ...given("metOn", metOn)
    })
  }
})

/** One visit of an actor's round: a member whom at least one coverage rule misses. */
export interface RoundVisit extends Member {
  readonly subject: Subject
  /**
   * The name of the resident. Missing if it is not known, or if no mandate of the actor with the authority `contact`
   * reaches the home.
   */
  readonly name?: string
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
const kindsOf = ({ reached }: CoverageRule, { model }: Asking): ReadonlyArray<ContactKind> => {
  const marks = new Set([...countedIn(reached)].flatMap(([{ by }]) => by))
  return [...model.contacts.keys()].filter((kind) => marks.has(kind))
}

/**
 * The missing members whom an actor should visit. An actor who offers visits gets a share of the next round (see
 * `AskNextRound`). For any other actor: the first members within the actor's reach.
 */
const shareOf = (asking: Asking, gaps: ReadonlyArray<Missing>, capacity: number): ReadonlyArray<Missing> => {
  const { actor, district, on } = asking
  if (actor.offers === undefined) return members(asking)(gaps).toSorted(byPlace).slice(0, capacity)
  const round = nextRound(roundOver(gaps, district, on, capacity))
  return Result.isFailure(round)
    ? []
    : (round.success.lists.find(({ walker }) => walker === actor.id)?.visits ?? [])
}

/**
 * Returns a function: the last attempt to reach a subject. For a resident, attempts at the resident's flat and attempts
 * with a record that was merged into the resident's count, too.
 */
const lastAttempt = ({ district: { attempts, registry } }: Asking) => {
  const last = lastAttempts(attempts.all, (subject) => {
    const resident = residentOf({ registry }, subject)
    return resident === undefined ? subject : residentSubject(resident)
  })
  return (subject: Subject): Attempt | undefined => {
    const resident = residentOf({ registry }, subject)
    const home = resident === undefined ? undefined : registry.residents.get(resident)?.household
    return later(last.get(subject), home === undefined ? undefined : last.get(householdSubject(home)))
  }
}

/**
 * Returns a function: the name of the resident whom a walker visits. A mandate to record visits that reaches the home is
 * necessary: the buildings of a mandate for a group are those of the group.
 */
const nameToVisit = (asking: Asking) => {
  const { actor, district, model } = asking
  const mayVisit = ({ role }: Mandate): boolean => model.roles.get(role)?.may.includes("contact") === true
  const reach = reachOf({ ...asking, actor: { ...actor, mandates: actor.mandates.filter(mayVisit) } })
  return (subject: Subject): string | undefined => {
    const resident = residentOf(district, subject)
    const building = resident === undefined ? undefined : buildingOf(district.registry, subject)
    return resident === undefined || building === undefined || !reachesBuilding(reach, asking, building)
      ? undefined
      : district.registry.residents.get(resident)?.name
  }
}

/**
 * The actor's own round, in walking order (by door): who should be visited, under which coverage rules, when the last
 * contact was, and what happened at the last attempt. For each coverage rule, at most `capacity` members are chosen.
 * Residents have their names, if a mandate of the walker reaches their homes: a visit needs the name, and nothing else.
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
    const { district, model, on } = asking
    const attemptAt = lastAttempt(asking)
    const nameOf = nameToVisit(asking)
    const rules = [...model.coverage.values()].flatMap((rule) => {
      const kinds = kindsOf(rule, asking)
      return kinds.length === 0 ? [] : [{ rule, kinds }]
    })
    const coverage = coverageOn(
      district,
      rules.map(({ rule }) => rule),
      on
    )
    const visits = new Map<Subject, RoundVisit>()
    for (const [at, { kinds, rule }] of rules.entries()) {
      // A contact cannot reach a member who wants none.
      const gaps = coverage[at]?.gaps.filter(({ wants }) => wants !== undefined) ?? []
      for (const { id, last: lastFor, place, subject } of shareOf(asking, gaps, capacity)) {
        if (subject === undefined) continue
        const known = visits.get(subject)
        const last = latest(known?.last, lastFor)
        const attempt = attemptAt(subject)
        visits.set(subject, {
          id,
          subject,
          ...given("name", nameOf(subject)),
          place,
          rules: [...(known?.rules ?? []), rule.id],
          kinds: [...new Set([...(known?.kinds ?? []), ...kinds])],
          ...given("last", last),
          ...given(
            "attempt",
            attempt !== undefined && (last === undefined || attempt.on > last) ? attempt : undefined
          )
        })
      }
    }
    const sorted = [...visits.values()].toSorted(byPlace)
    const isLater = ({ attempt }: RoundVisit): boolean => (attempt?.again ?? on) > on
    return Result.succeed<RoundAnswer>({
      visits: sorted.filter((visit) => !isLater(visit)),
      later: sorted.filter(isLater)
    })
  }
})
