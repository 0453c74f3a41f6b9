/** The rules for polls: for opening a poll, for casting and withdrawing a ballot, and for entering the area of a unit. */
import * as Result from "effect/Result"
import type { Day } from "../kernel/Day.ts"
import { makeFor, type Named } from "../kernel/Rule.ts"
import { type BuildingId, HouseholdId, ResidentId, Tag } from "../place/Id.ts"
import type { Household } from "../place/Registry.ts"
import { Ballot, ballotRules, RuleSet, termsOn } from "./Poll.ts"
import {
  type OpenedPoll,
  type Open,
  type PollCommand,
  type PollId,
  type PollRefusal,
  finalResult,
  tallyOn
} from "./OpenedPoll.ts"

/** The facts from which the opening of a poll is decided. */
export interface Ground {
  readonly ruleSets: ReadonlyMap<Tag, RuleSet>
  readonly households: ReadonlyMap<HouseholdId, Household>
  /** The buildings of the case to which the poll belongs. */
  readonly buildings: ReadonlyArray<BuildingId>
  /** The polls that the district has had so far. */
  readonly polls: ReadonlyMap<PollId, OpenedPoll>
  /** The day on which the case was opened. */
  readonly opened: Day
  /** Returns whether a resident is in the registry. */
  readonly isResident: (resident: ResidentId) => boolean
}

type OpenQuestion = readonly [Ground, Open]
type Withdrawal = Extract<PollCommand, { _tag: "WithdrawBallot" }>

const rule = makeFor<OpenQuestion, PollRefusal>()
const ruleOfWithdrawal = makeFor<readonly [OpenedPoll, Withdrawal], PollRefusal>()

const thereIsABallot = ruleOfWithdrawal({
  id: "ballot-to-withdraw",
  name: "only a ballot that was cast by then is withdrawn",
  reasons: ["NoBallot"],
  objections: ([{ ballots }, { on, owner }]) =>
    ballots.some((ballot) => ballot.owner === owner && ballot.on <= on) ? [] : [{ _tag: "NoBallot", owner }]
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
  name: "a poll opens no earlier than its case, and closes no earlier than it opens",
  reasons: ["OpensBeforeItsCase", "ClosesBeforeItOpens"],
  objections: ([{ opened }, { case: id, closes, opens }]) => [
    ...(opens < opened ? [{ _tag: "OpensBeforeItsCase" as const, case: id, opens, opened }] : []),
    ...(closes < opens ? [{ _tag: "ClosesBeforeItOpens" as const, opens, closes }] : [])
  ]
})

type Conflict = Named<PollRefusal, "OtherPollOpen" | "PollCarriedAlready">

const oneAtATime = rule({
  id: "poll-one-at-a-time",
  name: "a case has one poll under a set of rules at a time, and none after one has carried",
  reasons: ["OtherPollOpen", "PollCarriedAlready"],
  objections: ([{ polls }, { case: id, closes, on, opens, rules }]) =>
    [...polls.values()].flatMap((poll): ReadonlyArray<Conflict> => {
      if (poll.case !== id || poll.rules.id !== rules) return []
      // A poll that is entered late may have been over before another one opened.
      if (opens < on && closes < poll.opens) return []
      if (Math.min(on, opens) <= poll.closes) return [{ _tag: "OtherPollOpen", poll: poll.id }]
      const count = tallyOn(poll, on)
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

const notInFuture = makeFor<{ readonly ballot: Ballot; readonly on: Day }, PollRefusal>()({
  id: "ballot-not-in-future",
  name: "a ballot is recorded on its day or later",
  reasons: ["BallotInFuture"],
  objections: ({ ballot, on }) =>
    ballot.on > on ? [{ _tag: "BallotInFuture", on: ballot.on, today: on }] : []
})

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
