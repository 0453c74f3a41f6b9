/**
 * Sets the clock of a command from the environment. With `LIULINHUI_NOW=2026-03-02T09:00:00+08:00`, the command behaves
 * as if it had been started at that time, and writes its entries with that time. This is for tests, training and
 * trials.
 */
import type { Language } from "@liulinhui/core/Text"
import * as Clock from "effect/Clock"
import * as Config from "effect/Config"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { CommandFailed } from "./CommandFailed.ts"
import { say } from "./Say.ts"
import { showing } from "@liulinhui/testing/SettableClock"

const variable = "LIULINHUI_NOW"

/**
 * The format of the time: with the offset of its time zone, or in UTC. Without an offset, the instant would depend on
 * the machine.
 */
const form = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/

/** Makes a clock that shows the given instant when it is made, and then runs normally. */
const from = (instant: number): Clock.Clock => {
  const live = Clock.Clock.defaultValue()
  const behind = live.currentTimeMillisUnsafe() - instant
  return showing(() => live.currentTimeMillisUnsafe() - behind)
}

/**
 * Runs a command with the clock that the environment states, if it states one. In this case, a message on standard
 * error says so.
 */
export const provide =
  (language: Language) =>
  <A, E, R>(command: Effect.Effect<A, E, R>) =>
    Effect.gen(function* () {
      const stated = yield* Config.option(Config.String(variable))
      if (Option.isNone(stated)) return yield* command
      const value = stated.value.trim()
      const instant = form.test(value) ? Date.parse(value) : Number.NaN
      if (Number.isNaN(instant)) {
        return yield* new CommandFailed({
          exit: 3,
          message: say(language, "clock.invalid", { variable, value })
        })
      }
      yield* Console.error(say(language, "clock.stated", { variable, value }))
      return yield* Effect.provideService(command, Clock.Clock, from(instant))
    })
