/**
 * Tests the notifier suite itself. Each channel in this file is broken on purpose: it breaks one rule of the port,
 * mostly in a way in which real channels have broken it, and keeps all other rules. The suite must find the mistake, in
 * the case for this rule.
 */
import { describe, expect, it } from "@effect/vitest"
import * as Notifier from "@liulinhui/core/Notifier"
import {
  type Capabilities,
  DeliveryFailed,
  type Notice,
  type NotifierShape,
  spacing
} from "@liulinhui/core/Notifier"
import { type NotifierCase, notifierCases } from "@liulinhui/testing/NotifierCases"
import { httpReceiver, type Receiver } from "@liulinhui/testing/Receiver"
import { dingTalkReceiver, dingTalkSecret, weComReceiver } from "@liulinhui/testing/RobotReceivers"
import * as Clock from "effect/Clock"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type * as Scope from "effect/Scope"
import * as Semaphore from "effect/Semaphore"
import { createHmac, randomUUID } from "node:crypto"

/** The steps of a test channel. A broken channel replaces one of them. */
interface Ways {
  readonly capabilities: Capabilities
  readonly parts: (notice: Notice, capabilities: Capabilities) => ReadonlyArray<string>
  readonly url: (address: string) => string
  /**
   * Returns the HTTP headers of a message that has the given key. The first message of a notice has the key of the
   * notice.
   */
  readonly headers: (key: string) => Record<string, string>
  readonly redirect: "manual" | "follow"
  readonly patience: number
  /** Interprets an answer of the receiver. `undefined` means that the message was accepted. */
  readonly judge: (
    status: number,
    text: string
  ) => Pick<DeliveryFailed, "kind" | "reason" | "retryAfter"> | undefined
  /** Interprets a broken connection or a timeout. `undefined` means that the channel counts it as a delivery. */
  readonly broken: (cause: unknown) => Pick<DeliveryFailed, "kind" | "reason"> | undefined
  /** The milliseconds that the channel waits between two messages. */
  readonly apart: (capabilities: Capabilities) => number
  /**
   * The moment from which the milliseconds between two messages are counted: when the last message was due, or when it
   * was answered.
   */
  readonly since: (due: number, answered: number) => number
}

const { utf8 } = Notifier
const messages = (notice: Notice, capabilities: Capabilities) =>
  Notifier.messages(
    notice,
    capabilities,
    notice.language === "zh" ? { urgent: "【急】", to: "致：" } : { urgent: "Urgent: ", to: "To: " }
  )

const able: Capabilities = {
  formats: ["text"],
  bytes: 2_048,
  rate: [{ limit: 5, window: 250 }],
  mentions: false,
  idempotent: false,
  audience: "group"
}

const honest: Ways = {
  capabilities: able,
  parts: messages,
  url: (address) => address,
  headers: () => ({}),
  redirect: "manual",
  patience: 400,
  judge: (status, text) => {
    let errcode: number | undefined
    try {
      errcode = (JSON.parse(text) as { errcode?: number }).errcode
    } catch {
      errcode = undefined
    }
    if (errcode === undefined)
      return { kind: status >= 300 && status < 500 ? "permanent" : "transient", reason: `HTTP ${status}` }
    if (errcode === 0) return undefined
    if (errcode === -1) return { kind: "transient", reason: "busy" }
    if (errcode === 45_009) return { kind: "transient", reason: "too often", retryAfter: 60_000 }
    return { kind: "permanent", reason: `errcode ${errcode}` }
  },
  broken: () => ({ kind: "transient", reason: "no answer" }),
  apart: ({ rate }) => spacing(rate),
  since: (_, answered) => answered
}

