/** Questions about polls: their present counts, and the electorate for those who record ballots. */
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { reaches } from "../../contexts/Context.ts"
import * as District from "../../district/District.ts"
import { type Day, DayFromIso } from "../../kernel/Day.ts"
import { given } from "../../kernel/OptionalKey.ts"
import { refuse } from "../../kernel/Rule.ts"
import { CaseId, HouseholdId, Tag } from "../../place/Id.ts"
import * as OpenedPoll from "../../polls/OpenedPoll.ts"
import { OwnerKey, PollResult, Terms, Threshold } from "../../polls/Poll.ts"
import type { Tally, Weight } from "../../polls/Tally.ts"
import type { Asking } from "../Decision.ts"
import { reachesCase, reachOf } from "../Reach.ts"
import { make, withinReach } from "./Inquiry.ts"

const Votes: Schema.Codec<Weight, unknown> = Schema.Struct({
  area: Schema.Int,
  heads: Schema.Int,
  unknown: Schema.optionalKey(Schema.Int)
})

const Count: Schema.Codec<Omit<Tally, "rejected">, unknown> = Schema.Struct({
  terms: Terms,
  result: PollResult,
  electorate: Votes,
  agree: Votes,
  against: Votes,
  abstain: Votes,
  silent: Votes,
  tests: Schema.Array(
    Schema.Struct({
      of: Schema.Literals(["participation", "consent"]),
      measure: Schema.Literals(["area", "heads"]),
      part: Schema.Int,
      whole: Schema.Int,
      threshold: Threshold,
      met: Schema.Union([Schema.Boolean, Schema.Literal("unknown")])
    })
  ),
  fewest: Schema.Struct({
    toPass: Schema.optionalKey(Schema.Int),
    toCarry: Schema.optionalKey(Schema.Int),
    toFail: Schema.optionalKey(Schema.Int)
  }),
  areasNeeded: Schema.Array(HouseholdId)
})

/** The schema of a poll with its present count. */
const Poll = Schema.Struct({
  poll: OpenedPoll.PollId,
  case: CaseId,
  rules: Tag,
  opens: DayFromIso,
  closes: DayFromIso,
  electors: Schema.Int,
  ballots: Schema.Int,
  final: Schema.Boolean,
  tally: Schema.optionalKey(Count)
})

const withoutBallots = ({ rejected: _, ...count }: Tally): Omit<Tally, "rejected"> => count

/** A poll and its present count. It does not contain the votes of single owners. */
const countOf = (poll: OpenedPoll.OpenedPoll, on: Day) => {
  const { case: of, closes, electors, id, opens, rules } = poll
  const tally = OpenedPoll.tallyOn(poll, on)
  return {
    poll: id,
    case: of,
    rules: rules.id,
    opens,
    closes,
    electors: electors.length,
    ballots: poll.ballots.length,
    /**
     * Whether the result of the poll is final: no ballot can change it any more. Only then may steps of the case
     * depend on the result.
     */
    final: OpenedPoll.finalResult(poll, on) !== "open",
    ...(Result.isSuccess(tally) ? { tally: withoutBallots(tally.success) } : {})
  }
}

/** The case of a poll, if the actor may see it. */
const reachedCase = (asking: Asking, poll: OpenedPoll.OpenedPoll) => {
  const state = Option.getOrUndefined(District.findCase(asking.district, poll.case))
  return state !== undefined && reachesCase(reachOf(asking), asking, state) ? state : undefined
}

/**
 * A poll and its present count of votes, with the minimum number of further ballots that would decide the poll. The
 * answer does not contain the votes of single owners.
 *
 * @category questions
 */
export const askPoll = make({
  fields: { AskPoll: { poll: OpenedPoll.PollId } },
  authority: "any mandate",
  answered: Poll,
  answer: (asking, { poll: id }) => {
    const poll = asking.district.polls.get(id)
    return poll === undefined || reachedCase(asking, poll) === undefined
      ? refuse(withinReach, { _tag: "PollUnknown", poll: id })
      : Result.succeed(countOf(poll, asking.on))
  }
})

/**
 * The polls on cases that the actor may see, each as {@link askPoll} answers it, the poll that closes last first. Default:
 * the polls on all cases.
 *
 * @category questions
 */
export const askPolls = make({
  fields: { AskPolls: { case: Schema.optionalKey(CaseId) } },
  authority: "any mandate",
  answered: Schema.Struct({ on: DayFromIso, polls: Schema.Array(Poll) }),
  answer: (asking, { case: about }) => {
    const { district, on } = asking
    const found = [...district.polls.values()].filter(
      (poll) => (about === undefined || poll.case === about) && reachedCase(asking, poll) !== undefined
    )
    return Result.succeed({
      on,
      polls: found.toSorted((a, b) => b.closes - a.closes).map((poll) => countOf(poll, on))
    })
  }
})

/**
 * A voter, for those who record ballots. It says whether there is a ballot of the owner, and never how the owner voted.
 *
 * @category models
 */
export interface ElectorLine {
  readonly owner: OwnerKey
  /** The sum of those areas of the owner's units that are known, in square centimetres. */
  readonly area: number
  readonly units: ReadonlyArray<HouseholdId>
  /** The units whose area is not known. Missing if all areas are known. */
  readonly unknown?: ReadonlyArray<HouseholdId>
  /** `voided`: the ballot does not count, because the owner had died. */
  readonly ballot: "none" | "cast" | "voided"
}

const Elector: Schema.Codec<ElectorLine, unknown> = Schema.Struct({
  owner: OwnerKey,
  area: Schema.Int,
  units: Schema.Array(HouseholdId),
  unknown: Schema.optionalKey(Schema.Array(HouseholdId)),
  ballot: Schema.Literals(["none", "cast", "voided"])
})

/**
 * The electorate of a poll, for those who may record its ballots: an actor with the authority `poll` for the group of its
 * case.
 *
 * @category questions
 */
export const askElectorate = make({
  fields: { AskElectorate: { poll: OpenedPoll.PollId } },
  authority: "poll",
  answered: Schema.Struct({ poll: OpenedPoll.PollId, electors: Schema.Array(Elector) }),
  answer: (asking, { poll: id }) => {
    const poll = asking.district.polls.get(id)
    const state = poll === undefined ? undefined : reachedCase(asking, poll)
    if (poll === undefined || state === undefined || !reaches(asking, "poll", state.group)) {
      return refuse(withinReach, { _tag: "PollUnknown", poll: id })
    }
    const { ballots, electors, voided = [] } = poll
    const voted = new Set(ballots.map(({ owner }) => owner))
    const dead = new Set(voided.map(({ ballot }) => ballot.owner))
    return Result.succeed({
      poll: id,
      electors: electors.map(({ area, owner, units, unknown }): ElectorLine => ({
        owner,
        area,
        units,
        ...given("unknown", unknown),
        ballot: voted.has(owner) ? "cast" : dead.has(owner) ? "voided" : "none"
      }))
    })
  }
})
