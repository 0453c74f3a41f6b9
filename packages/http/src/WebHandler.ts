/**
 * The API as one web-standard function from a `Request` to a `Response`, so that it can be mounted in any server. It
 * never rejects: a failure, or a mistake of the library, is answered with a problem document.
 */
import type { Identity } from "@liulinhui/core/Identity"
import type { Ledger } from "@liulinhui/core/Ledger"
import { Governance } from "@liulinhui/service/Governance"
import type { Texts } from "@liulinhui/texts"
import * as Context from "effect/Context"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as HttpEffect from "effect/http/HttpEffect"
import * as HttpRouter from "effect/http/HttpRouter"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import type * as Redacted from "effect/Redacted"
import type * as Scope from "effect/Scope"
import * as Answering from "./Answering.ts"
import * as CalendarRoutes from "./calendar/CalendarRoutes.ts"
import * as EvidenceRoutes from "./evidence/EvidenceRoutes.ts"
import type { UploadsShape } from "./evidence/Uploads.ts"
import { protect } from "./Headers.ts"
import * as Health from "./Health.ts"
import { defaults, type Limits } from "./Limits.ts"
import { methodsAt } from "./Methods.ts"
import type { SignInShape } from "./identity/SignIn.ts"
import { usual } from "./identity/Settings.ts"
import * as SignInForms from "./identity/SignInForms.ts"
import * as TokenForms from "./identity/TokenForms.ts"
import * as SignInRoutes from "./identity/SignInRoutes.ts"
import * as IntakeRoutes from "./intake/IntakeRoutes.ts"
import type { ReportsShape } from "./intake/Reports.ts"
import * as Open311Routes from "./open311/Open311Routes.ts"
import * as Routes from "./Routes.ts"
import { type People, type Site, wordsFor } from "./Visit.ts"

/**
 * The API as a function.
 *
 * @category models
 */
export type WebHandler = (request: Request) => Promise<Response>

/**
 * A web app beside the API.
 *
 * @category models
 */
export interface Pages {
  /** The path of its first page. A person who has signed in is sent there. */
  readonly home: `/${string}`
  readonly routes: (site: Site) => ReadonlyArray<HttpRouter.Route>
}

/**
 * The options of the API.
 *
 * @category models
 */
export interface Options {
  /** The limits of a request. Default: {@link defaults}. */
  readonly limits?: Partial<Limits>
  /**
   * Whether the server that mounts the API is reached over TLS, also if a proxy in front of it ends TLS. Then browsers
   * use nothing else from then on (HSTS). Default: false.
   */
  readonly tls?: boolean
  /** The service with which people sign in. Then the API has routes for it, and a page at `/sign-in`. Default: people sign in elsewhere. */
  readonly signIn?: SignInShape
  /**
   * The people of a development server, who sign in with a token at `/sign-in`: see `DevelopmentTokens.people`. Use it
   * instead of `signIn`.
   */
  readonly people?: People
  /** A web app beside the API. It requires `signIn` or `people`. Default: none. */
  readonly pages?: Pages
  /**
   * The service with which people without an account report something. Then the API has public routes for it, and so may
   * the web app, which are limited by network address. Open311 GeoReport v2 is among them. Default: nobody can write
   * anything without an account.
   */
  readonly reports?: ReportsShape
  /** The API keys of Open311: a new service request must have one of them. Default: no key is required. */
  readonly apiKeys?: ReadonlyArray<Redacted.Redacted>
  /**
   * The service that keeps files of evidence. Then the API has routes for them, and a step that names a file is accepted only if
   * the file was kept for its case. Default: files are kept elsewhere.
   */
  readonly uploads?: UploadsShape
  /**
   * The network address of the client of a request, for the limits on sign-ins and on reports. Use it behind a proxy that states the
   * address in a header. Default: the field `ip` that the server has added to the request, if there is one.
   */
  readonly address?: (request: Request) => string | undefined
}

const addressOf = (source: object): string =>
  "ip" in source && typeof source.ip === "string" ? source.ip : ""

const isUnknownRoute = (error: unknown): boolean =>
  typeof error === "object" &&
  error !== null &&
  "reason" in error &&
  typeof error.reason === "object" &&
  error.reason !== null &&
  "_tag" in error.reason &&
  error.reason._tag === "RouteNotFound"

