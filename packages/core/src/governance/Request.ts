/**
 * What people ask of a district, as data: the body of a command. Who asks, when, and in which district stands around it
 * (see `Governance`); whatever follows from the district itself (the group that leads, the building of a flat, the
 * branches in force) is looked up, never handed in.
 */
import { StatedReason } from "../kernel/StatedReason.ts"
import { Handler, Lineage } from "../casework/Case.ts"
import { Evidence } from "../casework/Evidence.ts"
import { Opinion, OwnerKey, Proxy } from "../polls/Poll.ts"
import { AskedUnit, PollId } from "../polls/PollDecider.ts"
import { PlaybookId, StageId, StepId, Version } from "../casework/Playbook.ts"
import { ReasonId } from "../coverage/CoverageRule.ts"
import { DayFromIso } from "../kernel/Day.ts"
import { Language } from "../kernel/Text.ts"
import { ChannelName } from "../preferences/NoticePreference.ts"
import { personal, sensitive } from "../kernel/Personal.ts"
import { Unwilling, Wanted } from "../district/TalentQuestion.ts"
import { About, Extent } from "../disclosure/Disclosure.ts"
import { ProposalId } from "../pairing/Pairing.ts"
import { OpenCases, PairRef } from "../pairing/PairingProblem.ts"
import { TalentPair } from "../talents/TalentProposal.ts"
import { CompanionChoice } from "../companions/Companion.ts"
import {
  ActorId,
  CaseId,
  ContactKind,
  DistrictId,
  GroupId,
  HouseholdId,
  ResidentId,
  RuleId,
  Tag
} from "../place/Id.ts"
import { Building, Departure, ErasureBasis, Household, Resident } from "../place/Registry.ts"
import { RegistryData } from "../place/RegistryRules.ts"
import { Subject } from "../place/Subject.ts"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

const Words = Schema.String.check(Schema.isMaxLength(10_000))
const onCase = { case: CaseId }

/**
 * @category models
 */
