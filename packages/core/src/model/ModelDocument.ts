/**
 * A district's model as it is written: everything that another district would edit, in one document. Every item with
 * an id is stored under its id, never in a list. So a district that is "like that one, but …" states only the
 * differences (JSON merge patch, RFC 7396).
 */
import * as Schema from "effect/Schema"
import { Playbook, PlaybookId } from "../casework/Playbook.ts"
import { RuleSetFields } from "../polls/Poll.ts"
import { CoverageRuleBody } from "../coverage/CoverageRule.ts"
import { CalendarFromDocument } from "../kernel/Calendar.ts"
import { Language, Text } from "../kernel/Text.ts"
import { CompanionScheme } from "../companions/Companions.ts"
import { PairingFields } from "../pairing/PairingProblem.ts"
import { TalentScheme } from "../talents/Talent.ts"
import { Mandate, Offer } from "../place/Actor.ts"
import { BranchFields } from "../place/Branch.ts"
import { GroupFields } from "../place/Group.ts"
import {
  ActorId,
  BranchId,
  ContactKind,
  DistrictId,
  GroupId,
  ResidentId,
  RoleId,
  RuleId,
  Tag
} from "../place/Id.ts"
import { LateFacts } from "./LateFacts.ts"
import { NoticeHours, NoticeRule } from "./NoticeRule.ts"
import { Role } from "./Role.ts"

/** A kind of contact that people record. `proof`: whether it counts only with a reference to a photo or a signature. */
const ContactFields = Schema.Struct({ name: Text, proof: Schema.optionalKey(Schema.Boolean) })

/**
 * The whole document.
 *
 * @category models
 */
export const ModelDocument = Schema.Struct({
  id: DistrictId,
  name: Text,
  /** The languages of the district, the first one first. A text that lacks the reader's language is shown in these. */
  languages: Schema.optionalKey(Schema.NonEmptyArray(Language)),
  /** What readers must know about the source of the figures, for example that the registry is invented. */
  provenance: Schema.optionalKey(Text),
  /** An IANA time zone: it determines which day it is in the district. */
  timeZone: Schema.NonEmptyString,
  calendar: CalendarFromDocument,
  hearts: Schema.Record(Tag, Text),
  /** The names of strengths, needs and residents' tags. */
  tags: Schema.Record(Tag, Text),
  branches: Schema.Record(BranchId, Schema.Struct(BranchFields)),
  groups: Schema.Record(GroupId, Schema.Struct(GroupFields)),
  roles: Schema.Record(RoleId, Role),
  actors: Schema.Record(
    ActorId,
    Schema.Struct({
      mandates: Schema.Array(Mandate),
      offers: Schema.optionalKey(Offer),
      /** The resident who the actor is, if any. */
      resident: Schema.optionalKey(ResidentId)
    })
  ),
  pairing: Schema.Struct(PairingFields),
  /** The Elderly Companion scheme, if the district takes part in it. */
  companions: Schema.optionalKey(CompanionScheme),
  /** The rules for proposing capable residents, if the district does so. */
  talent: Schema.optionalKey(TalentScheme),
  contacts: Schema.Record(ContactKind, ContactFields),
  playbooks: Schema.Record(PlaybookId, Playbook),
  /** The kinds of vote that playbooks need, each with its terms as they changed over the years. */
  pollRules: Schema.optionalKey(Schema.Record(Tag, RuleSetFields)),
  /** How far back a fact may be dated, and by whom. */
  lateFacts: Schema.optionalKey(LateFacts),
  coverage: Schema.Record(RuleId, CoverageRuleBody),
  notices: Schema.Record(RuleId, NoticeRule),
  /** The hours in which notices are sent. Default: any hour. */
  noticeHours: Schema.optionalKey(NoticeHours)
})
export interface ModelDocument extends Schema.Schema.Type<typeof ModelDocument> {}
