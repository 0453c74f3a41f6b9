/**
 * The conformance suite of the notifier port: one call in a test file, and a channel is held to every promise of the
 * port, against a receiver that speaks its wire format. See `notifierCases` for what it promises.
 */
import { describe, it } from "@effect/vitest"
import { Notifier } from "@liulinhui/core/ports/Notifier"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import { notifierCases } from "./notifierCases.ts"
import type { Receiver } from "./receiver.ts"

/**
 * Holds a channel to the port. Receiver and channel are built anew for each case; cases that do not concern the channel
 * (a limit that it does not have), or for which the receiver cannot be difficult enough, are skipped.
 *
 * The channel has to be set up so that it gives up within 5 seconds, and with a rate under which a dozen messages go
 * through in that time.
 *
 * @category suites
 */
export const notifierSuite = <R extends Receiver, E, E2>(
  name: string,
  layer: (receiver: R) => Layer.Layer<Notifier, E>,
  receiver: Effect.Effect<R, E2, Scope.Scope>
): void => {
  describe(`the channel ${name}`, () => {
    it.for(notifierCases)("$name", async ({ check, needs = [], of = () => true }, test) => {
      const concerned = Effect.gen(function* () {
        const other = yield* receiver
        const notifier = yield* Effect.map(Layer.build(Layer.fresh(layer(other))), Context.get(Notifier))
        if (!of(notifier) || needs.some((mood) => !other.moods.includes(mood))) return false
        yield* check({ notifier, receiver: other })
        return true
      })
      test.skip(!(await Effect.runPromise(concerned.pipe(Effect.scoped, Effect.timeout("60 seconds")))))
    })
  })
}
