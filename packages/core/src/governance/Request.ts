/**
 * What people ask of a district, as data: the body of a command. The submission around it says who asks, when, and in
 * which district (see `Governance`). What follows from the district itself (the group that leads, the building of a
 * flat, the branches in force) is looked up, never handed in.
 */
import * as Schema from "effect/Schema"
import type { RequestOf } from "../contexts/Context.ts"
import { type AnyContext, contexts } from "../contexts/contexts.ts"

type Intersection<Union> = (Union extends unknown ? (each: Union) => void : never) extends (
  all: infer All
) => void
  ? All
  : never

/** The fields of every request, by its tag. */
export type Requests = Intersection<AnyContext["requests"]>

/**
 * Any request, of any context.
 *
 * @category models
 */
export const Request = Schema.TaggedUnion(
  // Safe: the requests of all contexts, under their tags.
  Object.assign({}, ...contexts.map(({ requests }) => requests)) as Requests
)
export type Request = RequestOf<Requests>
