import { describe, expect, it } from "@effect/vitest"
import { coverageOn } from "@liulinhui/core/Coverage"
import * as Day from "@liulinhui/core/Day"
import { Request } from "@liulinhui/core/Governance"
import { Tag } from "@liulinhui/core/Id"
import { apply } from "@liulinhui/core/Model"
import { tally } from "@liulinhui/core/Poll"
import * as Registry from "@liulinhui/core/Registry"
import { type Life, lifeText, ofModel } from "@liulinhui/testing/OfModel"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import fc from "fast-check"
import { runs } from "../../tooling/src/runs.ts"
import { anotherDistrict, elsewhere } from "./models.ts"

const shipped = ofModel(elsewhere)

let sampled: ReadonlyArray<Life> | undefined
/** The same 100 lives in every test. */
const hundred = (): ReadonlyArray<Life> => (sampled ??= fc.sample(shipped.lives(), { numRuns: 100, seed: 1 }))

const isRefused = (life: { readonly acts: ReadonlyArray<{ readonly _tag: string }> }): boolean =>
  life.acts.some(
    (act) => act._tag === "Asked" && "reasons" in act && (act.reasons as Array<unknown>).length > 0
  )

describe("lives of a model", () => {
  it.each([
    ["six-hearts", () => shipped],
    ["examples/02-another-district", () => ofModel(anotherDistrict())]
  ])("reach every stage and every step of every playbook of %s", (_, make) => {
    const mine = make()
    for (const [id, { playbook }] of mine.model.playbooks) {
      const lives = [...mine.shortest(id)]
      expect(new Set(lives.flatMap(([, { stages }]) => stages)), `stages of ${id}`).toEqual(
        new Set(Object.keys(playbook.stages))
      )
      expect(lives.map(([step]) => step).toSorted(), `steps of ${id}`).toEqual(
        Object.keys(playbook.steps).toSorted()
      )
      for (const [step, { steps, stuck }] of lives) {
        expect([stuck, steps.includes(step)], `${id}/${step}`).toEqual([undefined, true])
      }
    }
  })

  it("are the same for the same plan, and do not change one another", () => {
    const plan = {
      playbook: "corridor-clutter",
      goal: 8,
      place: 1,
      detours: [{ _tag: "Wait", days: 3 }]
    } as const
    const first = shipped.again(plan)
    const second = shipped.again(plan)
    expect(lifeText(second)).toEqual(lifeText(first))
    expect(second.district.position).toBe(first.district.position)
    expect(second.district.cases.size).toBe(3)
  })

  it("have refused attempts: in 50 to 90 of 100 lives at least one", () => {
    const count = hundred().filter(isRefused).length
    expect(count).toBeGreaterThanOrEqual(50)
    expect(count).toBeLessThanOrEqual(90)
  })

  it("take the steps of every playbook as often as those of another: each has 2 to 14 of 100 lives", () => {
    const counts = [...shipped.model.playbooks.keys()].map(
      (id) => hundred().filter(({ playbook }) => playbook === id).length
    )
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(2)
    expect(Math.max(...counts)).toBeLessThanOrEqual(14)
  })

  it("hold the polls that a step requires, and every request has the form of the library", () => {
    const { acts } = shipped.again({ playbook: "lift-retrofit", goal: 9, place: 0, detours: [] })
    expect(acts.some((act) => act._tag === "Asked" && act.request._tag === "CastBallot")).toBe(true)
    expect(acts.filter((act) => act._tag === "Asked" && !Schema.is(Request)(act.request))).toEqual([])
  })

  it("shrink to the shortest life with the fault, without detours", () => {
    const lives = shipped.lives({ playbook: "corridor-clutter" })
    const { counterexample, failed } = fc.check(
      fc.property(lives, ({ steps }) => !steps.includes("clear")),
      { numRuns: 300, seed: 1 }
    )
    expect(failed).toBe(true)
    const shortest = shipped.shortest("corridor-clutter").get("clear")
    const found = counterexample?.[0]
    expect(found?.steps).toEqual(shortest?.steps)
    expect(found?.plan.detours.filter((one) => one !== undefined)).toEqual([])
    expect(fc.stringify(found).split("\n").length).toBeLessThan(16)
  })

  it("are printed as one line for each request", () => {
    const life = shipped.again({
      playbook: "arts-activity",
      goal: 0,
      place: 0,
      detours: [{ _tag: "Try", step: 1, actor: 0, isComplete: true }]
    })
    expect(fc.stringify(life)).toBe(
      [
        'a life of "arts-activity" with 1 steps',
        "  2026-03-02 stand-in-group-lead-1: OpenCase arts-activity",
        "  2026-03-02 stand-in-committee-1: TakeStep rehearse, refused: WrongStage, NoRole",
        "  2026-03-02 stand-in-group-lead-1: TakeStep plan"
      ].join("\n")
    )
  })

  it("use the people of the model if they may act, and stand-ins otherwise", () => {
    const mine = ofModel(anotherDistrict())
    const by = [...mine.shortest("ebike-charging").values()].flatMap(({ acts }) =>
      acts.flatMap((act) => (act._tag === "Asked" ? [act.by] : []))
    )
    expect(new Set(by)).toContain("blue-1")
    expect(new Set(by)).toContain("property")
    expect(by.filter((id) => id.startsWith("stand-in"))).toEqual([])
    expect(lifeText(shipped.again({ playbook: "mediation", goal: 0, place: 0, detours: [] }))).toContain(
      "stand-in-"
    )
  })

  it("are not made for a playbook that the model lacks: the error lists those that it has", () => {
    expect(() => shipped.shortest("mediaton")).toThrow(
      /no playbook "mediaton": name one of arts-activity, .*mediation/
    )
    expect(() => shipped.votes(Tag.make("none"))).toThrow(/civil-code-278-alteration/)
  })

  it("are not made for a document with mistakes: the error has every mistake", () => {
    const wrong = apply(elsewhere, {
      playbooks: { mediation: { start: "nowhere", ledBy: "nobody" } }
    })
    expect(() => ofModel(wrong)).toThrow(/nowhere[\s\S]*nobody|nobody[\s\S]*nowhere/)
  })
})

