/**
 * The loops of the dense solver (the solver for full matrices) in plain JavaScript. They are the reference for
 * `SimdLanes`, and they are used if WebAssembly SIMD is not available.
 */
import { closed, far, type Lanes, type Offers } from "./Lanes.ts"

// Every array index in this file is in range. The compiler cannot know this, so the code says `as number`.

const largest = 0x7fffffff

export class PlainLanes implements Lanes {
  readonly stride: number
  readonly costs: Int32Array
  readonly prices: Int32Array
  readonly shown: Int32Array
  readonly distances: Int32Array
  readonly rowOf: Int32Array
  readonly order: Int32Array
  readonly #offers = { first: 0, second: 0, best: 0 }

  constructor(rows: number, columns: number) {
    this.stride = columns
    this.costs = new Int32Array(rows * columns)
    this.prices = new Int32Array(columns)
    this.shown = new Int32Array(columns)
    this.distances = new Int32Array(columns)
    this.rowOf = new Int32Array(columns)
    this.order = new Int32Array(columns)
  }

  span(): readonly [least: number, most: number] {
    const { costs } = this
    let least = costs[0] as number
    let most = least
    for (let a = 1; a < costs.length; a++) {
      const cost = costs[a] as number
      if (cost < least) least = cost
      if (cost > most) most = cost
    }
    return [least, most]
  }

  leastOfColumns(): void {
    const { costs, prices, stride } = this
    prices.set(costs.subarray(0, stride))
    for (let base = stride; base < costs.length; base += stride) {
      for (let j = 0; j < stride; j++) {
        const cost = costs[base + j] as number
        if (cost < (prices[j] as number)) prices[j] = cost
      }
    }
  }

  zeroPrices(): void {
    this.prices.fill(0)
  }

  look(row: number): Offers {
    const { costs, prices, rowOf, stride } = this
    const base = row * stride
    let first = largest
    let second = largest
    let best = 0
    for (let j = 0; j < stride; j++) {
      const offer = (costs[base + j] as number) - (prices[j] as number)
      if (offer < second) {
        if (offer < first) {
          second = first
          first = offer
          best = j
        } else second = offer
      }
    }
    if (first === second) {
      let j = best
      while (
        j < stride &&
        ((rowOf[j] as number) >= 0 || (costs[base + j] as number) - (prices[j] as number) !== first)
      ) {
        j++
      }
      if (j < stride) best = j
    }
    const offers = this.#offers
    offers.first = first
    offers.second = second
    offers.best = best
    return offers
  }

  open(): void {
    this.distances.fill(far)
    this.shown.set(this.prices)
  }

  relax(row: number, shift: number): number {
    const { costs, distances, shown, stride } = this
    const base = row * stride
    let nearest = largest
    for (let j = 0; j < stride; j++) {
      const offer = (costs[base + j] as number) - (shown[j] as number) + shift
      let distance = distances[j] as number
      if (offer < distance) {
        distance = offer
        distances[j] = offer
      }
      if (distance < nearest) nearest = distance
    }
    return nearest
  }

  collect(length: number, known: number): number {
    const { distances, order, rowOf, shown, stride } = this
    let count = known
    for (let j = 0; j < stride; j++) {
      if (distances[j] !== length) continue
      if ((rowOf[j] as number) < 0) return ~j
      distances[j] = far
      shown[j] = closed
      order[count++] = j
    }
    return count
  }
}
