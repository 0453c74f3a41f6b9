/**
 * Why people decided something, in their own words. It is text for people: the reasons that a rule gives against a
 * request are tagged data (see `kernel/Rule`).
 */
import * as Schema from "effect/Schema"

/**
 * 1–500 characters.
 *
 * @category schemas
 */
export const StatedReason = Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(500))
