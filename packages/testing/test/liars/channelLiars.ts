/** Channels that are broken on purpose: each breaks one rule of the port, and keeps all other rules. */
import { type Notice, utf8 } from "@liulinhui/core/Notifier"
import { dingTalkReceiver, dingTalkSecret } from "@liulinhui/testing/RobotReceivers"
import * as Effect from "effect/Effect"
import { randomUUID } from "node:crypto"
import {
  able,
  channel,
  hmac,
  honest,
  keyed,
  keyedReceiver,
  type Liar,
  lying,
  messages,
  signedBy,
  through
} from "./simpleChannel.ts"

const promises = {
  whole: "delivers a complete notice once, and ends when the receiver has accepted it",
  urgent: "marks an urgent notice in words, not only by colour, in the notice's language",
  refused: "reports a final refusal as permanent, also if the transport reports success",
  busy: "reports a busy receiver as transient, and does not try again by itself",
  limit: "reports too many requests as transient, with the time to wait",
  stall: "gives up if a receiver never answers, and reports it as transient",
  reset: "reports a connection that broke after the notice was sent as transient",
  gibberish: "does not accept a proxy's page as an answer of the receiver",
  redirect: "does not follow a redirect of the receiver",
  characters: "delivers every character of every script as it was written",
  odd: "delivers a notice without a body, and one that is full of markup",
  long: "delivers all of a long notice in order, in marked messages that each respect the limit",
  cut: "never cuts a character in two",
  giant: "delivers or refuses a giant notice completely, and never reports a part as delivered",
  again: "continues a long notice, when it is tried again, until all of it is accepted",
  many: "delivers many notices at the same time, each once and without mixing them",
  slow: "waits for a slow receiver, and delivers once",
  rate: "respects its stated rate for all concurrent deliveries, also after a slow message",
  key: "sends the notice's key, the same one for the same notice",
  mask: "masks the numbers of people in messages to a group",
  secret: "shows no secret and no address in a log, a span or an error after any failure"
} as const

export const marked = (parts: ReadonlyArray<string>): ReadonlyArray<string> =>
  parts.length < 2 ? parts : parts.map((part, at) => `(${at + 1}/${parts.length}) ${part}`)

export const wholeOf = (notice: Notice): string =>
  messages(notice, { ...able, bytes: Number.POSITIVE_INFINITY })[0]

/** Cuts a text into pieces of the given number of bytes, even inside a character. */
const byBytes = (text: string, bytes: number): ReadonlyArray<string> => {
  const all = Buffer.from(text)
  return Array.from({ length: Math.ceil(all.length / bytes) }, (_, at) =>
    all.subarray(at * bytes, (at + 1) * bytes).toString("utf8")
  )
}

export const byUnits = (text: string, units: number): ReadonlyArray<string> =>
  Array.from({ length: Math.ceil(text.length / units) }, (_, at) => text.slice(at * units, (at + 1) * units))

