import { describe, expect, it } from "@effect/vitest"
import { Governance } from "@liulinhui/service/Governance"
import * as Effect from "effect/Effect"
import { openCase } from "../../../http/test/served.ts"
import { ask, submission } from "../../../service/test/wanLiu.ts"
import { district, linksOf, visited } from "../served.ts"

const path = `/d/${district}/cases`

const announced = Governance.use(({ submit }) =>
  Effect.gen(function* () {
    const evidence = { announcement: { photo: "p", sha256: "0".repeat(64) } }
    const announce = ask({ _tag: "TakeStep", case: "campaign", step: "announce", evidence })
    yield* submit(submission("committee", "announce", announce))
    yield* submit(submission("lead-unity", "open-1", ask(openCase("one"))))
    yield* submit(submission("lead-unity", "open-2", ask(openCase("two", "building:b2"))))
  })
)

describe("the cases", () => {
  it.effect("are found by a word of their place, their kind or their stage", () =>
    visited((visit) =>
      Effect.gen(function* () {
        yield* announced
        const found = (search: string) =>
          Effect.map(visit(`${path}?search=${encodeURIComponent(search)}`, { as: "committee" }), (page) =>
            linksOf(page).filter((link) => link.startsWith(`${path}/`))
          )
        expect(yield* found("1号楼")).toEqual([`${path}/one`])
        expect((yield* found("排摸")).toSorted()).toEqual([`${path}/one`, `${path}/two`])
        expect(yield* found("排摸 2号楼")).toEqual([`${path}/two`])
        expect(yield* found("没有这样的")).toEqual([])
      })
    )
  )

  it.effect("are filtered by building and by state, with an address that can be kept", () =>
    visited((visit) =>
      Effect.gen(function* () {
        yield* announced
        const at = (query: string) =>
          Effect.map(visit(`${path}?${query}`, { as: "committee" }), (page) =>
            linksOf(page).filter((link) => link.startsWith(`${path}/`))
          )
        expect(yield* at("building=b2")).toEqual([`${path}/two`])
        expect(yield* at("which=ended")).toEqual([])
        expect(yield* at("which=all&playbook=clutter-campaign")).toEqual([`${path}/campaign`])
        expect(yield* at("which=nothing&page=-1&building=%3Cscript%3E")).toEqual([])
      })
    )
  )

  it.effect("are only those that the reader may see", () =>
    visited((visit) =>
      Effect.gen(function* () {
        yield* announced
        const page = yield* visit(`${path}?which=all`, { as: "head-b1" })
        expect(linksOf(page)).toContain(`${path}/one`)
        expect(linksOf(page)).not.toContain(`${path}/two`)
        expect(page.text).not.toContain("2号楼")
        expect((yield* visit(`${path}/two`, { as: "head-b1" })).status).toBe(404)
      })
    )
  )
})
