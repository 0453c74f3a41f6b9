/**
 * The pages of a list. A page begins after a row of the list, at a state of the district. If the district has changed
 * since, the list may be in another order, so the reader begins again: no row is missing, and none is there twice.
 */
import * as Schema from "effect/Schema"
import type { List, Part } from "./Lists.ts"

const pattern = /^(\d{1,9})~([0-9.]{1,60})$/u

const Cursor = Schema.String.check(
  Schema.isPattern(pattern, { expected: "the `after` of the address of a next page" })
)

/** The query parameters of a question whose answer has lists. */
export const fieldsFor = (lists: ReadonlyArray<List>): Schema.Struct.Fields => {
  const names = lists.map(({ name }) => name)
  return names.length === 0
    ? {}
    : {
        list: Schema.optionalKey(Schema.Literals(names)),
        limit: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 100_000 }))),
        after: Schema.optionalKey(Cursor)
      }
}

/** What a reader wants to see of the lists of an answer. */
export interface Wanted {
  /** The name of the list. Default: the first list. */
  readonly list?: string | undefined
  /** How many rows at most. Default: all. */
  readonly limit?: number | undefined
  /** The row after which the page begins, at a state of the district. Default: the page begins with the first row. */
  readonly after?: string | undefined
}

/** The lists that are wanted: all of them, or one if the reader has named one or wants a page. */
export const listsFor = (lists: ReadonlyArray<List>, { after, limit, list }: Wanted): ReadonlyArray<List> => {
  if (list !== undefined) return lists.filter(({ name }) => name === list)
  return limit === undefined && after === undefined ? lists : lists.slice(0, 1)
}

/** The part of the list that is wanted. `undefined` if the district was in another state when the reader began. */
export const partOf = (
  { after, limit = Number.POSITIVE_INFINITY }: Wanted,
  state: string
): Part | undefined => {
  const [, row = "0", begun = state] = pattern.exec(after ?? "") ?? []
  const from = Number(row)
  return begun === state ? { from, to: from + limit } : undefined
}

/** The header that links to the next page. Empty on the last page. */
export const linkTo = (
  url: string,
  { to }: Part,
  { isMore, state }: { readonly isMore: boolean; readonly state: string }
): { readonly link?: string } => {
  if (!isMore) return {}
  const next = new URL(url, "http://localhost")
  next.searchParams.set("after", `${to}~${state}`)
  return { link: `<${next.pathname}${next.search}>; rel="next"` }
}
