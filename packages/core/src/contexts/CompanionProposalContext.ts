/** The context of proposed companions: plans are computed and proposed, and people confirm, overrule or reject them. */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { CompanionChoice, type CompanionEvent, type CompanionRefusal } from "../companions/Companion.ts"
import {
  capacityHolds,
  choices,
  type CompanionProposalCommand,
  CompanionProposalEvent,
  type CompanionProposalRefusal,
  type CompanionProposals,
  decider,
  isProven,
  namesKnown,
  stream
} from "../companions/CompanionProposal.ts"
import { type CompanionProblem, solve } from "../companions/Companions.ts"
import type { Day } from "../kernel/Day.ts"
import { sensitive } from "../kernel/Personal.ts"
import { refuse } from "../kernel/Rule.ts"
import { StatedReason } from "../kernel/StatedReason.ts"
import type { Model } from "../model/Model.ts"
import type { NotYourGroup } from "../model/Role.ts"
import { needAtHome } from "../proposals/Need.ts"
import { given } from "../kernel/OptionalKey.ts"
import { actingOn } from "../place/Actor.ts"
import type { Contact } from "../place/Contact.ts"
import { buildingOf, scene } from "../place/Facts.ts"
import { isPresent, type Stay } from "../place/Registry.ts"
import { matches, sound } from "../place/Selector.ts"
import { household as householdSubject, resident } from "../place/Subject.ts"
import { ProposalId, proposalRules } from "../proposals/Proposal.ts"
import { keep, leadingGroup } from "./CompanionContext.ts"
import {
  all,
  type Asking,
  change,
  type Decision,
  inModel,
  make,
  type NotInModel,
  notYourGroup,
  reaches,
  type RequestOf,
  withinMandate
} from "./Context.ts"
import { type CoverageWorld, factsOn } from "./CoverageFacts.ts"

/** @category models */
export interface CompanionProposalSlice {
  readonly companionProposals: CompanionProposals
}

const requests = {
  /**
   * Computes which volunteers could be the companions of the elders that the model selects, and proposes them with
   * reasons and a proof.
   */
  ProposeCompanions: { proposal: ProposalId },
  ConfirmCompanions: { proposal: ProposalId },
  /**
   * Overrules a proposal: chooses other companions for some elders. An elder who is listed without a volunteer gets no
   * companion. Elders who are not listed get the proposed companion.
   */
  OverruleCompanions: {
    proposal: ProposalId,
    pairs: Schema.NonEmptyArray(CompanionChoice),
    reason: sensitive(StatedReason)
  },
  RejectCompanions: { proposal: ProposalId, reason: sensitive(StatedReason) }
}

/**
 * Makes the assignment problem of which volunteers can look after which elders on a day. `undefined` if the model does
 * not have the scheme. Elders who have a companion are included, so that a plan can keep their pairs or find better
 * ones. A resident is left out if it is unknown whether the model selects the resident as an elder.
 *
 * @category questions
 */
export const companionQuestion = (
  district: CoverageWorld,
  { companions: scheme }: Model,
  on: Day
): CompanionProblem | undefined => {
  if (scheme === undefined) return undefined
  const { companionRefusals, companions, registry } = district
  const selector = sound("residents", scheme.elders)
  const facts = factsOn(district, on)
  const view = scene(facts, on)
  const last = lastContacts(facts.contacts, on)
  const found = [...registry.residents.values()].flatMap((person) => {
    const building = buildingOf(registry, resident(person.id))
    return building !== undefined &&
      isPresent(person, on) &&
      (companions.has(person.id) || matches(selector, "residents", person, view) === true)
      ? [{ person, building }]
      : []
  })
  const elders = found.map(({ building, person }) => ({
    id: person.id,
    building,
    unvisited: on - last(person)
  }))
  const needs = found.flatMap(({ person }) => {
    const residents = view.residentsOf(person.household)
    const household = registry.households.get(person.household)
    const parts = needAtHome(scheme.need ?? {}, person, { household, residents }, on)
    return parts.length === 0 ? [] : [{ elder: person.id, parts }]
  })
  const volunteers = [...district.actors.values()].flatMap((actor) => {
    const { building, elders: most = 0 } = actor.offers ?? {}
    return most > 0 && actingOn(actor, registry, on).length > 0
      ? [{ id: actor.id, ...(building === undefined ? {} : { building }), most }]
      : []
  })
  const asked = new Set(elders.map(({ id }) => id))
  const offered = new Set(volunteers.map(({ id }) => id))
  return {
    volunteers,
    elders,
    inForce: [...companions].flatMap(([elder, { volunteer }]) =>
      asked.has(elder) ? [{ volunteer, elder }] : []
    ),
    bans: companionRefusals.filter(({ elder, volunteer }) => asked.has(elder) && offered.has(volunteer)),
    needs,
    ...given("goals", scheme.goals)
  }
}

