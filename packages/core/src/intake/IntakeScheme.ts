/**
 * What residents may report without an account, as a section of the model. A model without this section takes in no
 * reports.
 */
import * as Schema from "effect/Schema"
import { PlaybookId } from "../casework/Playbook.ts"
import { Text } from "../kernel/Text.ts"

/**
 * What a model takes in from residents: the playbooks that are open to them, and the largest number of reports a day.
 *
 * ```yaml
 * intake:
 *   playbooks: { corridor-clutter: { ask: { zh: 在几层？堆放了什么？ } } }
 *   most: 50
 * ```
 *
 * @category models
 */
export const IntakeScheme = Schema.Struct({
  /** The playbooks that are open to residents. The key is the id of the playbook. */
  playbooks: Schema.Record(
    PlaybookId,
    Schema.Struct({
      /** The name of the category, as residents read it. Default: the name of the playbook. */
      name: Schema.optionalKey(Text),
      /** What the reporter should write. Default: nothing more is asked. */
      ask: Schema.optionalKey(Text)
    })
  ),
  /** The largest number of reports that the district takes in on one day. Default: 100. */
  most: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 10_000 })))
})
export interface IntakeScheme extends Schema.Schema.Type<typeof IntakeScheme> {}

/** The default of `most` in {@link IntakeScheme}. */
export const usualMost = 100
