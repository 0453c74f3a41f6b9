/** The laws of models, notices and coverage, checked on the models that this repository ships. */
import { describe, expect, it } from "@effect/vitest"
import { check, coverageLaws, modelLaws, noticeLaws, report } from "@liulinhui/testing/Laws"
import { anotherDistrict, elsewhere } from "../models.ts"

const options = { numRuns: 300, seed: 1 }

describe("the laws of models", () => {
  it("hold for the shipped playbooks, coverage rules and notice rules", () => {
    const laws = [...modelLaws(elsewhere), ...noticeLaws(elsewhere), ...coverageLaws(elsewhere)]
    expect(report(check(laws, options))).toBe("")
  })

  it("find in examples/02-another-district that some groups have no people yet, and nothing else", () => {
    const laws = [...modelLaws(anotherDistrict()), ...noticeLaws(anotherDistrict())]
    const [finding, ...others] = check(laws, options)
    expect(others).toEqual([])
    expect(finding?.law).toBe("step-has-people")
    expect(finding?.found).toContain(
      'playbook "arts-activity", step "hold": no person of the model has one of the roles volunteer, group-lead for it'
    )
  })
})