export const commonChannelLiars: ReadonlyArray<Liar> = [
  through("does nothing at all", promises.whole, () => () => Effect.void),
  through(
    "delivers everything twice",
    promises.whole,
    (deliver) => (notice) => Effect.andThen(deliver(notice), deliver(notice))
  ),
  through(
    "ends before the receiver has accepted the notice",
    promises.refused,
    (deliver) => (notice) => Effect.asVoid(Effect.forkDetach(deliver(notice)))
  ),
  lying("sends the title without the body", promises.whole, {
    parts: (notice, capabilities) => messages({ ...notice, body: "" }, capabilities)
  }),
  lying("does not mark urgency", promises.urgent, {
    parts: (notice, capabilities) => messages({ ...notice, urgent: false }, capabilities)
  }),
  lying("treats HTTP 200 as success", promises.refused, {
    judge: (status) => (status < 300 ? undefined : { kind: "transient", reason: `HTTP ${status}` })
  }),
  lying("reports every failure as transient, so that a bad key is tried for ever", promises.refused, {
    judge: (status, text) => {
      const refusal = honest.judge(status, text)
      return refusal === undefined ? undefined : { ...refusal, kind: "transient" }
    }
  }),
  through(
    "tries a permanent error again by itself",
    promises.refused,
    (deliver) => (notice) =>
      Effect.retry(deliver(notice), { times: 4, while: ({ kind }) => kind === "permanent" })
  ),
  lying("reports every failure as permanent, so that a busy minute loses a notice", promises.busy, {
    judge: (status, text) => {
      const refusal = honest.judge(status, text)
      return refusal === undefined ? undefined : { ...refusal, kind: "permanent" }
    }
  }),
  through(
    "tries again at once by itself if the receiver is busy",
    promises.busy,
    (deliver) => (notice) => Effect.retry(deliver(notice), { times: 1 })
  ),
  lying("does not report the time to wait", promises.limit, {
    judge: (status, text) => {
      const refusal = honest.judge(status, text)
      return refusal === undefined ? undefined : { kind: refusal.kind, reason: refusal.reason }
    }
  }),
  lying("swallows a timeout", promises.stall, { broken: () => undefined }),
  { ...lying("waits for ever", promises.stall, { patience: 3_600_000 }), limit: "4 seconds" },
  lying("treats a broken connection as a delivery, because everything was sent", promises.reset, {
    broken: (cause) =>
      String(cause).includes("fetch failed") ? undefined : { kind: "transient", reason: "no answer" }
  }),
  lying("treats an answer that it cannot read as success", promises.gibberish, {
    judge: (status, text) => (text.startsWith("{") ? honest.judge(status, text) : undefined)
  }),
  lying("follows a redirect", promises.redirect, { redirect: "follow" }),
  lying("knows no characters beyond the basic plane", promises.characters, {
    parts: (notice, capabilities) =>
      messages({ ...notice, body: notice.body.replace(/[^\0-\uffff]/gu, "?") }, capabilities)
  }),
  lying("stops at a line with a single dot", promises.odd, {
    parts: (notice, capabilities) =>
      messages({ ...notice, body: notice.body.split("\r\n.\r\n")[0] ?? "" }, capabilities)
  }),
  lying("drops the tail of a long message", promises.long, {
    parts: (notice, capabilities) => messages(notice, capabilities).slice(0, 1)
  }),
  lying("counts characters, but the receiver counts bytes", promises.long, {
    parts: (notice, { bytes }) => marked(byUnits(wholeOf(notice), bytes - 16))
  }),
  lying("sends the messages of a notice in any order", promises.long, {
    parts: (notice, capabilities) => messages(notice, capabilities).toReversed()
  }),
  lying("does not mark the number of a message", promises.long, {
    parts: (notice, capabilities) =>
      messages(notice, capabilities).map((part) => part.replace(/^\(\d+\/\d+\) /u, ""))
  }),
  lying("cuts a character in half", promises.cut, {
    parts: (notice, { bytes }) => marked(byBytes(wholeOf(notice), bytes - 30))
  }),
  lying("cuts a family emoji apart", promises.cut, {
    parts: (notice, { bytes }) => {
      const parts = [...wholeOf(notice)].reduce<Array<string>>(
        (left, character) => {
          const last = left.at(-1) ?? ""
          if (utf8(last + character) > bytes - 16) left.push(character)
          else left[left.length - 1] = last + character
          return left
        },
        [""]
      )
      return marked(parts)
    }
  }),
  lying("sends the first twenty messages of a giant notice and reports it as delivered", promises.giant, {
    parts: (notice, capabilities) => messages(notice, capabilities).slice(0, 20)
  }),
  through("treats a failed notice as already delivered when it is tried again", promises.again, (deliver) => {
    const known = new Set<string>()
    return (notice) =>
      Effect.suspend(() => {
        if (known.has(notice.key)) return Effect.void
        known.add(notice.key)
        return deliver(notice)
      })
  }),
  through("stores the current notice in one variable for all deliveries", promises.many, (deliver) => {
    let current: Notice | undefined
    return (notice) =>
      Effect.gen(function* () {
        current = notice
        yield* Effect.yieldNow
        yield* deliver(current)
      })
  }),
  lying("gives up if a receiver is slow", promises.slow, { patience: 100 }),
  lying("spaces its messages by a timetable, and catches up after a slow one", promises.rate, {
    since: (due) => due
  }),
  lying("bursts past the rate", promises.rate, { apart: () => 0 }),
  lying("lets a bucket's burst break a rolling cap", promises.rate, {
    apart: ({ rate }) => Math.floor((rate[0]?.window ?? 0) / (rate[0]?.limit ?? 1) / 2)
  }),
  {
    name: "makes a new key for each attempt",
    caughtBy: promises.key,
    receiver: keyedReceiver,
    make: (address) => channel(address, { ...keyed, headers: () => ({ "idempotency-key": randomUUID() }) })
  },
  lying("shows a group the numbers of people", promises.mask, {
    parts: (notice, capabilities) => messages(notice, { ...capabilities, audience: "one" })
  }),
  through(
    "logs the address that it sends to",
    promises.secret,
    (deliver, address) => (notice) => Effect.andThen(Effect.logDebug(`POST ${address}`), deliver(notice))
  ),
  through(
    "leaves the address in a span",
    promises.secret,
    (deliver, address) => (notice) =>
      Effect.withSpan(deliver(notice), "POST", { attributes: { "url.full": address } })
  ),
  lying("repeats the receiver's answer in its error", promises.secret, {
    judge: (status, text) => {
      const refusal = honest.judge(status, text)
      return refusal === undefined ? undefined : { ...refusal, reason: text }
    }
  }),
  {
    name: "shows its address when it is inspected",
    caughtBy: promises.secret,
    make: (address) => Object.assign(channel(address), { address })
  },
  {
    name: "signs as another vendor does",
    caughtBy: promises.whole,
    receiver: dingTalkReceiver,
    make: (address) =>
      channel(
        address,
        signedBy((at) => hmac(`${at}\n${dingTalkSecret}`, ""))
      )
  },
  {
    name: "signs with a clock of seconds",
    caughtBy: promises.whole,
    receiver: dingTalkReceiver,
    make: (address) =>
      channel(
        address,
        signedBy(
          (at) => hmac(dingTalkSecret, `${at}\n${dingTalkSecret}`),
          (now) => Math.floor(now / 1_000)
        )
      )
  }
]
