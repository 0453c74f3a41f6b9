import { describe, expect, it } from "@effect/vitest"
import { Ledger } from "@liulinhui/core/Ledger"
import * as Effect from "effect/Effect"
import { photo, png } from "../../../service/test/evidence/pictures.ts"
import { district, fieldsOf, type Page, type Visit, visited } from "../served.ts"

const casePath = `/d/${district}/cases/campaign`
const path = `${casePath}/steps/announce`
const as = "lead-unity"

const formWith = (page: Page, bytes: Uint8Array, name: string): FormData => {
  const form = new FormData()
  for (const [field, value] of Object.entries({ ...fieldsOf(page), go: "next" })) form.append(field, value)
  form.append("f.announcement", new File([bytes.slice()], name))
  return form
}

/** Takes the step with a photo, and returns the page of the case. */
const taken = (visit: Visit, bytes = png) =>
  Effect.gen(function* () {
    let page = yield* visit(path, { as })
    page = yield* visit(path, { as, form: formWith(page, bytes, "告居民书.png") })
    for (const go of ["next", "next", "confirm"]) {
      page = yield* visit(path, { as, form: { ...fieldsOf(page), go } })
    }
    return yield* visit(page.location ?? "", { as })
  })

/** The forms of a page that show a file: the path of each. */
const lookPaths = ({ elements }: Page): ReadonlyArray<string> =>
  elements.flatMap(({ attributes: { action = "" } }) => (action.includes("/files/") ? [action] : []))

const position = Effect.map(
  Ledger.use((ledger) => ledger.head(district)),
  (head) => head.position
)

describe("a photo of a step", () => {
  it.effect("is kept with the step, and shown from the history of the case, after this is recorded", () =>
    visited(
      (visit) =>
        Effect.gen(function* () {
          const page = yield* taken(visit)
          expect(page.text).toContain("查看告居民书照片")
          const [look = ""] = lookPaths(page)
          const before = yield* position
          const shown = yield* visit(look, { as, form: { command: "look-1" } })
          expect([shown.status, shown.headers.get("content-type")]).toEqual([200, "image/png"])
          expect(shown.html).toContain("IHDR")
          expect(shown.headers.get("content-security-policy")).toContain("sandbox")
          expect(shown.headers.get("cache-control")).toBe("no-store")
          // The same form again, after the answer was lost, is recorded once.
          yield* visit(look, { as, form: { command: "look-1" } })
          expect(yield* position).toBe(before + 1)
        }),
      { keepsFiles: true }
    )
  )

  it.effect("is not for readers of the case who may not open its personal data", () =>
    visited(
      (visit) =>
        Effect.gen(function* () {
          const [look = ""] = lookPaths(yield* taken(visit))
          const before = yield* position
          const page = yield* visit(casePath, { as: "property" })
          expect([page.status, lookPaths(page)]).toEqual([200, []])
          expect(page.text).toContain("告居民书照片：已加密保存")
          const unknown = look.replace(/[0-9a-f]{64}/u, "f".repeat(64))
          const answers = yield* Effect.forEach([look, unknown], (at) =>
            visit(at, { as: "property", form: { command: "look-2" } })
          )
          const [mine, other] = answers.map(({ status, text }) => [status, text])
          expect(mine?.[0]).toBe(422)
          expect(mine).toEqual(other)
          expect(yield* position).toBe(before)
          const english = yield* visit(casePath, { as: "property", language: "en" })
          expect(english.text).toContain("kept encrypted")
        }),
      { keepsFiles: true }
    )
  )

  it.effect("says that files are kept, and offers only the types that are", () =>
    visited(
      (visit) =>
        Effect.gen(function* () {
          const page = yield* visit(path, { as })
          expect(page.text).toContain("照片加密保存")
          const input = page.elements.find(({ attributes: { type } }) => type === "file")
          expect(input?.attributes["accept"]).toBe("image/jpeg,image/png,image/webp,application/pdf")
        }),
      { keepsFiles: true }
    )
  )

  it.effect("is refused with the reason if it is no picture or is damaged, and can be chosen again", () =>
    visited(
      (visit) =>
        Effect.gen(function* () {
          const page = yield* visit(path, { as })
          const wrong = [
            [new TextEncoder().encode("<html>"), "只能交JPEG、PNG、WebP照片或PDF文件"],
            [photo.subarray(0, 60), "文件不完整或已损坏"],
            [new Uint8Array(10 * 2 ** 20 + 1), "文件太大"]
          ] as const
          for (const [bytes, words] of wrong) {
            const refused = yield* visit(path, { as, form: formWith(page, bytes, "x.jpg") })
            expect([refused.status, refused.text]).toEqual([422, expect.stringContaining(words)])
          }
          const next = yield* visit(path, { as, form: formWith(page, photo, "x.jpg") })
          expect(next.status).toBe(200)
          expect(fieldsOf(next)["f.announcement"]).toMatch(/^[0-9a-f]{64}:[0-9a-f]{64} x\.jpg$/u)
        }),
      { keepsFiles: true }
    )
  )

  it.effect("cannot be looked at without signing in, or from another site", () =>
    visited(
      (visit) =>
        Effect.gen(function* () {
          const [look = ""] = lookPaths(yield* taken(visit))
          const before = yield* position
          const nobody = yield* visit(look, { form: { command: "look-3" } })
          expect([nobody.status, nobody.location]).toEqual([303, "/sign-in"])
          const foreign = yield* visit(look, {
            as,
            form: { command: "look-3" },
            headers: { origin: "https://evil.example" }
          })
          expect(foreign.status).toBe(403)
          expect(yield* position).toBe(before)
        }),
      { keepsFiles: true }
    )
  )
})
