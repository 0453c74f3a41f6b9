/**
 * What a decision is made of: who asks what of which district, the events that follow, or every reason why none do.
 */
import { CaseReason } from "../casework/Case.ts"
import type { MigrationRefusal } from "../casework/Migration.ts"
import type { PollRefusal } from "../polls/PollDecider.ts"
import type { ExclusionRefusal } from "../coverage/ExclusionDecider.ts"
import type { Day } from "../kernel/Day.ts"
import type { Reasons } from "../kernel/Rule.ts"
import type { StreamId } from "../kernel/StreamId.ts"
import type { DisclosureRefusal } from "../disclosure/Disclosure.ts"
import type { District } from "../district/District.ts"
import type { JournalEvent } from "../district/Journal.ts"
import type { LookUpRefusal } from "../district/LookUpRefusal.ts"
import type { Model } from "../model/Model.ts"
import type { NoticeReason } from "../preferences/NoticePreference.ts"
import type { NotYourGroup } from "../model/Role.ts"
import type { QuestionRefusal } from "../district/TalentQuestion.ts"
import type { CompanionProposalRefusal } from "../companions/CompanionProposal.ts"
import type { PairingRefusal } from "../pairing/Pairing.ts"
import type { NoPlanReason } from "../pairing/PairingPlan.ts"
import type { NoTalentReason } from "../talents/Talent.ts"
import type { TalentRefusal } from "../talents/TalentProposal.ts"
import type { Actor } from "../place/Actor.ts"
import type { CompanionRefusal } from "../companions/Companion.ts"
import type { ContactReason } from "../place/Contact.ts"
import type { RegistryRefusal } from "../place/RegistryRules.ts"
import type * as Result from "effect/Result"

/**
 * Any reason why a request is refused: tagged plain data, for people through the message catalogues.
 *
 * @category refusals
 */
export type Reason =
  | RegistryRefusal
  | PairingRefusal
  | NoPlanReason
  | ContactReason
  | ExclusionRefusal
  | CompanionRefusal
  | CompanionProposalRefusal
  | NoTalentReason
  | TalentRefusal
  | QuestionRefusal
  | NotYourGroup
  | NoticeReason
  | CaseReason
  | LookUpRefusal
  | MigrationRefusal
  | DisclosureRefusal
  | PollRefusal

/** Whether a reason is one of the casework: those are worded with the names of the case's playbook. */
export const isCaseReason = (reason: Reason): reason is CaseReason =>
  Object.hasOwn(CaseReason.cases, reason._tag)

/** Events for one stream, with the version that the decision saw. */
export interface Change {
  readonly stream: StreamId
  readonly expected: number | "any"
  readonly events: ReadonlyArray<JournalEvent>
}

/** What a request does to a district. */
export type Decision = Result.Result<ReadonlyArray<Change>, Reasons<Reason>>

/** Who asks what of which district, on which day. */
export interface Question {
  readonly district: District
  readonly model: Model
  readonly actor: Actor
  readonly on: Day
}
