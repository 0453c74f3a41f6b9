/** A clock whose time can be set. But sleeping takes real time, because stores wait for real locks. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"

/** A clock, and the function that sets its time. */
export interface SettableClock {
  readonly clock: Clock.Clock
  /** Sets the time, in milliseconds since 1970. */
  readonly set: (instant: number) => Effect.Effect<void>
}

/**
 * Makes a clock that shows the time that a function returns, in milliseconds since 1970. But sleeping takes real time,
 * because stores wait for real locks.
 */
export const showing = (millis: () => number): Clock.Clock => {
  const live = Clock.Clock.defaultValue()
  const nanos = (): bigint => BigInt(millis()) * 1_000_000n
  return {
    currentTimeMillisUnsafe: millis,
    currentTimeMillis: Effect.sync(millis),
    currentTimeNanosUnsafe: nanos,
    currentTimeNanos: Effect.sync(nanos),
    monotonicTimeNanosUnsafe: () => live.monotonicTimeNanosUnsafe(),
    monotonicTimeNanos: live.monotonicTimeNanos,
    sleep: (duration) => live.sleep(duration)
  }
}

/** Makes a clock that shows the given instant until another time is set. */
export const make = (instant: number): SettableClock => {
  let now = instant
  return {
    clock: showing(() => now),
    set: (next) =>
      Effect.sync(() => {
        now = next
      })
  }
}
