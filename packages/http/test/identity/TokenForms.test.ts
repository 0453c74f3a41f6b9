import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as DevelopmentTokens from "../../src/DevelopmentTokens.ts"
import { handlerOf, origin, services, tokens } from "../served.ts"

/** Runs a test with the page of a development server. */
const served = <A>(test: (send: (request: Request) => Effect.Effect<Response>) => Effect.Effect<A>) =>
  Effect.gen(function* () {
    const people = yield* DevelopmentTokens.people(tokens)
    const handler = yield* handlerOf({ people, pages: { home: "/board", routes: () => [] } })
    return yield* test((request) => Effect.promise(() => handler(request)))
  }).pipe(Effect.scoped, Effect.provide(services))

const enter = (token: string, from = origin): Request =>
  new Request(`${origin}/sign-in`, {
    method: "POST",
    headers: { host: new URL(origin).host, origin: from, "accept-language": "en" },
    body: new URLSearchParams({ invitation: token })
  })

describe("the page for a token of development", () => {
  it.effect("signs its actor in with the token, or with the link that has it, and goes to the web app", () =>
    served((send) =>
      Effect.gen(function* () {
        for (const text of ["token-committee", `${origin}/sign-in#token-committee`]) {
          const response = yield* send(enter(text))
          expect([response.status, response.headers.get("location")]).toEqual([303, "/board"])
          const [cookie = ""] = response.headers.getSetCookie()
          expect(cookie).toMatch(/^liulinhui=token-committee;.*HttpOnly.*SameSite=Lax/u)
        }
      })
    )
  )

  it.effect(
    "signs nobody in with an unknown token, or with that of an actor without a mandate in force",
    () =>
      served((send) =>
        Effect.gen(function* () {
          for (const token of ["", "unknown", "token-former"]) {
            const response = yield* send(enter(token))
            expect([response.status, response.headers.getSetCookie()]).toEqual([403, []])
            expect(yield* Effect.promise(() => response.text())).toContain("The token is unknown")
          }
        })
      )
  )

  it.effect("refuses a form of another site, and signs out", () =>
    served((send) =>
      Effect.gen(function* () {
        const elsewhere = yield* send(enter("token-committee", "https://evil.example"))
        expect([elsewhere.status, elsewhere.headers.getSetCookie()]).toEqual([403, []])
        const out = yield* send(
          new Request(`${origin}/sign-in/out`, {
            method: "POST",
            headers: { host: new URL(origin).host, origin, cookie: "liulinhui=token-committee" }
          })
        )
        expect([out.status, out.headers.get("location")]).toEqual([303, "/sign-in"])
        expect(out.headers.getSetCookie()[0]).toMatch(/^liulinhui=;.*Max-Age=0/u)
      })
    )
  )
})
