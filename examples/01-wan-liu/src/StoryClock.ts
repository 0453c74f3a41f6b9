/**
 * A clock that the story turns: it stands at nine in the morning of the day that is being told. Everything that reads
 * the time (deadlines, notices, entries) reads this one, so that days pass without anybody waiting for them.
 */
import type { Day } from "@liulinhui/core/kernel/Day"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"

/** A clock and the hand that turns it. */
export interface StoryClock {
  readonly clock: Clock.Clock
  readonly turnTo: (day: Day) => Effect.Effect<void>
}

const hour = 3_600_000
const nineInShanghai = 9 * hour - 8 * hour

/** A story's clock, standing at a first day. */
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
      sleep: () => Effect.die(new Error("nobody sleeps in a story: turn its clock instead"))
    },
    turnTo: (day) =>
      Effect.sync(() => {
        now = at(day)
      })
  }
}
