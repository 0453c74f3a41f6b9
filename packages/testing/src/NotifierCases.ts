/**
 * The specification of the notifier port as a list of cases: what every channel must do. A channel is one way to
 * deliver notices, such as mail. The cases check a channel with a receiver that uses the real wire format.
 * `notifierSuite` runs the cases as tests. The cases are data, so you can also run them in another way. The tests of
 * this suite run them with channels that are broken on purpose.
 */
import { DeliveryFailed, Notice, type NotifierShape } from "@liulinhui/core/Notifier"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Logger from "effect/Logger"
import * as References from "effect/References"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import * as Tracer from "effect/Tracer"
import fc from "fast-check"
import { randomUUID } from "node:crypto"
import { inspect } from "node:util"
import { expect } from "vitest"
import type { Message, Mood, Receiver } from "./Receiver.ts"

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

const mark = /^\((\d+)\/(\d+)\) /u

/** Joins the texts of several messages into one text, without marks such as "(1/2)". */
const whole = (messages: ReadonlyArray<Message>): string =>
  messages.map(({ text }) => text.replace(mark, "")).join("")

/** Removes all white space from a text, because each channel breaks lines and sets spaces in its own way. */
const bare = (text: string): string => text.replace(/\s+/gu, "")

const said = (messages: ReadonlyArray<Message>, { body, title }: Notice): void => {
  const words = bare(whole(messages))
  expect(words).toContain(bare(title))
  expect(words).toContain(bare(body))
}

const failure = (notifier: NotifierShape, notice: Notice): Effect.Effect<DeliveryFailed> =>
  notifier.deliver(notice).pipe(
    Effect.flip,
    Effect.catch(() => Effect.die(new Error("the channel said that it delivered what was not taken")))
  )

/**
 * Makes a check of a case: after the given kind of answer, the channel must fail with the given kind of failure, at
 * once and without a second attempt.
 */
const becomes = (mood: Mood, kind: DeliveryFailed["kind"]): NotifierCase["check"] =>
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
const long = (notifier: NotifierShape, times = 3): string => {
  const bytes = Math.min(notifier.capabilities.bytes, 30_000) * times
  const count = Math.ceil(bytes / new TextEncoder().encode(sentence).length)
  return Array.from({ length: count }, (_, at) => `${at}${sentence}`).join("")
}

const characters = fc
  .array(fc.constantFrom("👨‍👩‍👧‍👦", "🇨🇳", "👍🏽", "𠮷", "é", "각", "🏳️‍🌈", "字", "。", "a"), {
    minLength: 1,
    maxLength: 60
  })
  .map((parts) => parts.join(""))

const graphemes = (text: string): ReadonlyArray<string> =>
  [...new Intl.Segmenter("zh", { granularity: "grapheme" }).segment(text)].map(({ segment }) => segment)

/** Returns everything that an observer can see of an effect: its log, its spans and its failure. */
const seen = <A, E>(effect: Effect.Effect<A, E>): Effect.Effect<string> =>
  Effect.gen(function* () {
    const lines: Array<unknown> = []
    const logger = Logger.make((options) => {
      lines.push(options.message, inspect(options.cause, { depth: 10 }), Cause.pretty(options.cause))
    })
    const spans: Array<Tracer.Span> = []
    const tracer = Tracer.make({
      span: (options) => {
        const span = new Tracer.NativeSpan(options)
        spans.push(span)
        return span
      }
    })
    const exit = yield* effect.pipe(
      Effect.tapCause((cause) => Effect.logError(cause)),
      Effect.exit,
      Effect.withSpan("deliver"),
      Effect.provideService(Tracer.Tracer, tracer),
      Effect.provideService(References.MinimumLogLevel, "Trace"),
      Effect.provide(Logger.layer([logger]))
    )
    const error = Exit.isFailure(exit) ? Cause.squash(exit.cause) : undefined
    return [
      ...lines.map((line) => (typeof line === "string" ? line : inspect(line, { depth: 10 }))),
      ...spans.map((span) => inspect([span.name, [...span.attributes], span.status], { depth: 10 })),
      inspect(exit, { depth: 10, showHidden: true }),
      JSON.stringify(exit),
      error instanceof Error ? `${error.message} ${error.stack} ${JSON.stringify(error)}` : "",
      Exit.isFailure(exit) ? Cause.pretty(exit.cause) : ""
    ].join("\n")
  })

const moodsThatFail: ReadonlyArray<Mood> = [
  "refuse",
  "refuse-recipient",
  "busy",
  "limit",
  "stall",
  "reset",
  "redirect",
  "gibberish"
]

/**
 * The cases for all rules of the notifier port.
 *
 * @category specification
 */
