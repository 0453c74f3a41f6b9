/**
 * The schema of a model as it is written: one document with everything that differs from district to district. Every
 * item that has an id is stored under this id as the key, never in a list. So a district that is similar to another one
 * has to write only the differences (JSON merge patch, RFC 7396).
 */
import * as Schema from "effect/Schema"
import { Playbook, PlaybookId } from "../casework/Playbook.ts"
import { RuleSetFields } from "../polls/Poll.ts"
import { CoverageRuleBody } from "../coverage/CoverageRule.ts"
import { RoundScheme } from "../coverage/NextRound.ts"
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
import { Recorder } from "../place/Recorder.ts"
import { EmergencyAccess } from "../disclosure/EmergencyAccess.ts"
import { IntakeScheme } from "../intake/IntakeScheme.ts"
import { Retention } from "../retention/Retention.ts"
import { ClockJump } from "./ClockJump.ts"
import { LateFacts } from "./LateFacts.ts"
import { Nouns } from "./Nouns.ts"
import { NoticeHours, NoticeRule } from "./NoticeRule.ts"
import { Role } from "./Role.ts"

/**
 * A kind of contact that people record. `proof` says whether a contact of this kind requires a reference to a photo or
 * a signature. `by` lists who may record it; default: every role with the authority `contact`.
 */
const ContactFields = Schema.Struct({
  name: Text,
  proof: Schema.optionalKey(Schema.Boolean),
  by: Schema.optionalKey(Schema.NonEmptyArray(Recorder))
})

/** The age from which a resident is counted as an elder if the model does not list one. */
export const usualElderFrom = 60

/** The age from which a resident is counted as an elder, in years. */
const ElderFrom = Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 120 }))

/**
 * The complete model document.
 *
 * @category models
 */
export const ModelDocument = Schema.Struct({
  id: DistrictId,
  name: Text,
  /**
   * The languages of the district, the main language first. If a text does not exist in the reader's language, it is
   * shown in one of these languages.
   */
  languages: Schema.optionalKey(Schema.NonEmptyArray(Language)),
  /** The nouns of place, such as 组 instead of 楼. Default: the usual nouns of each language. */
  nouns: Schema.optionalKey(Nouns),
  /** The age from which reports and lists count a resident as an elder. Default: 60. */
  elderFrom: Schema.optionalKey(ElderFrom),
  /** A remark for readers about the source of the model's figures, for example that the residents are invented. */
  provenance: Schema.optionalKey(Text),
  /** An IANA time zone, which determines what day it is in the district. */
  timeZone: Schema.NonEmptyString,
  calendar: CalendarFromDocument,
  hearts: Schema.Record(Tag, Text),
  /** The names of the tags, which are used for strengths, needs and residents. */
  tags: Schema.Record(Tag, Text),
  branches: Schema.Record(BranchId, Schema.Struct(BranchFields)),
  groups: Schema.Record(GroupId, Schema.Struct(GroupFields)),
  roles: Schema.Record(RoleId, Role),
  /**
   * Actors with their mandates. Mandates can also be granted by requests, so a model does not have to contain any
   * actors.
   */
  actors: Schema.optionalKey(
    Schema.Record(
      ActorId,
      Schema.Struct({
        mandates: Schema.Array(Mandate),
        offers: Schema.optionalKey(Offer),
        /** The resident who this actor is, if the actor is a resident of the district. */
        resident: Schema.optionalKey(ResidentId)
      })
    )
  ),
  pairing: Schema.Struct(PairingFields),
  /** The settings of the Elderly Companion scheme. Missing if the district does not take part in it. */
  companions: Schema.optionalKey(CompanionScheme),
  /**
   * The settings for proposing capable residents for tasks. Missing if the district does not propose capable residents.
   */
  talent: Schema.optionalKey(TalentScheme),
  /** The goals of rounds of visits. Default: those of `RoundScheme`. */
  rounds: Schema.optionalKey(RoundScheme),
  contacts: Schema.Record(ContactKind, ContactFields),
  playbooks: Schema.Record(PlaybookId, Playbook),
  /**
   * The kinds of vote that playbooks use. Each contains all versions of its terms (such as the required majority),
   * because these have changed over the years.
   */
  pollRules: Schema.optionalKey(Schema.Record(Tag, RuleSetFields)),
  /**
   * The maximum number of days in the past that a fact may be dated: one number for keepers (the people who manage the
   * cases), and one for other actors.
   */
  lateFacts: Schema.optionalKey(LateFacts),
  /** How often an actor may take emergency access. Default: three times within a week. */
  emergencyAccess: Schema.optionalKey(EmergencyAccess),
  /** The longest time without an entry after which the clock of the machine is still believed. Default: 92 days. */
  clockJump: Schema.optionalKey(ClockJump),
  /** How long personal data are kept after their purpose has ended. Default: they never have to be erased. */
  retention: Schema.optionalKey(Retention),
  /** What residents may report without an account. Default: nothing. */
  intake: Schema.optionalKey(IntakeScheme),
  coverage: Schema.Record(RuleId, CoverageRuleBody),
  notices: Schema.Record(RuleId, NoticeRule),
  /** The hours of the day in which notices are sent. Default: at any hour. */
  noticeHours: Schema.optionalKey(NoticeHours)
})
export interface ModelDocument extends Schema.Schema.Type<typeof ModelDocument> {}
