/** The rules of the notifier port about deliveries that are interrupted: the deliveries after them are not disturbed. */
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import type { Receiver } from "../Receiver.ts"
import { aNotice, type NotifierCase, said } from "./NotifierCase.ts"
import { expect } from "../Expect.ts"

/** Waits until the receiver has heard a number of requests. */
const hearing = (receiver: Receiver, requests: number): Effect.Effect<void> =>
  Effect.gen(function* () {
    while ((yield* receiver.heard) < requests) yield* Effect.sleep("1 millis")
  })

/** A delivery ends within this time if the receiver answers. */
const soon = "3 seconds"

export const interrupting: ReadonlyArray<NotifierCase> = [
  {
    name: "ends at once if it is interrupted while it sends, and delivers the next notice",
    needs: ["stall"],
    check: Effect.fnUntraced(function* ({ notifier, receiver }) {
      for (const requests of [1, 3]) {
        yield* receiver.next("stall")
        const stalled = yield* Effect.forkChild(notifier.deliver(aNotice()))
        yield* hearing(receiver, requests)
        yield* Effect.timeout(Fiber.interrupt(stalled), "1 second")
        const notice = aNotice()
        yield* Effect.timeout(notifier.deliver(notice), soon)
        expect(yield* receiver.heard).toBe(requests + 1)
        said((yield* receiver.taken).slice(-1), notice)
      }
    })
  },
  {
    name: "sends nothing of a notice that is interrupted while it waits, and delivers the others",
    needs: ["slow"],
    of: ({ capabilities }) => capabilities.rate.length > 0,
    check: Effect.fnUntraced(function* ({ notifier, receiver }) {
      yield* receiver.next("slow")
      const notices = Array.from({ length: 5 }, (_, n) => aNotice({ body: `第${n}号通知完。` }))
      const fibers = yield* Effect.forEach(notices, (notice) => Effect.forkChild(notifier.deliver(notice)))
      yield* hearing(receiver, 1)
      for (const fiber of [fibers[1]!, fibers[3]!]) {
        yield* Effect.timeout(Fiber.interrupt(fiber), "1 second")
      }
      for (const fiber of [fibers[0]!, fibers[2]!, fibers[4]!]) {
        yield* Effect.timeout(Fiber.join(fiber), soon)
      }
      yield* Effect.timeout(notifier.deliver(aNotice({ body: "第9号通知完。" })), soon)
      const words = (yield* receiver.taken).map(({ text }) => /第(\d)号/u.exec(text)?.[1])
      expect(words.toSorted()).toEqual(["0", "2", "4", "9"])
    })
  },
  {
    name: "keeps its pace also after deliveries that were interrupted",
    needs: ["stall"],
    of: ({ capabilities }) => capabilities.rate.length > 0,
    check: Effect.fnUntraced(function* ({ notifier, receiver }) {
      yield* receiver.enforce(notifier.capabilities.rate)
      const most = Math.min(...notifier.capabilities.rate.map(({ limit }) => limit))
      for (let times = 0; times < most; times++) {
        const before = yield* receiver.heard
        const sending = yield* Effect.forkChild(Effect.exit(notifier.deliver(aNotice())))
        // The message has arrived, and so it counts, but its sender does not wait for the answer.
        yield* hearing(receiver, before + 1)
        yield* Fiber.interrupt(sending)
      }
      for (let times = 0; times < most; times++) yield* notifier.deliver(aNotice())
    })
  }
]
