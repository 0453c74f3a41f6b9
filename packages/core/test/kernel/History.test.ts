import { describe, expect, it } from "@effect/vitest"
import { type Chunk, History } from "../../src/kernel/History.ts"
import fc from "fast-check"

/** A codec that counts how many items it has read and written. */
const counting = () => {
  const count = { read: 0, written: 0 }
  return {
    count,
    read: (text: string): ReadonlyArray<unknown> => {
      const items: ReadonlyArray<unknown> = JSON.parse(text)
      count.read += items.length
      return items
    },
    fields: (text: string, keys: ReadonlyArray<string>): ReadonlyArray<ReadonlyArray<unknown>> => {
      const items: ReadonlyArray<Readonly<Record<string, unknown>>> = JSON.parse(text)
      return keys.map((key) => items.map((item) => item[key]))
    },
    write: (items: ReadonlyArray<unknown>): string => {
      count.written += items.length
      return JSON.stringify(items)
    }
  }
}

const stored = (chunks: ReadonlyArray<Chunk>): ReadonlyArray<unknown> =>
  chunks.flatMap(({ text }) => JSON.parse(text))

describe("a history", () => {
  it("has all items in order, however it is written, read, changed and loaded again", () => {
    const action = fc.oneof(
      { weight: 5, arbitrary: fc.nat(9).map((n) => ({ push: n })) },
      { weight: 1, arbitrary: fc.constantFrom("write", "load", "read", "double") }
    )
    fc.assert(
      fc.property(fc.array(action, { maxLength: 60 }), (actions) => {
        const codec = counting()
        let items: ReadonlyArray<number> = []
        let history = new History<number>()
        for (const one of actions) {
          if (typeof one === "object") {
            history.push(one.push)
            items = [...items, one.push]
          } else if (one === "load") history = new History(history.written(codec), codec)
          else if (one === "double") {
            history.replace((item) => item * 2)
            items = items.map((item) => item * 2)
          }
          const found =
            one === "read" ? history.all : one === "write" ? stored(history.written(codec)) : items
          expect(found).toEqual(items)
        }
        expect(history.all).toEqual(items)
        expect(stored(history.written(codec))).toEqual(items)
      })
    )
  })

  it("has the columns of all items from an index on, and its size, without reading the items", () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(99), { maxLength: 40 }),
        fc.nat(40),
        fc.nat(40),
        (values, written, from) => {
          const codec = counting()
          const items = values.map((day, n) => ({ day, n }))
          const first = new History<(typeof items)[number]>()
          for (const item of items.slice(0, written)) first.push(item)
          const history = new History<(typeof items)[number]>(first.written(codec), codec)
          for (const item of items.slice(written)) history.push(item)
          expect(history.size).toBe(items.length)
          const blocks = history.columns(["n", "day"], from)
          expect(blocks.flatMap(({ day }) => day)).toEqual(values.slice(from))
          expect(blocks.flatMap(({ n }) => n)).toEqual(items.slice(from).map(({ n }) => n))
          expect(codec.count.read).toBe(0)
          expect([...history]).toEqual(items)
          expect(history.columns(["day"], from).flatMap(({ day }) => day)).toEqual(values.slice(from))
        }
      )
    )
  })

  it("is not read if items are added and it is written again", () => {
    const codec = counting()
    const first = new History<number>()
    for (let n = 0; n < 100; n++) first.push(n)
    const history = new History<number>(first.written(codec), codec)
    history.push(100)
    history.written(codec)
    expect(codec.count).toEqual({ read: 0, written: 101 })
    expect(history.all.at(-1)).toBe(100)
    expect(codec.count.read).toBe(101)
  })

  it("has few chunks, and writes each item a few times only", () => {
    const codec = counting()
    const history = new History<number>()
    let chunks = 0
    for (let n = 1; n <= 4096; n++) {
      history.push(n)
      if (n % 16 === 0) chunks = Math.max(chunks, history.written(codec).length)
    }
    expect(chunks).toBeLessThanOrEqual(9)
    expect(codec.count.written).toBeLessThanOrEqual(4096 * 9)
  })
})
