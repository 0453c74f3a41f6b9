/**
 * Questions about proposals: what fewer changes of a pairing would cost, and the proposed companions and capable
 * residents, each with its reasons.
 */
import * as Result from "effect/Result"
import { mostOf, whyNot as whyNotCompanion, type WhyNotCompanion } from "../../companions/Companions.ts"
import type { CompanionProposals } from "../../companions/CompanionProposal.ts"
import { leadingGroup } from "../../contexts/CompanionContext.ts"
import { reaches } from "../../contexts/Context.ts"
import { given } from "../../kernel/OptionalKey.ts"
import { refuse } from "../../kernel/Rule.ts"
import { ends } from "../../pairing/PairingEnds.ts"
import { frontier } from "../../pairing/Solver.ts"
import type { Proposal } from "../../proposals/Proposal.ts"
import { whyNot as whyNotTalent, type WhyNotTalent } from "../../talents/Talent.ts"
import type { Content as TalentContent } from "../../talents/TalentProposal.ts"
import type { Asking } from "../Decision.ts"
import { make, planKnown } from "./Inquiry.ts"
import {
  companionPair,
  CompanionPlans,
  talentPair,
  TalentPlans,
  Trade,
  WhyNotCompanionAnswer,
  WhyNotTalentAnswer
} from "./ProposalAnswers.ts"

/**
 * What the pairing that was proposed last would change, and what fewer changes would cost: the compromises between points
 * and changes, from the fewest changes to the most points.
 *
 * @category questions
 */
export const askTrade = make({
  fields: { AskTrade: {} },
  authority: "any mandate",
  answered: Trade,
  answer: ({ district: { pairing } }) => {
    const proposal = [...pairing.proposals.values()].at(-1)
    if (proposal === undefined) return refuse(planKnown, { _tag: "NoPlanInForce" })
    const { plan, problem } = proposal.content
    return Result.succeed<Trade>({
      proposal: proposal.id,
      ends: ends(problem, plan),
      plans: Result.getOrElse(frontier(problem), () => [plan]).map(({ changes, pairs, total }) => ({
        changes,
        total,
        pairs: pairs.map(({ branch, group }) => ({ branch, group }))
      }))
    })
  }
})

const inShort = ({ id, on, status }: Proposal<unknown>) => ({ proposal: id, on, status })

const isOpen = ({ status }: Proposal<unknown>): boolean => status === "proposed"

/** The proposals of companions that the actor may decide on. Empty if the scheme is not within the actor's reach. */
const companionsIn = (asking: Asking): CompanionProposals => {
  const { district, model } = asking
  return reaches(asking, "companions", leadingGroup(model)) ? district.companionProposals : new Map()
}

/**
 * The proposals of companions: the pairs that are proposed, who would get another companion and why, and who would get
 * none.
 *
 * @category questions
 */
export const askCompanionPlans = make({
  fields: { AskCompanionPlans: {} },
  authority: "companions",
  answered: CompanionPlans,
  answer: (asking) => {
    const proposals = [...companionsIn(asking).values()]
    return Result.succeed<CompanionPlans>({
      all: proposals.map(inShort),
      open: proposals.filter(isOpen).map((proposal) => {
        const { plan, problem } = proposal.content
        const { pairs, unique, without } = plan
        return {
          ...inShort(proposal),
          pairs,
          without,
          ...given("ends", plan.ends),
          unique,
          volunteers: problem.volunteers.map((one) => ({ id: one.id, most: mostOf(one) }))
        }
      })
    })
  }
})

/**
 * Why a proposal does not give a volunteer to an elder.
 *
 * @category questions
 */
export const askWhyNotCompanion = make({
  fields: { AskWhyNotCompanion: companionPair },
  authority: "companions",
  answered: WhyNotCompanionAnswer,
  answer: (asking, { elder, proposal: id, volunteer }) => {
    const proposal = companionsIn(asking).get(id)
    return Result.succeed<WhyNotCompanion>(
      proposal === undefined
        ? { _tag: "Unknown" }
        : whyNotCompanion(proposal.content.problem, proposal.content.plan, volunteer, elder)
    )
  }
})

/** The proposals of capable residents that the actor may decide on: all their tasks are within the actor's reach. */
const talentsIn = (asking: Asking): ReadonlyArray<Proposal<TalentContent>> =>
  [...asking.district.talent.proposals.values()].filter(({ content }) =>
    content.work.every(({ group }) => reaches(asking, "talent", group))
  )

/**
 * The proposals of capable residents: who is proposed for which task, and why.
 *
 * @category questions
 */
export const askTalentPlans = make({
  fields: { AskTalentPlans: {} },
  authority: "talent",
  answered: TalentPlans,
  answer: (asking) => {
    const proposals = talentsIn(asking)
    return Result.succeed<TalentPlans>({
      all: proposals.map(inShort),
      open: proposals.filter(isOpen).map((proposal) => {
        const { plan, problem, work } = proposal.content
        const { pairs, total, unique, unproven } = plan
        return {
          ...inShort(proposal),
          tasks: problem.tasks.flatMap(({ id, minutes, people }) =>
            work.filter(({ task }) => task === id).map((one) => ({ ...one, people, minutes }))
          ),
          talents: problem.talents.map(({ id }) => id),
          pairs,
          total,
          unique,
          ...given("unproven", unproven)
        }
      })
    })
  }
})

/**
 * Why a person is not proposed for a task.
 *
 * @category questions
 */
export const askWhyNotTalent = make({
  fields: { AskWhyNotTalent: talentPair },
  authority: "talent",
  answered: WhyNotTalentAnswer,
  answer: (asking, { proposal: id, talent, task }) => {
    const proposal = talentsIn(asking).find((one) => one.id === id)
    return Result.succeed<WhyNotTalent>(
      proposal === undefined
        ? { _tag: "Unknown" }
        : whyNotTalent(proposal.content.problem, proposal.content.plan, talent, task)
    )
  }
})
