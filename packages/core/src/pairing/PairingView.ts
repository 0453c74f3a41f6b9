/**
 * A view (projection) of the pairing: the pairs that are in force now, on a past day, or for a case that was opened on
 * a given day, and the history of all proposals. The history includes each decision with its actor and its reason.
 */
import type { Day } from "../kernel/Day.ts"
import type { ActorId, BranchId, GroupId } from "../place/Id.ts"
import type { PairingEvent, ProposalId, Status } from "./Pairing.ts"
import type { Plan } from "./PairingPlan.ts"
import type { OpenCases, PairRef } from "./PairingProblem.ts"

/** A period in which the pairs of one proposal were in force, with its first day. */
export interface Term {
  readonly proposal: ProposalId
  readonly since: Day
  readonly openCases: OpenCases
  readonly pairs: ReadonlyArray<PairRef>
}

/** One decision in the history of a pairing proposal. */
export interface Step {
  readonly status: Status
  readonly by: ActorId
  readonly on: Day
  readonly reason?: string
}

/** A pairing proposal, with all decisions on it. */
export interface Story {
  readonly proposal: ProposalId
  readonly plan: Plan
  readonly automated: boolean
  readonly steps: ReadonlyArray<Step>
  /**
   * The pairs with which people overruled the plan. `forgone` is the points of the plan minus the points of these
   * pairs.
   */
  readonly overruled?: { readonly pairs: ReadonlyArray<PairRef>; readonly forgone: number }
}

/**
 * The view of a district's pairing.
 *
 * @category models
 */
export interface PairingView {
  readonly inForce: ReadonlyArray<PairRef>
  /** The periods in which pairings have been in force, in order. */
  readonly terms: ReadonlyArray<Term>
  /** The pairing proposals, in the order in which they were made. */
  readonly stories: ReadonlyArray<Story>
}

/** The view of a district that has no pairing yet. */
export const initial: PairingView = { inForce: [], terms: [], stories: [] }

const withStep = (
  self: PairingView,
  proposal: ProposalId,
  step: Step,
  more: Partial<Story> = {}
): ReadonlyArray<Story> =>
  self.stories.map((story) =>
    story.proposal === proposal ? { ...story, ...more, steps: [...story.steps, step] } : story
  )

/** Returns the view of the pairing after one more event. */
export const evolve = (self: PairingView, event: PairingEvent): PairingView => {
  const { by, on, proposal } = event
  switch (event._tag) {
    case "PairingProposed": {
      const { automated, plan } = event
      const steps: ReadonlyArray<Step> = [{ status: "proposed", by, on }]
      return { ...self, stories: [...self.stories, { proposal, plan, automated, steps }] }
    }
    case "PairingConfirmed":
      return { ...self, stories: withStep(self, proposal, { status: "confirmed", by, on }) }
    case "PairingOverruled": {
      const { forgone, pairs, reason } = event
      const overruled = { pairs, forgone }
      return {
        ...self,
        stories: withStep(self, proposal, { status: "overruled", by, on, reason }, { overruled })
      }
    }
    case "PairingRejected": {
      const { reason } = event
      return { ...self, stories: withStep(self, proposal, { status: "rejected", by, on, reason }) }
    }
    case "PairingEnteredIntoForce": {
      const { openCases, pairs } = event
      return {
        inForce: pairs,
        terms: [...self.terms, { proposal, since: on, openCases, pairs }],
        stories: withStep(self, proposal, { status: "in force", by, on })
      }
    }
    case "PairingSuperseded":
      return { ...self, stories: withStep(self, proposal, { status: "superseded", by, on }) }
  }
}

/** Computes the view of the pairing from events, starting from the view `from`. Default: the view without a pairing. */
export const fold = (events: Iterable<PairingEvent>, from: PairingView = initial): PairingView => {
  let view = from
  for (const event of events) view = evolve(view, event)
  return view
}

/** A value with the field `inForce`, such as this view or the state of the decider. */
export interface Holder {
  readonly inForce: ReadonlyArray<PairRef>
}

/** The pairs in force, sorted by branch id, then by group id. Empty before the first pairing. */
export const inForce = (self: Holder): ReadonlyArray<PairRef> => self.inForce

const branchesOf = (pairs: ReadonlyArray<PairRef>, group: GroupId): ReadonlyArray<BranchId> =>
  pairs.flatMap((pair) => (pair.group === group ? [pair.branch] : []))

/** The branches that lead a group now, sorted by id. */
export const leads = (self: Holder, group: GroupId): ReadonlyArray<BranchId> =>
  branchesOf(self.inForce, group)

/** The groups that a branch leads now, sorted by id. */
export const ledBy = (self: Holder, branch: BranchId): ReadonlyArray<GroupId> =>
  self.inForce.flatMap((pair) => (pair.branch === branch ? [pair.group] : []))

/** The pairs that were in force on a day. */
export const inForceOn = (self: PairingView, on: Day): ReadonlyArray<PairRef> =>
  self.terms.findLast((term) => term.since <= on)?.pairs ?? []

/**
 * The branches that are responsible on the day `on` for a case that a group opened earlier. At first, these are the
 * branches that led the group when the case was opened. When a later pairing with `openCases: "follow"` enters into
 * force, these branches are replaced by the new branches of the group.
 */
export const answersFor = (
  self: PairingView,
  group: GroupId,
  opened: Day,
  on: Day
): ReadonlyArray<BranchId> => {
  let pairs = inForceOn(self, opened)
  for (const term of self.terms) {
    if (term.since > opened && term.since <= on && (term.openCases === "follow" || pairs.length === 0)) {
      pairs = term.pairs
    }
  }
  return branchesOf(pairs, group)
}
