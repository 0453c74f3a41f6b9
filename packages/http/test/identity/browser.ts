/** A small browser for tests of signing in: it keeps cookies, sends forms, and states its origin. */
import { SignIn } from "@liulinhui/http/SignIn"
import * as Memory from "@liulinhui/storage-memory"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { make, type WebHandler } from "../../src/WebHandler.ts"
import { one, opened } from "./hub.ts"

export const origin = "https://hub.example"

/** What the browser has received: the answer, and its text. */
interface Received {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

export interface Browser {
  readonly open: (path: string, headers?: Readonly<Record<string, string>>) => Effect.Effect<Received>
  readonly send: (
    path: string,
    fields: Readonly<Record<string, string>>,
    headers?: Readonly<Record<string, string>>
  ) => Effect.Effect<Received>
}

/** Runs a test with the API of one service over TLS, in which people sign in. A header states the address of a client. */
export const withHandler = <A, E>(test: (handler: WebHandler) => Effect.Effect<A, E, SignIn>) =>
  Effect.gen(function* () {
    yield* opened
    const signIn = yield* SignIn
    const address = (request: Request) => request.headers.get("x-address") ?? undefined
    return yield* test(yield* make({ tls: true, signIn, address }))
  }).pipe(Effect.scoped, Effect.provide(Layer.merge(one(), Memory.layer)))

/** Opens browsers at one service. Each browser has its own cookies. */
export const browsing = <A, E>(test: (browser: () => Browser) => Effect.Effect<A, E, SignIn>) =>
  withHandler((handler) =>
    test(() => {
      const cookies = new Map<string, string>()
      const receive = (path: string, init: RequestInit): Effect.Effect<Received> =>
        Effect.promise(async () => {
          const cookie = [...cookies].map((pair) => pair.join("=")).join("; ")
          const response = await handler(
            new Request(`${origin}${path}`, {
              ...init,
              headers: { host: "hub.example", cookie, ...init.headers }
            })
          )
          for (const set of response.headers.getSetCookie()) {
            const [, name = "", value = ""] = /^([^=]+)=([^;]*)/u.exec(set) ?? []
            if (value === "") cookies.delete(name)
            else cookies.set(name, value)
          }
          return { status: response.status, headers: response.headers, text: await response.text() }
        })
      return {
        open: (path, headers = {}) => receive(path, { headers }),
        send: (path, fields, headers = {}) =>
          receive(path, {
            method: "POST",
            headers: { origin, "content-type": "application/x-www-form-urlencoded", ...headers },
            body: new URLSearchParams(fields).toString()
          })
      }
    })
  )
