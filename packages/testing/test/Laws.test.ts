import { describe, expect, it } from "@effect/vitest"
import { coverageOn } from "@liulinhui/core/Coverage"
import * as Notice from "@liulinhui/core/Notice"
import { Tag } from "@liulinhui/core/Id"
import * as Pairing from "@liulinhui/core/Pairing"
import type { Decider } from "@liulinhui/core/Rule"
import {
  check,
  coverageLaws,
  criterionLaws,
  deciderLaws,
  type Law,
  LawBroken,
  modelLaws,
  noticeLaws,
  pairingLaws,
  report,
  testLaws
} from "@liulinhui/testing/Laws"
import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import fc from "fast-check"
import { spawnSync } from "node:child_process"
import { join } from "node:path"
import process from "node:process"
import { runs } from "../../tooling/src/runs.ts"
import { tiny, tinyWith } from "./models.ts"

const options = { numRuns: runs(20, 1000), seed: 1 }

const findings = (laws: ReadonlyArray<Law>) => check(laws, { numRuns: 40, seed: 1 })

/** The laws that do not hold, each with the places that were found. */
const broken = (laws: ReadonlyArray<Law>): Readonly<Record<string, ReadonlyArray<string>>> =>
  Object.fromEntries(findings(laws).map(({ found, law }) => [law, found]))

const helpWith = (playbook: Schema.JsonObject): Schema.Json => tinyWith({ playbooks: { help: playbook } })

describe("the laws", () => {
  it("hold for the small model of these tests", () => {
    expect(report(findings([...modelLaws(tiny), ...noticeLaws(tiny), ...coverageLaws(tiny)]))).toBe("")
  })

  it("hold for the solver and the criteria of the library", () => {
    const laws = [...pairingLaws(), ...criterionLaws(Pairing.strengths), ...criterionLaws(Pairing.territory)]
    expect(report(check(laws, options))).toBe("")
  })

  testLaws(it, criterionLaws(Pairing.people), options)

  it("are tests of node:test, which fail with the place and the shortest example", () => {
    const file = join(import.meta.dirname, "nodeTest.ts")
    const { status, stdout } = spawnSync(process.execPath, ["--test", "--test-reporter=tap", file], {
      encoding: "utf8",
      env: { PATH: process.env["PATH"] }
    })
    expect(status).toBe(1)
    expect(stdout).toContain("ok 1 - every case can end from wherever it gets")
    expect(stdout).toContain("not ok 3 - some person of the model may take every step")
    expect(stdout).toContain('playbook "help", step "help": only wang may take it')
  })

  it("fail fast-check with an error that names the law and the place", () => {
    const laws = modelLaws(tinyWith({ actors: { li: null } }))
    const errors = laws.map(({ property }) => String(fc.check(property, options).errorInstance))
    expect(errors[2]).toMatch(/step-has-people[\s\S]*playbook "help", step "help"/)
    const error = new LawBroken({ law: "a", sentence: "the law", found: ["here", "there"] })
    expect(error.message).toContain("here; there")
  })
})

