/** A clock whose time can be set. A sleep takes real time, because stores wait for real locks. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"

/** A clock, and the function that sets its time. */
export interface SettableClock {
  readonly clock: Clock.Clock
  /** Sets the time, in milliseconds since 1970. */
  readonly set: (instant: number) => Effect.Effect<void>
}

/** Makes a clock that shows this time until it is set. */
export const make = (instant: number): SettableClock => {
  let now = instant
  const live = Clock.Clock.defaultValue()
  const nanos = (): bigint => BigInt(now) * 1_000_000n
  return {
    clock: {
      currentTimeMillisUnsafe: () => now,
      currentTimeMillis: Effect.sync(() => now),
      currentTimeNanosUnsafe: nanos,
      currentTimeNanos: Effect.sync(nanos),
      monotonicTimeNanosUnsafe: () => live.monotonicTimeNanosUnsafe(),
      monotonicTimeNanos: live.monotonicTimeNanos,
      sleep: (duration) => live.sleep(duration)
    },
    set: (next) =>
      Effect.sync(() => {
        now = next
      })
  }
}
