/**
 * The rules for decisions on a pairing, each a named value. A decision checks all rules that concern its command, and
 * is refused with all reasons.
 */
import type { Rule } from "../kernel/Rule.ts"
import type { PairingCommand, PairingRefusal, PairingState, Proposal } from "./Pairing.ts"
import { verify } from "./PairingCheck.ts"
import type { PairRef, Settled } from "./PairingProblem.ts"

type Command<Tag extends PairingCommand["_tag"]> = Extract<PairingCommand, { readonly _tag: Tag }>

/** A command with the state in which it is decided. */
export interface Meeting<C extends PairingCommand = PairingCommand> {
  readonly state: PairingState
  readonly command: C
}

/** A command on an existing proposal. */
export interface OnProposal<C extends PairingCommand = PairingCommand> extends Meeting<C> {
  readonly proposal: Proposal
}

const same = (one: PairRef, other: PairRef): boolean =>
  one.branch === other.branch && one.group === other.group

const has = (pairs: ReadonlyArray<PairRef>, pair: PairRef): boolean => pairs.some((each) => same(each, pair))

/** @category rules */
export const newId: Rule<Meeting<Command<"ProposePairing">>, PairingRefusal> = {
  name: "a proposal has a new id",
  objections: ({ command: { proposal }, state }) =>
    state.proposals.has(proposal) ? [{ _tag: "ProposalKnown", proposal }] : []
}

/** @category rules */
export const startsFromInForce: Rule<Meeting<Command<"ProposePairing">>, PairingRefusal> = {
  name: "a proposal is computed from the pairs that are in force",
  objections: ({ command: { problem }, state }) => {
    const missing = state.inForce.filter((pair) => !has(problem.inForce, pair))
    const stale = problem.inForce.filter((pair) => !has(state.inForce, pair))
    return missing.length + stale.length === 0 ? [] : [{ _tag: "OtherPairsInForce", missing, stale }]
  }
}

/** @category rules */
export const isProven: Rule<Meeting<Command<"ProposePairing">>, PairingRefusal> = {
  name: "a proposed plan is proven to be the best for its problem",
  source: "PIPL Art. 24: a decision prepared by a machine is transparent and its result fair",
  objections: ({ command: { plan, problem } }) => {
    const flaw = verify(problem, plan)
    return flaw === undefined ? [] : [{ _tag: "PlanRefuted", flaw }]
  }
}

/** @category rules */
export const isOpen: Rule<OnProposal, PairingRefusal> = {
  name: "a proposal is decided on once",
  objections: ({ proposal: { id, status } }) =>
    status === "proposed" ? [] : [{ _tag: "ProposalDecided", proposal: id, status }]
}

/** @category rules */
export const isDecided: Rule<OnProposal, PairingRefusal> = {
  name: "only a proposal that people have confirmed or overruled enters into force",
  source: "PIPL Art. 24: people may refuse a decision that was made only by a machine",
  objections: ({ proposal: { id, status } }) =>
    status === "confirmed" || status === "overruled"
      ? []
      : status === "proposed"
        ? [{ _tag: "ProposalUndecided", proposal: id, status }]
        : [{ _tag: "ProposalDecided", proposal: id, status }]
}

/** @category rules */
export const afterProposal: Rule<OnProposal, PairingRefusal> = {
  name: "a decision is not dated before its proposal",
  objections: ({ command: { on }, proposal: { id, on: proposed } }) =>
    on < proposed ? [{ _tag: "BeforeProposal", proposal: id, on, proposed }] : []
}

/** @category rules */
export const afterInForce: Rule<Meeting, PairingRefusal> = {
  name: "a pairing does not enter into force before the pairing that it replaces",
  objections: ({ command: { on }, state: { current } }) =>
    current !== undefined && on < current.since ? [{ _tag: "BeforeInForce", on, since: current.since }] : []
}

type Overruling = OnProposal<Command<"OverrulePairing">>

/** @category rules */
export const pairsExist: Rule<Overruling, PairingRefusal> = {
  name: "an overruling names branches and groups of the proposal, each pair once",
  objections: ({ command: { pairs }, proposal: { problem } }) =>
    pairs.flatMap(({ branch, group }, k): ReadonlyArray<PairingRefusal> => {
      const known =
        problem.branches.some(({ id }) => id === branch) && problem.groups.some(({ id }) => id === group)
      if (!known) return [{ _tag: "PairUnknown", branch, group }]
      return has(pairs.slice(0, k), { branch, group }) ? [{ _tag: "PairTwice", branch, group }] : []
    })
}

const settledBy = (list: ReadonlyArray<Settled>, pair: PairRef): Settled | undefined =>
  list.find((each) => same(each, pair))

/** @category rules */
export const bansHold: Rule<Overruling, PairingRefusal> = {
  name: "an overruling respects the bans; a ban is lifted in the model, with its reason",
  objections: ({ command: { pairs }, proposal: { problem } }) =>
    pairs.flatMap(({ branch, group }): ReadonlyArray<PairingRefusal> => {
      const ban = settledBy(problem.bans, { branch, group })
      return ban === undefined ? [] : [{ _tag: "PairBanned", branch, group, ban: ban.reason }]
    })
}

/** @category rules */
export const pinsHold: Rule<Overruling, PairingRefusal> = {
  name: "an overruling respects the pins",
  objections: ({ command: { pairs }, proposal: { problem } }) =>
    problem.pins.flatMap(({ branch, group, reason }): ReadonlyArray<PairingRefusal> =>
      has(pairs, { branch, group }) ? [] : [{ _tag: "PinLeftOut", branch, group, pin: reason }]
    )
}

/** @category rules */
export const boundsHold: Rule<Overruling, PairingRefusal> = {
  name: "an overruling respects how many groups a branch may lead and how many branches a group needs",
  objections: ({ command: { pairs }, proposal: { problem } }) => [
    ...problem.branches.flatMap(({ id, leads: { least, most } }): ReadonlyArray<PairingRefusal> => {
      const leads = pairs.filter(({ branch }) => branch === id).length
      return leads >= least && leads <= most
        ? []
        : [{ _tag: "BranchOutOfBounds", branch: id, leads, least, most }]
    }),
    ...problem.groups.flatMap(({ id, ledBy }): ReadonlyArray<PairingRefusal> => {
      const led = pairs.filter(({ group }) => group === id).length
      return led === ledBy ? [] : [{ _tag: "GroupOutOfBounds", group: id, led, ledBy }]
    })
  ]
}

/** The rules in force, by command. */
export const rules = {
  propose: [newId, startsFromInForce, isProven],
  decide: [isOpen, afterProposal],
  overrule: [isOpen, afterProposal, pairsExist, bansHold, pinsHold, boundsHold],
  enterIntoForce: [isDecided, afterProposal, afterInForce]
} as const
