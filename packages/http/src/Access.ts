/**
 * Finds the caller of a request. Each route below `/v1/districts` requires one: a request without a caller of that
 * district is refused, before its parameters or its body are read. So it learns nothing, not even whether the district
 * exists.
 */
import {
  type Caller,
  type Credentials,
  Identity,
  type IdentityUnavailable,
  NotSignedIn
} from "@liulinhui/core/Identity"
import { DistrictId } from "@liulinhui/core/Id"
import * as Effect from "effect/Effect"
import type { HttpServerRequest } from "effect/http/HttpServerRequest"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { type RequestUnfit, unfit } from "./RequestUnfit.ts"

/**
 * The cookie of a session over HTTPS. Because of the prefix, a browser accepts it only from this server and only over
 * HTTPS.
 */
export const secureCookie = "__Host-liulinhui"

/** The cookie of a session over plain HTTP, as on the machine of a developer. */
export const plainCookie = "liulinhui"

const bearer = /^Bearer +([A-Za-z0-9._~+/-]{1,4096}=*)$/iu

/** The credentials that a request presents. A bearer token is used before a cookie. `undefined` if there are none. */
export const credentialsOf = ({
  cookies,
  headers
}: Pick<HttpServerRequest, "cookies" | "headers">): Credentials | undefined => {
  const [, token] = bearer.exec(headers["authorization"] ?? "") ?? []
  if (token !== undefined) return { _tag: "Bearer", token: Redacted.make(token) }
  const cookie = cookies[secureCookie] ?? cookies[plainCookie]
  return cookie === undefined || cookie === "" ? undefined : { _tag: "Cookie", token: Redacted.make(cookie) }
}

const readDistrict = Schema.decodeUnknownOption(DistrictId)

/** The district in the address of a request. Fails with `NotSignedIn` if it is not the id of a district. */
export const districtIn = (id: string | undefined): Effect.Effect<DistrictId, NotSignedIn> =>
  Effect.mapError(Effect.fromOption(readDistrict(id)), () => new NotSignedIn())

const hostOf = (origin: string): string | undefined =>
  URL.canParse(origin) ? new URL(origin).host : undefined

/**
 * Whether a request that changes something may use a cookie. A browser sends cookies also with requests that another
 * site has started. It states the site in `Origin`, so this must be this server itself.
 */
const isFromHere = ({ headers }: Pick<HttpServerRequest, "headers">): boolean => {
  const origin = headers["origin"]
  return origin !== undefined && hostOf(origin) === headers["host"]
}

/**
 * Whether a request that changes something was started by this site. A browser states the site in `Origin` or in
 * `Sec-Fetch-Site`. A program that is not a browser states neither, and no other site can make it send its cookies.
 */
export const isOurs = (request: Pick<HttpServerRequest, "headers">): boolean =>
  isFromHere(request) ||
  (request.headers["origin"] === undefined && request.headers["sec-fetch-site"] === undefined)

const reads: ReadonlySet<string> = new Set(["GET", "HEAD"])

/** Whether a request with this method changes nothing. */
export const isRead = (method: string): boolean => reads.has(method)

/** The caller of a request, as an actor of the district in its address. */
export const callerOf = (
  request: HttpServerRequest,
  district: string | undefined
): Effect.Effect<Caller, NotSignedIn | IdentityUnavailable | RequestUnfit, Identity> =>
  Effect.gen(function* () {
    const credentials = credentialsOf(request)
    const id = yield* districtIn(district)
    if (credentials === undefined) return yield* new NotSignedIn()
    if (credentials._tag === "Cookie" && !isRead(request.method) && !isFromHere(request)) {
      return yield* unfit("wrong-origin")
    }
    const { whoIs } = yield* Identity
    return yield* whoIs(credentials, id)
  })
