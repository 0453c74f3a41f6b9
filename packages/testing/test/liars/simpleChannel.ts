/** What channels that are broken on purpose are made of: a simple channel, in which some steps are replaced. */
import * as Notifier from "@liulinhui/core/Notifier"
import {
  type Capabilities,
  DeliveryFailed,
  type Notice,
  type NotifierShape,
  spacing
} from "@liulinhui/core/Notifier"
import { httpReceiver, type Receiver } from "@liulinhui/testing/Receiver"
import * as Clock from "effect/Clock"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import * as Semaphore from "effect/Semaphore"
import { createHmac } from "node:crypto"

/** The steps of a test channel. A broken channel replaces one of them. */
export interface Ways {
  readonly capabilities: Capabilities
  readonly parts: (notice: Notice, capabilities: Capabilities) => ReadonlyArray<string>
  readonly url: (address: string, now: number) => string
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
  /** Which messages count for the time between two messages: every one, or only those that were answered. */
  readonly counts: "all" | "answered"
}

export const messages = (notice: Notice, capabilities: Capabilities) =>
  Notifier.messages(
    notice,
    capabilities,
    notice.language === "zh" ? { urgent: "【急】", to: "致：" } : { urgent: "Urgent: ", to: "To: " }
  )

export const able: Capabilities = {
  formats: ["text"],
  bytes: 2_048,
  rate: [{ limit: 5, window: 250 }],
  mentions: false,
  idempotent: false,
  audience: "group"
}

export const honest: Ways = {
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
  since: (_, answered) => answered,
  counts: "all"
}

/** Makes a correct channel, in which `lies` replace some steps. */
export const channel = (address: string, lies: Partial<Ways> = {}): NotifierShape => {
  const ways = { ...honest, ...lies }
  const { capabilities } = ways
  const turn = Semaphore.makeUnsafe(1)
  let free = 0

  const send = Effect.fnUntraced(function* (content: string, notice: Notice, at: number) {
    const begun = yield* Clock.currentTimeMillis
    const wait = free - begun
    if (wait > 0) yield* Effect.sleep(wait)
    const rest = Effect.map(Clock.currentTimeMillis, (now) => {
      free = ways.since(free === 0 ? begun : free, now) + ways.apart(capabilities)
    })
    const sent = yield* Clock.currentTimeMillis
    const refusal = yield* Effect.tryPromise({
      try: async (signal) => {
        const response = await fetch(ways.url(address, sent), {
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
      Effect.catch((cause) => Effect.succeed(ways.broken(cause))),
      ways.counts === "all" ? Effect.ensuring(rest) : Effect.tap(() => rest)
    )
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

/** Signs each request. `at` is the time that the channel states, computed from the present time. */
export const signedBy = (sign: (at: number) => string, at = (now: number) => now) => ({
  url: (address: string, present: number) => {
    const now = at(present)
    return `${address}&${new URLSearchParams({ timestamp: String(now), sign: sign(now) }).toString()}`
  }
})

export const hmac = (key: string, text: string): string =>
  createHmac("sha256", key).update(text).digest("base64")

/** A receiver that reads the key of the notice, and drops a repeated notice. */
export const keyedReceiver = Effect.suspend(() => {
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

export const keyed: Partial<Ways> = {
  capabilities: { ...able, idempotent: true },
  headers: (key) => ({ "idempotency-key": encodeURI(key) })
}

export interface Liar {
  readonly name: string
  /** The name of the suite's case that must find the mistake. */
  readonly caughtBy: string
  readonly make: (address: string) => NotifierShape
  readonly receiver?: Effect.Effect<Receiver, never, Scope.Scope>
  /** The time limit for one case with this channel. Default: the same limit as for a correct channel. */
  readonly limit?: Duration.Input
}

export const lying = (name: string, caughtBy: string, lies: Partial<Ways>): Liar => ({
  name,
  caughtBy,
  make: (address) => channel(address, lies)
})

/** Makes a broken channel: the function changes the deliveries of a correct channel. */
export const through = (
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
