/**
 * What the cases of the notifier suite share: notices, and functions that compare what was sent with what arrived.
 */
import { DeliveryFailed, Notice, type NotifierShape } from "@liulinhui/core/Notifier"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import fc from "fast-check"
import { randomUUID } from "node:crypto"
import type { Message, Mood, Receiver } from "../Receiver.ts"
import { expect } from "../Expect.ts"

/**
 * The input of a case: a channel that sends to a receiver, a second channel that sends to the same receiver, and the
 * receiver.
 */
export interface Subject {
  readonly notifier: NotifierShape
  readonly receiver: Receiver
}

/**
 * One rule that every channel must keep, and a check of this rule.
 *
 * @category models
 */
export interface NotifierCase {
  readonly name: string
  /** The moods (kinds of answers) that the receiver must support for this case. */
  readonly needs?: ReadonlyArray<Mood>
  /** Returns whether the case applies to a channel. Default: it applies to all channels. */
  readonly of?: (notifier: NotifierShape) => boolean
  readonly check: (subject: Subject) => Effect.Effect<void, unknown, Scope.Scope>
}

/** Makes a new notice at each call. Its recipient is the actor that the receivers of the suite know. */
export const aNotice = (
  fields: Partial<Pick<Notice, "key" | "title" | "body" | "urgent" | "language">> = {}
): Notice =>
  Schema.decodeUnknownSync(Notice)({
    key: `suite/${randomUUID()}/relapse/office/test`,
    district: "suite",
    rule: "relapse",
    to: "office",
    recipient: "居委会 office",
    language: "zh",
    urgent: false,
    at: Date.UTC(2026, 2, 2, 1),
    title: "楼道返潮",
    body: "12号楼又堆上了。",
    ...fields
  })

export const mark = /^\((\d+)\/(\d+)\) /u

/** Joins the texts of several messages into one text, without marks such as "(1/2)". */
export const whole = (messages: ReadonlyArray<Message>): string =>
  messages.map(({ text }) => text.replace(mark, "")).join("")

/** Removes all white space from a text, because each channel breaks lines and sets spaces in its own way. */
export const bare = (text: string): string => text.replace(/\s+/gu, "")

export const said = (messages: ReadonlyArray<Message>, { body, title }: Notice): void => {
  const words = bare(whole(messages))
  expect(words).toContain(bare(title))
  expect(words).toContain(bare(body))
}

export const failure = (notifier: NotifierShape, notice: Notice): Effect.Effect<DeliveryFailed> =>
  notifier.deliver(notice).pipe(
    Effect.flip,
    Effect.catch(() => Effect.die(new Error("the channel said that it delivered what was not taken")))
  )

/**
 * Makes a check of a case: after the given kind of answer, the channel must fail with the given kind of failure, at
 * once and without a second attempt.
 */
export const becomes = (mood: Mood, kind: DeliveryFailed["kind"]): NotifierCase["check"] =>
  Effect.fnUntraced(function* ({ notifier, receiver }) {
    yield* receiver.next(mood)
    const before = yield* receiver.heard
    const notice = aNotice()
    const failed = yield* failure(notifier, notice)
    expect(failed).toBeInstanceOf(DeliveryFailed)
    expect(failed.kind).toBe(kind)
    expect(failed.key).toBe(notice.key)
    expect(failed.channel).toBe(notifier.channel)
    expect(yield* receiver.heard).toBe(before + 1)
    expect(yield* receiver.taken).toEqual([])
    yield* notifier.deliver(aNotice())
    expect(yield* receiver.taken).toHaveLength(1)
  })

const sentence = "楼道内堆放的杂物占用了疏散通道，请在三日之内自行清理完毕。"

/** Returns a text that is too long for one message of the channel, but can be delivered in several messages. */
export const long = (notifier: NotifierShape, times = 3): string => {
  const bytes = Math.min(notifier.capabilities.bytes, 30_000) * times
  const count = Math.ceil(bytes / new TextEncoder().encode(sentence).length)
  return Array.from({ length: count }, (_, at) => `${at}${sentence}`).join("")
}

export const characters = fc
  .array(fc.constantFrom("👨‍👩‍👧‍👦", "🇨🇳", "👍🏽", "𠮷", "é", "각", "🏳️‍🌈", "字", "。", "a"), {
    minLength: 1,
    maxLength: 60
  })
  .map((parts) => parts.join(""))

export const graphemes = (text: string): ReadonlyArray<string> =>
  [...new Intl.Segmenter("zh", { granularity: "grapheme" }).segment(text)].map(({ segment }) => segment)

export const moodsThatFail: ReadonlyArray<Mood> = [
  "refuse",
  "refuse-recipient",
  "busy",
  "limit",
  "stall",
  "reset",
  "redirect",
  "gibberish"
]

/** Numbers of the kinds that belong to people. They are masked in messages to a group. */
export const numbers: ReadonlyArray<string> = [
  "13800138000",
  "138 0013 8000",
  "138-0013-8000",
  "138.0013.8000",
  "+86 138 0013 8000",
  "\uff11\uff13\uff18\uff10\uff10\uff11\uff13\uff18\uff10\uff10\uff10",
  "138\u200b0013\u200b8000",
  "310101194801011234",
  "31010119480101123X",
  "310101480101123",
  "（021）64381234",
  "021-64381234",
  "6222021001122334455",
  "6222 0210 0112 2334 455",
  "E12345678"
]

const digits = (text: string): string => text.normalize("NFKC").replace(/[^0-9A-Za-z]/gu, "")

/** Fails if a number can be read in the messages. */
export const expectMasked = (messages: ReadonlyArray<Message>, number: string): void => {
  const words = whole(messages)
  expect(words).not.toContain(number)
  expect(digits(words)).not.toContain(digits(number).slice(1))
}
