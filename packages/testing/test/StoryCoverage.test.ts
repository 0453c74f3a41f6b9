import { describe, expect, it } from "@effect/vitest"
import { everyRule, sections } from "@liulinhui/core/Governance"
import { ofModel } from "@liulinhui/testing/OfModel"
import { both, coverageOf, metByCases, metByRefusal, none } from "@liulinhui/testing/StoryCoverage"
import { tiny } from "./models.ts"

const mine = ofModel(tiny)
const lives = [...mine.shortest("help")]
const coverage = (met: Parameters<typeof coverageOf>[1]) => coverageOf(mine.model, met)

describe("the coverage of a model by stories", () => {
  it("misses everything if there are no stories, and every part is in one of its two lists", () => {
    const [help] = coverage(none).playbooks
    expect(help).toEqual({
      playbook: "help",
      stages: { met: [], missed: ["asked", "promised", "forgotten", "helped"] },
      steps: { met: [], missed: ["promise", "forget", "help"] }
    })
    expect(coverage(none).rules.met).toEqual([])
  })

  it("has the stages and the steps that the cases of a story met, in the order of the playbook", () => {
    const forgotten = lives.find(([step]) => step === "forget")?.[1].district
    const [help] = coverage(metByCases(forgotten!)).playbooks
    expect(help?.stages).toEqual({ met: ["asked", "forgotten"], missed: ["promised", "helped"] })
    expect(help?.steps).toEqual({ met: ["forget"], missed: ["promise", "help"] })
  })

  it("of several stories is what any of them met", () => {
    const met = lives.map(([, { district }]) => metByCases(district)).reduce(both, none)
    const [help] = coverage(met).playbooks
    expect([help?.stages.missed, help?.steps.missed]).toEqual([[], []])
  })

  it("has a rule if a refusal has a reason of this rule", () => {
    const met = metByRefusal({ _tag: "TakeStep" }, [{ _tag: "EvidenceMissing" }, { _tag: "NotAllowed" }])
    const { rules } = coverage(both(met, met))
    const wanted = everyRule.filter(({ reasons }) =>
      reasons.some((reason) => reason === "EvidenceMissing" || reason === "NotAllowed")
    )
    expect(wanted.map(({ id }) => id)).toEqual(expect.arrayContaining([...rules.met]))
    expect(rules.met).toContain("actor-has-authority")
    expect(rules.met.length).toBeGreaterThanOrEqual(2)
  })

  it("has no rules that only concern questions, because a story asks none", () => {
    const { met, missed } = coverage(none).rules
    const known = new Set([...met, ...missed])
    const ofRequests = sections.filter(({ id }) => id !== "question").flatMap(({ rules }) => rules)
    expect(ofRequests.filter(({ id }) => !known.has(id))).toEqual([])
    expect(known.size).toBeLessThan(everyRule.length)
  })
})
