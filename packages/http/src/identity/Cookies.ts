/**
 * The cookies of signing in: one for a session, and one for a device. Scripts cannot read them, and over HTTPS a browser
 * accepts them only from this server (`__Host-`).
 */
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import type { HttpServerRequest } from "effect/http/HttpServerRequest"
import * as Redacted from "effect/Redacted"
import { plainCookie, secureCookie } from "../Access.ts"
import type { Entered } from "./SignIn.ts"

type Response = HttpServerResponse.HttpServerResponse

/** Whether the cookies are sent only over HTTPS, and how long a browser keeps them, in milliseconds. */
export interface Settings {
  readonly tls: boolean
  readonly session: number
  readonly device: number
}

const ofDevice = (isTls: boolean): string => (isTls ? `${secureCookie}-device` : `${plainCookie}-device`)
const ofSession = (isTls: boolean): string => (isTls ? secureCookie : plainCookie)

const session = (response: Response, value: string, maxAge: number, { tls }: Settings): Response =>
  HttpServerResponse.setCookieUnsafe(response, ofSession(tls), value, {
    path: "/",
    httpOnly: true,
    secure: tls,
    sameSite: "lax",
    maxAge
  })

/** Makes the browser keep the tokens of a person who has signed in. */
export const withTokens = (response: Response, tokens: Entered, settings: Settings): Response => {
  const signedIn = session(response, Redacted.value(tokens.session), settings.session, settings)
  return tokens.device === undefined
    ? signedIn
    : HttpServerResponse.setCookieUnsafe(signedIn, ofDevice(settings.tls), Redacted.value(tokens.device), {
        path: "/",
        httpOnly: true,
        secure: settings.tls,
        sameSite: "strict",
        maxAge: settings.device
      })
}

/** Makes the browser delete the token of the session. */
export const withoutSession = (response: Response, settings: Settings): Response =>
  session(response, "", 0, settings)

/** The token of the device that has sent a request. It is empty if the request has no such cookie. */
export const deviceOf = (
  { cookies }: Pick<HttpServerRequest, "cookies">,
  { tls }: Settings
): Redacted.Redacted => Redacted.make(cookies[ofDevice(tls)] ?? "")
