import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { district, visited } from "./served.ts"

describe("the board on a home screen", () => {
  it.effect(
    "has a description and an icon below its path, which every page names and its policy permits",
    () =>
      visited(
        (visit) =>
          Effect.gen(function* () {
            const page = yield* visit(`/board/d/${district}/today`, { as: "committee" })
            const link = page.elements.find(({ attributes }) => attributes["rel"] === "manifest")
            expect(page.headers.get("content-security-policy")).toContain("manifest-src 'self'")
            // A browser requests the description without cookies.
            const found = yield* visit(link?.attributes["href"] ?? "")
            expect([found.status, found.headers.get("content-type")]).toEqual([
              200,
              expect.stringContaining("application/manifest+json")
            ])
            const { icons, start_url: start } = JSON.parse(found.html) as {
              readonly icons: ReadonlyArray<{ readonly src: string }>
              readonly start_url: string
            }
            const base = "http://district.example/board/manifest.webmanifest"
            expect(new URL(start, base).pathname).toBe("/board/")
            const icon = yield* visit(new URL(icons[0]?.src ?? "", base).pathname)
            expect([icon.status, icon.html.startsWith("<svg")]).toEqual([200, true])
          }),
        { path: "/board" }
      )
  )
})
