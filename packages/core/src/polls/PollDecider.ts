/**
 * Decides commands on polls. A poll is opened on a case, with its rules and its electorate (the owners who may vote).
 * These do not change afterwards, except that missing areas can be entered. Then ballots are cast. A ballot that was
 * recorded wrongly is withdrawn.
 */
import type { Day } from "../kernel/Day.ts"
import { given } from "../kernel/OptionalKey.ts"
import { objections, verdict } from "../kernel/Rule.ts"
import { ActorId, ResidentId } from "../place/Id.ts"
import { areaOf } from "../place/Registry.ts"
import { Ballot, type Elector, electorate, type OwnerKey, type PollResult, withArea } from "./Poll.ts"
import {
  finalResult,
  type OpenedPoll,
  type Open,
  type PollCommand,
  type PollEvent,
  type PollId,
  type PollRefusal
} from "./OpenedPoll.ts"
import { type Ground, areaRules, castingRules, openingRules, withdrawalRules } from "./PollRules.ts"

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

/** A function that returns the day on which a resident died. The result is `undefined` if the resident has not died. */
export type Deaths = (resident: ResidentId) => Day | undefined

/**
 * The day on which an owner who may vote died. If several residents own together, this is the day on which the last of
 * them died. `undefined` if at least one of them has not died.
 */
const diedOn = ({ residents }: Pick<Elector, "residents">, deaths: Deaths): Day | undefined => {
  const days = (residents ?? []).map(deaths)
  return days.reduce<Day | undefined>(
    (last, day) => (last === undefined || day === undefined ? undefined : last < day ? day : last),
    days[0]
  )
}

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
    const { owner, reason, recorded } = command
    return verdict<ReadonlyArray<PollEvent>, PollRefusal>(objections(withdrawalRules, [poll, command]), [
      { _tag: "BallotWithdrawn", on, ...given("recorded", recorded), by, owner, reason }
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

/** An owner who had died before the day of the ballot. */
export interface DeadVoter {
  readonly owner: OwnerKey
  readonly died: Day
}

const isOf =
  ({ died, owner }: DeadVoter) =>
  (ballot: Ballot): boolean =>
    ballot.owner === owner && ballot.on > died && ballot.heirs === undefined

/** The owners with a ballot that is dated after their death, and not cast by the heirs. */
export const deadVoters = ({ ballots, electors }: OpenedPoll, deaths: Deaths): ReadonlyArray<DeadVoter> =>
  electors.flatMap((elector) => {
    const died = diedOn(elector, deaths)
    const { owner } = elector
    return died !== undefined && ballots.some(isOf({ died, owner })) ? [{ owner, died }] : []
  })

/** The final result that a poll would have on a day without the ballots of these owners. */
export const resultWithout = (self: OpenedPoll, dead: ReadonlyArray<DeadVoter>, on: Day): PollResult =>
  finalResult(
    { ...self, ballots: self.ballots.filter((ballot) => !dead.some((voter) => isOf(voter)(ballot))) },
    on
  )

/**
 * The events for owners who have died: the ballots of such an owner that are dated after the death do not count, unless
 * the heirs voted. Ballots that are dated earlier still count. The units stay in the electorate, and the heirs may
 * vote.
 *
 * @category decisions
 */
export const ballotsOfTheDead = (
  poll: OpenedPoll,
  deaths: Deaths,
  { by, on }: { readonly by: ActorId; readonly on: Day }
): ReadonlyArray<PollEvent> =>
  deadVoters(poll, deaths).map(({ died, owner }) => ({ _tag: "BallotVoided", on, by, owner, died }))

/**
 * The events after a death was undone: the ballots that did not count because of this death count again. If the owner
 * has another ballot by now, only that ballot counts.
 */
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
      const { died } = event
      const isVoid = isOf(event)
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
