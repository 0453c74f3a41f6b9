/**
 * From a request to what it does: looks up in the district what the request needs, asks the decider of its context, and
 * gives the events by stream, or every reason against it. Pure: the district, the actor and the day come in as data.
 */
import {
  type CaseCommand,
  type CaseEvent,
  type CaseReason,
  type CaseState,
  stream as caseStream
} from "../casework/Case.ts"
import * as CaseDecider from "../casework/CaseDecider.ts"
import type { CompiledPlaybook } from "../casework/CompiledPlaybook.ts"
import * as Migration from "../casework/Migration.ts"
import { decide as decideExclusion, stream as exclusionStream } from "../coverage/ExclusionDecider.ts"
import type { Reasons } from "../kernel/Rule.ts"
import type { StreamId } from "../kernel/StreamId.ts"
import { companionQuestion } from "../district/CompanionQuestion.ts"
import * as Disclosure from "../disclosure/Disclosure.ts"
import * as District from "../district/District.ts"
import type { JournalEvent } from "../district/Journal.ts"
import * as NoticePreference from "../preferences/NoticePreference.ts"
import type { LookUpRefusal } from "../district/LookUpRefusal.ts"
import { groupOfHeart, type Model, pairingProblem } from "../model/Model.ts"
import type { Authority, NotYourGroup } from "../model/Role.ts"
import { talentQuestion } from "../district/TalentQuestion.ts"
import { type PairingCommand, solve, stream as pairingStream } from "../pairing/Pairing.ts"
import { decider as pairingDecider } from "../pairing/PairingDecider.ts"
import {
  choices,
  type CompanionProposalCommand,
  decider as companionProposals,
  stream as companionProposalStream
} from "../companions/CompanionProposal.ts"
import { solve as solveCompanions } from "../companions/Companions.ts"
import { solve as solveTalent, TaskId } from "../talents/Talent.ts"
import {
  decider as talentDecider,
  stream as talentStream,
  type TalentCommand,
  type Work
} from "../talents/TalentProposal.ts"
import { mandatesOn } from "../place/Actor.ts"
import {
  type CompanionCommand,
  decide as decideCompanion,
  stream as companionStream
} from "../companions/Companion.ts"
import * as Contact from "../place/Contact.ts"
import { buildingOf } from "../place/Facts.ts"
import type { CaseId, GroupId } from "../place/Id.ts"
import * as RegistryDecider from "../place/RegistryDecider.ts"
import { kind as subjectKind, type Subject } from "../place/Subject.ts"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import { decidePoll } from "./DecidePoll.ts"
import { type Change, type Decision, isCaseReason, type Question, type Reason } from "./Decision.ts"
import type { Request } from "./Request.ts"
import { groundFor, obstacles, type OnItsWay, type Reception } from "./Transfers.ts"

// --------------------------------------------------------------------------------------------------------- authority

const authorities: { readonly [Tag in Request["_tag"]]: Authority | "by playbook" | "own" } = {
  SetNoticePreference: "own",
  OpenPoll: "poll",
  CastBallot: "poll",
  WithdrawBallot: "poll",
  SnoozeNotices: "own",
  ImportRegistry: "registry",
  EnterBuilding: "registry",
  EnterHousehold: "registry",
  EnterResident: "registry",
  CorrectResident: "registry",
  MoveResident: "registry",
  LeaveResident: "registry",
  TagResident: "registry",
  TagHousehold: "registry",
  EraseResident: "erasure",
  // Who has taken emergency access may open without the role: the rules of disclosure decide.
  OpenPersonal: "own",
  TakeEmergencyAccess: "own",
  ProposePairing: "pairing:propose",
  ConfirmPairing: "pairing:decide",
  OverrulePairing: "pairing:decide",
  RejectPairing: "pairing:decide",
  EnterPairingIntoForce: "pairing:decide",
  RecordContacts: "contact",
  GrantExclusion: "exclusion",
  LiftExclusion: "exclusion",
  AssignCompanions: "companions",
  ReleaseCompanion: "companions",
  RefuseCompanion: "companions",
  ProposeCompanions: "companions",
  ConfirmCompanions: "companions",
  OverruleCompanions: "companions",
  RejectCompanions: "companions",
  ProposeTalent: "talent",
  ConfirmTalent: "talent",
  OverruleTalent: "talent",
  RejectTalent: "talent",
  LeaveTeam: "talent",
  OpenCase: "by playbook",
  TakeStep: "by playbook",
  NoteOnCase: "by playbook",
  HandCaseOver: "by playbook",
  TransferCase: "by playbook",
  MergeCase: "by playbook",
  WithdrawCase: "by playbook",
  ReopenCase: "by playbook",
  MigrateCase: "by playbook"
}