export const notifierCases: ReadonlyArray<NotifierCase> = [
  {
    name: "delivers a complete notice once, and ends when the receiver has accepted it",
    check: Effect.fnUntraced(function* ({ notifier, receiver }) {
      const notice = aNotice()
      yield* notifier.deliver(notice)
      const taken = yield* receiver.taken
      expect(taken).toHaveLength(1)
      said(taken, notice)
      expect(yield* receiver.heard).toBe(1)
    })
  },
  {
    name: "marks an urgent notice in words, not only by colour, in the notice's language",
    check: Effect.fnUntraced(function* ({ notifier, receiver }) {
      yield* notifier.deliver(aNotice({ urgent: true }))
      yield* notifier.deliver(
        aNotice({ urgent: true, language: "en", title: "Relapse", body: "It is back." })
      )
      const [zh, en] = yield* receiver.taken
      expect(zh?.text).toContain("急")
      expect(en?.text).toMatch(/urgent/iu)
    })
  },
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
    name: "waits for a slow receiver, and delivers once",
    needs: ["slow"],
    check: Effect.fnUntraced(function* ({ notifier, receiver }) {
      yield* receiver.next("slow")
      yield* notifier.deliver(aNotice())
      expect(yield* receiver.taken).toHaveLength(1)
      expect(yield* receiver.heard).toBe(1)
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
    name: "delivers every character of every script as it was written",
    check: ({ notifier, receiver }) =>
      Effect.gen(function* () {
        for (const body of fc.sample(characters, { numRuns: 8, seed: 7 })) {
          const before = (yield* receiver.taken).length
          const notice = aNotice({ body })
          yield* notifier.deliver(notice)
          said((yield* receiver.taken).slice(before), notice)
        }
      })
  },
  {
    name: "delivers a notice without a body, and one that is full of markup",
    check: Effect.fnUntraced(function* ({ notifier, receiver }) {
      yield* notifier.deliver(aNotice({ body: "" }))
      yield* notifier.deliver(
        aNotice({ title: 'a"b\\c', body: "{\"$ref\":'x'}\u0000\r\n.\r\nQUIT\r\n%0d%0a" })
      )
      const [empty, odd] = yield* receiver.taken
      expect(empty?.text).toContain("楼道返潮")
      expect(bare(odd?.text ?? "")).toContain('a"b\\c')
      expect(bare(odd?.text ?? "")).toContain("QUIT")
    })
  },
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
    name: "delivers many notices at the same time, each once and without mixing them",
    check: Effect.fnUntraced(function* ({ notifier, receiver }) {
      const notices = Array.from({ length: 12 }, (_, at) => aNotice({ body: `第${at}号通知完。` }))
      yield* Effect.forEach(notices, notifier.deliver, { concurrency: "unbounded", discard: true })
      const taken = yield* receiver.taken
      expect(taken).toHaveLength(12)
      for (const { body } of notices) {
        expect(taken.filter(({ text }) => text.includes(body))).toHaveLength(1)
      }
    })
  },
  {
    name: "respects its stated rate for all concurrent deliveries, also after a slow message",
    needs: ["slow"],
    of: ({ capabilities }) => capabilities.rate.length > 0,
    check: Effect.fnUntraced(function* ({ notifier, receiver }) {
      yield* receiver.enforce(notifier.capabilities.rate)
      yield* receiver.next("slow")
      const most = Math.min(...notifier.capabilities.rate.map(({ limit }) => limit))
      const notices = Array.from({ length: most * 2 + 1 }, () => aNotice())
      yield* Effect.forEach(notices, notifier.deliver, { concurrency: "unbounded", discard: true })
      expect(yield* receiver.taken).toHaveLength(notices.length)
    })
  },
  {
    name: "sends the notice's key, the same one for the same notice",
    of: ({ capabilities }) => capabilities.idempotent,
    check: Effect.fnUntraced(function* ({ notifier, receiver }) {
      const notice = aNotice()
      yield* notifier.deliver(notice)
      yield* notifier.deliver(aNotice())
      yield* notifier.deliver(notice)
      const [first, other, again] = yield* receiver.taken
      expect(first?.key).toBeTruthy()
      expect(other?.key).not.toBe(first?.key)
      // A receiver may recognise a repeated notice by its key. Then it drops the second message, which does not appear
      // in `taken`.
      expect(again?.key ?? first?.key).toBe(first?.key)
    })
  },
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
        const outside = yield* seen(notifier.deliver(aNotice()))
        for (const secret of receiver.secrets) expect(outside).not.toContain(secret)
      }
      const itself = `${inspect(notifier, { depth: 10 })} ${JSON.stringify(notifier)}`
      for (const secret of receiver.secrets) expect(itself).not.toContain(secret)
    })
  }
]
