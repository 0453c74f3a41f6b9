import { describe, expect, it } from "@effect/vitest"
import fc from "fast-check"
import { accumulated, accumulatedFields } from "../../src/kernel/Accumulated.ts"
import { History } from "../../src/kernel/History.ts"

const counting = () => {
  const added: Array<number> = []
  const sums = accumulated<number, { sum: number }>(
    () => ({ sum: 0 }),
    (value, item) => {
      added.push(item)
      value.sum += item
    }
  )
  return { added, sums }
}
const sumOf = (items: ReadonlyArray<number>): number => items.reduce((sum, item) => sum + item, 0)

describe("a value that is kept with a list", () => {
  it("is the value of all items, however the list grows, and reads each item once", () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.integer({ min: -9, max: 9 }))), (parts) => {
        const { added, sums } = counting()
        const list: Array<number> = []
        for (const part of parts) {
          list.push(...part)
          expect(sums(list).sum).toBe(sumOf(list))
        }
        expect(added).toEqual(list)
      })
    )
  })

  it("is computed anew if items were removed", () => {
    const { sums } = counting()
    const list = [1, 2, 3]
    expect(sums(list).sum).toBe(6)
    list.pop()
    expect(sums(list).sum).toBe(3)
    list.splice(0, 2, 7, 8)
    expect(sums(list).sum).toBe(15)
  })

  it("belongs to one list", () => {
    const { sums } = counting()
    expect([sums([1, 2]).sum, sums([1, 2, 3]).sum]).toEqual([3, 6])
  })
})

describe("a value that is kept with a history", () => {
  it("is the value of all items, however the history grows, and reads each item once", () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.integer({ min: -9, max: 9 }))), (parts) => {
        const added: Array<number> = []
        const sums = accumulatedFields<{ readonly n: number }, "n", { sum: number }>(
          ["n"],
          () => ({ sum: 0 }),
          (value, { n }) => {
            added.push(...n)
            value.sum += sumOf(n)
          }
        )
        const history = new History<{ readonly n: number }>()
        for (const part of parts) {
          for (const n of part) history.push({ n })
          expect(sums(history).sum).toBe(sumOf(history.all.map(({ n }) => n)))
        }
        expect(added).toEqual(parts.flat())
        expect(sums(new History()).sum).toBe(0)
      })
    )
  })
})
