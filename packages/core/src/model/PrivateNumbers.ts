/**
 * Before a model document is adopted, searches it for private numbers (of an ID card, a phone or a bank card). They
 * must not be used as an id, a tag, a name or a label. This check is needed because a model document is stored
 * permanently and unencrypted in the ledger. Documents that were adopted earlier are not checked again.
 */
import type * as Schema from "effect/Schema"
import { make as problem, type Problem } from "../kernel/Problem.ts"
import { privateNumber } from "../place/PrivateNumber.ts"

const named: ReadonlySet<string> = new Set(["name", "label", "id", "tags"])

const find = (value: Schema.Json, path: Problem["path"], isName: boolean): ReadonlyArray<Problem> => {
  const wrong = (text: string, at: Problem["path"]): ReadonlyArray<Problem> => {
    const kind = privateNumber(text)
    return kind === undefined
      ? []
      : [
          problem(
            at,
            "private-number",
            `this is the number of ${kind === "mobile" ? "a mobile phone" : kind === "id-card" ? "an ID card" : "a bank card"}, and would stay in clear permanently: use another name`,
            { kind: kind.replace("-", "") }
          )
        ]
  }
  if (typeof value === "string") return isName ? wrong(value, path) : []
  if (Array.isArray(value)) return value.flatMap((part, at) => find(part, [...path, at], isName))
  return typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([key, part]) => [
        ...wrong(key, [...path, key]),
        ...find(part, [...path, key], isName || named.has(key))
      ])
    : []
}

/**
 * Returns a problem for each private number that is used as an id, a tag, a name or a label.
 *
 * @category checks
 */
export const privateNumbers = (document: Schema.Json): ReadonlyArray<Problem> => find(document, [], false)
