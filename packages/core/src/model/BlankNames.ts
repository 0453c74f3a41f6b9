/**
 * Searches a model document, before it is adopted, for names and labels that are blank: people could not see them.
 * Documents that were adopted earlier are not checked again.
 */
import type * as Schema from "effect/Schema"
import { make as problem, type Problem } from "../kernel/Problem.ts"
import { sameText } from "../place/Door.ts"

const named: ReadonlySet<string> = new Set(["name", "label"])

const find = (value: Schema.Json, path: Problem["path"], isName: boolean): ReadonlyArray<Problem> => {
  if (typeof value === "string") {
    return isName && sameText(value) === ""
      ? [problem(path, "blank-name", "this name or label is blank: write one that people can see", {})]
      : []
  }
  if (Array.isArray(value)) return value.flatMap((part, at) => find(part, [...path, at], isName))
  return typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([key, part]) => find(part, [...path, key], isName || named.has(key)))
    : []
}

/**
 * Returns a problem for each name or label that is blank.
 *
 * @category checks
 */
export const blankNames = (document: Schema.Json): ReadonlyArray<Problem> => find(document, [], false)
