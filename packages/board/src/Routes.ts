/**
 * The routes of the board. Each route finds who is signed in, makes the moment of the reader, and answers with a page. A form
 * that was sent becomes a request of the signed-in actor to the same governance service that the API uses. If the request is
 * accepted, the browser is sent on (post, redirect, get).
 */
import type { IdentityUnavailable, NotSignedIn } from "@liulinhui/core/Identity"
import type { DistrictId } from "@liulinhui/core/Id"
import { NoIntake } from "@liulinhui/http/Reports"
import * as Visit from "@liulinhui/http/Visit"
import type { Pages } from "@liulinhui/http/WebHandler"
import type { EvidenceFilesShape } from "@liulinhui/service/EvidenceFiles"
import { Governance, type QuestionRefused, type Submission } from "@liulinhui/service/Governance"
import * as Batch from "@liulinhui/service/Batch"
import type { ReportTexts } from "@liulinhui/service/Intake"
import { Names, Texts } from "@liulinhui/texts"
import * as Effect from "effect/Effect"
import * as Hash from "effect/Hash"
import * as HttpRouter from "effect/http/HttpRouter"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Result from "effect/Result"
import * as FileForms from "./files/FileForms.ts"
import * as Frame from "./Frame.ts"
import * as Moment from "./Moment.ts"
import type * as Screens from "./Screen.ts"
import type { File, Look, OpenPage, Page, Screen, Sent, Tools, Who, Work } from "./Screen.ts"
import * as Speech from "./Speech.ts"
import { stylesheet } from "./Style.ts"

type Response = HttpServerResponse.HttpServerResponse
type Request = HttpServerRequest.HttpServerRequest

// `no-referrer` would make a browser state the origin `null` with a form, which is refused.
const headers = {
  "cache-control": "no-store",
  "content-security-policy":
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; manifest-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  "referrer-policy": "same-origin",
  vary: "Accept-Language, Cookie"
} as const

const year = 31_536_000

/** The name of a language in this language, such as `中文`. */
const nameOf = (tag: string): string => new Intl.DisplayNames([tag], { type: "language" }).of(tag) ?? tag

/** A request of somebody who is signed in, with the district in its address. */
interface Asked {
  readonly request: Request
  readonly visit: Visit.Visit
  readonly visitor: Moment.Visitor
  readonly here: string
}

const html = (text: string, { words }: Speech.Speech, status = 200): Response =>
  HttpServerResponse.text(text, {
    status,
    contentType: "text/html; charset=utf-8",
    headers: { ...headers, "content-language": words.locale }
  })

const goTo = (path: string): Response => HttpServerResponse.redirect(path, { status: 303, headers })

const urlOf = ({ url }: Request): URL => new URL(url, "http://localhost")

/** What routes for people without an account use of the board. */
export interface Open {
  /** The path of the board, such as ``, or `/board`. */
  readonly base: string
  /** The words for the reader of a request. */
  readonly speech: (request: Request) => Effect.Effect<Speech.Speech>
  /** The answer with a page that needs no signing in. */
  readonly answer: (request: Request, page: Page) => Effect.Effect<Response>
}

/** Routes for people without an account. */
export type OpenRoutes = (site: Visit.Site, open: Open) => ReadonlyArray<HttpRouter.Route>

/** The options of the board. */
export interface Options {
  /** The path of the board. Default: the root of the site. */
  readonly path?: `/${string}`
  readonly screens: ReadonlyArray<Screen>
  /** The routes for people without an account. Default: none. */
  readonly openRoutes?: ReadonlyArray<OpenRoutes>
  /** What screens use beside questions and requests. Default: they have no such parts. */
  readonly tools?: Omit<Tools, "governance">
}

