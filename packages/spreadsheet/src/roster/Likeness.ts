/**
 * When two doors, labels, names or lists of tags are the same for a human reader. A key is the form in which they are
 * compared.
 */
import type { Tag } from "@liulinhui/core/Id"

/** The key of a door or label. Width, case and surrounding blanks make no difference; `0101` keeps its zero. */
export const doorKey = (text: string): string => door(text).toLowerCase()

/** A door or label as it is stored: normal width, no surrounding blanks. */
export const door = (text: string): string =>
  // Most doors are only digits. They need no change.
  /^\d+$/.test(text) ? text : text.normalize("NFKC").replace(/\s+/g, " ").trim()

const han = String.raw`\p{Script=Han}`
const blanksInside = new RegExp(`(?<=${han})\\s+(?=${han})`, "gu")

/** A name as it is stored, without blanks between Chinese characters: 王 伟 becomes 王伟. */
export const name = (text: string): string => text.trim().replace(blanksInside, "").replace(/\s+/g, " ")

/** The key of a name. Width and case make no difference, nor does the kind of dot in 阿依古丽·买买提. */
export const nameKey = (text: string): string =>
  name(text)
    .normalize("NFKC")
    .replace(/[·•・‧∙⋅．。.･]/g, "·")
    .toLowerCase()

/** An id made from a text. Characters that an id cannot contain become hyphens. */
export const slug = (text: string): string => {
  const made = door(text)
    .replace(/[^\p{L}\p{N}._-]+/gu, "-")
    .replace(/^[^\p{L}\p{N}]+/u, "")
  return made === "" ? "x" : made
}

/** Whether two lists have the same tags, in any order. */
export const sameTags = (some: ReadonlyArray<Tag>, others: ReadonlyArray<Tag>): boolean =>
  new Set(some).symmetricDifference(new Set(others)).size === 0
