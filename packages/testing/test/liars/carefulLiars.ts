/**
 * Channels that are broken on purpose in ways that short, single notices do not show: in long notices, in numbers, in
 * markup, in interrupted deliveries, and in what an observer sees.
 */
import {
  DeliveryFailed,
  mask,
  type Notice,
  messages as messagesOf,
  type NotifierShape,
  utf8
} from "@liulinhui/core/Notifier"
import * as Effect from "effect/Effect"
import * as Semaphore from "effect/Semaphore"
import process from "node:process"
import { byUnits, marked, wholeOf } from "./channelLiars.ts"
import { able, channel, honest, keyedReceiver, type Liar, lying, messages, through } from "./simpleChannel.ts"

const promises = {
  plain: "delivers text that looks like markup unchanged if it sends plain text",
  markdown: "lets no text of a notice become markup if it sends Markdown",
  blank: "delivers a notice whose title is blank or consists of characters that are not shown",
  one: "delivers to one recipient every number as it was written",
  part: "fails if the receiver does not accept one message of a long notice: the second or the last",
  wait: "reports the time to wait also if a later message of a long, urgent notice comes too soon",
  urgent: "marks a long urgent notice as urgent in its first message",
  full: "fills messages up to the limit, and no message beyond it, whatever the length of the notice",
  edge: "delivers notices at the edge of one message, whichever side they are on",
  sending: "ends at once if it is interrupted while it sends, and delivers the next notice",
  waiting: "sends nothing of a notice that is interrupted while it waits, and delivers the others",
  pace: "keeps its pace also after deliveries that were interrupted",
  numbers: "masks every kind of number in the title and the body, however it is written",
  cut: "masks the numbers of a long notice before it is cut into messages",
  hidden: "shows nothing of a notice in a log, a span or an error after any failure, and prints nothing"
} as const

/** Changes the text of a notice before it is sent. */
const rewriting = (name: string, caughtBy: string, change: (text: string) => string): Liar =>
  lying(name, caughtBy, {
    parts: (notice, capabilities) =>
      messages({ ...notice, title: change(notice.title), body: change(notice.body) }, capabilities)
  })

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")

const unescaped = (text: string): string =>
  text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&").replaceAll("&nbsp;", " ")

/** Makes a channel that treats the messages of a notice after the first in another way. */
const judging = (
  name: string,
  caughtBy: string,
  change: (
    refusal: NonNullable<ReturnType<typeof honest.judge>>,
    message: number
  ) => ReturnType<typeof honest.judge>
): Liar => ({
  name,
  caughtBy,
  make: (address) => {
    let message = 0
    return channel(address, {
      parts: (notice, capabilities) => {
        message = 0
        return messages(notice, capabilities)
      },
      judge: (status, text) => {
        message += 1
        const refusal = honest.judge(status, text)
        return refusal === undefined ? undefined : change(refusal, message)
      }
    })
  }
})

/** Makes a channel that masks only numbers of one form, or in one part of a notice. */
const masking = (name: string, part: (notice: Notice) => Notice): Liar =>
  lying(name, promises.numbers, {
    parts: (notice, capabilities) => messages(part(notice), { ...capabilities, audience: "one" })
  })

const simpleMask = (text: string): string =>
  text.replace(/(?<![0-9])1[3-9][0-9]{9}(?![0-9])/gu, "1＊＊＊").replace(/[0-9]{17}[0-9Xx]/gu, "3＊＊＊")

/** Adds a lock around a channel that an interrupted delivery does not give back. */
const locked = (deliver: NotifierShape["deliver"]): NotifierShape["deliver"] => {
  const lock = Semaphore.makeUnsafe(1)
  return (notice) =>
    Effect.gen(function* () {
      yield* lock.take(1)
      const result = yield* Effect.result(deliver(notice))
      yield* lock.release(1)
      return yield* Effect.fromResult(result)
    })
}

/** Does something that can be seen when a delivery fails. */
const showing = (name: string, show: (notice: Notice) => Effect.Effect<void>): Liar =>
  through(
    name,
    promises.hidden,
    (deliver) => (notice) => Effect.tapError(deliver(notice), () => show(notice))
  )