/**
 * Whether an actor may ask at all: some mandate in force gives a role that may. Whether it may take this step of this
 * case is for the playbook to say, and whether it may speak for somebody else is a rule of its own; the decision asks.
 */
export const mayAsk = (
  request: Pick<Request, "_tag">,
  { actor, model, on }: Omit<Question, "district">
): boolean => {
  const wanted = authorities[request._tag]
  const mandates = mandatesOn(actor, on)
  return wanted === "by playbook" || wanted === "own"
    ? mandates.length > 0
    : mandates.some(({ role }) => model.roles.get(role)?.may.includes(wanted) === true)
}

// ---------------------------------------------------------------------------------------------------------- decisions

const change = (
  { district }: Question,
  stream: StreamId,
  events: ReadonlyArray<JournalEvent>
): ReadonlyArray<Change> =>
  // A command that changes nothing, such as the same file imported twice, appends nothing.
  events.length === 0 ? [] : [{ stream, expected: district.versions.get(stream) ?? 0, events }]

const refuse = (reason: Reason): Decision => Result.fail([reason])

const decideRegistry = (question: Question, command: RegistryDecider.RegistryCommand): Decision =>
  Result.map(RegistryDecider.decider.decide(question.district.registry, command), (events) =>
    change(question, RegistryDecider.stream, events)
  )

const decidePairing = (question: Question, command: PairingCommand): Decision =>
  Result.map(pairingDecider.decide(question.district.pairing, command), (events) =>
    change(question, pairingStream, events)
  )

const decideDisclosure = (
  question: Question,
  request: Extract<Request, { _tag: "OpenPersonal" | "TakeEmergencyAccess" }>
): Decision => {
  const { actor, district, model, on } = question
  const state: Disclosure.DisclosureState = {
    registry: district.registry,
    emergencies: district.emergencies,
    caseOf: (id) => Option.getOrUndefined(District.findCase(district, id)),
    scopes: mandatesOn(actor, on)
      .filter(({ role }) => model.roles.get(role)?.may.includes("disclosure"))
      .map(({ scope }) => scope),
    branchesOf: (building) =>
      model.branches.flatMap(({ buildings, id }) => (buildings.includes(building) ? [id] : []))
  }
  return Result.map(Disclosure.decide(state, { ...request, by: actor.id, on }), (events) => [
    // Openings do not contradict one another: no version is waited for.
    { stream: Disclosure.stream, expected: "any" as const, events }
  ])
}

const decideNotices = (question: Question, command: NoticePreference.NoticeCommand): Decision => {
  const { actor, model, on } = question
  const mayForOthers = mandatesOn(actor, on).some(({ role }) =>
    model.roles.get(role)?.may.includes("notices")
  )
  return Result.map(
    NoticePreference.decide({ isActor: (id) => model.actors.has(id), mayForOthers }, command),
    (events) => change(question, NoticePreference.stream, events)
  )
}

const proposePairing = (
  question: Question,
  { proposal }: Extract<Request, { _tag: "ProposePairing" }>
): Decision => {
  const { actor, district, model, on } = question
  const problem = pairingProblem(model, district.pairing.inForce)
  return Result.flatMap(solve(problem), (plan) =>
    decidePairing(question, {
      _tag: "ProposePairing",
      by: actor.id,
      on,
      proposal,
      problem,
      plan,
      automated: true
    })
  )
}

const recordContacts = (
  { actor, district, model, on: today }: Question,
  { contacts, on = today }: Extract<Request, { _tag: "RecordContacts" }>
): Decision => {
  const proven = [...model.contacts].flatMap(([kind, { proof }]) => (proof === true ? [kind] : []))
  const book = Contact.book(district.registry, model.contacts.keys(), proven)
  const answers = contacts.map((contact) => Contact.decide(book, { ...contact, on, today, by: actor.id }))
  const [first, ...others] = answers.flatMap((answer) => (Result.isFailure(answer) ? answer.failure : []))
  return first === undefined
    ? Result.succeed([
        // Contacts do not contradict one another: no version is waited for.
        {
          stream: Contact.stream,
          expected: "any",
          events: answers.flatMap((answer) => (Result.isSuccess(answer) ? answer.success : []))
        }
      ])
    : Result.fail([first, ...others])
}

