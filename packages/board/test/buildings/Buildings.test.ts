import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { district, linksOf, visited } from "../served.ts"

const path = `/d/${district}/buildings`

describe("the buildings", () => {
  it.effect("have a tile each, which opens the file of the building", () =>
    visited((visit) =>
      Effect.gen(function* () {
        const page = yield* visit(path, { as: "committee" })
        expect(linksOf(page)).toEqual(expect.arrayContaining([`${path}/b1`, `${path}/b2`]))
        const file = yield* visit(`${path}/b1`, { as: "committee" })
        expect([file.status, file.text]).toEqual([200, expect.stringContaining("1号楼")])
        expect((yield* visit(`${path}/b9`, { as: "committee" })).status).toBe(404)
      })
    )
  )

  it.effect("on a wall are counts without links to anything in the district", () =>
    visited((visit) =>
      Effect.gen(function* () {
        const page = yield* visit(`/d/${district}/wall`, { as: "committee" })
        expect(page.headers.get("refresh")).toBe("300")
        const main = page.html.slice(page.html.indexOf("<main"), page.html.indexOf("</main>"))
        expect(main).toContain("1号楼")
        expect(main).not.toContain("href=")
      })
    )
  )
})
