import { describe, expect, it } from "@effect/vitest"
import fc from "fast-check"
import * as Trail from "../../src/coverage/Trail.ts"
import * as Day from "../../src/kernel/Day.ts"

const first = Day.make("2026-03-02")
const recorded = fc.array(
  fc.tuple(
    fc.nat({ max: 12 }).map((n) => Day.add(first, n)),
    fc.nat({ max: 50 })
  )
)

const trailOf = (items: ReadonlyArray<readonly [Day.Day, number]>): Trail.Trail => {
  const trail = Trail.empty()
  for (const [on, source] of items) Trail.note(trail, on, source)
  return trail
}

/** The days with the earliest entry of each day, the latest day first. */
const plain = (items: ReadonlyArray<readonly [Day.Day, number]>): ReadonlyArray<Trail.Proven> =>
  [...Map.groupBy(items, ([on]) => on)]
    .map(([on, same]) => [on, Math.min(...same.map(([, source]) => source))] as const)
    .toSorted(([a], [b]) => b - a)

describe("a trail", () => {
  it("lists each day once, with the earliest entry, in whatever order the days were added", () => {
    fc.assert(
      fc.property(recorded, (items) => {
        const { days, sources } = trailOf(items)
        expect(days.map((on, at) => [on, sources[at]]).toReversed()).toEqual(plain(items))
      })
    )
  })

  it("finds the latest days of a period", () => {
    fc.assert(
      fc.property(
        recorded,
        fc.nat({ max: 14 }),
        fc.nat({ max: 14 }),
        fc.nat({ max: 4 }),
        (items, a, b, most) => {
          const [from, until] = [Day.add(first, a - 1), Day.add(first, b - 1)]
          const found: Array<Trail.Proven> = []
          Trail.latest(trailOf(items), { from, until }, most, found)
          const within = plain(items).filter(([on]) => on <= until)
          expect(found).toEqual(within.slice(0, most).filter(([on]) => from <= on))
        }
      )
    )
  })

  it("keeps the days that fulfil a condition, and takes the days of another trail", () => {
    fc.assert(
      fc.property(recorded, recorded, (items, others) => {
        const isEven = (on: Day.Day): boolean => on % 2 === 0
        expect(Trail.filter(trailOf(items), isEven)).toEqual(trailOf(items.filter(([on]) => isEven(on))))
        const both = trailOf(items)
        Trail.addAll(both, trailOf(others))
        expect(both).toEqual(trailOf([...items, ...others]))
      })
    )
  })
})