const unknownSubjects = (
  { district }: Question,
  subjects: ReadonlyArray<Subject>
): ReadonlyArray<LookUpRefusal> =>
  subjects.flatMap((subject) =>
    Contact.isKnown(district.registry, subject) ? [] : [{ _tag: "SubjectUnknown" as const, subject }]
  )

const buildingsOf = ({ district }: Question, subjects: ReadonlyArray<Subject>) => [
  ...new Set(
    subjects.flatMap((subject) =>
      subjectKind(subject) === "district" ? [] : (buildingOf(district.registry, subject) ?? [])
    )
  )
]

const openCase = (question: Question, request: Extract<Request, { _tag: "OpenCase" }>): Decision => {
  const { actor, district, model, on } = question
  const { case: id, evidence, lineage, parent, playbook: playbookId, subjects } = request
  const playbook = model.playbooks.get(playbookId)
  const [unknown, ...more] = unknownSubjects(question, subjects)
  if (playbook === undefined) {
    const known = [...model.playbooks.keys()].toSorted()
    return Result.fail([
      { _tag: "PlaybookUnknown", playbook: playbookId, known },
      ...(unknown ? [unknown, ...more] : [])
    ])
  }
  if (unknown !== undefined) return Result.fail([unknown, ...more])
  const group = groupOfHeart(model, playbook.playbook.ledBy)
  // A model is refused when it is read where a playbook's heart has no group.
  if (group === undefined) return refuse({ _tag: "PlaybookUnknown", playbook: playbookId, known: [] })
  const command: CaseCommand = {
    _tag: "Open",
    by: actor,
    on,
    context: District.contextOf(district, { group: group.id, parent }, on),
    id,
    playbook: playbookId,
    version: playbook.playbook.version,
    subjects,
    buildings: buildingsOf(question, subjects),
    group: group.id,
    ...(parent === undefined ? {} : { parent }),
    ...(lineage === undefined ? {} : { lineage }),
    ...(evidence === undefined ? {} : { evidence })
  }
  const before = district.cases.get(id)?.state ?? CaseDecider.initial
  return Result.map(decideCase(model, playbook, before, command), (events) =>
    change(question, caseStream(id), events)
  )
}

const decideCase = (
  model: Model,
  playbook: CompiledPlaybook,
  state: CaseState,
  command: CaseCommand
): Result.Result<ReadonlyArray<CaseEvent>, Reasons<CaseReason>> =>
  CaseDecider.make(playbook, model.calendar).decide(state, command)

/** A case that was opened, with the playbook that it lives by. */
const lookUp = ({ district }: Question, id: CaseId) => {
  const state = Option.getOrUndefined(District.findCase(district, id))
  const playbook = state === undefined ? undefined : District.playbookOf(district, state)
  return state === undefined || playbook === undefined ? undefined : { playbook, state }
}

/** A command on a case that was opened, with its context looked up. */
const onCase = (
  question: Question,
  id: CaseId,
  command: (asking: Pick<CaseCommand, "by" | "on" | "context">) => CaseCommand
): Decision => {
  const { actor: by, district, model, on } = question
  const found = lookUp(question, id)
  if (found === undefined) return refuse({ _tag: "CaseUnknown", case: id })
  const { playbook, state } = found
  const context = District.contextOf(district, state, on)
  return Result.map(decideCase(model, playbook, state, command({ by, on, context })), (events) =>
    change(question, caseStream(id), events)
  )
}

const merge = (question: Question, { case: id, into }: Extract<Request, { _tag: "MergeCase" }>): Decision => {
  const duplicate = Option.getOrUndefined(District.findCase(question.district, id))
  if (duplicate === undefined) return refuse({ _tag: "CaseUnknown", case: id })
  const { buildings, subjects } = duplicate
  const ended = onCase(question, id, (asking) => ({ _tag: "Merge", ...asking, into }))
  const taken = onCase(question, into, (asking) => ({
    _tag: "Absorb",
    ...asking,
    duplicate: id,
    subjects,
    buildings
  }))
  return Result.isFailure(ended)
    ? Result.isFailure(taken)
      ? Result.fail([...ended.failure, ...taken.failure])
      : ended
    : Result.map(taken, (changes) => [...ended.success, ...changes])
}

