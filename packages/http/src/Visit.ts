/**
 * What the pages of a web app beside the API need for each request: who is signed in, the words of the reader, the fields
 * of a form, and the words of a refusal. It uses the same session, origin check and limits as the API.
 *
 * Give the routes of the pages to `WebHandler.make` with the option `pages`.
 */
import { type IdentityUnavailable, NotSignedIn } from "@liulinhui/core/Identity"
import type { EvidenceFilesShape } from "@liulinhui/service/EvidenceFiles"
import type { GovernanceShape } from "@liulinhui/service/Governance"
import type { Texts } from "@liulinhui/texts"
import * as Effect from "effect/Effect"
import type { HttpServerRequest } from "effect/http/HttpServerRequest"
import type { HttpServerResponse } from "effect/http/HttpServerResponse"
import { credentialsOf, isOurs, isRead } from "./Access.ts"
import * as Body from "./Body.ts"
import type { Settings } from "./identity/Cookies.ts"
import { withTokens } from "./identity/Cookies.ts"
import type { Place } from "./identity/Records.ts"
import type { SignInShape } from "./identity/SignIn.ts"
import type { ReportsShape } from "./intake/Reports.ts"
import type { Limits } from "./Limits.ts"
import * as Routes from "./Routes.ts"
import { RequestUnfit } from "./RequestUnfit.ts"

export { type Failure, problemOf, publicProblemOf, type Speech } from "./Answering.ts"
export { type FileFailure, fileProblemOf, shown as shownFile } from "./evidence/EvidenceRoutes.ts"

/**
 * The people who use the pages: who is signed in with a token, and signing out.
 *
 * @category models
 */
export type People = Pick<SignInShape, "me" | "signOut">

/**
 * The site that the pages belong to.
 *
 * @category models
 */
export interface Site {
  /** The service that answers the questions of the pages, and accepts their requests. */
  readonly governance: GovernanceShape
  readonly people: People
  readonly limits: Limits
  readonly cookies: Settings
  /** The service with which people without an account report something. Default: nobody can. */
  readonly reports?: ReportsShape
  /** The network address of the client of a request, for limits. Empty if it is not known. */
  readonly address: (request: HttpServerRequest) => string
  /** The service that keeps files of evidence. Default: files are not kept. */
  readonly files?: EvidenceFilesShape
}

/**
 * One request of somebody who is signed in.
 *
 * @category models
 */
export interface Visit {
  /** The actors that the person can act as: at most one in each district, and at least one. */
  readonly actors: ReadonlyArray<Place>
  /** Completes an answer to the request: with the new token of the session, if it was time for one. */
  readonly complete: (response: HttpServerResponse) => HttpServerResponse
}

/**
 * Fails if another site has started a request that changes something. {@link of} checks it for everybody who is signed in.
 *
 * @category operations
 */
export const fromHere = (request: HttpServerRequest): Effect.Effect<void, RequestUnfit> =>
  isRead(request.method) || isOurs(request)
    ? Effect.void
    : Effect.fail(new RequestUnfit({ kind: "wrong-origin", reasons: [] }))

/**
 * The visit of a request. Fails if nobody is signed in, or if another site has started a request that changes something.
 *
 * @category operations
 */
export const of = (
  request: HttpServerRequest,
  { cookies, people }: Pick<Site, "cookies" | "people">
): Effect.Effect<Visit, NotSignedIn | IdentityUnavailable | RequestUnfit> =>
  Effect.gen(function* () {
    const credentials = credentialsOf(request)
    if (credentials === undefined) return yield* new NotSignedIn()
    if (credentials._tag === "Cookie") yield* fromHere(request)
    // A program that sends a bearer token keeps it, because it would not read the cookie with a new one.
    const { actors, token } = yield* people.me(credentials.token, { rotates: credentials._tag === "Cookie" })
    return {
      actors,
      complete: (response) =>
        token === undefined ? response : withTokens(response, { session: token }, cookies)
    }
  })

/**
 * The largest form of a page, in bytes: without a file, with one, such as a photo of a telephone, and of a person without an
 * account.
 */
const largest = { plain: 256 * 1024, withFiles: 16 * 2 ** 20, public: 32 * 1024 }

const hex = (hash: ArrayBuffer): string =>
  [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("")

/**
 * What a field of a form has instead of a file: the SHA-256 hash of the file in lower-case hex, a space and the name of the
 * file. The file itself is not kept.
 *
 * @category operations
 */
export const fingerprint = (file: File): Effect.Effect<string> =>
  Effect.promise(async () => {
    const hash = await globalThis.crypto.subtle.digest("SHA-256", await file.arrayBuffer())
    return `${hex(hash)} ${file.name}`
  })

/** Reads the fields of a form. For each chosen file, its field has the text that `keep` returns, if it returns one. */
const read = <E, R>(
  request: HttpServerRequest,
  { limits }: Pick<Site, "limits">,
  keep: (file: File, name: string) => Effect.Effect<string | undefined, E, R>
): Effect.Effect<URLSearchParams, RequestUnfit | E, R> =>
  Effect.gen(function* () {
    if (request.headers["content-type"]?.toLowerCase().startsWith("multipart/") !== true) {
      return yield* Body.form(request, limits, largest.plain)
    }
    const fields = new URLSearchParams()
    for (const [name, value] of yield* Body.formWithFiles(request, limits, largest.withFiles)) {
      if (typeof value !== "string" && value.size === 0) continue
      const text = typeof value === "string" ? value : yield* keep(value, name)
      if (text !== undefined) fields.append(name, text)
    }
    return fields
  })

/**
 * The fields of a form that a page has sent. A field without a file, because the person has chosen none, is left out.
 *
 * @param keep returns what a field has instead of its file; default: {@link fingerprint}
 * @category operations
 */
export const form = <E = never, R = never>(
  request: HttpServerRequest,
  site: Pick<Site, "limits">,
  keep: (file: File) => Effect.Effect<string, E, R> = fingerprint
): Effect.Effect<URLSearchParams, RequestUnfit | E, R> => read(request, site, (file) => keep(file))

/**
 * The fields of a form that a person without an account has sent. It has few texts, and no files.
 *
 * @category operations
 */
export const publicForm = (
  request: HttpServerRequest,
  { limits }: Pick<Site, "limits">
): Effect.Effect<URLSearchParams, RequestUnfit> => Body.form(request, limits, largest.public)

/**
 * A file that a page has sent.
 *
 * @category models
 */
export interface Upload {
  readonly name: string
  readonly bytes: Uint8Array
}

/**
 * The fields of a form that a page has sent, and its files with their content, each under the name of its field. A field
 * without a chosen file has no entry.
 *
 * @category operations
 */
export const upload = (
  request: HttpServerRequest,
  site: Pick<Site, "limits">
): Effect.Effect<
  { readonly form: URLSearchParams; readonly files: ReadonlyMap<string, Upload> },
  RequestUnfit
> => {
  const files = new Map<string, Upload>()
  const kept = read(request, site, (file, name) =>
    Effect.promise(async () => {
      files.set(name, { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })
      return undefined
    })
  )
  return Effect.map(kept, (fields) => ({ form: fields, files }))
}

/**
 * The cookie with the language that a reader has chosen. It is used before `Accept-Language`.
 *
 * @category language
 */
export const languageCookie = "liulinhui-language"

/**
 * The words for the reader of a page: in the language that the reader has chosen, or that the browser prefers.
 *
 * @category language
 */
export const wordsFor = (request: HttpServerRequest): Effect.Effect<Texts.Words> =>
  Routes.wordsFor(request, request.cookies[languageCookie] ?? request.headers["accept-language"])