/**
 * The last day on which each resident was contacted. If there was no contact: the day on which the resident moved in.
 */
const lastContacts = (contacts: Iterable<Contact>, on: Day): ((person: Stay) => Day) => {
  const last = new Map<string, Day>()
  for (const { on: day, subject } of contacts) {
    const before = last.get(subject)
    if (day <= on && (before === undefined || before < day)) last.set(subject, day)
  }
  return ({ household, housedSince, id, since }) => {
    const atHome = last.get(householdSubject(household))
    const days = [since, last.get(resident(id)) ?? since]
    // A contact with the household counts from the day on which the person lives in it.
    if (atHome !== undefined && (housedSince === undefined || atHome >= housedSince)) days.push(atHome)
    return days.reduce((latest, day) => (latest < day ? day : latest))
  }
}

type World = CompanionProposalSlice & CoverageWorld
type Event = CompanionProposalEvent | CompanionEvent
type Reason = CompanionProposalRefusal | CompanionRefusal | NotYourGroup | NotInModel

const decide = (asking: Asking<World>, request: RequestOf<typeof requests>): Decision<Event, Reason> => {
  const { actor, district, model, on } = asking
  const group = leadingGroup(model)
  if (!reaches(asking, "companions", group)) return refuse(withinMandate, notYourGroup(group))
  const asked = { by: actor.id, on }
  const settle = (command: CompanionProposalCommand): Decision<Event, Reason> =>
    Result.map(decider.decide(district.companionProposals, command), (events) =>
      change(asking, stream, events)
    )
  switch (request._tag) {
    case "ProposeCompanions": {
      const problem = companionQuestion(district, model, on)
      return problem === undefined
        ? refuse(inModel, { _tag: "NotInModel", part: "companions" })
        : settle({ ...request, ...asked, problem, plan: solve(problem), automated: true })
    }
    case "RejectCompanions":
      return settle({ ...request, ...asked })
    case "ConfirmCompanions":
    case "OverruleCompanions": {
      const decision = settle({ ...request, ...asked })
      const content = district.companionProposals.get(request.proposal)?.content
      if (content === undefined || Result.isFailure(decision)) return decision
      const pairs = choices(content, request._tag === "OverruleCompanions" ? request.pairs : [])
      const before = content.problem.inForce
      return all<Event, Reason>([
        decision,
        keep(asking, { _tag: "RearrangeCompanions", before, pairs, ...asked })
      ])
    }
  }
}

/** @category contexts */
export const companionProposalContext = make({
  id: "companion-proposal",
  events: CompanionProposalEvent,
  opens: true,
  initial: (): { companionProposals: CompanionProposals } => ({ companionProposals: decider.initial }),
  apply: (draft: { companionProposals: CompanionProposals }, event) => {
    draft.companionProposals = decider.evolve(draft.companionProposals, event)
  },
  requests,
  authorities: {
    ProposeCompanions: { may: "companions", about: "by rule" },
    ConfirmCompanions: { may: "companions", about: "by rule" },
    OverruleCompanions: { may: "companions", about: "by rule" },
    RejectCompanions: { may: "companions", about: "by rule" }
  },
  rules: [withinMandate, inModel, ...proposalRules, isProven, namesKnown, capacityHolds],
  decide
})
