/** A clock that shows the time that it was set to. Waiting takes real time, because stores wait for real locks. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"

/** A clock, and how it is set. */
export interface SettableClock {
  readonly clock: Clock.Clock
  /** Sets the clock, in milliseconds since 1970. */
  readonly set: (instant: number) => Effect.Effect<void>
}

/** A clock that shows an instant until it is set. */
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