export const carefulLiars: ReadonlyArray<Liar> = [
  rewriting("escapes HTML in plain text", promises.plain, escaped),
  rewriting("replaces entities of HTML in plain text", promises.plain, unescaped),
  rewriting("removes the marks of Markdown from plain text", promises.plain, (text) =>
    text.replace(/[*_`~]/gu, "")
  ),
  rewriting("fills the text into a pattern of String.replace", promises.plain, (text) =>
    "{text}".replace("{text}", text)
  ),
  rewriting("fills placeholders in the text", promises.plain, (text) =>
    text.replace(/\{\{?title\}?\}/gu, "题")
  ),
  rewriting("formats the text as printf does", promises.plain, (text) => text.replaceAll("%%", "%")),
  rewriting("decodes escapes in the text", promises.plain, (text) => text.replaceAll("\\u0041", "A")),
  rewriting("decodes percent signs in the text", promises.plain, (text) => text.replaceAll("%41", "A")),
  {
    name: "does not escape Markdown",
    caughtBy: promises.markdown,
    make: (address) =>
      channel(address, {
        capabilities: { ...able, formats: ["markdown"] },
        parts: (notice, capabilities) => messages(notice, { ...capabilities, formats: ["text"] })
      })
  },
  {
    name: "escapes Markdown only in the body",
    caughtBy: promises.markdown,
    make: (address) =>
      channel(address, {
        capabilities: { ...able, formats: ["markdown"] },
        parts: (notice, capabilities) =>
          messages({ ...notice, title: "题" }, capabilities).map((part) => part.replace("题", notice.title))
      })
  },
  through(
    "refuses a notice with a blank title",
    promises.blank,
    (deliver) => (notice) =>
      notice.title.trim() === ""
        ? Effect.fail(
            new DeliveryFailed({ channel: "test", key: notice.key, kind: "permanent", reason: "no title" })
          )
        : deliver(notice)
  ),
  lying("sends nothing after a title that is a line break", promises.blank, {
    parts: (notice, capabilities) =>
      messages(notice.title.includes("\n") ? { ...notice, body: "" } : notice, capabilities)
  }),
  {
    name: "masks numbers for one recipient",
    caughtBy: promises.one,
    receiver: keyedReceiver,
    make: (address) =>
      channel(address, {
        capabilities: { ...able, audience: "one" },
        parts: (notice, capabilities) => messages(notice, { ...capabilities, audience: "group" }),
        headers: (key) => ({ "idempotency-key": encodeURI(key) })
      })
  },
  judging(
    "reports a long notice as delivered if its first message was accepted",
    promises.part,
    (refusal, message) => (message > 1 ? undefined : refusal)
  ),
  {
    name: "reports a long notice as delivered if its last message was accepted",
    caughtBy: promises.part,
    make: (address) => {
      const other = channel(address)
      return {
        ...other,
        deliver: (notice) => {
          const parts = messages(notice, able)
          return parts.length < 3
            ? other.deliver(notice)
            : Effect.catch(other.deliver(notice), (error) =>
                error.kind === "permanent" ? Effect.void : Effect.fail(error)
              )
        }
      }
    }
  },
  judging("reports a refused later message as transient", promises.part, (refusal, message) =>
    message > 1 ? { ...refusal, kind: "transient" } : refusal
  ),
  judging(
    "reports the time to wait for the first message only",
    promises.wait,
    ({ kind, reason, retryAfter }, message) =>
      message > 1 || retryAfter === undefined ? { kind, reason } : { kind, reason, retryAfter }
  ),
  judging("never waits longer than a second", promises.wait, ({ kind, reason, retryAfter = 0 }, message) => ({
    kind,
    reason,
    retryAfter: message > 1 ? Math.min(retryAfter, 1_000) : retryAfter
  })),
  lying("does not mark urgency in a notice of several messages", promises.urgent, {
    parts: (notice, capabilities) =>
      messages({ ...notice, urgent: notice.urgent && notice.body.length < 200 }, capabilities)
  }),
  lying("marks urgency in the last message", promises.urgent, {
    parts: (notice, capabilities) => {
      const parts = messages({ ...notice, urgent: false }, capabilities)
      return notice.urgent && parts.length > 1
        ? [...parts.slice(0, -1), `${parts.at(-1)}${notice.language === "zh" ? "【急】" : " (urgent)"}`]
        : messages(notice, capabilities)
    }
  }),
  lying("fills a message one byte beyond the limit", promises.full, {
    parts: (notice, capabilities) => messages(notice, { ...capabilities, bytes: capabilities.bytes + 1 })
  }),
  lying("counts a character as two bytes", promises.full, {
    parts: (notice, { bytes }) => {
      const text = wholeOf(notice)
      return utf8(text) <= bytes ? [text] : marked(byUnits(text, Math.trunc(bytes / 2) - 10))
    }
  }),
  lying("does not cut a notice that is one byte too long", promises.edge, {
    parts: (notice, capabilities) => {
      const text = wholeOf(notice)
      return utf8(text) === capabilities.bytes + 1 ? [text] : messages(notice, capabilities)
    }
  }),
  lying("drops the last byte of a notice that fills a message", promises.edge, {
    parts: (notice, capabilities) =>
      messages(notice, capabilities).map((part) =>
        utf8(part) === capabilities.bytes ? part.slice(0, -1) : part
      )
  }),
  through("keeps its lock when a delivery is interrupted", promises.sending, locked),
  {
    name: "cannot be interrupted while it sends",
    caughtBy: promises.sending,
    make: (address) => {
      const other = channel(address, { patience: 3_000 })
      return { ...other, deliver: (notice) => Effect.uninterruptible(other.deliver(notice)) }
    }
  },
  through(
    "sends a waiting notice although its delivery was interrupted",
    promises.waiting,
    (deliver) => (notice) =>
      Effect.onInterrupt(deliver(notice), () =>
        Effect.asVoid(Effect.forkDetach(Effect.ignore(deliver(notice))))
      )
  ),
  through("fails the deliveries that wait beside one that is interrupted", promises.waiting, (deliver) => {
    let interrupted = false
    return (notice) =>
      Effect.flatMap(
        Effect.onInterrupt(deliver(notice), () => Effect.sync(() => (interrupted = true))),
        () =>
          interrupted
            ? Effect.fail(
                new DeliveryFailed({ channel: "test", key: notice.key, kind: "transient", reason: "stopped" })
              )
            : Effect.void
      )
  }),
  lying("does not count a message whose sender was interrupted", promises.pace, { counts: "answered" }),
  masking("masks only the body", (notice) => ({ ...notice, body: mask(notice.body) })),
  masking("masks only the title", (notice) => ({ ...notice, title: mask(notice.title) })),
  masking("masks only numbers without separators", (notice) => ({
    ...notice,
    title: simpleMask(notice.title),
    body: simpleMask(notice.body)
  })),
  masking("masks only the first number of a text", (notice) => ({
    ...notice,
    title: mask(notice.title),
    body: notice.body.includes("6222") ? notice.body : mask(notice.body)
  })),
  masking("masks only the last four digits", (notice) => ({
    ...notice,
    title: notice.title.replace(/[0-9]{4}(?![0-9])/gu, "＊＊＊＊"),
    body: notice.body.replace(/[0-9]{4}(?![0-9])/gu, "＊＊＊＊")
  })),
  lying("cuts a notice into messages before it masks the numbers", promises.cut, {
    parts: (notice, capabilities) => {
      const text = messagesOf(
        notice,
        { ...capabilities, audience: "one", bytes: Number.POSITIVE_INFINITY },
        { urgent: "【急】", to: "致：" }
      )[0]
      if (utf8(text) <= capabilities.bytes) return [mask(text)]
      const parts: Array<string> = [""]
      for (const character of text) {
        const last = parts.at(-1) ?? ""
        if (utf8(last + character) > capabilities.bytes - 16) parts.push(character)
        else parts[parts.length - 1] = last + character
      }
      return marked(parts.map((part) => mask(part)))
    }
  }),
  showing("logs the title of a notice that was not delivered", ({ title }) =>
    Effect.logWarning("failed", title)
  ),
  showing("logs a notice that was not delivered at debug level", (notice) => Effect.logDebug(notice)),
  showing("prints a notice that was not delivered", ({ body }) =>
    Effect.sync(() => void process.stderr.write(body))
  ),
  showing("writes to the console that it failed", () => Effect.sync(() => console.error("failed"))),
  through(
    "leaves the notice in a span",
    promises.hidden,
    (deliver) => (notice) => Effect.withSpan(deliver(notice), "deliver", { attributes: { notice } })
  ),
  through(
    "quotes the notice in its error",
    promises.hidden,
    (deliver) => (notice) =>
      Effect.mapError(
        deliver(notice),
        (error) => new DeliveryFailed({ ...error, reason: `${error.reason}: ${notice.title}` })
      )
  )
]
