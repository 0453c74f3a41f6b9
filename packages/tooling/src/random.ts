/** Makes random choices that are the same for the same seed. */

/** Returns a generator of numbers from 0 up to, but not including, 1 (mulberry32). */
export const random = (seed: number): (() => number) => {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Chooses `count` different elements in random order, or all elements if there are fewer. */
export const sample = <A>(from: ReadonlyArray<A>, count: number, next: () => number): ReadonlyArray<A> => {
  const rest = [...from]
  const chosen: Array<A> = []
  while (chosen.length < count && rest.length > 0)
    chosen.push(...rest.splice(Math.floor(next() * rest.length), 1))
  return chosen
}
