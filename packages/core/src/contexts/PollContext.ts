/**
 * The context of polls: votes of owners on cases. The group that is responsible for the case is responsible for its
 * polls, too.
 */
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { isOpen } from "../casework/CaseState.ts"
import { type Day, DayFromIso } from "../kernel/Day.ts"
import { given } from "../kernel/OptionalKey.ts"
import { sensitive } from "../kernel/Personal.ts"
import { makeFor, precondition, refuse, verdict } from "../kernel/Rule.ts"
import { StatedReason } from "../kernel/StatedReason.ts"
import type { Model } from "../model/Model.ts"
import type { NotYourGroup } from "../model/Role.ts"
import { CaseId, HouseholdId, type ResidentId, Tag } from "../place/Id.ts"
import { Opinion, OwnerKey, type PollResult, Proxy } from "../polls/Poll.ts"
import * as OpenedPoll from "../polls/OpenedPoll.ts"
import * as PollDecider from "../polls/PollDecider.ts"
import * as PollRules from "../polls/PollRules.ts"
import { type CaseworkSlice, findCase, playbookOf } from "./CaseworkSlice.ts"
import {
  all,
  type Asking,
  change,
  type Decision,
  make,
  notYourGroup,
  reaches,
  type RequestOf,
  withinMandate
} from "./Context.ts"
import { caseKnown, type CaseUnknown } from "./LookUpRefusal.ts"
import { type DatedRefusal, dated, datedRules, happened, keepsCases, notTooLongAgo } from "./Dated.ts"
import { format, type ModelSlice } from "./ModelContext.ts"
import { inLaterFormat } from "./RegistryContext.ts"
import { registryOn, type RegistrySlice } from "./RegistrySlice.ts"
import { deathsIn } from "./Departures.ts"

/** @category models */
export interface PollSlice {
  /** The polls of the district, each with its ballots. */
  readonly polls: ReadonlyMap<OpenedPoll.PollId, OpenedPoll.OpenedPoll>
}

/**
 * The final result of the last poll on a case for each rule set (kind of vote), as of a day. The result is `open` if it
 * is not final yet.
 */
export const pollResults = ({ polls }: PollSlice, id: CaseId, on: Day): Readonly<Record<Tag, PollResult>> =>
  Object.fromEntries(
    [...OpenedPoll.ofCase(polls.values(), id)].map(([rules, poll]) => [
      rules,
      OpenedPoll.finalResult(poll, on)
    ])
  )

/** A ballot that counts in a poll that is over, although it is dated after the death of its owner. */
export interface BallotAfterDeath {
  readonly case: CaseId
  readonly poll: OpenedPoll.PollId
  readonly owner: OwnerKey
  readonly died: Day
  /** Whether the poll would have another result without the ballots of owners who had died. */
  readonly decides: boolean
}

/**
 * The ballots on open cases that were counted, and whose owners had died before, as was learnt only after the poll was
 * over. The count stays as it was. A keeper of the case decides whether the case goes on.
 *
 * @category questions
 */
export const ballotsAfterDeath = (
  self: CaseworkSlice & PollSlice & RegistrySlice,
  on: Day
): ReadonlyArray<BallotAfterDeath> =>
  [...self.polls.values()].flatMap((poll) => {
    const file = poll.closes < on ? self.cases.get(poll.case) : undefined
    if (file === undefined || !isOpen(file.state)) return []
    const dead = PollDecider.deadVoters(poll, deathsIn(self.registry))
    const decides =
      dead.length > 0 && PollDecider.resultWithout(poll, dead, on) !== OpenedPoll.finalResult(poll, on)
    return dead.map(({ died, owner }) => ({ case: poll.case, poll: poll.id, owner, died, decides }))
  })

