/**
 * Decides on a pairing. From the state of the stream `pairing` and a command, it returns the events or all reasons
 * for a refusal. A machine's proposal has no effect until people have confirmed it or decided otherwise.
 */
import * as Result from "effect/Result"
import type { Decider } from "../kernel/Decider.ts"
import * as Rule from "../kernel/Rule.ts"
import { scorer } from "./Criteria.ts"
import {
  initial,
  PairingEvent,
  type PairingCommand,
  type PairingRefusal,
  type PairingState,
  type Proposal
} from "./Pairing.ts"
import { rules } from "./PairingRules.ts"
import type { PairRef } from "./PairingProblem.ts"

const { cases } = PairingEvent

const sorted = (pairs: ReadonlyArray<PairRef>): ReadonlyArray<PairRef> =>
  pairs
    .map(({ branch, group }) => ({ branch, group }))
    .sort((a, b) => {
      const [one, other] = a.branch === b.branch ? [a.group, b.group] : [a.branch, b.branch]
      return one < other ? -1 : one > other ? 1 : 0
    })

/** The points of pairs in the problem of a proposal. */
const pointsOf = ({ problem }: Proposal, pairs: ReadonlyArray<PairRef>): number => {
  const score = scorer(problem)
  let sum = 0
  for (const pair of pairs) {
    const branch = problem.branches.find(({ id }) => id === pair.branch)
    const group = problem.groups.find(({ id }) => id === pair.group)
    if (branch !== undefined && group !== undefined) sum += score.points(branch, group)
  }
  return sum
}

type Decision = Result.Result<ReadonlyArray<PairingEvent>, Rule.Reasons<PairingRefusal>>

const decide = (state: PairingState, command: PairingCommand): Decision => {
  const { by, on } = command
  if (command._tag === "ProposePairing") {
    const { _tag: _, ...proposed } = command
    return Rule.verdict(Rule.objections(rules.propose, { state, command }), [
      cases.PairingProposed.make(proposed)
    ])
  }
  const proposal = state.proposals.get(command.proposal)
  if (proposal === undefined) return Result.fail([{ _tag: "ProposalUnknown", proposal: command.proposal }])
  const decided = { by, on, proposal: proposal.id }
  switch (command._tag) {
    case "ConfirmPairing":
      return Rule.verdict(Rule.objections(rules.decide, { state, command, proposal }), [
        cases.PairingConfirmed.make(decided)
      ])
    case "RejectPairing":
      return Rule.verdict(Rule.objections(rules.decide, { state, command, proposal }), [
        cases.PairingRejected.make({ ...decided, reason: command.reason })
      ])
    case "OverrulePairing": {
      const pairs = sorted(command.pairs)
      const forgone = proposal.plan.total - pointsOf(proposal, pairs)
      return Rule.verdict(Rule.objections(rules.overrule, { state, command, proposal }), [
        cases.PairingOverruled.make({ ...decided, pairs, reason: command.reason, forgone })
      ])
    }
    case "EnterIntoForce": {
      const { openCases } = command
      const entered = cases.PairingEnteredIntoForce.make({ ...decided, pairs: proposal.pairs, openCases })
      const { current } = state
      const ended =
        current === undefined
          ? []
          : [cases.PairingSuperseded.make({ by, on, proposal: current.proposal, next: proposal.id })]
      return Rule.verdict(Rule.objections(rules.enterIntoForce, { state, command, proposal }), [
        ...ended,
        entered
      ])
    }
  }
}

const evolve = (state: PairingState, event: PairingEvent): PairingState => {
  const change = (changed: Partial<Proposal>): ReadonlyMap<Proposal["id"], Proposal> => {
    const proposal = state.proposals.get(event.proposal)
    return proposal === undefined
      ? state.proposals
      : new Map(state.proposals).set(event.proposal, { ...proposal, ...changed })
  }
  switch (event._tag) {
    case "PairingProposed": {
      const { on, plan, problem, proposal: id } = event
      const proposal: Proposal = { id, on, problem, plan, status: "proposed", pairs: sorted(plan.pairs) }
      return { ...state, proposals: new Map(state.proposals).set(id, proposal) }
    }
    case "PairingConfirmed":
      return { ...state, proposals: change({ status: "confirmed" }) }
    case "PairingOverruled":
      return { ...state, proposals: change({ status: "overruled", pairs: event.pairs }) }
    case "PairingRejected":
      return { ...state, proposals: change({ status: "rejected" }) }
    case "PairingEnteredIntoForce": {
      const { on: since, pairs, proposal } = event
      return { proposals: change({ status: "in force" }), inForce: pairs, current: { proposal, since } }
    }
    case "PairingSuperseded":
      return { ...state, proposals: change({ status: "superseded" }) }
  }
}

/**
 * The decider for the pairing of one district.
 *
 * @category deciders
 */
export const decider: Decider<PairingState, PairingCommand, PairingEvent, PairingRefusal> = {
  initial,
  decide,
  evolve
}
