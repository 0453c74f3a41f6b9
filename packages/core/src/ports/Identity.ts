/**
 * The port that answers who makes a request: which actor of a district is signed in with the given credentials. The
 * part of the system that receives requests (such as an HTTP server) uses only this port. How people sign in (with an
 * invitation and a PIN, or with the account of an organisation) is the concern of the adapter.
 *
 * An answer is about one request only, because a session can be revoked and a mandate can end at any time. Do not store
 * a caller.
 */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { TaggedError } from "../kernel/TaggedError.ts"
import type { ActorId, DistrictId } from "../place/Id.ts"

/**
 * The id of a session, for logs and for the list of a person's sessions. It is not secret: it does not prove who a
 * caller is.
 */
export const SessionId = Schema.String.check(
  Schema.isPattern(/^[A-Za-z0-9_-]{1,64}$/u, { expected: "the id of a session" })
).pipe(Schema.brand("SessionId"))
export type SessionId = typeof SessionId.Type

/**
 * The secret that a request presents to prove who its caller is: the token of a session. A browser sends it as a
 * cookie, a program sends it as a bearer token (RFC 6750).
 *
 * @category models
 */
export interface Credentials {
  readonly _tag: "Cookie" | "Bearer"
  readonly token: Redacted.Redacted
}

/**
 * The actor who makes a request, and the session that the request belongs to. The actor has a mandate in force in this
 * district.
 *
 * @category models
 */
export interface Caller {
  readonly district: DistrictId
  readonly actor: ActorId
  readonly session: SessionId
}

/**
 * The caller is not signed in as an actor of this district. The error never says why. So a caller cannot find out
 * whether a session, a district or an actor exists.
 *
 * @category errors
 */
export class NotSignedIn extends TaggedError<NotSignedIn>()(
  "NotSignedIn",
  {},
  () => "nobody is signed in for this district: sign in and try again"
) {}

/**
 * The store of sessions, devices and invitations cannot be used now. `retryable` is true if the same call may succeed
 * later.
 *
 * @category errors
 */
export class IdentityUnavailable extends TaggedError<IdentityUnavailable>()(
  "IdentityUnavailable",
  {
    operation: Schema.String,
    reason: Schema.String,
    retryable: Schema.Boolean
  },
  ({ operation, reason, retryable }) =>
    `the store of sessions could not ${operation}: ${reason}` + (retryable ? " (try again)" : "")
) {}

/**
 * @category models
 */
export interface IdentityShape {
  /**
   * Returns the actor that is signed in with these credentials in a district. A person can be another actor in another
   * district, with the same session.
   *
   * Fails with `NotSignedIn` if the token is unknown, expired or revoked, if the person is not an actor of this
   * district, if no mandate of the actor is in force today, or if the actor has died or left.
   */
  readonly whoIs: (
    credentials: Credentials,
    district: DistrictId
  ) => Effect.Effect<Caller, NotSignedIn | IdentityUnavailable>
}

/**
 * @category services
 */
export class Identity extends Context.Service<Identity, IdentityShape>()("@liulinhui/core/ports/Identity") {}