const requests = {
  /** Opens a vote of owners on a case. */
  OpenPoll: {
    poll: OpenedPoll.PollId,
    case: CaseId,
    /** The id of the rule set in the model. A rule set describes one kind of vote. */
    rules: Tag,
    /** The first day of the poll. A poll on paper may be entered some days later. Default: today. */
    opens: Schema.optionalKey(DayFromIso),
    closes: DayFromIso,
    /**
     * Whether the vote is about a common part of a building that only some owners share. If so, `units` are the units
     * of these owners. Otherwise, `units` are all units of the case's buildings.
     */
    sharing: Schema.optionalKey(Schema.Boolean),
    units: Schema.NonEmptyArray(OpenedPoll.AskedUnit)
  },
  CastBallot: {
    poll: OpenedPoll.PollId,
    owner: OwnerKey,
    opinion: sensitive(Opinion),
    /** The day on which the ballot was cast. Default: today. */
    on: Schema.optionalKey(DayFromIso),
    proxy: Schema.optionalKey(sensitive(Proxy)),
    /** A reference to the proof of inheritance. It is needed if an owner has died and the heirs vote. */
    heirs: Schema.optionalKey(sensitive(Schema.NonEmptyString.check(Schema.isMaxLength(200))))
  },
  WithdrawBallot: {
    poll: OpenedPoll.PollId,
    owner: OwnerKey,
    reason: sensitive(StatedReason),
    ...happened
  },
  /** Enters the area of a unit that was not known when the poll opened. */
  EnterUnitArea: {
    poll: OpenedPoll.PollId,
    unit: HouseholdId,
    /** The exclusive area (the part that belongs to the owner alone) in square centimetres. */
    area: OpenedPoll.UnitArea
  }
}

type World = PollSlice & CaseworkSlice & ModelSlice & RegistrySlice
type Reason = OpenedPoll.PollRefusal | NotYourGroup | CaseUnknown | DatedRefusal

/**
 * The input of the rule for late ballots: a ballot that was cast (or withdrawn) on `cast` and is recorded on `on`.
 */
export interface LateBallot {
  readonly district: World
  readonly poll: OpenedPoll.OpenedPoll
  readonly cast: Day
  readonly on: Day
}

/** @category rules */
export const beforeTheResultIsUsed = makeFor<LateBallot, OpenedPoll.PollRefusal>()({
  id: "ballot-before-result-used",
  name: "no ballot is recorded or withdrawn after the poll, once a step was taken because of its result",
  reasons: ["ResultUsed"],
  objections: ({ cast, district, on, poll: { case: id, closes, id: poll, rules } }) => {
    const file = cast <= closes && closes < on ? district.cases.get(id) : undefined
    if (file?.state._tag !== "Opened") return []
    const steps = playbookOf(district, file.state)?.steps
    return file.entries
      .flatMap(({ event }) =>
        event._tag === "StepTaken" &&
        event.on > closes &&
        steps?.get(event.step)?.step.gate?.poll === rules.id
          ? [{ _tag: "ResultUsed" as const, poll, step: event.step }]
          : []
      )
      .slice(0, 1)
  }
})

/** @category rules */
export const onAnOpenCase = precondition({
  id: "poll-on-open-case",
  name: "a poll is opened on an open case",
  reasons: ["CaseEnded"]
})

/** @category rules */
export const pollKnown = precondition({
  id: "poll-known",
  name: "a ballot is for a poll on record",
  reasons: ["PollUnknown"]
})

// An entry in ledger format 0 (an older format) cannot store `final` (the rule that says when the result of a poll
// becomes final). So in this format, a result is final after the last day of the poll.
const ruleSetsOf = ({ format }: ModelSlice, { pollRules }: Model): PollRules.Ground["ruleSets"] =>
  format === 0 ? new Map([...pollRules].map(([id, { final: _, ...rules }]) => [id, rules])) : pollRules

// Format 0 (an older ledger format) has no fields for the data of these events.
const isOfLaterFormat = (event: OpenedPoll.PollEvent): boolean =>
  event._tag === "PollOpened" &&
  event.electors.some(({ residents, unknown }) => residents !== undefined || unknown !== undefined)

/** The households of today, and those that have ended since the first day of a poll that is entered late. */
const householdsFrom = (district: RegistrySlice, opens: Day, on: Day): PollRules.Ground["households"] => {
  const { households } = district.registry
  return opens < on ? new Map([...registryOn(district, opens).households, ...households]) : households
}