/** Every change of several decisions, or every reason against any of them. */
const all = (decisions: ReadonlyArray<Decision>): Decision => {
  const [first, ...others] = decisions.flatMap((each) => (Result.isFailure(each) ? each.failure : []))
  return first === undefined
    ? Result.succeed(decisions.flatMap((each) => (Result.isSuccess(each) ? each.success : [])))
    : Result.fail([first, ...others])
}

const migrate = (
  question: Question,
  { case: id, stages, version }: Extract<Request, { _tag: "MigrateCase" }>
): Decision => {
  const { actor: by, district, model, on } = question
  const found = lookUp(question, id)
  if (found === undefined) return refuse({ _tag: "CaseUnknown", case: id })
  const { playbook: from, state } = found
  const to = district.playbooks.get(District.versionKey(from.id, version))
  const known = [...district.playbooks.values()].flatMap(({ id: one, playbook }) =>
    one === from.id ? [playbook.version] : []
  )
  const migration = { from, to: to ?? from, stages }
  const [unfit, ...others]: ReadonlyArray<Migration.MigrationRefusal> =
    to === undefined
      ? [{ _tag: "VersionUnknown", playbook: from.id, version, known }]
      : Migration.refusals(migration)
  const context = District.contextOf(district, state, on)
  const moved = Migration.migrate(migration, model.calendar, state, { by, on, context })
  return all([
    unfit === undefined ? Result.succeed([]) : Result.fail([unfit, ...others]),
    Result.map(moved, (events) => change(question, caseStream(id), events))
  ])
}

/** Whether some mandate in force gives an authority for the whole district, or for this group. */
const reaches = ({ actor, model, on }: Question, authority: Authority, group: GroupId | undefined): boolean =>
  mandatesOn(actor, on).some(
    ({ role, scope }) =>
      model.roles.get(role)?.may.includes(authority) === true &&
      ("district" in scope || ("group" in scope && scope.group === group))
  )

type OnCompanions = Extract<
  Request,
  {
    _tag:
      | "AssignCompanions"
      | "ReleaseCompanion"
      | "RefuseCompanion"
      | "ProposeCompanions"
      | "ConfirmCompanions"
      | "OverruleCompanions"
      | "RejectCompanions"
  }
>

const decideCompanions = (question: Question, request: OnCompanions): Decision => {
  const { actor, district, model, on } = question
  const group = model.companions === undefined ? undefined : groupOfHeart(model, model.companions.ledBy)?.id
  if (!reaches(question, "companions", group)) {
    return refuse({ _tag: "NotYourGroup", group: group ?? "district" })
  }
  const asking = { by: actor.id, on }
  const keep = (command: CompanionCommand): Decision =>
    Result.map(decideCompanion(district, command), (events) => change(question, companionStream, events))
  const settle = (command: CompanionProposalCommand): Decision =>
    Result.map(companionProposals.decide(district.companionProposals, command), (events) =>
      change(question, companionProposalStream, events)
    )
  switch (request._tag) {
    case "AssignCompanions":
    case "ReleaseCompanion":
    case "RefuseCompanion":
      return keep({ ...request, ...asking })
    case "ProposeCompanions": {
      const problem = companionQuestion(district, model, on)
      return problem === undefined
        ? refuse({ _tag: "NotInModel", part: "companions" })
        : settle({ ...request, ...asking, problem, plan: solveCompanions(problem), automated: true })
    }
    case "RejectCompanions":
      return settle({ ...request, ...asking })
    case "ConfirmCompanions":
    case "OverruleCompanions": {
      const decision = settle({ ...request, ...asking })
      const content = district.companionProposals.get(request.proposal)?.content
      if (content === undefined || Result.isFailure(decision)) return decision
      const pairs = choices(content, request._tag === "OverruleCompanions" ? request.pairs : [])
      const before = content.problem.inForce
      return all([decision, keep({ _tag: "RearrangeCompanions", before, pairs, ...asking })])
    }
  }
}

type OnTalent = Extract<
  Request,
  { _tag: "ProposeTalent" | "ConfirmTalent" | "OverruleTalent" | "RejectTalent" | "LeaveTeam" }
>

