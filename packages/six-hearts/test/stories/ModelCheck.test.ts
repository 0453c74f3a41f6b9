import { describe, expect, it } from "@effect/vitest"
import { apply, checkModel, read } from "@liulinhui/core/Model"
import { sixHearts } from "@liulinhui/six-hearts"
import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import * as Day from "@liulinhui/core/Day"

const options = {
  on: Day.make("2026-03-02"),
  isTimeZone: (name: string) => name === "Asia/Shanghai",
  unwordable: () => []
}

const branch = (most: number) => ({
  name: { zh: "支部" },
  strengths: {},
  buildings: [],
  people: 9,
  leads: { least: 0, most }
})

const district = {
  id: "small",
  name: { zh: "小区" },
  timeZone: "Asia/Shanghai",
  branches: { one: branch(6) },
  pairing: { criteria: { strengths: 1 } },
  actors: { office: { mandates: [{ role: "committee", scope: { district: true } }] } }
}

const check = (patch: Schema.Json) => checkModel(apply(apply(sixHearts, district), patch), options)
const codes = (patch: Schema.Json) =>
  check(patch)
    .errors.map(({ code, path }) => `${path.join(".")} ${code}`)
    .toSorted()

describe("the check of a model", () => {
  it("returns the model that is read from the document, if there is no error", () => {
    const document = apply(sixHearts, district)
    const { errors, model } = checkModel(document, options)
    expect(errors).toEqual([])
    expect(model).toEqual(Result.getOrThrow(read(document)))
  })

  it("reports the mistakes of all stages in one run", () => {
    const patch = {
      timeZone: "Asia/Shangai",
      groups: { unity: { ledBy: "one" } },
      roles: { committee: { grants: ["nobody"] } },
      actors: { "13800138000": { mandates: [] }, clock: { mandates: [] } },
      branches: { one: { name: { zh: " " } } },
      playbooks: { mediation: { ledBy: "warmht" } },
      coverage: { "elders-reached": { where: { agee: 60 } } }
    }
    expect(codes(patch)).toEqual([
      "actors.13800138000 private-number",
      "actors.clock reserved-actor",
      "branches.one.name.zh blank-name",
      "coverage.elders-reached.where.agee unknown-field",
      "groups.unity.ledBy wrong-value",
      "playbooks.mediation.ledBy unknown-heart",
      "roles.committee.grants.0 unknown-role",
      "timeZone unknown-time-zone"
    ])
  })

  it("does not report what only results from a mistake in the form", () => {
    // The group that is left out is the only one of its heart, and actors name it.
    const patch = {
      groups: { unity: { needs: 7 } },
      actors: { lead: { mandates: [{ role: "group-lead", scope: { group: "unity" } }] } }
    }
    expect(codes(patch)).toEqual(["groups.unity.needs wrong-value"])
    expect(codes({ roles: 3 })).toEqual(["roles wrong-value"])
    expect(codes({ hearts: null })).toEqual(["hearts missing-key"])
  })

  it("finds that no pairing is possible, with the groups and branches because of which", () => {
    const [found, ...others] = check({ branches: { one: branch(4) } }).errors
    expect(others).toEqual([])
    expect(found).toMatchObject({
      path: ["branches"],
      code: "pairing-impossible",
      given: { reason: { _tag: "GroupsWanting", need: 5, have: 4 } }
    })
    expect(codes({ branches: { one: null } })).toEqual([])
  })

  it("has no model and no warnings if the document is no map", () => {
    expect(checkModel([], options)).toMatchObject({ model: undefined, errors: [{ code: "wrong-value" }] })
  })
})

describe("the warnings of a check", () => {
  const warned = (patch: Schema.Json) =>
    check(patch).warnings.map(({ code, path }) => `${path.join(".")} ${code}`)

  it("name the roles that steps need and that nobody has, once for all roles", () => {
    const warnings = check({}).warnings.filter(({ code }) => code === "role-without-actor")
    expect(warnings).toMatchObject([
      { path: ["actors"], given: { roles: expect.arrayContaining(["mediator"]) } }
    ])
    expect(check({ actors: null }).warnings).toEqual([])
  })

  it("find a mandate that ends before it begins, and do not count it as a mandate", () => {
    const office = { role: "committee", scope: { district: true }, from: "2026-05-01", until: "2026-01-01" }
    const found = warned({ actors: { office: { mandates: [office] } } })
    expect(found).toContain("actors.office.mandates.0.until mandate-reversed")
    expect(found.join()).toContain("stage-without-exit")
  })

  it("find the end of the calendar, and a deadline of 0", () => {
    expect(warned({ calendar: { 2026: null } })).toContain("calendar calendar-ends")
    expect(warned({ playbooks: { mediation: { limit: "0 days" } } }).join()).toContain(
      "playbooks.mediation.limit deadline-of-zero"
    )
  })
})
