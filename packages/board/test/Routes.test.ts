import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import fc from "fast-check"
import { district, linksOf, origin, visited } from "./served.ts"

const home = `/d/${district}`

describe("the routes of the board", () => {
  it.effect("send a person who is not signed in to the page for it", () =>
    visited((visit) =>
      Effect.gen(function* () {
        for (const as of [undefined, "nobody-known", "former"]) {
          const page = yield* visit(`${home}/today`, as === undefined ? {} : { as })
          expect([page.status, page.location]).toEqual([303, "/sign-in"])
        }
      })
    )
  )

  it.effect("begin with the first screen of the reader's district", () =>
    visited((visit) =>
      Effect.gen(function* () {
        expect((yield* visit("/", { as: "committee" })).location).toBe(`${home}/today`)
        expect((yield* visit(home, { as: "committee" })).location).toBe(`${home}/today`)
        expect((yield* visit(`${home}/today`, { as: "committee" })).status).toBe(200)
      })
    )
  )

  it.effect("answer for a district of others as for one that does not exist", () =>
    visited((visit) =>
      Effect.gen(function* () {
        const page = yield* visit("/d/elsewhere/today", { as: "committee" })
        expect([page.status, page.location]).toEqual([303, "/"])
      })
    )
  )

  it.effect("are served below the path that the site chooses", () =>
    visited(
      (visit) =>
        Effect.gen(function* () {
          expect((yield* visit("/", { as: "committee" })).status).toBe(404)
          const page = yield* visit(`/board${home}/today`, { as: "committee" })
          expect(page.status).toBe(200)
          const links = linksOf(page).filter((link) => !link.startsWith("#"))
          expect(links.length).toBeGreaterThan(0)
          expect(links.filter((link) => !link.startsWith("/board/"))).toEqual([])
          const sheets = page.elements.flatMap(({ attributes, tag }) =>
            tag === "link" && attributes["rel"] === "stylesheet" ? [attributes["href"] ?? ""] : []
          )
          expect(sheets).toEqual([expect.stringMatching(/^\/board\/board\.css\?/u)])
          expect((yield* visit(sheets[0] ?? "")).headers.get("content-type")).toContain("text/css")
        }),
      { path: "/board" }
    )
  )

  it.effect("permit no inline script or style, are stored by no cache, and name nobody in the title", () =>
    visited((visit) =>
      Effect.gen(function* () {
        const page = yield* visit(`${home}/today`, { as: "lead-unity" })
        const policy = page.headers.get("content-security-policy")
        expect(policy).toContain("default-src 'none'")
        expect(policy).not.toContain("unsafe")
        expect(page.headers.get("cache-control")).toBe("no-store")
        expect(
          page.elements.filter(({ attributes, tag }) => tag === "style" || "style" in attributes)
        ).toEqual([])
        expect(page.elements.find(({ tag }) => tag === "title")?.text).toBe("今日 · 六邻汇")
      })
    )
  )

  it.effect("keep the language that the reader has chosen", () =>
    visited((visit) =>
      Effect.gen(function* () {
        const chosen = yield* visit("/language", {
          as: "committee",
          form: { language: "en", back: `${home}/today` }
        })
        expect([chosen.status, chosen.location]).toEqual([303, `${home}/today`])
        const [cookie = ""] = chosen.headers.getSetCookie()
        expect(cookie).toMatch(/^liulinhui-language=en;.*HttpOnly/u)
        const page = yield* visit(`${home}/today`, {
          headers: { cookie: "liulinhui=token-committee; liulinhui-language=en" }
        })
        expect([page.headers.get("content-language"), page.text]).toEqual([
          "en-GB",
          expect.stringContaining("Today")
        ])
      })
    )
  )

  it.effect("go back only to a page of the board after a language was chosen", () =>
    visited((visit) =>
      Effect.promise(() =>
        fc.assert(
          fc.asyncProperty(
            fc.oneof(
              fc.webUrl(),
              fc.constantFrom("//evil.example", "/\\evil.example", "/d//evil.example", "javascript:alert(1)"),
              fc.string()
            ),
            async (back) => {
              const { location } = await Effect.runPromise(
                visit("/language", { as: "committee", form: { language: "en", back } })
              )
              const to = new URL(location ?? "", origin)
              expect([to.origin, to.pathname.startsWith("/")]).toEqual([origin, true])
            }
          ),
          { numRuns: 30 }
        )
      )
    )
  )

  it.effect("refuse a form that another site has sent", () =>
    visited((visit) =>
      Effect.gen(function* () {
        const page = yield* visit("/language", {
          as: "committee",
          form: { language: "en", back: home },
          headers: { origin: "https://evil.example" }
        })
        expect([page.status, page.headers.getSetCookie()]).toEqual([403, []])
      })
    )
  )
})
