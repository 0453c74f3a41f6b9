/**
 * Decides commands on proposals of capable residents: who takes a case or joins a team. A computed choice is proposed
 * together with its problem, its reasons and its proof. People confirm it, choose others with a reason, or reject it
 * (PIPL Art. 24). Every task that a person takes is recorded as a turn (one task of one person), so that the next
 * choice can be fair.
 */
import * as Schema from "effect/Schema"
import { type Day, DayFromIso } from "../kernel/Day.ts"
import type { Decider } from "../kernel/Decider.ts"
import { sensitive } from "../kernel/Personal.ts"
import { given } from "../kernel/OptionalKey.ts"
import { makeFor, verdict } from "../kernel/Rule.ts"
import { StreamId } from "../kernel/StreamId.ts"
import { ActorId, CaseId, GroupId } from "../place/Id.ts"
import { StatedReason } from "../kernel/StatedReason.ts"
import {
  decided,
  deciding,
  made,
  type OnProposal,
  type ProposalRefusal,
  type Proposals,
  type Proposing,
  settled
} from "../proposals/Proposal.ts"
import { TalentPlan, TalentProblem, TaskId, verify } from "./Talent.ts"

/** The stream of a district that contains the proposals of capable residents. */
export const stream = StreamId.make("talent")

/**
 * The work behind a task: a case, or places in the team of a group. The id of the task is the id of the case or of the
 * group.
 */
export const Work = Schema.Struct({ task: TaskId, group: GroupId, case: Schema.optionalKey(CaseId) })
export interface Work extends Schema.Schema.Type<typeof Work> {}

/** A pair of a person and a task. */
export const TalentPair = Schema.Struct({ task: TaskId, talent: ActorId })
export interface TalentPair extends Schema.Schema.Type<typeof TalentPair> {}

const proposed = {
  ...decided,
  problem: TalentProblem,
  work: Schema.Array(Work),
  plan: TalentPlan,
  automated: Schema.Boolean
}
const overruling = { ...decided, pairs: Schema.NonEmptyArray(TalentPair), reason: sensitive(StatedReason) }
const released = {
  by: ActorId,
  on: DayFromIso,
  /** The day on which the decision was recorded, if this is not the day of the decision. */
  recorded: Schema.optionalKey(DayFromIso),
  talent: ActorId,
  task: TaskId
}

/** @category commands */
export const TalentCommand = Schema.TaggedUnion({
  ProposeTalent: proposed,
  ConfirmTalent: decided,
  /** Chooses other people for all tasks of the proposal, instead of the proposed people. */
  OverruleTalent: overruling,
  RejectTalent: { ...decided, reason: sensitive(StatedReason) },
  /** Records that a person leaves a team. */
  ReleaseTalent: released
})
export type TalentCommand = typeof TalentCommand.Type

/** @category events */
export const TalentEvent = Schema.TaggedUnion({
  TalentProposed: proposed,
  TalentConfirmed: decided,
  TalentOverruled: overruling,
  TalentRejected: { ...decided, reason: sensitive(StatedReason) },
  TalentReleased: released
})
export type TalentEvent = typeof TalentEvent.Type

/** What a proposal of capable residents contains, such as the problem and the computed choice. */
export interface Content {
  readonly problem: TalentProblem
  readonly work: ReadonlyArray<Work>
  readonly plan: TalentPlan
}

/**
 * A turn: a task that a person has, from the day `since` on. If the task is a case, the turn ends when the case ends.
 * If it is a place in a team, the turn ends when the person leaves the team.
 */
export interface Duty extends Work {
  readonly talent: ActorId
  readonly minutes: number
  readonly since: Day
  readonly left?: Day
}

/** @category models */
export interface TalentState {
  readonly proposals: Proposals<Content>
  readonly duties: ReadonlyArray<Duty>
}

