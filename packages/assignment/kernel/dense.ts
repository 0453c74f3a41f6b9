/**
 * The loops of the dense solver (the solver for full matrices of costs) in AssemblyScript; each step handles four
 * 32-bit costs. `src/internal/Lanes.ts` describes what each loop computes. `PlainLanes.ts` is the same in plain
 * JavaScript, and tests compare both.
 *
 * Vectors (arrays of 32-bit numbers in memory, such as one row of costs) begin at multiples of 64 bytes, and their
 * length in bytes is a multiple of 64. `blocks` holds the least number in each block of 256 bytes of a vector
 * (separately for each of the four SIMD lanes), so that a search for a number can skip blocks that do not contain it.
 *
 * `node packages/assignment/kernel/build.ts` compiles this file to `src/internal/kernel.ts`.
 */

const largest: i32 = 0x7fffffff
const far: i32 = 0x1fffffff
const closed: i32 = -0x40000000

const block: usize = 256

function leastLane(lanes: v128): i32 {
  const half = i32x4.min_s(lanes, i32x4.shuffle(lanes, lanes, 2, 3, 0, 1))
  return i32x4.extract_lane(i32x4.min_s(half, i32x4.shuffle(half, half, 1, 0, 3, 2)), 0)
}

function greatestLane(lanes: v128): i32 {
  const half = i32x4.max_s(lanes, i32x4.shuffle(lanes, lanes, 2, 3, 0, 1))
  return i32x4.extract_lane(i32x4.max_s(half, i32x4.shuffle(half, half, 1, 0, 3, 2)), 0)
}

/** Writes the least and the greatest cost of the whole matrix to `out`. */
export function span(from: usize, bytes: usize, out: usize): void {
  let least = v128.load(from)
  let greatest = least
  for (const end = from + bytes; from < end; from += 16) {
    const costs = v128.load(from)
    least = i32x4.min_s(least, costs)
    greatest = i32x4.max_s(greatest, costs)
  }
  store<i32>(out, leastLane(least))
  store<i32>(out, greatestLane(greatest), 4)
}

/** Writes the least cost of each column. */
export function leastOfColumns(costs: usize, prices: usize, rows: i32, bytes: usize): void {
  memory.copy(prices, costs, bytes)
  for (let i = 1; i < rows; i++) {
    costs += bytes
    for (let at: usize = 0; at < bytes; at += 64) {
      const price = prices + at
      const cost = costs + at
      v128.store(price, i32x4.min_s(v128.load(price), v128.load(cost)))
      v128.store(price, i32x4.min_s(v128.load(price, 16), v128.load(cost, 16)), 16)
      v128.store(price, i32x4.min_s(v128.load(price, 32), v128.load(cost, 32)), 32)
      v128.store(price, i32x4.min_s(v128.load(price, 48), v128.load(cost, 48)), 48)
    }
  }
}

/**
 * Writes the two least offers of a row (an offer is the cost of a pair minus the price of its column), and the column
 * of the least offer.
 */
export function look(
  costs: usize,
  prices: usize,
  rowOf: usize,
  blocks: usize,
  bytes: usize,
  out: usize
): void {
  let first = i32x4.splat(largest)
  let second = first
  let at: usize = 0
  for (let slot = blocks; at < bytes; slot += 16) {
    const end = min(at + block, bytes)
    let least = i32x4.splat(largest)
    for (; at < end; at += 32) {
      const a = i32x4.sub(v128.load(costs + at), v128.load(prices + at))
      const b = i32x4.sub(v128.load(costs + at, 16), v128.load(prices + at, 16))
      const low = i32x4.min_s(a, b)
      second = i32x4.min_s(second, i32x4.min_s(i32x4.max_s(a, b), i32x4.max_s(first, low)))
      first = i32x4.min_s(first, low)
      least = i32x4.min_s(least, low)
    }
    v128.store(slot, least)
  }
  const one = leastLane(first)
  const ones = i32x4.splat(one)
  // Each of the four SIMD lanes has its own minimum. Remove the least offer from its lane: the second-least offer is
  // then the minimum over all lanes.
  const has = i32x4.eq(first, ones)
  const two =
    i32.popcnt(i32x4.bitmask(has)) > 1
      ? one
      : leastLane(i32x4.min_s(second, v128.bitselect(i32x4.splat(largest), first, has)))
  store<i32>(out, one)
  store<i32>(out, two, 4)
  let best = -1
  at = 0
  for (let slot = blocks; at < bytes; slot += 16) {
    const end = min(at + block, bytes)
    if (!v128.any_true(i32x4.eq(v128.load(slot), ones))) at = end
    for (; at < end; at += 16) {
      const offers = i32x4.sub(v128.load(costs + at), v128.load(prices + at))
      let found = i32x4.bitmask(i32x4.eq(offers, ones))
      for (; found != 0; found &= found - 1) {
        const column = at + ((<usize>i32.ctz(found)) << 2)
        if (best < 0) best = <i32>(column >> 2)
        if (two > one || load<i32>(rowOf + column) < 0) {
          store<i32>(out, <i32>(column >> 2), 8)
          return
        }
      }
    }
  }
  store<i32>(out, best, 8)
}

/**
 * For each column: lowers its distance from the start of the search to the offer of the row plus `shift`, if this is
 * less. Returns the least distance.
 */
export function relax(
  costs: usize,
  shown: usize,
  distances: usize,
  blocks: usize,
  bytes: usize,
  shift: i32
): i32 {
  const shifts = i32x4.splat(shift)
  let nearest = i32x4.splat(largest)
  for (let at: usize = 0; at < bytes; blocks += 16) {
    const end = min(at + block, bytes)
    let least = i32x4.splat(largest)
    for (; at < end; at += 32) {
      const a = i32x4.add(i32x4.sub(v128.load(costs + at), v128.load(shown + at)), shifts)
      const b = i32x4.add(i32x4.sub(v128.load(costs + at, 16), v128.load(shown + at, 16)), shifts)
      const c = i32x4.min_s(v128.load(distances + at), a)
      const d = i32x4.min_s(v128.load(distances + at, 16), b)
      v128.store(distances + at, c)
      v128.store(distances + at, d, 16)
      least = i32x4.min_s(least, i32x4.min_s(c, d))
    }
    v128.store(blocks, least)
    nearest = i32x4.min_s(nearest, least)
  }
  return leastLane(nearest)
}

/**
 * Goes through the columns whose distance from the start of the search is `length`. Returns the bitwise complement
 * (`~j`) of the first column that is not assigned to a row. If every such column is assigned, appends all these columns
 * to `order`, marks them as closed, and returns the new length of `order`.
 */
export function collect(
  distances: usize,
  shown: usize,
  rowOf: usize,
  blocks: usize,
  bytes: usize,
  length: i32,
  order: usize,
  known: i32
): i32 {
  const lengths = i32x4.splat(length)
  for (let at: usize = 0; at < bytes; blocks += 16) {
    const end = min(at + block, bytes)
    if (!v128.any_true(i32x4.eq(v128.load(blocks), lengths))) at = end
    for (; at < end; at += 16) {
      let found = i32x4.bitmask(i32x4.eq(v128.load(distances + at), lengths))
      for (; found != 0; found &= found - 1) {
        const column = at + ((<usize>i32.ctz(found)) << 2)
        if (load<i32>(rowOf + column) < 0) return ~(<i32>(column >> 2))
        store<i32>(distances + column, far)
        store<i32>(shown + column, closed)
        store<i32>(order + ((<usize>known) << 2), <i32>(column >> 2))
        known++
      }
    }
  }
  return known
}
