/**
 * The conformance suite of the notifier port: tests that every channel must pass. Call `notifierSuite` once in a test
 * file of the channel, with a receiver that uses the channel's wire format. `notifierCases` lists the cases.
 */
import { Notifier } from "@liulinhui/core/Notifier"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import { notifierCases } from "./NotifierCases.ts"
import { type Suite, testOf } from "./Suite.ts"
import type { Receiver } from "./Receiver.ts"

/**
 * The tests of a channel. `testSuite` registers them with a test runner. The receiver and the channel are built anew for
 * each case, and a few cases can run at the same time, because most of them wait. Two kinds of cases are skipped: cases that do not apply to the
 * channel (for example, because the channel has no such limit), and cases that need a mood which the receiver does not
 * support.
 *
 * Configure the channel so that it stops trying within 5 seconds, and with a rate limit that allows twelve messages in
 * that time.
 *
 * @category suites
 */
export const notifierSuite = <R extends Receiver, E, E2>(
  name: string,
  layer: (receiver: R) => Layer.Layer<Notifier, E>,
  receiver: Effect.Effect<R, E2, Scope.Scope>
): Suite => {
  const tests = notifierCases.map(({ check, name: promise, needs = [], of = () => true }) =>
    testOf(
      promise,
      false,
      Effect.gen(function* () {
        const other = yield* receiver
        const notifier = yield* Effect.map(Layer.build(Layer.fresh(layer(other))), Context.get(Notifier))
        if (!of(notifier) || needs.some((mood) => !other.moods.includes(mood))) return "not-applicable"
        yield* check({ notifier, receiver: other })
        return "passed"
      })
    )
  )
  return { title: `the channel ${name}`, tests, isConcurrent: true }
}
