/** Chooses the language of an answer from the header `Accept-Language` (RFC 9110, section 12.5.4). */
import { fallbacks, type Language } from "@liulinhui/core/Text"

const range = /^([A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*|\*)(?:\s*;\s*q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?))?$/u

const rangesIn = (header: string): ReadonlyArray<{ readonly name: string; readonly weight: number }> =>
  header.split(",").flatMap((part) => {
    const [, name, weight = "1"] = range.exec(part.trim()) ?? []
    return name === undefined ? [] : [{ name, weight: Number(weight) }]
  })

/**
 * Returns the language that a reader prefers most of those that are known. Default: the first known language. Malformed
 * parts of the header are ignored.
 *
 * @example
 * ```ts
 * import { preferred } from "@liulinhui/http/Languages"
 * import { strict as assert } from "node:assert"
 *
 * assert.equal(preferred("de, en-GB;q=0.8, zh;q=0.5", ["zh", "en"]), "en")
 * assert.equal(preferred(undefined, ["zh", "en"]), "zh")
 * ```
 * @category operations
 */
export const preferred = (
  header: string | undefined,
  known: readonly [Language, ...ReadonlyArray<Language>]
): Language => {
  const [first] = known
  // A long header is not read: it is not from a browser.
  const ranges = header === undefined || header.length > 1000 ? [] : rangesIn(header)
  const wanted = ranges.filter(({ weight }) => weight > 0).toSorted((one, other) => other.weight - one.weight)
  for (const { name } of wanted) {
    if (name === "*") return first
    const names = fallbacks(name).slice(0, name.split("-").length)
    const found = known.find((language) => names.some((one) => one.toLowerCase() === language.toLowerCase()))
    if (found !== undefined) return found
  }
  return first
}
