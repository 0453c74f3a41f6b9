import { describe, expect, it } from "@effect/vitest"
import { CoverageRule } from "../../src/coverage/CoverageRule.ts"
import { type Exclusion, holds } from "../../src/coverage/Exclusion.ts"
import * as ExclusionDecider from "../../src/coverage/ExclusionDecider.ts"
import * as Day from "../../src/kernel/Day.ts"
import { ActorId, BuildingId, RoleId, RuleId } from "../../src/place/Id.ts"
import * as Registry from "../../src/place/Registry.ts"
import { building } from "../../src/place/Subject.ts"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { ruleSuite } from "../ruleSuite.ts"

const rule = Schema.decodeUnknownSync(CoverageRule)({
  id: "surveyed",
  name: { zh: "排摸", en: "surveyed" },
  of: "buildings",
  reached: { by: ["survey"] },
  target: "all",
  exclude: {
    works: { name: { zh: "施工", en: "works" }, grantedBy: ["committee"], for: "10 days" },
    gone: { name: { zh: "拆除", en: "gone" }, grantedBy: ["committee"] }
  }
})
const on = Day.make("2026-03-02")
const b1 = BuildingId.make("b1")
const registry = Registry.fold([
  { _tag: "BuildingEntered", on, building: { id: b1, label: "1号", floors: 6 } }
])

const state = (exclusions: ReadonlyArray<Exclusion> = []): ExclusionDecider.ExclusionState => ({
  rules: new Map([[rule.id, rule]]),
  registry,
  exclusions
})

const grant = (more: object = {}) =>
  ({
    _tag: "GrantExclusion",
    rule: rule.id,
    subject: building(b1),
    reason: RuleId.make("works"),
    roles: [RoleId.make("committee")],
    by: ActorId.make("committee"),
    on,
    ...more
  }) as const

const lift = (offset: number) =>
  ({
    _tag: "LiftExclusion",
    rule: rule.id,
    subject: building(b1),
    roles: [],
    by: ActorId.make("committee"),
    on: Day.add(on, offset)
  }) as const

const tags = (result: ReturnType<typeof ExclusionDecider.decide>) =>
  Result.isFailure(result) ? result.failure.reasons.map(({ _tag }) => _tag) : []

const after = (
  exclusions: ReadonlyArray<Exclusion>,
  command: Parameters<typeof ExclusionDecider.decide>[1]
) =>
  Result.getOrThrow(ExclusionDecider.decide(state(exclusions), command)).reduce(
    (known, event) => ExclusionDecider.evolve(known, event, 7),
    exclusions
  )

describe("an exclusion", () => {
  it("is granted for a reason that the rule allows, by a role that the rule names", () => {
    expect(tags(ExclusionDecider.decide(state(), grant()))).toEqual([])
    expect(tags(ExclusionDecider.decide(state(), grant({ reason: "boredom" })))).toEqual(["ReasonNotAllowed"])
    expect(tags(ExclusionDecider.decide(state(), grant({ roles: ["volunteer"] })))).toEqual(["MayNotGrant"])
  })

  it("is refused with every reason at once", () => {
    const until = Day.add(on, -1)
    const bad = grant({ subject: "building:b9", reason: "boredom", until })
    expect(tags(ExclusionDecider.decide(state(), bad))).toEqual([
      "SubjectUnknown",
      "ReasonNotAllowed",
      "EndsBeforeItBegins"
    ])
    expect(tags(ExclusionDecider.decide(state(), grant({ rule: "no-such-rule" })))).toEqual(["RuleUnknown"])
  })

  it("is valid for as long as the rule says, and ends when it is lifted", () => {
    const [granted] = after([], grant())
    expect([0, 9, 10].map((offset) => holds(granted!, rule, Day.add(on, offset)))).toEqual([
      true,
      true,
      false
    ])
    const [lifted] = after([granted!], lift(3))
    expect([2, 3].map((offset) => holds(lifted!, rule, Day.add(on, offset)))).toEqual([true, false])
  })

  it("is not granted twice at once, and not lifted if there is none", () => {
    const known = after([], grant({ reason: "gone" }))
    expect(tags(ExclusionDecider.decide(state(known), grant()))).toEqual(["AlreadyExcluded"])
    expect(tags(ExclusionDecider.decide(state(), lift(0)))).toEqual(["NotExcluded"])
  })

  it("can be granted again after the rule's limit has ended the one before", () => {
    const known = after([], grant())
    expect(tags(ExclusionDecider.decide(state(known), grant({ on: Day.add(on, 9) })))).toEqual([
      "AlreadyExcluded"
    ])
    const again = after(known, grant({ on: Day.add(on, 10) }))
    expect(again.map((one) => holds(one, rule, Day.add(on, 12)))).toEqual([false, true])
    expect(tags(ExclusionDecider.decide(state(known), lift(10)))).toEqual(["NotExcluded"])
  })
})

const excluded = state([
  { rule: rule.id, subject: building(b1), reason: RuleId.make("gone") as never, on, source: 1 }
])

ruleSuite("the rules for exclusions", [...ExclusionDecider.rules.grant, ...ExclusionDecider.rules.lift], {
  "exclusion-known": {
    holds: [state(), grant()],
    refuses: {
      RuleUnknown: [state(), grant({ rule: RuleId.make("other") })],
      SubjectUnknown: [state(), grant({ subject: building(BuildingId.make("b2")) })]
    }
  },
  "exclusion-subject-not-gone": {
    holds: [state(), grant()],
    refuses: {
      SubjectGone: [
        {
          ...state(),
          registry: Registry.fold([
            { _tag: "BuildingEntered", on, building: { id: b1, label: "1号", floors: 6 } },
            { _tag: "BuildingEnded", on, building: b1, reason: "torn-down" }
          ])
        },
        grant()
      ]
    }
  },
  "exclusion-allowed": {
    holds: [state(), grant()],
    refuses: {
      ReasonNotAllowed: [state(), grant({ reason: RuleId.make("rain") })],
      MayNotGrant: [state(), grant({ roles: [RoleId.make("volunteer")] })]
    }
  },
  "exclusion-once": {
    holds: [state(), grant({ until: on })],
    refuses: {
      AlreadyExcluded: [excluded, grant()],
      EndsBeforeItBegins: [state(), grant({ until: Day.add(on, -1) })]
    }
  },
  "exclusion-to-lift": {
    holds: [excluded, lift(1)],
    refuses: { NotExcluded: [state(), lift(1)] }
  }
})
