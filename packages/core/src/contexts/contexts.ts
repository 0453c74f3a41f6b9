/**
 * The list of all contexts of a district, in the order in which their requests are listed. The journal, the district,
 * its decisions and its rules are built from this list. To add a context, write a file in this folder and add it to the
 * list.
 */
import { actorContext } from "./ActorContext.ts"
import { caseworkContext } from "./CaseworkContext.ts"
import { clockContext } from "./ClockContext.ts"
import { companionContext } from "./CompanionContext.ts"
import { companionProposalContext } from "./CompanionProposalContext.ts"
import { contactContext } from "./ContactContext.ts"
import { disclosureContext } from "./DisclosureContext.ts"
import { exclusionContext } from "./ExclusionContext.ts"
import { importContext } from "./ImportContext.ts"
import { intakeContext } from "./IntakeContext.ts"
import { mandateContext } from "./MandateContext.ts"
import { modelContext } from "./ModelContext.ts"
import { noticeContext } from "./NoticeContext.ts"
import { pairingContext } from "./PairingContext.ts"
import { pollContext } from "./PollContext.ts"
import { registryContext } from "./RegistryContext.ts"
import { retentionContext } from "./RetentionContext.ts"
import { talentContext } from "./TalentContext.ts"
import { transferContext } from "./TransferContext.ts"

export const contexts = [
  modelContext,
  mandateContext,
  actorContext,
  clockContext,
  noticeContext,
  registryContext,
  importContext,
  retentionContext,
  disclosureContext,
  pairingContext,
  contactContext,
  exclusionContext,
  companionContext,
  companionProposalContext,
  talentContext,
  pollContext,
  caseworkContext,
  intakeContext,
  transferContext
] as const

/** The type of any context in the list. */
export type AnyContext = (typeof contexts)[number]
