/**
 * The routes of the page on which people sign in: they read its forms, and answer with a page in the language of the reader.
 * The links of invitations lead to it.
 */
import { nameOf } from "@liulinhui/core/District"
import type { IdentityUnavailable } from "@liulinhui/core/Identity"
import type { GovernanceShape } from "@liulinhui/service/Governance"
import type { Texts } from "@liulinhui/texts"
import * as Effect from "effect/Effect"
import * as HttpRouter from "effect/http/HttpRouter"
import type * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Redacted from "effect/Redacted"
import { credentialsOf } from "../Access.ts"
import { statusOf } from "../Answering.ts"
import * as Body from "../Body.ts"
import * as Handling from "../Handling.ts"
import type { RequestUnfit } from "../RequestUnfit.ts"
import * as Cookies from "./Cookies.ts"
import { flawOf } from "./Pin.ts"
import type { Entered, Place } from "./SignIn.ts"
import type { PinTooSimple, SignInRefused, TooManyAttempts } from "./SignInError.ts"
import * as Page from "./SignInPage.ts"
import type { Options as RouteOptions } from "./SignInRoutes.ts"

type Response = HttpServerResponse.HttpServerResponse
type Request = HttpServerRequest.HttpServerRequest

/** What the page needs besides what the routes need. */
export interface Options extends RouteOptions {
  readonly read: GovernanceShape["read"]
  /** The path to which a person is sent after signing in. Default: the page itself. */
  readonly home: string | undefined
}

type Failure = IdentityUnavailable | PinTooSimple | RequestUnfit | SignInRefused | TooManyAttempts

/** What a person has entered. */
interface Sent {
  readonly form: Page.Form
  readonly invitation: string
  readonly name: string
  readonly pin: string
  readonly again: string
}

// `no-referrer` would make a browser state the origin `null` with a form, which is refused.
const headers = {
  "cache-control": "no-store",
  "content-security-policy":
    "default-src 'none'; style-src 'self'; script-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  "referrer-policy": "same-origin",
  vary: "Accept-Language, Cookie"
} as const

/** A page of signing in as an answer. */
export const page = (html: string, words: Texts.Words, status = 200): Response =>
  HttpServerResponse.text(html, {
    status,
    contentType: "text/html; charset=utf-8",
    headers: { ...headers, "content-language": words.locale }
  })

const file = (path: `/${string}`, text: string, contentType: string) =>
  HttpRouter.route(
    "GET",
    path,
    Effect.succeed(
      HttpServerResponse.text(text, { contentType, headers: { "cache-control": "public, max-age=3600" } })
    )
  )

/** The files that the pages load. */
export const files = [
  file("/sign-in.css", Page.stylesheet, "text/css; charset=utf-8"),
  file("/sign-in.js", Page.script, "text/javascript; charset=utf-8")
]

/** An answer that sends the person to a page. */
export const toPage = (path = "/sign-in"): Response =>
  HttpServerResponse.redirect(path, { status: 303, headers })

const hasDevice = (request: Request, cookies: Cookies.Settings): boolean =>
  Redacted.value(Cookies.deviceOf(request, cookies)) !== ""

/** The form that a request names. Default: the form that suits the device. */
const formOf = (request: Request, wanted: string | null, cookies: Cookies.Settings): Page.Form => {
  const isKnown = hasDevice(request, cookies)
  if (wanted === "new" || wanted === "pin") return wanted
  if (wanted === "invitation") return isKnown ? "add" : "new"
  return isKnown ? "pin" : "new"
}