const proposeTalent = (
  question: Question,
  { proposal, unwilling, wanted }: Extract<Request, { _tag: "ProposeTalent" }>
): Decision => {
  const { actor, district, model, on } = question
  const found = talentQuestion(district, model, on, wanted, unwilling)
  if (found === undefined) return refuse({ _tag: "NotInModel", part: "talent" })
  const { problem, unknown, work } = found
  const [first, ...others] = [
    ...unknown.map((task) => ({ _tag: "TaskUnknown" as const, task })),
    ...notReached(question, work)
  ]
  if (first !== undefined) return Result.fail([first, ...others])
  return Result.flatMap(solveTalent(problem), (plan) =>
    settleTalent(question, {
      _tag: "ProposeTalent",
      by: actor.id,
      on,
      proposal,
      problem,
      work,
      plan,
      automated: true
    })
  )
}

const settleTalent = (question: Question, command: TalentCommand): Decision =>
  Result.map(talentDecider.decide(question.district.talent, command), (events) =>
    change(question, talentStream, events)
  )

const notReached = (question: Question, work: ReadonlyArray<Work>): ReadonlyArray<NotYourGroup> =>
  [...new Set(work.map(({ group }) => group))].flatMap((group) =>
    reaches(question, "talent", group) ? [] : [{ _tag: "NotYourGroup" as const, group }]
  )

const decideTalent = (question: Question, request: OnTalent): Decision => {
  const { actor, district, on } = question
  const asking = { by: actor.id, on }
  if (request._tag === "ProposeTalent") return proposeTalent(question, request)
  if (request._tag === "LeaveTeam") {
    const { talent, team } = request
    return reaches(question, "talent", team)
      ? settleTalent(question, { _tag: "ReleaseTalent", ...asking, talent, task: TaskId.make(team) })
      : refuse({ _tag: "NotYourGroup", group: team })
  }
  const content = district.talent.proposals.get(request.proposal)?.content
  const [first, ...others] = notReached(question, content?.work ?? [])
  if (first !== undefined) return Result.fail([first, ...others])
  const decision = settleTalent(question, { ...request, ...asking })
  if (content === undefined || Result.isFailure(decision) || request._tag === "RejectTalent") return decision
  const pairs = request._tag === "OverruleTalent" ? request.pairs : content.plan.pairs
  return all([
    decision,
    ...content.work.flatMap(({ case: id, task }) =>
      id === undefined
        ? []
        : pairs
            .filter((pair) => pair.task === task)
            .map(({ talent }) =>
              onCase(question, id, (by) => ({ _tag: "HandOver", ...by, to: { actor: talent } }))
            )
    )
  ])
}

/**
 * What a request does to a district, or every reason why it does nothing.
 *
 * @category decisions
 */
