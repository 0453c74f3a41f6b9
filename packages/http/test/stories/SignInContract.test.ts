/**
 * The routes of signing in, as the OpenAPI document describes them: requests are generated from it, and each answer must be
 * one that the document describes. A wrong caller learns nothing and changes nothing.
 */
import { describe, expect, it } from "@effect/vitest"
import { SignIn } from "@liulinhui/http/SignIn"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import fc from "fast-check"
import { runs } from "../../../tooling/src/runs.ts"
import type { WebHandler } from "../../src/WebHandler.ts"
import { type Generated, generated, operations as all, undescribed } from "../contract.ts"
import { origin, withHandler } from "../identity/browser.ts"
import { bind, hub, other, secretary, wang } from "../identity/hub.ts"

const operations = all.filter(({ tags }) => tags.includes("signIn"))

/** What a test sends besides the address: the token of a session, and the body as JSON. */
interface Sent {
  readonly token?: Redacted.Redacted | undefined
  readonly body?: string | undefined
}

const requestOf = (
  method: string,
  address: string,
  { body, token }: Sent,
  headers: Readonly<Record<string, string>> = {}
): Request =>
  new Request(`${origin}${address}`, {
    method,
    headers: {
      ...headers,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(token === undefined ? {} : { authorization: `Bearer ${Redacted.value(token)}` })
    },
    ...(body === undefined ? {} : { body })
  })

const sendTo = (handler: WebHandler, method: string, address: string, sent: Sent = {}) =>
  Effect.promise(() => handler(requestOf(method, address, sent)))

/** People who are signed in: in one district with and without authority, and in another district. */
const people = Effect.gen(function* () {
  const [boss, volunteer] = [yield* bind(secretary), yield* bind(wang)]
  const stranger = yield* bind(secretary, other)
  const devices = yield* SignIn.use(({ myDevices }) => myDevices(volunteer.session))
  return { boss, volunteer, stranger, devices: devices.map(({ id }) => id) }
})

describe("the routes of signing in", () => {
  it.effect.each(operations)("answer every generated request as described: $method $path", (operation) =>
    withHandler((handler) =>
      Effect.gen(function* () {
        const { boss, devices, stranger, volunteer } = yield* people
        const { give } = (yield* SignIn).calendars
        const calendar = Redacted.value((yield* give({ district: hub, actor: wang }, "zh")).token)
        const places = {
          district: [hub, hub, hub, other, "nowhere", "-"],
          actor: [wang, secretary, "nobody", "-"],
          device: [...devices, "no-such"],
          calendar: [calendar, `${calendar}.ics`, "no-such"]
        }
        const found = new Set<number>()
        const tokens = [undefined, boss, boss, volunteer, stranger].map((one) => one?.session)
        const requests = generated(operation, places)
        const isAnswered = async (
          { address, body, headers, method }: Generated,
          token: Redacted.Redacted | undefined,
          isForeign: boolean
        ) => {
          const more = isForeign ? { ...headers, origin: "https://evil.example" } : headers
          const response = await handler(requestOf(method, address, { body, token }, more))
          found.add(response.status)
          expect(await undescribed(operation, response)).toEqual([])
        }
        yield* Effect.promise(() =>
          fc.assert(fc.asyncProperty(requests, fc.constantFrom(...tokens), fc.boolean(), isAnswered), {
            numRuns: runs(30, 300)
          })
        )
        // The generated requests seldom include one that another site has started without credentials.
        for (const one of fc.sample(requests, 1))
          yield* Effect.promise(() => isAnswered(one, undefined, true))
        // Otherwise the requests were all alike. A device may always ask whether it is known.
        if (operation.path.startsWith("/v1/session/device/")) expect([...found]).toEqual([200])
        else expect(found.size).toBeGreaterThan(1)
      })
    )
  )

  it.effect("refuse every method that the document does not have, and name those that it has", () =>
    withHandler((handler) =>
      Effect.gen(function* () {
        for (const [path, known] of Map.groupBy(operations, (one) => one.path)) {
          const methods = known.map(({ method }) => method.toUpperCase())
          const address = path.replaceAll(/\{\w+\}/gu, "x")
          for (const method of ["GET", "POST", "PUT", "DELETE"]) {
            const { headers, status } = yield* sendTo(handler, method, address)
            expect([method, path, status === 405]).toEqual([method, path, !methods.includes(method)])
            if (status !== 405) continue
            const allow = [...methods, ...(methods.includes("GET") ? ["HEAD"] : [])].toSorted().join(", ")
            expect([path, headers.get("allow")]).toEqual([path, allow])
          }
        }
      })
    )
  )

  it("require a session, apart from those with which a session begins or ends", () => {
    expect(operations.filter(({ isOpen }) => isOpen).map(({ method, path }) => `${method} ${path}`)).toEqual([
      "post /v1/session",
      "delete /v1/session",
      "post /v1/session/invitation",
      "get /v1/session/device/{district}/{actor}",
      "get /v1/calendars/{calendar}"
    ])
  })

  // An actor may always see and end the own calendars: the tests of their routes have the wrong actors.
  const ofDistricts = operations.filter(
    ({ isOpen, path }) => !isOpen && path.includes("{district}") && !path.includes("/calendars")
  )
  it.effect.each(ofDistricts)(
    "are closed to nobody, to a stranger and to an actor without authority, who learn nothing: $method $path",
    ({ body, method, path }) =>
      withHandler((handler) =>
        Effect.gen(function* () {
          const { devices, stranger, volunteer } = yield* people
          const [device = ""] = devices
          const answerTo = (token: Redacted.Redacted | undefined, district: string, actor: string) =>
            Effect.gen(function* () {
              const address = path
                .replace("{district}", district)
                .replace("{actor}", actor)
                .replace("{device}", actor === wang ? device : "no-such")
              const sent = { token, body: body === undefined ? undefined : JSON.stringify({ actor }) }
              const response = yield* sendTo(handler, method.toUpperCase(), address, sent)
              return [response.status, yield* Effect.promise(() => response.text()), [...response.headers]]
            })
          const shown = SignIn.use(({ devicesOf }) => devicesOf(undefined, { district: hub, actor: wang }))
          const before = yield* shown
          expect(before).toHaveLength(1)

          const [nobody, ...strangers] = [
            yield* answerTo(undefined, hub, wang),
            yield* answerTo(undefined, "nowhere", wang),
            yield* answerTo(stranger.session, hub, wang),
            yield* answerTo(stranger.session, hub, "nobody"),
            yield* answerTo(volunteer.session, other, wang),
            yield* answerTo(volunteer.session, "nowhere", wang)
          ]
          expect(nobody?.[0]).toBe(401)
          for (const one of strangers) expect(one).toEqual(nobody)
          const [known, ...unknown] = [
            yield* answerTo(volunteer.session, hub, wang),
            yield* answerTo(volunteer.session, hub, secretary),
            yield* answerTo(volunteer.session, hub, "nobody"),
            // An id in a body is checked first, as the whole body is.
            ...(body === undefined ? [yield* answerTo(volunteer.session, hub, "-")] : [])
          ]
          expect(known?.[0]).toBe(403)
          for (const one of unknown) expect(one).toEqual(known)
          expect(yield* shown).toEqual(before)
        })
      )
  )
})
