/**
 * A district's model as it is written: everything that another district would edit, in one document. Whatever has an id
 * stands under its id, never in a list, so that a district that is "like that one, but …" says only what differs (JSON
 * merge patch, RFC 7396).
 */
import * as Schema from "effect/Schema"
import { Playbook, PlaybookId } from "../casework/Playbook.ts"
import { RuleSetFields } from "../polls/Poll.ts"
import { CoverageRuleBody } from "../coverage/CoverageRule.ts"
import { CalendarFromDocument } from "../kernel/Calendar.ts"
import { Text } from "../kernel/Text.ts"
import { CompanionScheme } from "../companions/Companions.ts"
import { PairingFields } from "../pairing/PairingProblem.ts"
import { TalentScheme } from "../talents/Talent.ts"
import { Mandate, Offer } from "../place/Actor.ts"
import { BranchFields } from "../place/Branch.ts"
import { GroupFields } from "../place/Group.ts"
import { ActorId, BranchId, ContactKind, DistrictId, GroupId, RoleId, RuleId, Tag } from "../place/Id.ts"
import { NoticeHours, NoticeRule } from "./NoticeRule.ts"
import { Role } from "./Role.ts"

/** A kind of contact that people record; `proof` says that it counts only with a reference to a photo or a signature. */
export const ContactFields = Schema.Struct({ name: Text, proof: Schema.optionalKey(Schema.Boolean) })

/**
 * The whole document.
 *
 * @category models
 */
export const ModelDocument = Schema.Struct({
  id: DistrictId,
  name: Text,
  /** What readers must know of where the figures come from, such as that the registry is made up. */
  provenance: Schema.optionalKey(Text),
  /** An IANA time zone: which day it is, where the district lies. */
  timeZone: Schema.NonEmptyString,
  calendar: CalendarFromDocument,
  hearts: Schema.Record(Tag, Text),
  /** What strengths, needs and residents' tags are called. */
  tags: Schema.Record(Tag, Text),
  branches: Schema.Record(BranchId, Schema.Struct(BranchFields)),
  groups: Schema.Record(GroupId, Schema.Struct(GroupFields)),
  roles: Schema.Record(RoleId, Role),
  actors: Schema.Record(
    ActorId,
    Schema.Struct({ mandates: Schema.Array(Mandate), offers: Schema.optionalKey(Offer) })
  ),
  pairing: Schema.Struct(PairingFields),
  /** The Elderly Companion scheme, where the district runs it. */
  companions: Schema.optionalKey(CompanionScheme),
  /** How capable residents are proposed, where they are. */
  talent: Schema.optionalKey(TalentScheme),
  contacts: Schema.Record(ContactKind, ContactFields),
  playbooks: Schema.Record(PlaybookId, Playbook),
  /** The kinds of vote that playbooks ask for, each with its terms as they changed over the years. */
  pollRules: Schema.optionalKey(Schema.Record(Tag, RuleSetFields)),
  coverage: Schema.Record(RuleId, CoverageRuleBody),
  notices: Schema.Record(RuleId, NoticeRule),
  /** At what hours notices come; at any hour where it is not said. */
  noticeHours: Schema.optionalKey(NoticeHours)
})
export interface ModelDocument extends Schema.Schema.Type<typeof ModelDocument> {}
