import { describe, expect, it } from "@effect/vitest"
import { ActorId } from "@liulinhui/core/Id"
import { SignIn } from "@liulinhui/http/SignIn"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as TestClock from "effect/testing/TestClock"
import ICAL from "ical.js"
import type { WebHandler } from "../../src/WebHandler.ts"
import { origin, withHandler } from "../identity/browser.ts"
import { bind, hub, nine, other, secretary, wang } from "../identity/hub.ts"

type Token = Redacted.Redacted | undefined

/** Sends requests with the token of a session, or without one. */
const sender =
  (handler: WebHandler) =>
  (method: string, path: string, token?: Token, headers = {}) =>
    Effect.promise(async () => {
      const response = await handler(
        new Request(`${origin}${path}`, {
          method,
          headers: {
            ...headers,
            ...(token === undefined ? {} : { authorization: `Bearer ${Redacted.value(token)}` })
          }
        })
      )
      return { status: response.status, headers: response.headers, text: await response.text() }
    })
type Send = ReturnType<typeof sender>

const give = (send: Send, token: Token, district = hub) =>
  Effect.map(send("POST", `/v1/districts/${district}/calendars`, token), ({ text }) => {
    const { id, path } = JSON.parse(text) as { readonly id: string; readonly path: string }
    return { id, path }
  })
const of = (actor: string) => `/v1/districts/${hub}/actors/${actor}/calendars`
const idsOf = (send: Send, actor: string, token: Token) =>
  Effect.map(send("GET", of(actor), token), ({ text }) =>
    (JSON.parse(text) as { readonly calendars: ReadonlyArray<{ readonly id: string }> }).calendars.map(
      ({ id }) => id
    )
  )

describe("the address of a calendar", () => {
  it.effect("shows the calendar of its actor without a session, in the language in which it was made", () =>
    withHandler((handler) =>
      Effect.gen(function* () {
        const send = sender(handler)
        const { session } = yield* bind(wang)
        const { path } = yield* give(send, session)
        expect(path).toMatch(/^\/v1\/calendars\/[\w-]{43}\.ics$/u)
        const got = yield* send("GET", path, undefined, { "accept-language": "en" })
        expect([got.status, got.headers.get("content-type"), got.headers.get("content-language")]).toEqual([
          200,
          "text/calendar; charset=utf-8",
          "zh-CN"
        ])
        const root = new ICAL.Component(ICAL.parse(got.text))
        expect(root.getFirstPropertyValue("x-wr-calname")).toBe("小区")
        const etag = got.headers.get("etag") ?? ""
        const again = yield* send("GET", path, undefined, { "if-none-match": etag })
        expect([again.status, again.text]).toEqual([304, ""])
      })
    )
  )

  it.effect("is ended by its owner and by the secretary, and by nobody else, who learns nothing", () =>
    withHandler((handler) =>
      Effect.gen(function* () {
        const send = sender(handler)
        const [own, boss] = [(yield* bind(wang)).session, (yield* bind(secretary)).session]
        const li = (yield* bind(ActorId.make("li"))).session
        const stranger = (yield* bind(secretary, other)).session
        const [first, second, third] = [
          yield* give(send, own),
          yield* give(send, own),
          yield* give(send, own)
        ]
        const nobody = yield* send("GET", "/v1/calendars/no-such.ics")
        expect(nobody.status).toBe(404)
        for (const token of [undefined, stranger, li]) {
          const status = token === li ? 403 : 401
          expect((yield* send("GET", of(wang), token)).status).toBe(status)
          expect((yield* send("DELETE", of(wang), token)).status).toBe(status)
          expect((yield* send("DELETE", `${of(wang)}/${first.id}`, token)).status).toBe(status)
          // The answer is the same for an actor who does not exist.
          expect((yield* send("GET", of("nobody"), token)).text).toBe(
            (yield* send("GET", of(wang), token)).text
          )
        }
        expect((yield* send("POST", `/v1/districts/${hub}/calendars`)).status).toBe(401)
        expect((yield* idsOf(send, wang, own)).toSorted()).toEqual([first.id, second.id, third.id].toSorted())

        const ended = ({ path }: { readonly path: string }) =>
          Effect.map(send("GET", path), ({ headers, status, text }) => {
            expect([status, text, [...headers]]).toEqual([404, nobody.text, [...nobody.headers]])
          })
        expect((yield* send("DELETE", `${of(wang)}/${first.id}`, own)).status).toBe(204)
        yield* ended(first)
        expect((yield* send("GET", second.path)).status).toBe(200)
        expect((yield* send("DELETE", `${of(wang)}/${second.id}`, boss)).status).toBe(204)
        yield* ended(second)
        expect((yield* send("DELETE", of(wang), boss)).status).toBe(204)
        yield* ended(third)
        expect(yield* idsOf(send, wang, boss)).toEqual([])
        const events = (yield* SignIn.use(({ audit }) => audit(hub))).map(({ event }) => event)
        // Entries of the same instant have no order.
        expect(events.filter((event) => event.startsWith("Calendar")).toSorted()).toEqual([
          ...Array.from({ length: 3 }, () => "CalendarEnded"),
          ...Array.from({ length: 3 }, () => "CalendarGiven")
        ])
      })
    )
  )

  it.effect("ends with the access of its actor on all devices, and not with one device", () =>
    withHandler((handler) =>
      Effect.gen(function* () {
        const send = sender(handler)
        const place = { district: hub, actor: wang }
        const { path } = yield* give(send, (yield* bind(wang)).session)
        const { devicesOf, revoke } = yield* SignIn
        const [device] = yield* devicesOf(undefined, place)
        yield* revoke(undefined, place, device?.id ?? "")
        expect((yield* send("GET", path)).status).toBe(200)
        yield* revoke(undefined, place)
        expect((yield* send("GET", path)).status).toBe(404)
      })
    )
  )

  it.effect("ends on the day after the last day of the mandate", () =>
    withHandler((handler) =>
      Effect.gen(function* () {
        const send = sender(handler)
        const { path } = yield* give(send, (yield* bind(ActorId.make("short"))).session)
        yield* TestClock.setTime(nine(9))
        expect((yield* send("GET", path)).status).toBe(200)
        yield* TestClock.setTime(nine(10))
        expect((yield* send("GET", path)).status).toBe(404)
      })
    )
  )

  it.effect("is one of at most ten: a further one ends the one that was used longest ago", () =>
    withHandler((handler) =>
      Effect.gen(function* () {
        const send = sender(handler)
        const { session } = yield* bind(wang)
        const first = yield* give(send, session)
        yield* TestClock.adjust("1 hour")
        const second = yield* give(send, session)
        for (let n = 2; n < 10; n++) yield* give(send, session)
        expect((yield* send("GET", first.path)).status).toBe(200)
        yield* give(send, session)
        expect((yield* send("GET", first.path)).status).toBe(404)
        expect((yield* send("GET", second.path)).status).toBe(200)
      })
    )
  )

  it.effect("is not in the store in clear", () =>
    withHandler((handler) =>
      Effect.gen(function* () {
        const send = sender(handler)
        const { session } = yield* bind(wang)
        const { path } = yield* give(send, session)
        const token = path.slice("/v1/calendars/".length, -".ics".length)
        const { text } = yield* send("GET", of(wang), session)
        expect(text).not.toContain(token)
        expect(JSON.stringify(yield* SignIn.use(({ audit }) => audit(hub)))).not.toContain(token)
      })
    )
  )
})
