/**
 * Decides commands on polls. A poll is opened on a case, with its question, its rules and its electorate, which do not
 * change after that. Then ballots are cast, and withdrawn if they were recorded wrongly. The count is computed from the
 * ballots and never stored. The vote of an owner is sensitive data, and the key of an owner is never a name.
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { type Day, DayFromIso } from "../kernel/Day.ts"
import { given } from "../kernel/OptionalKey.ts"
import { sensitive } from "../kernel/Personal.ts"
import { makeFor, type Named, objections, verdict } from "../kernel/Rule.ts"
import { StreamId } from "../kernel/StreamId.ts"
import { ActorId, type BuildingId, CaseId, HouseholdId, ResidentId, Tag } from "../place/Id.ts"
import { areaOf, type Household, largestArea } from "../place/Registry.ts"
import {
  Ballot,
  ballotRules,
  type BallotReason,
  type Elector,
  electorate,
  OwnerKey,
  type Poll,
  type PollResult,
  RuleSet,
  termsOn,
  withArea
} from "./Poll.ts"
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

/** A unit whose owner may vote. Without an owner, the unit is unsold or not yet handed over. */
export const AskedUnit = Schema.Struct({
  unit: HouseholdId,
  owner: Schema.optionalKey(OwnerKey),
  /** The resident who is the owner. Then the owner's part in the poll ends with the resident's death. */
  resident: Schema.optionalKey(ResidentId),
  /** Exclusive area in square centimetres, from the survey or the contract. Default: the area in the registry, if known. */
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
  /** The ballot of an owner was recorded wrongly, so it does not count. The owner may cast another ballot. */
  BallotWithdrawn: { ...decided, owner: OwnerKey, reason: sensitive(Schema.NonEmptyString) },
  /** The area of a unit became known, which was not known when the poll opened. */
  UnitAreaEntered: { ...decided, unit: HouseholdId, area: UnitArea },
  /** A ballot does not count, because its owner had died before the day on which it was cast. */
  BallotVoided: { ...decided, owner: OwnerKey, died: DayFromIso },
  /** The owner had not died after all: the ballot counts again. */
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
type Open = Extract<PollCommand, { _tag: "OpenPoll" }>

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
  | { readonly _tag: "OpensInThePast"; readonly opens: Day; readonly today: Day }
  | { readonly _tag: "OtherPollOpen"; readonly poll: PollId }
  | { readonly _tag: "PollCarriedAlready"; readonly poll: PollId }
  | { readonly _tag: "NobodyAsked" }
  | { readonly _tag: "UnitUnknown"; readonly unit: HouseholdId }
  | { readonly _tag: "UnitTwice"; readonly unit: HouseholdId }
  /** The unit is not in a building of the case. */
  | { readonly _tag: "UnitElsewhere"; readonly unit: HouseholdId }
  | { readonly _tag: "OwnerNotResident"; readonly unit: HouseholdId; readonly resident: ResidentId }
  /** The command leaves out units of the case's buildings, although the poll is for all their owners. */
  | { readonly _tag: "UnitsLeftOut"; readonly units: ReadonlyArray<HouseholdId> }
  /** The area of the unit is not needed: it was known when the poll opened, or was entered since. */
  | { readonly _tag: "AreaNotNeeded"; readonly poll: PollId; readonly unit: HouseholdId }
  | { readonly _tag: "BallotInFuture"; readonly on: Day; readonly today: Day }
  | { readonly _tag: "NoBallot"; readonly owner: OwnerKey }
  /** The result of the poll cannot change any more, and the rules of the poll make it final immediately. */
  | { readonly _tag: "PollDecided"; readonly poll: PollId; readonly result: PollResult }
  /** The poll is over, and a step of its case has already been taken because of the result. */
  | { readonly _tag: "ResultUsed"; readonly poll: PollId; readonly step: string }

/** A poll with its ballots, computed from its events. */
export interface OpenedPoll extends Poll {
  readonly id: PollId
  readonly case: CaseId
  /** The ballots that were cast and not withdrawn, in order. */
  readonly ballots: ReadonlyArray<Ballot>
  /** The ballots that do not count, because their owner had died, with the day of death. */
  readonly voided?: ReadonlyArray<VoidedBallot>
}

/** A ballot that does not count, because its owner had died. */
export interface VoidedBallot {
  readonly ballot: Ballot
  readonly died: Day
}

/** The facts from which the opening of a poll is decided. */
export interface Ground {
  readonly ruleSets: ReadonlyMap<Tag, RuleSet>
  readonly households: ReadonlyMap<HouseholdId, Household>
  /** The buildings of the case to which the poll belongs. */
  readonly buildings: ReadonlyArray<BuildingId>
  /** The polls that the district has had so far. */
  readonly polls: ReadonlyMap<PollId, OpenedPoll>
  /** Whether a resident is on record. */
  readonly isResident: (resident: ResidentId) => boolean
}

/** Counts a poll on a day, with the minimum number of further ballots that would decide it. */
export const standing = (self: OpenedPoll, on: Day) => tally(self, self.ballots, on)

/**
 * The final result of a poll on a day, or `open` if it is not final yet. Even if no further ballot can change the
 * result, it is final only after the last day of the poll, because until then a ballot can be withdrawn and cast again.
 * If the rules of the poll say `when-decided`, it is final immediately.
 *
 * @category decisions
 */
export const finalResult = (self: OpenedPoll, on: Day): PollResult => {
  const isFinal = on > self.closes || self.rules.final === "when-decided"
  const count = standing(self, on)
  return isFinal && Result.isSuccess(count) ? count.success.result : "open"
}

type OpenQuestion = readonly [Ground, Open]
type Withdrawal = Extract<PollCommand, { _tag: "WithdrawBallot" }>

const rule = makeFor<OpenQuestion, PollRefusal>()
const ruleOfWithdrawal = makeFor<readonly [OpenedPoll, Withdrawal], PollRefusal>()

const thereIsABallot = ruleOfWithdrawal({
  id: "ballot-to-withdraw",
  name: "only a ballot that was cast is withdrawn",
  reasons: ["NoBallot"],
  objections: ([{ ballots }, { owner }]) =>
    ballots.some((ballot) => ballot.owner === owner) ? [] : [{ _tag: "NoBallot", owner }]
})

const beforeItIsFinal = ruleOfWithdrawal({
  id: "ballot-withdrawn-before-final",
  name: "no ballot is withdrawn after the result of the poll is final",
  reasons: ["OutsideThePoll", "PollDecided"],
  objections: ([poll, { on }]) => {
    const { closes, id, opens } = poll
    if (on > closes) return [{ _tag: "OutsideThePoll", on, opens, closes }]
    const result = finalResult(poll, on)
    return result === "open" ? [] : [{ _tag: "PollDecided", poll: id, result }]
  }
})

/** The rules in force for withdrawing a ballot. */
export const withdrawalRules = [thereIsABallot, beforeItIsFinal] as const

const areaNeeded = makeFor<
  readonly [OpenedPoll, Extract<PollCommand, { _tag: "EnterUnitArea" }>],
  PollRefusal
>()({
  id: "poll-area-entered-once",
  name: "the area of a unit is entered once, if it was not known when the poll opened",
  source: "2020 interpretation of the Supreme People's Court on property in buildings, Art. 8",
  reasons: ["AreaNotNeeded"],
  objections: ([{ electors, id }, { unit }]) =>
    electors.some(({ unknown }) => unknown?.includes(unit) === true)
      ? []
      : [{ _tag: "AreaNotNeeded", poll: id, unit }]
})

/** The rules in force for entering the area of a unit. */
export const areaRules = [areaNeeded] as const

const ownId = rule({
  id: "poll-new-id",
  name: "a poll has a new id",
  reasons: ["PollKnown"],
  objections: ([{ polls }, { poll }]) => (polls.has(poll) ? [{ _tag: "PollKnown", poll }] : [])
})

const knownRules = rule({
  id: "poll-rules-in-force",
  name: "a poll uses rules that are in force on its first day",
  reasons: ["RuleSetUnknown", "NoTerms"],
  objections: ([{ ruleSets }, { opens, rules }]) => {
    const found = ruleSets.get(rules)
    if (found === undefined) return [{ _tag: "RuleSetUnknown", rules, known: [...ruleSets.keys()] }]
    return termsOn(found, opens) === undefined ? [{ _tag: "NoTerms", rules, on: opens }] : []
  }
})

const inOrder = rule({
  id: "poll-days-in-order",
  name: "a poll opens today or later, and closes no earlier than it opens",
  reasons: ["OpensInThePast", "ClosesBeforeItOpens"],
  objections: ([, { closes, on, opens }]) => [
    ...(opens < on ? [{ _tag: "OpensInThePast" as const, opens, today: on }] : []),
    ...(closes < opens ? [{ _tag: "ClosesBeforeItOpens" as const, opens, closes }] : [])
  ]
})

type Conflict = Named<PollRefusal, "OtherPollOpen" | "PollCarriedAlready">

const oneAtATime = rule({
  id: "poll-one-at-a-time",
  name: "a case has one poll under a set of rules at a time, and none after one has carried",
  reasons: ["OtherPollOpen", "PollCarriedAlready"],
  objections: ([{ polls }, { case: id, on, rules }]) =>
    [...polls.values()].flatMap((poll): ReadonlyArray<Conflict> => {
      if (poll.case !== id || poll.rules.id !== rules) return []
      if (on <= poll.closes) return [{ _tag: "OtherPollOpen", poll: poll.id }]
      const count = standing(poll, on)
      return Result.isSuccess(count) && count.success.result === "carried"
        ? [{ _tag: "PollCarriedAlready", poll: poll.id }]
        : []
    })
})

const knownUnits = rule({
  id: "poll-units-known",
  name: "the units of a poll are in the registry, each named once",
  source: "2020 interpretation of the Supreme People's Court on property in buildings, Arts. 8–9",
  reasons: ["NobodyAsked", "UnitTwice", "UnitUnknown", "UnitElsewhere"],
  objections: ([{ buildings, households }, { units }]) => {
    const seen = new Set<HouseholdId>()
    return units.length === 0
      ? [{ _tag: "NobodyAsked" }]
      : units.flatMap(({ unit }) => {
          const household = households.get(unit)
          const isRepeated = seen.has(unit)
          seen.add(unit)
          return [
            ...(isRepeated ? [{ _tag: "UnitTwice", unit } as const] : []),
            ...(household === undefined ? [{ _tag: "UnitUnknown", unit } as const] : []),
            ...(household !== undefined && !buildings.includes(household.building)
              ? [{ _tag: "UnitElsewhere", unit } as const]
              : [])
          ]
        })
  }
})

const ownersKnown = rule({
  id: "poll-owners-known",
  name: "a resident who is named as the owner of a unit is on record",
  reasons: ["OwnerNotResident"],
  objections: ([{ isResident }, { units }]) =>
    units.flatMap(({ resident, unit }) =>
      resident === undefined || isResident(resident) ? [] : [{ _tag: "OwnerNotResident", unit, resident }]
    )
})

const everyUnit = rule({
  id: "poll-every-unit",
  name: "a poll has every unit of the case's buildings, unless it is of sharing owners only",
  source: "Civil Code Art. 278; Shanghai property-management rules Art. 69",
  reasons: ["UnitsLeftOut"],
  objections: ([{ buildings, households }, { sharing, units }]) => {
    if (sharing) return []
    const asked = new Set(units.map(({ unit }) => unit))
    const within = new Set(buildings)
    const leftOut = [...households.values()].flatMap(({ building, id }) =>
      within.has(building) && !asked.has(id) ? [id] : []
    )
    return leftOut.length === 0 ? [] : [{ _tag: "UnitsLeftOut", units: leftOut }]
  }
})

/** The rules in force for opening a poll. */
export const openingRules = [
  ownId,
  knownRules,
  inOrder,
  oneAtATime,
  knownUnits,
  ownersKnown,
  everyUnit
] as const

/**
 * Decides on opening a poll: returns the event, or all reasons why the command is refused.
 *
 * @category decisions
 */
export const open = (ground: Ground, command: Open) => {
  const { by, case: id, closes, on, opens, poll, sharing, units } = command
  const rules = ground.ruleSets.get(command.rules)
  const electors = electorate(
    units.map(({ area, owner, resident, unit }) => {
      const household = ground.households.get(unit)
      const known = area ?? (household === undefined ? undefined : areaOf(household))
      return { id: unit, ...given("area", known), ...given("owner", owner), ...given("resident", resident) }
    })
  )
  const [first, ...others] = electors
  return verdict<ReadonlyArray<PollEvent>, PollRefusal>(
    objections(openingRules, [ground, command]),
    // If there is no rule set or no voter, `openingRules` have already reported this.
    rules === undefined || first === undefined
      ? []
      : [
          {
            _tag: "PollOpened",
            on,
            by,
            id: poll,
            case: id,
            rules,
            opens,
            closes,
            ...(sharing ? { sharing } : {}),
            electors: [first, ...others]
          }
        ]
  )
}

const notInFuture = makeFor<{ readonly ballot: Ballot; readonly on: Day }, PollRefusal>()({
  id: "ballot-not-in-future",
  name: "a ballot is recorded on its day or later",
  reasons: ["BallotInFuture"],
  objections: ({ ballot, on }) =>
    ballot.on > on ? [{ _tag: "BallotInFuture", on: ballot.on, today: on }] : []
})

/** When a resident died. `undefined` if the resident lives, or only moved away. */
export type Deaths = (resident: ResidentId) => Day | undefined

/** The day on which an owner died. An owner who owns together with others lives as long as one of them. */
const diedOn = ({ residents }: Pick<Elector, "residents">, deaths: Deaths): Day | undefined => {
  const days = (residents ?? []).map(deaths)
  return days.reduce<Day | undefined>(
    (last, day) => (last === undefined || day === undefined ? undefined : last < day ? day : last),
    days[0]
  )
}

const byTheLiving = makeFor<{ readonly ballot: Ballot; readonly died: Day | undefined }, PollRefusal>()({
  id: "ballot-of-the-living",
  name: "no ballot is dated after the death of its owner, unless the heirs vote and prove it",
  source: "Civil Code Arts. 13, 173 and 230",
  reasons: ["OwnerDied"],
  objections: ({ ballot: { heirs, on, owner }, died }) =>
    died === undefined || on <= died || heirs !== undefined ? [] : [{ _tag: "OwnerDied", owner, died }]
})

/** The rules in force for casting a ballot. */
export const castingRules = [notInFuture, ...ballotRules, byTheLiving] as const

/**
 * Returns the event that casts or withdraws a ballot, or enters an area, or all reasons against it.
 *
 * @category decisions
 */
export const decide = (
  poll: OpenedPoll,
  command: Exclude<PollCommand, Open>,
  deaths: Deaths = () => undefined
) => {
  const { by, on } = command
  if (command._tag === "WithdrawBallot") {
    const { owner, reason } = command
    return verdict<ReadonlyArray<PollEvent>, PollRefusal>(objections(withdrawalRules, [poll, command]), [
      { _tag: "BallotWithdrawn", on, by, owner, reason }
    ])
  }
  if (command._tag === "EnterUnitArea") {
    const { area, unit } = command
    return verdict<ReadonlyArray<PollEvent>, PollRefusal>(objections(areaRules, [poll, command]), [
      { _tag: "UnitAreaEntered", on, by, unit, area }
    ])
  }
  const { ballot } = command
  const elector = poll.electors.find(({ owner }) => owner === ballot.owner)
  const hasVoted = poll.ballots.some(({ owner }) => owner === ballot.owner)
  return verdict<ReadonlyArray<PollEvent>, PollRefusal>(
    objections(castingRules, {
      poll,
      ballot,
      elector,
      hasVoted,
      on,
      died: elector === undefined ? undefined : diedOn(elector, deaths)
    }),
    [{ _tag: "BallotCast", on, by, ballot }]
  )
}

/**
 * The events that end the part of a resident who has died: the ballots that are dated after the death do not count.
 * Ballots that were cast before remain, and the units stay in the electorate: the heirs vote.
 *
 * @category decisions
 */
export const ballotsOfTheDead = (
  { ballots, electors }: OpenedPoll,
  deaths: Deaths,
  { by, on }: { readonly by: ActorId; readonly on: Day }
): ReadonlyArray<PollEvent> =>
  electors.flatMap((elector) => {
    const died = diedOn(elector, deaths)
    const { owner } = elector
    return died !== undefined &&
      ballots.some((one) => one.owner === owner && one.on > died && one.heirs === undefined)
      ? [{ _tag: "BallotVoided", on, by, owner, died }]
      : []
  })

/** The events that undo that, after the death was undone: an owner who has voted since keeps the later ballot. */
export const ballotsRestored = (
  { ballots, electors, voided = [] }: OpenedPoll,
  deaths: Deaths,
  { by, on }: { readonly by: ActorId; readonly on: Day }
): ReadonlyArray<PollEvent> =>
  voided.flatMap(({ ballot: { owner }, died }) => {
    const elector = electors.find((one) => one.owner === owner)
    const isDead = elector !== undefined && diedOn(elector, deaths) !== undefined
    return isDead || ballots.some((one) => one.owner === owner)
      ? []
      : [{ _tag: "BallotRestored", on, by, owner, died }]
  })

/** The polls of a district after one more event. `id` is the poll to whose stream the event belongs. */
export const evolve = (
  polls: ReadonlyMap<PollId, OpenedPoll>,
  event: PollEvent,
  id: PollId
): ReadonlyMap<PollId, OpenedPoll> => {
  if (event._tag === "PollOpened") {
    const { case: on, closes, electors, opens, rules } = event
    return new Map(polls).set(id, { id, case: on, rules, opens, closes, electors, ballots: [] })
  }
  const poll = polls.get(id)
  if (poll === undefined) return polls
  if (event._tag === "UnitAreaEntered") {
    const electors = poll.electors.map((elector) => withArea(elector, event.unit, event.area))
    return new Map(polls).set(id, { ...poll, electors })
  }
  return new Map(polls).set(id, withBallots(poll, event))
}

type OfBallot = Exclude<PollEvent, { readonly _tag: "PollOpened" | "UnitAreaEntered" }>

const withBallots = (poll: OpenedPoll, event: OfBallot): OpenedPoll => {
  const { ballots, voided = [] } = poll
  switch (event._tag) {
    case "BallotCast":
      return { ...poll, ballots: [...ballots, event.ballot] }
    case "BallotWithdrawn":
      return { ...poll, ballots: ballots.filter(({ owner }) => owner !== event.owner) }
    case "BallotVoided": {
      const { died, owner } = event
      const isVoid = (one: Ballot): boolean => one.owner === owner && one.on > died && one.heirs === undefined
      return {
        ...poll,
        ballots: ballots.filter((one) => !isVoid(one)),
        voided: [...voided, ...ballots.filter(isVoid).map((ballot) => ({ ballot, died }))]
      }
    }
    case "BallotRestored": {
      const back = voided.filter(({ ballot }) => ballot.owner === event.owner)
      return {
        ...poll,
        ballots: [...ballots, ...back.map(({ ballot }) => ballot)],
        voided: voided.filter((one) => !back.includes(one))
      }
    }
  }
}

/** For each rule set (kind of vote): the last poll on a case, which is the poll that opened last. */
export const ofCase = (polls: Iterable<OpenedPoll>, id: CaseId): ReadonlyMap<Tag, OpenedPoll> => {
  const found = new Map<Tag, OpenedPoll>()
  for (const poll of polls) {
    const before = found.get(poll.rules.id)
    if (poll.case === id && (before === undefined || before.opens <= poll.opens))
      found.set(poll.rules.id, poll)
  }
  return found
}
