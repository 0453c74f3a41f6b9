/** Questions about personal data whose time is over. */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { dueFor } from "../../contexts/RetentionContext.ts"
import { DayFromIso } from "../../kernel/Day.ts"
import { make } from "./Inquiry.ts"

/**
 * The people within the actor's scope whose data are due for erasure, each with the rule. On a later day: those that will be
 * due if nothing else is recorded. Empty if the model has no periods.
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
  answer: (asking, { on = asking.on }) => Result.succeed({ on, due: dueFor(asking, on) })
})
