/**
 * The named rules for decisions on the pairing (which branch leads which group). The rules that apply to every kind of
 * proposal are in `proposals/Proposal`. A decision checks all rules for its command. A refusal contains the reasons of
 * all of them.
 */
import { makeFor, type Named, precondition } from "../kernel/Rule.ts"
import { afterProposal, type OnProposal, type Proposing } from "../proposals/Proposal.ts"
import type { Content, PairingCommand, PairingRefusal, PairingState } from "./Pairing.ts"
import { verify } from "./PairingCheck.ts"
import type { PairRef, Settled } from "./PairingProblem.ts"

type Command<Tag extends PairingCommand["_tag"]> = Extract<PairingCommand, { readonly _tag: Tag }>

const same = (one: PairRef, other: PairRef): boolean =>
  one.branch === other.branch && one.group === other.group

const has = (pairs: ReadonlyArray<PairRef>, pair: PairRef): boolean => pairs.some((each) => same(each, pair))

// ----------------------------------------------------------------------------------------------------------- proposing

const ruleOfProposing = makeFor<Proposing<PairingState, Command<"ProposePairing">>, PairingRefusal>()

const startsFromInForce = ruleOfProposing({
  id: "pairing-from-pairs-in-force",
  name: "a pairing is computed from the pairs that are in force",
  reasons: ["OtherPairsInForce"],
  objections: ({ command: { problem }, state }) => {
    const missing = state.inForce.filter((pair) => !has(problem.inForce, pair))
    const stale = problem.inForce.filter((pair) => !has(state.inForce, pair))
    return missing.length + stale.length === 0 ? [] : [{ _tag: "OtherPairsInForce", missing, stale }]
  }
})

const isProven = ruleOfProposing({
  id: "pairing-plan-proven",
  name: "a proposed pairing is proven to be the best for its problem",
  source: "PIPL Art. 24: a decision prepared by a machine is transparent and its result fair",
  reasons: ["PlanRefuted"],
  objections: ({ command: { plan, problem } }) => {
    const flaw = verify(problem, plan)
    return flaw === undefined ? [] : [{ _tag: "PlanRefuted", flaw }]
  }
})

// ---------------------------------------------------------------------------------------------------------- overruling

const ruleOfOverruling = makeFor<OnProposal<Content, Command<"OverrulePairing">>, PairingRefusal>()

const pairsExist = ruleOfOverruling({
  id: "pairing-pairs-exist",
  name: "an overruling names branches and groups of the proposal, each pair once",
  reasons: ["PairUnknown", "PairTwice"],
  objections: ({ command: { pairs }, proposal: { content } }) =>
    pairs.flatMap(
      ({ branch, group }, k): ReadonlyArray<Named<PairingRefusal, "PairUnknown" | "PairTwice">> => {
        const { branches, groups } = content.problem
        const known = branches.some(({ id }) => id === branch) && groups.some(({ id }) => id === group)
        if (!known) return [{ _tag: "PairUnknown", branch, group }]
        return has(pairs.slice(0, k), { branch, group }) ? [{ _tag: "PairTwice", branch, group }] : []
      }
    )
})

const settledBy = (list: ReadonlyArray<Settled>, pair: PairRef): Settled | undefined =>
  list.find((each) => same(each, pair))

const bansHold = ruleOfOverruling({
  id: "pairing-bans-hold",
  name: "an overruling respects the bans; a ban is lifted in the model, with its reason",
  reasons: ["PairBanned"],
  objections: ({ command: { pairs }, proposal: { content } }) =>
    pairs.flatMap(({ branch, group }) => {
      const ban = settledBy(content.problem.bans, { branch, group })
      return ban === undefined ? [] : [{ _tag: "PairBanned" as const, branch, group, ban: ban.reason }]
    })
})

