/**
 * Who hears what, as data: on which happening, for which roles, in which words. The words are ICU message patterns; what
 * they may be filled with is listed here and speaks of places, never of a person's name.
 */
import * as Schema from "effect/Schema"
import { Text } from "../kernel/Text.ts"
import { RoleId } from "../place/Id.ts"

/** What can be announced: things that happened, and one derived moment, a rung of being overdue. */
export const Happening = Schema.Literals([
  "pairing-proposed",
  "pairing-in-force",
  "case-opened",
  "step-taken",
  "step-refused",
  "case-lapsed",
  "case-relapsed",
  "case-overdue"
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
  "case-overdue": [...ofCase, "due", "late"]
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
  /** The roles that hear it, within whose scope it happened. `case-overdue` also tells whom the playbook names. */
  to: Schema.Array(RoleId),
  urgent: Schema.optionalKey(Schema.Boolean),
  text: Text
})
export interface NoticeRule extends Schema.Schema.Type<typeof NoticeRule> {}
