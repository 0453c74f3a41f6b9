/**
 * What a decision is made of: who asks what of which district, the events that follow, or every reason why none do.
 */
import { CaseReason } from "@liulinhui/core/casework/Case"
import type { MigrationRefusal } from "@liulinhui/core/casework/Migration"
import type { PollRefusal } from "@liulinhui/core/casework/PollDecider"
import type { ExclusionRefusal } from "@liulinhui/core/coverage/ExclusionDecider"
import type { Day } from "@liulinhui/core/kernel/Day"
import type { Reasons } from "@liulinhui/core/kernel/Rule"
import type { StreamId } from "@liulinhui/core/kernel/StreamId"
import type { DisclosureRefusal } from "@liulinhui/core/model/Disclosure"
import type { District } from "@liulinhui/core/model/District"
import type { JournalEvent } from "@liulinhui/core/model/Journal"
import type { LookUpRefusal } from "@liulinhui/core/model/LookUpRefusal"
import type { Model } from "@liulinhui/core/model/Model"
import type { NoticeReason } from "@liulinhui/core/model/NoticePreference"
import type { NotYourGroup } from "@liulinhui/core/model/Role"
import type { QuestionRefusal } from "@liulinhui/core/model/TalentQuestion"
import type { CompanionProposalRefusal } from "@liulinhui/core/pairing/CompanionProposal"
import type { PairingRefusal } from "@liulinhui/core/pairing/Pairing"
import type { NoPlanReason } from "@liulinhui/core/pairing/Plan"
import type { NoTalentReason } from "@liulinhui/core/pairing/Talent"
import type { TalentRefusal } from "@liulinhui/core/pairing/TalentProposal"
import type { Actor } from "@liulinhui/core/place/Actor"
import type { CompanionRefusal } from "@liulinhui/core/place/Companion"
import type { ContactReason } from "@liulinhui/core/place/Contact"
import type { RegistryRefusal } from "@liulinhui/core/place/RegistryRules"
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
