/**
 * The reason for a decision, in the words of the people who made the decision. This is free text. The reasons of a rule
 * against a request are tagged data instead (see `kernel/Rule`).
 */
import * as Schema from "effect/Schema"

/**
 * Free text of 1–500 characters.
 *
 * @category schemas
 */
export const StatedReason = Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(500))
