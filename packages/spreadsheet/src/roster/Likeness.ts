/**
 * Decides whether two door numbers, labels, names or lists of tags are equal for a human reader. A key is the form of a
 * text that is used to compare it.
 */
import type { Tag } from "@liulinhui/core/Id"

/**
 * Returns the key of a door number or label. Differences in width, in upper and lower case, and in spaces around the
 * text do not count. The zeros at the beginning of a number such as `0101` are kept.
 */
export const doorKey = (text: string): string => door(text).toLowerCase()

/** Returns a door number or label as it is stored: in normal width, without spaces around it. */
export const door = (text: string): string =>
  // Most door numbers have only digits, so they need no change.
  /^\d+$/.test(text) ? text : text.normalize("NFKC").replace(/\s+/g, " ").trim()

const han = String.raw`\p{Script=Han}`
const blanksInside = new RegExp(`(?<=${han})\\s+(?=${han})`, "gu")

/** Returns a name as it is stored: without spaces between Chinese characters. So 王 伟 becomes 王伟. */
export const name = (text: string): string => text.trim().replace(blanksInside, "").replace(/\s+/g, " ")

/**
 * Returns the key of a name. Differences in width, in upper and lower case, and in the kind of dot in 阿依古丽·买买提 do not
 * count.
 */
export const nameKey = (text: string): string =>
  name(text)
    .normalize("NFKC")
    .replace(/[·•・‧∙⋅．。.･]/g, "·")
    .toLowerCase()

/** Makes an id from a text. Characters that an id cannot contain become hyphens. */
export const slug = (text: string): string => {
  const made = door(text)
    .replace(/[^\p{L}\p{N}._-]+/gu, "-")
    .replace(/^[^\p{L}\p{N}]+/u, "")
  return made === "" ? "x" : made
}

/** Returns whether two lists contain the same tags, in any order. */
export const sameTags = (some: ReadonlyArray<Tag>, others: ReadonlyArray<Tag>): boolean =>
  new Set(some).symmetricDifference(new Set(others)).size === 0