describe("modelLaws finds", () => {
  it("a case that cannot end, because its poll can never be carried", () => {
    const never = { area: "more than 1/1", heads: "more than 1/1" }
    const model = tinyWith({
      pollRules: {
        never: {
          name: { zh: "全体", en: "all" },
          terms: [{ from: "2021-01-01", consent: never, of: "all", silence: "absent" }]
        }
      },
      playbooks: { help: { steps: { help: { gate: { poll: "never" } } } } }
    })
    expect(broken(modelLaws(model))).toMatchObject({
      "case-can-end": [expect.stringMatching(/playbook "help", stage "promised": HoldPoll .*PollNotCarried/)],
      "stage-reached": [
        'playbook "help", stage "helped": no case ever gets there',
        'playbook "help", step "help": no case ever takes it'
      ]
    })
  })

  it("a step for which the model has no people, or only one person who may not take it", () => {
    const only =
      'playbook "help", step "help": only wang may take it, and only wang takes "promise" before it'
    expect(broken(modelLaws(tinyWith({ actors: { li: null } })))).toEqual({ "step-has-people": [only] })
    expect(
      broken(modelLaws(tinyWith({ actors: { li: { mandates: [] }, wang: { mandates: [] } } })))[
        "step-has-people"
      ]
    ).toContain(
      'playbook "help", step "promise": no person of the model has one of the roles volunteer for it'
    )
  })

  it("deadlines that pass again and again while nobody acts", () => {
    const again = helpWith({
      stages: { forgotten: { deadline: "3 days", lapse: "remember" } },
      steps: { remember: { name: { zh: "再", en: "again" }, from: ["forgotten"], to: "asked" } }
    })
    expect(broken(modelLaws(again))).toEqual({
      "deadline-passes-once": [
        'playbook "help", stage "asked": its deadline passes again and again while nobody acts',
        'playbook "help", stage "forgotten": its deadline passes again and again while nobody acts'
      ]
    })
  })

  it("a text that is missing in a language", () => {
    expect(broken(modelLaws(helpWith({ stages: { asked: { name: { en: null } } } })))).toEqual({
      "text-in-each-language": ["playbooks.help.stages.asked.name: has no text in en"]
    })
  })

  it("a coverage rule that selects nobody", () => {
    const nobody = tinyWith({ coverage: { elders: { where: { age: { atLeast: 130 } } } } })
    expect(broken(modelLaws(nobody))).toEqual({
      "coverage-selects": ['coverage rule "elders": selects nobody in 300 generated districts']
    })
  })
})

describe("noticeLaws finds", () => {
  it("two rules that notify one person of one event", () => {
    const twice = tinyWith({
      notices: {
        again: {
          name: { zh: "又", en: "again" },
          on: "step-taken",
          to: ["office"],
          text: { zh: "{place}", en: "{place}" }
        }
      }
    })
    const [finding] = findings(noticeLaws(twice))
    expect(finding?.found).toContain(
      'notice rules "promised" and "again": both notify office of one event (step-taken)'
    )
    expect(finding?.example).toMatch(/^a life of "help" with 1 steps\n.*OpenCase help\n.*TakeStep promise$/)
  })

  it("a recipient without a role of the rule", () => {
    const ofEntry: typeof Notice.ofEntry = (...args) =>
      Notice.ofEntry(...args).map((one) => ({ ...one, recipient: "wang" as typeof one.recipient }))
    expect(broken(noticeLaws(tiny, { ofEntry }))).toEqual({
      "nobody-unasked": ['notice rule "promised": notifies wang, who has none of its roles']
    })
  })

  it("a notice in the quiet hours", () => {
    expect(broken(noticeLaws(tiny, { when: (at) => at }))).toEqual({
      "quiet-hours": ['notice rule "promised": is sent in the quiet hours from 21:00 to 07:30']
    })
  })

  it("a flat, a number, or a confidential case that a group reads", () => {
    const model = tinyWith({ noticeHours: { confidential: ["help"] } })
    const ofEntry: typeof Notice.ofEntry = (district, happened, at) =>
      Notice.ofEntry(district, happened, at, "one")
    expect(broken(noticeLaws(model, { ofEntry }))).toEqual({
      "group-hears-less": [
        'notice rule "promised": a group reads of a case of "help", which is confidential',
        'notice rule "promised": a group reads the number of a case of "help"',
        'notice rule "promised": a group reads the flat of a case of "help"'
      ]
    })
  })
})

describe("coverageLaws finds", () => {
  it.each<readonly [string, string, typeof coverageOn]>([
    [
      "a member who is left out",
      "member-counted-once",
      (...args) => coverageOn(...args).map((one) => ({ ...one, gaps: one.gaps.slice(1) }))
    ],
    [
      "a member who is counted twice",
      "member-counted-once",
      (...args) => coverageOn(...args).map((one) => ({ ...one, unknown: [...one.unknown, ...one.reached] }))
    ],
    [
      "a proof that does not exist",
      "reached-with-proof",
      (...args) =>
        coverageOn(...args).map((one) => ({
          ...one,
          reached: one.reached.map((member) => ({ ...member, proof: [999_999] }))
        }))
    ],
    [
      "a contact that makes somebody unreached",
      "contact-never-harms",
      (district, ...args) =>
        coverageOn(district, ...args).map((one) =>
          district.contacts.all.length > 3 ? { ...one, reached: [] } : one
        )
    ]
  ])("%s", (_, law, answer) => {
    const found = broken(coverageLaws(tiny, { answer }))
    expect(Object.keys(found)).toContain(law)
    expect(found[law]?.[0]).toContain('coverage rule "elders"')
  })
})

