import { describe, expect, it } from "@effect/vitest"
import * as Day from "../../src/kernel/Day.ts"
import * as Companion from "../../src/companions/Companion.ts"
import { ActorId, BuildingId, HouseholdId, ResidentId } from "../../src/place/Id.ts"
import * as Registry from "../../src/place/Registry.ts"
import * as Result from "effect/Result"
import fc from "fast-check"
import { ruleSuite } from "../ruleSuite.ts"

const on = Day.make("2026-03-02")
const by = ActorId.make("lead")
const elder = (n: number) => ResidentId.make(`e${n}`)
const volunteer = (n: number) => ActorId.make(`v${n}`)
const household = HouseholdId.make("b1-101")

const registry = Registry.fold([
  { _tag: "BuildingEntered", on, building: { id: BuildingId.make("b1"), label: "1号", floors: 6 } },
  ...Array.from({ length: 12 }, (_, n) => ({
    _tag: "ResidentEntered" as const,
    on,
    resident: { id: elder(n), household, name: "某", birth: Day.make("1940-01-01"), tags: [] }
  })),
  { _tag: "ResidentLeft", on: Day.add(on, 5), resident: elder(11), departure: "moved-away" }
])

const assign = (pairs: ReadonlyArray<readonly [number, number]>): Companion.CompanionCommand => {
  const [first, ...others] = pairs.map(([v, e]) => ({ volunteer: volunteer(v), elder: elder(e) }))
  return { _tag: "AssignCompanions", pairs: [first!, ...others], on, by }
}

const decide = (companions: Companion.Companions, command: Companion.CompanionCommand) =>
  Companion.decide({ companions, registry }, command)

const after = (companions: Companion.Companions, command: Companion.CompanionCommand) =>
  Result.getOrThrow(decide(companions, command)).reduce(Companion.evolve, companions)

const tags = (companions: Companion.Companions, command: Companion.CompanionCommand) => {
  const result = decide(companions, command)
  return Result.isFailure(result) ? result.failure.reasons.map(({ _tag }) => _tag) : []
}

describe("the companion scheme", () => {
  it("assigns five elders to a volunteer but not a sixth, existing pairs included", () => {
    const four = after(
      new Map(),
      assign([
        [1, 0],
        [1, 1],
        [1, 2],
        [1, 3]
      ])
    )
    expect(tags(four, assign([[1, 4]]))).toEqual([])
    expect(
      tags(
        four,
        assign([
          [1, 4],
          [1, 5]
        ])
      )
    ).toEqual(["TooManyElders"])
  })

  it("assigns no more elders to a volunteer than the volunteer has offered, and than the model permits", () => {
    const refused = (limit: number, elders: ReadonlyArray<number>) => {
      const command = assign(elders.map((n) => [1, n] as const))
      const result = Companion.decide({ companions: new Map(), registry, limitOf: () => limit }, command)
      return Result.isFailure(result) ? result.failure.reasons : []
    }
    expect(refused(2, [0, 1])).toEqual([])
    expect(refused(2, [0, 1, 2])).toEqual([
      { _tag: "TooManyElders", volunteer: volunteer(1), elders: 3, most: 2 }
    ])
    expect(refused(7, [0, 1, 2, 3, 4, 5, 6])).toEqual([])
  })

  it("assigns one companion to an elder at a time, and assigns all elders of a command or none", () => {
    const one = after(new Map(), assign([[1, 0]]))
    expect(
      tags(
        one,
        assign([
          [2, 0],
          [2, 1]
        ])
      )
    ).toEqual(["ElderHasCompanion"])
    expect(
      tags(
        new Map(),
        assign([
          [1, 0],
          [2, 0]
        ])
      )
    ).toEqual(["ElderTwice"])
  })

  it("is for elders who live in the district on the day", () => {
    expect(tags(new Map(), assign([[1, 11]]))).toEqual([])
    const later = { ...assign([[1, 11]]), on: Day.add(on, 5) }
    expect(tags(new Map(), later)).toEqual(["ElderUnknown"])
    expect(tags(new Map(), assign([[1, 40]]))).toEqual(["ElderUnknown"])
  })

  it("releases only an elder with a companion, who can then get another", () => {
    const release: Companion.CompanionCommand = { _tag: "ReleaseCompanion", elder: elder(0), on, by }
    expect(tags(new Map(), release)).toEqual(["ElderHasNoCompanion"])
    const released = after(after(new Map(), assign([[1, 0]])), release)
    expect(tags(released, assign([[2, 0]]))).toEqual([])
  })

  it("never lets a volunteer look after more than five, with any commands in any order", () => {
    const pair = fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 10 }))
    fc.assert(
      fc.property(fc.array(fc.array(pair, { minLength: 1, maxLength: 6 }), { maxLength: 12 }), (commands) => {
        let companions: Companion.Companions = new Map()
        for (const pairs of commands) {
          const result = decide(companions, assign(pairs))
          if (Result.isSuccess(result)) companions = result.success.reduce(Companion.evolve, companions)
        }
        const loads = Map.groupBy(companions.values(), (companionship) => companionship.volunteer)
        for (const load of loads.values()) expect(load.length).toBeLessThanOrEqual(Companion.mostElders)
      })
    )
  })
})

