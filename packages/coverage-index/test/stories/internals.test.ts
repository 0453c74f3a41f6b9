import { describe, expect, it } from "@effect/vitest"
import * as Day from "@liulinhui/core/Day"
import fc from "fast-check"
import * as Bits from "../../src/internal/Bits.ts"
import * as Days from "../../src/internal/Days.ts"
import { Interner } from "../../src/internal/Interner.ts"
import { Latest } from "../../src/internal/Latest.ts"
import * as scans from "../../src/internal/scans.ts"
import { latestSince } from "../../src/CoverageScan.ts"

/** The row numbers in a bit set that are less than `size`. */
const rows = (bits: Bits.Bits, size: number): ReadonlyArray<number> =>
  Array.from({ length: size }, (_, row) => row).filter((row) => Bits.has(bits, row))

/** The indexes of the values that meet a condition. */
const where = <A>(
  values: ReadonlyArray<A>,
  holds: (value: A, row: number) => boolean
): ReadonlyArray<number> => values.flatMap((value, row) => (holds(value, row) ? [row] : []))

const setOf = (size: number, holds: (row: number) => boolean): Bits.Bits => {
  const bits = Bits.none(size)
  for (let row = 0; row < size; row++) if (holds(row)) Bits.add(bits, row)
  return bits
}

// Arbitrary lists with lengths around multiples of 32, so that the last word of a bit set is often incomplete.
const lists = <A>(value: fc.Arbitrary<A>): fc.Arbitrary<ReadonlyArray<A>> =>
  fc
    .constantFrom(0, 1, 31, 32, 33, 64, 100)
    .chain((size) => fc.array(value, { minLength: size, maxLength: size }))

describe("a set of rows", () => {
  it("counts and visits the rows that were added and not removed", () => {
    fc.assert(
      fc.property(lists(fc.constantFrom(0, 1, 2)), (states) => {
        const bits = Bits.none(states.length)
        states.forEach((state, row) => {
          if (state > 0) Bits.add(bits, row)
          if (state === 2) Bits.remove(bits, row)
        })
        const expected = where(states, (state) => state === 1)
        const visited: Array<number> = []
        Bits.each(bits, (row) => visited.push(row))
        expect(visited).toEqual(expected)
        expect(Bits.count(bits)).toBe(expected.length)
        expect(Bits.count(Bits.every(states.length))).toBe(states.length)
      })
    )
  })
})

describe("a column of days", () => {
  const code = fc.oneof(
    fc.integer({ min: 0, max: 65_535 }),
    fc.constantFrom(0, 1, 32_767, 32_768, 65_534, 65_535)
  )

  it("returns the code that was set last", () => {
    fc.assert(
      fc.property(lists(fc.tuple(code, code)), (pairs) => {
        const column = Days.fromCodes(pairs.map(([first]) => first))
        pairs.forEach(([, second], row) => Days.set(column, row, second))
        expect(pairs.map((_, row) => Days.get(column, row))).toEqual(pairs.map(([, second]) => second))
      })
    )
  })

  it("finds the rows at or above any code", () => {
    fc.assert(
      fc.property(lists(code), fc.oneof(code, fc.constant(30_000)), (codes, found) => {
        const least = Math.max(1, found)
        const bits = Bits.none(codes.length)
        Days.atLeast(Days.fromCodes(codes), least, bits)
        expect(rows(bits, codes.length)).toEqual(where(codes, (value) => value >= least))
      }),
      { numRuns: 300 }
    )
  })

  it("holds days from 1900 to 2079", () => {
    expect([Day.toIso(Days.first), Day.toIso(Days.last)]).toEqual(["1900-01-01", "2079-06-03"])
    expect(Days.code(Days.first)).toBe(1)
    expect(Days.day(Days.code(Days.last))).toBe(Days.last)
    expect(() => Days.checkedCode(Day.make("1899-12-31"))).toThrow("between 1900 and 2079")
  })
})

