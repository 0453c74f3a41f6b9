/**
 * The reason for a decision, in the words of the people who made the decision. It is free text. If a rule refuses a
 * request, its reasons are tagged data instead (see `kernel/Rule`).
 */
import * as Schema from "effect/Schema"

/**
 * The stated reason for a decision: free text of 1–500 characters.
 *
 * @category schemas
 */
export const StatedReason = Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(500))
