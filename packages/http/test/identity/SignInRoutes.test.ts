import { describe, expect, it } from "@effect/vitest"
import { SignIn } from "@liulinhui/http/SignIn"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { origin, withHandler } from "./browser.ts"
import { hub, secretary, wang } from "./hub.ts"

interface Sent {
  readonly method?: string
  readonly body?: unknown
  readonly cookie?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** The cookies of an answer as a browser sends them back, and as the server has set them. */
const cookiesOf = (response: Response) => {
  const set = response.headers.getSetCookie()
  return { set, sent: set.map((cookie) => cookie.split(";")[0]).join("; ") }
}

const served = <A, E>(
  test: (send: (path: string, sent?: Sent) => Effect.Effect<Response>) => Effect.Effect<A, E, SignIn>
) =>
  withHandler((handler) =>
    test((path, { body, cookie, headers, method } = {}) =>
      Effect.promise(() =>
        handler(
          new Request(`${origin}${path}`, {
            method: method ?? (body === undefined ? "GET" : "POST"),
            headers: {
              host: "hub.example",
              "accept-language": "en",
              ...(body === undefined ? {} : { "content-type": "application/json" }),
              ...(cookie === undefined ? {} : { cookie }),
              ...headers
            },
            ...(body === undefined ? {} : { body: JSON.stringify(body) })
          })
        )
      )
    )
  )

const json = (response: Response) => Effect.promise(() => response.json())
const pin = "831047"

describe("signing in over HTTP", () => {
  it.effect("sets cookies that scripts and other sites cannot use, and no token in the body", () =>
    served((send) =>
      Effect.gen(function* () {
        const issued = yield* SignIn.use(({ invite }) =>
          invite(undefined, { district: hub, actor: secretary })
        )
        expect(issued.actor).toBe(secretary)
        const none = yield* send("/v1/session")
        expect(none.status).toBe(401)
        const invitation = Redacted.value(issued.token)
        const bound = yield* send("/v1/session/invitation", {
          body: { invitation, pin, name: "phone" },
          headers: { origin }
        })
        expect(bound.status).toBe(201)
        const { sent, set } = cookiesOf(bound)
        expect(set.map((cookie) => cookie.replace(/=[\w-]{43};/u, "=…;"))).toEqual([
          "__Host-liulinhui=…; Max-Age=604800; Path=/; HttpOnly; Secure; SameSite=Lax",
          "__Host-liulinhui-device=…; Max-Age=15552000; Path=/; HttpOnly; Secure; SameSite=Strict"
        ])
        const body = yield* json(bound)
        expect(body).toMatchObject({ actors: [{ district: hub, actor: secretary }] })
        for (const cookie of sent.split("; ")) {
          expect(JSON.stringify(body)).not.toContain(cookie.split("=")[1])
        }

        // An invitation that was used, one that never was, and a wrong PIN have the same answer.
        const refusals = yield* Effect.forEach(
          [
            ["/v1/session/invitation", { invitation, pin, name: "a" }],
            ["/v1/session/invitation", { invitation: "x".repeat(43), pin, name: "a" }],
            ["/v1/session", { pin: "000001" }]
          ] as const,
          ([path, entered]) => send(path, { body: entered, cookie: sent, headers: { origin } })
        )
        const answers = yield* Effect.forEach(refusals, json)
        expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
        expect(answers[0]).toMatchObject({ type: "urn:liulinhui:problem:sign-in-refused", status: 403 })

        const again = yield* send("/v1/session", { body: { pin }, cookie: sent, headers: { origin } })
        expect(again.status).toBe(201)
        const cookie = `${cookiesOf(again).sent}; ${sent.split("; ")[1]}`
        expect((yield* send("/v1/session", { cookie: sent })).status).toBe(401)
        expect((yield* send("/v1/session", { cookie })).status).toBe(200)

        const invited = yield* send(`/v1/districts/${hub}/invitations`, {
          body: { actor: wang },
          cookie,
          headers: { origin }
        })
        expect([invited.status, yield* json(invited)]).toMatchObject([201, { actor: wang, district: hub }])
        const devices = yield* json(yield* send("/v1/session/devices", { cookie }))
        expect(devices).toMatchObject({ devices: [{ name: "phone", isThis: true }] })
        const out = yield* send("/v1/session", { method: "DELETE", cookie, headers: { origin } })
        expect(out.status).toBe(204)
        expect(cookiesOf(out).set[0]).toMatch(/^__Host-liulinhui=; Max-Age=0; /u)
        expect((yield* send("/v1/session", { cookie })).status).toBe(401)
      })
    )
  )

  it.effect(
    "says to a device, and only to it, whether it may still sign in as an actor, also without a session",
    () =>
      served((send) =>
        Effect.gen(function* () {
          const { invite, revoke } = yield* SignIn
          const { token } = yield* invite(undefined, { district: hub, actor: wang })
          const bound = yield* send("/v1/session/invitation", {
            body: { invitation: Redacted.value(token), pin, name: "phone" },
            headers: { origin }
          })
          const [, device = ""] = cookiesOf(bound).sent.split("; ")
          const asked = (actor: string, cookie = device) =>
            Effect.flatMap(send(`/v1/session/device/${hub}/${actor}`, { cookie }), json)
          expect(yield* asked("wang")).toEqual({ known: true })
          expect(yield* asked("secretary")).toEqual({ known: false })
          expect(yield* asked("%20")).toEqual({ known: false })
          expect(yield* asked("wang", "")).toEqual({ known: false })
          yield* revoke(undefined, { district: hub, actor: wang })
          expect(yield* asked("wang")).toEqual({ known: false })
        })
      )
  )

  it.effect("refuses a change that another site has started", () =>
    served((send) =>
      Effect.gen(function* () {
        const foreign: ReadonlyArray<Readonly<Record<string, string>>> = [
          { origin: "https://evil.example" },
          { origin: "null" },
          { "sec-fetch-site": "cross-site" },
          { "sec-fetch-site": "same-site" }
        ]
        for (const headers of foreign) {
          const response = yield* send("/v1/session", { body: { pin }, headers })
          expect([headers, response.status]).toEqual([headers, 403])
          expect(yield* json(response)).toMatchObject({ type: "urn:liulinhui:problem:wrong-origin" })
        }
      })
    )
  )

  it.effect("answers the same to a caller who may not, for actors that exist and that do not", () =>
    served((send) =>
      Effect.gen(function* () {
        const paths = [`/v1/districts/${hub}/actors/wang/devices`, "/v1/districts/x/actors/y/devices"]
        const answers = yield* Effect.forEach(paths, (path) => Effect.flatMap(send(path), json))
        expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
        const bodies = [{ pin: 1 }, {}, { pin: "" }, { pin: "1".repeat(201) }]
        for (const body of bodies) expect((yield* send("/v1/session", { body })).status).toBe(400)
      })
    )
  )

  it.effect("says how long an address must wait", () =>
    served((send) =>
      Effect.gen(function* () {
        const guess = send("/v1/session", { body: { pin }, headers: { "x-address": "192.0.2.7" } })
        for (let n = 0; n < 20; n++) expect((yield* guess).status).toBe(403)
        const late = yield* guess
        expect([late.status, late.headers.get("retry-after")]).toEqual([429, "900"])
        const other = yield* send("/v1/session", { body: { pin }, headers: { "x-address": "192.0.2.8" } })
        expect(other.status).toBe(403)
      })
    )
  )
})