describe("pairingLaws finds", () => {
  it("a solver that forgets a pair, and names the smallest size with two pairs", () => {
    const solve: typeof Pairing.solve = (problem) =>
      Result.map(Pairing.solve(problem), (plan) =>
        plan.pairs.length > 1 ? { ...plan, pairs: plan.pairs.slice(1) } : plan
      )
    expect(broken(pairingLaws({ solve }))["certificate-verifies"]?.[0]).toMatch(
      /^broken with (1 branch and 2 groups|2 branches and 1 group)$/
    )
  })
})

describe("criterionLaws finds", () => {
  const name = Tag.make("mine")
  let calls = 0
  it.each<readonly [string, string, Pairing.Criterion["points"]]>([
    ["points that are not whole", "points-whole", (branch) => branch.people / 2],
    ["points that change", "points-repeatable", () => calls++],
    [
      "points that depend on the order of the groups",
      "points-without-order",
      (_, group, { groups }) => groups.findIndex(({ id }) => id === group.id)
    ]
  ])("%s", (_, law, points) => {
    const found = broken(criterionLaws({ name, points }))
    expect(found[law]?.[0]).toMatch(/^criterion "mine": returns .* for branch-\d and /)
  })
})

interface Purse {
  coins: number
}
type Use = { readonly _tag: "Earn" } | { readonly _tag: "Spend" }
type Reason = { readonly _tag: "Empty" }
type Purses = Decider<Purse, Use, Use, Reason>

const purse: Purses = {
  initial: { coins: 0 },
  decide: ({ coins }, use) =>
    use._tag === "Spend" && coins === 0
      ? (Result.fail({ reasons: [{ _tag: "Empty" }] }) as unknown as ReturnType<Purses["decide"]>)
      : Result.succeed([use]),
  evolve: ({ coins }, { _tag }) => ({ coins: coins + (_tag === "Earn" ? 1 : -1) })
}

const use = fc.constantFrom<ReadonlyArray<Use>[number]>({ _tag: "Earn" }, { _tag: "Spend" })

describe("deciderLaws", () => {
  it("hold for a decider without faults", () => {
    expect(report(findings(deciderLaws(purse, use)))).toBe("")
  })

  let turn = 0
  it.each<readonly [string, string, Partial<Purses>]>([
    [
      "a decision that changes",
      "decision-repeatable",
      { decide: (_, use) => Result.succeed(turn++ % 2 ? [use] : []) }
    ],
    [
      "a decision that changes the state",
      "decision-changes-nothing",
      {
        decide: (state, use) => {
          state.coins++
          return Result.succeed([use])
        }
      }
    ],
    [
      "an event that changes the state before it",
      "event-changes-nothing",
      {
        evolve: (state) => {
          state.coins++
          return state
        }
      }
    ],
    [
      "a refusal without a reason",
      "refusal-has-reasons",
      { decide: () => Result.fail({ reasons: [] }) as unknown as ReturnType<Purses["decide"]> }
    ],
    ["folds that disagree", "folds-agree", { evolveAll: (state) => state }]
  ])("finds %s", (_, law, fault) => {
    // A faulty decider may change its initial state, so each has a separate one.
    const found = findings(deciderLaws({ ...purse, initial: { coins: 0 }, ...fault }, use))
    expect(found.map((one) => one.law)).toContain(law)
    expect(found.find((one) => one.law === law)?.example).toMatch(/^\[(\{"_tag":"\w+"\},?){1,2}\]$/)
  })
})
