/**
 * What people ask of a district, as data: the body of a command. Who asks, when, and in which district stands around it
 * (see `Governance`); whatever follows from the district itself (the group that leads, the building of a flat, the
 * branches in force) is looked up, never handed in.
 */
import { Handler, Lineage } from "@liulinhui/core/casework/Case"
import { Evidence } from "@liulinhui/core/casework/Evidence"
import { Opinion, OwnerKey, Proxy } from "@liulinhui/core/casework/Poll"
import { AskedUnit, PollId } from "@liulinhui/core/casework/PollDecider"
import { PlaybookId, StageId, StepId, Version } from "@liulinhui/core/casework/Playbook"
import { ReasonId } from "@liulinhui/core/coverage/CoverageRule"
import { DayFromIso } from "@liulinhui/core/kernel/Day"
import { Language } from "@liulinhui/core/kernel/Text"
import { ChannelName } from "@liulinhui/core/model/NoticePreference"
import { personal, sensitive } from "@liulinhui/core/kernel/Personal"
import { Unwilling, Wanted } from "@liulinhui/core/model/TalentQuestion"
import { About, Extent } from "@liulinhui/core/model/Disclosure"
import { ProposalId } from "@liulinhui/core/pairing/Pairing"
import { OpenCases, PairRef, Reason } from "@liulinhui/core/pairing/Problem"
import { TalentPair } from "@liulinhui/core/pairing/TalentProposal"
import { CompanionChoice } from "@liulinhui/core/place/Companion"
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
} from "@liulinhui/core/place/Id"
import { Building, Departure, ErasureBasis, Household, Resident } from "@liulinhui/core/place/Registry"
import { RegistryData } from "@liulinhui/core/place/RegistryRules"
import { Subject } from "@liulinhui/core/place/Subject"
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
  OpenPersonal: { about: About, extent: Extent, purpose: Schema.optionalKey(personal(Reason)) },
  /** Takes access to a resident or a case in an emergency, for a short time; the secretary is told. */
  TakeEmergencyAccess: { about: About, reason: personal(Reason) },

  /** Has a pairing computed from the model and the pairing in force, and proposes it with its proof. */
  ProposePairing: { proposal: ProposalId },
  ConfirmPairing: { proposal: ProposalId },
  OverrulePairing: { proposal: ProposalId, pairs: Schema.Array(PairRef), reason: Reason },
  RejectPairing: { proposal: ProposalId, reason: Reason },
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
  RefuseCompanion: { volunteer: ActorId, elder: ResidentId, reason: sensitive(Reason) },
  /** Has companions computed for the elders whom the model means, and proposes them with reasons and proof. */
  ProposeCompanions: { proposal: ProposalId },
  ConfirmCompanions: { proposal: ProposalId },
  /** Decides on other companions for some elders, or on none where no volunteer stands; all others as proposed. */
  OverruleCompanions: {
    proposal: ProposalId,
    pairs: Schema.NonEmptyArray(CompanionChoice),
    reason: sensitive(Reason)
  },
  RejectCompanions: { proposal: ProposalId, reason: sensitive(Reason) },

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
    reason: sensitive(Reason)
  },
  RejectTalent: { proposal: ProposalId, reason: sensitive(Reason) },
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
  WithdrawBallot: { poll: PollId, owner: OwnerKey, reason: sensitive(Reason) },

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
