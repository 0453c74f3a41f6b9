import { describe, expect, it } from "@effect/vitest"
import type { PatrolState } from "../../src/casework/Case.ts"
import * as Patrol from "../../src/casework/Patrol.ts"
import * as Day from "../../src/kernel/Day.ts"
import * as Ratio from "../../src/kernel/Ratio.ts"
import fc from "fast-check"

const plan: fc.Arbitrary<Patrol.PatrolPlan> = fc
  .record({
    bounds: fc
      .array(fc.integer({ min: 1, max: 400 }), { minLength: 3, maxLength: 3 })
      .map((days) => days.toSorted((a, b) => a - b)),
    under: fc.integer({ min: 1, max: 10 }),
    more: fc.integer({ min: 0, max: 20 }),
    less: fc.integer({ min: 0, max: 10 }),
    needed: fc.integer({ min: 1, max: 5 })
  })
  .map(({ bounds: [least, first, most], less, more, needed, under }) => ({
    least: least!,
    first: first!,
    most: most!,
    widen: Ratio.make(under + more, under),
    tighten: Ratio.make(Math.max(0, under - less), under),
    needed
  }))

const start = Day.make("2026-01-01")

/** Generates a list of checks and relapses (the problem came back) of a patrol, with some days between them. */
const happenings = fc.array(
  fc.record({ what: fc.constantFrom("check", "check", "relapse"), days: fc.integer({ min: 0, max: 500 }) }),
  { maxLength: 30 }
)

const walk = (
  self: Patrol.PatrolPlan,
  steps: ReadonlyArray<{ readonly what: string; readonly days: number }>
) => {
  let today = start
  let state = Patrol.begin(self, undefined, today)
  return steps.map(({ days, what }) => {
    today = Day.add(today, days)
    const before = state
    state =
      what === "check"
        ? Patrol.check(self, before, today)
        : Patrol.begin(self, Patrol.relapse(self, before), today)
    return { what, before, state, today }
  })
}

const within = ({ least, most }: Patrol.PatrolPlan, { interval }: PatrolState) =>
  interval >= least && interval <= most

describe("a patrol", () => {
  it("always keeps its interval between its bounds", () => {
    fc.assert(
      fc.property(plan, happenings, (self, steps) => {
        expect(walk(self, steps).every(({ state }) => within(self, state))).toBe(true)
      })
    )
  })

  it("never becomes more frequent after a clean check, or less frequent after a relapse", () => {
    fc.assert(
      fc.property(plan, happenings, (self, steps) => {
        for (const { before, state, what } of walk(self, steps)) {
          expect(
            Math.sign(state.interval - before.interval) * (what === "check" ? 1 : -1)
          ).toBeGreaterThanOrEqual(0)
        }
      })
    )
  })

  it("changes its interval by at least a day up to the bound, unless the factor is one", () => {
    fc.assert(
      fc.property(plan, fc.integer({ min: 1, max: 30 }), fc.nat(10), (any, interval, below) => {
        const self = { ...any, least: Math.max(1, interval - below), most: 400 }
        const { least, most, tighten, widen } = self
        const grows = Patrol.widened(self, interval) > interval || interval === most
        const shrinks = Patrol.tightened(self, interval) < interval || interval === least
        expect(grows || widen.over === widen.under).toBe(true)
        expect(shrinks || tighten.over === tighten.under).toBe(true)
      })
    )
  })

  it("counts clean checks since the last relapse that are at least the shortest interval apart", () => {
    fc.assert(
      fc.property(plan, happenings, (self, steps) => {
        let clean = 0
        let since = start
        for (const { state, today, what } of walk(self, steps)) {
          if (what === "relapse") [clean, since] = [0, today]
          else if (today - since >= self.least) [clean, since] = [clean + 1, today]
          expect([state.clean, state.since]).toEqual([clean, since])
        }
      })
    )
  })

  it("is due again one interval after the last counted check", () => {
    fc.assert(
      fc.property(plan, happenings, (self, steps) => {
        for (const { state } of walk(self, steps)) expect(state.next).toBe(state.since! + state.interval)
      })
    )
  })

  it("stops at a relapse, and continues later with the interval that it had reached", () => {
    const self = {
      first: 14,
      least: 3,
      most: 60,
      widen: Ratio.make(3, 2),
      tighten: Ratio.make(1, 2),
      needed: 2
    }
    const checked = Patrol.check(self, Patrol.begin(self, undefined, start), Day.add(start, 14))
    expect(checked.interval).toBe(21)
    const resting = Patrol.relapse(self, checked)
    expect(resting).toEqual({ interval: 10, clean: 0 })
    expect(Patrol.begin(self, resting, Day.add(start, 40))).toMatchObject({
      interval: 10,
      next: Day.add(start, 50)
    })
  })
})
