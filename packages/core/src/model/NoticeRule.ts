/**
 * Notice rules, as data: which happening is announced, to which roles, in which words, and at what hours. The words
 * are ICU message patterns. Their possible arguments are listed here; they contain places, never the name of a
 * person.
 */
import * as Schema from "effect/Schema"
import { PlaybookId } from "../casework/Playbook.ts"
import { PeriodFromText } from "../kernel/Period.ts"
import { Text } from "../kernel/Text.ts"
import { RoleId, RuleId } from "../place/Id.ts"

/**
 * The happenings that can be announced: events; and facts of a day, which are work that is due or late, coverage below
 * its target, and notices that could not be delivered.
 */
export const Happening = Schema.Literals([
  "pairing-proposed",
  "pairing-in-force",
  "case-opened",
  "step-taken",
  "step-refused",
  "case-lapsed",
  "case-relapsed",
  "case-ended",
  "case-due",
  "case-overdue",
  "coverage-fell",
  "emergency-access",
  "notice-undelivered"
])
export type Happening = typeof Happening.Type

const ofDistrict = ["district", "day"] as const
const ofCase = [...ofDistrict, "case", "kind", "stage", "place", "group"] as const

/** The arguments that a notice's text may use, by happening. Other arguments are not known when the text is worded. */
export const argumentsOf = {
  "pairing-proposed": [...ofDistrict, "count"],
  "pairing-in-force": [...ofDistrict, "count"],
  "case-opened": [...ofCase, "count"],
  "step-taken": [...ofCase, "step"],
  "step-refused": [...ofCase, "step", "count"],
  "case-lapsed": [...ofCase, "step", "due"],
  "case-relapsed": [...ofCase, "count"],
  "case-ended": [...ofCase, "outcome"],
  "case-due": [...ofCase, "due", "left"],
  "case-overdue": [...ofCase, "due", "late"],
  "coverage-fell": [...ofDistrict, "coverage", "missing", "count"],
  "emergency-access": [...ofDistrict, "who"],
  "notice-undelivered": [...ofDistrict, "channel", "count"]
} as const satisfies Readonly<Record<Happening, ReadonlyArray<string>>>
export type ArgumentName = (typeof argumentsOf)[Happening][number]

/**
 * @category models
 */
export const NoticeRule = Schema.Struct({
  name: Text,
  on: Happening,
  /** Only for cases of these playbooks. Default: all. */
  playbooks: Schema.optionalKey(Schema.Array(Schema.NonEmptyString)),
  /** Only for these steps. Default: all. */
  steps: Schema.optionalKey(Schema.Array(Schema.NonEmptyString)),
  /** `case-due`: only the deadlines of a stage, of a check on a place, or of the case as a whole. Default: all. */
  of: Schema.optionalKey(Schema.Array(Schema.Literals(["stage", "check", "limit"]))),
  /** `case-due`: how long before the last day. Default: on the last day itself. */
  before: Schema.optionalKey(PeriodFromText),
  /** `coverage-fell`: the coverage rules to watch. */
  coverage: Schema.optionalKey(Schema.Array(RuleId)),
  /**
   * The roles to notify, if the happening is within their scope. `case-overdue` also notifies the roles that the
   * playbook names.
   */
  to: Schema.Array(RoleId),
  /** Whether the actor who opened the case is notified too, as long as the actor has a mandate. */
  reporter: Schema.optionalKey(Schema.Boolean),
  urgent: Schema.optionalKey(Schema.Boolean),
  /** Whether the notice may be sent in quiet hours. */
  night: Schema.optionalKey(Schema.Boolean),
  /** The digest that contains the notice as one line among others. Without it, the notice is sent alone. */
  digest: Schema.optionalKey(RuleId),
  text: Text
})
export interface NoticeRule extends Schema.Schema.Type<typeof NoticeRule> {}

/** A time of day in the district's time zone, from `00:00` to `23:59`. */
const LocalTime = Schema.String.check(
  Schema.isPattern(/^([01]\d|2[0-3]):[0-5]\d$/, { expected: 'a time of day such as "07:30"' })
)

/**
 * The hours in which notices are sent, and the notices that never go to a group.
 *
 * @category models
 */
export const NoticeHours = Schema.Struct({
  /** Quiet hours: from one time of day until another, over midnight if `from` is later than `until`. */
  quiet: Schema.optionalKey(Schema.Struct({ from: LocalTime, until: LocalTime })),
  /** Digests: notices that are sent together, at one time of the day. */
  digests: Schema.Record(RuleId, Schema.Struct({ name: Text, at: LocalTime })),
  /** The playbooks whose cases are never announced to a group: hardship, mediation. */
  confidential: Schema.Array(PlaybookId)
})
export interface NoticeHours extends Schema.Schema.Type<typeof NoticeHours> {}

/** No quiet hours, no digests, nothing confidential. */
export const anyHour: NoticeHours = { digests: {}, confidential: [] }
