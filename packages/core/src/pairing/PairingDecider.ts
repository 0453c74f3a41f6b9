/**
 * Decides commands on the pairing. From the state of the stream `pairing` and a command, it returns events, or all
 * reasons for a refusal. A proposal that a program made has no effect until people have confirmed it, or have chosen
 * other pairs.
 */
import type * as Result from "effect/Result"
import type { Decider } from "../kernel/Decider.ts"
import * as Rule from "../kernel/Rule.ts"
import * as Proposal from "../proposals/Proposal.ts"
import { scorer } from "./Criteria.ts"
import {
  type Content,
  initial,
  PairingEvent,
  type PairingCommand,
  type PairingRefusal,
  type PairingState
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

/** The points of some pairs, computed with the problem of a proposal. */
const pointsOf = ({ problem }: Content, pairs: ReadonlyArray<PairRef>): number => {
  const score = scorer(problem)
  let sum = 0
  for (const pair of pairs) {
    const branch = problem.branches.find(({ id }) => id === pair.branch)
    const group = problem.groups.find(({ id }) => id === pair.group)
    if (branch !== undefined && group !== undefined) sum += score.points(branch, group)
  }
  return sum
}

type Command<Tag extends PairingCommand["_tag"]> = Extract<PairingCommand, { readonly _tag: Tag }>

const { confirm, overrule, propose, reject } = Proposal.deciding<
  PairingState,
  Content,
  Command<"ProposePairing">,
  Command<"OverrulePairing">,
  PairingEvent,
  PairingRefusal
>({
  proposals: ({ proposals }) => proposals,
  proposing: rules.propose,
  overruling: rules.overrule,
  proposed: ({ _tag: _, ...proposed }) => cases.PairingProposed.make(proposed),
  confirmed: (decided) => cases.PairingConfirmed.make(decided),
  overruled: ({ by, on, pairs: chosen, proposal, reason }, { content }) => {
    const pairs = sorted(chosen)
    const forgone = content.plan.total - pointsOf(content, pairs)
    return cases.PairingOverruled.make({ by, on, proposal, pairs, reason, forgone })
  },
  rejected: (decided) => cases.PairingRejected.make(decided)
})

type Decision = Result.Result<ReadonlyArray<PairingEvent>, Rule.DecisionRefused<PairingRefusal>>

const enterIntoForce = (state: PairingState, command: Command<"EnterIntoForce">): Decision =>
  Proposal.onProposal(state.proposals, command, (proposal) => {
    const { by, on, openCases, proposal: next } = command
    const { pairs } = proposal.content
    const { current } = state
    const ended =
      current === undefined
        ? []
        : [cases.PairingSuperseded.make({ by, on, proposal: current.proposal, next })]
    return Rule.verdict<ReadonlyArray<PairingEvent>, PairingRefusal>(
      Rule.objections(rules.enterIntoForce, { state, command, proposal }),
      [...ended, cases.PairingEnteredIntoForce.make({ by, on, proposal: next, pairs, openCases })]
    )
  })

const decide = (state: PairingState, command: PairingCommand): Decision => {
  switch (command._tag) {
    case "ProposePairing":
      return propose(state, command)
    case "ConfirmPairing":
      return confirm(state, command)
    case "OverrulePairing":
      return overrule(state, command)
    case "RejectPairing":
      return reject(state, command)
    case "EnterIntoForce":
      return enterIntoForce(state, command)
  }
}

const evolve = (state: PairingState, event: PairingEvent): PairingState => {
  const become = (status: Proposal.Status, content?: Partial<Content>) =>
    Proposal.settled(state.proposals, event.proposal, status, content)
  switch (event._tag) {
    case "PairingProposed": {
      const { plan, problem } = event
      const content = { problem, plan, pairs: sorted(plan.pairs) }
      return { ...state, proposals: Proposal.made(state.proposals, event, content) }
    }
    case "PairingConfirmed":
      return { ...state, proposals: become("confirmed") }
    case "PairingOverruled":
      return { ...state, proposals: become("overruled", { pairs: event.pairs }) }
    case "PairingRejected":
      return { ...state, proposals: become("rejected") }
    case "PairingEnteredIntoForce": {
      const { on: since, pairs, proposal } = event
      return { proposals: become("in force"), inForce: pairs, current: { proposal, since } }
    }
    case "PairingSuperseded":
      return { ...state, proposals: become("superseded") }
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