/** @category refusals */
export type TalentRefusal =
  | ProposalRefusal
  /** The proof in the proposed plan is wrong: it does not prove the pairs in the plan. */
  | { readonly _tag: "TalentPlanRefuted" }
  /** A person or task in the command is not in the proposal. */
  | { readonly _tag: "NotInProposal"; readonly id: ActorId | TaskId }
  | { readonly _tag: "TalentPairTwice"; readonly talent: ActorId; readonly task: TaskId }
  | {
      readonly _tag: "TaskOutOfBounds"
      readonly task: TaskId
      readonly found: number
      readonly needs: number
    }
  /** The person has refused the task or was banned from it, for this reason. */
  | { readonly _tag: "TalentBanned"; readonly talent: ActorId; readonly task: TaskId; readonly ban: string }
  | { readonly _tag: "NoSuchDuty"; readonly talent: ActorId; readonly task: TaskId }

type Command<Tag extends TalentCommand["_tag"]> = Extract<TalentCommand, { readonly _tag: Tag }>

const ruleOfOverruling = makeFor<OnProposal<Content, Command<"OverruleTalent">>, TalentRefusal>()

/** @category rules */
export const isProven = makeFor<Proposing<TalentState, Command<"ProposeTalent">>, TalentRefusal>()({
  id: "talent-plan-proven",
  name: "a proposed choice of people is proven to be the best for its problem, or is marked as unproven with a proven gap",
  source: "PIPL Art. 24",
  reasons: ["TalentPlanRefuted"],
  objections: ({ command: { plan, problem } }) =>
    verify(problem, plan) ? [] : [{ _tag: "TalentPlanRefuted" }]
})

const same = (one: TalentPair, other: TalentPair): boolean =>
  one.talent === other.talent && one.task === other.task

/** @category rules */
export const namesKnown = ruleOfOverruling({
  id: "talent-names-known",
  name: "an overruling of people names people and tasks of the choice, each pair once",
  reasons: ["NotInProposal", "TalentPairTwice"],
  objections: ({
    command: { pairs },
    proposal: {
      content: { problem }
    }
  }) =>
    pairs.flatMap((pair, k) => [
      ...(problem.tasks.some(({ id }) => id === pair.task)
        ? []
        : [{ _tag: "NotInProposal" as const, id: pair.task }]),
      ...(problem.talents.some(({ id }) => id === pair.talent)
        ? []
        : [{ _tag: "NotInProposal" as const, id: pair.talent }]),
      ...(pairs.slice(0, k).some((each) => same(each, pair))
        ? [{ _tag: "TalentPairTwice" as const, ...pair }]
        : [])
    ])
})

/** @category rules */
export const tasksFilled = ruleOfOverruling({
  id: "talent-tasks-filled",
  name: "every task gets as many people as it needs, or fewer if the choice allows open places",
  reasons: ["TaskOutOfBounds"],
  objections: ({
    command: { pairs },
    proposal: {
      content: { problem }
    }
  }) =>
    problem.tasks.flatMap(({ id, people }) => {
      const found = pairs.filter(({ task }) => task === id).length
      const isEnough = problem.partial === true ? found <= people : found === people
      return isEnough ? [] : [{ _tag: "TaskOutOfBounds" as const, task: id, found, needs: people }]
    })
})

/** @category rules */
export const refusalsHold = ruleOfOverruling({
  id: "talent-refusals-hold",
  name: "nobody gets a task that they have refused",
  source: "PIPL Art. 24",
  reasons: ["TalentBanned"],
  objections: ({
    command: { pairs },
    proposal: {
      content: { problem }
    }
  }) =>
    pairs.flatMap((pair) => {
      const ban = problem.bans.find((each) => same(each, pair))
      return ban === undefined ? [] : [{ _tag: "TalentBanned" as const, ...pair, ban: ban.reason }]
    })
})

/**
 * Whether a turn (a task that a person has or had) is for the given pair, and is a place in a team that the person
 * still has.
 */
const held = (duty: Duty, pair: TalentPair): boolean =>
  same(duty, pair) && duty.case === undefined && duty.left === undefined

/** @category rules */
export const leavesOwnTeam = makeFor<
  { readonly state: TalentState; readonly command: Command<"ReleaseTalent"> },
  TalentRefusal
