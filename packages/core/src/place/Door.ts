/**
 * Compares door labels, flat numbers and names of people in a tolerant way. Full-width digits, spaces at the ends and
 * upper case make no difference: `１０１`, ` 101 ` and `101` are the same door.
 */

/**
 * The normal form of a label, a flat number or a name, for comparisons (Unicode NFKC, trimmed, lower case). Two texts
 * that are the same to people have the same normal form.
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