/** Makes a correct channel, in which `lies` replace some steps. */
const channel = (address: string, lies: Partial<Ways> = {}): NotifierShape => {
  const ways = { ...honest, ...lies }
  const { capabilities } = ways
  const turn = Semaphore.makeUnsafe(1)
  const began = Date.now()
  let free = 0

  const send = Effect.fnUntraced(function* (content: string, notice: Notice, at: number) {
    const wait = free - (yield* Clock.currentTimeMillis)
    if (wait > 0) yield* Effect.sleep(wait)
    const refusal = yield* Effect.tryPromise({
      try: async (signal) => {
        const response = await fetch(ways.url(address), {
          method: "POST",
          redirect: ways.redirect,
          headers: {
            "content-type": "application/json",
            ...ways.headers(at === 0 ? notice.key : `${notice.key}/${at + 1}`)
          },
          body: JSON.stringify({ msgtype: "text", text: { content } }),
          signal
        })
        return ways.judge(response.status, await response.text())
      },
      catch: (cause) => cause
    }).pipe(
      Effect.timeout(ways.patience),
      Effect.catch((cause) => Effect.succeed(ways.broken(cause)))
    )
    free = ways.since(Math.max(free, began), yield* Clock.currentTimeMillis) + ways.apart(capabilities)
    if (refusal !== undefined)
      return yield* new DeliveryFailed({ channel: "test", key: notice.key, ...refusal })
  })

  return {
    channel: "test",
    capabilities,
    deliver: (notice) =>
      Effect.gen(function* () {
        const parts = ways.parts(notice, capabilities)
        if (parts.length > 20)
          return yield* new DeliveryFailed({
            channel: "test",
            key: notice.key,
            reason: "too long",
            kind: "permanent"
          })
        for (const [at, part] of parts.entries()) yield* send(part, notice, at)
      }).pipe(turn.withPermits(1))
  }
}

const signedBy = (sign: (at: number) => string, at = () => Date.now()) => ({
  url: (address: string) => {
    const now = at()
    return `${address}&${new URLSearchParams({ timestamp: String(now), sign: sign(now) }).toString()}`
  }
})

const hmac = (key: string, text: string): string => createHmac("sha256", key).update(text).digest("base64")

/** A receiver that reads the key of the notice, and drops a repeated notice. */
const keyedReceiver = Effect.suspend(() => {
  const keys = new Set<string>()
  return httpReceiver({
    path: "/notices?token=5d41402abc4b2a76b9719d911017c592",
    secrets: ["5d41402abc4b2a76b9719d911017c592"],
    quiet: 0,
    took: () => ({ status: 200, body: '{"errcode":0}' }),
    answers: {},
    hear: ({ body, headers }) => {
      const key = decodeURI(String(headers["idempotency-key"]))
      if (keys.has(key)) return { status: 200, body: '{"errcode":0}' }
      keys.add(key)
      const { text } = JSON.parse(body) as { text: { content: string } }
      return { text: text.content, bytes: body.length, key }
    }
  })
})

const keyed: Partial<Ways> = {
  capabilities: { ...able, idempotent: true },
  headers: (key) => ({ "idempotency-key": encodeURI(key) })
}

interface Liar {
  readonly name: string
  /** The name of the suite's case that must find the mistake. */
  readonly caughtBy: string
  readonly make: (address: string) => NotifierShape
  readonly receiver?: Effect.Effect<Receiver, never, Scope.Scope>
  /** The time limit for one case with this channel. Default: the same limit as for a correct channel. */
  readonly limit?: Duration.Input
}

const lying = (name: string, caughtBy: string, lies: Partial<Ways>): Liar => ({
  name,
  caughtBy,
  make: (address) => channel(address, lies)
})

/** Makes a broken channel: the function changes the deliveries of a correct channel. */
const through = (
  name: string,
  caughtBy: string,
  change: (deliver: NotifierShape["deliver"], address: string) => NotifierShape["deliver"]
): Liar => ({
  name,
  caughtBy,
  make: (address) => {
    const other = channel(address)
    return { ...other, deliver: change(other.deliver, address) }
  }
})

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

const marked = (parts: ReadonlyArray<string>): ReadonlyArray<string> =>
  parts.length < 2 ? parts : parts.map((part, at) => `(${at + 1}/${parts.length}) ${part}`)

const wholeOf = (notice: Notice): string => messages(notice, { ...able, bytes: Number.POSITIVE_INFINITY })[0]

/** Cuts a text into pieces of the given number of bytes, even inside a character. */
const byBytes = (text: string, bytes: number): ReadonlyArray<string> => {
  const all = Buffer.from(text)
  return Array.from({ length: Math.ceil(all.length / bytes) }, (_, at) =>
    all.subarray(at * bytes, (at + 1) * bytes).toString("utf8")
  )
}

const byUnits = (text: string, units: number): ReadonlyArray<string> =>
  Array.from({ length: Math.ceil(text.length / units) }, (_, at) => text.slice(at * units, (at + 1) * units))

const liars: ReadonlyArray<Liar> = [
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
          () => Math.floor(Date.now() / 1_000)
        )
      )
  }
]

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
  it.live.each(liars)("catches a channel that $name", ({ caughtBy, ...liar }) =>
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
        // this case is skipped.
        if (receiver === dingTalkReceiver && promise.name === promises.limit) continue
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