>()({
  id: "talent-leaves-own-team",
  name: "only a person who is in a team by then leaves it",
  reasons: ["NoSuchDuty"],
  objections: ({ command, state }) =>
    state.duties.some((duty) => held(duty, command) && duty.since <= command.on)
      ? []
      : [{ _tag: "NoSuchDuty", talent: command.talent, task: command.task }]
})

const { cases } = TalentEvent

const { confirm, overrule, propose, reject } = deciding<
  TalentState,
  Content,
  Command<"ProposeTalent">,
  Command<"OverruleTalent">,
  TalentEvent,
  TalentRefusal
>({
  proposals: ({ proposals }) => proposals,
  proposing: [isProven],
  overruling: [namesKnown, tasksFilled, refusalsHold],
  proposed: ({ _tag: _, ...content }) => cases.TalentProposed.make(content),
  confirmed: (decided) => cases.TalentConfirmed.make(decided),
  overruled: ({ by, on, pairs, proposal, reason }) =>
    cases.TalentOverruled.make({ by, on, proposal, pairs, reason }),
  rejected: (decided) => cases.TalentRejected.make(decided)
})

const decide: Decider<TalentState, TalentCommand, TalentEvent, TalentRefusal>["decide"] = (
  state,
  command
) => {
  switch (command._tag) {
    case "ProposeTalent":
      return propose(state, command)
    case "ConfirmTalent":
      return confirm(state, command)
    case "OverruleTalent":
      return overrule(state, command)
    case "RejectTalent":
      return reject(state, command)
    case "ReleaseTalent": {
      const { by, on, recorded, talent, task } = command
      return verdict<ReadonlyArray<TalentEvent>, TalentRefusal>(
        leavesOwnTeam.objections({ state, command }),
        [cases.TalentReleased.make({ by, on, ...given("recorded", recorded), talent, task })]
      )
    }
  }
}

/**
 * The turns (tasks that people have) that begin because of a decision on a proposal. A person who keeps a task has its turn
 * already.
 */
const taken = (
  { problem, work }: Content,
  chosen: ReadonlyArray<TalentPair>,
  since: Day,
  duties: ReadonlyArray<Duty>
): ReadonlyArray<Duty> => {
  const isKept = (pair: TalentPair): boolean =>
    problem.inForce?.some((held) => same(held, pair)) === true && duties.some((duty) => same(duty, pair))
  return chosen
    .filter((pair) => !isKept(pair))
    .flatMap(({ talent, task }) =>
      work
        .filter((each) => each.task === task)
        .map((each) => ({
          ...each,
          talent,
          minutes: problem.tasks.find(({ id }) => id === task)?.minutes ?? 0,
          since
        }))
    )
}

const evolve = (state: TalentState, event: TalentEvent): TalentState => {
  const { duties, proposals } = state
  switch (event._tag) {
    case "TalentProposed": {
      const { plan, problem, work } = event
      return { duties, proposals: made(proposals, event, { plan, problem, work }) }
    }
    case "TalentConfirmed":
    case "TalentOverruled": {
      const content = proposals.get(event.proposal)?.content
      const pairs = event._tag === "TalentOverruled" ? event.pairs : (content?.plan.pairs ?? [])
      return {
        duties: content === undefined ? duties : [...duties, ...taken(content, pairs, event.on, duties)],
        proposals: settled(
          proposals,
          event.proposal,
          event._tag === "TalentOverruled" ? "overruled" : "confirmed"
        )
      }
    }
    case "TalentRejected":
      return { duties, proposals: settled(proposals, event.proposal, "rejected") }
    case "TalentReleased":
      return {
        proposals,
        duties: duties.map((duty) => (held(duty, event) ? { ...duty, left: event.on } : duty))
      }
  }
}

/**
 * The decider for the proposals of capable residents in a district.
 *
 * @category deciders
 */
export const decider: Decider<TalentState, TalentCommand, TalentEvent, TalentRefusal> = {
  initial: { proposals: new Map(), duties: [] },
  decide,
  evolve
}