const decide = (
  asking: Asking<World>,
  request: RequestOf<typeof requests>
): Decision<OpenedPoll.PollEvent, Reason> => {
  const { actor, district, model, on } = asking
  const by = actor.id
  const { poll: id } = request
  const stream = OpenedPoll.stream(id)
  const poll = district.polls.get(id)
  const about: CaseId | undefined = request._tag === "OpenPoll" ? request.case : poll?.case
  const state = about === undefined ? undefined : Option.getOrUndefined(findCase(district, about))
  // The authority is checked first, so that an actor without the authority learns nothing else about the poll or the
  // case.
  if (!reaches(asking, "poll", state?.group)) return refuse(withinMandate, notYourGroup(state?.group))
  if (request._tag === "OpenPoll") {
    if (state === undefined) return refuse(caseKnown, { _tag: "CaseUnknown", case: request.case })
    if (!isOpen(state)) return refuse(onAnOpenCase, { _tag: "CaseEnded", case: request.case })
    const opens = request.opens ?? on
    const question = { asking, on: opens, day: undefined, isKeeper: keepsCases(asking) }
    const tooLongAgo = verdict<ReadonlyArray<never>, Reason>(notTooLongAgo.objections(question), [])
    const ground = {
      ruleSets: ruleSetsOf(district, model),
      households: householdsFrom(district, opens, on),
      buildings: state.buildings,
      polls: district.polls,
      opened: state.opened,
      isResident: (resident: ResidentId) => district.registry.residents.has(resident)
    }
    const command = { ...request, by, on, opens, sharing: request.sharing ?? false }
    const opening = Result.flatMap(
      PollDecider.open(ground, command),
      (events): Decision<OpenedPoll.PollEvent, Reason> =>
        district.format < format && events.some(isOfLaterFormat)
          ? refuse(inLaterFormat, { _tag: "FormatNeeded", format })
          : Result.succeed(change(asking, stream, events))
    )
    return all([tooLongAgo, opening])
  }
  if (poll === undefined) return refuse(pollKnown, { _tag: "PollUnknown", poll: id })
  if (request._tag === "WithdrawBallot") return withdraw(asking, poll, request)
  if (request._tag === "EnterUnitArea") {
    return Result.map(PollDecider.decide(poll, { ...request, by, on }), (events) =>
      change(asking, stream, events)
    )
  }
  const { heirs, on: cast = on, opinion, owner, proxy } = request
  const ballot = { owner, opinion, on: cast, ...given("proxy", proxy), ...given("heirs", heirs) }
  return all([
    verdict(beforeTheResultIsUsed.objections({ district, poll, cast, on }), []),
    Result.map(
      PollDecider.decide(poll, { _tag: "CastBallot", by, on, ballot }, deathsIn(district.registry)),
      (events) => change(asking, stream, events)
    )
  ])
}

/** A withdrawal may be written down after the poll, as long as no step was taken because of the result. */
const withdraw = (
  asking: Asking<World>,
  poll: OpenedPoll.OpenedPoll,
  { on: given, owner, reason }: Extract<RequestOf<typeof requests>, { readonly _tag: "WithdrawBallot" }>
): Decision<OpenedPoll.PollEvent, Reason> =>
  Result.flatMap(
    dated(asking, given === undefined ? {} : { on: given }),
    ({ on, recorded }): Decision<OpenedPoll.PollEvent, Reason> => {
      const { actor, district, on: today } = asking
      const command = { _tag: "WithdrawBallot" as const, by: actor.id, on, owner, reason }
      const late = recorded === undefined ? {} : { recorded }
      return all<OpenedPoll.PollEvent, Reason>([
        verdict(beforeTheResultIsUsed.objections({ district, poll, cast: on, on: today }), []),
        Result.map(PollDecider.decide(poll, { ...command, ...late }), (events) =>
          change(asking, OpenedPoll.stream(poll.id), events)
        )
      ])
    }
  )

/** @category contexts */
export const pollContext = make({
  id: "poll",
  events: OpenedPoll.PollEvent,
  opens: true,
  initial: (): { polls: PollSlice["polls"] } => ({ polls: new Map() }),
  apply: (draft: { polls: PollSlice["polls"] }, event, { stream }) => {
    draft.polls = PollDecider.evolve(draft.polls, event, OpenedPoll.pollOf(stream))
  },
  requests,
  authorities: {
    OpenPoll: { may: "poll", about: "by rule" },
    CastBallot: { may: "poll", about: "by rule" },
    WithdrawBallot: { may: "poll", about: "by rule" },
    EnterUnitArea: { may: "poll", about: "by rule" }
  },
  rules: [
    withinMandate,
    caseKnown,
    onAnOpenCase,
    ...PollRules.openingRules,
    pollKnown,
    ...PollRules.castingRules,
    ...PollRules.withdrawalRules,
    ...PollRules.areaRules,
    inLaterFormat,
    beforeTheResultIsUsed,
    ...datedRules
  ],
  decide
})