describe("people of a model", () => {
  it("break no rule of the registry, and have tags and kinds of contact of the model", () => {
    fc.assert(
      fc.property(shipped.people(), ({ contacts, registry }) => {
        expect(Registry.mistakes(Registry.empty, registry, shipped.firstDay)).toEqual([])
        for (const { tags } of registry.residents) {
          for (const tag of tags) expect(shipped.model.tags.has(tag)).toBe(true)
        }
        for (const { request } of contacts) expect(Schema.is(Request)(request)).toBe(true)
      }),
      { numRuns: runs(60, 1000) }
    )
  })

  it("have contacts that a district accepts, all of them", () => {
    fc.assert(
      fc.property(shipped.people(), (people) => {
        const { district } = shipped.districtOf(people)
        expect(district.contacts.all.length).toBe(people.contacts.length)
        expect(district.registry.residents.size).toBe(people.registry.residents.length)
      }),
      { numRuns: runs(20, 300) }
    )
  })

  it("are partly reached by coverage rules: in a quarter of all districts somebody is reached, in half somebody is not", () => {
    const all = fc.sample(shipped.people(), { numRuns: 60, seed: 3 }).map((people) => {
      const { district, on } = shipped.districtOf(people)
      return coverageOn(district, [...shipped.model.coverage.values()], on)
    })
    expect(all.filter((each) => each.some(({ reached }) => reached.length > 0)).length).toBeGreaterThan(15)
    expect(all.filter((each) => each.some(({ gaps }) => gaps.length > 0)).length).toBeGreaterThan(30)
  })

  it("shrink to one flat with one person", () => {
    const { counterexample } = fc.check(
      fc.property(shipped.people(), ({ registry }) => registry.residents.length === 0),
      { numRuns: 50, seed: 1 }
    )
    const people = counterexample?.[0]
    expect([
      people?.registry.residents.length,
      people?.registry.households.length,
      people?.contacts.length
    ]).toEqual([1, 1, 0])
  })
})

describe("votes of a model", () => {
  it("are counted, and no ballot is rejected", () => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(shipped.votes(Tag.make("civil-code-278-alteration")), ({ ballots, poll }) => {
        const counted = Result.getOrThrow(tally(poll, ballots, Day.add(poll.closes, 1)))
        expect(counted.rejected).toEqual([])
        seen.add(counted.result)
      }),
      { numRuns: runs(200, 2000), seed: 1 }
    )
    expect(seen).toEqual(new Set(["carried", "failed"]))
  })
})