describe("a scan", () => {
  it("finds numbers between two bounds", () => {
    const value = fc.oneof(fc.integer({ min: -5, max: 5 }), fc.constantFrom(-(2 ** 30), 2 ** 30))
    const bound = fc
      .oneof(value, fc.constantFrom(1 - 2 ** 30, 2 ** 30 - 1))
      .filter((one) => Math.abs(one) < 2 ** 30)
    const bounds = fc.oneof(fc.tuple(bound, bound), fc.constant([2 ** 30, 2 ** 30] as const))
    fc.assert(
      fc.property(lists(value), bounds, (values, [least, most]) => {
        const bits = Bits.none(values.length)
        scans.between32(Int32Array.from(values), least, most, bits)
        expect(rows(bits, values.length)).toEqual(where(values, (one) => least <= one && one <= most))
      })
    )
  })

  it("finds rows by a table of codes", () => {
    fc.assert(
      fc.property(
        lists(fc.nat({ max: 3 })),
        fc.array(fc.nat({ max: 1 }), { minLength: 4, maxLength: 4 }),
        (codes, table) => {
          const bits = Bits.none(codes.length)
          for (const data of [Uint8Array.from(codes), Uint16Array.from(codes), Int32Array.from(codes)]) {
            scans.coded(data, Uint8Array.from(table), bits)
            expect(rows(bits, codes.length)).toEqual(where(codes, (one) => table[one] === 1))
          }
        }
      )
    )
  })

  it("gathers from another population and scatters to it", () => {
    fc.assert(
      fc.property(
        lists(fc.integer({ min: -2, max: 9 })),
        fc.array(fc.boolean(), { minLength: 10, maxLength: 10 }),
        (data, some) => {
          const others = setOf(10, (row) => some[row] ?? false)
          const bits = Bits.none(data.length)
          scans.gathered(Int32Array.from(data), others, bits)
          expect(rows(bits, data.length)).toEqual(
            where(data, (other) => other >= 0 && (some[other] ?? false))
          )
          const owners = Bits.none(10)
          scans.scatter(Int32Array.from(data), undefined, bits, owners)
          const expected = [...new Set(data.filter((other) => other >= 0 && some[other]))].toSorted(
            (a, b) => a - b
          )
          expect(rows(owners, 10)).toEqual(expected)
        }
      )
    )
  })

  it("finds the last day of birth for an age, also on 29 February", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40_000 }), fc.integer({ min: 0, max: 130 }), (n, years) => {
        const on = Day.Day.make(n)
        const latest = Day.Day.make(latestSince(on, years))
        expect(Day.yearsUntil(latest, on)).toBeGreaterThanOrEqual(years)
        expect(Day.yearsUntil(Day.add(latest, 1), on)).toBeLessThan(years)
      }),
      { numRuns: 1000 }
    )
    expect(Day.toIso(Day.Day.make(latestSince(Day.make("2025-02-28"), 61)))).toBe("1964-02-28")
    expect(Day.toIso(Day.Day.make(latestSince(Day.make("2025-03-01"), 61)))).toBe("1964-03-01")
    expect(Day.toIso(Day.Day.make(latestSince(Day.make("2024-02-29"), 1)))).toBe("2023-02-28")
  })
})

describe("an interner", () => {
  it("numbers ids in the order of their arrival, and finds them again", () => {
    const id = fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.string({ unit: "grapheme", maxLength: 6 }),
      fc.constantFrom("", "a", "aa", "ÿ", "a\u0080", "居民", "居民1", "\u{10ffff}")
    )
    fc.assert(
      fc.property(fc.array(id, { maxLength: 200 }), (ids) => {
        const interner = new Interner()
        const numbers = new Map<string, number>()
        for (const one of ids) {
          if (!numbers.has(one)) numbers.set(one, numbers.size)
          expect(interner.find(one)).toBe(interner.size < numbers.size ? -1 : numbers.get(one))
          expect(interner.intern(one)).toBe(numbers.get(one))
        }
        expect(interner.size).toBe(numbers.size)
        for (const [one, number] of numbers) {
          expect(interner.find(one)).toBe(number)
          expect(interner.idOf(number)).toBe(one)
        }
      })
    )
  })

  it("keeps a hundred thousand ids apart", () => {
    const interner = new Interner()
    for (let n = 0; n < 100_000; n++) expect(interner.intern(`r${n}`) === n).toBe(true)
    for (let n = 0; n < 100_000; n += 997) expect(interner.idOf(interner.find(`r${n}`))).toBe(`r${n}`)
    expect(interner.find("r100000")).toBe(-1)
  })
})

describe("the latest days", () => {
  it("do not depend on order and repetition", () => {
    const codes = fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 12 })
    fc.assert(
      fc.property(codes, fc.constantFrom(1, 2, 3), (days, times) => {
        const latest = new Latest(times)
        latest.grow(4)
        for (const day of days) {
          const before = latest.codes(2)
          expect(latest.add(2, day)).toBe(latest.codes(2).join() !== before.join())
        }
        const expected = [...new Set(days)].toSorted((a, b) => b - a).slice(0, times)
        expect(latest.codes(2)).toEqual(expected)
        expect(latest.last[2]).toBe(expected[times - 1] ?? Days.never)
        latest.replace(2, days.slice(1))
        expect(latest.codes(2)).toEqual([...new Set(days.slice(1))].toSorted((a, b) => b - a).slice(0, times))
        expect(latest.codes(1)).toEqual([])
      })
    )
  })
})