export const decide = (question: Question, request: Request): Decision => {
  const { actor, district, model, on } = question
  const by = actor.id
  switch (request._tag) {
    case "OpenPersonal":
    case "TakeEmergencyAccess":
      return decideDisclosure(question, request)
    case "SetNoticePreference":
    case "SnoozeNotices":
      return decideNotices(question, { ...request, actor: request.actor ?? by, by, on })

    case "ImportRegistry":
    case "EnterBuilding":
    case "EnterHousehold":
    case "EnterResident":
    case "CorrectResident":
    case "MoveResident":
    case "LeaveResident":
    case "TagResident":
    case "TagHousehold":
    case "EraseResident":
      return decideRegistry(question, { ...request, by, on })

    case "ProposePairing":
      return proposePairing(question, request)
    case "ConfirmPairing":
    case "OverrulePairing":
    case "RejectPairing":
      return decidePairing(question, { ...request, by, on })
    case "EnterPairingIntoForce": {
      const { openCases = model.pairing.openCases, proposal } = request
      return decidePairing(question, { _tag: "EnterIntoForce", by, on, proposal, openCases })
    }

    case "RecordContacts":
      return recordContacts(question, request)
    case "GrantExclusion":
    case "LiftExclusion": {
      const roles = mandatesOn(actor, on).map(({ role }) => role)
      const { exclusions, registry } = district
      const state = { exclusions, registry, rules: model.coverage }
      return Result.map(decideExclusion(state, { ...request, by, on, roles }), (events) =>
        change(question, exclusionStream, events)
      )
    }

    case "AssignCompanions":
    case "ReleaseCompanion":
    case "RefuseCompanion":
    case "ProposeCompanions":
    case "ConfirmCompanions":
    case "OverruleCompanions":
    case "RejectCompanions":
      return decideCompanions(question, request)

    case "ProposeTalent":
    case "ConfirmTalent":
    case "OverruleTalent":
    case "RejectTalent":
    case "LeaveTeam":
      return decideTalent(question, request)

    case "OpenPoll":
    case "CastBallot":
    case "WithdrawBallot":
      return decidePoll(question, request, (group) => reaches(question, "poll", group))
    case "OpenCase":
      return openCase(question, request)
    case "TakeStep":
      return onCase(question, request.case, (asking) => take(asking, request))
    case "NoteOnCase":
      return onCase(question, request.case, (asking) => ({ _tag: "Note", ...asking, text: request.text }))
    case "HandCaseOver": {
      const { reason, to } = request
      const why = reason === undefined ? {} : { reason }
      return onCase(question, request.case, (asking) => ({ _tag: "HandOver", ...asking, to, ...why }))
    }
    case "TransferCase": {
      const { reason } = request
      const to = typeof request.to === "string" ? { group: request.to } : request.to
      if ("district" in to && to.district === model.id) {
        return refuse({ _tag: "SameDistrict", district: to.district })
      }
      return onCase(question, request.case, (asking) => ({
        _tag: "Transfer",
        ...asking,
        to,
        reason
      }))
    }
    case "MergeCase":
      return merge(question, request)
    case "MigrateCase":
      return migrate(question, request)
    case "WithdrawCase": {
      const { reason } = request
      return onCase(question, request.case, (asking) => ({ _tag: "Withdraw", ...asking, reason }))
    }
    case "ReopenCase": {
      const { reason, relapse } = request
      return onCase(question, request.case, (asking) => ({ _tag: "Reopen", ...asking, relapse, reason }))
    }
  }
}

/**
 * Takes in a case that another district sent, or gives every reason against it.
 *
 * @category decisions
 */
export const receive = (question: Question, sent: OnItsWay, { as, subjects }: Reception): Decision => {
  const { actor: by, district, model, on } = question
  const { from, history, state } = sent
  const { found, group } = groundFor(district, sent)
  const obstacle = obstacles(district, sent)
  const id = as ?? state.id
  const [first, ...others]: ReadonlyArray<Reason> = [
    ...obstacle,
    ...unknownSubjects(question, subjects),
    ...(Option.isSome(District.findCase(district, id)) ? [{ _tag: "AlreadyOpened" as const }] : [])
  ]
  if (first !== undefined || found === undefined || group === undefined) {
    return Result.fail(first === undefined ? [{ _tag: "CaseUnknown", case: id }] : [first, ...others])
  }
  const context = District.contextOf(district, { group, parent: undefined }, on)
  const command: CaseCommand = {
    _tag: "Receive",
    by,
    on,
    context,
    id,
    from,
    group,
    subjects,
    buildings: buildingsOf(question, subjects)
  }
  return Result.map(decideCase(model, found, state, command), (events) =>
    change(
      question,
      caseStream(id),
      events.map((event) => (event._tag === "CaseReceived" ? { ...event, history } : event))
    )
  )
}

type TakeStep = Extract<Request, { _tag: "TakeStep" }>

const take = (
  asking: Pick<CaseCommand, "by" | "on" | "context">,
  { evidence, step }: TakeStep
): Extract<CaseCommand, { _tag: "Take" }> => ({
  _tag: "Take",
  ...asking,
  step,
  ...(evidence === undefined ? {} : { evidence })
})

/** The clock's command on a case whose deadline has passed. */
export const lapse = (question: Question, id: CaseId): Decision =>
  onCase(question, id, (asking) => ({ _tag: "Lapse", ...asking }))

/** What keeps a refused attempt on its case, where the playbook says so of the step; nothing otherwise. */
export const keptRefusal = (
  question: Question,
  request: Request,
  reasons: Reasons<Reason>
): ReadonlyArray<Change> => {
  const [first, ...others] = reasons.filter(isCaseReason)
  const found = request._tag === "TakeStep" ? lookUp(question, request.case) : undefined
  if (request._tag !== "TakeStep" || found === undefined || first === undefined) return []
  const { actor: by, model, on } = question
  const { playbook, state } = found
  const command = take({ by, on }, request)
  return change(
    question,
    caseStream(request.case),
    CaseDecider.keep(playbook, model.calendar, state, command, [first, ...others])
  )
}
