/** Announcements: notices that still have to be worded and delivered, and who reads them. */
import type { Opened } from "../casework/CaseState.ts"
import type { Day } from "../kernel/Day.ts"
import type { Param } from "../kernel/Text.ts"
import * as District from "../district/District.ts"
import type { Model } from "../model/Model.ts"
import type { ArgumentName } from "../model/NoticeRule.ts"
import type { ActorId, RoleId, RuleId } from "../place/Id.ts"
import type { Capabilities } from "../ports/Notifier.ts"

/**
 * One announcement: a notice that still has to be worded and delivered.
 *
 * @category models
 */
export interface Announcement {
  readonly rule: RuleId
  readonly role: RoleId
  readonly recipient: ActorId
  readonly urgent: boolean
  readonly on: Day
  /** When the announced event happened: milliseconds since 1970-01-01T00:00Z. */
  readonly at: number
  /**
   * What is announced, as a text that is unique in the district. For example, it is the position of an entry. Or it is
   * a case and a rung of its escalation ladder (a role that is notified because a deadline is late). This text, the
   * rule and the recipient together are the idempotency key of the notice.
   */
  readonly about: string
  readonly arguments: Readonly<Partial<Record<ArgumentName, Param>>>
  /**
   * Whether a due day in the announcement was counted without complete calendar data (it is provisional). The notice
   * then says so, in addition to the text of the rule.
   */
  readonly provisional: boolean
}

/** Who reads the notices of a channel: a single recipient, or a group. */
export type Audience = Capabilities["audience"]

/** A district with its model, and the audience of the channel (a single recipient, or a group). */
export interface Scene {
  readonly district: District.District
  readonly model: Model
  readonly audience: Audience
}

/**
 * Whether cases and reports of this playbook may be announced to the audience (a single recipient, or a group) at all. Confidential
 * playbooks are not announced to groups.
 */
export const mayHear = ({ audience, model }: Scene, { playbook }: Pick<Opened, "playbook">): boolean =>
  audience === "one" || !model.noticeHours.confidential.includes(playbook)
