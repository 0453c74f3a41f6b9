/**
 * Notice rules, as data: which happening (event or deadline) is announced, to which roles, in which words, and at what
 * hours. The words are ICU message patterns with arguments. This module lists the possible arguments. Arguments can be
 * names of places, but never the name of a person.
 */
import * as Schema from "effect/Schema"
import { PlaybookId } from "../casework/Playbook.ts"
import { PeriodFromText } from "../kernel/Period.ts"
import { Text } from "../kernel/Text.ts"
import { RoleId, RuleId } from "../place/Id.ts"

/**
 * What a notice can announce. Some happenings are events. Others depend on the day: work that is due or late, coverage
 * that fell below its target, and notices that could not be delivered.
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
  "person-gone",
  "coverage-fell",
  "emergency-access",
  "report-received",
  "notice-undelivered"
])
export type Happening = typeof Happening.Type

const ofDistrict = ["district", "day"] as const
const ofCase = [...ofDistrict, "case", "kind", "stage", "place", "group"] as const

/**
 * The arguments that the text of a notice may use, for each happening. The key is the happening. Any other argument has
 * no value.
 */
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
  "person-gone": [...ofCase],
  "coverage-fell": [...ofDistrict, "coverage", "missing", "count"],
  "emergency-access": [...ofDistrict, "who"],
  "report-received": [...ofDistrict, "kind", "place", "count"],
  "notice-undelivered": [...ofDistrict, "channel", "count"]
} as const satisfies Readonly<Record<Happening, ReadonlyArray<string>>>

/** The name of an argument that the text of a notice may use, such as `case`. See {@link argumentsOf}. */
export type ArgumentName = (typeof argumentsOf)[Happening][number]

/**
 * @category models
 */
export const NoticeRule = Schema.Struct({
  name: Text,
  on: Happening,
  /** The playbooks for whose cases notices are sent. Default: all playbooks. */
  playbooks: Schema.optionalKey(Schema.Array(Schema.NonEmptyString)),
  /** The steps of cases for which notices are sent. Default: all steps. */
  steps: Schema.optionalKey(Schema.Array(Schema.NonEmptyString)),
  /**
   * For the happening `case-due`: the kinds of deadlines that are announced. `stage` is the deadline of a stage,
   * `check` that of the next check of the patrol, and `limit` that of the whole case. Default: all deadlines.
   */
  of: Schema.optionalKey(Schema.Array(Schema.Literals(["stage", "check", "limit"]))),
  /**
   * For the happening `case-due`: how long before the due day the notice is sent. Default: the notice is sent on the
   * due day.
   */
  before: Schema.optionalKey(PeriodFromText),
  /** For the happening `coverage-fell`: the coverage rules for which notices are sent. */
  coverage: Schema.optionalKey(Schema.Array(RuleId)),
  /**
   * The roles to notify. An actor with one of these roles is notified if the happening is within the scope of the
   * actor's mandate. `case-overdue` also notifies the roles that the playbook lists, and `person-gone` and
   * `report-received` also notify the keepers of the case (the people who manage it).
   */
  to: Schema.Array(RoleId),
  /**
   * For the happening `case-due`: whether the people who make the checks of the patrol are notified, see
   * `notices/Walkers`. The roles in `to` are then notified only of cases that nobody walks to. Default: false.
   */
  walkers: Schema.optionalKey(Schema.Boolean),
  /** Whether the actor who opened the case is notified, too. This happens only if the actor still has a mandate. */
  reporter: Schema.optionalKey(Schema.Boolean),
  urgent: Schema.optionalKey(Schema.Boolean),
  /** Whether the notice may be sent during quiet hours. */
  night: Schema.optionalKey(Schema.Boolean),
  /**
   * The digest (several notices that are sent as one) to which the notice belongs. Missing if the notice is sent
   * separately.
   */
  digest: Schema.optionalKey(RuleId),
  text: Text
})
export interface NoticeRule extends Schema.Schema.Type<typeof NoticeRule> {}

/** A time of day in the district's time zone, from `00:00` to `23:59`. */
const LocalTime = Schema.String.check(
  Schema.isPattern(/^([01]\d|2[0-3]):[0-5]\d$/u, { expected: 'a time of day such as "07:30"' })
)

/**
 * Days on which no notices are sent: public holidays, or all days off (each day that is not a working day). The calendar
 * of the model says which days these are.
 */
export const QuietDays = Schema.Literals(["holidays", "days-off"])
export type QuietDays = typeof QuietDays.Type

/**
 * The hours and days in which notices are sent, and the playbooks that are never announced to a group.
 *
 * @category models
 */
export const NoticeHours = Schema.Struct({
  /**
   * Quiet hours, in which no notices are sent: from one time of day until another. If `from` is later than `until`, the
   * quiet hours begin in the evening and end on the next day.
   */
  quiet: Schema.optionalKey(Schema.Struct({ from: LocalTime, until: LocalTime })),
  /**
   * Days on which no notices are sent, except urgent ones and those that may be sent in quiet hours. Default: none.
   */
  notOn: Schema.optionalKey(QuietDays),
  /**
   * Digests. A digest collects notices and sends them together at a fixed time of day. `notOn`: the days on which the
   * digest is not sent. Its notices then wait for the next other day.
   */
  digests: Schema.Record(
    RuleId,
    Schema.Struct({ name: Text, at: LocalTime, notOn: Schema.optionalKey(QuietDays) })
  ),
  /**
   * The maximum number of notices of one rule that a recipient gets separately at one time. If there are more, they are
   * sent as one notice, with a line for each. Default: 5.
   */
  separate: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1_000 }))),
  /** The playbooks whose cases are never announced to a group of people, such as hardship or mediation. */
  confidential: Schema.Array(PlaybookId)
})
export interface NoticeHours extends Schema.Schema.Type<typeof NoticeHours> {}

/** The default of `separate` in {@link NoticeHours}. */
export const usualSeparate = 5

/**
 * The default hours of notices: no quiet hours, no digests (notices that are collected and sent together), no
 * confidential playbooks.
 */
export const anyHour: NoticeHours = { digests: {}, confidential: [] }
