/**
 * A poll on a case: its id, its events and commands, and its ballots so far. The count is computed from the ballots and
 * never stored. The vote of an owner is sensitive data, and the key of an owner is never a name.
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { type Day, DayFromIso } from "../kernel/Day.ts"
import { sensitive } from "../kernel/Personal.ts"
import { StreamId } from "../kernel/StreamId.ts"
import { ActorId, CaseId, HouseholdId, ResidentId, Tag } from "../place/Id.ts"
import { largestArea } from "../place/Registry.ts"
import { Ballot, type BallotReason, OwnerKey, type Poll, type PollResult, RuleSet } from "./Poll.ts"
import { tally } from "./Tally.ts"

/** The id of a poll within a district: a short text such as `lift-b07`. */
export const PollId = Schema.String.check(
  Schema.isPattern(/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,63}$/u, {
    expected: "an id of 1–64 letters, digits and - _ . that begins with a letter or a digit"
  })
).pipe(Schema.brand("PollId"))
export type PollId = typeof PollId.Type

const prefix = "poll-"

/** The stream that contains the events of a poll. */
export const stream = (id: PollId): StreamId => StreamId.make(`${prefix}${id}`)

/**
 * The poll to which a stream belongs. The stream must be the stream of a poll, with a name that {@link stream} made.
 */
export const pollOf = (name: string): PollId => name.slice(prefix.length) as PollId

/** The exclusive area of a unit, in square centimetres. */
export const UnitArea = Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: largestArea }))

/** A unit (such as a flat) whose owner may vote. If `owner` is missing, the unit is unsold or not yet handed over. */
export const AskedUnit = Schema.Struct({
  unit: HouseholdId,
  owner: Schema.optionalKey(OwnerKey),
  /**
   * The resident who is the owner of the unit. If this resident dies, ballots that are dated after the death do not
   * count.
   */
  resident: Schema.optionalKey(ResidentId),
  /**
   * The exclusive area (the part that belongs to the owner alone) in square centimetres, from the survey or the
   * contract. Default: the area in the registry, if it is known there.
   */
  area: Schema.optionalKey(UnitArea)
})
export interface AskedUnit extends Schema.Schema.Type<typeof AskedUnit> {}

const FrozenElector = Schema.Struct({
  owner: OwnerKey,
  area: Schema.Int,
  units: Schema.Array(HouseholdId),
  unknown: Schema.optionalKey(Schema.NonEmptyArray(HouseholdId)),
  residents: Schema.optionalKey(Schema.NonEmptyArray(ResidentId))
})

const decided = { on: DayFromIso, by: ActorId }

/** @category events */
export const PollEvent = Schema.TaggedUnion({
  /**
   * The event contains the complete rule set. So the poll is counted by the rules that were valid when it was opened,
   * even if the model changes later.
   */
  PollOpened: {
    ...decided,
    id: PollId,
    case: CaseId,
    rules: RuleSet,
    opens: DayFromIso,
    closes: DayFromIso,
    /** Whether only the owners who share a common part of the building may vote. */
    sharing: Schema.optionalKey(Schema.Boolean),
    electors: Schema.NonEmptyArray(FrozenElector)
  },
  BallotCast: { ...decided, ballot: sensitive(Ballot) },
  /** A ballot was recorded wrongly, so it does not count any more. Its owner may cast another ballot. */
  BallotWithdrawn: {
    ...decided,
    /** The day on which the withdrawal was written down, if that is another day. */
    recorded: Schema.optionalKey(DayFromIso),
    owner: OwnerKey,
    reason: sensitive(Schema.NonEmptyString)
  },
  /** The area of a unit is now known. It was not known when the poll opened. */
  UnitAreaEntered: { ...decided, unit: HouseholdId, area: UnitArea },
  /** A ballot does not count, because its owner had died before the day on which it was cast. */
  BallotVoided: { ...decided, owner: OwnerKey, died: DayFromIso },
  /** The death of the owner was undone, because it had been entered by mistake. The ballot counts again. */
  BallotRestored: { ...decided, owner: OwnerKey, died: DayFromIso }
})
export type PollEvent = typeof PollEvent.Type

/** The commands on polls. @category commands */
export type PollCommand =
  | {
      readonly _tag: "OpenPoll"
      readonly on: Day
      readonly by: ActorId
      readonly poll: PollId
      readonly case: CaseId
      readonly rules: Tag
      readonly opens: Day
      readonly closes: Day
      /** Whether only the owners who share a common part of the building may vote. */
      readonly sharing: boolean
      readonly units: ReadonlyArray<AskedUnit>
    }
  | { readonly _tag: "CastBallot"; readonly on: Day; readonly by: ActorId; readonly ballot: Ballot }
  | {
      readonly _tag: "WithdrawBallot"
      readonly on: Day
      /** The day on which the withdrawal is written down, if that is another day. */
      readonly recorded?: Day
      readonly by: ActorId
      readonly owner: OwnerKey
      readonly reason: string
    }
  | {
      readonly _tag: "EnterUnitArea"
      readonly on: Day
      readonly by: ActorId
      readonly unit: HouseholdId
      readonly area: number
    }