/** The token in a link that a person has pasted, or the text itself. */
const tokenIn = (link: string): string => link.trim().replace(/^.*#/su, "")

const sentIn = (fields: URLSearchParams): Sent => {
  const form = fields.get("form")
  const field = (name: string): string => (fields.get(name) ?? "").trim()
  return {
    form: form === "new" || form === "add" ? form : "pin",
    invitation: tokenIn(field("invitation")),
    name: field("name"),
    // A Chinese keyboard may enter digits in full width.
    pin: field("pin").normalize("NFKC"),
    again: field("again").normalize("NFKC")
  }
}

/** Every reason why the fields cannot be used, before anything is tried. */
const mistakesIn = ({ again, form, invitation, name, pin }: Sent, { say }: Texts.Words) => {
  const flaw = form === "new" ? flawOf(pin) : undefined
  return [
    ...(form !== "pin" && invitation === "" ? [say("signIn.invitationMissing")] : []),
    ...(form === "new" && name === "" ? [say("signIn.nameMissing")] : []),
    ...(form === "new" && [...name].length > 60 ? [say("signIn.nameTooLong")] : []),
    ...(form !== "new" && pin === "" ? [say("signIn.pinMissing")] : []),
    ...(flaw === undefined ? [] : [say(`signIn.flaw.${flaw}`)]),
    ...(form === "new" && pin !== again ? [say("signIn.pinsDiffer")] : [])
  ]
}

/** The reasons of a failure in words. A refusal does not say which of its reasons it has. */
const reasonsOf = (failure: Failure, form: Page.Form, { say }: Texts.Words): ReadonlyArray<string> => {
  switch (failure._tag) {
    case "SignInRefused":
      return [
        ...(form === "pin" ? [] : [say("signIn.maybeInvitation")]),
        ...(form === "new" ? [] : [say("signIn.maybePin"), say("signIn.maybeDevice")]),
        say("signIn.askSecretary")
      ]
    case "TooManyAttempts":
      return [say("signIn.wait", { minutes: Math.ceil(failure.retryAfter / 60) })]
    case "PinTooSimple":
      return [say(`signIn.flaw.${failure.reason}`)]
    case "IdentityUnavailable":
      return [say("http.unavailable")]
    case "RequestUnfit":
      return [say(failure.kind === "wrong-origin" ? "http.wrongOrigin" : "http.malformed")]
  }
}

/** The routes of the page. */
export const routes = (options: Options) => {
  const { address, cookies, home, limits, read, signIn } = options

  const nameIn = (words: Texts.Words, { actor, district }: Place): Effect.Effect<string> =>
    read(district, (state) =>
      words.say("signIn.as", {
        name: nameOf(state, actor) ?? actor,
        district: state.model === undefined ? district : words.text(state.model.name)
      })
    ).pipe(Effect.catch(() => Effect.succeed(words.say("signIn.as", { name: actor, district }))))

  /** The person who is signed in, with names. `undefined` if nobody is. */
  const personOf = (request: Request, words: Texts.Words) =>
    Effect.gen(function* () {
      const credentials = credentialsOf(request)
      if (credentials === undefined) return undefined
      const { actors, device } = yield* signIn.me(credentials.token, { rotates: false })
      const names = yield* Effect.forEach(actors, (place) => nameIn(words, place))
      return { device: device.name, actors: names }
    }).pipe(Effect.catchTag("NotSignedIn", () => Effect.succeed(undefined)))

  const shown = ({ request, words }: Handling.Asked) =>
    Effect.gen(function* () {
      const wanted = new URL(request.url, "http://localhost").searchParams.get("with")
      const person = wanted === null ? yield* personOf(request, words) : undefined
      return page(
        person === undefined
          ? Page.signIn(formOf(request, wanted, cookies), words)
          : Page.signedIn({ ...person, home }, words),
        words
      )
    })

  const enter = (
    request: Request,
    { form, invitation, name, pin }: Sent
  ): Effect.Effect<Entered, IdentityUnavailable | PinTooSimple | SignInRefused | TooManyAttempts> => {
    const from = { address: address(request), earlier: credentialsOf(request)?.token }
    const device = Cookies.deviceOf(request, cookies)
    if (form === "pin") return signIn.withPin({ device, pin: Redacted.make(pin) }, from)
    return signIn.withInvitation(
      {
        invitation: Redacted.make(invitation),
        pin: Redacted.make(pin),
        name,
        device: form === "add" ? device : undefined
      },
      from
    )
  }

  const submitted = ({ request, words }: Handling.Asked) =>
    Effect.gen(function* () {
      const sent = sentIn(yield* Body.form(request, limits))
      const { form, invitation, name } = sent
      const again = (failures: ReadonlyArray<string>, status: number) =>
        page(Page.signIn(form, words, { failures, invitation, name }), words, status)
      const mistakes = mistakesIn(sent, words)
      if (mistakes.length > 0) return again(mistakes, 422)
      return yield* enter(request, sent).pipe(
        Effect.map((tokens) => Cookies.withTokens(toPage(home), tokens, cookies)),
        Effect.catch((failure) => {
          const answer = again(reasonsOf(failure, form, words), statusOf(failure))
          return Effect.succeed(
            failure._tag === "TooManyAttempts"
              ? HttpServerResponse.setHeader(answer, "retry-after", String(failure.retryAfter))
              : answer
          )
        })
      )
    })

  const signOut = ({ request }: Handling.Asked) =>
    Effect.gen(function* () {
      const credentials = credentialsOf(request)
      if (credentials !== undefined) yield* signIn.signOut(credentials.token)
      return Cookies.withoutSession(toPage(), cookies)
    })

  const to = Handling.make<Failure>({
    words: options.words,
    failed: (failure, { request, words }) => {
      const form = formOf(request, null, cookies)
      const failures = reasonsOf(failure, form, words)
      return page(Page.signIn(form, words, { failures }), words, statusOf(failure))
    },
    foreign: "refused"
  })

  return [
    to("GET", "/sign-in", shown),
    to("POST", "/sign-in", submitted),
    to("POST", "/sign-in/out", signOut),
    ...files
  ]
}