/** Makes the board from its screens. */
export const pages = ({ openRoutes = [], path, screens, tools: given }: Options): Pages => {
  const base = path === undefined || path === "/" ? "" : path.replace(/\/+$/u, "")
  const css = `${base}/board.css` as const
  const [first] = screens

  const site = (texts: Texts.Texts): Frame.Site => ({
    base,
    stylesheet: `${css}?${Hash.string(stylesheet)}`,
    languages: Texts.languages(texts).map((language) => [language, nameOf(language)])
  })

  const homeOf = (district: string): string => `${base}/d/${encodeURIComponent(district)}`

  const routes = (of: Visit.Site): ReadonlyArray<HttpRouter.Route> => {
    const tools = given && { ...given, governance: of.governance }

    const spoken = (request: Request) =>
      Effect.gen(function* () {
        const texts = Speech.extend(yield* Texts.Current)
        const { language } = yield* Visit.wordsFor(request)
        return { texts, language, speech: Speech.of(texts, language) }
      })

    /** The page for a failure before the reader is known, or of the service itself. */
    const failed = (request: Request, failure: Visit.Failure) =>
      Effect.map(spoken(request), ({ speech, texts }) => {
        if (failure._tag === "NotSignedIn") return goTo("/sign-in")
        const problem = Visit.problemOf(failure, { words: speech.words, names: Names.none })
        return html(Frame.bare(speech, site(texts), problem), speech, problem.status)
      })

    const answering = <R>(
      handler: (request: Request) => Effect.Effect<Response, Visit.Failure, R | Governance>
    ) =>
      Effect.gen(function* () {
        const request = yield* HttpServerRequest.HttpServerRequest
        return yield* Effect.catch(handler(request), (failure) => failed(request, failure))
      }).pipe(Effect.provideService(Governance, of.governance))

    /** Finds who is signed in, and the actor of the district in the address. */
    const asked = (
      request: Request
    ): Effect.Effect<
      Asked | undefined,
      NotSignedIn | IdentityUnavailable | Visit.Failure,
      HttpRouter.RouteContext
    > =>
      Effect.gen(function* () {
        const { params } = yield* HttpRouter.RouteContext
        const { language, texts } = yield* spoken(request)
        const visit = yield* Visit.of(request, of)
        const place = visit.actors.find(({ district }) => district === params["district"])
        if (place === undefined) return undefined
        const { pathname, searchParams: query } = urlOf(request)
        const home = homeOf(place.district)
        const fresh = yield* Effect.sync(() => globalThis.crypto.randomUUID())
        const [takesRosters, hasLetters] = [tools !== undefined, tools?.letters !== undefined]
        const keepsFiles = of.files !== undefined
        const shownTo = { takesRosters, hasLetters, keepsFiles }
        const visitor = { ...place, texts, language, home, params, query, fresh, ...shownTo }
        return { request, visit, visitor, here: pathname }
      })

    const nameIn = (district: DistrictId, { texts, language }: Moment.Visitor) =>
      Governance.use(({ read }) =>
        read(district, ({ model }) =>
          model === undefined ? district : Speech.of(texts, language, model).words.text(model.name)
        )
      ).pipe(Effect.orElseSucceed(() => district as string))

    /** The boards of the other districts of the reader. */
    const othersOf = ({ visit, visitor }: Asked) =>
      Effect.forEach(
        visit.actors.filter(({ district }) => district !== visitor.district),
        ({ district }) => Effect.map(nameIn(district, visitor), (name) => ({ district, name }))
      )

    /** Reads the district for the reader, and returns what a function makes of the moment. */
    const at = <A>({ visitor }: Asked, use: (moment: Moment.Moment) => A) =>
      Governance.use(({ read }) =>
        read(visitor.district, (state, on, now) => {
          const moment = Moment.of(state, on, now, visitor)
          return moment === undefined ? undefined : use(moment)
        })
      )

    /** The answer with the page that a function makes, or with the reasons why there is no page. */
    const shown = (
      from: Asked,
      make: (moment: Moment.Moment) => Result.Result<Page, QuestionRefused>,
      status?: number
    ) =>
      Effect.gen(function* () {
        const around = {
          site: site(from.visitor.texts),
          screens,
          others: yield* othersOf(from),
          here: from.here
        }
        const answer = yield* at(from, (moment) => {
          const page = Result.match(make(moment), {
            onSuccess: (found): Page => ({ ...found, ...(status === undefined ? {} : { status }) }),
            onFailure: (refused): Page => {
              const problem = Visit.problemOf(refused, moment)
              return { title: problem.title, body: Frame.problem(problem), status: problem.status }
            }
          })
          const answered = html(Frame.page(moment, page, around), moment, page.status)
          return page.reload === undefined
            ? answered
            : HttpServerResponse.setHeader(answered, "refresh", String(page.reload))
        })
        return from.visit.complete(answer ?? goTo("/sign-in"))
      })

    const toHome = goTo(`${base}/`)

    const get = ({ load, show }: Screen) =>
      answering((request) =>
        Effect.gen(function* () {
          const from = yield* asked(request)
          if (from === undefined) return toHome
          return yield* shown(
            from,
            load === undefined || tools === undefined ? show : yield* load(tools, whoOf(from))
          )
        })
      )

    /** Who uses a tool. The address is that of the request, which is checked before a form is accepted. */
    const whoOf = ({
      request: { headers },
      visitor: { actor, district, language, params, texts }
    }: Asked): Who => ({
      actor,
      district,
      language,
      params,
      texts,
      origin: headers["origin"] ?? `${of.cookies.tls ? "https" : "http"}://${headers["host"] ?? "localhost"}`
    })

    const worked = (from: Asked, work: Work) =>
      Effect.gen(function* () {
        if (tools === undefined) return toHome
        const done = yield* work(tools, whoOf(from))
        return "next" in done
          ? from.visit.complete(goTo(from.visitor.home + done.next))
          : yield* shown(from, done.show)
      })

    /** The page after a refusal, with its reasons. A person who is not signed in any more is sent to sign in. */
    const refusing = (from: Asked, failure: Visit.Failure, refused: Look["refused"]) =>
      Effect.gen(function* () {
        const problem = yield* at(from, (moment) => Visit.problemOf(failure, moment))
        if (problem === undefined) return goTo("/sign-in")
        return yield* shown(from, (moment) => refused(moment, problem), problem.status)
      })

    const submitted = (from: Asked, sent: Extract<Sent, { readonly _tag: "Request" }>) =>
      Effect.gen(function* () {
        const { actor, district, home } = from.visitor
        // The cast is safe: the service accepts JSON from outside, and returns all mistakes in it.
        const submission = {
          district,
          by: actor,
          id: sent.id,
          request: sent.request
        } as unknown as Submission
        const result = yield* Effect.result(Governance.use(({ submit }) => submit(submission)))
        if (Result.isSuccess(result)) return from.visit.complete(goTo(home + sent.next))
        return yield* refusing(from, result.failure, sent.refused)
      })

    /** Looks at a report. It is recorded even if the answer does not arrive. */
    const looked = (from: Asked, { id, refused, report, shown: showing }: Look) =>
      Effect.gen(function* () {
        const { actor: by, district } = from.visitor
        // The cast is safe: the service refuses a command without an id.
        const looking = { district, by, report, id: id as Submission["id"] }
        const look: Effect.Effect<ReportTexts, Visit.Failure> =
          of.reports === undefined ? Effect.fail(new NoIntake()) : of.reports.look(looking)
        const result = yield* Effect.result(look)
        if (Result.isSuccess(result)) return yield* shown(from, (moment) => showing(moment, result.success))
        return yield* refusing(from, result.failure, refused)
      })

    const batched = (from: Asked, { cases, done, id, refused, request }: Screens.Batch) =>
      Effect.gen(function* () {
        const { actor: by, district } = from.visitor
        // The casts are safe: the service accepts JSON from outside, and returns all mistakes in it.
        const batch = { by, district, id, cases, request } as unknown as Batch.Batch
        const result = yield* Effect.result(Batch.submit(batch))
        if (Result.isSuccess(result)) {
          return yield* shown(from, (moment) =>
            done(moment, {
              outcomes: result.success.map(({ case: one, outcome }) => ({
                case: one,
                ...(Result.isFailure(outcome) ? { problem: Visit.problemOf(outcome.failure, moment) } : {})
              }))
            })
          )
        }
        return yield* refusing(from, result.failure, refused)
      })

    const post = (send: NonNullable<Screen["send"]>, takesFiles = false) =>
      answering((request) =>
        Effect.gen(function* () {
          const from = yield* asked(request)
          if (from === undefined) return toHome
          const { files, form } = takesFiles
            ? yield* Visit.upload(request, of)
            : {
                form: yield* of.files === undefined
                  ? Visit.form(request, of)
                  : Visit.form(request, of, FileForms.keeping(of.files, from.visitor)),
                files: undefined
              }
          const sent = yield* at(from, (moment) => send(moment, form, files))
          if (sent === undefined) return goTo("/sign-in")
          if (Result.isFailure(sent)) return yield* shown(from, () => Result.fail(sent.failure))
          const { success } = sent
          switch (success._tag) {
            case "Shown":
              return yield* shown(from, () => Result.succeed(success.page))
            case "Look":
              return yield* looked(from, success)
            case "Batch":
              return yield* batched(from, success)
            case "Work":
              return yield* worked(from, success.work)
            case "Request":
              return yield* submitted(from, success)
          }
        })
      )

    /** Shows a file of a case. A file that the reader may not see is answered as one that does not exist. */
    const file = (files: EvidenceFilesShape) =>
      answering((request) =>
        Effect.gen(function* () {
          const from = yield* asked(request)
          if (from === undefined) return toHome
          const form = yield* Visit.form(request, of)
          const result = yield* Effect.result(FileForms.look(files, from.visitor, form))
          if (Result.isSuccess(result)) return from.visit.complete(result.success ?? toHome)
          const problem = yield* at(from, (moment) => FileForms.problemOf(result.failure, moment))
          if (problem === undefined) return goTo("/sign-in")
          const page = { title: problem.title, body: Frame.problem(problem), status: problem.status }
          return yield* shown(from, () => Result.succeed(page))
        })
      )

    const home = answering((request) =>
      Effect.map(Visit.of(request, of), ({ actors: [place], complete }) =>
        complete(goTo(place === undefined ? "/sign-in" : homeOf(place.district) + (first?.path ?? "")))
      )
    )

    const districtHome = answering((request) =>
      Effect.map(asked(request), (from) =>
        from === undefined ? toHome : from.visit.complete(goTo(from.visitor.home + (first?.path ?? "")))
      )
    )

    /** Keeps the language that the reader has chosen, also without signing in, and goes back to the page. */
    const language = answering((request) =>
      Effect.gen(function* () {
        yield* Visit.fromHere(request)
        const form = yield* Visit.publicForm(request, of)
        const { texts } = yield* spoken(request)
        const wanted = form.get("language") ?? ""
        // Only a path of the board is a page to go back to: another site cannot use this address to send people elsewhere.
        const back = form.get("back") ?? ""
        const isPath = [`${base}/d/`, `${base}/report/`].some((begin) => back.startsWith(begin))
        const isHere = isPath && !back.includes("\\") && !back.includes("//")
        const answer = isHere ? goTo(back) : toHome
        return Texts.languages(texts).includes(wanted)
          ? HttpServerResponse.setCookieUnsafe(answer, Visit.languageCookie, wanted, {
              path: "/",
              httpOnly: true,
              secure: of.cookies.tls,
              sameSite: "lax",
              maxAge: year * 1000
            })
          : answer
      })
    )

    const script = ({ isVersioned, path, text, type }: File) =>
      HttpRouter.route(
        "GET",
        `${base}${path}` as `/${string}`,
        Effect.succeed(
          HttpServerResponse.text(text, {
            contentType: `${type}; charset=utf-8`,
            headers: {
              "cache-control": isVersioned ? `public, max-age=${year}, immutable` : "no-cache",
              // For a service worker, which has the policy of its file.
              "content-security-policy": "default-src 'none'; connect-src 'self'"
            }
          })
        )
      )

    const openPage = ({ path, show }: OpenPage) =>
      HttpRouter.route(
        "GET",
        `${base}${path}` as `/${string}`,
        answering((request) =>
          Effect.map(spoken(request), ({ speech, texts }) =>
            html(Frame.open(speech, site(texts), show(speech, base)), speech)
          )
        )
      )

    const open: Open = {
      base,
      speech: (request) => Effect.map(spoken(request), ({ speech }) => speech),
      answer: (request, page) =>
        Effect.map(spoken(request), ({ speech, texts }) => {
          const { pathname, search } = urlOf(request)
          // Another language is another request, which would not show again what was sent with a form.
          const here = request.method === "POST" ? undefined : pathname + search
          return html(Frame.open(speech, site(texts), page, here), speech, page.status)
        })
    }

    const below = (at: `/${string}`): `/${string}` => `${base}/d/:district${at}` as `/${string}`
    return [
      HttpRouter.route("GET", `${base}/` as `/${string}`, home),
      HttpRouter.route("GET", `${base}/d/:district` as `/${string}`, districtHome),
      HttpRouter.route("POST", `${base}/language` as `/${string}`, language),
      HttpRouter.route(
        "GET",
        css as `/${string}`,
        Effect.succeed(
          HttpServerResponse.text(stylesheet, {
            contentType: "text/css; charset=utf-8",
            headers: { "cache-control": `public, max-age=${year}, immutable` }
          })
        )
      ),
      ...openRoutes.flatMap((routesOf) => routesOf(of, open)),
      ...(of.files === undefined
        ? []
        : [HttpRouter.route("POST", below("/cases/:case/files/:file"), file(of.files))]),
      ...screens.flatMap(({ files = [] }) => files.map(script)),
      ...screens.flatMap(({ openPages = [] }) => openPages.map(openPage)),
      ...screens.flatMap((screen) => [
        HttpRouter.route("GET", below(screen.path), get(screen)),
        ...(screen.send === undefined
          ? []
          : [HttpRouter.route("POST", below(screen.path), post(screen.send, screen.takesFiles))])
      ])
    ]
  }

  return { home: `${base}/` as `/${string}`, routes }
}
