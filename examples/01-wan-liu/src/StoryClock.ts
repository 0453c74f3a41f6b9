/**
 * A clock that the story sets: it shows 9:00 on the current day of the story. Deadlines, notices and entries all use
 * this clock, so days of the story pass without waiting.
 */
import type { Day } from "@liulinhui/core/Day"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"

/** A clock, and a function that sets it to a day. */
export interface StoryClock {
  readonly clock: Clock.Clock
  readonly turnTo: (day: Day) => Effect.Effect<void>
}

const hour = 3_600_000
const nineInShanghai = 9 * hour - 8 * hour

/** Makes a clock that starts at 9:00 on the first day of the story. */
export const make = (first: Day): StoryClock => {
  const at = (day: Day): number => day * 24 * hour + nineInShanghai
  let now = at(first)
  const nanos = () => BigInt(now) * 1_000_000n
  return {
    clock: {
      currentTimeMillisUnsafe: () => now,
      currentTimeMillis: Effect.sync(() => now),
      currentTimeNanosUnsafe: nanos,
      currentTimeNanos: Effect.sync(nanos),
      monotonicTimeNanosUnsafe: nanos,
      monotonicTimeNanos: Effect.sync(nanos),
      sleep: () => Effect.die(new Error("a story cannot sleep: set its clock to another day instead"))
    },
    turnTo: (day) =>
      Effect.sync(() => {
        now = at(day)
      })
  }
}
