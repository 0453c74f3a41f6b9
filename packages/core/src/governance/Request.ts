/**
 * A request to a district, as data: the body of a command. The submission around it has the actor, the time and the
 * district (see `Governance`). Facts that the district knows (the group that leads, the building of a flat, the
 * branches in force) are looked up, never passed in.
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
  // The cast is safe: these are the requests of all contexts, under their tags.
  Object.assign({}, ...contexts.map(({ requests }) => requests)) as Requests
)
export type Request = RequestOf<Requests>
