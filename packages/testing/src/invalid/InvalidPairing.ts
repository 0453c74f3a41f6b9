/** Pairing problems with exactly one mistake, and pairing plans with exactly one flaw. */
import { BranchId, GroupId, Tag } from "@liulinhui/core/Id"
import * as Pairing from "@liulinhui/core/Pairing"
import type { Plan, Problem } from "@liulinhui/core/Pairing"
import * as Result from "effect/Result"
import type fc from "fast-check"
import * as Arbitrary from "../Pairing.ts"
import { flawed, type Flaws, type Invalid } from "./Flaws.ts"

/** A mistake in a pairing problem: the tag of the reason why no plan is computed. */
export type ProblemFlaw =
  | "BranchTwice"
  | "GroupTwice"
  | "LeastOverMost"
  | "UnknownBranch"
  | "UnknownGroup"
  | "UnknownCriterion"
  | "CriterionTwice"
  | "PinnedAndBanned"
  | "BranchPinnedTooOften"
  | "GroupPinnedTooOften"
  | "GroupsWanting"
  | "BranchesWanting"

const branch: Problem["branches"][number] = {
  id: BranchId.make("last-branch"),
  strengths: {},
  buildings: [],
  people: 1,
  leads: { least: 0, most: 1 }
}
const group: Problem["groups"][number] = {
  id: GroupId.make("last-group"),
  needs: {},
  buildings: [],
  ledBy: 1
}
const pair = { branch: branch.id, group: group.id, reason: "stated by the test" }
const nobody = BranchId.make("no-such-branch")
const nothing = GroupId.make("no-such-group")

/** Adds a branch and a group to a problem with a plan. They can be paired with each other, so there still is a plan. */
const withLast =
  (
    change: (problem: Problem) => Partial<Problem>,
    last: { readonly leads?: typeof branch.leads; readonly ledBy?: number } = {}
  ) =>
  (valid: Problem): Problem => {
    const problem = {
      ...valid,
      branches: [...valid.branches, { ...branch, leads: last.leads ?? branch.leads }],
      groups: [...valid.groups, { ...group, ledBy: last.ledBy ?? group.ledBy }]
    }
    return { ...problem, ...change(problem) }
  }

const problemFlaws: Flaws<Problem, ProblemFlaw> = {
  BranchTwice: withLast(({ branches }) => ({ branches: [...branches, branch] })),
  GroupTwice: withLast(({ groups }) => ({ groups: [...groups, group] })),
  LeastOverMost: withLast(() => ({}), { leads: { least: 2, most: 1 } }),
  UnknownBranch: withLast(({ bans }) => ({ bans: [...bans, { ...pair, branch: nobody }] })),
  UnknownGroup: withLast(({ bans }) => ({ bans: [...bans, { ...pair, group: nothing }] })),
  UnknownCriterion: withLast(({ criteria }) => ({
    criteria: { ...criteria, [Tag.make("no-such-criterion")]: 1 }
  })),
  CriterionTwice: withLast(({ tables }) => ({ tables: { ...tables, [Tag.make("people")]: [] } })),
  PinnedAndBanned: withLast(({ bans, pins }) => ({ pins: [...pins, pair], bans: [...bans, pair] })),
  BranchPinnedTooOften: withLast(({ pins }) => ({ pins: [...pins, pair] }), { leads: { least: 0, most: 0 } }),
  GroupPinnedTooOften: withLast(({ pins }) => ({ pins: [...pins, pair] }), { ledBy: 0 }),
  GroupsWanting: (valid) => withLast(() => ({}), { ledBy: valid.branches.length + 2 })(valid),
  BranchesWanting: (valid) => {
    const least = valid.groups.length + 2
    return withLast(() => ({}), { leads: { least, most: least } })(valid)
  }
}

/**
 * Pairing problems for which no plan is computed, for exactly one reason. The flaw is the tag of the reason.
 *
 * @category arbitraries
 */
export const problem = ({
  among,
  ...options
}: Omit<Arbitrary.ProblemOptions, "solvable"> & {
  readonly among?: ReadonlyArray<ProblemFlaw>
} = {}): fc.Arbitrary<Invalid<Problem, ProblemFlaw>> =>
  flawed(problemFlaws, Arbitrary.problem({ ...options, solvable: true }), among)

/** A flaw of a pairing plan: the tag of the result of `verify`. */
export type PlanFlaw =
  | "PairTwice"
  | "PairUnknown"
  | "PinMisstated"
  | "PointsMisstated"
  | "TotalMisstated"
  | "ChangesMisstated"
  | "BranchOutOfBounds"
  | "OtherPolicy"
  | "OtherGoals"
  | "UniqueMisstated"

/** A plan with a flaw, and its problem. */
export interface RefutedPlan {
  readonly problem: Problem
  readonly plan: Plan
}

const changed =
  (change: (plan: Plan, first: Plan["pairs"][number]) => Partial<Plan>) =>
  ({ plan, problem }: RefutedPlan): RefutedPlan => {
    const [first] = plan.pairs
    if (first === undefined) throw new RangeError("the plan has no pair")
    return { problem, plan: { ...plan, ...change(plan, first) } }
  }

const replaced = ({ pairs: [, ...others] }: Plan, first: Plan["pairs"][number]) => ({
  pairs: [first, ...others]
})

const planFlaws: Flaws<RefutedPlan, PlanFlaw> = {
  PairTwice: changed(({ pairs }, first) => ({ pairs: [...pairs, first] })),
  PairUnknown: changed(({ pairs }, first) => ({ pairs: [...pairs, { ...first, branch: nobody }] })),
  PinMisstated: changed((plan, first) => replaced(plan, { ...first, pinned: !first.pinned })),
  PointsMisstated: changed((plan, first) => replaced(plan, { ...first, points: first.points + 1 })),
  TotalMisstated: changed(({ total }) => ({ total: total + 1 })),
  ChangesMisstated: changed(({ changes }) => ({ changes: changes + 1 })),
  BranchOutOfBounds: ({ plan, problem }) => {
    // The last branch leads exactly one group. All numbers are stated without its pair.
    const gone = plan.pairs.find(({ branch: id }) => id === branch.id)
    const wasInForce = problem.inForce.some(
      (held) => held.branch === gone?.branch && held.group === gone.group
    )
    return {
      problem,
      plan: {
        ...plan,
        pairs: plan.pairs.filter((one) => one !== gone),
        total: plan.total - (gone?.points ?? 0),
        changes: plan.changes - (gone === undefined || wasInForce ? 0 : 1)
      }
    }
  },
  OtherPolicy: changed(({ policy }) => ({
    policy: policy === "best-score" ? "fewest-changes" : "best-score"
  })),
  OtherGoals: changed(() => ({ certificate: [] })),
  UniqueMisstated: changed(({ unique }) => ({ unique: !unique }))
}

const solved = (problem: Problem): RefutedPlan => {
  const leads = { least: 1, most: 1 }
  const anchored = withLast(() => ({}), { leads })(problem)
  return { problem: anchored, plan: Result.getOrThrow(Pairing.solve(anchored)) }
}

/**
 * Pairing plans with exactly one flaw, each with its problem. The flaw is the tag of the result of `verify`.
 *
 * @category arbitraries
 */
export const plan = ({
  among,
  ...options
}: Omit<Arbitrary.ProblemOptions, "solvable"> & {
  readonly among?: ReadonlyArray<PlanFlaw>
} = {}): fc.Arbitrary<Invalid<RefutedPlan, PlanFlaw>> =>
  flawed(planFlaws, Arbitrary.problem({ ...options, solvable: true }).map(solved), among)