export const Request = Schema.TaggedUnion({
  /** How somebody wants to be told: whoever submits, where nobody else is named. */
  SetNoticePreference: {
    actor: Schema.optionalKey(ActorId),
    consent: Schema.Boolean,
    language: Schema.optionalKey(Language),
    channels: Schema.optionalKey(Schema.Array(ChannelName))
  },
  /** Nothing that is not urgent until a day: for whoever submits, where nobody else is named. */
  SnoozeNotices: { actor: Schema.optionalKey(ActorId), until: DayFromIso },

  /** A registry file, checked as one whole. */
  ImportRegistry: RegistryData.fields,
  EnterBuilding: { building: Building },
  EnterHousehold: { household: Household },
  EnterResident: { resident: Resident },
  CorrectResident: {
    resident: ResidentId,
    name: personal(Schema.NonEmptyString),
    birth: personal(DayFromIso),
    partySince: Schema.optionalKey(sensitive(DayFromIso))
  },
  MoveResident: { resident: ResidentId, household: HouseholdId },
  LeaveResident: { resident: ResidentId, departure: Departure },
  TagResident: { resident: ResidentId, tags: sensitive(Schema.Array(Tag)) },
  TagHousehold: { household: HouseholdId, tags: Schema.Array(Tag) },
  /** Erases what is held on a resident, for good (PIPL Art. 47). */
  EraseResident: { resident: ResidentId, basis: ErasureBasis },

  /** Records that what is sealed of a resident, or on a case, is opened; `Disclosure` then opens it. */
  OpenPersonal: { about: About, extent: Extent, purpose: Schema.optionalKey(personal(StatedReason)) },
  /** Takes access to a resident or a case in an emergency, for a short time; the secretary is told. */
  TakeEmergencyAccess: { about: About, reason: personal(StatedReason) },

  /** Has a pairing computed from the model and the pairing in force, and proposes it with its proof. */
  ProposePairing: { proposal: ProposalId },
  ConfirmPairing: { proposal: ProposalId },
  OverrulePairing: { proposal: ProposalId, pairs: Schema.Array(PairRef), reason: StatedReason },
  RejectPairing: { proposal: ProposalId, reason: StatedReason },
  EnterPairingIntoForce: { proposal: ProposalId, openCases: Schema.optionalKey(OpenCases) },

  /** Contacts made on one day, all of them recorded or none. */
  RecordContacts: {
    /** The day on which they were made; today where it is not said. */
    on: Schema.optionalKey(DayFromIso),
    contacts: Schema.NonEmptyArray(
      Schema.Struct({
        kind: ContactKind,
        subject: Subject,
        /** A reference to the photo or signature that shows it, where the kind asks for proof. */
        proof: Schema.optionalKey(Schema.NonEmptyString)
      })
    )
  },
  GrantExclusion: { rule: RuleId, subject: Subject, reason: ReasonId, until: Schema.optionalKey(DayFromIso) },
  LiftExclusion: { rule: RuleId, subject: Subject },

  AssignCompanions: {
    pairs: Schema.NonEmptyArray(Schema.Struct({ volunteer: ActorId, elder: ResidentId }))
  },
  ReleaseCompanion: { elder: ResidentId },
  /** One of the two says no: ends the pair, where it is one, and it is not proposed again. */
  RefuseCompanion: { volunteer: ActorId, elder: ResidentId, reason: sensitive(StatedReason) },
  /** Has companions computed for the elders whom the model means, and proposes them with reasons and proof. */
  ProposeCompanions: { proposal: ProposalId },
  ConfirmCompanions: { proposal: ProposalId },
  /** Decides on other companions for some elders, or on none where no volunteer stands; all others as proposed. */
  OverruleCompanions: {
    proposal: ProposalId,
    pairs: Schema.NonEmptyArray(CompanionChoice),
    reason: sensitive(StatedReason)
  },
  RejectCompanions: { proposal: ProposalId, reason: sensitive(StatedReason) },

  /** Has people computed for open cases and places in teams, and proposes them with reasons and proof. */
  ProposeTalent: {
    proposal: ProposalId,
    wanted: Schema.NonEmptyArray(Wanted),
    unwilling: Schema.Array(Unwilling).pipe(Schema.withDecodingDefaultTypeKey(Effect.succeed([])))
  },
  /** Hands the cases over to those proposed, and takes them into the teams. */
  ConfirmTalent: { proposal: ProposalId },
  OverruleTalent: {
    proposal: ProposalId,
    pairs: Schema.NonEmptyArray(TalentPair),
    reason: sensitive(StatedReason)
  },
  RejectTalent: { proposal: ProposalId, reason: sensitive(StatedReason) },
  /** Somebody gives up a place in the team of a group. */
  LeaveTeam: { talent: ActorId, team: GroupId },

  /** Opens a vote of owners on a case. */
  OpenPoll: {
    poll: PollId,
    ...onCase,
    /** The kind of vote, by its id in the model. */
    rules: Tag,
    /** Today where it is not said. */
    opens: Schema.optionalKey(DayFromIso),
    closes: DayFromIso,
    /** Whether the part is shared by some owners only: then the units are theirs; else all of the case's buildings. */
    sharing: Schema.optionalKey(Schema.Boolean),
    units: Schema.NonEmptyArray(AskedUnit)
  },
  CastBallot: {
    poll: PollId,
    owner: OwnerKey,
    opinion: sensitive(Opinion),
    /** The day on which it was cast; today where it is not said. */
    on: Schema.optionalKey(DayFromIso),
    proxy: Schema.optionalKey(Proxy)
  },
  WithdrawBallot: { poll: PollId, owner: OwnerKey, reason: sensitive(StatedReason) },

  OpenCase: {
    ...onCase,
    playbook: PlaybookId,
    subjects: Schema.NonEmptyArray(Subject),
    parent: Schema.optionalKey(CaseId),
    lineage: Schema.optionalKey(Lineage),
    evidence: Schema.optionalKey(Evidence)
  },
  TakeStep: { ...onCase, step: StepId, evidence: Schema.optionalKey(Evidence) },
  NoteOnCase: { ...onCase, text: sensitive(Words) },
  HandCaseOver: { ...onCase, to: Handler, reason: Schema.optionalKey(sensitive(Words)) },
  /** To another group, or to another district: it takes the case in, or sends it back (see `Governance`). */
  TransferCase: {
    ...onCase,
    to: Schema.Union([GroupId, Schema.Struct({ district: DistrictId })]),
    reason: sensitive(Words)
  },
  /** Ends the case as a duplicate of another, which takes its subjects in. */
  MergeCase: { ...onCase, into: CaseId },
  WithdrawCase: { ...onCase, reason: sensitive(Words) },
  ReopenCase: { ...onCase, relapse: Schema.Boolean, reason: sensitive(Words) },
  /** Has an open case live by another version of its playbook; stages that `stages` does not name keep their id. */
  MigrateCase: {
    ...onCase,
    version: Version,
    stages: Schema.Record(StageId, StageId).pipe(Schema.withDecodingDefaultTypeKey(Effect.succeed({})))
  }
})
export type Request = typeof Request.Type