const five = new Map(
  [0, 1, 2, 3, 4].map((n) => [elder(n), { volunteer: volunteer(1), since: on }])
) satisfies Companion.Companions
const assigning = (
  pairs: ReadonlyArray<readonly [number, number]>,
  companions: Companion.Companions = new Map()
) => ({
  companions,
  registry,
  on,
  pairs: pairs.map(([v, e]) => ({ volunteer: volunteer(v), elder: elder(e) }))
})
const onState = <C extends Companion.CompanionCommand>(
  command: C,
  companions: Companion.Companions = five
) => ({
  state: { companions, registry },
  command
})
const { assign: assignRules, rearrange, refuse, release } = Companion.rules

ruleSuite("the rules for companions", [...assignRules, ...release, ...refuse, ...rearrange], {
  "companion-one-each": {
    holds: assigning([
      [1, 0],
      [1, 1]
    ]),
    refuses: {
      ElderUnknown: assigning([[1, 20]]),
      ElderHasCompanion: assigning([[2, 0]], five),
      ElderTwice: assigning([
        [1, 0],
        [2, 0]
      ])
    }
  },
  "companion-capacity-holds": {
    holds: assigning([[2, 5]], five),
    refuses: { TooManyElders: assigning([[1, 5]], five) }
  },
  "companion-volunteer-present": {
    holds: assigning([[2, 5]]),
    refuses: { VolunteerGone: { ...assigning([[2, 5]]), isGone: (one: ActorId) => one === volunteer(2) } }
  },
  "companion-to-release": {
    holds: onState({ _tag: "ReleaseCompanion", elder: elder(0), on, by }),
    refuses: { ElderHasNoCompanion: onState({ _tag: "ReleaseCompanion", elder: elder(9), on, by }) }
  },
  "companion-refused-by-resident": {
    holds: onState({
      _tag: "RefuseCompanion",
      volunteer: volunteer(1),
      elder: elder(0),
      reason: "不合适",
      on,
      by
    }),
    refuses: {
      ElderUnknown: onState({
        _tag: "RefuseCompanion",
        volunteer: volunteer(1),
        elder: elder(20),
        reason: "不合适",
        on,
        by
      })
    }
  },
  "companion-unchanged": {
    holds: onState({
      _tag: "RearrangeCompanions",
      before: [{ volunteer: volunteer(1), elder: elder(0) }],
      pairs: [{ elder: elder(0), volunteer: volunteer(2) }],
      on,
      by
    }),
    refuses: {
      CompanionChanged: onState({
        _tag: "RearrangeCompanions",
        before: [{ volunteer: volunteer(3), elder: elder(0) }],
        pairs: [{ elder: elder(0), volunteer: volunteer(2) }],
        on,
        by
      })
    }
  }
})
