/** Questions about the pairing, and about the companions of elders. */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { type Term, type Story } from "../../pairing/PairingView.ts"
import { whyNot } from "../../pairing/Solver.ts"
import type { PairRef } from "../../pairing/PairingProblem.ts"
import { type Day, DayFromIso } from "../../kernel/Day.ts"
import { refuse, refuseAll } from "../../kernel/Rule.ts"
import { ActorId, BranchId, GroupId, ResidentId } from "../../place/Id.ts"
import { buildingOf } from "../../place/Facts.ts"
import { resident } from "../../place/Subject.ts"
import { reachesBuilding, reachOf } from "../Reach.ts"
import * as Answers from "./PeopleAnswers.ts"
import { make, planKnown, type QuestionRefusal } from "./Inquiry.ts"

/**
 * The answer about the pairing of branches with groups: the pairs that are in force, the earlier pairs, and every
 * proposal with the decisions on it.
 */
export interface PairingAnswer {
  readonly inForce: ReadonlyArray<PairRef>
  readonly terms: ReadonlyArray<Term>
  readonly stories: ReadonlyArray<Story>
}

/**
 * Which Party branch leads which group, and why.
 *
 * @category questions
 */
export const askPairing = make({
  fields: { AskPairing: {} },
  authority: "any mandate",
  answered: Answers.Pairing,
  answer: ({ district: { pairingView } }) => Result.succeed<PairingAnswer>(pairingView)
})

/**
 * Why the last proposed plan does not pair a branch with a group: how much worse a plan with this pair would be.
 *
 * @category questions
 */
export const askWhyNot = make({
  fields: { AskWhyNot: { branch: BranchId, group: GroupId } },
  authority: "any mandate",
  answered: Answers.WhyNot,
  answer: ({ district: { pairing } }, { branch, group }) => {
    const proposal = [...pairing.proposals.values()].at(-1)
    if (proposal === undefined) return refuse(planKnown, { _tag: "NoPlanInForce" })
    const { plan, problem } = proposal.content
    const [first, ...others]: ReadonlyArray<QuestionRefusal> = [
      ...(problem.branches.some(({ id }) => id === branch)
        ? []
        : [{ _tag: "BranchUnknown" as const, branch }]),
      ...(problem.groups.some(({ id }) => id === group) ? [] : [{ _tag: "GroupUnknown" as const, group }])
    ]
    return first === undefined
      ? Result.succeed(whyNot(problem, plan, branch, group))
      : refuseAll([first, ...others])
  }
})

/** A pair of the Elderly Companion scheme. */
export interface CompanionPair {
  readonly volunteer: ActorId
  readonly elder: ResidentId
  readonly since: Day
}

/**
 * The companion pairs that an actor may see: the pairs of the elders whom the actor's mandates cover, and the pairs in
 * which the actor is the volunteer.
 *
 * @category questions
 */
export const askCompanions = make({
  fields: { AskCompanions: {} },
  authority: "any mandate",
  answered: Schema.Array(Schema.Struct({ volunteer: ActorId, elder: ResidentId, since: DayFromIso })),
  answer: (asking) => {
    const { actor, district } = asking
    const reach = reachOf(asking)
    const pairs = [...district.companions].flatMap(
      ([elder, { since, volunteer }]): ReadonlyArray<CompanionPair> => {
        const building = buildingOf(district.registry, resident(elder))
        const reached = building !== undefined && reachesBuilding(reach, asking, building)
        return volunteer === actor.id || reached ? [{ volunteer, elder, since }] : []
      }
    )
    return Result.succeed(pairs)
  }
})