/** The command that opens a poll. */
export type Open = Extract<PollCommand, { _tag: "OpenPoll" }>

/**
 * Why a command on a poll is refused.
 *
 * @category refusals
 */
export type PollRefusal =
  | BallotReason
  /** The case on which the poll is held is closed. */
  | { readonly _tag: "CaseEnded"; readonly case: CaseId }
  | { readonly _tag: "PollKnown"; readonly poll: PollId }
  | { readonly _tag: "PollUnknown"; readonly poll: PollId }
  | { readonly _tag: "RuleSetUnknown"; readonly rules: Tag; readonly known: ReadonlyArray<string> }
  | { readonly _tag: "NoTerms"; readonly rules: Tag; readonly on: Day }
  | { readonly _tag: "ClosesBeforeItOpens"; readonly opens: Day; readonly closes: Day }
  /** The poll would have opened before its case. Its first day is on the day of the case or later. */
  | {
      readonly _tag: "OpensBeforeItsCase"
      readonly case: CaseId
      readonly opens: Day
      readonly opened: Day
    }
  | { readonly _tag: "OtherPollOpen"; readonly poll: PollId }
  | { readonly _tag: "PollCarriedAlready"; readonly poll: PollId }
  | { readonly _tag: "NobodyAsked" }
  | { readonly _tag: "UnitUnknown"; readonly unit: HouseholdId }
  | { readonly _tag: "UnitTwice"; readonly unit: HouseholdId }
  /** The unit is not in a building of the case. */
  | { readonly _tag: "UnitElsewhere"; readonly unit: HouseholdId }
  | { readonly _tag: "OwnerNotResident"; readonly unit: HouseholdId; readonly resident: ResidentId }
  /** Some units of the case's buildings are missing in the command, although the owners of all these units may vote. */
  | { readonly _tag: "UnitsLeftOut"; readonly units: ReadonlyArray<HouseholdId> }
  /** The area of the unit does not have to be entered: it was known when the poll opened, or has been entered since. */
  | { readonly _tag: "AreaNotNeeded"; readonly poll: PollId; readonly unit: HouseholdId }
  | { readonly _tag: "BallotInFuture"; readonly on: Day; readonly today: Day }
  | { readonly _tag: "NoBallot"; readonly owner: OwnerKey }
  /** The result of the poll cannot change any more. By the rules of this poll, it is therefore final. */
  | { readonly _tag: "PollDecided"; readonly poll: PollId; readonly result: PollResult }
  /** The poll is over, and a step of its case was already taken because of the result. */
  | { readonly _tag: "ResultUsed"; readonly poll: PollId; readonly step: string }

/** A poll with its ballots, computed from its events. */
export interface OpenedPoll extends Poll {
  readonly id: PollId
  readonly case: CaseId
  /** The ballots that were cast and not withdrawn, in order. */
  readonly ballots: ReadonlyArray<Ballot>
  /** The ballots that do not count because their owner had died. Each has the day of death. */
  readonly voided?: ReadonlyArray<VoidedBallot>
}

/** A ballot that does not count, because its owner had died. */
export interface VoidedBallot {
  readonly ballot: Ballot
  readonly died: Day
}

/** Counts a poll on a day, with the minimum number of further ballots that would decide it. */
export const tallyOn = (self: OpenedPoll, on: Day) => tally(self, self.ballots, on)

/**
 * The final result of a poll on a day, or `open` if it is not final yet. Usually, a result becomes final only after the
 * last day of the poll, even if no further ballot can change it. The reason is that a ballot can be withdrawn and cast
 * again until then. But if the rules of the poll say `when-decided`, such a result is final immediately.
 *
 * @category decisions
 */
export const finalResult = (self: OpenedPoll, on: Day): PollResult => {
  const isFinal = on > self.closes || self.rules.final === "when-decided"
  const count = tallyOn(self, on)
  return isFinal && Result.isSuccess(count) ? count.success.result : "open"
}

/** The last poll on a case for each rule set (kind of vote). The last poll is the one that opened last. */
export const ofCase = (polls: Iterable<OpenedPoll>, id: CaseId): ReadonlyMap<Tag, OpenedPoll> => {
  const found = new Map<Tag, OpenedPoll>()
  for (const poll of polls) {
    const before = found.get(poll.rules.id)
    if (poll.case === id && (before === undefined || before.opens <= poll.opens))
      found.set(poll.rules.id, poll)
  }
  return found
}
