/** The rules of the notifier port about secrets and personal data: who may see which number, and what appears in logs. */
import * as Effect from "effect/Effect"
import { inspect } from "node:util"
import { observed } from "../Observed.ts"
import { aNotice, whole, moodsThatFail, numbers, expectMasked, type NotifierCase } from "./NotifierCase.ts"
import { expect } from "../Expect.ts"

export const hiding: ReadonlyArray<NotifierCase> = [
  {
    name: "masks the numbers of people in messages to a group",
    of: ({ capabilities }) => capabilities.audience === "group",
    check: Effect.fnUntraced(function* ({ notifier, receiver }) {
      yield* notifier.deliver(aNotice({ body: "请联系13800138000，证件310101194801011234。" }))
      const words = whole(yield* receiver.taken)
      expect(words).not.toMatch(/3800138000|10101194801011234/u)
      expect(words).toContain("请联系")
    })
  },
  {
    name: "shows no secret and no address in a log, a span or an error after any failure",
    check: Effect.fnUntraced(function* ({ notifier, receiver }) {
      for (const mood of [undefined, ...moodsThatFail]) {
        if (mood !== undefined && !receiver.moods.includes(mood)) continue
        if (mood !== undefined) yield* receiver.next(mood)
        const { shown } = yield* observed(notifier.deliver(aNotice()))
        for (const secret of receiver.secrets) expect(shown).not.toContain(secret)
      }
      const itself = `${inspect(notifier, { depth: 10 })} ${JSON.stringify(notifier)}`
      for (const secret of receiver.secrets) expect(itself).not.toContain(secret)
    })
  },
  {
    name: "masks every kind of number in the title and the body, however it is written",
    of: ({ capabilities }) => capabilities.audience === "group",
    check: Effect.fnUntraced(function* ({ notifier, receiver }) {
      for (let first = 0; first < numbers.length; first += 4) {
        const some = numbers.slice(first, first + 4)
        const before = (yield* receiver.taken).length
        yield* notifier.deliver(
          aNotice({ title: `请联系${some.join("或")}`, body: `号码：${some.join("；")}，请联系。` })
        )
        for (const number of some) expectMasked((yield* receiver.taken).slice(before), number)
      }
    })
  },
  {
    name: "masks the numbers of a long notice before it is cut into messages",
    of: ({ capabilities }) =>
      capabilities.audience === "group" && capabilities.bytes !== Number.POSITIVE_INFINITY,
    check: Effect.fnUntraced(function* ({ notifier, receiver }) {
      // The number is repeated without an end of a sentence, so that the messages end within it in one of the notices.
      for (const filler of ["甲", "甲乙", "甲a"]) {
        const before = (yield* receiver.taken).length
        const times = Math.ceil((notifier.capabilities.bytes * 2.2) / (11 + 3 * filler.length))
        yield* notifier.deliver(aNotice({ body: `${filler}13800138000`.repeat(times) }))
        const taken = (yield* receiver.taken).slice(before)
        expect(taken.length).toBeGreaterThan(1)
        expectMasked(taken, "13800138000")
        expect(whole(taken)).not.toMatch(/[0-9]{2}/u)
      }
    })
  },
  {
    name: "shows nothing of a notice in a log, a span or an error after any failure, and prints nothing",
    check: Effect.fnUntraced(function* ({ notifier, receiver }) {
      for (const mood of [undefined, ...moodsThatFail]) {
        // An answer that never comes takes the most time, and shows no more than a connection that breaks.
        if (mood === "stall" || (mood !== undefined && !receiver.moods.includes(mood))) continue
        if (mood !== undefined) yield* receiver.next(mood)
        const { printed, shown } = yield* observed(
          notifier.deliver(aNotice({ title: "王秀英家返潮", body: "请到302室看一看王秀英。" }))
        )
        expect(printed).toBe("")
        for (const part of ["王秀英", "302室", ...receiver.secrets]) expect(shown).not.toContain(part)
      }
    })
  }
]
