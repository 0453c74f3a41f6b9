/**
 * Compares what is written on doors, and names of people. Full-width digits, blanks at the ends and the case of letters make
 * no difference: `１０１`, ` 101 ` and `101` are one door.
 */

/**
 * The text that two labels, units or names have in common if they are the same (Unicode NFKC, trimmed, lower case).
 *
 * @example
 * ```ts
 * import { sameText } from "@liulinhui/core/Registry"
 * import { strict as assert } from "node:assert"
 *
 * assert.equal(sameText(" １０１ａ"), sameText("101A"))
 * ```
 */
export const sameText = (text: string): string => text.normalize("NFKC").trim().toLowerCase()