const pinsHold = ruleOfOverruling({
  id: "pairing-pins-hold",
  name: "an overruling respects the pins",
  reasons: ["PinLeftOut"],
  objections: ({ command: { pairs }, proposal: { content } }) =>
    content.problem.pins.flatMap(({ branch, group, reason }) =>
      has(pairs, { branch, group }) ? [] : [{ _tag: "PinLeftOut" as const, branch, group, pin: reason }]
    )
})

const boundsHold = ruleOfOverruling({
  id: "pairing-bounds-hold",
  name: "an overruling respects how many groups a branch may lead and how many branches a group needs",
  reasons: ["BranchOutOfBounds", "GroupOutOfBounds"],
  objections: ({ command: { pairs }, proposal: { content } }) => [
    ...content.problem.branches.flatMap(({ id, leads: { least, most } }) => {
      const leads = pairs.filter(({ branch }) => branch === id).length
      return leads >= least && leads <= most
        ? []
        : [{ _tag: "BranchOutOfBounds" as const, branch: id, leads, least, most }]
    }),
    ...content.problem.groups.flatMap(({ id, ledBy }) => {
      const led = pairs.filter(({ group }) => group === id).length
      const isEnough = content.problem.partial === true ? led <= ledBy : led === ledBy
      return isEnough ? [] : [{ _tag: "GroupOutOfBounds" as const, group: id, led, ledBy }]
    })
  ]
})

// --------------------------------------------------------------------------------------------------------- into force

export interface Entering extends OnProposal<Content, Command<"EnterIntoForce">> {
  readonly state: PairingState
}

const isDecided = makeFor<OnProposal, PairingRefusal>()({
  id: "pairing-decided-by-people",
  name: "only a pairing that people have confirmed or overruled enters into force",
  source: "PIPL Art. 24: people may refuse a decision that was made only by a machine",
  reasons: ["ProposalUndecided", "ProposalDecided"],
  objections: ({ proposal: { id, status } }) =>
    status === "confirmed" || status === "overruled"
      ? []
      : status === "proposed"
        ? [{ _tag: "ProposalUndecided", proposal: id, status }]
        : [{ _tag: "ProposalDecided", proposal: id, status }]
})

const afterInForce = makeFor<Entering, PairingRefusal>()({
  id: "pairing-after-the-one-in-force",
  name: "a pairing does not enter into force before the pairing that it replaces",
  reasons: ["BeforeInForce"],
  objections: ({ command: { on }, state: { current } }) =>
    current !== undefined && on < current.since ? [{ _tag: "BeforeInForce", on, since: current.since }] : []
})

/**
 * The rules in force for decisions on the pairing. The keys are the kinds of command. In addition, the rules for every
 * kind of proposal apply.
 *
 * @category rules
 */
export const rules = {
  propose: [startsFromInForce, isProven],
  overrule: [pairsExist, bansHold, pinsHold, boundsHold],
  enterIntoForce: [isDecided, afterProposal, afterInForce]
} as const

/**
 * The preconditions that a pairing problem must fulfil, so that a plan can be computed.
 *
 * @category rules
 */
export const solvable = [
  precondition({
    id: "pairing-problem-sound",
    name: "the branches, groups, pins, bans and criteria from which a pairing is computed do not contradict each other",
    reasons: [
      "BranchTwice",
      "GroupTwice",
      "LeastOverMost",
      "UnknownBranch",
      "UnknownGroup",
      "UnknownCriterion",
      "CriterionTwice",
      "PinnedAndBanned",
      "BranchPinnedTooOften",
      "GroupPinnedTooOften"
    ]
  }),
  precondition({
    id: "pairing-possible",
    name: "the branches can lead the groups within all bounds, pins and bans",
    reasons: ["GroupsWanting", "BranchesWanting"]
  }),
  precondition({
    id: "pairing-points-exact",
    name: "the points of a pairing are small enough to be added exactly",
    reasons: ["PointsTooLarge", "ProblemTooLarge"]
  })
] as const