/** The answer to a request that no route answers: its address is unknown, or has routes for other methods alone. */
const unanswered = (
  method: string,
  methods: ReadonlyArray<string>,
  words: Texts.Words
): HttpServerResponse.HttpServerResponse =>
  methods.length === 0 || methods.includes(method)
    ? Answering.problem("not-found", words)
    : HttpServerResponse.setHeader(
        Answering.problem("method-not-allowed", words),
        "allow",
        methods.join(", ")
      )

/** Answers also what no route answers, and a mistake of the library, which is logged. */
const whole = <E, R>(
  self: Effect.Effect<HttpServerResponse.HttpServerResponse, E, R>,
  allowed: (address: string) => ReadonlyArray<string>,
  isTls: boolean
): Effect.Effect<HttpServerResponse.HttpServerResponse, never, R | HttpServerRequest.HttpServerRequest> =>
  Effect.gen(function* () {
    const request = yield* HttpServerRequest.HttpServerRequest
    const response = yield* self.pipe(
      Effect.catchIf(isUnknownRoute, () =>
        Effect.map(Routes.wordsFor(request), (words) =>
          unanswered(request.method, allowed(request.url), words)
        )
      ),
      Effect.catchCause((cause) =>
        Effect.logError("a request could not be answered", cause).pipe(
          Effect.andThen(Routes.wordsFor(request)),
          Effect.map((words) => Answering.problem("broken", words))
        )
      )
    )
    return protect(response, isTls)
  })

/**
 * Makes the API for the districts of a ledger. If the scope is closed, the streams of changes end.
 *
 * @category constructors
 */
export const make = (
  options: Options = {}
): Effect.Effect<WebHandler, never, Governance | Identity | Ledger | Scope.Scope> =>
  Effect.gen(function* () {
    const stopped = yield* Deferred.make<void>()
    yield* Effect.addFinalizer(() => Deferred.succeed(stopped, undefined))
    const limits = { ...defaults, ...options.limits }
    const router = yield* HttpRouter.make
    const inner = yield* Governance
    const governance = options.uploads?.files.checking(inner) ?? inner
    const services = Context.add(
      yield* Effect.context<Governance | Identity | Ledger>(),
      Governance,
      governance
    )
    const until = Deferred.await(stopped)
    const { address: found = addressOf, apiKeys = [], pages, reports, signIn, tls = false, uploads } = options
    // The source is the request that the handler was called with.
    const address = ({ source }: HttpServerRequest.HttpServerRequest): string =>
      source instanceof Request ? (found(source) ?? "") : ""
    const parts = {
      signIn: signIn !== undefined,
      reports: reports !== undefined,
      evidence: uploads !== undefined
    }
    const ofDistricts = [
      ...Routes.routes({ limits, services, until, parts }),
      ...(reports === undefined
        ? []
        : [
            ...IntakeRoutes.routes({ reports, limits, address, services, words: wordsFor }),
            ...Open311Routes.routes({ reports, limits, address, words: wordsFor, apiKeys, tls })
          ]),
      ...(uploads === undefined ? [] : EvidenceRoutes.routes({ uploads, limits, services, words: wordsFor })),
      ...Health.routes(services)
    ]
    yield* router.addAll(ofDistricts)
    const known: Array<{ readonly method: string; readonly path: string }> = [...ofDistricts]
    const cookies = { tls, session: usual.absolute, device: usual.device }
    const home = pages?.home
    if (signIn !== undefined) {
      const signingIn = { signIn, limits, cookies, address, words: wordsFor }
      const ofSignIn = [
        ...SignInRoutes.routes(signingIn),
        ...SignInForms.routes({ ...signingIn, read: governance.read, home }),
        ...CalendarRoutes.routes({ ...signingIn, read: governance.read })
      ]
      yield* router.addAll(ofSignIn)
      known.push(...ofSignIn)
    } else if (options.people !== undefined) {
      const ofTokens = TokenForms.routes({ people: options.people, limits, cookies, home })
      yield* router.addAll(ofTokens)
      known.push(...ofTokens)
    }
    const people = signIn ?? options.people
    if (pages !== undefined && people !== undefined) {
      const ofPages = pages.routes({
        governance,
        people,
        limits,
        cookies,
        address,
        ...(reports === undefined ? {} : { reports }),
        ...(uploads === undefined ? {} : { files: uploads.files })
      })
      yield* router.addAll(ofPages)
      known.push(...ofPages)
    }
    const answer = whole(router.asHttpEffect(), methodsAt(known), tls)
    const handler = HttpEffect.toWebHandlerWith<
      Governance | Identity | Ledger,
      Scope.Scope | HttpServerRequest.HttpServerRequest
    >(services)(answer)
    return (request) => handler(request)
  })
