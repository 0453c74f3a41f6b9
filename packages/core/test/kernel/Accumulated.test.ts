import { describe, expect, it } from "@effect/vitest"
import fc from "fast-check"
import { accumulated } from "../../src/kernel/Accumulated.ts"

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
