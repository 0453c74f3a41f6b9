/**
 * Finds a minimal proof that an assignment problem has no plan. Starts from the items (rows or columns) that an
 * unsuccessful search has reached.
 */
import type { Shortfall } from "../Problem.ts"
import { columnsOf, type Net, type Shortage, type SparseNet, transpose } from "./Net.ts"

// Every array index in this file is in range. The compiler cannot know this, so the code says `as number`.

/**
 * Finds a minimal shortfall (the proof that there is no plan) in a shortage (items that together need more pairs than
 * they can have). Removes items one after another, as long as the remaining items still need more pairs than they can
 * have.
 */
export const shortfallOf = (net: Net, { side, wanting }: Shortage): Shortfall => {
  const facing: SparseNet = side === "rows" ? { ...net, column: columnsOf(net) } : transpose(net).net
  const { column, columnMost, columns, rowLeast, start } = facing
  const left = new Set(wanting)
  // For each item of the other side (rows or columns): the number of remaining items that may be paired with it.
  const wanted = new Int32Array(columns)
  const pairs = (i: number): Int32Array => column.subarray(start[i], start[i + 1])
  const offer = (j: number): number => Math.min(wanted[j] as number, columnMost[j] as number)

  let need = 0
  for (const i of left) {
    need += rowLeast[i] as number
    for (const j of pairs(i)) wanted[j] = (wanted[j] as number) + 1
  }
  let have = 0
  for (let j = 0; j < columns; j++) have += offer(j)
  for (let before = -1; before !== left.size;) {
    before = left.size
    for (const i of left) {
      let lost = 0
      for (const j of pairs(i)) if ((wanted[j] as number) <= (columnMost[j] as number)) lost++
      if (need - (rowLeast[i] as number) <= have - lost) continue
      left.delete(i)
      need -= rowLeast[i] as number
      have -= lost
      for (const j of pairs(i)) wanted[j] = (wanted[j] as number) - 1
    }
  }

  const offers: Array<{ readonly index: number; readonly atMost: number }> = []
  for (let j = 0; j < columns; j++) if (offer(j) > 0) offers.push({ index: j, atMost: offer(j) })
  return {
    _tag: "Shortfall",
    side,
    wanting: [...left].sort((a, b) => a - b).map((index) => ({ index, needs: rowLeast[index] as number })),
    offers,
    need,
    have
  }
}
