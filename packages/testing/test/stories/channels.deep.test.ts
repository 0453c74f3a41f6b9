/**
 * Tests the notifier suite itself. Each channel in `liars` is broken on purpose: it breaks one rule of the port, mostly
 * in a way in which real channels have broken it, and keeps all other rules. The suite must find the mistake, in the
 * case for this rule.
 */
import { describe, expect, it } from "@effect/vitest"
import { type NotifierCase, notifierCases } from "@liulinhui/testing/NotifierCases"
import { dingTalkReceiver, dingTalkSecret, weComReceiver } from "@liulinhui/testing/RobotReceivers"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { commonChannelLiars } from "../liars/channelLiars.ts"
import { carefulLiars } from "../liars/carefulLiars.ts"
import { channel, hmac, keyed, keyedReceiver, type Liar, signedBy } from "../liars/simpleChannel.ts"

/** The time limit for one case of the suite. A correct channel is faster, even on a busy machine. */
const limit = "20 seconds"

const outcome = (
  promise: NotifierCase,
  { make, receiver = weComReceiver, limit: within = limit }: Pick<Liar, "make" | "receiver" | "limit">
) =>
  Effect.gen(function* () {
    const other = yield* receiver
    yield* promise.check({ notifier: make(other.address), receiver: other })
  }).pipe(Effect.timeout(within), Effect.scoped, Effect.exit)

// Most of these tests wait for a receiver, so some of them run at the same time.
describe.concurrent("the notifier suite", () => {
  it.live.each([...commonChannelLiars, ...carefulLiars])(
    "catches a channel that $name",
    ({ caughtBy, ...liar }) =>
      Effect.gen(function* () {
        const promise = notifierCases.find(({ name }) => name === caughtBy)
        expect(promise, `the suite has no case "${caughtBy}"`).toBeDefined()
        expect(Exit.isFailure(yield* outcome(promise!, liar))).toBe(true)
      })
  )

  it.live.each([
    { name: "an honest channel", make: (address: string) => channel(address), receiver: weComReceiver },
    {
      name: "an honest channel with keys",
      make: (address: string) => channel(address, keyed),
      receiver: keyedReceiver
    },
    {
      name: "an honest channel that signs",
      make: (address: string) =>
        channel(
          address,
          signedBy((at) => hmac(dingTalkSecret, `${at}\n${dingTalkSecret}`))
        ),
      receiver: dingTalkReceiver
    }
  ])("finds no failure of $name", ({ make, receiver }) =>
    Effect.gen(function* () {
      const failed = []
      for (const promise of notifierCases) {
        const moods = (yield* Effect.scoped(receiver)).moods
        if (promise.needs?.some((mood) => !moods.includes(mood)) === true) continue
        if (promise.of?.(make("http://localhost")) === false) continue
        // The channel of this test knows the error codes of WeCom, but not DingTalk's code for too many requests. So
        // the cases about it are skipped.
        if (receiver === dingTalkReceiver && promise.needs?.includes("limit") === true) continue
        if (Exit.isFailure(yield* outcome(promise, { make, receiver }))) failed.push(promise.name)
      }
      expect(failed).toEqual([])
    })
  )

  it("names each promise once", () => {
    const names = notifierCases.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
  })
})
