import { describe, expect, it } from "@effect/vitest"
import { apply, Parts, read } from "@liulinhui/core/Model"
import { sixHearts } from "@liulinhui/six-hearts"
import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import fc from "fast-check"

const district = {
  id: "small",
  name: { zh: "小区" },
  timeZone: "Asia/Shanghai",
  branches: {},
  pairing: { criteria: { strengths: 1 } },
  actors: {}
}

const problems = (base: Schema.Json) =>
  Result.match(read(apply(base, district)), {
    onSuccess: () => [],
    onFailure: ({ problems }) => problems.map(({ message, path }) => `${path.join(".")}: ${message}`)
  })

const chosen = (...names: ReadonlyArray<string>) =>
  Result.getOrThrow(Parts.choose(sixHearts, "six-hearts", names))
const keysOf = (value: Schema.Json, section: string) => {
  const found = (value as Schema.JsonObject)[section]
  return typeof found === "object" && found !== null ? Object.keys(found) : []
}

const playbooks = Object.keys(sixHearts.playbooks)
const isParent = (id: string) => JSON.stringify(sixHearts.playbooks).includes(`"parent":"${id}"`)

describe("a part that is taken out of a model", () => {
  it("takes the references to it along", () => {
    expect(problems(Parts.without(sixHearts, [["playbooks", "lift-retrofit"]]))).toEqual([])
    const rest = Parts.without(sixHearts, [["playbooks", "home-adaptation"]])
    expect(keysOf(rest, "coverage")).not.toContain("adaptations-followed-up")
    expect(keysOf(rest, "notices")).not.toContain("adaptation-accepted")
  })

  it("leaves a sound model, whichever playbooks without children are taken out", () => {
    fc.assert(
      fc.property(fc.subarray(playbooks.filter((id) => !isParent(id))), (ids) => {
        const rest = Parts.without(
          sixHearts,
          ids.map((id) => ["playbooks", id] as const)
        )
        expect(problems(rest)).toEqual([])
      }),
      { numRuns: 20 }
    )
  })

  it("leaves a reference without which the rest would not mean the same", () => {
    const base = { roles: { a: {} }, playbooks: { p: { steps: { s: { by: [{ role: "a" }] } } } } }
    expect(Parts.without(base, [["roles", "a"]])).toEqual({ ...base, roles: {} })
  })

  it("takes along the rules about a rule that is gone with it", () => {
    const base = {
      playbooks: { p: { steps: { s: {} } } },
      coverage: { c: { reached: { any: [{ by: ["p/s"] }, { all: [{ by: ["p/s"] }] }] } } },
      notices: { n: { coverage: ["c"] }, m: { steps: ["s"] }, o: { to: [] } }
    }
    expect(Parts.without(base, [["playbooks", "p"]])).toEqual({
      playbooks: {},
      coverage: {},
      notices: { o: { to: [] } }
    })
  })
})

describe("the parts that are chosen from a model", () => {
  it("come with what they need, and are a sound model together", () => {
    const clutter = chosen("hearts", "corridor-clutter")
    expect(problems(clutter)).toEqual([])
    expect(keysOf(clutter, "playbooks").toSorted()).toEqual([
      "building-clutter",
      "clutter-campaign",
      "corridor-clutter"
    ])
    expect(keysOf(clutter, "groups")).toHaveLength(1)
    expect(keysOf(clutter, "hearts")).toHaveLength(6)
    expect(keysOf(clutter, "coverage")).toContain("buildings-filed")
    expect("companions" in (clutter as Schema.JsonObject)).toBe(false)
  })

  it("are a sound model, whichever parts are chosen", () => {
    const names = [...playbooks, ...Object.keys(sixHearts.coverage), "hearts", "groups", "companions"]
    fc.assert(
      fc.property(fc.subarray(names, { minLength: 1 }), (some) => {
        expect(problems(chosen(...some))).toEqual([])
      }),
      { numRuns: 20 }
    )
  })

  it("are named with the part that was probably meant if there is no such part", () => {
    const found = Parts.choose(sixHearts, "six-hearts", ["hearts", "coridor-clutter"])
    expect(Result.isFailure(found) && found.failure).toMatchObject([
      { path: ["extends", "six-hearts", 1], code: "unknown-part", given: { meant: "corridor-clutter" } }
    ])
  })
})
