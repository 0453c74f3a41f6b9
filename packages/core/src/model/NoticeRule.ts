/**
 * Who hears what, as data: on which happening, for which roles, in which words. The words are ICU message patterns; what
 * they may be filled with is listed here and speaks of places, never of a person's name.
 */
import * as Schema from "effect/Schema"
import { Text } from "../kernel/Text.ts"
import { RoleId } from "../place/Id.ts"

/** What can be announced: things that happened, and one derived moment, a rung of being overdue. */
export const Happening = Schema.Literals([
  "registry-imported",
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

/** The arguments that a notice's text may use. */
export const argumentNames = [
  "district",
  "kind",
  "case",
  "stage",
  "step",
  "place",
  "group",
  "branch",
  "day",
  "due",
  "late",
  "count"
] as const
export type ArgumentName = (typeof argumentNames)[number]

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
