/**
 * Who hears what, as data: on which happening, for which roles, in which words, and at what hours. The words are ICU
 * message patterns; what they may be filled with is listed here and speaks of places, never of a person's name.
 */
import * as Schema from "effect/Schema"
import { PlaybookId } from "../casework/Playbook.ts"
import { PeriodFromText } from "../kernel/Period.ts"
import { Text } from "../kernel/Text.ts"
import { RoleId, RuleId } from "../place/Id.ts"

/**
 * What can be announced: things that happened, and what is derived from a day: work that is due or late, coverage that
 * has fallen below its target, and notices that could not be delivered.
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

/**
 * The arguments that a notice's text may use, by what it is about: what is not here is not known when the text is worded.
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
  /** Only for cases of these playbooks; all where absent. */
  playbooks: Schema.optionalKey(Schema.Array(Schema.NonEmptyString)),
  /** Only for these steps; all where absent. */
  steps: Schema.optionalKey(Schema.Array(Schema.NonEmptyString)),
  /** `case-due`: only what is due of a stage, of a check on a place, or of the case as a whole; all where absent. */
  of: Schema.optionalKey(Schema.Array(Schema.Literals(["stage", "check", "limit"]))),
  /** `case-due`: how long before the last day; on the last day itself where absent. */
  before: Schema.optionalKey(PeriodFromText),
  /** `coverage-fell`: the coverage rules that are watched. */
  coverage: Schema.optionalKey(Schema.Array(RuleId)),
  /** The roles that hear it, within whose scope it happened. `case-overdue` also tells whom the playbook names. */
  to: Schema.Array(RoleId),
  /** Whether who opened the case hears it, too, as long as they hold a mandate. */
  reporter: Schema.optionalKey(Schema.Boolean),
  urgent: Schema.optionalKey(Schema.Boolean),
  /** Whether it may come in quiet hours, too. */
  night: Schema.optionalKey(Schema.Boolean),
  /** The digest in which it comes, as one line among others, instead of by itself. */
  digest: Schema.optionalKey(RuleId),
  text: Text
})
export interface NoticeRule extends Schema.Schema.Type<typeof NoticeRule> {}

/** A time of day where the district lies, from `00:00` to `23:59`. */
export const LocalTime = Schema.String.check(
  Schema.isPattern(/^([01]\d|2[0-3]):[0-5]\d$/, { expected: 'a time of day such as "07:30"' })
)

/**
 * At what hours notices come, and which never go to a group.
 *
 * @category models
 */
export const NoticeHours = Schema.Struct({
  /** From one time of day until another, over midnight where `from` is the later: nobody is disturbed. */
  quiet: Schema.optionalKey(Schema.Struct({ from: LocalTime, until: LocalTime })),
  /** Notices that come together, at one time of the day. */
  digests: Schema.Record(RuleId, Schema.Struct({ name: Text, at: LocalTime })),
  /** The playbooks of whose cases a group hears nothing: hardship, mediation. */
  confidential: Schema.Array(PlaybookId)
})
export interface NoticeHours extends Schema.Schema.Type<typeof NoticeHours> {}

/** No quiet hours, no digests, nothing confidential. */
export const anyHour: NoticeHours = { digests: {}, confidential: [] }
