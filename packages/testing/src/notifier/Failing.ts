/** The rules of the notifier port about failures: each kind of answer is reported as the kind of failure that it is. */
import * as Effect from "effect/Effect"
import type { Mood } from "../Receiver.ts"
import { aNotice, failure, becomes, long, type NotifierCase } from "./NotifierCase.ts"
import { expect } from "../Expect.ts"

export const failing: ReadonlyArray<NotifierCase> = [
  {
    name: "reports a final refusal as permanent, also if the transport reports success",
    needs: ["refuse"],
    check: becomes("refuse", "permanent")
  },
  {
    name: "reports an unknown recipient as a failure of the recipient",
    needs: ["refuse-recipient"],
    check: becomes("refuse-recipient", "refused-recipient")
  },
  {
    name: "reports a busy receiver as transient, and does not try again by itself",
    needs: ["busy"],
    check: becomes("busy", "transient")
  },
  {
    name: "reports too many requests as transient, with the time to wait",
    needs: ["limit"],
    check: Effect.fnUntraced(function* ({ notifier, receiver }) {
      yield* receiver.next("limit")
      const failed = yield* failure(notifier, aNotice())
      expect(failed.kind).toBe("transient")
      if (receiver.quiet > 0) expect(failed.retryAfter ?? 0).toBeGreaterThanOrEqual(receiver.quiet)
    })
  },
  {
    name: "gives up if a receiver never answers, and reports it as transient",
    needs: ["stall"],
    check: becomes("stall", "transient")
  },
  {
    name: "reports a connection that broke after the notice was sent as transient",
    needs: ["reset"],
    check: becomes("reset", "transient")
  },
  {
    name: "does not accept a proxy's page as an answer of the receiver",
    needs: ["gibberish"],
    check: becomes("gibberish", "transient")
  },
  {
    name: "does not follow a redirect of the receiver",
    needs: ["redirect"],
    check: Effect.fnUntraced(function* ({ notifier, receiver }) {
      yield* receiver.next("redirect")
      yield* failure(notifier, aNotice())
      expect(yield* receiver.strayed).toBe(0)
    })
  },
  {
    name: "fails if the receiver does not accept one message of a long notice: the second or the last",
    needs: ["accept", "refuse"],
    of: ({ capabilities }) => capabilities.bytes !== Number.POSITIVE_INFINITY,
    check: Effect.fnUntraced(function* ({ notifier, receiver }) {
      yield* notifier.deliver(aNotice({ body: long(notifier) }))
      const count = (yield* receiver.taken).length
      expect(count).toBeGreaterThan(2)
      for (const accepted of new Set([1, count - 1])) {
        const before = (yield* receiver.taken).length
        yield* receiver.next(...Array<Mood>(accepted).fill("accept"), "refuse")
        const notice = aNotice({ body: long(notifier) })
        const failed = yield* failure(notifier, notice)
        expect([failed.kind, failed.key]).toEqual(["permanent", notice.key])
        // What comes after the refused message is not sent.
        expect((yield* receiver.taken).length - before).toBe(accepted)
      }
    })
  },
  {
    name: "reports the time to wait also if a later message of a long, urgent notice comes too soon",
    needs: ["accept", "limit"],
    of: ({ capabilities }) => capabilities.bytes !== Number.POSITIVE_INFINITY,
    check: Effect.fnUntraced(function* ({ notifier, receiver }) {
      yield* receiver.next("accept", "limit")
      const failed = yield* failure(notifier, aNotice({ urgent: true, body: long(notifier) }))
      expect(failed.kind).toBe("transient")
      if (receiver.quiet > 0) expect(failed.retryAfter ?? 0).toBeGreaterThanOrEqual(receiver.quiet)
    })
  }
]
