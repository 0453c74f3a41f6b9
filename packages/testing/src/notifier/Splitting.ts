/** The rules of the notifier port about notices that are too long for one message. */
import { DeliveryFailed } from "@liulinhui/core/Notifier"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { Buffer } from "node:buffer"
import { aNotice, said, failure, long, graphemes, mark, type NotifierCase } from "./NotifierCase.ts"
import { expect } from "../Expect.ts"

export const splitting: ReadonlyArray<NotifierCase> = [
  {
    name: "delivers all of a long notice in order, in marked messages that each respect the limit",
    of: ({ capabilities }) => capabilities.bytes !== Number.POSITIVE_INFINITY,
    check: Effect.fnUntraced(function* ({ notifier, receiver }) {
      const notice = aNotice({ body: long(notifier) })
      yield* notifier.deliver(notice)
      const taken = yield* receiver.taken
      expect(taken.length).toBeGreaterThan(2)
      said(taken, notice)
      taken.forEach(({ text }, at) => {
        expect(mark.exec(text)?.slice(1)).toEqual([String(at + 1), String(taken.length)])
      })
    })
  },
  {
    name: "never cuts a character in two",
    of: ({ capabilities }) => capabilities.bytes !== Number.POSITIVE_INFINITY,
    check: Effect.fnUntraced(function* ({ notifier, receiver }) {
      const body = "👨‍👩‍👧‍👦".repeat(Math.ceil((notifier.capabilities.bytes / 25) * 2.5))
      yield* notifier.deliver(aNotice({ body }))
      const families = (yield* receiver.taken).flatMap(({ text }) =>
        graphemes(text).filter((one) => one === "👨‍👩‍👧‍👦")
      )
      expect(families.length).toBe(graphemes(body).length)
    })
  },
  {
    name: "delivers or refuses a giant notice completely, and never reports a part as delivered",
    check: Effect.fnUntraced(function* ({ notifier, receiver }) {
      const notice = aNotice({ body: long(notifier, 34) })
      const exit = yield* Effect.exit(notifier.deliver(notice))
      const taken = yield* receiver.taken
      if (Exit.isSuccess(exit)) said(taken, notice)
      else {
        const error = Cause.squash(exit.cause)
        expect(error).toBeInstanceOf(DeliveryFailed)
        expect((error as DeliveryFailed).kind).toBe("permanent")
        expect(taken).toEqual([])
      }
    })
  },
  {
    name: "continues a long notice, when it is tried again, until all of it is accepted",
    needs: ["busy"],
    of: ({ capabilities }) => capabilities.bytes !== Number.POSITIVE_INFINITY,
    check: Effect.fnUntraced(function* ({ notifier, receiver }) {
      const notice = aNotice({ body: long(notifier) })
      yield* receiver.next("busy")
      yield* failure(notifier, notice)
      yield* notifier.deliver(notice)
      const parts = (yield* receiver.taken).map(({ text }) => mark.exec(text)?.[1])
      const of = Number(mark.exec((yield* receiver.taken)[0]?.text ?? "")?.[2])
      expect(new Set(parts).size).toBe(of)
    })
  },
  {
    name: "marks a long urgent notice as urgent in its first message",
    check: Effect.fnUntraced(function* ({ notifier, receiver }) {
      const body = long(notifier)
      yield* notifier.deliver(aNotice({ urgent: true, body }))
      const [zh] = yield* receiver.taken
      expect(zh?.text).toContain("急")
      const before = (yield* receiver.taken).length
      yield* notifier.deliver(aNotice({ urgent: true, language: "en", title: "Relapse", body }))
      expect((yield* receiver.taken)[before]?.text).toMatch(/urgent/iu)
    })
  },
  {
    name: "fills messages up to the limit, and no message beyond it, whatever the length of the notice",
    of: ({ capabilities }) => capabilities.bytes !== Number.POSITIVE_INFINITY,
    check: Effect.fnUntraced(function* ({ notifier, receiver }) {
      const { bytes } = notifier.capabilities
      // Without an end of a sentence, each message but the last is filled completely.
      for (const notice of [
        aNotice({ body: "a".repeat(Math.ceil(bytes * 2.2)) }),
        aNotice({ body: "字".repeat(Math.ceil(bytes / 2)) }),
        aNotice({ body: '\n"\\'.repeat(Math.ceil(bytes / 3)) })
      ]) {
        const before = (yield* receiver.taken).length
        yield* notifier.deliver(notice)
        said((yield* receiver.taken).slice(before), notice)
      }
    })
  },
  {
    name: "delivers notices at the edge of one message, whichever side they are on",
    of: ({ capabilities }) => capabilities.bytes !== Number.POSITIVE_INFINITY,
    check: Effect.fnUntraced(function* ({ notifier, receiver }) {
      const { bytes } = notifier.capabilities
      yield* notifier.deliver(aNotice({ body: "" }))
      // How much room the title and the recipient take, at least: the vendor may count more.
      const room = bytes - Buffer.byteLength((yield* receiver.taken)[0]?.text ?? "")
      for (const length of [room - 2, room - 1, room, room + 1]) {
        const before = (yield* receiver.taken).length
        const notice = aNotice({ body: "a".repeat(length) })
        yield* notifier.deliver(notice)
        said((yield* receiver.taken).slice(before), notice)
      }
    })
  }
]
