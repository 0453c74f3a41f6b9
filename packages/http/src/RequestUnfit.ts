/** The error of a request that is refused before anybody decides on it, because of its form. */
import { TaggedError } from "@liulinhui/core/Failure"
import { Reason } from "@liulinhui/core/Governance"
import * as Schema from "effect/Schema"

/**
 * The request does not have the form that its route requires. `kind` is the kind of the problem, and `reasons` has all
 * mistakes, each with its path.
 *
 * @category errors
 */
export class RequestUnfit extends TaggedError<RequestUnfit>()(
  "RequestUnfit",
  {
    kind: Schema.Literals([
      "malformed",
      "key-missing",
      "wrong-origin",
      "not-found",
      "not-acceptable",
      "conflict",
      "too-large",
      "media-type"
    ]),
    reasons: Schema.Array(Reason)
  },
  ({ kind, reasons }) =>
    `the request is refused (${kind}): ${reasons.map((reason) => JSON.stringify(reason)).join(", ") || "read the documentation of its route"}`
) {}

/** The error of a request, with at most one mistake, which is about the request as a whole. */
export const unfit = (kind: RequestUnfit["kind"], message?: string): RequestUnfit =>
  new RequestUnfit({
    kind,
    reasons: message === undefined ? [] : [{ _tag: "ValueMalformed", path: "request", message }]
  })
