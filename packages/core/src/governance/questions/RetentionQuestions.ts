/** Questions about personal data that must be erased, because the time for which they may be kept is over. */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { dueFor } from "../../contexts/RetentionContext.ts"
import { DayFromIso } from "../../kernel/Day.ts"
import { Expired } from "../../retention/Retention.ts"
import { make } from "./Inquiry.ts"

/**
 * The people whose data must be erased by a day and may be erased by the actor, each with the rule that says so. For a
 * later day: the people whose data must be erased by then if nothing else is recorded. Empty if the model has no
 * retention periods.
 *
 * @category questions
 */
export const askRetention = make({
  fields: {
    AskRetention: {
      /** Default: today. */
      on: Schema.optionalKey(DayFromIso)
    }
  },
  authority: "erasure",
  answered: Schema.Struct({ on: DayFromIso, due: Schema.Array(Expired) }),
  answer: (asking, { on = asking.on }) => Result.succeed({ on, due: dueFor(asking, on) })
})
