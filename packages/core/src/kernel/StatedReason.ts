/**
 * The reason for a decision in the words of the people who made it. It is text for people. The reasons of a rule
 * against a request are tagged data instead (see `kernel/Rule`).
 */
import * as Schema from "effect/Schema"

/**
 * 1–500 characters.
 *
 * @category schemas
 */
export const StatedReason = Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(500))
